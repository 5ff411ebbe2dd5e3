/*
 * Finds messages by the first letters of lines, and by the bytes of frames.
 */
#include <stdio.h>

#include "format/hl7v2.h"
#include "format/hl7v2_start.h"
#include "format/hl7v2_text.h"
#include "format/split.h"

#define FRAME_BEGIN 0x0B
#define FRAME_END   0x1C

/* As many bytes of a line as tell what it is. */
#define NAME_AND_MARK 4

/* Where in the input the window begins. */
enum phase {
	PHASE_MARK,  /* at the very start, where a byte order mark may be */
	PHASE_START, /* before a message, frame, header or trailer */
	PHASE_LINES, /* in lines that were rejected, too many for a message */
	PHASE_FRAME, /* in a frame that was rejected, too large */
};

/* The record that was looked for is given up. */
static enum split
reject(struct splitter *s, struct piece *piece, size_t used, enum reason reason)
{
	s->phase = PHASE_START;
	s->scanned = 0;
	s->closed = false;
	return split_reject(piece, used, reason);
}

/*
 * What a line is.
 */

static bool
is_letter_or_digit(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9');
}

/* Whether a line begins with a name, and not with a longer one. */
static bool
is_line(struct slice line, const char *name)
{
	size_t len = strlen(name);

	return slice_starts(line, slice_text(name)) &&
	       (line.len == len || !is_letter_or_digit(line.p[len]));
}

static bool
is_header_of_batch(struct slice line)
{
	return is_line(line, "FHS") || is_line(line, "BHS");
}

static bool
is_trailer(struct slice line)
{
	return is_line(line, "BTS") || is_line(line, "FTS");
}

static bool
is_message(const struct splitter *s, struct slice line)
{
	return is_line(line, s->stream->dialect.hprim ? "H" : "MSH");
}

/* What a line begins with that may be the first of something. */
static const struct hl7v2_starts *
starts(const struct splitter *s)
{
	return s->stream->dialect.hprim ? &hl7v2_starts_of_hprim
					: &hl7v2_starts_of_messages;
}

/* Whether a message that goes on line by line ends before this one. */
static bool
is_boundary(struct splitter *s, struct slice line)
{
	if (line.len == 0)
		return false;
	if (line.p[0] == FRAME_BEGIN || is_message(s, line) || s->closed)
		return true;
	if (s->stream->dialect.hprim) {
		s->closed = is_line(line, "L");
		return false;
	}
	return is_header_of_batch(line) || is_trailer(line);
}

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

/*
 * Lines.
 */

/* The first line end in [p, end) behind which something may begin, or end. */
static const uint8_t *
find_candidate(const struct splitter *s, const uint8_t *p, const uint8_t *end)
{
	return s->closed ? hl7v2_find_either(p, end, '\r', '\n')
			 : hl7v2_start_find(p, end, starts(s));
}

/*
 * Goes on from s->scanned to the start of a line that begins something else.
 * 0: there is none in the window.
 */
static size_t
find_boundary(struct splitter *s, struct slice window, bool eof)
{
	const uint8_t *p = window.p + s->scanned, *end = window.p + window.len;
	/* Line ends before it have a name and a mark behind them. */
	const uint8_t *last = end - p > NAME_AND_MARK ? end - NAME_AND_MARK : p;

	while ((p = find_candidate(s, p, last)) < last) {
		s->scanned = (size_t)(p++ - window.p);
		if (is_boundary(s, slice_between(p, end)))
			return s->scanned + 1;
	}
	while ((p = hl7v2_find_either(p, end, '\r', '\n')) < end) {
		s->scanned = (size_t)(p++ - window.p);
		if (!eof)
			return 0;
		if (is_boundary(s, slice_between(p, end)))
			return s->scanned + 1;
	}
	s->scanned = window.len;
	return 0;
}

/*
 * How long what begins with the window is at least, when no boundary was
 * found: the line end that s->scanned may be at belongs to it.
 */
static size_t
least_length(const struct splitter *s, struct slice window)
{
	return s->scanned + (s->scanned < window.len);
}

/* What is too large is rejected at once, wherever its end will be found. */
static enum split
pass(struct splitter *s, enum phase phase, size_t used, struct piece *piece)
{
	s->phase = (int)phase;
	s->scanned = 0;
	return split_reject(piece, used, REASON_RECORD_SIZE);
}

/* A message, or lines that are none, from the start of the window. */
static enum split
split_lines(struct splitter *s, struct slice window, bool eof, bool message,
    struct piece *piece)
{
	size_t end = find_boundary(s, window, eof);

	if (end == 0 && least_length(s, window) > s->max_record)
		return pass(s, PHASE_LINES, s->scanned, piece);
	if (end == 0 && !eof)
		return split_more(piece, 0);
	if (end == 0)
		end = window.len;
	if (end > s->max_record)
		return reject(s, piece, end, REASON_RECORD_SIZE);
	if (!message)
		return reject(s, piece, end, REASON_SYNTAX);
	s->scanned = 0;
	s->closed = false;
	*piece = (struct piece){
		.record = { window.p, end },
		.used = end,
		.used_if_malformed = end,
	};
	return SPLIT_RECORD;
}

/* Takes up lines to the next boundary; the line end before it may be first. */
static enum split
skip_lines(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = find_boundary(s, window, eof), used = s->scanned;

	s->scanned = 0;
	if (end == 0 && !eof)
		return split_more(piece, used);
	s->phase = PHASE_START;
	s->closed = false;
	return split_skip(piece, end > 0 ? end : window.len);
}

/*
 * Frames.
 */

/* The first byte from `at` on that ends a frame or begins one, or the end. */
static size_t
find_frame_byte(struct slice window, size_t at)
{
	const uint8_t *end = window.p + window.len;

	return (size_t)(hl7v2_find_either(
			    window.p + at, end, FRAME_BEGIN, FRAME_END) -
			window.p);
}

/* The window begins with the byte 0B. */
static enum split
split_frame(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = find_frame_byte(window, s->scanned > 0 ? s->scanned : 1);
	bool cut = at == window.len ||
		   (window.p[at] == FRAME_END && at + 1 == window.len);

	if (at - 1 > s->max_record)
		return pass(s, PHASE_FRAME, at, piece);
	if (cut && !eof) {
		s->scanned = at;
		return split_more(piece, 0);
	}
	if (cut || window.p[at] == FRAME_BEGIN)
		return reject(
		    s, piece, at == window.len ? at : at + cut, REASON_CUT);
	if (window.p[at + 1] != '\r')
		return reject(s, piece, at + 1, REASON_SYNTAX);
	s->scanned = 0;
	*piece = (struct piece){
		.record = { window.p + 1, at - 1 },
		.before = { window.p, 1 },
		.after = { window.p + at, 2 },
		.used = at + 2,
		.used_if_malformed = at + 2,
	};
	return SPLIT_RECORD;
}

/* Takes up the rest of a frame, with the bytes that end it. */
static enum split
skip_frame(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = find_frame_byte(window, 0);
	bool ends = at < window.len && window.p[at] == FRAME_END;

	if (!eof && (at == window.len || (ends && at + 1 == window.len)))
		return split_more(piece, at);
	s->phase = PHASE_START;
	at += ends;
	at += ends && at < window.len && window.p[at] == '\r';
	return split_skip(piece, at);
}

/*
 * Headers and trailers.
 */

/* The header without anything but its delimiters; false if it has none. */
static bool
write_header(struct splitter *s, struct slice line, size_t *len)
{
	struct hl7v2_marks marks;

	*len = hl7v2_marks_read(line, 3, &marks);
	memcpy(s->line, line.p, *len);
	s->messages = 0;
	s->in_batch = line.p[0] == 'B';
	s->batches = s->in_batch ? s->batches + 1 : 0;
	return *len > 0;
}

/* The trailer with the count of what was written, if it had one. */
static bool
write_trailer(struct splitter *s, struct slice line, size_t *len)
{
	uint64_t count = line.p[0] == 'B' ? s->messages : s->batches;
	struct slice rest, first = { NULL, 0 };

	*len = 3;
	memcpy(s->line, line.p, *len);
	s->messages = 0;
	s->in_batch = false;
	if (line.len == 3)
		return true;
	rest = slice_skip(line, 4);
	hl7v2_next(&rest, hl7v2_full(line.p[3]), &first);
	if (first.len > 0)
		*len += (size_t)snprintf((char *)s->line + *len,
		    sizeof(s->line) - *len, "%c%llu", line.p[3],
		    (unsigned long long)count);
	return hl7v2_is_mark(line.p[3]);
}

static enum split
split_batch_line(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	const uint8_t *end = window.p + window.len;
	const uint8_t *p = hl7v2_find_either(window.p, end, '\r', '\n');
	struct slice line = slice_between(window.p, p);
	size_t len, ends, used;

	if (line.len > s->max_record)
		return split_lines(s, window, eof, false, piece);
	if (end - p < 2 && !eof)
		return split_more(piece, 0);
	ends = end - p >= 2 && p[0] == '\r' && p[1] == '\n' ? 2 : p < end;
	used = line.len + ends;
	if (!(is_trailer(line) ? write_trailer(s, line, &len)
			       : write_header(s, line, &len)))
		return reject(s, piece, used, REASON_MARKS);
	memcpy(s->line + len, p, ends);
	return split_glue(piece, used, (struct slice){ s->line, len + ends });
}

static size_t
count_line_ends(struct slice window)
{
	size_t n = 0;

	while (n < window.len && is_line_end(window.p[n]))
		n++;
	return n;
}

static enum split
split_start(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t blank = s->scanned == 0 ? count_line_ends(window) : 0;
	bool message;

	if (blank > 0)
		return split_skip(piece, blank);
	if (window.p[0] == FRAME_BEGIN)
		return split_frame(s, window, eof, piece);
	if (window.len < NAME_AND_MARK && !eof)
		return split_more(piece, 0);
	message = is_message(s, window);
	if (!message && !s->stream->dialect.hprim &&
	    (is_header_of_batch(window) || is_trailer(window)))
		return split_batch_line(s, window, eof, piece);
	return split_lines(s, window, eof, message, piece);
}

enum split
hl7v2_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	if (window.len == 0 && s->phase != PHASE_MARK)
		return eof ? SPLIT_END : split_more(piece, 0);
	switch ((enum phase)s->phase) {
	case PHASE_MARK:
		return split_past_bom(s, window, eof, PHASE_START, piece);
	case PHASE_START:
		return split_start(s, window, eof, piece);
	case PHASE_FRAME:
		return skip_frame(s, window, eof, piece);
	case PHASE_LINES:
	default:
		return skip_lines(s, window, eof, piece);
	}
}
