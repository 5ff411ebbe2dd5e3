#include "study/audit/view.h"

#include <stdlib.h>

#include "base/charset.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "study/audit/needles.h"
#include "study/audit/text.h"

/* In the table of ASCII: no letter, and no break. */
#define ASCII_NOTHING 1

static struct view_fold
fold_of(uint32_t c)
{
	struct view_fold f;
	uint8_t bytes[FOLD_MAX];
	size_t len;

	f.kind = (uint8_t)fold_char(c, bytes, &len);
	f.len = (uint8_t)len;
	memcpy(f.bytes, bytes, sizeof(f.bytes));
	return f;
}

/* What a byte means that is no UTF-8. */
static struct view_fold
fold_of_single(uint8_t byte)
{
	struct view_fold f = { .kind = FOLD_BREAK };
	struct slice text;
	struct buf utf8;
	uint32_t c;

	buf_init(&utf8, 4);
	if (charset_to_utf8(
		CHARSET_WINDOWS_1252, (struct slice){ &byte, 1 }, &utf8)) {
		text = buf_slice(&utf8);
		utf8_next(&text, &c);
		f = fold_of(c);
	}
	buf_release(&utf8);
	return f;
}

void
view_init(struct view *v)
{
	*v = (struct view){ 0 };
	buf_init(&v->folded, UINT32_MAX);
	decoded_init(&v->decoded);
	for (uint32_t c = 0; c < VIEW_FOLDS; c++)
		v->folds[c] = fold_of(c);
	for (uint32_t c = 0; c < 0x80; c++)
		v->ascii[c] = v->folds[c].kind == FOLD_LETTERS
				  ? v->folds[c].bytes[0]
			      : v->folds[c].kind == FOLD_BREAK ? NEEDLE_BREAK
							       : ASCII_NOTHING;
	for (uint32_t byte = 0; byte < 0x80; byte++)
		v->singles[byte] = fold_of_single((uint8_t)(0x80 + byte));
}

void
view_release(struct view *v)
{
	buf_wipe(&v->folded);
	decoded_release(&v->decoded);
	free(v->edge);
	free(v->from);
	*v = (struct view){ 0 };
}

/* Makes room for n more folded bytes, and for what is known of them. */
static bool
make_room(struct view *v, size_t n)
{
	uint32_t *from;
	bool *edge;

	if (buf_reserve(&v->folded, n) == NULL)
		return false;
	if (v->cap >= v->folded.len + n)
		return true;
	from = realloc(v->from, v->folded.cap * sizeof(*from));
	if (from != NULL)
		v->from = from;
	edge = realloc(v->edge, v->folded.cap * sizeof(*edge));
	if (edge != NULL)
		v->edge = edge;
	if (from == NULL || edge == NULL) {
		v->folded.failed = true;
		return false;
	}
	v->cap = v->folded.cap;
	return true;
}

/*
 * Folding.
 */

struct folding {
	struct view *v;
	struct slice text;
	const uint32_t *from; /* of the text's bytes; NULL: themselves */
	bool words;           /* they can be seen here */
	bool edge;            /* a letter now begins one */
	bool broken;          /* the last thing was a break */
};

static inline void
put(struct folding *f, uint8_t byte, size_t place, bool edge)
{
	struct view *v = f->v;
	size_t at = v->folded.len++;

	v->folded.p[at] = byte;
	v->edge[at] = edge;
	v->from[at] = (uint32_t)place;
}

static inline void
put_break(struct folding *f, size_t place)
{
	if (!f->broken)
		put(f, NEEDLE_BREAK, place, false);
	f->broken = true;
	f->edge = true;
}

static inline void
put_letters(struct folding *f, const uint8_t *bytes, size_t len, size_t place)
{
	for (size_t i = 0; i < len; i++)
		put(f, bytes[i], place, f->words && f->edge && i == 0);
	f->edge = false;
	f->broken = false;
}

static inline void
put_fold(struct folding *f, const struct view_fold *fold, size_t place)
{
	if (fold->kind == FOLD_LETTERS)
		put_letters(f, fold->bytes, fold->len, place);
	else if (fold->kind == FOLD_BREAK)
		put_break(f, place);
	else
		f->edge = true;
}

/* A character that is not among those that are kept. */
static void
put_other(struct folding *f, uint32_t c, size_t place)
{
	uint8_t bytes[FOLD_MAX];
	size_t len;
	enum fold_kind kind = fold_char(c, bytes, &len);

	if (kind == FOLD_BREAK)
		put_break(f, place);
	else if (kind == FOLD_LETTERS)
		put_letters(f, bytes, len, place);
	else
		f->edge = true;
}

/* Folds the character at i; returns how many bytes it has. */
static size_t
fold_one(struct folding *f, size_t i, size_t place)
{
	struct slice rest = slice_skip(f->text, i);
	uint32_t c;

	if (!utf8_next(&rest, &c)) {
		if (f->words)
			put_fold(f, &f->v->singles[f->text.p[i] & 0x7F], place);
		else
			put_break(f, place);
		return 1;
	}
	if (c < VIEW_FOLDS)
		put_fold(f, &f->v->folds[c], place);
	else
		put_other(f, c, place);
	return f->text.len - i - rest.len;
}

/*
 * Folds ASCII from i on, and stops behind it or at `end`: a byte that is left
 * out is written all the same, and the next one over it.
 */
static inline size_t
fold_ascii(struct folding *f, size_t i, size_t end)
{
	struct view *v = f->v;
	uint8_t *folded = v->folded.p;
	size_t at = v->folded.len;
	bool edge = f->edge, broken = f->broken;

	for (; i < end && f->text.p[i] < 0x80; i++) {
		uint8_t c = v->ascii[f->text.p[i]];
		bool letter = c > ASCII_NOTHING;
		bool gap = c == NEEDLE_BREAK;

		folded[at] = c;
		v->edge[at] = letter & edge & f->words;
		v->from[at] = (uint32_t)(f->from == NULL ? i : f->from[i]);
		at += letter | (gap & !broken);
		broken = gap | (broken & !letter);
		edge = !letter;
	}
	v->folded.len = at;
	f->edge = edge;
	f->broken = broken;
	return i;
}

static void
fold_between(struct folding *f, size_t i, size_t end)
{
	while (i < end) {
		if (!make_room(f->v, end - i + FOLD_MAX))
			return;
		i = fold_ascii(f, i, end);
		while (i < end && f->text.p[i] >= 0x80) {
			i += fold_one(f, i, f->from == NULL ? i : f->from[i]);
			if (!make_room(f->v, FOLD_MAX))
				return;
		}
	}
}

static void
fold(struct view *v, bool strict)
{
	struct folding f = { .v = v,
		.text = v->text,
		.from = v->text_from,
		.edge = true,
		.broken = true };
	size_t i = 0;

	while (i < v->text.len) {
		struct text text = text_at(v->text, i, strict);

		f.words = text.sure;
		fold_between(&f, i, text.end);
		if (v->folded.failed || text.end == v->text.len)
			return;
		if (!make_room(v, 1))
			return;
		put_break(&f, view_place(v, text.end));
		i = text.end + 1;
	}
}

bool
view_make(struct view *v, struct slice piece, enum encoding encoding)
{
	buf_reset(&v->folded);
	v->text = piece;
	v->text_from = NULL;
	if (encoding != ENCODING_RAW) {
		if (!decode(&v->decoded, piece, encoding) ||
		    v->decoded.bytes.failed) {
			v->folded.failed = v->decoded.bytes.failed;
			return false;
		}
		v->text = buf_slice(&v->decoded.bytes);
		v->text_from = v->decoded.from;
	}
	fold(v, view_is_strict(encoding));
	return !v->folded.failed;
}
