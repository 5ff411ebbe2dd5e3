/*
 * hl7v2_index: where the marks of a message stand.
 *
 * One pass over the text, many bytes at a time, finds all marks.  Those that
 * end fields and lines are listed, so that a field is found by its number
 * without a look at those before it; marks inside fields are bits, one for each
 * byte, that lead from part to part.
 */
#ifndef FORMAT_HL7V2_INDEX_H
#define FORMAT_HL7V2_INDEX_H

#include "base/cpu.h"
#include "format/hl7v2_text.h"

/* What has a bit. */
enum hl7v2_mark {
	HL7V2_COMPONENT,
	HL7V2_REPETITION,
	HL7V2_SUB,
	HL7V2_ESCAPE,
	HL7V2_INNER, /* the four above, which stand inside fields */
	HL7V2_MARK_COUNT,
};

struct hl7v2_index {
	const uint8_t *begin, *end; /* of the text, which is not owned */
	bool ascii;                 /* no byte is above 0x7F */

	/*
	 * It is known to be UTF-8, of characters of one or two bytes; of other
	 * texts, and without AVX2, nothing is known.
	 */
	bool short_utf8;

	/*
	 * Offsets of marks of fields and of control characters except tabs,
	 * then the length of the text; and which of them are no marks of
	 * fields, by their index.
	 */
	uint32_t *ends, *breaks; /* owned */
	size_t end_count, break_count;

	/*
	 * A row of bits for each mark, lowest first, and 64 that are 0 behind
	 * those of the text.
	 */
	const uint64_t *rows[HL7V2_MARK_COUNT];
	uint64_t *words; /* owned: all rows */
	size_t cap;      /* words of a row */
};

/*
 * Notes the marks of a text, of which FORMAT_PAD bytes beyond the end can be
 * read.  False without memory.
 */
bool hl7v2_index_make(
    struct hl7v2_index *ix, struct slice text, const struct hl7v2_marks *marks);

/* The same in one of the ways that the processor can go. */
bool hl7v2_index_make_as(enum cpu cpu, struct hl7v2_index *ix,
    struct slice text, const struct hl7v2_marks *marks);

void hl7v2_index_release(struct hl7v2_index *ix);

/*
 * Everywhere below, places and slices lie in the text.
 */

/* As many bits of a row can be had at once, from any place on. */
#define HL7V2_INDEX_GLANCE 57

/* The lowest byte of a word first, wherever it is: for rows, and from them. */
static inline uint64_t
hl7v2_index_order(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* At least HL7V2_INDEX_GLANCE bits of a row. */
static inline uint64_t
hl7v2_index_glance(
    const struct hl7v2_index *ix, enum hl7v2_mark mark, const uint8_t *p)
{
	size_t at = (size_t)(p - ix->begin);
	const uint8_t *row = (const uint8_t *)ix->rows[mark];
	uint64_t bits;

	memcpy(&bits, row + at / 8, sizeof(bits));
	return hl7v2_index_order(bits) >> at % 8;
}

/*
 * Whether a slice is known to hold no mark that stands inside fields.  Only of
 * short ones that is known.
 */
static inline bool
hl7v2_index_is_plain(const struct hl7v2_index *ix, struct slice s)
{
	uint64_t within = (UINT64_C(1) << s.len % 64) - 1;

	return s.len <= HL7V2_INDEX_GLANCE &&
	       (hl7v2_index_glance(ix, HL7V2_INNER, s.p) & within) == 0;
}

/* The first mark in [p, end), or end. */
static inline const uint8_t *
hl7v2_index_find(const struct hl7v2_index *ix, enum hl7v2_mark mark,
    const uint8_t *p, const uint8_t *end)
{
	for (; p < end; p += HL7V2_INDEX_GLANCE) {
		uint64_t bits = hl7v2_index_glance(ix, mark, p);

		if (bits != 0) {
			p += __builtin_ctzll(bits);
			return p < end ? p : end;
		}
	}
	return end;
}

/* Marks of one sort from a place on: those that are not passed yet. */
struct hl7v2_marks_ahead {
	const uint8_t *at; /* the place of the lowest bit */
	uint64_t bits;
};

static inline struct hl7v2_marks_ahead
hl7v2_marks_at(
    const struct hl7v2_index *ix, enum hl7v2_mark mark, const uint8_t *p)
{
	const uint64_t all = (UINT64_C(1) << HL7V2_INDEX_GLANCE) - 1;

	return (struct hl7v2_marks_ahead){ p,
		hl7v2_index_glance(ix, mark, p) & all };
}

/*
 * Goes on from *p to what is behind n marks, a part that ends at the next one,
 * or at the end of all.  False if there are fewer.
 */
static inline bool
hl7v2_index_go_on(const struct hl7v2_index *ix, enum hl7v2_mark mark,
    const uint8_t **p, const uint8_t *end, size_t n, struct slice *part)
{
	struct hl7v2_marks_ahead ahead = hl7v2_marks_at(ix, mark, *p);
	const uint8_t *next;

	while (n > 0) {
		for (; n > 1 && ahead.bits != 0; n--)
			ahead.bits &= ahead.bits - 1;
		if (ahead.bits != 0)
			break;
		if (end - ahead.at <= HL7V2_INDEX_GLANCE)
			return false;
		ahead = hl7v2_marks_at(ix, mark, ahead.at + HL7V2_INDEX_GLANCE);
	}
	if (n > 0) {
		next = ahead.at + __builtin_ctzll(ahead.bits);
		if (next >= end)
			return false;
		*p = next + 1;
		ahead.bits &= ahead.bits - 1;
	}
	next = ahead.bits != 0 ? ahead.at + __builtin_ctzll(ahead.bits)
			       : hl7v2_index_find(ix, mark, *p, end);
	*part = slice_between(*p, next < end ? next : end);
	return true;
}

static inline bool
hl7v2_index_has(
    const struct hl7v2_index *ix, struct slice s, enum hl7v2_mark mark)
{
	return hl7v2_index_find(ix, mark, s.p, s.p + s.len) != s.p + s.len;
}

/* Takes the part before the next mark off *rest; false when all are taken. */
static inline bool
hl7v2_index_next(const struct hl7v2_index *ix, struct slice *rest,
    enum hl7v2_mark mark, struct slice *part)
{
	const uint8_t *p, *end;

	if (rest->p == NULL)
		return false;
	end = rest->p + rest->len;
	p = hl7v2_index_find(ix, mark, rest->p, end);
	*part = slice_between(rest->p, p);
	*rest = p < end ? slice_between(p + 1, end) : (struct slice){ NULL, 0 };
	return true;
}

/* The part with a number, from 1; empty if there are not so many. */
static inline struct slice
hl7v2_index_part(const struct hl7v2_index *ix, struct slice all,
    enum hl7v2_mark mark, size_t n)
{
	struct slice part = { all.p, 0 };
	const uint8_t *p = all.p;

	hl7v2_index_go_on(ix, mark, &p, p + all.len, n - 1, &part);
	return part;
}

#endif
