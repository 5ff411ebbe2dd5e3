#include "study/audit/windows.h"

#include <stdlib.h>

#include "crypto/crypto.h"

#define FIRST_ROOM 1024

/* Bits of the filter for each place. */
#define BITS 8

static inline uint64_t
hash(uint64_t key)
{
	uint64_t h = (key ^ key >> 32) * UINT64_C(0x9E3779B97F4A7C15);

	return h ^ h >> 32;
}

/* Two bits for each key, in one word. */
static inline uint64_t
bits_of(uint64_t h)
{
	return UINT64_C(1) << (h & 63) | UINT64_C(1) << (h >> 6 & 63);
}

static inline uint64_t *
word_of(const struct windows *w, uint64_t h)
{
	return &w->filter[h >> 12 & (w->mask * BITS / 64)];
}

static inline bool
is_marked(const struct windows *w, uint64_t h)
{
	uint64_t bits = bits_of(h);

	return (*word_of(w, h) & bits) == bits;
}

/* The place of a key, or the empty one where it belongs. */
static inline uint64_t
place_of(const struct windows *w, uint64_t key, uint64_t h)
{
	uint64_t i = h & w->mask;

	while (w->labels[i] != 0 && w->keys[i] != key)
		i = (i + 1) & w->mask;
	return i;
}

static void
put(struct windows *w, uint64_t key, uint16_t stored)
{
	uint64_t h = hash(key), i = place_of(w, key, h);

	w->keys[i] = key;
	w->labels[i] = stored;
	w->used++;
	*word_of(w, h) |= bits_of(h);
}

static bool
make(struct windows *w, uint64_t room)
{
	*w = (struct windows){
		.keys = malloc(room * sizeof(*w->keys)),
		.labels = calloc(room, sizeof(*w->labels)),
		.filter = calloc(room * BITS / 64, sizeof(*w->filter)),
		.mask = room - 1,
	};
	if (w->keys != NULL && w->labels != NULL && w->filter != NULL)
		return true;
	free(w->keys);
	free(w->labels);
	free(w->filter);
	return false;
}

/* Makes room for one more. */
static bool
grow(struct windows *w)
{
	struct windows more;
	uint64_t room = w->keys == NULL ? FIRST_ROOM : (w->mask + 1) * 2;

	if (w->keys != NULL && w->used < w->mask / 4 * 3)
		return true;
	if (!make(&more, room))
		return false;
	for (uint64_t i = 0; w->keys != NULL && i <= w->mask; i++)
		if (w->labels[i] != 0)
			put(&more, w->keys[i], w->labels[i]);
	windows_release(w);
	*w = more;
	return true;
}

void
windows_release(struct windows *w)
{
	if (w->keys != NULL)
		crypto_wipe(w->keys, (w->mask + 1) * sizeof(*w->keys));
	free(w->keys);
	free(w->labels);
	free(w->filter);
	*w = (struct windows){ 0 };
}

bool
windows_has(const struct windows *w, uint64_t key, uint16_t *label)
{
	uint64_t h, i;

	if (w->keys == NULL)
		return false;
	h = hash(key);
	if (!is_marked(w, h))
		return false;
	i = place_of(w, key, h);
	if (w->labels[i] == 0)
		return false;
	*label = (uint16_t)(w->labels[i] - 1);
	return true;
}

int
windows_add(struct windows *w, uint64_t key, uint16_t label, struct err *err)
{
	uint16_t known;

	if (windows_has(w, key, &known))
		return 0;
	if (!grow(w))
		return err_nomem(err);
	put(w, key, (uint16_t)(label + 1));
	return 0;
}
