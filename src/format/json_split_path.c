/*
 * The array of records, and the objects of a record path around it.
 */
#include "format/json_split.h"

/*
 * Elements of an array.
 */

enum split
json_enter_array(
    struct splitter *s, struct piece *piece, size_t used, struct slice name)
{
	s->phase = JSON_PHASE_ARRAY;
	s->first = true;
	s->any_written = false;
	return split_glue(piece, used, name);
}

static enum split
close_array(struct splitter *s, struct piece *piece, size_t used)
{
	s->phase = s->stream->record.step_count > 0 ? JSON_PHASE_MEMBER
						    : JSON_PHASE_REST;
	return split_glue(piece, used, slice_text(s->any_written ? "]" : "[]"));
}

enum split
json_split_element(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	bool found = json_find_part_end(s, window), skipping = s->skipping;
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
	json_search_from(s, 0);
	s->phase = JSON_PHASE_COMMA;
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

enum split
json_split_array(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = json_split_blanks(s, window);

	if (at == window.len)
		return json_split_short(s, window, eof, piece);
	if (window.p[at] == ']' && s->first)
		return close_array(s, piece, at + 1);
	if (window.p[at] == ']' || window.p[at] == '}' || window.p[at] == ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = JSON_PHASE_ELEMENT;
	json_search_from(s, at);
	return json_split_element(s, window, eof, piece);
}

/* json_find_part_end() left the window at a comma or bracket. */
enum split
json_split_comma(struct splitter *s, struct slice window, struct piece *piece)
{
	if (window.p[0] == ']')
		return close_array(s, piece, 1);
	if (window.p[0] != ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = JSON_PHASE_ARRAY;
	s->first = false;
	return split_skip(piece, 1);
}

/*
 * Objects of the record path: the member on the path is entered, its name
 * goes out as received; the others are left out unread.
 */

void
json_enter_object(struct splitter *s)
{
	s->phase = JSON_PHASE_PATH;
	s->first = true;
	s->found &= ~(UINT64_C(1) << s->level);
}

static enum split
close_object(struct splitter *s, struct piece *piece, size_t used)
{
	s->phase = s->level == 0 ? JSON_PHASE_REST : JSON_PHASE_MEMBER;
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
		return json_split_short(s, window, eof, piece);
	m->name = slice_between(window.p + at + 1, p);
	p = json_blank(p + 1, end);
	if (p < end && *p != ':')
		return split_stop(piece, window, REASON_SYNTAX);
	m->value = p < end
		       ? json_behind_blanks(window, (size_t)(p - window.p) + 1)
		       : window.len;
	if (m->value == window.len)
		return json_split_short(s, window, eof, piece);
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
		s->phase = JSON_PHASE_SIBLING;
		json_search_from(s, 0);
		return split_skip(piece, m->value);
	}
	if ((s->found & bit) != 0)
		return split_stop(piece, window, REASON_DUPLICATE);
	s->found |= bit;
	if (last)
		return json_enter_array(s, piece, m->value + 1,
		    slice_between(window.p + at, window.p + m->value));
	s->level++;
	json_enter_object(s);
	return split_glue(piece, m->value + 1,
	    slice_between(window.p + at, window.p + m->value + 1));
}

enum split
json_split_path(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = json_split_blanks(s, window);
	struct member m;
	enum split answer;

	if (at == window.len)
		return json_split_short(s, window, eof, piece);
	if (window.p[at] == '}' && s->first)
		return close_object(s, piece, at + 1);
	answer = read_member(s, window, eof, at, &m, piece);
	if (answer != SPLIT_RECORD)
		return answer;
	return split_member(s, window, at, &m, piece);
}

enum split
json_split_sibling(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	bool found = json_find_part_end(s, window);
	size_t end = s->scanned;

	if (!found && eof)
		return split_stop(piece, window, REASON_CUT);
	s->scanned = 0;
	if (!found)
		return split_more(piece, end);
	s->phase = JSON_PHASE_MEMBER;
	json_search_from(s, 0);
	return split_skip(piece, end);
}

enum split
json_split_behind(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	size_t at = json_split_blanks(s, window);

	if (at == window.len)
		return json_split_short(s, window, eof, piece);
	if (window.p[at] == '}')
		return close_object(s, piece, at + 1);
	if (window.p[at] != ',')
		return split_stop(piece, window, REASON_SYNTAX);
	s->phase = JSON_PHASE_PATH;
	s->first = false;
	return split_skip(piece, at + 1);
}
