#include <stdlib.h>

#include "base/limits.h"
#include "match/machine_inner.h"
#include "match/selector.h"

static void
list_add(struct machine_builder *b, struct machine_list *list, uint64_t item)
{
	if (list->count == list->cap &&
	    !arena_grow(&b->scratch, (void **)&list->items, &list->cap,
		sizeof(*list->items)))
		return;
	list->items[list->count++] = item;
}

static int
item_order(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

static void
list_unique(struct machine_list *list)
{
	size_t kept = 0;

	if (list->count > 1)
		qsort(
		    list->items, list->count, sizeof(*list->items), item_order);
	for (size_t i = 0; i < list->count; i++)
		if (kept == 0 || list->items[kept - 1] != list->items[i])
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static struct slice
list_bytes(const struct machine_list *list)
{
	return (struct slice){ (const uint8_t *)list->items,
		list->count * sizeof(*list->items) };
}

/* Adds a position; a ** may be left at once for what follows it. */
static void
collect(struct machine_builder *b, uint64_t at)
{
	list_add(b, &b->next, at);
	while (machine_is_kind(&b->positions[at & ~MACHINE_INSIDE], STEP_DEEP))
		list_add(b, &b->next, ++at);
}

/* The state of the positions collected, which are forgotten. */
static uint32_t
close_set(struct machine_builder *b)
{
	uint32_t state;

	list_unique(&b->next);
	state = intern_add(&b->sets, list_bytes(&b->next));
	b->next.count = 0;
	if (state == INTERN_NONE || state >= LIMIT_STATES) {
		b->failed = true;
		return MACHINE_DEAD;
	}
	return state;
}

static struct machine_set
set_of(const struct machine_builder *b, uint32_t state)
{
	struct slice bytes = b->sets.items[state];

	return (struct machine_set){ (const uint64_t *)(const void *)bytes.p,
		bytes.len / sizeof(uint64_t) };
}

static bool
set_has(const struct machine_builder *b, struct machine_set set,
    enum step_kind kind)
{
	for (size_t i = 0; i < set.count; i++)
		if (machine_is_kind(machine_position_in(b, set, i), kind))
			return true;
	return false;
}

/* Stays at every ** of a set: it takes any name and any element. */
static void
collect_deep(struct machine_builder *b, struct machine_set set)
{
	for (size_t i = 0; i < set.count; i++)
		if (machine_is_kind(machine_position_in(b, set, i), STEP_DEEP))
			collect(b, set.items[i]);
}

/* What the elements of an array can be, or its first one. */
static uint32_t
state_of_elements(struct machine_builder *b, struct machine_set set, bool first)
{
	for (size_t i = 0; i < set.count; i++) {
		const struct machine_position *position =
		    machine_position_in(b, set, i);

		if (machine_is_kind(position, STEP_EACH) ||
		    (first && machine_is_kind(position, STEP_FIRST)))
			collect(b, set.items[i] + 1);
		else if (machine_is_kind(position, STEP_DEEP))
			collect(b, set.items[i]);
		else if (machine_is_kind(position, STEP_SELECT) &&
			 (set.items[i] & MACHINE_INSIDE) == 0)
			collect(b, set.items[i] | MACHINE_INSIDE);
	}
	return close_set(b);
}

/* What an object can be whose operands have the classes of a sum. */
static uint32_t
state_of_object(struct machine_builder *b, struct machine_set set,
    const struct machine_selector *selector, uint32_t sum)
{
	for (size_t i = 0; i < set.count; i++) {
		const struct machine_position *position =
		    machine_position_in(b, set, i);

		if (machine_is_kind(position, STEP_SELECT)) {
			if (selector_holds(selector, position->step, sum))
				collect(
				    b, (set.items[i] & ~MACHINE_INSIDE) + 1);
		} else if (!machine_is_kind(position, STEP_EACH) &&
			   !machine_is_kind(position, STEP_FIRST)) {
			collect(b, set.items[i]);
		}
	}
	return close_set(b);
}

/* The SELECT steps of a set, in the scratch arena. */
static const struct step *const *
select_steps(struct machine_builder *b, struct machine_set set, size_t *n)
{
	const struct step **steps =
	    arena_array(&b->scratch, set.count, sizeof(*steps));

	*n = 0;
	for (size_t i = 0; steps != NULL && i < set.count; i++)
		if (machine_is_kind(
			machine_position_in(b, set, i), STEP_SELECT))
			steps[(*n)++] = machine_position_in(b, set, i)->step;
	return steps;
}

static const struct machine_selector *
build_selector(struct machine_builder *b, struct machine_set set)
{
	struct machine_selector *selector =
	    arena_alloc(b->out, sizeof(*selector));
	size_t n;
	const struct step *const *steps = select_steps(b, set, &n);
	uint32_t sums = 0, *to = NULL;

	if (selector != NULL && steps != NULL)
		sums = selector_init(selector, b->out, steps, n);
	if (sums > 0)
		to = arena_array(b->out, sums, sizeof(*to));
	if (to == NULL) {
		b->failed = true;
		return NULL;
	}
	for (uint32_t sum = 0; sum < sums && !machine_failed(b); sum++)
		to[sum] = state_of_object(b, set, selector, sum);
	selector->to = to;
	return selector;
}

/* The moves by names out of a set, sorted by name. */
static void
collect_moves(struct machine_builder *b, struct machine_set set)
{
	b->moves.count = 0;
	for (size_t i = 0; i < set.count; i++) {
		const struct machine_position *position =
		    machine_position_in(b, set, i);

		if (machine_is_kind(position, STEP_NAME))
			list_add(b, &b->moves,
			    (uint64_t)position->name << 32 |
				(set.items[i] + 1));
	}
	list_unique(&b->moves);
}

static uint32_t
move_name(const struct machine_list *moves, size_t i)
{
	return (uint32_t)(moves->items[i] >> 32);
}

/* How many different names the moves have. */
static size_t
count_names(const struct machine_list *moves)
{
	size_t n = 0;

	for (size_t i = 0; i < moves->count; i++)
		n += i == 0 || move_name(moves, i - 1) != move_name(moves, i);
	return n;
}

/* An empty table that n edges fill at most by half; false without memory. */
static bool
make_table(
    struct arena *a, size_t n, struct machine_edge **edges, uint64_t *mask)
{
	size_t places = 2;

	while (places < 2 * n)
		places *= 2;
	*edges = arena_array(a, places, sizeof(**edges));
	*mask = places - 1;
	return *edges != NULL;
}

static void
put_edge(
    struct machine_edge *edges, uint64_t mask, struct slice name, uint32_t to)
{
	uint64_t sign = machine_sign(name.p, name.len);
	uint64_t i = machine_place(sign) & mask;

	if (to == MACHINE_DEAD)
		return;
	while (edges[i].name.p != NULL)
		i = (i + 1) & mask;
	edges[i] = (struct machine_edge){ sign, name, to };
}

static void
build_edges(struct machine_builder *b, struct machine_set set,
    struct machine_state *state)
{
	bool deep = set_has(b, set, STEP_DEEP);
	const struct machine_list *moves = &b->moves;
	struct machine_edge *edges;
	uint32_t name = 0;
	size_t n, i = 0;

	collect_moves(b, set);
	n = deep ? b->names.count : count_names(moves);
	if (n == 0 || !make_table(b->out, n, &edges, &state->mask))
		return;
	state->edges = edges;
	while (n-- > 0 && !machine_failed(b)) {
		/* Names in order: all of them, or those that have moves. */
		if (!deep)
			name = move_name(moves, i);
		collect_deep(b, set);
		for (; i < moves->count && move_name(moves, i) == name; i++)
			collect(b, (uint32_t)moves->items[i]);
		put_edge(edges, state->mask, b->spelling[name], close_set(b));
		name++;
	}
}

static void
collect_accepts(struct machine_builder *b, struct machine_set set,
    struct machine_state *state)
{
	uint32_t *accepts, n = 0;

	for (size_t i = 0; i < set.count; i++)
		n += machine_position_in(b, set, i)->step == NULL;
	state->winner = MACHINE_NONE;
	if (n == 0)
		return;
	accepts = arena_array(b->out, n, sizeof(*accepts));
	if (accepts == NULL)
		return;
	for (size_t i = 0; i < set.count; i++)
		if (machine_position_in(b, set, i)->step == NULL)
			accepts[state->accept_count++] =
			    machine_position_in(b, set, i)->path;
	state->accepts = accepts;
}

static void
build_state(
    struct machine_builder *b, uint32_t number, struct machine_state *state)
{
	struct machine_set set = set_of(b, number);

	collect_accepts(b, set, state);
	state->winner = machine_winner(b, state);
	machine_tell_overlaps(b, set, state);
	if (set_has(b, set, STEP_SELECT))
		state->selector = build_selector(b, set);
	else
		build_edges(b, set, state);
	state->each = state_of_elements(b, set, false);
	state->first = state_of_elements(b, set, true);
}

/* Builds the states in the order in which their sets were first seen. */
static void
build_states(struct machine_builder *b)
{
	for (uint32_t i = 0; i < b->sets.count && !machine_failed(b); i++) {
		if (b->state_count == b->state_cap &&
		    !arena_grow(&b->scratch, (void **)&b->states, &b->state_cap,
			sizeof(*b->states)))
			return;
		build_state(b, i, &b->states[b->state_count++]);
	}
}

static uint32_t
number_name(struct machine_builder *b, struct slice name)
{
	uint32_t number = intern_add(&b->names, name);

	if (number != INTERN_NONE)
		b->spelling[number] = name;
	return number;
}

static void
add_positions(struct machine_builder *b, uint32_t number,
    struct machine_position *position)
{
	const struct path *path = b->paths[number];
	bool after_deep = false;

	for (size_t i = 0; i <= path->step_count; i++) {
		position[i].path = number;
		position[i].after_deep = after_deep;
		if (i == path->step_count)
			break;
		position[i].step = &path->steps[i];
		after_deep = path->steps[i].kind == STEP_DEEP;
		if (path->steps[i].kind == STEP_NAME)
			position[i].name = number_name(b, path->steps[i].name);
	}
}

/* Numbers the positions of all paths, and their names. */
static void
build_positions(struct machine_builder *b, size_t n)
{
	uint64_t count = 0;

	b->first = arena_array(&b->scratch, n, sizeof(*b->first));
	for (size_t i = 0; i < n && !machine_failed(b); i++) {
		b->first[i] = count;
		count += b->paths[i]->step_count + 1;
	}
	if (count > UINT32_MAX || n > UINT32_MAX)
		b->failed = true;
	b->positions = arena_array(&b->scratch, count, sizeof(*b->positions));
	b->spelling = arena_array(&b->scratch, count, sizeof(*b->spelling));
	for (size_t i = 0; i < n && !machine_failed(b); i++)
		add_positions(b, (uint32_t)i, &b->positions[b->first[i]]);
}

/* The number of the state in which all paths begin. */
static uint32_t
start(struct machine_builder *b, size_t n)
{
	/* The first set, the empty one, is MACHINE_DEAD. */
	close_set(b);
	for (size_t i = 0; i < n && !machine_failed(b); i++)
		collect(b, b->first[i]);
	return close_set(b);
}

static struct machine *
finish(struct machine_builder *b, uint32_t start)
{
	struct machine *machine = arena_alloc(b->out, sizeof(*machine));
	struct machine_state *states =
	    arena_array(b->out, b->state_count, sizeof(*states));

	if (machine == NULL || states == NULL)
		return NULL;
	memcpy(states, b->states, b->state_count * sizeof(*states));
	*machine = (struct machine){
		.states = states,
		.state_count = (uint32_t)b->state_count,
		.start = start,
	};
	return machine;
}

const struct machine *
machine_build(struct arena *a, const struct path *const *paths, size_t n,
    machine_overlap_fn *overlap, void *ctx)
{
	struct machine_builder b = {
		.out = a,
		.paths = paths,
		.overlap = overlap,
		.ctx = ctx,
	};
	struct machine *machine = NULL;
	uint32_t first;

	arena_init(&b.scratch, LIMIT_PROGRAM);
	intern_init(&b.names, &b.scratch);
	intern_init(&b.sets, &b.scratch);
	intern_init(&b.pairs, &b.scratch);
	build_positions(&b, n);
	if (!machine_failed(&b)) {
		first = start(&b, n);
		build_states(&b);
		if (!machine_failed(&b))
			machine = finish(&b, first);
	}
	arena_release(&b.scratch);
	return machine;
}
