/*
 * Filters one JSON record.
 *
 * One walk checks every byte against RFC 8259 and, where the engine says so,
 * copies what may leave: kept members as received, with the blanks before
 * them; changed ones with their name and a new value.  The same walk serves
 * look mode, in which nothing leaves.
 *
 * Containers are opened in the output when they are entered and closed again
 * or taken back when they end, so only names that the policy spells are ever
 * written before a value is released.
 *
 * Room: the output has room for all of the record that is still to be read,
 * so that copies need no check; a value that grows reserves its own.
 */
#include "format/json.h"

#include <stdlib.h>

#include "base/limits.h"
#include "format/json_member.h"
#include "format/json_new.h"
#include "format/split.h"

static const uint8_t *
filter_container(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside);
static const uint8_t *skip_container(
    struct json_filter *w, const uint8_t *p, struct json_shape **inside);

/*
 * Filters the value at p, whose part of a container (blanks, name, colon)
 * begins at start; `inside`, if not NULL, is where the shapes of its objects
 * are.  Returns the byte after it; NULL when the record is rejected.
 */
static inline const uint8_t *
filter_value(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside)
{
	if (p >= w->end)
		return json_fail(w, REASON_CUT);
	if (*p != '{' && *p != '[')
		return json_filter_scalar(w, start, p, state);
	return state == MACHINE_DEAD
		   ? skip_container(w, p, inside)
		   : filter_container(w, start, p, state, inside);
}

const uint8_t *
json_skip(struct json_filter *w, const uint8_t *p)
{
	return filter_value(w, p, p, MACHINE_DEAD, NULL);
}

/*
 * Goes over a value of which nothing can be released.  Most are strings, which
 * stay here.
 */
static inline const uint8_t *
skip_value(struct json_filter *w, const uint8_t *p, struct json_shape **inside)
{
	const uint8_t *close;
	bool escaped;

	if (p >= w->end || *p != '"')
		return filter_value(w, p, p, MACHINE_DEAD, inside);
	close = json_close_string(w, p, &escaped);
	return close == NULL ? NULL : close + 1;
}

/*
 * Reads what separates parts, behind a part that ends at p.  Blanks go with
 * the part if it was released, those before the closing bracket with the
 * container if any part was.  Returns the separator.
 */
static inline const uint8_t *
read_separator(struct json_filter *w, const uint8_t *p, uint8_t close,
    bool released, bool any)
{
	const uint8_t *behind = p;

	if (p < w->end && *p == ',')
		return p;
	p = json_blank(p, w->end);
	if (p >= w->end || (*p != ',' && *p != close))
		return json_fail_at(w, p);
	if (p != behind && (released || (any && *p == close)))
		json_put_between(w, behind, p);
	return p;
}

/*
 * Releases the string at p, if it leaves as it is whatever it says: the byte
 * after it.  NULL: it has to be looked at, and nothing happened.
 */
static inline const uint8_t *
splice_string(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state)
{
	const uint8_t *close;
	size_t len;

	if (p >= w->end || *p != '"')
		return NULL;
	close = json_find_close(w, p);
	if (close == NULL)
		return NULL;
	len = (size_t)(close - p) - 1;
	if (len == 0 || len > w->limits->value)
		return NULL;
	engine_note_spliced(w->e, state, (struct slice){ p + 1, len });
	w->mark += 2;
	json_put_between(w, start, close + 1);
	return close + 1;
}

/* filter_value() at a state that is not dead. */
static inline const uint8_t *
filter_known(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside)
{
	enum leaf leaf =
	    w->looking ? LEAF_APPLY : engine_plain_leaf(w->e, state);
	const uint8_t *end;

	if (leaf == LEAF_DROP) {
		engine_note_dropped(w->e, state);
		return skip_value(w, p, inside);
	}
	end = leaf == LEAF_SPLICE ? splice_string(w, start, p, state) : NULL;
	return end != NULL ? end : filter_value(w, start, p, state, inside);
}

/*
 * Filters the value at p of a part that in the output begins at start, and
 * reads the separator behind it.  *any becomes 1 if the part was released.
 */
static inline __attribute__((always_inline)) const uint8_t *
filter_part(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside, uint8_t close, size_t *any)
{
	bool released = false;

	if (state == MACHINE_DEAD) {
		p = skip_value(w, p, inside);
	} else {
		size_t before = json_written(w);

		p = filter_known(w, start, p, state, inside);
		released = json_written(w) != before;
		*any |= released;
	}
	return p == NULL ? NULL
			 : read_separator(w, p, close, released, *any != 0);
}

/*
 * Filters the members of an object from p, just behind its bracket, to its
 * closing bracket, which it returns.  A member that is released begins with
 * the comma before it, unless it is the first of the output.
 */
static inline __attribute__((always_inline)) const uint8_t *
filter_members(struct json_filter *w, const uint8_t *p, uint32_t state,
    struct json_shape **place)
{
	struct json_members o = json_begin_members(w, state, place);
	struct json_member *nothing[JSON_SHAPE_NEXT] = { NULL };
	struct json_met met = { o.shape != NULL ? o.shape->first : nothing, 0,
		0 };
	size_t any = 0; /* 1 once a member was released */

	for (;; p++) {
		const uint8_t *start;
		struct json_shape **inside;
		struct json_member *known;
		uint32_t child;

		p = json_pass_members(w, p, state, &met, &known);
		start = p - any;
		p = json_read_member(w, json_pass_blanks(w, p), &o, &met, known,
		    &child, &inside);
		if (p == NULL)
			return NULL;
		p = filter_part(w, start, p, child, inside, '}', &any);
		if (p == NULL)
			return NULL;
		if (*p == '}')
			return json_end_members(w, p, &o, met.count);
	}
}

/* Where elements lead; nowhere in an array of which nothing is released. */
static inline uint32_t
first_of(const struct json_filter *w, uint32_t array)
{
	return array == MACHINE_DEAD ? MACHINE_DEAD : engine_first(w->e, array);
}

static inline uint32_t
each_of(const struct json_filter *w, uint32_t array)
{
	return array == MACHINE_DEAD ? MACHINE_DEAD : engine_each(w->e, array);
}

/* filter_members() for the elements of an array, whose own state is given. */
static inline __attribute__((always_inline)) const uint8_t *
filter_elements(struct json_filter *w, const uint8_t *p, uint32_t array,
    struct json_shape **inside)
{
	uint32_t state = first_of(w, array);
	uint32_t elements = 0;
	size_t any = 0;

	for (;; p++, state = each_of(w, array)) {
		const uint8_t *start = p - any;

		if (elements++ == w->limits->members)
			return json_fail(w, REASON_MEMBERS);
		p = json_pass_blanks(w, p);
		p = filter_part(w, start, p, state, inside, ']', &any);
		if (p == NULL || *p == ']')
			return p;
	}
}

/* Decides the predicates on the object at p, if there are any. */
static inline bool
select_state(struct json_filter *w, const uint8_t *p, uint32_t *state)
{
	const struct machine_selector *selector = engine_selector(w->e, *state);

	return selector == NULL || json_decide(w, selector, p, state);
}

/*
 * The state of the container at p, by its predicates: dead when the engine
 * leaves it out, or nothing in it can be meant.  False when the record is
 * rejected.
 */
static bool
enter(struct json_filter *w, const uint8_t *p, uint32_t *state)
{
	if (*state == MACHINE_DEAD)
		return true;
	if (*p == '{' && !select_state(w, p, state))
		return false;
	if (w->looking) {
		engine_sight_container(w->e, *state);
	} else {
		switch (engine_container(w->e, *state)) {
		case LEAF_REJECT:
			return false;
		case LEAF_DROP:
			*state = MACHINE_DEAD;
			break;
		default:
			break;
		}
	}
	if (*p == '[' && engine_first(w->e, *state) == MACHINE_DEAD &&
	    engine_each(w->e, *state) == MACHINE_DEAD)
		*state = MACHINE_DEAD;
	return true;
}

/*
 * The byte after the container at p: filters its parts.  Inline, so that there
 * is a walk for containers of which nothing can be released.
 */
static inline __attribute__((always_inline)) const uint8_t *
filter_parts(struct json_filter *w, const uint8_t *p, uint32_t state,
    struct json_shape **inside)
{
	uint8_t close = *p == '{' ? '}' : ']';
	const uint8_t *first = json_pass_blanks(w, p + 1);

	w->depth++;
	if (first < w->end && *first == close)
		p = first;
	else if (close == '}')
		p = filter_members(w, p + 1, state, inside);
	else
		p = filter_elements(w, p + 1, state, inside);
	w->depth--;
	return p == NULL ? NULL : p + 1;
}

static __attribute__((noinline)) const uint8_t *
skip_container(
    struct json_filter *w, const uint8_t *p, struct json_shape **inside)
{
	if (w->depth == w->limits->depth)
		return json_fail(w, REASON_DEPTH);
	return filter_parts(w, p, MACHINE_DEAD, inside);
}

/* Takes back what was written behind a place. */
static void
take_back(struct json_filter *w, size_t to)
{
	w->o = w->base + to;
}

static __attribute__((noinline)) const uint8_t *
filter_container(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside)
{
	size_t before = json_written(w), empty;
	const uint8_t *end;

	if (w->depth == w->limits->depth)
		return json_fail(w, REASON_DEPTH);
	if (!enter(w, p, &state))
		return NULL;
	if (state != MACHINE_DEAD && !w->looking)
		json_put_between(w, start, p + 1);
	empty = json_written(w);
	end = filter_parts(w, p, state, inside);
	if (end == NULL)
		return NULL;
	if (json_written(w) == empty)
		take_back(w, before);
	else
		*w->o++ = end[-1];
	return end;
}

/* Walks over the whole record once. */
static bool
walk_record(struct json_filter *w, bool looking)
{
	const uint8_t *p = json_blank(w->begin, w->end);
	const uint8_t *end;
	size_t before = json_written(w);

	w->looking = looking;
	w->depth = 0;
	w->mark = w->s->marks.at;
	w->s->names.count = 0;
	buf_reset(&w->s->decoded);
	if (w->s->marks.begin != p)
		json_find_marks(w, p);
	end = filter_value(
	    w, w->begin, p, engine_start(w->e), &w->s->shapes.root);
	if (end == NULL)
		return false;
	if (json_blank(end, w->end) != w->end)
		return json_refuse(w, REASON_TRAILING);
	if (looking)
		return true;
	if (json_written(w) == before) {
		json_put_between(w, w->begin, p);
		*w->o++ = '{';
		*w->o++ = '}';
	}
	json_put_between(w, end, w->end);
	return true;
}

static void
look_then_act(struct json_filter *w)
{
	json_find_marks(w, json_blank(w->begin, w->end));
	json_shapes_refresh(&w->s->shapes);
	if (engine_looks(w->e) && !walk_record(w, true))
		return;
	if (engine_decide(w->e) == 0)
		walk_record(w, false);
}

static enum filtered
json_filter(
    const struct piece *piece, struct engine *e, void *scratch, struct buf *out)
{
	struct slice record = piece->record;
	size_t before = out->len;
	struct json_filter w = {
		.e = e,
		.limits = &e->program->limits,
		.s = scratch,
		.out = out,
		.begin = record.p,
		.end = record.p + record.len,
		.before = before,
		.o = buf_reserve(out, record.len + 2),
	};

	engine_begin(e, record);
	w.base = out->p;
	if (w.o == NULL)
		engine_reject(e, REASON_MEMORY);
	else
		look_then_act(&w);
	out->len = before;
	if (split_is_short(piece, e->rejection.reason))
		return FILTERED_SHORT;
	if (e->rejection.reason == REASON_NONE) {
		out->len = json_written(&w);
		json_new_add(e, out, before, &w.s->member);
	}
	if (engine_end(e) == 0)
		return FILTERED_WRITTEN;
	out->len = before;
	return FILTERED_REJECTED;
}

static void
json_scratch_free(void *scratch)
{
	struct json_scratch *s = scratch;

	if (s == NULL)
		return;
	json_shapes_wipe(&s->shapes);
	json_names_release(&s->names);
	buf_wipe(&s->text);
	buf_wipe(&s->decoded);
	buf_wipe(&s->member);
	free(s);
}

static void *
json_scratch_new(const struct program *program)
{
	struct json_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	buf_init(&s->text, program->limits.record);
	buf_init(&s->decoded, program->limits.record);
	/* Escapes make a value at most six times as long. */
	buf_init(&s->member, 7 * LIMIT_RECORD);
	return s;
}

const struct format format_json = {
	.id = FORMAT_JSON,
	.split = json_split,
	.filter = json_filter,
	.scratch_new = json_scratch_new,
	.scratch_free = json_scratch_free,
	.walk = json_walk,
	.walk_new = json_walk_new,
	.walk_free = json_walk_free,
};
