#include "format/xml_value.h"

#include "base/utf8.h"
#include "format/xml_chars.h"

/* A value as it is written to memory. */
struct decoder {
	const uint8_t *p, *end;
	uint8_t *to;
};

static void
copy(struct decoder *d, size_t n)
{
	memcpy(d->to, d->p, n);
	d->to += n;
	d->p += n;
}

/* A line end of any kind is one character. */
static void
copy_line_end(struct decoder *d, uint8_t as)
{
	if (*d->p == '\r' && d->end - d->p > 1 && d->p[1] == '\n')
		d->p++;
	d->p++;
	*d->to++ = as;
}

/* What is no reference, which cannot be, would stand for itself. */
static void
copy_reference(struct decoder *d)
{
	uint32_t c = '&';
	const uint8_t *behind = xml_reference(d->p, d->end, &c);

	d->p = behind != NULL ? behind : d->p + 1;
	d->to += utf8_put(c, d->to);
}

/* Takes an opening, and everything up to and with a closing mark; returns
 * what stands between them. */
static struct slice
take(struct decoder *d, const char *opening, const char *closing)
{
	struct slice mark = slice_text(closing);
	const uint8_t *begin = d->p + strlen(opening), *p = begin;

	while (p < d->end && !slice_starts(slice_between(p, d->end), mark))
		p++;
	d->p = p < d->end ? p + mark.len : p;
	return slice_between(begin, p);
}

/* Only lines are changed in a CDATA section. */
static void
copy_cdata(struct decoder *d)
{
	struct slice inside = take(d, "<![CDATA[", "]]>");
	struct decoder in = { inside.p, inside.p + inside.len, d->to };

	while (in.p < in.end) {
		if (*in.p == '\r')
			copy_line_end(&in, '\n');
		else
			copy(&in, 1);
	}
	d->to = in.to;
}

static void
copy_markup(struct decoder *d)
{
	struct slice rest = slice_between(d->p, d->end);

	if (slice_starts(rest, slice_text("<![")))
		copy_cdata(d);
	else if (slice_starts(rest, slice_text("<!")))
		take(d, "<!--", "-->");
	else
		take(d, "<?", "?>");
}

/* Copies what is not plain, or a character that is after all. */
static void
copy_next(struct decoder *d, bool quoted)
{
	if (*d->p == '&')
		copy_reference(d);
	else if (*d->p == '<')
		copy_markup(d);
	else if (*d->p == '\r' || (quoted && xml_is_white(*d->p)))
		copy_line_end(d, quoted ? ' ' : '\n');
	else
		copy(d, 1);
}

size_t
xml_value(struct slice raw, bool quoted, uint8_t *to)
{
	struct decoder d = { raw.p, raw.p + raw.len, to };

	while (d.p < d.end) {
		const uint8_t *mark = xml_find_mark(d.p, d.end, "&<\r\r");

		copy(&d, (size_t)((mark < d.end ? mark : d.end) - d.p));
		if (d.p < d.end)
			copy_next(&d, quoted);
	}
	return (size_t)(d.to - to);
}
