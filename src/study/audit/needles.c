#include "study/audit/needles.h"

#include <stdlib.h>

#include "crypto/crypto.h"

#define WINDOW     8
#define LONG       16 /* that many bytes are a window, too */
#define NONE       UINT32_MAX
#define FIRST_ROOM 1024

void
needles_init(struct needles *n)
{
	*n = (struct needles){ 0 };
	buf_init(&n->bytes, (size_t)1 << 40);
}

void
needles_release(struct needles *n)
{
	buf_wipe(&n->bytes);
	free(n->all);
	if (n->places != NULL)
		crypto_wipe(n->places, (n->mask + 1) * sizeof(*n->places));
	free(n->places);
	free(n->filter);
	*n = (struct needles){ 0 };
}

static inline uint64_t
hash(uint64_t window)
{
	uint64_t h = window * UINT64_C(0x9E3779B97F4A7C15);

	return h ^ h >> 32;
}

/*
 * Eight bits of the filter for each place, of which at most half are used, and
 * two for each window, in one word: it is small enough for a cache that is
 * near, and nearly all windows end there.
 */
#define FILTER_BITS 8

static inline uint64_t
bits_of(uint64_t h)
{
	return UINT64_C(1) << (h & 63) | UINT64_C(1) << (h >> 6 & 63);
}

static inline uint64_t *
word_of(const struct needles *n, uint64_t h)
{
	return &n->filter[h >> 12 & (n->mask * FILTER_BITS / 64)];
}

static void
mark(struct needles *n, uint64_t window)
{
	uint64_t h = hash(window);

	*word_of(n, h) |= bits_of(h);
}

static inline bool
is_marked(const struct needles *n, uint64_t window)
{
	uint64_t h = hash(window), bits = bits_of(h);

	return (*word_of(n, h) & bits) == bits;
}

/* Sixteen bytes as eight. */
static inline uint64_t
mix(uint64_t first, uint64_t second)
{
	return (first ^ second >> 31 ^ second << 33) *
	       UINT64_C(0xD6E8FEB86659FD93);
}

/* The window that a text begins with, zeros behind a shorter one. */
static uint64_t
window_of(struct slice text)
{
	uint64_t window = 0, second;

	memcpy(&window, text.p, text.len < WINDOW ? text.len : WINDOW);
	if (text.len < LONG)
		return window;
	memcpy(&second, text.p + WINDOW, WINDOW);
	return mix(window, second);
}

/* All of a text as eight bytes. */
static uint64_t
whole_of(struct slice text)
{
	uint64_t whole = text.len;

	while (text.len > 0) {
		size_t n = text.len < WINDOW ? text.len : WINDOW;
		uint64_t word = 0;

		memcpy(&word, text.p, n);
		whole = mix(whole, word);
		text = slice_skip(text, n);
	}
	return whole;
}

/* The place of a window, or the empty one where it belongs. */
static struct needle_place *
place_of(const struct needles *n, uint64_t window)
{
	uint64_t i = hash(window);

	while (n->places[i & n->mask].first != NONE &&
	       n->places[i & n->mask].window != window)
		i++;
	return &n->places[i & n->mask];
}

static struct slice
text_of(const struct needles *n, const struct needle *needle)
{
	return (struct slice){ n->bytes.p + needle->at, needle->len };
}

static inline uint64_t
window_at(struct slice text, size_t at)
{
	uint64_t window;

	memcpy(&window, text.p + at, WINDOW);
	return window;
}

/*
 * Marks a place, and what its needles begin with: where that is not marked,
 * nothing else is looked at.
 */
static void
mark_place(struct needles *n, const struct needle_place *place)
{
	struct slice text = text_of(n, &n->all[place->first]);

	mark(n, place->window);
	if (text.len >= LONG)
		mark(n, window_at(text, 0));
}

static void
move_places(struct needles *n, const struct needles *old)
{
	for (uint64_t i = 0; old->places != NULL && i <= old->mask; i++) {
		const struct needle_place *place = &old->places[i];

		if (place->first == NONE)
			continue;
		*place_of(n, place->window) = *place;
		mark_place(n, place);
	}
}

/* Makes room for one more window: at most half of the places are used. */
static bool
grow_places(struct needles *n)
{
	const struct needles old = *n;
	uint64_t room = n->places == NULL ? FIRST_ROOM : (n->mask + 1) * 2;

	if (n->places != NULL && n->used * 2 < n->mask)
		return true;
	n->places = malloc(room * sizeof(*n->places));
	n->filter = calloc(room * FILTER_BITS / 64, sizeof(*n->filter));
	if (n->places == NULL || n->filter == NULL) {
		free(n->places);
		free(n->filter);
		n->places = old.places;
		n->filter = old.filter;
		return false;
	}
	n->mask = room - 1;
	for (uint64_t i = 0; i < room; i++)
		n->places[i].first = NONE;
	move_places(n, &old);
	free(old.places);
	free(old.filter);
	return true;
}

static bool
grow_needles(struct needles *n)
{
	uint32_t cap = n->cap == 0 ? FIRST_ROOM : n->cap * 2;
	struct needle *all;

	if (n->count < n->cap)
		return true;
	all = cap > n->cap ? realloc(n->all, cap * sizeof(*all)) : NULL;
	if (all == NULL)
		return false;
	n->all = all;
	n->cap = cap;
	return true;
}

static struct slice
head_of(struct slice text)
{
	return (struct slice){ text.p,
		text.len < NEEDLE_MAX ? text.len : NEEDLE_MAX };
}

/* The needle in a place that is so long, or NONE. */
static uint32_t
find_length(const struct needles *n, uint64_t window, size_t len)
{
	uint32_t i = place_of(n, window)->first;

	while (i != NONE && n->all[i].len != len)
		i = n->all[i].next;
	return i;
}

/* The needle that is a text and has a place by all of its bytes, or NONE. */
static uint32_t
find_whole(const struct needles *n, struct slice text)
{
	uint64_t whole = whole_of(text);
	uint32_t i = NONE;

	if (is_marked(n, whole))
		i = place_of(n, whole)->first;
	while (i != NONE && !slice_equal(text_of(n, &n->all[i]), text))
		i = n->all[i].next;
	return i;
}

bool
needles_has(const struct needles *n, struct slice folded)
{
	struct slice text = head_of(folded);
	uint32_t i;

	if (n->places == NULL || text.len < NEEDLE_MIN)
		return false;
	i = find_length(n, window_of(text), text.len);
	return i != NONE && (slice_equal(text_of(n, &n->all[i]), text) ||
				find_whole(n, text) != NONE);
}

/* The key of the place of a text that is to be added. */
static uint64_t
key_of(struct needles *n, struct slice text)
{
	uint64_t window = window_of(text);
	uint32_t i = find_length(n, window, text.len);

	if (i == NONE)
		return window;
	n->all[i].shared = 1;
	return whole_of(text);
}

int
needles_add(
    struct needles *n, struct slice folded, uint16_t label, struct err *err)
{
	struct slice text = head_of(folded);
	struct needle_place *place;
	uint64_t key;

	if (text.len < NEEDLE_MIN || needles_has(n, text))
		return 0;
	if (!grow_needles(n) || !grow_places(n))
		return err_nomem(err);
	key = key_of(n, text);
	place = place_of(n, key);
	n->used += place->first == NONE;
	n->all[n->count] = (struct needle){ .at = n->bytes.len,
		.next = place->first,
		.len = text.len & 0x7FFF,
		.label = label };
	buf_add_slice(&n->bytes, text);
	if (n->bytes.failed)
		return err_nomem(err);
	*place = (struct needle_place){ key, n->count++ };
	mark_place(n, place);
	return 0;
}

struct search {
	const struct needles *needles;
	struct slice text;
	needles_found_fn *found;
	void *ctx;
};

/*
 * The needle at an offset that has the length and the window of another, which
 * may be itself; or NULL.
 */
static const struct needle *
needle_at(const struct search *s, const struct needle *needle, size_t at)
{
	struct slice text = { s->text.p + at, needle->len };
	uint32_t i;

	if (slice_equal(text_of(s->needles, needle), text))
		return needle;
	if (!needle->shared)
		return NULL;
	i = find_whole(s->needles, text);
	return i == NONE ? NULL : &s->needles->all[i];
}

/* The needles that begin with a window at an offset. */
static bool
look_at(const struct search *s, uint64_t window, size_t at, size_t word)
{
	uint32_t i = place_of(s->needles, window)->first;

	for (; i != NONE; i = s->needles->all[i].next) {
		const struct needle *needle = &s->needles->all[i];

		if (needle->len > s->text.len - at ||
		    (word != 0 ? needle->len != word : needle->len < WINDOW))
			continue;
		needle = needle_at(s, needle, at);
		if (needle != NULL && !s->found(s->ctx, needle, at))
			return false;
	}
	return true;
}

/* Short needles that are the word at an offset, or it and the ones behind it.
 */
static bool
look_at_words(const struct search *s, const bool *edge, size_t at)
{
	const uint8_t *p = s->text.p + at;
	size_t most = s->text.len - at;

	for (size_t len = 1; len < WINDOW && len <= most; len++) {
		uint64_t word;

		if (len < most && p[len] != NEEDLE_BREAK && !edge[at + len])
			continue;
		word = window_of((struct slice){ p, len });
		if (len >= NEEDLE_MIN && is_marked(s->needles, word) &&
		    !look_at(s, word, at, len))
			return false;
	}
	return true;
}

/* The needles at an offset, the longer ones first. */
static inline bool
look_at_windows(const struct search *s, size_t at)
{
	uint64_t window = window_at(s->text, at), both;

	if (!is_marked(s->needles, window))
		return true;
	if (s->text.len - at >= LONG) {
		both = mix(window, window_at(s->text, at + WINDOW));
		if (is_marked(s->needles, both) && !look_at(s, both, at, 0))
			return false;
	}
	return look_at(s, window, at, 0);
}

bool
needles_find(const struct needles *n, struct slice text, const bool *edge,
    size_t until, needles_found_fn *found, void *ctx)
{
	const struct search s = { n, text, found, ctx };

	if (n->places == NULL)
		return true;
	for (size_t at = 0; at < until && at < text.len; at++) {
		if (edge[at] && !look_at_words(&s, edge, at))
			return false;
		if (text.len - at >= WINDOW && !look_at_windows(&s, at))
			return false;
	}
	return true;
}
