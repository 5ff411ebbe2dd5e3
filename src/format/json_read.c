#include "format/json_read.h"

static const uint8_t *
fail_token(struct json_filter *w, enum json_fault fault)
{
	switch (fault) {
	case JSON_CUT:
		return json_fail(w, REASON_CUT);
	case JSON_UTF8:
		return json_fail(w, REASON_UTF8);
	default:
		return json_fail(w, REASON_SYNTAX);
	}
}

/*
 * Strings.
 */

void
json_find_marks(struct json_filter *w, const uint8_t *p)
{
	json_marks_find(&w->s->marks, p, w->end);
	w->mark = w->s->marks.at;
}

const uint8_t *
json_close_string_any(struct json_filter *w, const uint8_t *p, bool *escaped)
{
	enum json_fault fault;
	const uint8_t *close;

	if (p >= w->s->marks.end)
		json_find_marks(w, p);
	while (*w->mark != NULL && *w->mark < p)
		w->mark++;
	*escaped = false;
	close = json_find_close(w, p);
	if (close == NULL)
		close = json_string(p + 1, w->end, escaped, &fault);
	else
		w->mark += 2;
	return close != NULL ? close : fail_token(w, fault);
}

/*
 * Scalars.
 */

const uint8_t *
json_fail_word(struct json_filter *w, const uint8_t *p, struct slice word)
{
	size_t left = (size_t)(w->end - p);
	bool cut = left < word.len && memcmp(p, word.p, left) == 0;

	return json_fail(w, cut ? REASON_CUT : REASON_SYNTAX);
}

const uint8_t *
json_read_number(struct json_filter *w, const uint8_t *p, struct json_scalar *v)
{
	enum json_fault fault;
	const uint8_t *end = json_number(p, w->end, &fault);

	if (end == NULL)
		return fail_token(w, fault);
	*v = (struct json_scalar){ VALUE_NUMBER, slice_between(p, end), false };
	if (v->raw.len > w->limits->number)
		return json_fail(w, REASON_NUMBER_SIZE);
	return end;
}

bool
json_resolve(struct json_filter *w, struct slice raw, struct slice *text)
{
	buf_reset(&w->s->text);
	json_unescape(&w->s->text, raw);
	*text = buf_slice(&w->s->text);
	return !w->s->text.failed || json_refuse(w, REASON_MEMORY);
}

/*
 * Names.
 */

/* A name whose escapes are gone, valid until the record ends. */
static bool
decode_name(struct json_filter *w, struct slice raw, struct slice *name)
{
	struct buf *b = &w->s->decoded;
	size_t at = b->len;

	/* All names together are shorter than the record: no move later. */
	if (at == 0 && buf_reserve(b, (size_t)(w->end - w->begin)) == NULL)
		return false;
	json_unescape(b, raw);
	*name = buf_slice_from(b, at);
	return !b->failed;
}

/* The byte c at p, or behind blanks there; NULL if it is not there. */
static inline const uint8_t *
find_byte(struct json_filter *w, const uint8_t *p, uint8_t c)
{
	if (p < w->end && *p == c)
		return p;
	p = json_blank(p, w->end);
	return p < w->end && *p == c ? p : json_fail_at(w, p);
}

const uint8_t *
json_read_name(
    struct json_filter *w, const uint8_t *p, struct slice *name, bool *escaped)
{
	const uint8_t *close;

	p = find_byte(w, p, '"');
	if (p == NULL)
		return NULL;
	close = json_close_string(w, p, escaped);
	if (close == NULL)
		return NULL;
	*name = slice_between(p + 1, close);
	if (name->len > w->limits->name)
		return json_fail(w, REASON_NAME_SIZE);
	if (*escaped && !decode_name(w, *name, name))
		return json_fail(w, REASON_MEMORY);
	p = find_byte(w, close + 1, ':');
	return p == NULL ? NULL : json_blank(p + 1, w->end);
}
