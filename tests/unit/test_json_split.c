#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "format/json.h"

/*
 * Splits a text that arrives in pieces of `step` bytes, and notes what was
 * found: records in <>, rejections and the stop in () by their reason, glue as
 * it is.  A record whose brackets are open is said to be short, as the filter
 * would.
 */
struct scene {
	const char *text, *found;
	size_t max_record;
	bool path; /* record path Bundle.entry[] */
};

static const struct step path_steps[] = {
	{ .kind = STEP_NAME, .name = { (const uint8_t *)"Bundle", 6 } },
	{ .kind = STEP_NAME, .name = { (const uint8_t *)"entry", 5 } },
	{ .kind = STEP_EACH },
};

static bool
is_open(struct slice record)
{
	int depth = 0;

	for (size_t i = 0; i < record.len; i++) {
		uint8_t c = record.p[i];

		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
	}
	return depth > 0;
}

static void
note(struct buf *out, const struct piece *piece)
{
	buf_add_slice(out, piece->before);
	buf_add_byte(out, '<');
	buf_add_slice(out, piece->record);
	buf_add_byte(out, '>');
	buf_add_slice(out, piece->after);
}

static void
split_all(const struct scene *scene, size_t step, struct buf *out)
{
	struct stream stream = { 0 };
	struct splitter s = { .stream = &stream,
		.max_record = scene->max_record ? scene->max_record : 1000 };
	size_t len = strlen(scene->text), begin = 0, end = 0;
	uint8_t *text = calloc(len + FORMAT_PAD, 1);
	struct piece piece = { 0 };
	bool eof = false;

	memcpy(text, scene->text, len);
	if (scene->path)
		stream.record =
		    (struct path){ .steps = path_steps, .step_count = 3 };
	for (;;) {
		struct slice window = { text + begin, end - begin };
		enum split answer = json_split(&s, window, eof, &piece);

		if (answer == SPLIT_END)
			break;
		if (answer == SPLIT_RECORD) {
			if (piece.may_go_on && is_open(piece.record)) {
				s.wide = true;
				continue;
			}
			note(out, &piece);
			splitter_written(&s);
		} else if (answer == SPLIT_GLUE) {
			buf_add_slice(out, piece.after);
		} else if (answer != SPLIT_MORE) {
			buf_add_format(out, "(%s)", reasons[piece.reason].name);
			if (answer == SPLIT_STOP)
				break;
		}
		begin += piece.used;
		if (answer == SPLIT_MORE) {
			eof = end == len;
			end = end + step < len ? end + step : len;
		}
	}
	free(text);
}

#define DEEP_16    "[[[[[[[[[[[[[[[["
#define SHALLOW_16 "]]]]]]]]]]]]]]]]"
#define DEEP       DEEP_16 DEEP_16 DEEP_16 DEEP_16
#define SHALLOW    SHALLOW_16 SHALLOW_16 SHALLOW_16 SHALLOW_16

static const struct scene scenes[] = {
	{ .text = "", .found = "" },
	{ .text = "{}", .found = "<{}>" },
	{ .text = "{}\n", .found = "<{}\n>" },
	{ .text = "{}\n{}\n", .found = "<{}\n><{}\n>" },
	{ .text = "\xEF\xBB\xBF{}\n", .found = "<{}\n>" },
	{ .text = "\xEF\xBB", .found = "<\xEF\xBB>" },
	{ .text = "\n\n{}\n\n{}", .found = "\n\n<{}\n>\n<{}>" },
	{ .text = " {} \n  ", .found = "< {} \n>  " },
	{ .text = "  \n   {}\n  \n  \n {}   \n   ",
	    .found = "  \n<   {}\n>  \n  \n< {}   \n>   " },
	{ .text = " [  {}  ,  {}  ]  \n  {}",
	    .found = "[<  {}  >,<  {}  >]  \n<  {}>" },
	{ .text = "1\n\"a\"\n", .found = "<1\n><\"a\"\n>" },
	/* Over several lines. */
	{ .text = "{\n\"a\":1\n}\n{}\n", .found = "<{\n\"a\":1\n}\n><{}\n>" },
	{ .text = "{\n\"a\":\"}\\\"\"\n} \n",
	    .found = "<{\n\"a\":\"}\\\"\"\n} \n>" },
	/* Cut lines. */
	{ .text = "{\"a\":1\n", .found = "(cut)" },
	{ .text = "{\"a\":\n{}\n", .found = "(cut)<{}\n>" },
	{ .text = "{\n  \"a\": [\n    {}\n{}\n", .found = "(cut)<{}\n>" },
	{ .text = "{\"a\":1,\n\"b\n{}\n", .found = "(syntax)<{}\n>" },
	/* The next record tells at once that one was cut. */
	{ .text = "{\"a\":1,\n{}\n{}\n{}\n",
	    .max_record = 10,
	    .found = "(cut)<{}\n><{}\n><{}\n>" },
	{ .text = "{\"a\":{},\n{}\n{}\n",
	    .max_record = 12,
	    .found = "(cut)<{}\n><{}\n>" },
	/* Too deep. */
	{ .text = "{\"a\":\n" DEEP "\n{},\n{}" SHALLOW "}\n{}\n",
	    .found = "(too-deep)<{}\n>" },
	/* Too large. */
	/* What is in or behind it is no record. */
	{ .text = "{\"a\":[\n{},\n{}\n]}\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	{ .text = "{\n}          {}\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	{ .text = "{\"a\":[\n12345678,\n{}\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	{ .text = "{\"a\":[\n12345678,\n\"b\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	{ .text = "{\"a\":\"1234567890\"}\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	{ .text = "{\"a\":\"1234567890\"}",
	    .max_record = 10,
	    .found = "(record-too-large)" },
	{ .text = "{\n\"a\":1,\n\"b\":2,\n\"c\":3\n}\n{}\n",
	    .max_record = 10,
	    .found = "(record-too-large)<{}\n>" },
	/* Arrays. */
	{ .text = "[]", .found = "[]" },
	{ .text = " [ ] \n", .found = "[] \n" },
	{ .text = "[1]", .found = "[<1>]" },
	{ .text = "[{},{}]\n", .found = "[<{}>,<{}>]\n" },
	{ .text = "[ {\"a\":[1,2]} ,\n \",]\" ]",
	    .found = "[< {\"a\":[1,2]} >,<\n \",]\" >]" },
	{ .text = "[1]\n[2]\n", .found = "[<1>]\n[<2>]\n" },
	{ .text = "[1]\n{}\n", .found = "[<1>]\n<{}\n>" },
	{ .text = "[1][2]", .found = "[<1>](trailing)" },
	{ .text = "[1", .found = "(cut)" },
	{ .text = "[1,", .found = "[<1>(cut)" },
	{ .text = "[", .found = "(cut)" },
	{ .text = "[1,]", .found = "[<1>(syntax)" },
	{ .text = "[,1]", .found = "(syntax)" },
	{ .text = "[1}", .found = "[<1>(syntax)" },
	{ .text = "[1,\"12345678901\",2]",
	    .max_record = 10,
	    .found = "[<1>(record-too-large),<2>]" },
	/* A record path. */
	{ .path = true,
	    .text = "{\"Bundle\":{\"entry\":[{},{}]}}\n",
	    .found = "{\"Bundle\":{\"entry\":[<{}>,<{}>]}}\n" },
	{ .path = true,
	    .text = "{\"id\":\"},\",\"Bundle\": {\"entry\" : [1],\"x\":[{}]} }",
	    .found = "{\"Bundle\": {\"entry\" : [<1>]}}" },
	{ .path = true,
	    .text = "{\"\\u0042undle\":{\"entry\":[1]}}",
	    .found = "{\"\\u0042undle\":{\"entry\":[<1>]}}" },
	{ .path = true, .text = "{}\n{\"a\":1}", .found = "{}\n{}" },
	{ .path = true, .text = "{\"Bundle\":null}", .found = "{}" },
	{ .path = true,
	    .text = "{\"Bundle\":{\"entry\":{}}}",
	    .found = "{\"Bundle\":{}}" },
	{ .path = true,
	    .text = "{\"Bundle\":{\"entry\":[],\"entry\":[1]}}",
	    .found = "{\"Bundle\":{\"entry\":[](duplicate)" },
	{ .path = true, .text = "[]", .found = "(syntax)" },
	{ .path = true,
	    .text = "{\"Bundle\":{\"entry\":[1]}",
	    .found = "{\"Bundle\":{\"entry\":[<1>]}(cut)" },
	{ .path = true, .text = "{\"Bundle\" 1}", .found = "{(syntax)" },
	{ .path = true, .text = "{\"a\":1,}", .found = "{(syntax)" },
	{ .path = true, .text = "{\"a\":1}x", .found = "{}(trailing)" },
};

START_TEST(records_are_found_however_they_arrive)
{
	static const size_t steps[] = { 1, 2, 3, 7, 4096 };
	const struct scene *scene = &scenes[_i];

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct buf found;

		buf_init(&found, 4096);
		split_all(scene, steps[i], &found);
		buf_add_byte(&found, 0);
		ck_assert_msg(strcmp((char *)found.p, scene->found) == 0,
		    "%s in pieces of %zu: %s instead of %s", scene->text,
		    steps[i], (char *)found.p, scene->found);
		buf_release(&found);
	}
}
END_TEST

Suite *json_split_suite(void);

Suite *
json_split_suite(void)
{
	Suite *s = suite_create("json_split");
	TCase *t = tcase_create("json_split");

	tcase_add_loop_test(t, records_are_found_however_they_arrive, 0,
	    sizeof(scenes) / sizeof(scenes[0]));
	suite_add_tcase(s, t);
	return s;
}
