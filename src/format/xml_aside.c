/*
 * What stands aside from elements and their text.
 */
#include "format/xml_reader.h"

/* Goes over characters to the first that is `mark`. */
static const uint8_t *
find(struct xml_reader *r, const uint8_t *p, char mark)
{
	const char stops[4] = { mark, mark, mark, mark };
	bool plain;

	p = xml_run(p, r->end, stops, false, &plain);
	return p < r->end && *p == (uint8_t)mark ? p
						 : xml_reader_refuse_at(r, p);
}

/* Goes behind a closing text, which begins with its first byte. */
static const uint8_t *
find_closing(struct xml_reader *r, const uint8_t *p, const char *closing)
{
	while ((p = find(r, p, closing[0])) != NULL) {
		if (xml_reader_is_at(r, p, closing))
			return p + strlen(closing);
		p++;
	}
	return NULL;
}

/* Two hyphens end a comment, and nothing else may follow them. */
static const uint8_t *
read_comment(struct xml_reader *r, const uint8_t *p)
{
	p += strlen("<!--");
	while ((p = find(r, p, '-')) != NULL) {
		if (xml_reader_is_at(r, p, "--"))
			return xml_reader_is_at(r, p, "-->")
				   ? p + strlen("-->")
				   : xml_reader_refuse_at(r, p + 2);
		p++;
	}
	return NULL;
}

/* Whether it is "xml" in any case of letters. */
static bool
is_reserved(const uint8_t *p, const uint8_t *behind)
{
	return behind - p == 3 && (p[0] | 0x20) == 'x' &&
	       (p[1] | 0x20) == 'm' && (p[2] | 0x20) == 'l';
}

const uint8_t *
xml_aside_instruction(struct xml_reader *r, const uint8_t *p)
{
	const uint8_t *target = p + strlen("<?");

	p = xml_ncname(target, r->end);
	if (p == target || is_reserved(target, p))
		return xml_reader_refuse_at(r, target);
	if (p < r->end && xml_is_white(*p))
		return find_closing(r, p, "?>");
	return xml_reader_is_at(r, p, "?>")
		   ? p + strlen("?>")
		   : xml_reader_refuse_instead(r, p, "?>");
}

static const uint8_t *
read_cdata(struct xml_reader *r, const uint8_t *p)
{
	return find_closing(r, p + strlen("<![CDATA["), "]]>");
}

/* What is none of these is a document type's. */
const uint8_t *
xml_aside_declaration(struct xml_reader *r, const uint8_t *p)
{
	if (xml_reader_is_at(r, p, "<!--"))
		return read_comment(r, p);
	if (xml_reader_is_at(r, p, "<![CDATA[") && r->top > r->open)
		return read_cdata(r, p);
	return xml_reader_refuse_instead(
	    r, p, p + 2 < r->end && p[2] == '-' ? "<!--" : "<![CDATA[");
}
