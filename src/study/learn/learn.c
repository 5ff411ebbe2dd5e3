#include "study/learn/learn.h"

#include <stdlib.h>

#include "base/limits.h"
#include "study/learn/learn_seen.h"

#define TABLE (4 * LIMIT_FIELDS) /* slots, so that most are free */
#define ROOM  16                 /* of a new table of different values */
#define MOST  (2 * LEARN_DIFFERENT)

/* FNV-1a with 64 bits. */
static uint64_t
hash(uint64_t h, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ s.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

#define HASH_START UINT64_C(0xcbf29ce484222325)

struct learner *
learn_new(enum format_id format)
{
	struct learner *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	arena_init(&l->arena, LIMIT_PROGRAM);
	l->format = format;
	l->seen = arena_array(&l->arena, LIMIT_FIELDS, sizeof(*l->seen));
	l->table = arena_array(&l->arena, TABLE, sizeof(*l->table));
	if (!l->arena.failed)
		return l;
	learn_free(l);
	return NULL;
}

void
learn_free(struct learner *l)
{
	if (l == NULL)
		return;
	arena_release(&l->arena);
	free(l);
}

/* The slot of a place: its number is there, or 0. */
static uint32_t *
find_slot(const struct learner *l, struct slice place)
{
	size_t i = hash(HASH_START, place) % TABLE;

	while (l->table[i] != 0 &&
	       !slice_equal(l->seen[l->table[i] - 1].place, place))
		i = (i + 1) % TABLE;
	return &l->table[i];
}

struct seen *
learn_find(const struct learner *l, struct slice place)
{
	uint32_t number = *find_slot(l, place);

	return number > 0 ? &l->seen[number - 1] : NULL;
}

/* The place, known or new; NULL if there is no room for it. */
static struct seen *
take_place(struct learner *l, struct slice place)
{
	uint32_t *slot = find_slot(l, place);
	struct seen *seen;

	if (*slot > 0)
		return &l->seen[*slot - 1];
	if (l->seen_count == LIMIT_FIELDS) {
		l->too_many = true;
		return NULL;
	}
	seen = &l->seen[l->seen_count];
	seen->place = arena_copy(&l->arena, place);
	if (seen->place.p == NULL)
		return NULL;
	seen->types = ~UINT32_C(0);
	*slot = (uint32_t)++l->seen_count;
	return seen;
}

static bool
add_hash(struct seen *seen, uint64_t h)
{
	size_t i = h & (seen->room - 1);

	while (seen->different[i] != 0 && seen->different[i] != h)
		i = (i + 1) & (seen->room - 1);
	if (seen->different[i] == h)
		return false;
	seen->different[i] = h;
	return true;
}

static bool
grow(struct learner *l, struct seen *seen)
{
	uint32_t room = seen->room == 0 ? ROOM : 2 * seen->room;
	uint64_t *old = seen->different;
	uint32_t old_room = seen->room;

	seen->different = arena_array(&l->arena, room, sizeof(*old));
	if (seen->different == NULL) {
		seen->different = old;
		return false;
	}
	seen->room = room;
	for (uint32_t i = 0; i < old_room; i++)
		if (old[i] != 0)
			add_hash(seen, old[i]);
	return true;
}

/* Counts a value that was not there yet, as far as it is counted. */
static bool
count_different(struct learner *l, struct seen *seen, const struct value *v)
{
	uint8_t kind = (uint8_t)v->kind;
	uint64_t h = hash(HASH_START, (struct slice){ &kind, 1 });

	if (seen->different_count == LEARN_DIFFERENT)
		return true;
	if (2 * seen->different_count >= seen->room && seen->room < MOST &&
	    !grow(l, seen))
		return false;
	h = hash(h, v->text);
	seen->different_count += add_hash(seen, h == 0 ? 1 : h);
	return true;
}

static void
keep_types(struct seen *seen, const struct value *v)
{
	for (enum type_id t = TYPE_NIR; t < TYPE_COUNT; t++)
		if ((seen->types & UINT32_C(1) << t) != 0 &&
		    !type_holds(t, 0, v))
			seen->types &= ~(UINT32_C(1) << t);
}

/* A place as learners keep it: elements of arrays leave `[]`. */
static bool
put_place(const struct visit *v, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < v->element_count; i++) {
		buf_add_slice(out,
		    (struct slice){ v->place.p + at, v->elements[i] - at });
		buf_add_text(out, "[]");
		at = v->elements[i];
	}
	if (at < v->place.len)
		buf_add_slice(out, slice_skip(v->place, at));
	return !out->failed;
}

/* Longer than any place with its elements. */
#define PLACE_MAX ((size_t)1 << 20)

enum visited
learn_visit(void *ctx, const struct visit *v, struct value *to)
{
	struct learner *l = ctx;
	struct seen *seen = NULL;
	struct buf place;

	(void)to;
	buf_init(&place, PLACE_MAX);
	if (put_place(v, &place))
		seen = take_place(l, buf_slice(&place));
	buf_release(&place);
	if (seen == NULL)
		return l->too_many ? VISIT_LEAVE : VISIT_FAIL;
	if (v->value.kind == VALUE_NULL || v->value.text.len == 0) {
		seen->empty++;
		return VISIT_LEAVE;
	}
	seen->values++;
	keep_types(seen, &v->value);
	return count_different(l, seen, &v->value) ? VISIT_LEAVE : VISIT_FAIL;
}
