#include "policy/names.h"

#define FIRST_ROOM 16

void
names_init(struct names *n, struct arena *arena)
{
	*n = (struct names){ .arena = arena };
}

/* FNV-1a, 32 bits. */
static uint32_t
hash(struct slice name)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < name.len; i++)
		h = (h ^ name.p[i]) * 16777619u;
	return h;
}

/* Where a name stands in the table, or would. */
static uint32_t *
place_of(const struct names *n, struct slice name)
{
	uint32_t mask = 2 * n->room - 1;
	uint32_t i = hash(name) & mask;

	while (n->places[i] != NAMES_NONE &&
	       !slice_equal(n->names[n->places[i]], name))
		i = (i + 1) & mask;
	return &n->places[i];
}

uint32_t
names_find(const struct names *n, struct slice name)
{
	return n->count > 0 ? *place_of(n, name) : NAMES_NONE;
}

/* Makes room for twice as many; the arena keeps the old tables. */
static int
grow(struct names *n)
{
	uint32_t room = n->room > 0 ? 2 * n->room : FIRST_ROOM;
	struct names wider = *n;

	wider.room = room;
	wider.names = arena_array(n->arena, room, sizeof(*wider.names));
	wider.places = arena_array(n->arena, room, 2 * sizeof(*wider.places));
	if (wider.names == NULL || wider.places == NULL)
		return -1;
	for (uint32_t i = 0; i < 2 * room; i++)
		wider.places[i] = NAMES_NONE;
	for (uint32_t i = 0; i < n->count; i++) {
		wider.names[i] = n->names[i];
		*place_of(&wider, n->names[i]) = i;
	}
	*n = wider;
	return 0;
}

uint32_t
names_add(struct names *n, struct slice name)
{
	if (n->count == n->room && grow(n) == -1)
		return NAMES_NONE;
	n->names[n->count] = name;
	*place_of(n, name) = n->count;
	return n->count++;
}
