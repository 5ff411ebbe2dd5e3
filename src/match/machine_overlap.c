#include "match/machine_inner.h"
#include "match/specific.h"

uint32_t
machine_winner(
    const struct machine_builder *b, const struct machine_state *state)
{
	uint32_t winner;

	if (state->accept_count == 0)
		return MACHINE_NONE;
	winner = state->accepts[0];
	for (uint32_t i = 1; i < state->accept_count; i++)
		if (specific_than(
			b->paths[state->accepts[i]], b->paths[winner]))
			winner = state->accepts[i];
	for (uint32_t i = 0; i < state->accept_count; i++)
		if (state->accepts[i] != winner &&
		    !specific_than(
			b->paths[winner], b->paths[state->accepts[i]]))
			return MACHINE_NONE;
	return winner;
}

/* Tells an overlap, unless it was told before. */
static void
tell(struct machine_builder *b, uint32_t x, uint32_t y, bool inside)
{
	uint32_t known = b->pairs.count;
	uint32_t key[3] = { x, y, inside };
	struct machine_overlap o = { x, y, MACHINE_NONE, inside };

	if (intern_add(&b->pairs,
		(struct slice){ (const uint8_t *)key, sizeof(key) }) != known)
		return;
	if (!inside && specific_than(b->paths[x], b->paths[y]))
		o.winner = x;
	else if (!inside && specific_than(b->paths[y], b->paths[x]))
		o.winner = y;
	b->overlap(b->ctx, &o);
}

/* Whether a path goes on here by itself, not only because of a **. */
static bool
goes_on(const struct machine_position *position)
{
	return position->step != NULL && position->step->kind != STEP_DEEP &&
	       !position->after_deep;
}

static void
tell_ends(struct machine_builder *b, struct machine_set set,
    const struct machine_state *state)
{
	const uint32_t *accepts = state->accepts;

	for (uint32_t i = 0; i < state->accept_count && !machine_failed(b);
	     i++) {
		for (uint32_t k = i + 1; k < state->accept_count; k++)
			tell(b, accepts[i], accepts[k], false);
		for (size_t k = 0; k < set.count; k++) {
			const struct machine_position *other =
			    machine_position_in(b, set, k);

			if (goes_on(other) && other->path != accepts[i])
				tell(b, accepts[i], other->path, true);
		}
	}
}

static bool
is_place(const struct machine_position *position, enum step_place place)
{
	return machine_is_kind(position, STEP_NAME) &&
	       position->step->place == place;
}

/* Paths to the text of an element, and others that go on in it. */
static void
tell_texts(struct machine_builder *b, struct machine_set set)
{
	for (size_t i = 0; i < set.count && !machine_failed(b); i++) {
		const struct machine_position *text =
		    machine_position_in(b, set, i);

		for (size_t k = 0; is_place(text, STEP_TEXT) && k < set.count;
		     k++) {
			const struct machine_position *other =
			    machine_position_in(b, set, k);

			if (other->path != text->path && goes_on(other) &&
			    is_place(other, STEP_CHILD))
				tell(b, text->path, other->path, true);
		}
	}
}

void
machine_tell_overlaps(struct machine_builder *b, struct machine_set set,
    const struct machine_state *state)
{
	if (b->overlap == NULL)
		return;
	tell_ends(b, set, state);
	tell_texts(b, set);
}
