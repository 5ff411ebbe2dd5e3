#include <stdbool.h>
#include <string.h>

#include "text.h"

size_t
text_sequence(const unsigned char *p)
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

/* Controls, of ASCII and U+0080 to U+009F. */
static bool
is_control(const unsigned char *p, size_t len)
{
	if (len == 1)
		return *p < 0x20 || *p == 0x7f;
	return len == 2 && p[0] == 0xc2 && p[1] < 0xa0;
}

void
text_show(FILE *to, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p != '\0') {
		size_t len = text_sequence(p);

		if (len == 0 || is_control(p, len))
			fputc('?', to);
		else
			fwrite(p, 1, len, to);
		p += len == 0 ? 1 : len;
	}
}

/* XML 1.0, production 2, of what is well-formed. */
static bool
is_xml(const unsigned char *p, size_t len)
{
	if (len == 1)
		return *p >= 0x20 || strchr("\t\n\r", *p) != NULL;
	/* U+FFFE and U+FFFF */
	return len != 3 || p[0] != 0xef || p[1] != 0xbf || p[2] < 0xbe;
}

static const char *
xml_reference(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

void
text_xml(FILE *to, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p != '\0') {
		size_t len = text_sequence(p);

		if (len == 0 || !is_xml(p, len))
			fputs("\xef\xbf\xbd", to);
		else if (xml_reference(*p) != NULL)
			fputs(xml_reference(*p), to);
		else
			fwrite(p, 1, len, to);
		p += len == 0 ? 1 : len;
	}
}
