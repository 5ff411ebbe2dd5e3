/*
 * Finds the records of a JSON input, by brackets and line ends alone: what
 * stands between them is checked when the record is filtered.
 */
#include "format/json.h"
#include "format/json_split.h"

/* Where the next line begins that starts with "{"; window.len: nowhere. */
static size_t
next_record_line(struct slice window)
{
	size_t at = json_behind_line(window, 0);

	while (at != 0 && at < window.len && window.p[at] != '{')
		at = json_behind_line(window, at);
	return at == 0 ? window.len : at;
}

/*
 * Values that stand alone: a line each, or more.
 */

/* A record that ends with the line that s->scanned is on. */
static enum split
split_at_line_end(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = json_behind_line(window, s->scanned);

	if (end == 0 && eof)
		end = window.len;
	if (end == 0 && window.len <= s->max_record) {
		s->scanned = window.len;
		return split_more(piece, 0);
	}
	json_search_from(s, 0);
	s->wide = false;
	if (end == 0) {
		s->phase = JSON_PHASE_LINE;
		return split_reject(piece, window.len, REASON_RECORD_SIZE);
	}
	if (end > s->max_record)
		return split_reject(piece, end, REASON_RECORD_SIZE);
	*piece = (struct piece){ .record = { window.p, end }, .used = end };
	return SPLIT_RECORD;
}

static enum split
split_line(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	enum split answer = split_at_line_end(s, window, eof, piece);

	if (answer == SPLIT_RECORD) {
		piece->used_if_malformed = piece->used;
		piece->may_go_on = !(eof && piece->used == window.len);
	}
	return answer;
}

/* A malformed value: the next line that looks like a record is tried. */
static enum split
leave_value(struct splitter *s, struct slice window, struct piece *piece,
    enum reason reason)
{
	size_t used = next_record_line(window);

	s->wide = false;
	json_search_from(s, 0);
	if (used == window.len) {
		s->phase = JSON_PHASE_RESYNC;
		s->skipping = window.p[window.len - 1] != '\n';
	}
	return split_reject(piece, used, reason);
}

/*
 * A value that is beyond a limit.  The search for its end goes on, so that no
 * object inside it is taken for a record.
 */
static enum split
pass_value(struct splitter *s, struct piece *piece, enum reason reason)
{
	size_t used = s->scanned;

	s->wide = false;
	s->scanned = 0;
	s->phase = JSON_PHASE_LARGE;
	return split_reject(piece, used, reason);
}

/* A value that goes on behind its first line. */
static enum split
split_wide(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct slice part = window;
	enum split answer;

	/* Not beyond the limit, so that the size of reads changes nothing. */
	if (part.len > s->max_record + 1)
		part.len = s->max_record + 1;
	switch (s->closed ? JSON_MET_END : json_find_value_end(s, part)) {
	case JSON_MET_NOTHING:
		if (s->scanned > s->max_record)
			return pass_value(s, piece, REASON_RECORD_SIZE);
		return eof ? leave_value(s, window, piece, REASON_CUT)
			   : split_more(piece, 0);
	case JSON_MET_RECORD:
		return leave_value(s, window, piece, REASON_CUT);
	case JSON_MET_FAULT:
		return leave_value(s, window, piece, REASON_SYNTAX);
	case JSON_MET_DEPTH:
		return pass_value(s, piece, REASON_DEPTH);
	case JSON_MET_END:
		break;
	}
	s->closed = true;
	answer = split_at_line_end(s, window, eof, piece);
	if (answer == SPLIT_RECORD)
		piece->used_if_malformed = next_record_line(piece->record);
	return answer;
}

/* Skips what is left of a value that was rejected. */
static enum split
split_large(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	enum json_value_end met = json_find_value_end(s, window);
	size_t used = s->scanned;

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (met == JSON_MET_NOTHING || met == JSON_MET_DEPTH) {
		s->scanned = 0;
		return split_skip(piece, used);
	}
	json_search_from(s, 0);
	s->phase = met == JSON_MET_END ? JSON_PHASE_LINE : JSON_PHASE_RESYNC;
	/* The bracket of the other record, and the line end, are still there.
	 */
	return split_skip(piece, met == JSON_MET_END ? used : used - 1);
}

/* Skips the rest of a line. */
static enum split
split_rest_of_line(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = json_behind_line(window, 0);

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (end != 0)
		s->phase = JSON_PHASE_START;
	return split_skip(piece, end == 0 ? window.len : end);
}

/* Skips lines up to one that begins like a record. */
static enum split
split_resync(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = json_behind_line(window, 0);

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (!s->skipping && window.p[0] == '{') {
		s->phase = JSON_PHASE_START;
		return split_skip(piece, 0);
	}
	s->skipping = end == 0;
	return split_skip(piece, end == 0 ? window.len : end);
}

/*
 * Where the line of the offset `at` begins, if it is blank up to there; 0: in
 * the first `from` bytes, where no line ends.
 */
static size_t
behind_blank_lines(struct slice window, size_t from, size_t at)
{
	while (at > from && window.p[at - 1] != '\n')
		at--;
	return at > from ? at : 0;
}

static enum split
split_start(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at, lines, blanks = s->blanks;

	if (s->wide)
		return split_wide(s, window, eof, piece);
	if (s->scanned > 0)
		return split_line(s, window, eof, piece);
	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	at = json_split_blanks(s, window);
	lines = behind_blank_lines(window, blanks, at);
	if (lines == 0 && at == window.len) {
		if (!eof && window.len <= s->max_record)
			return split_more(piece, 0);
		lines = at;
	}
	s->blanks = 0;
	if (lines > 0)
		return split_glue(
		    piece, lines, (struct slice){ window.p, lines });
	if (s->stream->record.step_count > 0) {
		if (window.p[at] != '{')
			return split_stop(piece, window, REASON_SYNTAX);
		s->level = 0;
		json_enter_object(s);
		return split_glue(piece, at + 1, slice_text("{"));
	}
	if (window.p[at] == '[')
		return json_enter_array(
		    s, piece, at + 1, (struct slice){ NULL, 0 });
	return split_line(s, window, eof, piece);
}

/* Behind an array or document: nothing else may stand on its line. */
static enum split
split_rest(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = json_behind_blanks(window, 0);
	size_t end = json_behind_line(window, 0);

	if (end != 0 && end <= at)
		s->phase = JSON_PHASE_START;
	else if (at < window.len)
		return split_stop(piece, window, REASON_TRAILING);
	else if (!eof && window.len <= s->max_record)
		return split_more(piece, 0);
	else if (window.len == 0)
		return SPLIT_END;
	else
		end = at;
	return split_glue(piece, end, (struct slice){ window.p, end });
}

enum split
json_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	switch ((enum json_phase)s->phase) {
	case JSON_PHASE_MARK:
		return split_past_bom(s, window, eof, JSON_PHASE_START, piece);
	case JSON_PHASE_START:
		return split_start(s, window, eof, piece);
	case JSON_PHASE_RESYNC:
		return split_resync(s, window, eof, piece);
	case JSON_PHASE_LARGE:
		return split_large(s, window, eof, piece);
	case JSON_PHASE_LINE:
		return split_rest_of_line(s, window, eof, piece);
	case JSON_PHASE_ARRAY:
		return json_split_array(s, window, eof, piece);
	case JSON_PHASE_ELEMENT:
		return json_split_element(s, window, eof, piece);
	case JSON_PHASE_COMMA:
		return json_split_comma(s, window, piece);
	case JSON_PHASE_PATH:
		return json_split_path(s, window, eof, piece);
	case JSON_PHASE_SIBLING:
		return json_split_sibling(s, window, eof, piece);
	case JSON_PHASE_MEMBER:
		return json_split_behind(s, window, eof, piece);
	case JSON_PHASE_REST:
		return split_rest(s, window, eof, piece);
	}
	return split_stop(piece, window, REASON_SYNTAX);
}
