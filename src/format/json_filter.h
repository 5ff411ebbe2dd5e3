/*
 * json_filter: what the parts of the filter of JSON share, and nobody else.
 *
 *	json.c			goes over a record, from its containers down
 *	json_member.c, .h	which member of an object comes next
 *	json_read.c, .h		strings, numbers, words and names
 *	json_value.c		what becomes of a scalar
 *	json_predicate.c	which predicates hold about an object
 */
#ifndef FORMAT_JSON_FILTER_H
#define FORMAT_JSON_FILTER_H

#include "base/json_marks.h"
#include "engine/engine.h"
#include "format/json_names.h"
#include "format/json_shape.h"

struct json_scratch {
	struct json_marks marks; /* of the record, or of a span of it */
	struct json_shapes shapes;
	struct json_names names; /* those that no shape has */
	struct buf text;         /* of the value at hand, decoded */
	struct buf decoded;      /* names of this record that had escapes */
	struct buf member;       /* a new one */
};

/* One record on its way through the filter, and where in it we are. */
struct json_filter {
	struct engine *e;
	const struct program_limits *limits;
	struct json_scratch *s;
	struct buf *out;
	const uint8_t *begin, *end; /* of the record */
	size_t before;              /* bytes of the output before it */
	const uint8_t *const *mark; /* none before it lies ahead */
	uint8_t *base, *o;          /* the output, and where it goes on */
	uint32_t depth;
	bool looking;
};

/* Rejects the record.  Returns NULL, which the callers return in turn. */
static inline const uint8_t *
json_fail(struct json_filter *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return NULL;
}

/* The same for callers that say whether all is well. */
static inline bool
json_refuse(struct json_filter *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

/* What is wrong where a certain byte should have stood. */
static inline const uint8_t *
json_fail_at(struct json_filter *w, const uint8_t *p)
{
	return json_fail(w, p >= w->end ? REASON_CUT : REASON_SYNTAX);
}

/* A copy of one size takes half the time of one that fits. */
#define JSON_PUT_STEP 32

/*
 * Adds n bytes of the record.  What is copied beyond them goes into the slack
 * behind the output, where the next piece takes its place, or the end does.
 */
static inline void
json_put(struct json_filter *w, const uint8_t *p, size_t n)
{
	memcpy(w->o, p, JSON_PUT_STEP);
	if (n > JSON_PUT_STEP)
		memcpy(
		    w->o + JSON_PUT_STEP, p + JSON_PUT_STEP, n - JSON_PUT_STEP);
	w->o += n;
}

static inline void
json_put_between(
    struct json_filter *w, const uint8_t *begin, const uint8_t *end)
{
	json_put(w, begin, (size_t)(end - begin));
}

/* Bytes of the output so far, those before the record among them. */
static inline size_t
json_written(const struct json_filter *w)
{
	return (size_t)(w->o - w->base);
}

/*
 * Filters the scalar at p (p < end), whose part of a container (blanks, name,
 * colon) begins at start.  Returns the byte after it; NULL when the record is
 * rejected.
 */
const uint8_t *json_filter_scalar(struct json_filter *w, const uint8_t *start,
    const uint8_t *p, uint32_t state);

/* The byte after the value at p, of which nothing leaves, or NULL. */
const uint8_t *json_skip(struct json_filter *w, const uint8_t *p);

/*
 * The state behind the predicates at a state on the object that begins at p, by
 * a look ahead at its members: the record is in memory as a whole.  False when
 * it is rejected.
 */
bool json_decide(struct json_filter *w, const struct machine_selector *selector,
    const uint8_t *p, uint32_t *state);

#endif
