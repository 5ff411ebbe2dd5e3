/*
 * Filters one message.
 *
 * A walk goes line by line, field by field, repetition by repetition, down to
 * components and subcomponents, as deep as the policy's paths go.  The same
 * walk serves look mode, in which nothing leaves.
 */
#include "format/hl7v2.h"

#include "format/hl7v2_filter.h"
#include "format/hl7v2_new.h"

static inline bool
select_state(struct hl7v2_filter *w, struct slice raw, uint32_t *state)
{
	const struct machine_selector *selector = w->steps[*state].selector;

	return selector == NULL || hl7v2_decide(w, selector, raw, state);
}

/*
 * The field of a line that is not as all others: it may hold a document, or is
 * the character set.  0: there is none.
 */
static inline uint32_t
special_field(const struct hl7v2_filter *w)
{
	if (hl7v2_in_header(w))
		return w->m->hprim ? 0 : HL7V2_CHARSET_FIELD;
	if (!slice_starts(w->line->text, slice_text("OBX")))
		return 0;
	return hl7v2_fields_before(w) + 5;
}

/* Parts between marks, of which some are looked at. */
struct parts {
	const uint8_t *p, *end; /* from the part `number` on */
	size_t number;
};

/* Goes on to the part with a number, that of the last one or a larger one;
 * false if there are not so many. */
static inline bool
find_part(const struct hl7v2_filter *w, struct parts *parts,
    enum hl7v2_mark mark, size_t number, struct slice *part)
{
	if (!hl7v2_index_go_on(w->index, mark, &parts->p, parts->end,
		number - parts->number, part))
		return false;
	parts->number = number;
	return true;
}

/* Whether there are not more parts than may be, those not looked at too. */
static inline bool
are_few(struct hl7v2_filter *w, const struct parts *parts, enum hl7v2_mark mark)
{
	size_t max = w->limits->members;
	const uint8_t *p = parts->p;
	struct slice part;

	/* Those that remain are fewer than their bytes. */
	return parts->number + (size_t)(parts->end - p) < max ||
	       !hl7v2_index_go_on(w->index, mark, &p, parts->end,
		   max + 1 - parts->number, &part) ||
	       hl7v2_fail(w, REASON_MEMBERS);
}

/* Whether the engine lets a part that has parts be entered. */
static bool
enter(struct hl7v2_filter *w, uint32_t *state)
{
	if (w->looking) {
		engine_sight_container(w->e, *state);
		return true;
	}
	switch (engine_container(w->e, *state)) {
	case LEAF_REJECT:
		return false;
	case LEAF_DROP:
		*state = MACHINE_DEAD;
		break;
	default:
		break;
	}
	return true;
}

/* Whether a value without marks leaves as it is, whatever the record says. */
static inline bool
is_copied(const struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	return !w->asks && raw.len <= w->limits->value &&
	       engine_plain_leaf(w->e, state) == LEAF_SPLICE;
}

/* A value at a state where a path ends, about which the engine is asked. */
static __attribute__((noinline)) bool
ask(struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	return w->looking ? hl7v2_look(w, raw, state)
			  : hl7v2_act(w, raw, state);
}

/* A value at a state where a path ends. */
static inline bool
meet(struct hl7v2_filter *w, struct slice raw, bool plain, uint32_t state)
{
	if (!plain || !is_copied(w, raw, state))
		return ask(w, raw, state);
	engine_note_spliced(w->e, state, raw);
	hl7v2_write_raw(&w->out, w->at, raw);
	return true;
}

/* A value, which is also its own first part, and that part's. */
static inline __attribute__((always_inline)) bool
filter_value(
    struct hl7v2_filter *w, struct slice raw, bool plain, uint32_t state)
{
	const struct hl7v2_steps *steps = &w->steps[state];

	while (!steps->stops || meet(w, raw, plain, state)) {
		if (steps->first == steps->end || steps->first->number != 1)
			return true;
		state = steps->first->to;
		steps = &w->steps[state];
	}
	return false;
}

/* A part that is not empty. */
typedef bool part_fn(
    struct hl7v2_filter *w, struct slice raw, const struct hl7v2_step *step);

/* Goes over the components of a repetition, or the parts of a component. */
static inline __attribute__((always_inline)) bool
filter_parts(struct hl7v2_filter *w, struct slice raw, uint32_t state,
    enum hl7v2_mark mark, part_fn *filter)
{
	struct parts parts = { raw.p, raw.p + raw.len, 1 };
	const struct hl7v2_step *step, *end;
	struct slice part;

	if (w->steps[state].stops && !enter(w, &state))
		return false;
	step = w->steps[state].first;
	end = w->steps[state].end;
	for (; step < end; step++) {
		if (!find_part(w, &parts, mark, step->number, &part))
			return true;
		if (part.len > 0 && !filter(w, part, step))
			return false;
	}
	return state == MACHINE_DEAD || are_few(w, &parts, mark);
}

static inline bool
filter_sub(
    struct hl7v2_filter *w, struct slice raw, const struct hl7v2_step *step)
{
	w->at = hl7v2_place_of(
	    hl7v2_field_of(w->at), hl7v2_component_of(w->at), step->number);
	return filter_value(
	    w, raw, hl7v2_index_is_plain(w->index, raw), step->to);
}

static bool
filter_subs(struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	return filter_parts(w, raw, state, HL7V2_SUB, filter_sub);
}

static inline bool
filter_component(
    struct hl7v2_filter *w, struct slice raw, const struct hl7v2_step *step)
{
	bool plain = hl7v2_index_is_plain(w->index, raw);

	w->at = hl7v2_place_of(hl7v2_field_of(w->at), step->number, 1);
	return plain || !hl7v2_index_has(w->index, raw, HL7V2_SUB)
		   ? filter_value(w, raw, plain, step->to)
		   : filter_subs(w, raw, step->to);
}

static inline __attribute__((always_inline)) bool
filter_components(struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	return filter_parts(w, raw, state, HL7V2_COMPONENT, filter_component);
}

/* A repetition that is not empty; plain: it is known to hold no mark. */
static inline __attribute__((always_inline)) bool
filter_repetition(
    struct hl7v2_filter *w, struct slice raw, bool plain, uint32_t state)
{
	if (!select_state(w, raw, &state))
		return false;
	if (state == MACHINE_DEAD)
		return true;
	hl7v2_write_repetition(&w->out);
	w->at = hl7v2_place_of(hl7v2_field_of(w->at), 1, 1);
	return plain || hl7v2_is_value(w, raw, HL7V2_LEVEL_REPETITION)
		   ? filter_value(w, raw, plain, state)
		   : filter_components(w, raw, state);
}

static __attribute__((noinline)) bool
filter_repetitions(struct hl7v2_filter *w, struct slice field, uint32_t state)
{
	struct slice raw;
	size_t n = 0;

	while (hl7v2_index_next(w->index, &field, HL7V2_REPETITION, &raw)) {
		if (n++ == w->limits->members)
			return hl7v2_fail(w, REASON_MEMBERS);
		if (raw.len > 0 && !filter_repetition(w, raw, false, state))
			return false;
	}
	return true;
}

/* Whether the engine is asked about each value of a special field. */
static bool
asks_in_special(struct hl7v2_filter *w, struct slice field)
{
	if (!hl7v2_in_header(w))
		w->enclosed = hl7v2_leads_to_document(w, field);
	return w->enclosed || hl7v2_in_header(w);
}

/* A field that is not empty; special: see special_field(). */
static inline bool
filter_field(
    struct hl7v2_filter *w, struct slice field, bool special, uint32_t state)
{
	bool asks = w->looking;

	w->enclosed = false;
	if (special && !asks)
		asks = asks_in_special(w, field);
	w->asks = asks;
	return hl7v2_index_is_plain(w->index, field)
		   ? filter_repetition(w, field, true, state)
		   : filter_repetitions(w, field, state);
}

/* Goes over the fields of a line. */
static inline bool
filter_fields(struct hl7v2_filter *w, uint32_t state)
{
	const struct hl7v2_step *step = w->steps[state].first;
	const struct hl7v2_step *end = w->steps[state].end;
	const uint32_t before = hl7v2_fields_before(w);
	const uint32_t special = special_field(w);
	struct slice field;

	for (; step < end; step++) {
		if (!hl7v2_message_part(
			w->m, w->line, step->number - before, &field))
			return true;
		w->at = hl7v2_place_of(step->number, 1, 1);
		if (field.len > 0 && !filter_field(w, field,
					 step->number == special, step->each))
			return false;
	}
	return w->line->last - w->line->first + before <= w->limits->members ||
	       hl7v2_fail(w, REASON_MEMBERS);
}

/* The state to which the name of a line leads. */
static inline uint32_t
state_of(const struct hl7v2_filter *w, struct slice name)
{
	return engine_child(
	    w->e, engine_start(w->e), name, machine_sign(name.p, name.len));
}

/* What is in a line, at the state to which its name leads. */
static bool
filter_line(
    struct hl7v2_filter *w, const struct hl7v2_line *line, uint32_t state)
{
	w->line = line;
	return select_state(w, (struct slice){ NULL, 0 }, &state) &&
	       filter_fields(w, state);
}

static bool
filter_header(struct hl7v2_filter *w)
{
	const struct hl7v2_line *line = w->m->lines.items;
	uint32_t state =
	    state_of(w, (struct slice){ line->text.p, w->m->name });

	if (!w->looking)
		hl7v2_write_header(&w->out);
	if (state != MACHINE_DEAD && !filter_line(w, line, state))
		return false;
	if (!w->looking)
		hl7v2_write_end(&w->out);
	return true;
}

/* A line behind the header. */
static inline bool
filter_other(struct hl7v2_filter *w, const struct hl7v2_line *line,
    struct slice name, uint32_t state, bool must_be)
{
	if (!w->looking)
		hl7v2_write_line(&w->out, name, w->m->hprim);
	if (must_be && !w->looking)
		hl7v2_write_name(&w->out);
	if (!filter_line(w, line, state))
		return false;
	if (!w->looking)
		hl7v2_write_end(&w->out);
	return true;
}

/* Whether something new may be put into lines of a name. */
static inline bool
is_place_of_new(const struct hl7v2_filter *w, struct slice name)
{
	return !w->looking && engine_new_count(w->e) > 0 &&
	       hl7v2_new_in(w->e, name);
}

/* state_of() a segment, quickly where one that began so was met before. */
static inline uint32_t
state_of_segment(
    const struct hl7v2_filter *w, struct hl7v2_names *names, struct slice name)
{
	uint32_t begin = hl7v2_name_of(name.p), state;
	size_t place = hl7v2_name_place(begin);

	if (names->to[place].name == begin)
		return names->to[place].state;
	state = state_of(w, name);
	names->to[place].name = begin;
	names->to[place].state = state;
	return state;
}

/* Forgets what is known of another machine. */
static struct hl7v2_names *
names_of(struct hl7v2_scratch *s, const struct machine *machine)
{
	if (s->names.machine != machine)
		s->names = (struct hl7v2_names){ .machine = machine };
	return &s->names;
}

/* The lines of HL7 v2, whose names have one length. */
static bool
filter_segments(struct hl7v2_filter *w)
{
	const struct hl7v2_lines *lines = &w->m->lines;
	struct hl7v2_names *names = names_of(w->s, w->e->machine);

	for (size_t i = 1; i < lines->count; i++) {
		const struct hl7v2_line *line = &lines->items[i];
		struct slice name = { line->text.p, 3 };
		uint32_t state = state_of_segment(w, names, name);
		bool must_be = is_place_of_new(w, name);

		if ((state != MACHINE_DEAD || must_be) &&
		    !filter_other(w, line, name, state, must_be))
			return false;
	}
	return true;
}

/* The lines of HPRIM; the last one must be there, also without any field. */
static bool
filter_hprim_lines(struct hl7v2_filter *w)
{
	const struct hl7v2_lines *lines = &w->m->lines;

	for (size_t i = 1; i < lines->count; i++) {
		const struct hl7v2_line *line = &lines->items[i];
		struct slice name = hl7v2_message_name(w->m, line->text);
		uint32_t state = state_of(w, name);
		bool must_be =
		    i + 1 == lines->count || is_place_of_new(w, name);

		if ((state != MACHINE_DEAD || must_be) &&
		    !filter_other(w, line, name, state, must_be))
			return false;
	}
	return true;
}

static bool
walk_message(struct hl7v2_filter *w, bool looking)
{
	w->looking = looking;
	w->steps = looking ? w->s->look
			   : w->s->kinds[w->e->kind - w->e->program->kinds];
	return filter_header(w) &&
	       (w->m->hprim ? filter_hprim_lines(w) : filter_segments(w));
}

/* Adds what the input does not have. */
static bool
add_new(struct hl7v2_filter *w)
{
	struct buf *out = w->out.out;

	return engine_new_count(w->e) == 0 || out->failed ||
	       hl7v2_new_add(w->e, w->m, out, w->out.begin, &w->s->text) == 0;
}

static bool
look_then_act(struct hl7v2_filter *w, struct slice record)
{
	enum reason reason =
	    hl7v2_message_read(&w->s->message, record, w->limits->members);

	if (reason != REASON_NONE)
		return hl7v2_fail(w, reason);
	if (engine_looks(w->e) && !walk_message(w, true))
		return false;
	if (engine_decide(w->e) < 0 || !walk_message(w, false) || !add_new(w))
		return false;
	reason = hl7v2_write_finish(&w->out, &w->s->text);
	return reason == REASON_NONE || hl7v2_fail(w, reason);
}

static enum filtered
hl7v2_filter(
    const struct piece *piece, struct engine *e, void *scratch, struct buf *out)
{
	struct hl7v2_scratch *s = scratch;
	size_t before = out->len;
	struct hl7v2_filter w = {
		.e = e,
		.limits = &e->program->limits,
		.s = s,
		.m = &s->message,
		.index = &s->message.index,
		.out = hl7v2_writer_of(&s->message, out),
	};

	engine_begin(e, piece->record);
	look_then_act(&w, piece->record);
	if (engine_end(e) == 0)
		return FILTERED_WRITTEN;
	out->len = before;
	return FILTERED_REJECTED;
}

const struct format format_hl7v2 = {
	.id = FORMAT_HL7V2,
	.split = hl7v2_split,
	.filter = hl7v2_filter,
	.scratch_new = hl7v2_scratch_new,
	.scratch_free = hl7v2_scratch_free,
	.walk = hl7v2_walk,
	.walk_new = hl7v2_walk_new,
	.walk_free = hl7v2_walk_free,
};
