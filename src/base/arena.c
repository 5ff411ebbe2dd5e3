#include "base/arena.h"

#include <stdlib.h>

#include "base/array.h"

#define BLOCK_SIZE ((size_t)64 << 10)
#define UNIT       _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t used, size; /* of bytes */
	max_align_t bytes[];
};

void
arena_init(struct arena *a, size_t max)
{
	*a = (struct arena){ .max = max };
}

static void
free_blocks(struct arena_block *block)
{
	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void
arena_release(struct arena *a)
{
	free_blocks(a->blocks);
	arena_init(a, a->max);
}

void
arena_reset(struct arena *a)
{
	struct arena_block *kept = a->blocks;

	arena_init(a, a->max);
	if (kept == NULL)
		return;
	free_blocks(kept->next);
	memset(kept->bytes, 0, kept->used);
	kept->next = NULL;
	kept->used = 0;
	a->blocks = kept;
}

static size_t
room(const struct arena_block *block)
{
	return block->size - block->used;
}

/* A new block that has room for size bytes, already linked; or NULL. */
static struct arena_block *
add_block(struct arena *a, size_t size)
{
	size_t bytes = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct arena_block **link = &a->blocks;
	struct arena_block *block;

	if (bytes > SIZE_MAX - sizeof(*block))
		return NULL;
	block = calloc(1, sizeof(*block) + bytes);
	if (block == NULL)
		return NULL;
	block->size = bytes;

	/* The block that will have more room left is the one in front. */
	if (a->blocks != NULL && room(a->blocks) > bytes - size)
		link = &a->blocks->next;
	block->next = *link;
	*link = block;
	return block;
}

/* size is a multiple of UNIT. */
static void *
take(struct arena *a, size_t size)
{
	struct arena_block *block = a->blocks;
	void *p;

	if (block == NULL || room(block) < size)
		block = add_block(a, size);
	if (block == NULL)
		return NULL;
	p = (uint8_t *)block->bytes + block->used;
	block->used += size;
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	void *p = NULL;

	/* Nothing takes a byte, too: distinct, and bounded by max. */
	if (size == 0)
		size = 1;
	if (!a->failed && size <= a->max - a->used && size <= SIZE_MAX - UNIT)
		p = take(a, (size + UNIT - 1) / UNIT * UNIT);
	if (p == NULL)
		a->failed = true;
	else
		a->used += size;
	return p;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size) {
		a->failed = true;
		return NULL;
	}
	return arena_alloc(a, n * size);
}

bool
arena_grow(struct arena *a, void **array, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? ARRAY_FIRST : *cap * 2;
	void *p = arena_array(a, more, size);

	if (p == NULL)
		return false;
	if (*cap > 0)
		memcpy(p, *array, *cap * size);
	*array = p;
	*cap = more;
	return true;
}

struct slice
arena_copy(struct arena *a, struct slice s)
{
	uint8_t *p;

	if (s.len == SIZE_MAX) {
		a->failed = true;
		return (struct slice){ NULL, 0 };
	}
	p = arena_alloc(a, s.len + 1);
	if (p == NULL)
		return (struct slice){ NULL, 0 };
	if (s.len > 0)
		memcpy(p, s.p, s.len);
	return (struct slice){ p, s.len };
}
