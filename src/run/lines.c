#include "run/lines.h"

#include "format/split.h"

/* How much of the window the line at its start takes up; 0: not known yet. */
static size_t
line_size(struct splitter *s, struct slice window, bool eof)
{
	const uint8_t *end =
	    s->scanned < window.len
		? memchr(window.p + s->scanned, '\n', window.len - s->scanned)
		: NULL;

	s->scanned = window.len;
	if (end != NULL)
		return (size_t)(end + 1 - window.p);
	return eof ? window.len : 0;
}

enum split
lines_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t size = line_size(s, window, eof), len;

	if (eof && window.len == 0)
		return SPLIT_END;
	if ((size > 0 ? size : window.len) > s->max_record)
		return split_stop(piece, window, REASON_RECORD_SIZE);
	if (size == 0)
		return split_more(piece, 0);
	s->scanned = 0;
	len = size;
	if (window.p[len - 1] == '\n')
		len--;
	if (len > 0 && len < size && window.p[len - 1] == '\r')
		len--;
	*piece = (struct piece){ .record = { window.p, len }, .used = size };
	return SPLIT_RECORD;
}
