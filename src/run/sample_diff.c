#include "run/sample_diff.h"

#include "run/contrast.h"

/* Takes those of a record off the list that begins at *next. */
static struct contrast_values
take(const struct sample *s, size_t record, size_t *next)
{
	const struct sample_values *values = &s->after;
	struct contrast_values o = { values->all + *next, 0 };
	uint64_t written = record < s->count ? s->records[record].written : 0;

	while (written > 0 && *next < values->count &&
	       values->all[*next].record == written) {
		++*next;
		o.count++;
	}
	return o;
}

static bool
is_sealed(const struct sample_value *v)
{
	return slice_starts(v->value.text, slice_text("sb1."));
}

static bool
are_sealed(
    void *ctx, const struct sample_value *a, const struct sample_value *b)
{
	(void)ctx;
	return is_sealed(a) && is_sealed(b);
}

static struct sample_change *
find_change(struct sample_changes *c, struct arena *a, struct slice place)
{
	struct sample_change *grown;

	for (size_t i = 0; i < c->count; i++)
		if (slice_equal(c->all[i].place, place))
			return &c->all[i];
	if (c->count == c->room) {
		c->room = c->room == 0 ? 64 : c->room * 2;
		grown = arena_array(a, c->room, sizeof(*grown));
		if (grown == NULL)
			return NULL;
		if (c->count > 0)
			memcpy(grown, c->all, c->count * sizeof(*grown));
		c->all = grown;
	}
	c->all[c->count] = (struct sample_change){ .place = place };
	return &c->all[c->count++];
}

/* Changes as they are told. */
struct listing {
	struct sample_changes *changes;
	struct arena *arena;
};

static void
note(void *ctx, const struct contrast *found)
{
	const struct listing *l = ctx;
	struct sample_change *change =
	    find_change(l->changes, l->arena, found->name);

	if (change == NULL)
		return;
	change->appears += found->what == CONTRAST_APPEARS;
	change->disappears += found->what == CONTRAST_DISAPPEARS;
	change->changes += found->what == CONTRAST_CHANGES;
}

bool
sample_diff(const struct sample *older, const struct sample *newer,
    struct arena *arena, struct sample_changes *changes)
{
	size_t n = older->count > newer->count ? older->count : newer->count;
	size_t next[2] = { 0, 0 };
	struct listing listing = { changes, arena };
	const struct contrast_job job = {
		.same = are_sealed, .tell = note, .ctx = &listing
	};

	*changes = (struct sample_changes){ .records = n };
	for (size_t i = 0; i < n; i++) {
		struct contrast_values a = take(older, i, &next[0]);
		struct contrast_values b = take(newer, i, &next[1]);

		changes->written[0] +=
		    i < older->count && older->records[i].written > 0;
		changes->written[1] +=
		    i < newer->count && newer->records[i].written > 0;
		if (contrast_values(&job, i + 1, &a, &b) < 0)
			return false;
	}
	return !arena->failed;
}
