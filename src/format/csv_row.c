#include "format/csv_row.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

int
csv_row_init(struct csv_row *r, size_t max)
{
	*r = (struct csv_row){
		.ends = calloc(max, sizeof(*r->ends)),
		.max = max,
	};
	return r->ends == NULL ? -1 : 0;
}

void
csv_row_release(struct csv_row *r)
{
	free(r->ends);
	*r = (struct csv_row){ 0 };
}

void
csv_row_begin(struct csv_row *r)
{
	*r = (struct csv_row){ .ends = r->ends, .max = r->max };
}

void
csv_row_forget(struct csv_row *r)
{
	/* A cell that began before the window begins at no byte of it. */
	r->cell = r->cell == r->at ? 0 : SIZE_MAX;
	r->at = 0;
}

/* Bits of 64 bytes: cells end at delimiters, other marks need a look. */
struct marks {
	uint64_t delimiters, others;
};

#ifdef __SSE2__

static inline uint64_t
bits(__m128i equal)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(equal);
}

static inline struct marks
find_marks(const uint8_t *p, uint8_t delimiter)
{
	const __m128i d = _mm_set1_epi8((char)delimiter);
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
	struct marks m = { 0, 0 };

	for (int i = 0; i < 64; i += 16) {
		__m128i b = _mm_loadu_si128((const __m128i *)(p + i));
		__m128i others = _mm_or_si128(_mm_cmpeq_epi8(b, quote),
		    _mm_or_si128(_mm_cmpeq_epi8(b, lf), _mm_cmpeq_epi8(b, cr)));

		m.delimiters |= bits(_mm_cmpeq_epi8(b, d)) << i;
		m.others |= bits(others) << i;
	}
	return m;
}

#else

static inline struct marks
find_marks(const uint8_t *p, uint8_t delimiter)
{
	struct marks m = { 0, 0 };

	for (int i = 0; i < 64; i++) {
		uint8_t c = p[i];

		m.delimiters |= (uint64_t)(c == delimiter) << i;
		m.others |= (uint64_t)(c == '"' || c == '\n' || c == '\r') << i;
	}
	return m;
}

#endif

/* The bits below the n-th; n is at most 64. */
static inline uint64_t
below(size_t n)
{
	return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

static inline void
end_cell(struct csv_row *r, size_t at)
{
	if (r->count < r->max)
		r->ends[r->count] = (uint32_t)at;
	r->count++;
	r->cell = at + 1;
}

/* Ends cells at the delimiters among the marks of the bytes at r->at. */
static inline void
end_cells(struct csv_row *r, uint64_t delimiters)
{
	for (; delimiters != 0; delimiters &= delimiters - 1)
		end_cell(r, r->at + (size_t)__builtin_ctzll(delimiters));
}

static bool
end_row(struct csv_row *r, size_t next)
{
	end_cell(r, r->at);
	r->next = next;
	return true;
}

static bool
end_line(struct csv_row *r, size_t next)
{
	r->ended = true;
	r->crlf = next == r->at + 2;
	return end_row(r, next);
}

/* Goes to r->at the next byte outside quotes that is no text; false: none. */
static bool
find_other(struct csv_row *r, uint8_t delimiter, struct slice window)
{
	while (r->at < window.len) {
		size_t left = window.len - r->at;
		struct marks m = find_marks(window.p + r->at, delimiter);
		uint64_t inside = below(left);
		size_t n = left < 64 ? left : 64;
		bool found;

		m.others &= inside;
		found = m.others != 0;
		if (found)
			n = (size_t)__builtin_ctzll(m.others);
		end_cells(r, m.delimiters & below(n));
		r->at += n;
		if (found)
			return true;
	}
	return false;
}

static bool
may_follow_quote(uint8_t c, uint8_t delimiter)
{
	return c == delimiter || c == '\n' || c == '\r';
}

/*
 * Goes on inside quotes to the byte behind the closing one.  False if that is
 * not in the window, or the next byte must tell whether it closes.
 */
static bool
leave_quotes(
    struct csv_row *r, uint8_t delimiter, struct slice window, bool eof)
{
	while (r->at < window.len) {
		const uint8_t *quote =
		    memchr(window.p + r->at, '"', window.len - r->at);

		if (quote == NULL) {
			r->at = window.len;
			return false;
		}
		r->at = (size_t)(quote - window.p);
		if (r->at + 1 == window.len) {
			if (!eof)
				return false;
		} else if (quote[1] == '"') {
			r->at += 2;
			continue;
		} else if (!may_follow_quote(quote[1], delimiter)) {
			r->misquoted = true;
		}
		r->at++;
		r->quoted = false;
		return true;
	}
	return false;
}

static void
enter_quotes(struct csv_row *r)
{
	r->quoted = r->at == r->cell;
	r->misquoted |= !r->quoted;
	r->at++;
}

bool
csv_row_scan(
    struct csv_row *r, uint8_t delimiter, struct slice window, bool eof)
{
	for (;;) {
		if (r->quoted && !leave_quotes(r, delimiter, window, eof))
			return false;
		if (!find_other(r, delimiter, window))
			return eof && end_row(r, window.len);
		if (window.p[r->at] == '"') {
			enter_quotes(r);
			continue;
		}
		if (window.p[r->at] == '\n')
			return end_line(r, r->at + 1);
		if (r->at + 1 == window.len && !eof)
			return false;
		if (r->at + 1 < window.len && window.p[r->at + 1] == '\n')
			return end_line(r, r->at + 2);
		r->bare_cr = true;
		r->at++;
	}
}

/* Makes each two quotes one. */
static void
join_quotes(struct buf *text)
{
	size_t to = 0;

	for (size_t i = 0; i < text->len; i++) {
		text->p[to++] = text->p[i];
		i += text->p[i] == '"';
	}
	text->len = to;
}

bool
csv_cell_text(
    struct slice cell, enum charset from, struct buf *spare, struct slice *text)
{
	bool quoted = csv_cell_is_quoted(cell);

	*text = quoted ? (struct slice){ cell.p + 1, cell.len - 2 } : cell;
	if (text->len == 0)
		return true;
	quoted = quoted && memchr(text->p, '"', text->len) != NULL;
	if (!quoted && (from == CHARSET_UTF_8 || charset_is_ascii(*text)))
		return true;
	buf_reset(spare);
	if (!charset_to_utf8(from, *text, spare))
		return false;
	if (quoted)
		join_quotes(spare);
	*text = buf_slice(spare);
	return true;
}

static bool
needs_quotes(struct slice text, uint8_t delimiter)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '"' || may_follow_quote(text.p[i], delimiter))
			return true;
	return false;
}

void
csv_cell_add(struct buf *out, struct slice text, uint8_t delimiter)
{
	if (!needs_quotes(text, delimiter)) {
		buf_add_slice(out, text);
		return;
	}
	buf_add_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, text.p[i]);
	}
	buf_add_byte(out, '"');
}
