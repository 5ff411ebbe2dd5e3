#include "run/sample_diff.h"

/* The values that left of one record. */
struct output {
	const struct sample_value *all;
	size_t count;
};

/* Takes those of a record off the list that begins at *next. */
static struct output
take(const struct sample *s, size_t record, size_t *next)
{
	const struct sample_values *values = &s->after;
	struct output o = { values->all + *next, 0 };
	uint64_t written = record < s->count ? s->records[record].written : 0;

	while (written > 0 && *next < values->count &&
	       values->all[*next].record == written) {
		++*next;
		o.count++;
	}
	return o;
}

/* The next value at a place, from *i on, or NULL. */
static const struct sample_value *
next_at(const struct output *o, struct slice place, size_t *i)
{
	while (*i < o->count) {
		const struct sample_value *v = &o->all[(*i)++];

		if (slice_equal(v->place, place))
			return v;
	}
	return NULL;
}

static bool
is_sealed(const struct sample_value *v)
{
	return slice_starts(v->value.text, slice_text("sb1."));
}

static bool
same_values(const struct output *a, const struct output *b, struct slice place)
{
	size_t i = 0, k = 0;

	for (;;) {
		const struct sample_value *x = next_at(a, place, &i);
		const struct sample_value *y = next_at(b, place, &k);

		if (x == NULL || y == NULL)
			return x == y;
		if (!slice_equal(x->value.text, y->value.text) &&
		    !(is_sealed(x) && is_sealed(y)))
			return false;
	}
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

/* Whether an earlier value of the record stands at the same place. */
static bool
is_repeated(const struct output *o, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slice_equal(o->all[k].place, o->all[i].place))
			return true;
	return false;
}

static bool
note(struct sample_changes *c, struct arena *arena, const struct output *a,
    const struct output *b, struct slice place)
{
	size_t i = 0, k = 0;
	bool before = next_at(a, place, &i) != NULL;
	bool after = next_at(b, place, &k) != NULL;
	struct sample_change *change;

	if (before && after && same_values(a, b, place))
		return true;
	change = find_change(c, arena, place);
	if (change == NULL)
		return false;
	change->appears += !before;
	change->disappears += !after;
	change->changes += before && after;
	return true;
}

static bool
compare(struct sample_changes *c, struct arena *arena, const struct output *a,
    const struct output *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (!is_repeated(b, i) &&
		    !note(c, arena, a, b, b->all[i].place))
			return false;
	for (size_t i = 0; i < a->count; i++) {
		size_t k = 0;

		if (!is_repeated(a, i) &&
		    next_at(b, a->all[i].place, &k) == NULL &&
		    !note(c, arena, a, b, a->all[i].place))
			return false;
	}
	return true;
}

bool
sample_diff(const struct sample *older, const struct sample *newer,
    struct arena *arena, struct sample_changes *changes)
{
	size_t n = older->count > newer->count ? older->count : newer->count;
	size_t next[2] = { 0, 0 };

	*changes = (struct sample_changes){ .records = n };
	for (size_t i = 0; i < n; i++) {
		struct output a = take(older, i, &next[0]);
		struct output b = take(newer, i, &next[1]);

		changes->written[0] +=
		    i < older->count && older->records[i].written > 0;
		changes->written[1] +=
		    i < newer->count && newer->records[i].written > 0;
		if (!compare(changes, arena, &a, &b))
			return false;
	}
	return true;
}
