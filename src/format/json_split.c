/*
 * Finds the records of a JSON input, by brackets and line ends alone: what
 * stands between them is checked when the record is filtered.
 */
#include "base/json.h"
#include "base/limits.h"
#include "format/json.h"
#include "format/split.h"

/* Where in the input the window begins. */
enum phase {
	PHASE_MARK,   /* at the very start, where a byte order mark may be */
	PHASE_START,  /* before a value */
	PHASE_RESYNC, /* behind a malformed value, before a line with another */
	PHASE_LARGE, /* in a value that was rejected before its end was found */
	PHASE_LINE,  /* on the last line of a record that was too large */
	PHASE_ARRAY, /* in the array of records, before an element */
	PHASE_ELEMENT, /* in the array, inside an element */
	PHASE_COMMA,   /* in the array, behind an element */
	PHASE_PATH,    /* in an object of the record path, before a member */
	PHASE_SIBLING, /* in such an object, inside a member beside the path */
	PHASE_MEMBER,  /* in such an object, behind a member */
	PHASE_REST,    /* behind an array or document, on its last line */
};

/* The window ends too early: for now, or for good. */
static enum split
short_of(const struct splitter *s, struct slice window, bool eof,
    struct piece *piece)
{
	if (eof)
		return split_stop(piece, window, REASON_CUT);
	if (window.len > s->max_record)
		return split_stop(piece, window, REASON_RECORD_SIZE);
	return split_more(piece, 0);
}

/*
 * Looking around in the window.
 */

/* The offset of the first byte at or after `at` that is not blank. */
static size_t
behind_blanks(struct slice window, size_t at)
{
	const uint8_t *end = window.p + window.len;

	return (size_t)(json_blank(window.p + at, end) - window.p);
}

/*
 * behind_blanks() from the start of the window, or from where the last search
 * met its end, so that blanks that arrive slowly are gone over once.
 */
static size_t
pass_blanks(struct splitter *s, struct slice window)
{
	size_t at = behind_blanks(window, s->blanks);

	s->blanks = at < window.len ? 0 : at;
	return at;
}

/* The offset behind the next line end at or after `from`; 0: none. */
static size_t
behind_line(struct slice window, size_t from)
{
	const uint8_t *p =
	    from < window.len ? memchr(window.p + from, '\n', window.len - from)
			      : NULL;

	return p == NULL ? 0 : (size_t)(p - window.p) + 1;
}

/* Where the next line begins that starts with "{"; window.len: nowhere. */
static size_t
next_record_line(struct slice window)
{
	size_t at = behind_line(window, 0);

	while (at != 0 && at < window.len && window.p[at] != '{')
		at = behind_line(window, at);
	return at == 0 ? window.len : at;
}

/* Whether c belongs to the string at hand, in which it is taken up. */
static bool
inside_string(struct splitter *s, uint8_t c)
{
	if (!s->in_string) {
		s->in_string = c == '"';
		return s->in_string;
	}
	if (s->after_backslash)
		s->after_backslash = false;
	else if (c == '\\')
		s->after_backslash = true;
	else if (c == '"')
		s->in_string = false;
	return true;
}

/*
 * Goes on from s->scanned to the end of a part of a container: the comma or
 * bracket behind it.  False if that is not in the window.
 */
static bool
find_part_end(struct splitter *s, struct slice window)
{
	for (; s->scanned < window.len; s->scanned++) {
		uint8_t c = window.p[s->scanned];

		if (inside_string(s, c))
			continue;
		if (c == '{' || c == '[')
			s->nesting++;
		else if (s->nesting == 0 && (c == ',' || c == '}' || c == ']'))
			return true;
		else if (c == '}' || c == ']')
			s->nesting--;
	}
	return false;
}

/* What a search for the end of a value that stands alone met. */
enum met {
	MET_NOTHING, /* the window ends before */
	MET_END,     /* the last bracket; s->scanned is behind it */
	MET_RECORD,  /* another record, on a line of its own */
	MET_FAULT,   /* a line end in a string */
	MET_DEPTH,   /* more containers than any record may have */
};

static void
open_container(struct splitter *s, uint8_t c)
{
	s->nesting++;
	s->arrays = s->arrays << 1 | (c == '[');
}

/* What was shifted out is not known, and counts as an array. */
static void
close_container(struct splitter *s)
{
	if (s->nesting > 0)
		s->nesting--;
	s->arrays = s->arrays >> 1 | UINT64_C(1) << 63;
}

/* Whether an object inside the value can follow what was met so far. */
static bool
may_nest(const struct splitter *s)
{
	return s->last == ':' || s->last == '[' ||
	       (s->last == ',' && (s->arrays & 1) != 0);
}

/* Takes up a byte of a value; MET_NOTHING: the value goes on. */
static enum met
meet(struct splitter *s, uint8_t c)
{
	bool new_line = s->new_line;

	s->new_line = c == '\n';
	if (inside_string(s, c)) {
		s->last = c;
		return c == '\n' ? MET_FAULT : MET_NOTHING;
	}
	if (c <= ' ')
		return MET_NOTHING;
	if (c == '{' && new_line && s->nesting > 0 && !may_nest(s))
		return MET_RECORD;
	s->last = c;
	if (c == '{' || c == '[') {
		open_container(s, c);
		return s->nesting > LIMIT_DEPTH ? MET_DEPTH : MET_NOTHING;
	}
	if (c == '}' || c == ']') {
		close_container(s);
		return s->nesting == 0 ? MET_END : MET_NOTHING;
	}
	return MET_NOTHING;
}

/* Goes on from s->scanned, behind which it leaves a byte that was met. */
static enum met
find_value_end(struct splitter *s, struct slice window)
{
	enum met met = MET_NOTHING;

	while (met == MET_NOTHING && s->scanned < window.len)
		met = meet(s, window.p[s->scanned++]);
	return met;
}

/* Makes the next search begin at an offset of the next window. */
static void
search_from(struct splitter *s, size_t at)
{
	s->scanned = at;
	s->nesting = 0;
	s->arrays = 0;
	s->last = 0;
	s->new_line = false;
	s->in_string = false;
	s->after_backslash = false;
	s->skipping = false;
	s->closed = false;
}

/*
 * Values that stand alone: a line each, or more.
 */

/* A record that ends with the line that s->scanned is on. */
static enum split
split_at_line_end(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = behind_line(window, s->scanned);

	if (end == 0 && eof)
		end = window.len;
	if (end == 0 && window.len <= s->max_record) {
		s->scanned = window.len;
		return split_more(piece, 0);
	}
	search_from(s, 0);
	s->wide = false;
	if (end == 0) {
		s->phase = PHASE_LINE;
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
	search_from(s, 0);
	if (used == window.len) {
		s->phase = PHASE_RESYNC;
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
	s->phase = PHASE_LARGE;
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
	switch (s->closed ? MET_END : find_value_end(s, part)) {
	case MET_NOTHING:
		if (s->scanned > s->max_record)
			return pass_value(s, piece, REASON_RECORD_SIZE);
		return eof ? leave_value(s, window, piece, REASON_CUT)
			   : split_more(piece, 0);
	case MET_RECORD:
		return leave_value(s, window, piece, REASON_CUT);
	case MET_FAULT:
		return leave_value(s, window, piece, REASON_SYNTAX);
	case MET_DEPTH:
		return pass_value(s, piece, REASON_DEPTH);
	case MET_END:
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
	enum met met = find_value_end(s, window);
	size_t used = s->scanned;

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (met == MET_NOTHING || met == MET_DEPTH) {
		s->scanned = 0;
		return split_skip(piece, used);
	}
	search_from(s, 0);
	s->phase = met == MET_END ? PHASE_LINE : PHASE_RESYNC;
	/* The bracket of the other record, and the line end, are still there.
	 */
	return split_skip(piece, met == MET_END ? used : used - 1);
}

/* Skips the rest of a line. */
static enum split
split_rest_of_line(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = behind_line(window, 0);

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (end != 0)
		s->phase = PHASE_START;
	return split_skip(piece, end == 0 ? window.len : end);
}

/* Skips lines up to one that begins like a record. */
static enum split
split_resync(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t end = behind_line(window, 0);

	if (window.len == 0)
		return eof ? SPLIT_END : split_more(piece, 0);
	if (!s->skipping && window.p[0] == '{') {
		s->phase = PHASE_START;
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

static void
enter_object(struct splitter *s)
{
	s->phase = PHASE_PATH;
	s->first = true;
	s->found &= ~(UINT64_C(1) << s->level);
}

static enum split
enter_array(
    struct splitter *s, struct piece *piece, size_t used, struct slice name)
{
	s->phase = PHASE_ARRAY;
	s->first = true;
	s->any_written = false;
	return split_glue(piece, used, name);
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
	at = pass_blanks(s, window);
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
		enter_object(s);
		return split_glue(piece, at + 1, slice_text("{"));
	}
	if (window.p[at] == '[')
		return enter_array(s, piece, at + 1, (struct slice){ NULL, 0 });
	return split_line(s, window, eof, piece);
}

/* Behind an array or document: nothing else may stand on its line. */
static enum split
split_rest(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = behind_blanks(window, 0);
	size_t end = behind_line(window, 0);

	if (end != 0 && end <= at)
		s->phase = PHASE_START;
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

/*
 * Elements of an array.
 */

static enum split
close_array(struct splitter *s, struct piece *piece, size_t used)
{
	s->phase = s->stream->record.step_count > 0 ? PHASE_MEMBER : PHASE_REST;
	return split_glue(piece, used, slice_text(s->any_written ? "]" : "[]"));
}

static enum split
split_element(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	bool found = find_part_end(s, window), skipping = s->skipping;
	size_t end = s->scanned;

	if (!found && !skipping && end > s->max_record) {
		s->skipping = true;
		s->scanned = 0;
		return split_reject(piece, end, REASON_RECORD_SIZE);
	}
	if (!found && eof)
		return split_stop(piece, window, REASON_CUT);
	if (!found) {
		s->scanned = skipping ? 0 : end;
		return split_more(piece, skipping ? end : 0);
	}
	search_from(s, 0);
	s->phase = PHASE_COMMA;
	if (skipping)
		return split_skip(piece, end);
	if (end > s->max_record)
		return split_reject(piece, end, REASON_RECORD_SIZE);
	*piece = (struct piece){
		.record = { window.p, end },
		.before = slice_text(s->any_written ? "," : "["),
		.used = end,
	};
	return SPLIT_RECORD;
}

static enum split
split_array(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = pass_blanks(s, window);

	if (at == window.len)
		return short_of(s, window, eof, piece);
	if (window.p[at] == ']' && s->first)
		return close_array(s, piece, at + 1);
	if (window.p[at] == ']' || window.p[at] == '}' || window.p[at] == ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = PHASE_ELEMENT;
	search_from(s, at);
	return split_element(s, window, eof, piece);
}

/* find_part_end() left the window at a comma or bracket. */
static enum split
split_comma(struct splitter *s, struct slice window, struct piece *piece)
{
	if (window.p[0] == ']')
		return close_array(s, piece, 1);
	if (window.p[0] != ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = PHASE_ARRAY;
	s->first = false;
	return split_skip(piece, 1);
}

/*
 * Objects of the record path: the member on the path is entered, its name
 * goes out as received; the others are left out unread.
 */

static enum split
close_object(struct splitter *s, struct piece *piece, size_t used)
{
	s->phase = s->level == 0 ? PHASE_REST : PHASE_MEMBER;
	if (s->level > 0)
		s->level--;
	return split_glue(piece, used, slice_text("}"));
}

/* A member's name and the place of its value. */
struct member {
	struct slice name; /* inside its quotes */
	bool escaped;
	size_t value;
};

/* Reads `"name" : v` at `at`, up to the first byte of the value. */
static enum split
read_member(const struct splitter *s, struct slice window, bool eof, size_t at,
    struct member *m, struct piece *piece)
{
	const uint8_t *end = window.p + window.len, *p;
	enum json_fault fault;

	if (window.p[at] != '"')
		return split_stop(piece, window, REASON_SYNTAX);
	p = json_string(window.p + at + 1, end, &m->escaped, &fault);
	if (p == NULL && fault != JSON_CUT)
		return split_stop(piece, window,
		    fault == JSON_UTF8 ? REASON_UTF8 : REASON_SYNTAX);
	if (p == NULL)
		return short_of(s, window, eof, piece);
	m->name = slice_between(window.p + at + 1, p);
	p = json_blank(p + 1, end);
	if (p < end && *p != ':')
		return split_stop(piece, window, REASON_SYNTAX);
	m->value = p < end ? behind_blanks(window, (size_t)(p - window.p) + 1)
			   : window.len;
	if (m->value == window.len)
		return short_of(s, window, eof, piece);
	return SPLIT_RECORD;
}

/* Whether a member has the name that the path goes on with. */
static bool
is_on_path(const struct splitter *s, const struct member *m)
{
	struct slice name = s->stream->record.steps[s->level].name;
	struct buf text;
	bool same;

	if (!m->escaped)
		return slice_equal(m->name, name);
	buf_init(&text, m->name.len);
	json_unescape(&text, m->name);
	same = !text.failed && slice_equal(buf_slice(&text), name);
	buf_release(&text);
	return same;
}

static enum split
split_member(struct splitter *s, struct slice window, size_t at,
    const struct member *m, struct piece *piece)
{
	uint64_t bit = UINT64_C(1) << s->level;
	bool last = s->level + 2 == s->stream->record.step_count;
	uint8_t open = last ? '[' : '{';

	if (!is_on_path(s, m) || window.p[m->value] != open) {
		s->phase = PHASE_SIBLING;
		search_from(s, 0);
		return split_skip(piece, m->value);
	}
	if ((s->found & bit) != 0)
		return split_stop(piece, window, REASON_DUPLICATE);
	s->found |= bit;
	if (last)
		return enter_array(s, piece, m->value + 1,
		    slice_between(window.p + at, window.p + m->value));
	s->level++;
	enter_object(s);
	return split_glue(piece, m->value + 1,
	    slice_between(window.p + at, window.p + m->value + 1));
}

static enum split
split_path(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = pass_blanks(s, window);
	struct member m;
	enum split answer;

	if (at == window.len)
		return short_of(s, window, eof, piece);
	if (window.p[at] == '}' && s->first)
		return close_object(s, piece, at + 1);
	answer = read_member(s, window, eof, at, &m, piece);
	if (answer != SPLIT_RECORD)
		return answer;
	return split_member(s, window, at, &m, piece);
}

static enum split
split_sibling(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	bool found = find_part_end(s, window);
	size_t end = s->scanned;

	if (!found && eof)
		return split_stop(piece, window, REASON_CUT);
	s->scanned = 0;
	if (!found)
		return split_more(piece, end);
	s->phase = PHASE_MEMBER;
	search_from(s, 0);
	return split_skip(piece, end);
}

static enum split
split_behind_member(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = pass_blanks(s, window);

	if (at == window.len)
		return short_of(s, window, eof, piece);
	if (window.p[at] == '}')
		return close_object(s, piece, at + 1);
	if (window.p[at] != ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = PHASE_PATH;
	s->first = false;
	return split_skip(piece, at + 1);
}

enum split
json_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	switch ((enum phase)s->phase) {
	case PHASE_MARK:
		return split_past_bom(s, window, eof, PHASE_START, piece);
	case PHASE_START:
		return split_start(s, window, eof, piece);
	case PHASE_RESYNC:
		return split_resync(s, window, eof, piece);
	case PHASE_LARGE:
		return split_large(s, window, eof, piece);
	case PHASE_LINE:
		return split_rest_of_line(s, window, eof, piece);
	case PHASE_ARRAY:
		return split_array(s, window, eof, piece);
	case PHASE_ELEMENT:
		return split_element(s, window, eof, piece);
	case PHASE_COMMA:
		return split_comma(s, window, piece);
	case PHASE_PATH:
		return split_path(s, window, eof, piece);
	case PHASE_SIBLING:
		return split_sibling(s, window, eof, piece);
	case PHASE_MEMBER:
		return split_behind_member(s, window, eof, piece);
	case PHASE_REST:
		return split_rest(s, window, eof, piece);
	}
	return split_stop(piece, window, REASON_SYNTAX);
}
