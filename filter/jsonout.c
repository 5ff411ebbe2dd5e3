#include <inttypes.h>
#include <string.h>

#include "jsonout.h"
#include "text.h"

static void
put_string(FILE *to, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	fputc('"', to);
	while (*p != '\0') {
		size_t len = text_sequence(p);

		if (len == 0) {
			fputs("\\ufffd", to);
			len = 1;
		} else if (*p == '"' || *p == '\\') {
			fprintf(to, "\\%c", *p);
		} else if (*p < 0x20 || *p == 0x7f) {
			fprintf(to, "\\u%04x", *p);
		} else {
			fwrite(p, 1, len, to);
		}
		p += len;
	}
	fputc('"', to);
}

static void
put_key(struct jsonout *j, const char *key)
{
	if (j->comma)
		fputc(',', j->to);
	j->comma = true;
	if (key != NULL) {
		put_string(j->to, key);
		fputc(':', j->to);
	}
}

void
jsonout_begin(struct jsonout *j, FILE *to)
{
	*j = (struct jsonout){ .to = to };
	fputc('{', to);
	jsonout_number(j, "v", 1);
}

void
jsonout_end(struct jsonout *j)
{
	fputs("}\n", j->to);
}

void
jsonout_text(struct jsonout *j, const char *key, const char *text)
{
	put_key(j, key);
	put_string(j->to, text);
}

void
jsonout_number(struct jsonout *j, const char *key, uint64_t number)
{
	put_key(j, key);
	fprintf(j->to, "%" PRIu64, number);
}

void
jsonout_decimal(struct jsonout *j, const char *key, double number)
{
	put_key(j, key);
	fprintf(j->to, "%.6g", number);
}

void
jsonout_bool(struct jsonout *j, const char *key, bool truth)
{
	put_key(j, key);
	fputs(truth ? "true" : "false", j->to);
}

void
jsonout_open(struct jsonout *j, const char *key, char bracket)
{
	put_key(j, key);
	fputc(bracket, j->to);
	j->comma = false;
}

void
jsonout_close(struct jsonout *j, char bracket)
{
	fputc(bracket, j->to);
	j->comma = true;
}

int
jsonout_flush(FILE *to)
{
	return fflush(to) == 0 && !ferror(to) ? 0 : -1;
}
