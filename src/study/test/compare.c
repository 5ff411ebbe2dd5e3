#include "study/test/compare.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/limits.h"
#include "study/test/canon.h"

/* How much of two texts is shown where they differ. */
#define EXCERPT_BEFORE 24
#define EXCERPT        72

/* Streams as tamis writes them: in UTF-8. */
static struct program
output_program(const struct program *policy, enum format_id format)
{
	struct program p = { .limits = program_limits_default() };

	p.streams[format].dialect = policy->streams[format].dialect;
	p.streams[format].dialect.encoding = CHARSET_UTF_8;
	p.streams[format].record = policy->streams[format].record;
	return p;
}

/* What is shown. */

static struct slice
quote(struct arena *arena, struct slice text)
{
	struct slice copy;
	struct buf out;

	buf_init(&out, LIMIT_RECORD);
	json_quote(&out, text);
	copy = arena_copy(arena, buf_slice(&out));
	buf_release(&out);
	return copy;
}

static struct slice
show_value(const struct comparison *c, const struct value *v)
{
	if (v->kind == VALUE_TEXT)
		return quote(c->arena, v->text);
	return v->kind == VALUE_NULL ? slice_text("null") : v->text;
}

#define TEXT(s) (int)(s).len, (const char *)(s).p

static struct slice
show_matcher(const struct comparison *c, const struct matcher *m)
{
	bool token = m->kind == MATCHER_TOKEN;
	struct slice of = { NULL, 0 };

	if (m->of.p == NULL)
		return text_format(c->arena,
		    token ? "a token of the domain %.*s"
			  : "a value sealed to %.*s",
		    TEXT(m->name));
	of = quote(c->arena, m->of);
	return text_format(c->arena,
	    token ? "the token of the domain %.*s for %.*s"
		  : "sealed to %.*s: %.*s",
	    TEXT(m->name), TEXT(of));
}

/* Tokens and sealed values are shown as what they are. */
static struct slice
show_got(const struct comparison *c, const struct found_value *got)
{
	struct slice guess = matcher_describe(c->matching, got);
	struct matcher m = { .kind = MATCHER_NONE };

	if (got->value.kind == VALUE_TEXT)
		matcher_read(c->program, guess, &m);
	return m.kind == MATCHER_NONE ? show_value(c, &got->value)
				      : show_matcher(c, &m);
}

static void
add_place(const struct comparison *c, const struct path *path, struct buf *out)
{
	const struct dialect *d = &c->program->streams[c->format].dialect;

	if (path->deep)
		return;
	if (c->format == FORMAT_JSON)
		path_place_json(path, out);
	else if (c->format == FORMAT_CSV)
		path_place_csv(path, out);
	else if (c->format == FORMAT_HL7V2)
		path_place_hl7v2(path, out);
	else
		path_place_xml(path, d->namespaces, out);
}

static bool
is_at(const struct comparison *c, const struct field *field, struct slice place)
{
	struct buf out;
	bool is;

	buf_init(&out, LIMIT_RECORD);
	add_place(c, &field->path, &out);
	is = slice_equal(buf_slice(&out), place);
	buf_release(&out);
	return is;
}

/* A field at a place, and the rule of it that did something. */
struct culprit {
	const struct field *field;
	const struct rule *rule;
};

static void
look_at(const struct comparison *c, const struct field *field,
    struct culprit *culprit)
{
	for (size_t r = 0; r < field->rule_count; r++) {
		if (!c->used[field->rules[r].id])
			continue;
		if (culprit->rule == NULL)
			*culprit = (struct culprit){ field, &field->rules[r] };
	}
	if (culprit->field == NULL)
		culprit->field = field;
}

static struct culprit
find_culprit(const struct comparison *c, struct slice place)
{
	struct culprit culprit = { NULL, NULL };

	for (size_t k = 0; k < c->program->kind_count; k++) {
		const struct kind *kind = &c->program->kinds[k];

		for (size_t f = 0;
		     kind->format == c->format && f < kind_all_fields(kind);
		     f++)
			if (is_at(c, &kind->fields[f], place))
				look_at(c, &kind->fields[f], &culprit);
	}
	return culprit;
}

/* Adds a difference; a NULL value is nothing. */
static void
differ(struct comparison *c, const struct found_value *at,
    struct slice expected, struct slice got, const char *note)
{
	struct culprit culprit = find_culprit(c, at->place);
	struct slice nothing = slice_text("nothing");

	findings_add(c->findings,
	    &(struct finding){
		.record = at->record,
		.path = culprit.field != NULL ? culprit.field->path.text
					      : at->place,
		.note = note,
		.expected = expected.p != NULL ? expected : nothing,
		.got = got.p != NULL ? got : nothing,
		.rule = culprit.rule,
	    });
}

/* Values. */

static void
compare_pair(struct comparison *c, const struct found_value *expected,
    struct found_value *got)
{
	struct slice shown = show_got(c, got);
	struct matcher m;
	const char *why = NULL;

	if (expected->value.kind == VALUE_TEXT)
		why = matcher_read(c->program, expected->value.text, &m);
	else
		m = (struct matcher){ .text = expected->value.text };
	if (why != NULL) {
		differ(
		    c, expected, show_value(c, &expected->value), shown, why);
		return;
	}
	if (m.kind != MATCHER_NONE) {
		why = matcher_accepts(c->matching, &m, got);
		got->instead = expected->value.text;
		if (why != NULL)
			differ(c, expected, show_matcher(c, &m), shown, why);
		return;
	}
	if (m.text.p != expected->value.text.p)
		got->instead = expected->value.text;
	if (expected->value.kind != got->value.kind ||
	    !slice_equal(m.text, got->value.text))
		differ(
		    c, expected, show_value(c, &expected->value), shown, NULL);
}

/* What was expected and is not there. */
static void
compare_missing(struct comparison *c, const struct found_value *expected)
{
	struct slice none = { NULL, 0 };
	struct matcher m = { .kind = MATCHER_NONE };

	if (expected->value.kind == VALUE_TEXT)
		matcher_read(c->program, expected->value.text, &m);
	differ(c, expected,
	    m.kind == MATCHER_NONE ? show_value(c, &expected->value)
				   : show_matcher(c, &m),
	    none, NULL);
}

static void
compare_surplus(struct comparison *c, const struct found_value *got)
{
	struct slice none = { NULL, 0 };

	differ(c, got, none, show_got(c, got), NULL);
}

/* By record and place, in the order of the text. */
static int
order_values(const void *a, const void *b)
{
	const struct found_value *x = a, *y = b;
	int order;

	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	order = slice_order(x->place, y->place);
	if (order != 0)
		return order;
	return x->order < y->order ? -1 : 1;
}

static int
order_by_text(const void *a, const void *b)
{
	const struct found_value *x = a, *y = b;

	return x->order < y->order ? -1 : 1;
}

static void
sort_values(struct values *v, int (*order)(const void *, const void *))
{
	if (v->count > 0)
		qsort(v->all, v->count, sizeof(*v->all), order);
}

static int
order_places(const struct found_value *x, const struct found_value *y)
{
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return slice_order(x->place, y->place);
}

static void
compare_values(
    struct comparison *c, struct values *expected, struct values *got)
{
	size_t i = 0, j = 0;

	sort_values(expected, order_values);
	sort_values(got, order_values);
	while (i < expected->count || j < got->count) {
		int order = 0;

		if (i == expected->count)
			order = 1;
		else if (j == got->count)
			order = -1;
		else
			order = order_places(&expected->all[i], &got->all[j]);
		if (order < 0)
			compare_missing(c, &expected->all[i++]);
		else if (order > 0)
			compare_surplus(c, &got->all[j++]);
		else
			compare_pair(c, &expected->all[i++], &got->all[j++]);
	}
	sort_values(got, order_by_text);
}

/* Texts. */

static struct slice
excerpt(const struct comparison *c, struct slice text, size_t from)
{
	size_t begin = from > EXCERPT_BEFORE ? from - EXCERPT_BEFORE : 0;
	size_t len = text.len - begin;
	bool cut = len > EXCERPT;

	if (text.len == 0)
		return slice_text("nothing");

	/* Not in the middle of a character. */
	while (begin > 0 && (text.p[begin] & 0xC0) == 0x80)
		begin--;
	len = text.len - begin;
	if (cut)
		len = EXCERPT;
	while (cut && len > 0 && (text.p[begin + len] & 0xC0) == 0x80)
		len--;
	return text_format(c->arena, "%s%.*s%s", begin > 0 ? "... " : "",
	    (int)len, (const char *)text.p + begin, cut ? " ..." : "");
}

/* Without line ends behind it. */
static struct slice
without_end(struct slice text)
{
	while (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	return text;
}

static void
compare_texts(struct comparison *c, struct slice expected, struct slice got)
{
	size_t at = 0;

	expected = without_end(expected);
	got = without_end(got);
	while (at < expected.len && at < got.len && expected.p[at] == got.p[at])
		at++;
	if (at == expected.len && at == got.len)
		return;
	findings_add(c->findings,
	    &(struct finding){
		.note = "the values are those that were expected, but not "
			"what stands around them",
		.expected = excerpt(c, expected, at),
		.got = excerpt(c, got, at),
	    });
}

static int
compare_around(struct comparison *c, const struct values *values,
    const struct program *program, struct slice expected, struct slice got)
{
	struct buf rewritten, a, b;
	int result;

	buf_init(&rewritten, 2 * LIMIT_RECORD);
	buf_init(&a, 4 * LIMIT_RECORD);
	buf_init(&b, 4 * LIMIT_RECORD);
	result = values_rewrite(values, program, c->format, got, &rewritten);
	canon_text(c->arena, c->format, expected, &a);
	canon_text(c->arena, c->format, buf_slice(&rewritten), &b);
	if (a.failed || b.failed)
		result = -1;
	if (result == 0)
		compare_texts(c, buf_slice(&a), buf_slice(&b));
	buf_release(&rewritten);
	buf_release(&a);
	buf_release(&b);
	return result;
}

/* The line and column of a byte. */
static struct slice
show_position(const struct comparison *c, struct slice text, size_t at)
{
	unsigned long line = 1, column = 1;

	for (size_t i = 0; i < at && i < text.len; i++) {
		column = text.p[i] == '\n' ? 1 : column + 1;
		line += text.p[i] == '\n';
	}
	return text_format(c->arena, "line %lu, column %lu", line, column);
}

static void
refuse_expected(struct comparison *c, struct slice where)
{
	struct slice note = text_format(c->arena,
	    "what the test expects is not well-formed (%.*s)", TEXT(where));

	findings_add(
	    c->findings, &(struct finding){ .note = (const char *)note.p });
}

/* One spelling of JSON, so that members may stand in any order. */
static int
respell(struct comparison *c, struct slice text, struct buf *out, bool *good)
{
	size_t fault;

	*good = true;
	if (c->format != FORMAT_JSON) {
		buf_add_slice(out, text);
	} else if (canon_json(c->arena, text, out, &fault) < 0) {
		if (out->failed || c->arena->failed)
			return -1;
		*good = false;
		refuse_expected(c, show_position(c, text, fault));
	}
	return buf_reserve(out, 1) == NULL ? -1 : 0;
}

/* Nothing at all may be expected, which is no document and no table. */
static bool
is_blank(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] > ' ')
			return false;
	return true;
}

static int
read_values(struct comparison *c, const struct program *program,
    struct slice text, struct values *v)
{
	*v = (struct values){ .arena = c->arena };
	if (is_blank(text))
		return 0;
	return values_read(v, c->arena, program, c->format, text);
}

static int
compare_spelled(struct comparison *c, struct slice expected, struct slice got)
{
	struct program program = output_program(c->program, c->format);
	size_t before = c->findings->count;
	struct values e, g;

	if (read_values(c, &program, expected, &e) < 0 ||
	    read_values(c, &program, got, &g) < 0)
		return -1;
	if (e.fault != REASON_NONE) {
		refuse_expected(c, slice_text(reasons[e.fault].name));
		return 0;
	}
	compare_values(c, &e, &g);
	if (c->findings->count > before || is_blank(got))
		return c->arena->failed ? -1 : 0;
	return compare_around(c, &g, &program, expected, got);
}

int
compare_output(struct comparison *c, struct slice expected, struct slice got)
{
	bool good, also;
	struct buf a, b;
	int result;

	buf_init(&a, 4 * LIMIT_RECORD);
	buf_init(&b, 4 * LIMIT_RECORD);
	result = respell(c, expected, &a, &good);
	if (result == 0 && good)
		result = respell(c, got, &b, &also);
	if (result == 0 && good)
		result = compare_spelled(c, buf_slice(&a), buf_slice(&b));
	buf_release(&a);
	buf_release(&b);
	return result;
}

int
compare_template(struct comparison *c, struct slice got, struct buf *out)
{
	struct program program = output_program(c->program, c->format);
	struct values v;

	if (is_blank(got))
		return 0;
	if (values_read(&v, c->arena, &program, c->format, got) < 0)
		return -1;
	for (size_t i = 0; i < v.count; i++) {
		struct slice guess = matcher_guess(c->matching, &v.all[i]);

		if (guess.p != v.all[i].value.text.p)
			v.all[i].instead = guess;
	}
	return values_rewrite(&v, &program, c->format, got, out);
}
