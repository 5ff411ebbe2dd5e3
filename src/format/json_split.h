/*
 * json_split: what the parts of the split of JSON share, and nobody else.
 *
 *	json_split.c		values that stand alone, and which phase is next
 *	json_split_path.c	the array of records, and objects around it
 *	json_split_scan.c	the ends of values, by their brackets
 */
#ifndef FORMAT_JSON_SPLIT_H
#define FORMAT_JSON_SPLIT_H

#include "base/json.h"
#include "format/split.h"

/* Where in the input the window begins. */
enum json_phase {
	JSON_PHASE_MARK,    /* at the start, where a byte order mark may be */
	JSON_PHASE_START,   /* before a value */
	JSON_PHASE_RESYNC,  /* behind a malformed value, before another line */
	JSON_PHASE_LARGE,   /* in a value rejected before its end was found */
	JSON_PHASE_LINE,    /* on the last line of one that was too large */
	JSON_PHASE_ARRAY,   /* in the array of records, before an element */
	JSON_PHASE_ELEMENT, /* in the array, inside an element */
	JSON_PHASE_COMMA,   /* in the array, behind an element */
	JSON_PHASE_PATH,    /* in an object of the path, before a member */
	JSON_PHASE_SIBLING, /* in such an object, in a member beside the path */
	JSON_PHASE_MEMBER,  /* in such an object, behind a member */
	JSON_PHASE_REST,    /* behind an array or document, on its last line */
};

/* The window ends too early: for now, or for good. */
static inline enum split
json_split_short(const struct splitter *s, struct slice window, bool eof,
    struct piece *piece)
{
	if (eof)
		return split_stop(piece, window, REASON_CUT);
	if (window.len > s->max_record)
		return split_stop(piece, window, REASON_RECORD_SIZE);
	return split_more(piece, 0);
}

/* The offset of the first byte at or after `at` that is not blank. */
static inline size_t
json_behind_blanks(struct slice window, size_t at)
{
	const uint8_t *end = window.p + window.len;

	return (size_t)(json_blank(window.p + at, end) - window.p);
}

/*
 * json_behind_blanks() from the start of the window, or from where the last
 * search met its end, so that blanks that arrive slowly are gone over once.
 */
static inline size_t
json_split_blanks(struct splitter *s, struct slice window)
{
	size_t at = json_behind_blanks(window, s->blanks);

	s->blanks = at < window.len ? 0 : at;
	return at;
}

/* The offset behind the next line end at or after `from`; 0: none. */
static inline size_t
json_behind_line(struct slice window, size_t from)
{
	const uint8_t *p =
	    from < window.len ? memchr(window.p + from, '\n', window.len - from)
			      : NULL;

	return p == NULL ? 0 : (size_t)(p - window.p) + 1;
}

/*
 * Goes on from s->scanned to the end of a part of a container: the comma or
 * bracket behind it.  False if that is not in the window.
 */
bool json_find_part_end(struct splitter *s, struct slice window);

/* What a search for the end of a value that stands alone met. */
enum json_value_end {
	JSON_MET_NOTHING, /* the window ends before */
	JSON_MET_END,     /* the last bracket; s->scanned is behind it */
	JSON_MET_RECORD,  /* another record, on a line of its own */
	JSON_MET_FAULT,   /* a line end in a string */
	JSON_MET_DEPTH,   /* more containers than any record may have */
};

/*
 * Goes on from s->scanned to the end of a value that stands alone; s->scanned
 * is then behind the byte that was met.
 */
enum json_value_end
json_find_value_end(struct splitter *s, struct slice window);

/* Makes the next search begin at an offset of the next window. */
void json_search_from(struct splitter *s, size_t at);

/* Enter what begins with the bytes that are taken up: the array of records, or
 * an object on the way to it. */
enum split json_enter_array(
    struct splitter *s, struct piece *piece, size_t used, struct slice name);
void json_enter_object(struct splitter *s);

/* The phases of these names. */
enum split json_split_array(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum split json_split_element(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum split
json_split_comma(struct splitter *s, struct slice window, struct piece *piece);
enum split json_split_path(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum split json_split_sibling(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum split json_split_behind(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);

#endif
