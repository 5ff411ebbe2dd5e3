#include <inttypes.h>
#include <string.h>

#include "jsonout.h"

/*
 * Length of the well-formed UTF-8 sequence at p (RFC 3629), or 0.  The text
 * ends with a 0 byte, which is no continuation, so nothing is read beyond.
 */
static size_t
sequence(const unsigned char *p)
{
	static const struct {
		unsigned char first, last; /* of the first byte */
		unsigned char low, high;   /* of the second byte */
		size_t len;
	} forms[] = {
		{ 0x01, 0x7f, 0, 0, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (*p < forms[i].first || *p > forms[i].last)
			continue;
		if (forms[i].len > 1 &&
		    (p[1] < forms[i].low || p[1] > forms[i].high))
			return 0;
		for (size_t k = 2; k < forms[i].len; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].len;
	}
	return 0;
}

static void
put_string(FILE *to, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	fputc('"', to);
	while (*p != '\0') {
		size_t len = sequence(p);

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
