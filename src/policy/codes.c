#include "policy/codes.h"

#include "policy/codes_help.h"
#include "policy/sheet.h"

const struct policy_code_info policy_codes[CODE_COUNT] = {
#define X(name, level, code, title) \
	[CODE_##name] = { code, NOTE_##level, title },
	POLICY_CODES(X)
#undef X
};

/* Its letter may be small. */
static bool
is_code(struct slice text, const char *code)
{
	return text.len == strlen(code) && (text.p[0] & ~0x20) == code[0] &&
	       slice_is(slice_skip(text, 1), code + 1);
}

enum policy_code
code_find(struct slice code)
{
	enum policy_code c = 0;

	while (c < CODE_COUNT && !is_code(code, policy_codes[c].code))
		c++;
	return c;
}

void
code_quote(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		buf_add_byte(out, *text == '`' ? '"' : (uint8_t)*text);
}

/* What stands before and behind an example, by enum example_in. */
#define HEAD                                                          \
	"{\n`policy`: `example`, `version`: `2021-11-03`,\n`title`: " \
	"`An example`, `purpose`: `Show a mistake`,\n"
#define KIND "`records`: { `test`: { `format`: `json`,\n"

static const struct {
	const char *before, *behind;
} frames[] = {
	[EXAMPLE_FILE] = { "", "\n" },
	[EXAMPLE_POLICY] = { HEAD, ",\n" KIND "`fields`: {} } } }\n" },
	[EXAMPLE_WHOLE] = { HEAD, "\n}\n" },
	[EXAMPLE_KIND] = { HEAD KIND, "\n} } }\n" },
	[EXAMPLE_FIELDS] = { HEAD KIND "`fields`: {\n", "\n} } } }\n" },
};

void
code_example(struct buf *out, const struct code_help *help)
{
	code_quote(out, frames[help->in].before);
	code_quote(out, help->example);
	code_quote(out, frames[help->in].behind);
}

static void
put_lines(struct sheet *s, const char *written)
{
	struct buf text;

	buf_init(&text, s->out->max);
	code_quote(&text, written);
	sheet_lines(s, 4, buf_slice(&text));
	s->out->failed |= text.failed;
	buf_release(&text);
}

void
code_explain(struct buf *out, enum policy_code code, bool color)
{
	static const char *const levels[] = { "error", "warning", "hint" };
	const struct policy_code_info *info = &policy_codes[code];
	const struct code_help *help = &code_helps[code];
	struct sheet sheet = { out, color };
	struct buf title, text;

	buf_init(&title, out->max);
	buf_init(&text, out->max);
	buf_add_format(&title, "%s (%s): %s", info->code, levels[info->level],
	    info->title);
	code_quote(&text, help->text);
	sheet_heading(&sheet, buf_slice(&title), 0);
	sheet_blank(&sheet);
	sheet_text(&sheet, 0, buf_slice(&text));
	buf_add_text(out, "\nExample:\n\n");
	put_lines(&sheet, help->example);
	if (help->other_name != NULL) {
		buf_add_format(out, "\nwith, in %s:\n\n", help->other_name);
		put_lines(&sheet, help->other);
	}
	out->failed |= title.failed || text.failed;
	buf_release(&title);
	buf_release(&text);
}
