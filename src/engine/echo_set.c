#include "engine/echo_set.h"

#include <stdlib.h>

#include "action/contact.h"
#include "action/nir.h"
#include "base/array.h"
#include "base/fold.h"
#include "base/limits.h"
#include "engine/echo_digits.h"

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

/* Clears what the values of a group have set in the filter. */
static void
clear_filter(struct echo_set *set, const struct echo_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		set->filter[echo_head_of(set->bytes.p + group->values[i].at) /
			    64] = 0;
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
		uint64_t bytes = echo_load(folded);

		digits += 8 - echo_count_bits(echo_are_no_digits(bytes) |
					      (bytes & SWAR_EACH(0x80)));
	}
	for (size_t i = 0; i < folded.len; i++)
		digits += ascii_is_digit(folded.p[i]);
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

/* The longest telephone number, folded: 0033 (0)6 and fifteen digits in all. */
#define PHONE_MOST 20

/* Whether a folded text could be a telephone number. */
static bool
is_phone_like(struct slice folded)
{
	return folded.len >= 10 && folded.len <= PHONE_MOST &&
	       ascii_is_digit(folded.p[0]) &&
	       ascii_is_digit(folded.p[folded.len - 1]);
}

/* Whether a + stands before the first digit. */
static bool
has_plus(struct slice value)
{
	for (; value.len > 0 && !ascii_is_digit(value.p[0]);
	     value = slice_skip(value, 1))
		if (value.p[0] == '+')
			return true;
	return false;
}

/* Whether the 0 of +33 (0)6 stands at i, which is not dialled then. */
static bool
is_trunk(struct slice folded, size_t i)
{
	return i > 0 && i + 1 < folded.len && folded.p[i] == '0' &&
	       folded.p[i - 1] == ECHO_BETWEEN &&
	       folded.p[i + 1] == ECHO_BETWEEN;
}

/* Reads a telephone number, whatever its digits are grouped by. */
static bool
read_phone(struct slice value, struct slice folded, struct phone *phone)
{
	uint8_t dialled[PHONE_MOST + 1];
	size_t n = 0;

	if (has_plus(value))
		dialled[n++] = '+';
	for (size_t i = 0; i < folded.len; i++)
		if (folded.p[i] != ECHO_BETWEEN && !is_trunk(folded, i))
			dialled[n++] = folded.p[i];
	return contact_parse_phone((struct slice){ dialled, n }, phone);
}

/* The number or address of a URI; schemes are in either case (RFC 3986). */
static struct slice
skip_scheme(struct slice value)
{
	static const char *const schemes[] = {
		"mailto:", "tel:", "fax:", "sms:"
	};
	size_t near;

	while (value.len > 0 && value.p[0] <= ' ')
		value = slice_skip(value, 1);
	/* The longest; most values have no mark so near their beginning. */
	near = value.len < 7 ? value.len : 7;
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

	echo_text_add(by, &set->bytes, value, ECHO_MOST);
	folded = buf_slice_from(&set->bytes, at);
	if (folded.len > ECHO_MOST)
		folded.len = ECHO_MOST;
	folded = trim(folded);
	if (is_whole_nir(folded))
		folded.len = NIR_LEN;
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
	head = echo_head_of(folded.p);
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
		digits += ascii_is_digit(p[i]);
	}
	set->bytes.len += NIR_LEN;
	return add_counted(set, (struct slice){ to, NIR_LEN }, digits, path);
}

static bool
is_between(const uint8_t *p, unsigned int least, unsigned int most)
{
	unsigned int n =
	    (unsigned int)(p[0] - '0') * 10 + (unsigned int)(p[1] - '0');

	return ascii_is_digit(p[0]) && ascii_is_digit(p[1]) && n >= least &&
	       n <= most;
}

static bool
is_day(const uint8_t *year, const uint8_t *month, const uint8_t *day)
{
	return is_between(year, 18, 20) && is_between(year + 2, 0, 99) &&
	       is_between(month, 1, 12) && is_between(day, 1, 31);
}

/* Writes YYYYMMDD as DDMMYYYY, or the other way; false if it is no day. */
static bool
turn_day(struct slice folded, uint8_t turned[static 8])
{
	const uint8_t *p = folded.p;

	if (folded.len != 8)
		return false;
	if (is_day(p, p + 4, p + 6)) {
		memcpy(turned, p + 6, 2);
		memcpy(turned + 2, p + 4, 2);
		memcpy(turned + 4, p, 4);
		return true;
	}
	memcpy(turned, p + 4, 4);
	memcpy(turned + 4, p + 2, 2);
	memcpy(turned + 6, p, 2);
	return is_day(turned, turned + 4, turned + 6);
}

/* Adds what a value is in another spelling, folded. */
static int
add_other(struct echo_set *set, struct slice other, struct slice path)
{
	size_t at = set->bytes.len;

	buf_add_slice(&set->bytes, other);
	return set->bytes.failed
		   ? -1
		   : add_value(set, buf_slice_from(&set->bytes, at), path);
}

/* Adds a telephone number: what its spellings share, and how it is grouped. */
static int
add_phone(struct echo_set *set, const struct phone *phone, struct slice folded,
    struct slice path)
{
	/* Without marks, one stands wherever the other does. */
	if (memchr(folded.p, ECHO_BETWEEN, folded.len) != NULL &&
	    add_value(set, folded, path) < 0)
		return -1;
	return add_other(set, national(phone), path);
}

int
echo_set_add(struct echo_set *set, const struct echo_text *by,
    struct slice value, struct slice path)
{
	struct slice folded;
	struct phone phone;
	uint8_t turned[8];

	if (value.len == NIR_WHOLE_LEN && nir_is_whole(value.p))
		return add_nir(set, value.p, path);
	value = skip_scheme(value);
	folded = fold_value(set, by, value);
	if (set->bytes.failed)
		return -1;
	if (is_phone_like(folded) && read_phone(value, folded, &phone))
		return add_phone(set, &phone, folded, path);
	if (add_value(set, folded, path) < 0)
		return -1;
	return turn_day(folded, turned)
		   ? add_other(set, (struct slice){ turned, 8 }, path)
		   : 0;
}

/*
 * Order.
 */

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
		    slice_order(echo_value_text(set, &values[child]),
			echo_value_text(set, &values[child + 1])) < 0)
			child++;
		if (slice_order(echo_value_text(set, &values[i]),
			echo_value_text(set, &values[child])) >= 0)
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
		if (!slice_starts(echo_value_text(set, &group->values[i]),
			echo_value_text(set, &group->values[to])))
			group->values[++to] = group->values[i];
	group->count = to + 1;
}

void
echo_set_sort(struct echo_set *set)
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
