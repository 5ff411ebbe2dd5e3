/*
 * split: the answers of the formats' split functions, and what they share.
 */
#ifndef FORMAT_SPLIT_H
#define FORMAT_SPLIT_H

#include "base/json.h"
#include "format/format.h"

/* More bytes are needed; `used` are taken up. */
static inline enum split
split_more(struct piece *piece, size_t used)
{
	*piece = (struct piece){ .used = used };
	return SPLIT_MORE;
}

/* Bytes that are taken up, and what to write in their place. */
static inline enum split
split_glue(struct piece *piece, size_t used, struct slice text)
{
	*piece = (struct piece){ .used = used, .after = text };
	return SPLIT_GLUE;
}

/* Bytes that are taken up without a trace. */
static inline enum split
split_skip(struct piece *piece, size_t used)
{
	return split_glue(piece, used, (struct slice){ NULL, 0 });
}

/* A record of `used` bytes that cannot be one. */
static inline enum split
split_reject(struct piece *piece, size_t used, enum reason reason)
{
	*piece = (struct piece){ .used = used, .reason = reason };
	return SPLIT_REJECT;
}

/* All that is left cannot be read. */
static inline enum split
split_stop(struct piece *piece, struct slice window, enum reason reason)
{
	*piece = (struct piece){ .used = window.len, .reason = reason };
	return SPLIT_STOP;
}

/*
 * Whether a record that was found malformed, for this reason, may only have
 * been left before its end.  Not when what is there is wrong already, or so
 * deep that it hardly is a record.
 */
static inline bool
split_is_short(const struct piece *piece, enum reason reason)
{
	const uint8_t *p = piece->record.p, *end = p + piece->record.len;

	switch (reason) {
	case REASON_NONE:
	case REASON_SYNTAX:
	case REASON_TRAILING:
	case REASON_DEPTH:
	case REASON_KIND:
	case REASON_MEMORY:
		return false;
	default:
		p = json_blank(p, end);
		return piece->may_go_on && p < end && *p == '{';
	}
}

/* The byte order mark of UTF-8 at the very start of an input. */
enum bom { BOM_UNKNOWN, BOM_ABSENT, BOM_THERE };

#define BOM_LEN 3

static inline enum bom
split_find_bom(struct slice window, bool eof)
{
	static const uint8_t mark[BOM_LEN] = { 0xEF, 0xBB, 0xBF };
	size_t n = window.len < sizeof(mark) ? window.len : sizeof(mark);

	if (n > 0 && memcmp(window.p, mark, n) != 0)
		return BOM_ABSENT;
	if (n == sizeof(mark))
		return BOM_THERE;
	return eof ? BOM_ABSENT : BOM_UNKNOWN;
}

/* Passes the mark, if there is one, and goes over to the next phase. */
static inline enum split
split_past_bom(struct splitter *s, struct slice window, bool eof, int phase,
    struct piece *piece)
{
	enum bom bom = split_find_bom(window, eof);

	if (bom == BOM_UNKNOWN)
		return split_more(piece, 0);
	s->phase = phase;
	return split_skip(piece, bom == BOM_THERE ? BOM_LEN : 0);
}

#endif
