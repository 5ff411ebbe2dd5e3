#include "engine/echo.h"

#include "base/charset.h"
#include "base/limits.h"
#include "engine/echo_digits.h"

/* Whether a text of eight bytes or more may have so many digits. */
static bool
may_have_digits(struct slice text, size_t digits)
{
	size_t n = text.len;

	for (; text.len >= 8; text = slice_skip(text, 8))
		n -= echo_count_bits(
		    echo_are_no_digits(echo_load(text)) & ~echo_load(text));
	/* What is left is taken for digits. */
	return n >= digits;
}

bool
echo_may_concern_any(const struct echo_set *set, struct slice text)
{
	return set->fewest_digits < 8 ||
	       may_have_digits(text, set->fewest_digits);
}

bool
echo_may_hold(const struct echo_set *set, struct slice text)
{
	/* Only what is beyond ASCII grows. */
	if (text.len < set->shortest && charset_is_ascii(text))
		return false;
	return echo_may_concern(set, text);
}

static inline bool
passes(const struct echo_set *set, const uint8_t *p)
{
	uint32_t head = echo_head_of(p);

	return (set->filter[head / 64] >> head % 64 & 1) != 0;
}

/* Marks that join what is one number: 2021-11-03, 10:20, 1.5. */
static bool
joins(uint8_t c)
{
	return c == '-' || c == '.' || c == ':';
}

static bool
goes_on_before(struct slice text, size_t at)
{
	if (at > 0 && ascii_is_digit(text.p[at - 1]))
		return true;
	return at > 1 && joins(text.p[at - 1]) &&
	       ascii_is_digit(text.p[at - 2]);
}

static bool
goes_on_behind(struct slice text, size_t at)
{
	if (at < text.len && ascii_is_digit(text.p[at]))
		return true;
	return at + 1 < text.len && joins(text.p[at]) &&
	       ascii_is_digit(text.p[at + 1]);
}

/*
 * Whether the number of len digits at byte i of the folded text is no part of a
 * longer one in the text itself.
 */
static bool
stands_alone(const struct echo_text *text, size_t i, size_t len)
{
	size_t from = echo_text_place(text, i);
	size_t to = echo_text_place(text, i + len - 1) + 1;

	while (to < text->text.len && (text->text.p[to] & 0xC0) == 0x80)
		to++;
	return !goes_on_before(text->text, from) &&
	       !goes_on_behind(text->text, to);
}

/* How many of the sorted values come before what a text begins with. */
static size_t
count_before(const struct echo_set *set, const struct echo_group *group,
    struct slice rest)
{
	size_t low = 0, high = group->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct slice v = echo_value_text(set, &group->values[middle]);

		if (slice_order(v, rest) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The value that stands at the beginning of what is left, or NULL. */
static const struct echo_value *
find_anywhere(const struct echo_set *set, struct slice rest)
{
	size_t n = count_before(set, &set->anywhere, rest);
	const struct echo_value *last;

	if (n == 0)
		return NULL;
	last = &set->anywhere.values[n - 1];
	return slice_starts(rest, echo_value_text(set, last)) ? last : NULL;
}

/* The same of numbers, of which one of each length may be there. */
static int
find_alone(const struct echo_set *set, struct echo_text *text, size_t i,
    const struct echo_value **found)
{
	struct slice rest = buf_slice_from(&text->folded, i);

	for (size_t len = LIMIT_ECHO; len < ECHO_NUMBER; len++) {
		struct slice number = { rest.p, len };
		const struct echo_value *v;
		size_t n;

		if (rest.len < len || !ascii_is_digit(rest.p[len - 1]))
			return 0;
		n = count_before(set, &set->alone, number);
		v = n > 0 ? &set->alone.values[n - 1] : NULL;
		if (v == NULL || !slice_equal(echo_value_text(set, v), number))
			continue;
		if (text->places.len == 0 && !echo_text_find_places(text))
			return -1;
		if (!stands_alone(text, i, len))
			continue;
		*found = v;
		return 0;
	}
	return 0;
}

int
echo_find(struct echo_set *set, struct echo_text *text,
    const struct echo_value **found)
{
	*found = NULL;
	if (text->folded.len < set->shortest)
		return 0;
	echo_set_sort(set);
	for (size_t i = 0; i + set->shortest <= text->folded.len; i++) {
		if (!passes(set, text->folded.p + i))
			continue;
		*found = find_anywhere(set, buf_slice_from(&text->folded, i));
		if (*found == NULL && set->alone.count > 0 &&
		    find_alone(set, text, i, found) < 0)
			return -1;
		if (*found != NULL)
			return 0;
	}
	return 0;
}
