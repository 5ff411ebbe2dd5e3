#include "policy/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

#define SHOWN_MAX 80

struct remark {
	struct remark *next;
	enum policy_code code;
	struct place place;
	const char *text;
	size_t ordinal; /* keeps the order of remarks about one place */
};

int
note_shown(struct slice s)
{
	size_t len = s.len;

	if (len > SHOWN_MAX) {
		len = SHOWN_MAX;
		while (len > 0 && (s.p[len] & 0xC0) == 0x80)
			len--;
	}
	return (int)len;
}

static size_t
count_lines(struct slice text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] == '\n';
	return n;
}

static const uint32_t *
index_lines(struct arena *a, struct slice text, size_t count)
{
	uint32_t *lines = arena_array(a, count, sizeof(*lines));
	size_t n = 1;

	if (lines == NULL)
		return NULL;
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '\n')
			lines[n++] = (uint32_t)i + 1;
	return lines;
}

struct source *
source_new(
    struct arena *a, const char *name, struct slice text, unsigned int order)
{
	struct source *s = arena_alloc(a, sizeof(*s));
	uint8_t *copy = arena_alloc(a, text.len + JSON_PAD);
	struct slice kept_name = arena_copy(a, slice_text(name));

	if (s == NULL || copy == NULL || kept_name.p == NULL)
		return NULL;
	if (text.len > 0)
		memcpy(copy, text.p, text.len);
	s->name = (const char *)kept_name.p;
	s->text = (struct slice){ copy, text.len };
	s->line_count = count_lines(s->text);
	s->lines = index_lines(a, s->text, s->line_count);
	s->order = order;
	return s->lines != NULL ? s : NULL;
}

void
notes_init(struct notes *n, struct arena *arena)
{
	*n = (struct notes){ .arena = arena };
	n->end = &n->first;
}

bool
note_is_misleading(uint32_t c)
{
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return (c >= 0x7F && c <= 0x9F) || c == 0x200E || c == 0x200F ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Shows what a terminal would act upon as '?', in place. */
static void
make_harmless(char *text)
{
	struct slice rest = slice_text(text);
	char *to = text;
	uint32_t c;

	while (rest.len > 0) {
		const uint8_t *from = rest.p;
		size_t len = 1;

		if (!utf8_next(&rest, &c)) {
			rest = slice_skip(rest, 1);
			c = 0;
		}
		if (c < 0x20 || note_is_misleading(c)) {
			*to = '?';
		} else {
			len = (size_t)(rest.p - from);
			memmove(to, from, len);
		}
		to += len;
	}
	*to = '\0';
}

__attribute__((format(printf, 2, 0))) static char *
format_text(struct arena *a, const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0) {
		a->failed = true;
		return NULL;
	}
	text = arena_alloc(a, (size_t)len + 1);
	if (text == NULL)
		return NULL;
	vsnprintf(text, (size_t)len + 1, format, args);
	make_harmless(text);
	return text;
}

void
notes_add(struct notes *n, enum policy_code code, struct place place,
    const char *format, ...)
{
	struct remark *r = arena_alloc(n->arena, sizeof(*r));
	va_list args;

	n->errors += policy_codes[code].level == NOTE_ERROR;
	if (r == NULL)
		return;
	*r = (struct remark){
		.code = code, .place = place, .ordinal = n->count
	};
	va_start(args, format);
	r->text = format_text(n->arena, format, args);
	va_end(args);
	*n->end = r;
	n->end = &r->next;
	n->count++;
}

void
notes_unknown(struct notes *n, enum policy_code code, struct place place,
    const char *what, struct slice word, struct slice best)
{
	if (best.p == NULL)
		notes_add(
		    n, code, place, "unknown %s `%.*s`", what, SHOWN(word));
	else
		notes_add(n, code, place,
		    "unknown %s `%.*s`; did you mean `%.*s`?", what,
		    SHOWN(word), SHOWN(best));
}

static int
order(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int
compare_remarks(const void *a, const void *b)
{
	const struct remark *x = *(const struct remark *const *)a;
	const struct remark *y = *(const struct remark *const *)b;
	int by_file = order(x->place.source->order, y->place.source->order);
	int by_place = order(x->place.at, y->place.at);

	if (by_file != 0)
		return by_file;
	return by_place != 0 ? by_place : order(x->ordinal, y->ordinal);
}

/* The remarks as a sorted array; NULL when memory ends. */
static const struct remark **
sort_remarks(struct notes *n)
{
	const struct remark **all =
	    arena_array(n->arena, n->count, sizeof(struct remark *));
	size_t i = 0;

	if (all == NULL)
		return NULL;
	for (const struct remark *r = n->first; r != NULL; r = r->next)
		all[i++] = r;
	qsort(all, n->count, sizeof(*all), compare_remarks);
	return all;
}

/* Characters of text that need not be valid: what no character begins with. */
static unsigned int
count_characters(const uint8_t *p, size_t len)
{
	unsigned int n = 0;

	for (size_t i = 0; i < len; i++)
		n += (p[i] & 0xC0) != 0x80;
	return n;
}

/* Index of the line that a place is on. */
static size_t
find_line(struct place place)
{
	const struct source *s = place.source;
	size_t low = 0, high = s->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->lines[middle] <= place.at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The bytes of a line, without its end. */
static struct slice
line_text(const struct source *s, size_t line)
{
	size_t begin = s->lines[line], end = s->text.len;

	if (line + 1 < s->line_count) {
		end = s->lines[line + 1] - 1;
		if (end > begin && s->text.p[end - 1] == '\r')
			end--;
	}
	return (struct slice){ s->text.p + begin, end - begin };
}

void
cursor_move(struct cursor *c, struct place place)
{
	const struct source *s = place.source;
	size_t line = find_line(place);

	if (c->source != s || c->line != line + 1 || c->at > place.at)
		*c = (struct cursor){ s, s->lines[line], (unsigned int)line + 1,
			1 };
	c->column += count_characters(s->text.p + c->at, place.at - c->at);
	c->at = place.at;
}

/* Characters of the place that are on its first line; at least one. */
static unsigned int
width_of(struct place place, struct slice line)
{
	const uint8_t *p = place.source->text.p + place.at;
	const uint8_t *end = line.p + line.len;
	size_t room = p < end ? (size_t)(end - p) : 0;
	unsigned int width =
	    count_characters(p, place.len < room ? place.len : room);

	return width > 0 ? width : 1;
}

static void
tell_one(
    const struct remark *r, struct cursor *cursor, note_fn *tell, void *ctx)
{
	const struct source *s = r->place.source;
	struct slice line;
	struct note note;

	cursor_move(cursor, r->place);
	line = line_text(s, cursor->line - 1);
	note = (struct note){
		.level = policy_codes[r->code].level,
		.code = policy_codes[r->code].code,
		.file = s->name,
		.line = cursor->line,
		.column = cursor->column,
		.width = width_of(r->place, line),
		.text = r->text,
		.source = line,
	};
	tell(ctx, &note);
}

int
notes_tell(struct notes *n, note_fn *tell, void *ctx)
{
	const struct remark **all = sort_remarks(n);
	struct cursor cursor = { 0 };

	if (all == NULL || n->arena->failed)
		return -1;
	for (size_t i = 0; tell != NULL && i < n->count; i++)
		tell_one(all[i], &cursor, tell, ctx);
	return 0;
}

struct place
place_first(const struct source *source)
{
	return (struct place){ .source = source };
}

unsigned int
place_line(struct place place)
{
	return (unsigned int)find_line(place) + 1;
}

/* Bytes in which one character of a string is written. */
static size_t
written_length(const uint8_t *p, size_t meaning_len)
{
	if (*p != '\\')
		return meaning_len;
	if (p[1] != 'u')
		return 2;
	return meaning_len == 4 ? 12 : 6;
}

struct place
place_within(struct place string, struct slice meaning, size_t at)
{
	struct slice rest = meaning;
	const uint8_t *p = string.source->text.p + string.at + 1;
	const uint8_t *begin = p;
	uint32_t c;

	while ((size_t)(rest.p - meaning.p) < at) {
		const uint8_t *from = rest.p;

		if (!utf8_next(&rest, &c))
			break;
		p += written_length(p, (size_t)(rest.p - from));
	}
	return (struct place){ string.source,
		string.at + 1 + (uint32_t)(p - begin), 1 };
}
