/*
 * The ends of values, by their brackets and strings.
 */
#include "base/limits.h"
#include "format/json_split.h"

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

bool
json_find_part_end(struct splitter *s, struct slice window)
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

/* Takes up a byte of a value; JSON_MET_NOTHING: the value goes on. */
static enum json_value_end
meet(struct splitter *s, uint8_t c)
{
	bool new_line = s->new_line;

	s->new_line = c == '\n';
	if (inside_string(s, c)) {
		s->last = c;
		return c == '\n' ? JSON_MET_FAULT : JSON_MET_NOTHING;
	}
	if (c <= ' ')
		return JSON_MET_NOTHING;
	if (c == '{' && new_line && s->nesting > 0 && !may_nest(s))
		return JSON_MET_RECORD;
	s->last = c;
	if (c == '{' || c == '[') {
		open_container(s, c);
		return s->nesting > LIMIT_DEPTH ? JSON_MET_DEPTH
						: JSON_MET_NOTHING;
	}
	if (c == '}' || c == ']') {
		close_container(s);
		return s->nesting == 0 ? JSON_MET_END : JSON_MET_NOTHING;
	}
	return JSON_MET_NOTHING;
}

enum json_value_end
json_find_value_end(struct splitter *s, struct slice window)
{
	enum json_value_end met = JSON_MET_NOTHING;

	while (met == JSON_MET_NOTHING && s->scanned < window.len)
		met = meet(s, window.p[s->scanned++]);
	return met;
}

void
json_search_from(struct splitter *s, size_t at)
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
