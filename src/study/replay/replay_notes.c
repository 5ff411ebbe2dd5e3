#include "study/replay/replay_notes.h"

#include "base/limits.h"

#define TABLE (4 * LIMIT_FIELDS) /* slots, so that most are free */

/* FNV-1a with 64 bits. */
static uint64_t
hash(uint64_t h, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ s.p[i]) * UINT64_C(0x100000001b3);
	return (h ^ 0x100) * UINT64_C(0x100000001b3);
}

static uint64_t
hash_thing(const struct replay_entry *thing)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) + (uint64_t)thing->what +
		     ((uint64_t)thing->format << 8) +
		     ((uint64_t)thing->than << 16);

	return hash(hash(h, thing->name), thing->path);
}

static bool
is_same(const struct replay_entry *a, const struct replay_entry *b)
{
	return a->what == b->what && a->than == b->than &&
	       a->format == b->format && slice_equal(a->name, b->name) &&
	       slice_equal(a->path, b->path);
}

int
replay_notes_init(struct replay_notes *n)
{
	*n = (struct replay_notes){ .count = 0 };
	arena_init(&n->arena, LIMIT_PROGRAM);
	n->table = arena_array(&n->arena, TABLE, sizeof(*n->table));
	return n->table == NULL ? -1 : 0;
}

void
replay_notes_release(struct replay_notes *n)
{
	arena_release(&n->arena);
}

/* The slot of a thing: its number is there, or 0. */
static uint32_t *
find_slot(const struct replay_notes *n, const struct replay_entry *thing)
{
	size_t i = hash_thing(thing) % TABLE;

	while (
	    n->table[i] != 0 && !is_same(&n->entries[n->table[i] - 1], thing))
		i = (i + 1) % TABLE;
	return &n->table[i];
}

static struct replay_entry *
add(struct replay_notes *n, uint32_t *slot, const struct replay_entry *thing)
{
	struct replay_entry *entry;

	if (n->count == n->room && !arena_grow(&n->arena, (void **)&n->entries,
				       &n->room, sizeof(*n->entries)))
		return NULL;
	entry = &n->entries[n->count];
	*entry = (struct replay_entry){ .what = thing->what,
		.than = thing->than,
		.format = thing->format,
		.name = arena_copy(&n->arena, thing->name),
		.path = arena_copy(&n->arena, thing->path) };
	if (n->arena.failed)
		return NULL;
	*slot = (uint32_t)++n->count;
	return entry;
}

static struct replay_entry *
take(struct replay_notes *n, const struct replay_entry *thing)
{
	uint32_t *slot = find_slot(n, thing);
	struct replay_entry rest = { .what = thing->what,
		.than = thing->than,
		.format = thing->format };

	if (*slot > 0)
		return &n->entries[*slot - 1];
	if (n->count < LIMIT_FIELDS || thing->name.len == 0)
		return add(n, slot, thing);
	return take(n, &rest);
}

void
replay_note(struct replay_notes *n, const struct replay_entry *thing,
    struct replay_at at)
{
	struct replay_entry *entry = take(n, thing);

	if (entry == NULL ||
	    (entry->records > 0 && entry->last.file == at.file &&
		entry->last.record == at.record))
		return;
	entry->last = at;
	entry->records++;
	if (entry->first_count < REPLAY_FIRST)
		entry->first[entry->first_count++] = at;
}
