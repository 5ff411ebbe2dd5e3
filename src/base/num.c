#include "base/num.h"
#include "base/ascii.h"
#include "base/json.h"

#define MAX_EXPONENT     1000
#define MAX_WHOLE_DIGITS 18

bool
num_is_digits(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_is_digit(s.p[i]))
			return false;
	}
	return s.len > 0;
}

bool
num_u64(struct slice s, uint64_t *n)
{
	uint64_t sum = 0;

	if (!num_is_digits(s))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = s.p[i] - (uint64_t)'0';

		if (sum > (UINT64_MAX - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*n = sum;
	return true;
}

bool
num_is_decimal(struct slice s)
{
	enum json_fault fault;

	return s.len > 0 &&
	       json_number(s.p, s.p + s.len, &fault) == s.p + s.len;
}

bool
num_is_integer(struct slice s)
{
	if (s.len > 0 && s.p[0] == '-')
		s = slice_skip(s, 1);
	return num_is_digits(s) && (s.p[0] != '0' || s.len == 1);
}

/*
 * A decimal taken apart.  Its value is 0.D * 10^magnitude, where D are the
 * digits of whole and fraction from index lead on, the first of them not 0.
 */
struct decimal {
	bool negative, zero;
	struct slice whole, fraction;
	int64_t exponent;
	size_t lead;
	int64_t magnitude;
};

/* Takes the digits off the front of *s. */
static struct slice
take_digits(struct slice *s)
{
	struct slice digits = { s->p, 0 };

	while (digits.len < s->len && ascii_is_digit(s->p[digits.len]))
		digits.len++;
	*s = slice_skip(*s, digits.len);
	return digits;
}

/* Digit i counted from the first one written; beyond the last it is 0. */
static uint8_t
digit_at(const struct decimal *d, size_t i)
{
	if (i < d->whole.len)
		return d->whole.p[i];
	i -= d->whole.len;
	return i < d->fraction.len ? d->fraction.p[i] : '0';
}

static size_t
digit_count(const struct decimal *d)
{
	return d->whole.len + d->fraction.len;
}

/* The exponent behind its letter; huge ones come out as a huge number. */
static int64_t
read_exponent(struct slice s)
{
	bool negative = s.p[0] == '-';
	int64_t n = 0;

	if (!ascii_is_digit(s.p[0]))
		s = slice_skip(s, 1);
	for (size_t i = 0; i < s.len && n < INT32_MAX; i++)
		n = n * 10 + (s.p[i] - '0');
	return negative ? -n : n;
}

static bool
take_apart(struct slice s, struct decimal *d)
{
	if (!num_is_decimal(s))
		return false;
	*d = (struct decimal){ .negative = s.p[0] == '-' };
	if (d->negative)
		s = slice_skip(s, 1);
	d->whole = take_digits(&s);
	if (s.len > 0 && s.p[0] == '.') {
		s = slice_skip(s, 1);
		d->fraction = take_digits(&s);
	}
	if (s.len > 0)
		d->exponent = read_exponent(slice_skip(s, 1));
	while (d->lead < digit_count(d) && digit_at(d, d->lead) == '0')
		d->lead++;
	d->zero = d->lead == digit_count(d);
	d->magnitude = (int64_t)d->whole.len - (int64_t)d->lead + d->exponent;
	return true;
}

/* -1, 0 or 1 without regard to signs; neither is zero. */
static int
compare_sizes(const struct decimal *a, const struct decimal *b)
{
	size_t n =
	    digit_count(a) > digit_count(b) ? digit_count(a) : digit_count(b);

	if (a->magnitude != b->magnitude)
		return a->magnitude < b->magnitude ? -1 : 1;
	for (size_t i = 0; i < n; i++) {
		uint8_t x = digit_at(a, a->lead + i);
		uint8_t y = digit_at(b, b->lead + i);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static int
sign(const struct decimal *d)
{
	if (d->zero)
		return 0;
	return d->negative ? -1 : 1;
}

static bool
is_huge(const struct decimal *d)
{
	return d->exponent > MAX_EXPONENT || d->exponent < -MAX_EXPONENT;
}

bool
num_compare(struct slice a, struct slice b, int *order)
{
	struct decimal x, y;

	if (!take_apart(a, &x) || !take_apart(b, &y) || is_huge(&x) ||
	    is_huge(&y))
		return false;
	if (sign(&x) != sign(&y))
		*order = sign(&x) < sign(&y) ? -1 : 1;
	else
		*order = sign(&x) * (x.zero ? 0 : compare_sizes(&x, &y));
	return true;
}

/* The size of d without its fraction; *exact says that there was none. */
static uint64_t
whole_part(const struct decimal *d, bool *exact)
{
	size_t digits = d->magnitude > 0 ? (size_t)d->magnitude : 0;
	uint64_t n = 0;

	for (size_t i = 0; i < digits; i++)
		n = n * 10 + (uint64_t)(digit_at(d, d->lead + i) - '0');
	*exact = true;
	for (size_t i = d->lead + digits; i < digit_count(d); i++)
		*exact = *exact && digit_at(d, i) == '0';
	return n;
}

bool
num_floor(struct slice s, uint64_t step, struct buf *out)
{
	struct decimal d;
	uint64_t n = 0, multiple;
	bool exact = true;

	if (!take_apart(s, &d))
		return false;
	if (!d.zero) {
		if (d.magnitude > MAX_WHOLE_DIGITS)
			return false;
		n = whole_part(&d, &exact);
	}
	multiple = n - n % step;
	if (d.negative && (!exact || multiple != n)) {
		/* Downwards is away from zero; 2 * 10^18 is no overflow. */
		multiple += step;
	}
	if (d.negative && multiple > 0)
		buf_add_byte(out, '-');
	buf_add_u64(out, multiple);
	return true;
}
