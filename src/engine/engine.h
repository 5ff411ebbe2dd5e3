/*
 * engine: one record, one program and its keys give decisions.
 *
 * A format walks a record and asks.  First, if engine_looks(), it walks in
 * look mode and reports the values of watched states; then engine_decide()
 * chooses the record's kind and evaluates conditions; then the format walks
 * again in act mode and asks at every scalar what to do.  The engine never
 * sees quoting, escapes or separators; the format never sees an action.
 *
 *	engine_begin(e, record);
 *	if (engine_looks(e))
 *		... engine_sight(e, state, &value) ...
 *	if (engine_decide(e) == 0)
 *		... switch (engine_leaf(e, state, &rule)) ...
 *		... switch (engine_make(e, i, &kind)) ...
 *	engine_end(e);
 *
 * States: engine_start() gives the first one of the current mode, and
 * engine_child(), engine_each(), engine_first(), engine_selector() lead on.
 *
 * An engine serves one stream in one thread.  It allocates while it is made
 * and when a record is larger than all before it, never otherwise.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/err.h"
#include "base/value.h"
#include "engine/binding.h"
#include "engine/net.h"
#include "engine/reason.h"
#include "program/program.h"

/* How often a rule decided about a value. */
struct rule_counts {
	uint64_t applied; /* values that left through the rule */
	uint64_t dropped; /* values that it removed */
};

static inline bool
rule_was_used(const struct rule_counts *rule)
{
	return rule->applied + rule->dropped > 0;
}

/* Counters, merged by the run. */
struct engine_counts {
	struct rule_counts *rules; /* by rule id */
	uint64_t reasons[REASON_COUNT];
};

/* Why the current record is rejected. */
struct rejection {
	enum reason reason;
	struct slice path; /* of the policy; p == NULL: not about a path */
	struct slice of;   /* what came out there: see struct net_hit */
};

/* What happens to values at a state, whatever the record says. */
struct engine_plain {
	uint32_t use;   /* what is noted of one, or ENGINE_NOT_PLAIN */
	uint32_t field; /* of the kind: that whose path ends here */
};

/* In its place: what happens depends on the record. */
#define ENGINE_NOT_PLAIN UINT32_MAX

/* A watched value of the current record. */
struct sighting {
	uint32_t operand;
	enum value_kind kind;
	size_t at, len; /* in the engine's `seen` bytes */
};

/* Hears of values, in place of anything that is done to them. */
struct engine_observer {
	void (*begin)(void *ctx); /* a record begins */

	/*
	 * A value at a path of the policy, decoded, that is not absent, with
	 * the field that it is of, and its alternative for this record or NULL.
	 * field NULL: the value is protected without a rule of its own, and may
	 * be told again with one.
	 */
	void (*meet)(void *ctx, struct slice path, const struct field *field,
	    const struct rule *rule, const struct value *v);
	void *ctx;
};

/* What evaluate_single() found for an operand. */
struct single {
	uint64_t record; /* of which that is known */
	bool found;
	struct slice text;
};

struct engine {
	const struct program *program;
	const struct stream *stream;
	const struct binding *binding;
	const struct engine_observer *observer; /* or NULL */

	const struct machine *machine;    /* of the current mode and kind */
	const struct kind *kind;          /* NULL before engine_decide() */
	const struct engine_plain *plain; /* by state: engine_plain_leaf() */
	bool searches;      /* what leaves of the record is searched */
	struct slice stays; /* memory that stays until the record ends */
	uint64_t record;    /* counts calls of engine_begin() */
	struct rejection rejection;
	struct engine_counts counts;

	struct buf result;  /* of the last engine_apply() */
	struct buf scratch; /* of actions */
	struct buf seen;    /* bytes of sightings */
	struct sighting *sightings;
	size_t sighting_count, sighting_cap;
	uint64_t *condition_known; /* record * 2 + truth, by condition */
	uint64_t *field_seen;      /* record, by field of the kind */
	struct single *singles;    /* by operand */
	uint64_t *enclosed; /* record of the last container, by operand */
	struct engine_plain **plains; /* by kind: its `plain`, or NULL */
	uint32_t *uses;               /* rule id * 2 + dropped, this record's */
	size_t use_count, use_cap;
	struct net net;
};

/*
 * An engine for the stream of one format.  The program and binding must
 * outlive it.  ERR_POLICY if the program has no kind of this format.
 */
int engine_init(struct engine *e, const struct program *program,
    enum format_id format, const struct binding *binding, struct err *err);
void engine_release(struct engine *e);

/*
 * From the next record on, nothing leaves: the observer, which must outlive the
 * engine, hears of all values at paths of the policy, whatever becomes of
 * them.  A record that would be rejected is gone over as far as it can be
 * read, as one of the first kind if it is of none, and counts as rejected only
 * if values may have been missed.  The engine's binding is not used then.
 */
void engine_observe(struct engine *e, const struct engine_observer *observer);

/*
 * Begins a record; the mode is look if there is anything to look at.  Decoded
 * values that lie in `stays` are there until engine_end(): the record, where
 * nothing had to be decoded.
 */
void engine_begin(struct engine *e, struct slice stays);

/* Whether the record must be looked at before engine_decide(). */
static inline bool
engine_looks(const struct engine *e)
{
	return e->stream->look != NULL;
}

static inline uint32_t
engine_start(const struct engine *e)
{
	return e->machine->start;
}

static inline uint32_t
engine_child(
    const struct engine *e, uint32_t state, struct slice name, uint64_t sign)
{
	return machine_child(e->machine, state, name, sign);
}

static inline uint32_t
engine_each(const struct engine *e, uint32_t state)
{
	return e->machine->states[state].each;
}

/* The state of an array's first element; of the others: engine_each(). */
static inline uint32_t
engine_first(const struct engine *e, uint32_t state)
{
	return e->machine->states[state].first;
}

/* The predicates to decide when an object begins here, or NULL. */
static inline const struct machine_selector *
engine_selector(const struct engine *e, uint32_t state)
{
	return e->machine->states[state].selector;
}

/* Look mode: whether values at this state are watched. */
static inline bool
engine_watches(const struct engine *e, uint32_t state)
{
	return e->machine->states[state].accept_count > 0;
}

/* Look mode: a value of a watched state.  -1: the record is rejected. */
int engine_sight(struct engine *e, uint32_t state, const struct value *v);

/*
 * Look mode without a record to look at: as if it had this value at an operand
 * of the stream.  -1: as above.
 */
int engine_suppose(struct engine *e, uint32_t operand, const struct value *v);

/* engine_sight_container() of a watched state. */
void engine_sight_enclosed(struct engine *e, uint32_t state);

/*
 * Look mode: a container (see engine_container()) before it is entered.  What
 * is in it is no value of the state, and cannot be searched as one.
 */
static inline void
engine_sight_container(struct engine *e, uint32_t state)
{
	if (engine_watches(e, state))
		engine_sight_enclosed(e, state);
}

/*
 * Ends look mode: chooses the kind, goes over to act mode.  -1: rejected.
 */
int engine_decide(struct engine *e);

/* What to do with a scalar in act mode. */
enum leaf {
	LEAF_DROP,   /* leave it out */
	LEAF_SPLICE, /* copy it as received */
	LEAF_APPLY,  /* decode it and call engine_apply() */
	LEAF_REJECT, /* the record is rejected */
};

/* engine_leaf() for any field; that one only takes the plainest itself. */
enum leaf engine_leaf_any(
    struct engine *e, uint32_t state, bool absent, const struct rule **rule);

/*
 * Asks about a scalar at a state.  absent: null or an empty string.  *rule is
 * set for LEAF_APPLY.
 */
static inline enum leaf
engine_leaf(
    struct engine *e, uint32_t state, bool absent, const struct rule **rule)
{
	uint32_t winner = e->machine->states[state].winner;
	const struct field *field;

	if (winner == MACHINE_NONE)
		return LEAF_DROP;
	field = &e->kind->fields[winner];
	if (absent || field->rule_count != 1 || field->rules->when >= 0 ||
	    (field->rules->splices && !e->searches) ||
	    field->rules->action == ACTION_DROP)
		return engine_leaf_any(e, state, absent, rule);
	e->field_seen[winner] = e->record;
	*rule = field->rules;
	return LEAF_APPLY;
}

/*
 * What engine_leaf() says of any scalar that is present, LEAF_SPLICE, or what
 * that and engine_container() say of anything, LEAF_DROP, where it does not
 * depend on the record; LEAF_APPLY: they must be asked.  A short cut: the
 * answer counts once engine_note_dropped() or engine_note_spliced() was called,
 * in their place.
 */
static inline enum leaf
engine_plain_leaf(const struct engine *e, uint32_t state)
{
	uint32_t use = e->plain[state].use;

	if (use == ENGINE_NOT_PLAIN || e->use_count == e->use_cap ||
	    !net_has_room(&e->net))
		return LEAF_APPLY;
	return use % 2 == 1 ? LEAF_DROP : LEAF_SPLICE;
}

static inline void
engine_note_dropped(struct engine *e, uint32_t state)
{
	e->uses[e->use_count++] = e->plain[state].use;
}

/* The text is the decoded value, and stays until the record ends. */
static inline void
engine_note_spliced(struct engine *e, uint32_t state, struct slice text)
{
	const struct engine_plain plain = e->plain[state];

	e->uses[e->use_count++] = plain.use;
	if (e->searches)
		net_show(&e->net, plain.field, TYPE_ANY, text);
}

/*
 * Applies the rule of engine_leaf() at this state to a decoded value.
 * LEAF_DROP, LEAF_SPLICE and LEAF_REJECT mean the same as above; LEAF_APPLY
 * that e->result holds the new value, whose kind is *kind (VALUE_NULL: null).
 * The result is valid until the next call.
 */
enum leaf engine_apply(struct engine *e, uint32_t state,
    const struct rule *rule, const struct value *in, enum value_kind *kind);

/* engine_container() where a path ends. */
enum leaf engine_container_any(struct engine *e, uint32_t state);

/*
 * Asks about a container (object, array, element with children) at a state,
 * before it is entered: LEAF_SPLICE to enter it, LEAF_DROP to leave it out,
 * LEAF_REJECT because a rule expects a value here.
 */
static inline enum leaf
engine_container(struct engine *e, uint32_t state)
{
	if (e->machine->states[state].winner == MACHINE_NONE)
		return LEAF_SPLICE;
	return engine_container_any(e, state);
}

/*
 * The fields of the record's kind that the input does not have, by their
 * number: after engine_decide() the format asks once about each.  The value is
 * in e->result as after engine_apply() if the answer is LEAF_APPLY; LEAF_DROP
 * means that it is not written, LEAF_REJECT that the record is rejected.
 */
static inline size_t
engine_new_count(const struct engine *e)
{
	return e->kind->new_count;
}

static inline const struct path *
engine_new_path(const struct engine *e, size_t i)
{
	return &e->kind->fields[e->kind->field_count + i].path;
}

enum leaf engine_make(struct engine *e, size_t i, enum value_kind *kind);

/* Rejects the record for a reason that the format found.  Returns -1. */
int engine_reject(struct engine *e, enum reason reason);

/* engine_reject() with the path of an act mode state that a rule is about. */
int engine_reject_at(struct engine *e, uint32_t state, enum reason reason);

/* engine_reject() with a path of the policy. */
int engine_reject_path(struct engine *e, enum reason reason, struct slice path);

/*
 * Ends a record that was walked without rejection: missing fields may reject
 * it, and what came out of it that never may.  Counts it.  -1: rejected.  After
 * a rejection from any call, calling this is allowed and returns -1.
 */
int engine_end(struct engine *e);

#endif
