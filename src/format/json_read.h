/*
 * json_read: strings, numbers, words and names of a record.
 *
 * Strings end where the marks of the record say (base/json_marks.h).  What
 * returns a place returns NULL when the record is rejected.
 */
#ifndef FORMAT_JSON_READ_H
#define FORMAT_JSON_READ_H

#include "base/json.h"
#include "format/json_filter.h"

/* A scalar of a record, found but not yet decoded. */
struct json_scalar {
	enum value_kind kind;
	struct slice raw; /* of a string: without its quotes */
	bool escaped;
};

/* Finds the marks of the record from p on. */
void json_find_marks(struct json_filter *w, const uint8_t *p);

/*
 * The closing quote of the string at p, if the next mark is its opening one and
 * the one behind it closes it.
 */
static inline const uint8_t *
json_find_close(const struct json_filter *w, const uint8_t *p)
{
	const uint8_t *close = w->mark[1];

	return w->mark[0] == p && close != NULL && *close == '"' ? close : NULL;
}

/* json_close_string() where blanks or more are between. */
const uint8_t *
json_close_string_any(struct json_filter *w, const uint8_t *p, bool *escaped);

/* The closing quote of the string whose opening quote is at p, or NULL. */
static inline const uint8_t *
json_close_string(struct json_filter *w, const uint8_t *p, bool *escaped)
{
	const uint8_t *close = json_find_close(w, p);

	if (close == NULL)
		return json_close_string_any(w, p, escaped);
	*escaped = false;
	w->mark += 2;
	return close;
}

static inline const uint8_t *
json_read_string(struct json_filter *w, const uint8_t *p, struct json_scalar *v)
{
	const uint8_t *close = json_close_string(w, p, &v->escaped);

	if (close == NULL)
		return NULL;
	v->kind = VALUE_TEXT;
	v->raw = slice_between(p + 1, close);
	return close + 1;
}

/* Rejects the record for what stands at p in the place of a word. */
const uint8_t *
json_fail_word(struct json_filter *w, const uint8_t *p, struct slice word);

/* Reads a word at p, and notes what it is. */
static inline const uint8_t *
json_read_word(struct json_filter *w, const uint8_t *p, const char *text,
    enum value_kind kind, struct json_scalar *v)
{
	struct slice word = slice_text(text);

	if ((size_t)(w->end - p) < word.len || memcmp(p, text, word.len) != 0)
		return json_fail_word(w, p, word);
	*v = (struct json_scalar){ kind, { p, word.len }, false };
	return p + word.len;
}

/*
 * Reads a number at p (RFC 8259, section 6), as long as the program's limits
 * allow; returns the byte after it, or NULL when the record is rejected.
 */
const uint8_t *json_read_number(
    struct json_filter *w, const uint8_t *p, struct json_scalar *v);

/* Reads the scalar at p (p < end); returns the byte after it, or NULL. */
static inline const uint8_t *
json_read_scalar(struct json_filter *w, const uint8_t *p, struct json_scalar *v)
{
	switch (*p) {
	case '"':
		return json_read_string(w, p, v);
	case 't':
		return json_read_word(w, p, "true", VALUE_BOOLEAN, v);
	case 'f':
		return json_read_word(w, p, "false", VALUE_BOOLEAN, v);
	case 'n':
		return json_read_word(w, p, "null", VALUE_NULL, v);
	default:
		return json_read_number(w, p, v);
	}
}

/* json_scalar_value() of a string with escapes. */
bool json_resolve(struct json_filter *w, struct slice raw, struct slice *text);

/* A scalar decoded; valid until the next call.  False: the record is rejected.
 */
static inline bool
json_scalar_value(
    struct json_filter *w, const struct json_scalar *v, struct value *value)
{
	value->kind = v->kind;
	value->text =
	    v->kind == VALUE_NULL ? (struct slice){ NULL, 0 } : v->raw;
	return !v->escaped || json_resolve(w, v->raw, &value->text);
}

/*
 * Reads `"name" :` at or behind p.  Returns the first byte of the value; *name
 * is without escapes, and valid until the record ends.
 */
const uint8_t *json_read_name(
    struct json_filter *w, const uint8_t *p, struct slice *name, bool *escaped);

/* json_blank() where there are seldom any; the byte at the end can be read. */
static inline const uint8_t *
json_pass_blanks(const struct json_filter *w, const uint8_t *p)
{
	return *p > ' ' ? p : json_blank(p, w->end);
}

#endif
