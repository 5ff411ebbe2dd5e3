#include "policies.h"

#include <check.h>

struct buf
policies_text(const char *written)
{
	struct buf out;

	buf_init(&out, 16 << 20);
	for (; *written != '\0'; written++) {
		if (*written == '`')
			buf_add_byte(&out, '"');
		else if (*written != '@')
			buf_add_byte(&out, (uint8_t)*written);
	}
	buf_add_byte(&out, '\0');
	ck_assert(!out.failed);
	out.len--;
	return out;
}

struct buf
policies_expected(const char *written, const char *codes)
{
	unsigned int line = 1, column = 1;
	struct buf out;

	buf_init(&out, 1 << 20);
	for (; *written != '\0'; written++) {
		if (*written == '@') {
			size_t len = strcspn(codes, " ");

			buf_add_format(&out, "%u:%u %.*s\n", line, column,
			    (int)len, codes);
			codes += len + (codes[len] == ' ');
		} else if (*written == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*written & 0xC0) != 0x80) {
			column++;
		}
	}
	buf_add_byte(&out, '\0');
	ck_assert_str_eq(codes, "");
	return out;
}

void
policies_note(void *ctx, const struct note *note)
{
	buf_add_format(ctx, "%u:%u %s\n", note->line, note->column, note->code);
	ck_assert_uint_ge(note->width, 1);
	ck_assert_uint_gt(strlen(note->text), 0);
}

struct program *
policies_load(const char *written)
{
	struct buf text = policies_text(written);
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf notes;
	int status;

	buf_init(&notes, 1 << 20);
	status = policy_parse(
	    "test", buf_slice(&text), policies_note, &notes, &program, &err);
	buf_add_byte(&notes, '\0');
	ck_assert_msg(status == 0, "%s", (const char *)notes.p);
	buf_release(&notes);
	buf_release(&text);
	return program;
}
