#include "study/audit/shapes.h"

/* The shortest shape is an address. */
#define SHORTEST 6

/* Parts are searched so far at once: some shapes are looked for from each of
 * their places to the end.  Nearly all shapes are shorter than the overlap. */
#define LONGEST 512
#define OVERLAP 160

static bool
parts(uint8_t c)
{
	return c < 0x20 || c == 0x7F || strchr("\"<>|\\;,", c) != NULL;
}

/* Whether a part can have any of the shapes: digits, or an address. */
static bool
is_worth(struct slice part)
{
	size_t digits = 0;

	if (part.len < SHORTEST)
		return false;
	for (size_t i = 0; i < part.len; i++)
		digits += part.p[i] >= '0' && part.p[i] <= '9';
	return digits >= 10 || memchr(part.p, '@', part.len) != NULL;
}

/* Whether so many characters without a blank begin at an offset. */
static bool
is_long(struct slice part, size_t at)
{
	size_t end = at;

	while (end < part.len && part.p[end] > ' ' && part.p[end] < 0x7F)
		end++;
	return end - at >= SHAPES_ADDRESS;
}

static void
find_in_part(struct slice text, size_t begin, size_t end, bool strict,
    shapes_found_fn *found, void *ctx)
{
	struct slice part = { text.p + begin, end - begin };
	size_t at;

	if (!is_worth(part))
		return;
	for (unsigned int d = 0; d < DETECT_COUNT; d++)
		if (detect_in((enum detector)d, part, &at) &&
		    !(strict && d == DETECT_EMAIL && !is_long(part, at)))
			found(ctx, (enum detector)d, begin + at, end - 1);
}

/* What goes on for long is searched bit by bit, and the ends of bits twice. */
static void
find_in_long(struct slice text, size_t begin, size_t end, bool strict,
    shapes_found_fn *found, void *ctx)
{
	while (end - begin > LONGEST) {
		find_in_part(text, begin, begin + LONGEST, strict, found, ctx);
		begin += LONGEST - OVERLAP;
	}
	find_in_part(text, begin, end, strict, found, ctx);
}

void
shapes_find(struct slice text, bool strict, shapes_found_fn *found, void *ctx)
{
	size_t begin = 0;

	while (begin < text.len) {
		size_t i = begin;

		while (i < text.len && !parts(text.p[i]))
			i++;
		find_in_long(text, begin, i, strict, found, ctx);
		begin = i + 1;
	}
}
