#include "match/intern.h"

#define FIRST_CAP 16u

void
intern_init(struct intern *t, struct arena *a)
{
	*t = (struct intern){ .arena = a };
}

/* FNV-1a over words, then the finalizer of MurmurHash3: all bits count. */
static uint64_t
hash_bytes(struct slice s)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ s.len;

	for (size_t i = 0; i < s.len;) {
		size_t n = s.len - i < 4 ? s.len - i : 4;
		uint32_t word = 0;

		memcpy(&word, s.p + i, n);
		hash = (hash ^ word) * UINT64_C(0x100000001B3);
		hash ^= hash >> 29;
		i += n;
	}
	hash = (hash ^ hash >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
	return hash ^ hash >> 33;
}

static void
put_place(struct intern *t, uint32_t number)
{
	uint32_t mask = 2 * t->cap - 1;
	uint32_t i = (uint32_t)t->hashes[number] & mask;

	while (t->places[i] != 0)
		i = (i + 1) & mask;
	t->places[i] = number + 1;
}

/* Twice the room; the old tables stay behind in the arena. */
static bool
grow(struct intern *t)
{
	uint32_t cap = t->cap == 0 ? FIRST_CAP : 2 * t->cap;
	struct intern larger = {
		.arena = t->arena,
		.items = arena_array(t->arena, cap, sizeof(*t->items)),
		.hashes = arena_array(t->arena, cap, sizeof(*t->hashes)),
		.places = arena_array(t->arena, cap, 2 * sizeof(*t->places)),
		.count = t->count,
		.cap = cap,
	};

	if (t->arena->failed)
		return false;
	if (t->count > 0) {
		memcpy(larger.items, t->items, t->count * sizeof(*t->items));
		memcpy(larger.hashes, t->hashes, t->count * sizeof(*t->hashes));
	}
	for (uint32_t i = 0; i < t->count; i++)
		put_place(&larger, i);
	*t = larger;
	return true;
}

static uint32_t
find(const struct intern *t, struct slice bytes, uint64_t hash)
{
	uint32_t mask = 2 * t->cap - 1;
	uint32_t i = (uint32_t)hash & mask;

	if (t->cap == 0)
		return INTERN_NONE;
	for (; t->places[i] != 0; i = (i + 1) & mask) {
		uint32_t number = t->places[i] - 1;

		if (t->hashes[number] == hash &&
		    slice_equal(t->items[number], bytes))
			return number;
	}
	return INTERN_NONE;
}

uint32_t
intern_add(struct intern *t, struct slice bytes)
{
	uint64_t hash = hash_bytes(bytes);
	uint32_t number = find(t, bytes, hash);

	if (number != INTERN_NONE)
		return number;
	if (t->count == t->cap && !grow(t))
		return INTERN_NONE;
	number = t->count;
	t->items[number] = arena_copy(t->arena, bytes);
	if (t->items[number].p == NULL)
		return INTERN_NONE;
	t->hashes[number] = hash;
	put_place(t, number);
	t->count++;
	return number;
}
