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
 *
 * Speed: strings end where the marks of the record say (base/json_marks.h), and
 * names are mostly those that were there before (json_shape.h).
 */
#include "format/json.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/json_marks.h"
#include "base/limits.h"
#include "format/json_names.h"
#include "format/json_new.h"
#include "format/json_shape.h"
#include "format/split.h"

struct scratch {
	struct json_marks marks; /* of the record, or of a span of it */
	struct json_shapes shapes;
	struct json_names names; /* those that no shape has */
	struct buf text;         /* of the value at hand, decoded */
	struct buf decoded;      /* names of this record that had escapes */
	struct buf member;       /* a new one */
};

struct walk {
	struct engine *e;
	const struct program_limits *limits;
	struct scratch *s;
	struct buf *out;
	const uint8_t *begin, *end; /* of the record */
	size_t before;              /* bytes of the output before it */
	const uint8_t *const *mark; /* none before it lies ahead */
	uint8_t *base, *o;          /* the output, and where it goes on */
	uint32_t depth;
	bool looking;
};

static const uint8_t *
fail(struct walk *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return NULL;
}

static bool
refuse(struct walk *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

static const uint8_t *
fail_token(struct walk *w, enum json_fault fault)
{
	switch (fault) {
	case JSON_CUT:
		return fail(w, REASON_CUT);
	case JSON_UTF8:
		return fail(w, REASON_UTF8);
	default:
		return fail(w, REASON_SYNTAX);
	}
}

/* What is wrong where a certain byte should have stood. */
static const uint8_t *
fail_at(struct walk *w, const uint8_t *p)
{
	return fail(w, p >= w->end ? REASON_CUT : REASON_SYNTAX);
}

/* A copy of one size takes half the time of one that fits. */
#define PUT_STEP 32

/*
 * Adds n bytes of the record.  What is copied beyond them goes into the slack
 * behind the output, where the next piece takes its place, or the end does.
 */
static inline void
put(struct walk *w, const uint8_t *p, size_t n)
{
	memcpy(w->o, p, PUT_STEP);
	if (n > PUT_STEP)
		memcpy(w->o + PUT_STEP, p + PUT_STEP, n - PUT_STEP);
	w->o += n;
}

static inline void
put_between(struct walk *w, const uint8_t *begin, const uint8_t *end)
{
	put(w, begin, (size_t)(end - begin));
}

static inline size_t
written(const struct walk *w)
{
	return (size_t)(w->o - w->base);
}

/* The bytes inside a string, decoded; valid until the next call. */
static bool
decode(struct walk *w, struct slice inside, bool escaped, struct slice *text)
{
	*text = inside;
	if (!escaped)
		return true;
	buf_reset(&w->s->text);
	json_unescape(&w->s->text, inside);
	*text = buf_slice(&w->s->text);
	return !w->s->text.failed;
}

/* A scalar of a record, found but not yet decoded. */
struct scalar {
	enum value_kind kind;
	struct slice raw; /* of a string: without its quotes */
	bool escaped;
};

static const uint8_t *
read_word(struct walk *w, const uint8_t *p, const char *word,
    enum value_kind kind, struct scalar *v)
{
	struct slice expected = slice_text(word);
	size_t left = (size_t)(w->end - p);
	size_t n = left < expected.len ? left : expected.len;

	if (memcmp(p, expected.p, n) != 0)
		return fail(w, REASON_SYNTAX);
	if (n < expected.len)
		return fail(w, REASON_CUT);
	*v = (struct scalar){ kind, { p, n }, false };
	return p + n;
}

/* Finds the marks of the record from p on. */
static void
find_marks(struct walk *w, const uint8_t *p)
{
	json_marks_find(&w->s->marks, p, w->end);
	w->mark = w->s->marks.at;
}

/*
 * The closing quote of the string at p, if the next mark is its opening one and
 * the one behind it closes it.
 */
static inline const uint8_t *
find_close(const struct walk *w, const uint8_t *p)
{
	const uint8_t *close = w->mark[1];

	return w->mark[0] == p && close != NULL && *close == '"' ? close : NULL;
}

/* close_string() where blanks or more are between. */
static __attribute__((noinline)) const uint8_t *
close_string_any(struct walk *w, const uint8_t *p, bool *escaped)
{
	enum json_fault fault;
	const uint8_t *close;

	if (p >= w->s->marks.end)
		find_marks(w, p);
	while (*w->mark != NULL && *w->mark < p)
		w->mark++;
	*escaped = false;
	close = find_close(w, p);
	if (close == NULL)
		close = json_string(p + 1, w->end, escaped, &fault);
	else
		w->mark += 2;
	return close != NULL ? close : fail_token(w, fault);
}

/* The closing quote of the string whose opening quote is at p, or NULL. */
static inline const uint8_t *
close_string(struct walk *w, const uint8_t *p, bool *escaped)
{
	const uint8_t *close = find_close(w, p);

	if (close == NULL)
		return close_string_any(w, p, escaped);
	*escaped = false;
	w->mark += 2;
	return close;
}

static inline const uint8_t *
read_string(struct walk *w, const uint8_t *p, struct scalar *v)
{
	const uint8_t *close = close_string(w, p, &v->escaped);

	if (close == NULL)
		return NULL;
	v->kind = VALUE_TEXT;
	v->raw = slice_between(p + 1, close);
	return close + 1;
}

static const uint8_t *
read_number(struct walk *w, const uint8_t *p, struct scalar *v)
{
	enum json_fault fault;
	const uint8_t *end = json_number(p, w->end, &fault);

	if (end == NULL)
		return fail_token(w, fault);
	*v = (struct scalar){ VALUE_NUMBER, slice_between(p, end), false };
	if (v->raw.len > w->limits->number)
		return fail(w, REASON_NUMBER_SIZE);
	return end;
}

/* Reads the scalar at p (p < end); returns the byte after it, or NULL. */
static inline const uint8_t *
read_scalar(struct walk *w, const uint8_t *p, struct scalar *v)
{
	switch (*p) {
	case '"':
		return read_string(w, p, v);
	case 't':
		return read_word(w, p, "true", VALUE_BOOLEAN, v);
	case 'f':
		return read_word(w, p, "false", VALUE_BOOLEAN, v);
	case 'n':
		return read_word(w, p, "null", VALUE_NULL, v);
	default:
		return read_number(w, p, v);
	}
}

static inline bool
is_absent(const struct scalar *v)
{
	return v->kind == VALUE_NULL ||
	       (v->kind == VALUE_TEXT && v->raw.len == 0);
}

static bool
scalar_value(struct walk *w, const struct scalar *v, struct value *value)
{
	value->kind = v->kind;
	if (v->kind == VALUE_NULL) {
		value->text = (struct slice){ NULL, 0 };
		return true;
	}
	return decode(w, v->raw, v->escaped, &value->text) ||
	       refuse(w, REASON_MEMORY);
}

static uint8_t *
put_text(uint8_t *to, struct slice text)
{
	memcpy(to, text.p, text.len);
	return to + text.len;
}

/*
 * Writes the new value that the engine holds.  `rest` is how much of the
 * record is still to be read: room for it must remain.
 */
static bool
put_result(struct walk *w, enum value_kind kind, size_t rest)
{
	struct slice text =
	    kind == VALUE_NULL ? slice_text("null") : buf_slice(&w->e->result);

	w->out->len = written(w);
	w->o = buf_reserve(w->out, rest + JSON_QUOTED_MAX(text.len));
	w->base = w->out->p;
	if (w->o == NULL)
		return refuse(w, REASON_MEMORY);
	if (kind == VALUE_TEXT)
		w->o = json_put_quoted(w->o, text);
	else
		w->o = put_text(w->o, text);
	/* Constants and tokens make small values large. */
	return written(w) - w->before <= LIMIT_RECORD ||
	       refuse(w, REASON_RECORD_SIZE);
}

/*
 * Releases the scalar [p, end), whose part of a container begins at start, as
 * the engine decides.
 */
static inline bool
release(struct walk *w, const uint8_t *start, const uint8_t *p,
    const uint8_t *end, uint32_t state, const struct scalar *v)
{
	enum value_kind kind = VALUE_TEXT;
	const struct rule *rule;
	struct value value;
	enum leaf leaf = engine_leaf(w->e, state, is_absent(v), &rule);

	if (leaf == LEAF_APPLY) {
		if (!scalar_value(w, v, &value))
			return false;
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	}
	if (leaf == LEAF_DROP)
		return true;
	if (leaf == LEAF_REJECT)
		return false;
	if (v->raw.len > w->limits->value)
		return refuse(w, REASON_VALUE_SIZE);
	if (v->escaped && json_has_nul(v->raw))
		return refuse(w, REASON_UTF8);
	if (leaf == LEAF_SPLICE) {
		put_between(w, start, end);
		return true;
	}
	put_between(w, start, p);
	return put_result(w, kind, (size_t)(w->end - end));
}

/* Tells the engine of the scalar, if it is watched. */
static inline bool
sight(struct walk *w, uint32_t state, const struct scalar *v)
{
	struct value value;

	return !engine_watches(w->e, state) ||
	       (scalar_value(w, v, &value) &&
		   engine_sight(w->e, state, &value) == 0);
}

static __attribute__((noinline)) const uint8_t *
filter_scalar(
    struct walk *w, const uint8_t *start, const uint8_t *p, uint32_t state)
{
	struct scalar v;
	const uint8_t *end = read_scalar(w, p, &v);

	if (end == NULL || state == MACHINE_DEAD)
		return end;
	if (w->looking)
		return sight(w, state, &v) ? end : NULL;
	return release(w, start, p, end, state, &v) ? end : NULL;
}

static const uint8_t *filter_container(struct walk *w, const uint8_t *start,
    const uint8_t *p, uint32_t state, struct json_shape **inside);
static const uint8_t *
skip_container(struct walk *w, const uint8_t *p, struct json_shape **inside);

/*
 * Filters the value at p, whose part of a container (blanks, name, colon)
 * begins at start; `inside`, if not NULL, is where the shapes of its objects
 * are.  Returns the byte after it; NULL when the record is rejected.
 */
static inline const uint8_t *
filter_value(struct walk *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside)
{
	if (p >= w->end)
		return fail(w, REASON_CUT);
	if (*p != '{' && *p != '[')
		return filter_scalar(w, start, p, state);
	return state == MACHINE_DEAD
		   ? skip_container(w, p, inside)
		   : filter_container(w, start, p, state, inside);
}

/* A name whose escapes are gone, valid until the record ends. */
static bool
decode_name(struct walk *w, struct slice raw, struct slice *name)
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
find_byte(struct walk *w, const uint8_t *p, uint8_t c)
{
	if (p < w->end && *p == c)
		return p;
	p = json_blank(p, w->end);
	return p < w->end && *p == c ? p : fail_at(w, p);
}

/*
 * Reads `"name" :` at or behind p.  Returns the first byte of the value; *name
 * is without escapes.
 */
static const uint8_t *
read_name(struct walk *w, const uint8_t *p, struct slice *name, bool *escaped)
{
	const uint8_t *close;

	p = find_byte(w, p, '"');
	if (p == NULL)
		return NULL;
	close = close_string(w, p, escaped);
	if (close == NULL)
		return NULL;
	*name = slice_between(p + 1, close);
	if (name->len > w->limits->name)
		return fail(w, REASON_NAME_SIZE);
	if (*escaped && !decode_name(w, *name, name))
		return fail(w, REASON_MEMORY);
	p = find_byte(w, close + 1, ':');
	return p == NULL ? NULL : json_blank(p + 1, w->end);
}

/* json_blank() where there are seldom any; the byte at the end can be read. */
static inline const uint8_t *
pass_blanks(const struct walk *w, const uint8_t *p)
{
	return *p > ' ' ? p : json_blank(p, w->end);
}

/* Rejects the record for what its names say. */
static const uint8_t *
fail_names(struct walk *w, enum json_named named)
{
	return fail(w, named == JSON_TWICE ? REASON_DUPLICATE : REASON_MEMORY);
}

/* Takes back what was written behind a place. */
static void
take_back(struct walk *w, size_t to)
{
	w->o = w->base + to;
}

/*
 * Goes over a value of which nothing can be released.  Most are strings, which
 * stay here.
 */
static inline const uint8_t *
skip_value(struct walk *w, const uint8_t *p, struct json_shape **inside)
{
	const uint8_t *close;
	bool escaped;

	if (p >= w->end || *p != '"')
		return filter_value(w, p, p, MACHINE_DEAD, inside);
	close = close_string(w, p, &escaped);
	return close == NULL ? NULL : close + 1;
}

/*
 * Reads what separates parts, behind a part that ends at p.  Blanks go with
 * the part if it was released, those before the closing bracket with the
 * container if any part was.  Returns the separator.
 */
static inline const uint8_t *
read_separator(
    struct walk *w, const uint8_t *p, uint8_t close, bool released, bool any)
{
	const uint8_t *behind = p;

	if (p < w->end && *p == ',')
		return p;
	p = json_blank(p, w->end);
	if (p >= w->end || (*p != ',' && *p != close))
		return fail_at(w, p);
	if (p != behind && (released || (any && *p == close)))
		put_between(w, behind, p);
	return p;
}

/*
 * Releases the string at p, if it leaves as it is whatever it says: the byte
 * after it.  NULL: it has to be looked at, and nothing happened.
 */
static inline const uint8_t *
splice_string(
    struct walk *w, const uint8_t *start, const uint8_t *p, uint32_t state)
{
	const uint8_t *close;
	size_t len;

	if (p >= w->end || *p != '"')
		return NULL;
	close = find_close(w, p);
	if (close == NULL)
		return NULL;
	len = (size_t)(close - p) - 1;
	if (len == 0 || len > w->limits->value)
		return NULL;
	engine_note_spliced(w->e, state, (struct slice){ p + 1, len });
	w->mark += 2;
	put_between(w, start, close + 1);
	return close + 1;
}

/* filter_value() at a state that is not dead. */
static inline const uint8_t *
filter_known(struct walk *w, const uint8_t *start, const uint8_t *p,
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
filter_part(struct walk *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside, uint8_t close, size_t *any)
{
	bool released = false;

	if (state == MACHINE_DEAD) {
		p = skip_value(w, p, inside);
	} else {
		size_t before = written(w);

		p = filter_known(w, start, p, state, inside);
		released = written(w) != before;
		*any |= released;
	}
	return p == NULL ? NULL
			 : read_separator(w, p, close, released, *any != 0);
}

/* The shape of an object at a place of the tree, if there is any. */
static struct json_shape *
shape_at(struct walk *w, struct json_shape **place, uint32_t state)
{
	return place == NULL
		   ? NULL
		   : json_shape_at(&w->s->shapes, place, w->e->machine, state);
}

/* An object that is being filtered. */
struct object {
	uint32_t state;
	struct json_shape *shape;  /* NULL: none */
	struct json_object others; /* names that the shape does not have */
};

static inline size_t
count_others(const struct walk *w, const struct object *o)
{
	return w->s->names.count - o->others.base;
}

/*
 * The member of the shape with this name, which is learned if need be.  Not
 * once the object has other names: it could be one of them.
 */
static struct json_member *
recall(struct walk *w, const struct object *o, struct slice name, bool escaped,
    uint64_t sign)
{
	struct json_member *known;

	if (o->shape == NULL)
		return NULL;
	known = json_shape_find(o->shape, name, sign);
	if (known == NULL && !escaped && count_others(w, o) == 0)
		known = json_shape_learn(o->shape, name, sign);
	return known;
}

/*
 * Reads a name that was not expected, up to the value behind it: *known is the
 * member of the shape; or NULL, and *state where the name leads.
 */
static __attribute__((noinline)) const uint8_t *
read_unexpected(struct walk *w, const uint8_t *p, struct object *o,
    struct json_member **known, uint32_t *state)
{
	enum json_named named;
	struct slice name;
	bool escaped;
	uint64_t sign;

	p = read_name(w, p, &name, &escaped);
	if (p == NULL)
		return NULL;
	sign = machine_sign(name.p, name.len);
	*known = recall(w, o, name, escaped, sign);
	if (*known != NULL)
		return p;
	*state = engine_child(w->e, o->state, name, sign);
	if (w->looking)
		return p;
	if (count_others(w, o) == w->limits->members)
		return fail(w, REASON_MEMBERS);
	named = json_names_add(&w->s->names, &o->others, name, sign);
	return named == JSON_NEW ? p : fail_names(w, named);
}

/*
 * Goes past the name of a member whose text stands at p.  Its two quotes are
 * two marks, if the next mark is the first of them.
 */
static inline const uint8_t *
pass_name(struct walk *w, const uint8_t *p, const struct json_member *known)
{
	if (*w->mark == p)
		w->mark += 2;
	return pass_blanks(w, p + known->len);
}

/* What an object had so far of the members of its shape. */
struct met {
	struct json_member **expected; /* what should come next */
	uint64_t seen;                 /* bits */
	size_t count;
};

static inline bool
is_met(const struct met *met, const struct json_member *known)
{
	return (met->seen & known->bit) != 0;
}

static inline void
meet(struct met *met, struct json_member *known)
{
	met->seen |= known->bit;
	met->count++;
	met->expected = known->next;
}

/* Where a member leads; nowhere in an object of which nothing is released. */
static inline uint32_t
child_of(uint32_t state, const struct json_member *known)
{
	return state == MACHINE_DEAD ? MACHINE_DEAD : known->child;
}

/*
 * The next member behind the one whose text stands at p, if that is as most
 * are: a plain string of which nothing can be released, and a comma.  Else
 * NULL, and nothing happened.
 */
static inline const uint8_t *
pass_member(struct walk *w, const uint8_t *p, const struct json_member *known)
{
	const uint8_t *const *mark = w->mark;
	const uint8_t *value = p + known->len;

	/* The quotes of the name, then those of the value. */
	if (mark[0] != p || mark[2] != value || *value != '"' ||
	    mark[3] == NULL || *mark[3] != '"' || w->end - mark[3] < 2 ||
	    mark[3][1] != ',')
		return NULL;
	w->mark = mark + 4;
	return mark[3] + 2;
}

/* pass_member() as often as it can; *known is then what stands at p, if any. */
static inline __attribute__((always_inline)) const uint8_t *
pass_members(struct walk *w, const uint8_t *p, uint32_t state, struct met *met,
    struct json_member **known)
{
	const uint8_t *next;

	for (;; p = next) {
		*known = json_member_at(met->expected, p);
		if (*known == NULL || is_met(met, *known) ||
		    child_of(state, *known) != MACHINE_DEAD)
			return p;
		next = pass_member(w, p, *known);
		if (next == NULL)
			return p;
		meet(met, *known);
	}
}

/*
 * Reads the name of a member, up to the value behind it, given what stands at
 * p, if that is known.  *child is where it leads, *inside as for
 * filter_value().
 */
static inline __attribute__((always_inline)) const uint8_t *
read_member(struct walk *w, const uint8_t *p, struct object *o, struct met *met,
    struct json_member *known, uint32_t *child, struct json_shape ***inside)
{
	if (known == NULL)
		known = json_member_at(met->expected, p);
	if (known != NULL) {
		p = pass_name(w, p, known);
	} else {
		struct json_member *found = NULL;
		uint32_t to = MACHINE_DEAD;

		p = read_unexpected(w, p, o, &found, &to);
		*child = to;
		*inside = NULL;
		if (p == NULL || found == NULL)
			return p;
		known = found;
		json_member_expect(met->expected, known);
	}
	if (is_met(met, known) && !w->looking)
		return fail(w, REASON_DUPLICATE);
	meet(met, known);
	*child = child_of(o->state, known);
	*inside = &known->inside;
	return p;
}

/* Ends an object in which so many members of its shape were met. */
static const uint8_t *
end_members(
    struct walk *w, const uint8_t *p, const struct object *o, size_t known)
{
	size_t others = count_others(w, o);
	enum json_named named = json_names_end(&w->s->names, &o->others);

	if (known + others > w->limits->members)
		return fail(w, REASON_MEMBERS);
	return named == JSON_NEW ? p : fail_names(w, named);
}

/*
 * Filters the members of an object from p, just behind its bracket, to its
 * closing bracket, which it returns.  A member that is released begins with
 * the comma before it, unless it is the first of the output.
 */
static inline __attribute__((always_inline)) const uint8_t *
filter_members(
    struct walk *w, const uint8_t *p, uint32_t state, struct json_shape **place)
{
	struct object o = {
		.state = state,
		.shape = shape_at(w, place, state),
		.others = json_names_begin(&w->s->names),
	};
	struct json_member *nothing[JSON_SHAPE_NEXT] = { NULL };
	struct met met = { o.shape != NULL ? o.shape->first : nothing, 0, 0 };
	size_t any = 0; /* 1 once a member was released */

	for (;; p++) {
		const uint8_t *start;
		struct json_shape **inside;
		struct json_member *known;
		uint32_t child;

		p = pass_members(w, p, state, &met, &known);
		start = p - any;
		p = read_member(
		    w, pass_blanks(w, p), &o, &met, known, &child, &inside);
		if (p == NULL)
			return NULL;
		p = filter_part(w, start, p, child, inside, '}', &any);
		if (p == NULL)
			return NULL;
		if (*p == '}')
			return end_members(w, p, &o, met.count);
	}
}

/* Where elements lead; nowhere in an array of which nothing is released. */
static inline uint32_t
first_of(const struct walk *w, uint32_t array)
{
	return array == MACHINE_DEAD ? MACHINE_DEAD : engine_first(w->e, array);
}

static inline uint32_t
each_of(const struct walk *w, uint32_t array)
{
	return array == MACHINE_DEAD ? MACHINE_DEAD : engine_each(w->e, array);
}

/* filter_members() for the elements of an array, whose own state is given. */
static inline __attribute__((always_inline)) const uint8_t *
filter_elements(struct walk *w, const uint8_t *p, uint32_t array,
    struct json_shape **inside)
{
	uint32_t state = first_of(w, array);
	uint32_t elements = 0;
	size_t any = 0;

	for (;; p++, state = each_of(w, array)) {
		const uint8_t *start = p - any;

		if (elements++ == w->limits->members)
			return fail(w, REASON_MEMBERS);
		p = pass_blanks(w, p);
		p = filter_part(w, start, p, state, inside, ']', &any);
		if (p == NULL || *p == ']')
			return p;
	}
}

/* What a look ahead at an object's members found. */
struct selection {
	const struct machine_selector *selector;
	uint64_t seen; /* a bit for each operand: LIMIT_OPERANDS are 64 */
	uint32_t sum;
};

/* Takes a member into account, if the selector asks for it. */
static bool
select_member(struct walk *w, struct selection *s, struct slice name,
    const struct scalar *v)
{
	for (size_t i = 0; i < s->selector->operand_count; i++) {
		const struct machine_operand *o = &s->selector->operands[i];
		struct value value;

		if (!slice_equal(o->name, name))
			continue;
		if ((s->seen >> i & 1) != 0)
			return refuse(w, REASON_DUPLICATE);
		s->seen |= UINT64_C(1) << i;
		if (!scalar_value(w, v, &value))
			return false;
		if (v->kind != VALUE_NULL)
			s->sum += o->stride * machine_classify(o, value.text);
	}
	return true;
}

/* Reads over the value at p, or tells a scalar to select_member(). */
static const uint8_t *
select_from(
    struct walk *w, const uint8_t *p, struct slice name, struct selection *s)
{
	struct scalar v;

	if (p >= w->end || *p == '{' || *p == '[')
		return filter_value(w, p, p, MACHINE_DEAD, NULL);
	p = read_scalar(w, p, &v);
	return p != NULL && select_member(w, s, name, &v) ? p : NULL;
}

/* Goes over the members from p, just behind "{"; false if malformed. */
static bool
select_members(struct walk *w, const uint8_t *p, struct selection *s)
{
	p = json_blank(p, w->end);
	if (p < w->end && *p == '}')
		return true;
	for (;; p++) {
		struct slice name;
		bool escaped;

		p = read_name(w, p, &name, &escaped);
		if (p != NULL)
			p = select_from(w, p, name, s);
		if (p == NULL)
			return false;
		p = json_blank(p, w->end);
		if (p >= w->end || (*p != ',' && *p != '}'))
			return fail_at(w, p) != NULL;
		if (*p == '}')
			return true;
	}
}

/*
 * Decides the predicates on the object that begins at p, by a look ahead at its
 * members: the record is in memory as a whole.
 */
static bool
select_state(struct walk *w, const uint8_t *p, uint32_t *state)
{
	struct selection s = { .selector = engine_selector(w->e, *state) };
	const uint8_t *const *mark = w->mark;
	const uint8_t *span = w->s->marks.begin;
	size_t decoded = w->s->decoded.len;
	bool looking = w->looking, good;

	if (s.selector == NULL)
		return true;
	w->looking = true;
	good = select_members(w, p + 1, &s);
	w->looking = looking;
	w->s->decoded.len = decoded;
	w->mark = mark;
	if (w->s->marks.begin != span)
		find_marks(w, p);
	if (good)
		*state = machine_select(s.selector, s.sum);
	return good;
}

/*
 * The state of the container at p, by its predicates: dead when the engine
 * leaves it out, or nothing in it can be meant.  False when the record is
 * rejected.
 */
static bool
enter(struct walk *w, const uint8_t *p, uint32_t *state)
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
filter_parts(struct walk *w, const uint8_t *p, uint32_t state,
    struct json_shape **inside)
{
	uint8_t close = *p == '{' ? '}' : ']';
	const uint8_t *first = pass_blanks(w, p + 1);

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
skip_container(struct walk *w, const uint8_t *p, struct json_shape **inside)
{
	if (w->depth == w->limits->depth)
		return fail(w, REASON_DEPTH);
	return filter_parts(w, p, MACHINE_DEAD, inside);
}

static __attribute__((noinline)) const uint8_t *
filter_container(struct walk *w, const uint8_t *start, const uint8_t *p,
    uint32_t state, struct json_shape **inside)
{
	size_t before = written(w), empty;
	const uint8_t *end;

	if (w->depth == w->limits->depth)
		return fail(w, REASON_DEPTH);
	if (!enter(w, p, &state))
		return NULL;
	if (state != MACHINE_DEAD && !w->looking)
		put_between(w, start, p + 1);
	empty = written(w);
	end = filter_parts(w, p, state, inside);
	if (end == NULL)
		return NULL;
	if (written(w) == empty)
		take_back(w, before);
	else
		*w->o++ = end[-1];
	return end;
}

/* Walks over the whole record once. */
static bool
walk_record(struct walk *w, bool looking)
{
	const uint8_t *p = json_blank(w->begin, w->end);
	const uint8_t *end;
	size_t before = written(w);

	w->looking = looking;
	w->depth = 0;
	w->mark = w->s->marks.at;
	w->s->names.count = 0;
	buf_reset(&w->s->decoded);
	if (w->s->marks.begin != p)
		find_marks(w, p);
	end = filter_value(
	    w, w->begin, p, engine_start(w->e), &w->s->shapes.root);
	if (end == NULL)
		return false;
	if (json_blank(end, w->end) != w->end)
		return refuse(w, REASON_TRAILING);
	if (looking)
		return true;
	if (written(w) == before) {
		put_between(w, w->begin, p);
		*w->o++ = '{';
		*w->o++ = '}';
	}
	put_between(w, end, w->end);
	return true;
}

static void
look_then_act(struct walk *w)
{
	find_marks(w, json_blank(w->begin, w->end));
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
	struct walk w = {
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
		out->len = written(&w);
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
	struct scratch *s = scratch;

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
	struct scratch *s = calloc(1, sizeof(*s));

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
