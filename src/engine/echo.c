#include "engine/echo.h"

#include <stdlib.h>

#include "action/contact.h"
#include "action/nir.h"
#include "base/array.h"
#include "base/fold.h"
#include "base/limits.h"

/*
 * Sets.
 */

void
echo_set_init(struct echo_set *set)
{
	*set = (struct echo_set){ .shortest = SIZE_MAX,
		.fewest_digits = SIZE_MAX };
	buf_init(&set->bytes, ECHO_SET_MAX + ECHO_MOST + FOLD_MAX);
}

void
echo_set_release(struct echo_set *set)
{
	buf_wipe(&set->bytes);
	free(set->anywhere.values);
	free(set->alone.values);
	*set = (struct echo_set){ 0 };
}

static inline uint32_t
head_of(const uint8_t *p)
{
	uint32_t head;

	memcpy(&head, p, ECHO_HEAD);
	return (head * UINT32_C(0x9E3779B1)) >> 20;
}

/* Clears what the values of a group have set in the filter. */
static void
clear_filter(struct echo_set *set, const struct echo_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		set->filter[head_of(set->bytes.p + group->values[i].at) / 64] =
		    0;
}

/* Of so few values, the bits are sooner found than all of the filter. */
#define FEW 8

void
echo_set_reset(struct echo_set *set)
{
	size_t count = set->anywhere.count + set->alone.count;

	buf_reset(&set->bytes);
	if (count == 0)
		return;
	if (count <= FEW && !set->sorted) {
		clear_filter(set, &set->anywhere);
		clear_filter(set, &set->alone);
	} else {
		memset(set->filter, 0, sizeof(set->filter));
	}
	set->anywhere.count = set->alone.count = 0;
	set->shortest = set->fewest_digits = SIZE_MAX;
}

static inline bool
passes(const struct echo_set *set, const uint8_t *p)
{
	uint32_t head = head_of(p);

	return (set->filter[head / 64] >> head % 64 & 1) != 0;
}

static bool
has_room(struct echo_group *group)
{
	return group->count < group->cap ||
	       array_grow((void **)&group->values, &group->cap,
		   sizeof(*group->values));
}

/*
 * The part of a telephone number that all its spellings share: without the
 * country, if it is one that is dialled from France like any other.
 */
static struct slice
national(const struct phone *phone)
{
	static const char *const countries[] = { "+33", "+262", "+590", "+594",
		"+596" };
	struct slice number = { phone->text, phone->len };

	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (slice_starts(number, slice_text(countries[i])))
			return slice_skip(number, strlen(countries[i]));
	return slice_skip(number, 1);
}

static inline bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* n bytes of a text, from byte i on; n is at most 8. */
static inline uint64_t
load(struct slice s, size_t i, size_t n)
{
	uint64_t bytes = 0;

	memcpy(&bytes, s.p + i, n);
	return bytes;
}

/* Most texts are short: two loads that overlap have all bytes of up to 16. */
static inline bool
is_ascii(struct slice s)
{
	uint64_t all = 0;

	for (; s.len > 16; s = slice_skip(s, 8))
		all |= load(s, 0, 8);
	if (s.len >= 8)
		all |= load(s, 0, 8) | load(s, s.len - 8, 8);
	else if (s.len >= 4)
		all |= load(s, 0, 4) | load(s, s.len - 4, 4);
	else if (s.len > 0)
		all |= load(s, 0, 1) | load(s, s.len / 2, 1) |
		       load(s, s.len - 1, 1);
	return (all & EACH(0x80)) == 0;
}

/* Whether bytes are digits, whatever their highest bit: that bit of each. */
static inline uint64_t
are_no_digits(uint64_t bytes)
{
	uint64_t from_zero = bytes ^ EACH('0');

	return ((from_zero & EACH(0x7F)) + EACH(0x80 - 10)) & EACH(0x80);
}

/* How many of the bytes have their highest bit. */
static inline size_t
count_bits(uint64_t bits)
{
	return (bits >> 7) * EACH(1) >> 56;
}

/* Whether a folded text has enough letters and digits to be looked for. */
static bool
has_letters(struct slice folded)
{
	size_t letters = 0;

	/* Neither what stands between nor the rest of a character is one. */
	for (size_t i = 0; i < folded.len && letters < LIMIT_ECHO; i++)
		letters +=
		    folded.p[i] != ECHO_BETWEEN && (folded.p[i] & 0xC0) != 0x80;
	return letters == LIMIT_ECHO;
}

static size_t
count_digits(struct slice folded)
{
	size_t digits = 0;

	for (; folded.len >= 8; folded = slice_skip(folded, 8)) {
		uint64_t bytes = load(folded, 0, 8);

		digits +=
		    8 - count_bits(are_no_digits(bytes) | (bytes & EACH(0x80)));
	}
	for (size_t i = 0; i < folded.len; i++)
		digits += is_digit(folded.p[i]);
	return digits;
}

/* Takes off what stands around the letters. */
static struct slice
trim(struct slice s)
{
	while (s.len > 0 && s.p[0] == ECHO_BETWEEN)
		s = slice_skip(s, 1);
	while (s.len > 0 && s.p[s.len - 1] == ECHO_BETWEEN)
		s.len--;
	return s;
}

/* Whether a folded text is a NIR with its key. */
static bool
is_whole_nir(struct slice folded)
{
	return folded.len == NIR_WHOLE_LEN && nir_is_whole(folded.p);
}

/* Whether a folded text could be a telephone number. */
static bool
is_phone_like(struct slice folded)
{
	return folded.len >= 10 && folded.len <= 15 && is_digit(folded.p[0]) &&
	       is_digit(folded.p[folded.len - 1]);
}

/* The number or address of a URI; schemes are in either case (RFC 3986). */
static struct slice
skip_scheme(struct slice value)
{
	static const char *const schemes[] = {
		"mailto:", "tel:", "fax:", "sms:"
	};
	/* The longest; most values have no mark so near their beginning. */
	size_t near = value.len < 7 ? value.len : 7;

	if (near == 0 || memchr(value.p, ':', near) == NULL)
		return value;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = 0;

		while (n < near && (value.p[n] | 0x20) == schemes[i][n])
			n++;
		if (schemes[i][n] == '\0')
			return slice_skip(value, n);
	}
	return value;
}

/* Folds a value: what is looked for of it. */
static struct slice
fold_value(struct echo_set *set, const struct echo_text *by, struct slice value)
{
	size_t at = set->bytes.len;
	struct slice folded;
	struct phone phone;

	echo_text_add(by, &set->bytes, skip_scheme(value), ECHO_MOST);
	folded = buf_slice_from(&set->bytes, at);
	if (folded.len > ECHO_MOST)
		folded.len = ECHO_MOST;
	folded = trim(folded);
	if (is_whole_nir(folded)) {
		folded.len = NIR_LEN;
	} else if (is_phone_like(folded) &&
		   contact_parse_phone(skip_scheme(value), &phone)) {
		set->bytes.len = at;
		buf_add_slice(&set->bytes, national(&phone));
		folded = buf_slice_from(&set->bytes, at);
	}
	return folded;
}

/* Adds a value that stands folded in the set's bytes, of so many digits. */
static int
add_counted(
    struct echo_set *set, struct slice folded, size_t digits, struct slice path)
{
	struct echo_group *group = &set->anywhere;
	uint32_t head;

	if (digits == folded.len && digits < ECHO_NUMBER)
		group = &set->alone;
	if (!has_room(group))
		return -1;
	head = head_of(folded.p);
	set->filter[head / 64] |= UINT64_C(1) << head % 64;
	group->values[group->count++] =
	    (struct echo_value){ (uint32_t)(folded.p - set->bytes.p),
		    (uint32_t)folded.len, path };
	if (folded.len < set->shortest)
		set->shortest = folded.len;
	if (digits < set->fewest_digits)
		set->fewest_digits = digits;
	set->sorted = false;
	return 0;
}

/* The same, unless it is too short. */
static int
add_value(struct echo_set *set, struct slice folded, struct slice path)
{
	return has_letters(folded)
		   ? add_counted(set, folded, count_digits(folded), path)
		   : 0;
}

/* Adds a NIR without its key; digits have the bit that makes a letter small. */
static int
add_nir(struct echo_set *set, const uint8_t *p, struct slice path)
{
	uint8_t *to = buf_reserve(&set->bytes, NIR_LEN);
	size_t digits = 0;

	if (to == NULL)
		return -1;
	for (size_t i = 0; i < NIR_LEN; i++) {
		to[i] = p[i] | 0x20;
		digits += is_digit(p[i]);
	}
	set->bytes.len += NIR_LEN;
	return add_counted(set, (struct slice){ to, NIR_LEN }, digits, path);
}

static bool
is_between(const uint8_t *p, unsigned int least, unsigned int most)
{
	unsigned int n =
	    (unsigned int)(p[0] - '0') * 10 + (unsigned int)(p[1] - '0');

	return is_digit(p[0]) && is_digit(p[1]) && n >= least && n <= most;
}

/* Whether a folded text is a day: YYYYMMDD. */
static bool
is_day(struct slice folded)
{
	return folded.len == 8 && is_between(folded.p, 18, 20) &&
	       is_between(folded.p + 2, 0, 99) &&
	       is_between(folded.p + 4, 1, 12) &&
	       is_between(folded.p + 6, 1, 31);
}

/* Adds a day in the order of France: DDMMYYYY. */
static int
add_day(struct echo_set *set, struct slice day, struct slice path)
{
	size_t at = set->bytes.len;
	uint8_t turned[8];

	memcpy(turned, day.p + 6, 2);
	memcpy(turned + 2, day.p + 4, 2);
	memcpy(turned + 4, day.p, 4);
	buf_add(&set->bytes, turned, sizeof(turned));
	return set->bytes.failed
		   ? -1
		   : add_value(set, buf_slice_from(&set->bytes, at), path);
}

int
echo_set_add(struct echo_set *set, const struct echo_text *by,
    struct slice value, struct slice path)
{
	struct slice folded;

	if (value.len == NIR_WHOLE_LEN && nir_is_whole(value.p))
		return add_nir(set, value.p, path);
	folded = fold_value(set, by, value);
	if (set->bytes.failed || add_value(set, folded, path) < 0)
		return -1;
	return is_day(folded) ? add_day(set, folded, path) : 0;
}

/*
 * Search.
 */

static struct slice
value_text(const struct echo_set *set, const struct echo_value *value)
{
	return (struct slice){ set->bytes.p + value->at, value->len };
}

static void
swap(struct echo_value *a, struct echo_value *b)
{
	struct echo_value was = *a;

	*a = *b;
	*b = was;
}

/* Lets the value at i sink to its place in a heap. */
static void
sink(const struct echo_set *set, struct echo_value *values, size_t i, size_t n)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n &&
		    slice_order(value_text(set, &values[child]),
			value_text(set, &values[child + 1])) < 0)
			child++;
		if (slice_order(value_text(set, &values[i]),
			value_text(set, &values[child])) >= 0)
			return;
		swap(&values[i], &values[child]);
	}
}

/* Heapsort: qsort() hands no context to its comparison. */
static void
sort(const struct echo_set *set, struct echo_group *group)
{
	size_t n = group->count;

	for (size_t i = n / 2; i-- > 0;)
		sink(set, group->values, i, n);
	while (n > 1) {
		swap(&group->values[0], &group->values[--n]);
		sink(set, group->values, 0, n);
	}
}

/* Leaves out what begins with another value: that one is found there, too. */
static void
thin(const struct echo_set *set, struct echo_group *group)
{
	size_t to = 0;

	for (size_t i = 1; i < group->count; i++)
		if (!slice_starts(value_text(set, &group->values[i]),
			value_text(set, &group->values[to])))
			group->values[++to] = group->values[i];
	group->count = to + 1;
}

static void
prepare(struct echo_set *set)
{
	struct echo_group *groups[] = { &set->anywhere, &set->alone };

	for (size_t i = 0; !set->sorted && i < 2; i++) {
		if (groups[i]->count < 2)
			continue;
		sort(set, groups[i]);
		/* A number that stands alone is not where a longer one is. */
		if (groups[i] == &set->anywhere)
			thin(set, groups[i]);
	}
	set->sorted = true;
}

/* Whether a text of eight bytes or more may have so many digits. */
static bool
may_have_digits(struct slice text, size_t digits)
{
	size_t n = text.len;

	for (; text.len >= 8; text = slice_skip(text, 8))
		n -= count_bits(
		    are_no_digits(load(text, 0, 8)) & ~load(text, 0, 8));
	/* What is left is taken for digits. */
	return n >= digits;
}

bool
echo_may_hold_any(const struct echo_set *set, struct slice text)
{
	/* Only what is beyond ASCII grows. */
	if (text.len < set->shortest && is_ascii(text))
		return false;
	return set->fewest_digits < 8 ||
	       may_have_digits(text, set->fewest_digits);
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
	if (at > 0 && is_digit(text.p[at - 1]))
		return true;
	return at > 1 && joins(text.p[at - 1]) && is_digit(text.p[at - 2]);
}

static bool
goes_on_behind(struct slice text, size_t at)
{
	if (at < text.len && is_digit(text.p[at]))
		return true;
	return at + 1 < text.len && joins(text.p[at]) &&
	       is_digit(text.p[at + 1]);
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
		struct slice v = value_text(set, &group->values[middle]);

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
	return slice_starts(rest, value_text(set, last)) ? last : NULL;
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

		if (rest.len < len || !is_digit(rest.p[len - 1]))
			return 0;
		n = count_before(set, &set->alone, number);
		v = n > 0 ? &set->alone.values[n - 1] : NULL;
		if (v == NULL || !slice_equal(value_text(set, v), number))
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
	prepare(set);
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
