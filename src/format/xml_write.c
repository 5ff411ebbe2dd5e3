#include "format/xml_write.h"

#include "format/xml_chars.h"

struct slice
xml_prefix(const struct stream *stream, uint8_t number)
{
	if (number == PATH_XML_NAMESPACE)
		return slice_text("xml");
	if (number == PATH_XML_NO_NAMESPACE)
		return (struct slice){ NULL, 0 };
	return stream->dialect.namespaces[number - 2].prefix;
}

struct slice
xml_namespace(const struct stream *stream, uint8_t number)
{
	if (number == PATH_XML_NO_NAMESPACE || number == PATH_XML_NAMESPACE)
		return (struct slice){ NULL, 0 };
	return stream->dialect.namespaces[number - 2].uri;
}

uint64_t
xml_declared(const struct stream *stream, size_t n)
{
	uint64_t declared = 0;

	for (size_t i = 0; i < n; i++)
		declared |= UINT64_C(1) << stream->record.steps[i].name.p[0];
	return declared;
}

/* What stands for a character that cannot stand for itself, or NULL. */
static inline const char *
escape(uint8_t c, bool attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '\r':
		return "&#13;";
	case '"':
		return attribute ? "&quot;" : NULL;
	case '\t':
		return attribute ? "&#9;" : NULL;
	case '\n':
		return attribute ? "&#10;" : NULL;
	default:
		return NULL;
	}
}

static inline void
put(struct buf *out, struct slice text, bool attribute)
{
	const uint8_t *begin = text.p, *p = begin, *end = begin + text.len;

	while (
	    (p = xml_find_mark(p, end, attribute ? "&<>\"" : "&<>>")) < end) {
		const char *reference = escape(*p++, attribute);

		if (reference == NULL)
			continue;
		buf_put(out, slice_between(begin, p - 1));
		buf_add_text(out, reference);
		begin = p;
	}
	buf_put(out, slice_between(begin, end));
}

void
xml_put_text(struct buf *out, struct slice text)
{
	put(out, text, false);
}

void
xml_put_value(struct buf *out, struct slice text)
{
	put(out, text, true);
}

static void
put_declaration(struct buf *out, const struct stream *stream, uint8_t number)
{
	buf_add_text(out, " xmlns:");
	buf_add_slice(out, xml_prefix(stream, number));
	buf_add_text(out, "=\"");
	buf_add_slice(out, xml_namespace(stream, number));
	buf_add_byte(out, '"');
}

/* Turns round the order of [at, middle) and [middle, end). */
static void
reverse(uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len / 2; i++) {
		uint8_t c = p[i];

		p[i] = p[len - 1 - i];
		p[len - 1 - i] = c;
	}
}

void
xml_move(struct buf *out, size_t at, size_t middle)
{
	if (out->failed)
		return;
	reverse(out->p + at, middle - at);
	reverse(out->p + middle, out->len - middle);
	reverse(out->p + at, out->len - at);
}

void
xml_declare(
    struct buf *out, const struct stream *stream, size_t at, uint64_t which)
{
	size_t middle = out->len;

	for (size_t i = 0; i < stream->dialect.namespace_count; i++)
		if ((which >> (i + 2) & 1) != 0)
			put_declaration(out, stream, (uint8_t)(i + 2));
	xml_move(out, at, middle);
}
