/* Finds the header and the rows of a CSV input. */
#include "format/csv.h"
#include "format/split.h"

/* Where in the input the window begins. */
enum phase {
	PHASE_MARK,      /* at the very start, where a byte order mark may be */
	PHASE_SEPARATOR, /* where a line sep=X may be */
	PHASE_HEADER,
	PHASE_ROWS,
};

static enum split
stop(struct piece *piece, struct slice window, struct rejection why)
{
	*piece = (struct piece){
		.used = window.len,
		.reason = why.reason,
		.path = why.path,
	};
	return SPLIT_STOP;
}

/* A mark of UTF-8 in front of another encoding: one of the two is wrong. */
static enum split
split_mark(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	enum bom bom = split_find_bom(window, eof);
	struct csv *c = s->scratch;

	if (bom == BOM_UNKNOWN)
		return split_more(piece, 0);
	if (bom == BOM_THERE && c->dialect->encoding != CHARSET_UTF_8)
		return split_stop(piece, window, REASON_HEADER);
	c->scanning = false;
	c->line_known = false;
	s->phase = PHASE_SEPARATOR;
	return split_skip(piece, bom == BOM_THERE ? BOM_LEN : 0);
}

/* Whether a line at the window that began is of the other kind. */
static bool
is_other_line_end(struct csv *c, bool crlf)
{
	bool other = c->line_known && c->crlf != crlf;

	c->crlf = c->line_known ? c->crlf : crlf;
	c->line_known = true;
	return other;
}

static enum split
split_separator(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	static const uint8_t start[4] = { 's', 'e', 'p', '=' };
	size_t n = window.len < 4 ? window.len : 4;
	bool begins = memcmp(window.p, start, n) == 0, crlf;
	struct csv *c = s->scratch;

	if (begins && window.len < 7 && !eof)
		return split_more(piece, 0);
	s->phase = PHASE_HEADER;
	if (!begins || window.len < 6)
		return split_skip(piece, 0);
	crlf = window.len > 6 && window.p[5] == '\r' && window.p[6] == '\n';
	if (!crlf && window.p[5] != '\n')
		return split_skip(piece, 0);
	if (window.p[4] != c->dialect->delimiter)
		return split_stop(piece, window, REASON_HEADER);
	is_other_line_end(c, crlf);
	return split_skip(piece, crlf ? 7 : 6);
}

/*
 * Goes on with the row at the window; false if its end is not there.  Of a row
 * that is too large only so much is scanned as shows it, lest what becomes of
 * it depend on how it arrived.
 */
static bool
scan(const struct splitter *s, struct slice window, bool eof)
{
	struct csv *c = s->scratch;

	if (!s->skipping && window.len > s->max_record + 1) {
		window.len = s->max_record + 1;
		eof = false;
	}
	if (!c->scanning)
		csv_row_begin(&c->row);
	c->scanning =
	    !csv_row_scan(&c->row, c->dialect->delimiter, window, eof);
	return !c->scanning;
}

/* What is wrong with the row's form. */
static enum reason
row_fault(struct csv *c)
{
	const struct csv_row *r = &c->row;

	if (r->misquoted)
		return REASON_QUOTE;
	if (r->bare_cr || (r->ended && is_other_line_end(c, r->crlf)))
		return REASON_LINE_END;
	return REASON_NONE;
}

static struct slice
row_bytes(const struct csv *c, struct slice window)
{
	const struct csv_row *r = &c->row;
	size_t end = r->ended ? r->next - (r->crlf ? 2 : 1) : r->next;

	return (struct slice){ window.p, end };
}

/* Takes a header; writes the run's first one. */
static enum split
take_header(struct splitter *s, struct slice window, struct piece *piece)
{
	struct csv *c = s->scratch;
	bool first = !c->header.known;
	struct rejection why =
	    csv_header_read(&c->header, &c->row, row_bytes(c, window));

	if (why.reason != REASON_NONE)
		return stop(piece, window, why);
	if (first) {
		c->line_end = slice_text(c->row.crlf ? "\r\n" : "\n");
		buf_add_slice(&c->header.line, c->line_end);
		if (c->header.line.failed)
			return split_stop(piece, window, REASON_MEMORY);
	}
	s->phase = PHASE_ROWS;
	if (!first) {
		split_skip(piece, c->row.next);
		piece->repeats = true;
		return SPLIT_GLUE;
	}
	return split_glue(piece, c->row.next, buf_slice(&c->header.line));
}

static enum split
split_header(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct csv *c = s->scratch;
	enum reason fault;

	if (window.len == 0)
		return eof ? split_stop(piece, window, REASON_HEADER)
			   : split_more(piece, 0);
	if (!scan(s, window, eof)) {
		if (window.len > s->max_record)
			return split_stop(piece, window, REASON_RECORD_SIZE);
		if (eof)
			return split_stop(piece, window, REASON_QUOTE);
		return split_more(piece, 0);
	}
	fault = c->row.next > s->max_record ? REASON_RECORD_SIZE : row_fault(c);
	if (fault != REASON_NONE)
		return split_stop(piece, window, fault);
	return take_header(s, window, piece);
}

/* A row whose end is not in the window. */
static enum split
split_endless(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct csv *c = s->scratch;
	size_t used = c->row.at;
	bool too_large = !s->skipping && window.len > s->max_record;

	if (too_large && c->row.quoted)
		return split_stop(piece, window, REASON_RECORD_SIZE);
	if (!too_large && eof)
		return split_stop(piece, window, REASON_QUOTE);
	if (!too_large && !s->skipping)
		return split_more(piece, 0);
	s->skipping = true;
	csv_row_forget(&c->row);
	return too_large ? split_skip(piece, used) : split_more(piece, used);
}

/* Whether nothing but empty lines is in the window. */
static bool
is_blank(struct slice window)
{
	size_t n = 0;

	while (n < window.len && (window.p[n] == '\n' || window.p[n] == '\r'))
		n++;
	return n == window.len;
}

static enum split
split_row(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct csv *c = s->scratch;
	bool skipped = s->skipping;
	enum reason fault;

	if (window.len == 0 && !c->scanning)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (!c->scanning && c->header.columns > 1 && is_blank(window)) {
		if (eof)
			return split_skip(piece, window.len);
		if (window.len <= s->max_record)
			return split_more(piece, 0);
	}
	if (!scan(s, window, eof))
		return split_endless(s, window, eof, piece);
	s->skipping = false;
	if (skipped || c->row.next > s->max_record)
		return split_reject(piece, c->row.next, REASON_RECORD_SIZE);
	fault = row_fault(c);
	if (fault == REASON_NONE && c->row.count != c->header.columns)
		fault = REASON_RAGGED;
	if (fault != REASON_NONE)
		return split_reject(piece, c->row.next, fault);
	*piece = (struct piece){
		.record = row_bytes(c, window),
		.used = c->row.next,
	};
	return SPLIT_RECORD;
}

enum split
csv_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	switch ((enum phase)s->phase) {
	case PHASE_MARK:
		return split_mark(s, window, eof, piece);
	case PHASE_SEPARATOR:
		return split_separator(s, window, eof, piece);
	case PHASE_HEADER:
		return split_header(s, window, eof, piece);
	case PHASE_ROWS:
		break;
	}
	return split_row(s, window, eof, piece);
}
