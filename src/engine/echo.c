#define _GNU_SOURCE /* memmem() */
#include "engine/echo.h"

#include <stdlib.h>

#include "action/nir.h"
#include "base/fold.h"

/* Stands for what is between two values; no letter folds to it. */
#define BETWEEN ' '

static void
list_release(struct echo_list *list)
{
	buf_wipe(&list->bytes);
	free(list->texts);
	*list = (struct echo_list){ 0 };
}

static void
list_reset(struct echo_list *list)
{
	buf_reset(&list->bytes);
	list->count = 0;
}

/* Adds the text, folded; returns how many characters had letters or digits. */
static size_t
add_folded(struct buf *to, struct slice text)
{
	uint8_t letters[FOLD_MAX];
	size_t count = 0, len;

	while (text.len > 0) {
		switch (fold_next(&text, letters, &len)) {
		case FOLD_LETTERS:
			buf_add(to, letters, len);
			count++;
			break;
		case FOLD_BREAK:
			buf_add_byte(to, BETWEEN);
			break;
		case FOLD_NOTHING:
			break;
		}
	}
	return count;
}

static bool
has_room(struct echo_list *list)
{
	size_t more = list->cap == 0 ? 64 : list->cap * 2;
	struct echo_text *p;

	if (list->count < list->cap)
		return true;
	p = realloc(list->texts, more * sizeof(*p));
	if (p == NULL)
		return false;
	list->texts = p;
	list->cap = more;
	return true;
}

/* Tells a list a value, of which `most` folded bytes count. */
static int
tell(struct echo_list *list, struct slice text, struct slice path, size_t most)
{
	size_t at = list->bytes.len, len;

	if (add_folded(&list->bytes, text) < ECHO_MIN && !list->bytes.failed) {
		list->bytes.len = at;
		return 0;
	}
	len = list->bytes.len - at;
	buf_add_byte(&list->bytes, 0);
	if (list->bytes.failed || !has_room(list))
		return -1;
	list->texts[list->count++] =
	    (struct echo_text){ at, len < most ? len : most, path };
	return 0;
}

void
echo_init(struct echo *echo, size_t max)
{
	*echo = (struct echo){ 0 };
	buf_init(&echo->guarded.bytes, max);
	buf_init(&echo->released.bytes, max);
}

void
echo_release(struct echo *echo)
{
	list_release(&echo->guarded);
	list_release(&echo->released);
}

void
echo_reset(struct echo *echo)
{
	list_reset(&echo->guarded);
	list_reset(&echo->released);
}

int
echo_guard(struct echo *echo, struct slice text, struct slice path)
{
	struct nir nir;
	bool keyed = nir_parse(text, &nir) && nir.has_key;

	return tell(&echo->guarded, text, path, keyed ? NIR_LEN : SIZE_MAX);
}

int
echo_let(struct echo *echo, struct slice text, struct slice path)
{
	return tell(&echo->released, text, path, SIZE_MAX);
}

/* The path of the released value that has the byte at an offset. */
static struct slice
path_at(const struct echo_list *list, size_t at)
{
	size_t i = 0;

	while (i + 1 < list->count && list->texts[i + 1].at <= at)
		i++;
	return list->texts[i].path;
}

bool
echo_find(const struct echo *echo, struct echo_hit *hit)
{
	const struct buf *in = &echo->released.bytes;

	for (size_t i = 0; in->len > 0 && i < echo->guarded.count; i++) {
		const struct echo_text *t = &echo->guarded.texts[i];
		const uint8_t *found = memmem(
		    in->p, in->len, echo->guarded.bytes.p + t->at, t->len);

		if (found == NULL)
			continue;
		hit->path = path_at(&echo->released, (size_t)(found - in->p));
		hit->of = t->path;
		return true;
	}
	return false;
}
