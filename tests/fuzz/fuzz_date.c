/*
 * Dates: two of them, separated by a line end.  A date written again is the
 * same date; orders are opposite when the dates change places; ages are never
 * negative; a date that is moved to and fro is the same text.
 */
#include "base/date.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
parse(const uint8_t *data, size_t size, struct date *d)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	bool ok = date_parse((struct slice){ p, size }, d);

	free(p);
	return ok;
}

/* The same span of time, to the precision it can be written in. */
static void
check_put(struct date d)
{
	struct date back;
	struct buf text;
	int order;

	if (d.precision > DATE_HOUR)
		d.precision = DATE_HOUR;
	d.minute = d.second = 0;
	d.has_zone = false;
	buf_init(&text, 100);
	date_put(&text, &d, d.precision);
	MUST(parse(text.p, text.len, &back));
	MUST(back.precision == d.precision);
	MUST(date_compare(&d, &back, &order) && order == 0);
	buf_release(&text);
}

static void
check_pair(const struct date *a, const struct date *b)
{
	int order = 0, back = 0, years = 0;
	bool known = date_compare(a, b, &order);

	MUST(date_compare(b, a, &back) == known && order == -back);
	MUST(!date_age(a, b, &years) || (years >= 0 && years <= 400));
}

static void
check_move(struct slice s, struct date d, int32_t days)
{
	struct date moved = d;
	struct buf there, back;

	buf_init(&there, s.len + 8);
	buf_init(&back, s.len + 8);
	if (d.precision >= DATE_DAY && date_move(&moved, days)) {
		date_put_over(&there, &moved, s);
		MUST(there.len == s.len && parse(there.p, there.len, &moved));
		MUST(date_move(&moved, -days));
		date_put_over(&back, &moved, buf_slice(&there));
		MUST(slice_equal(buf_slice(&back), s));
	}
	buf_release(&there);
	buf_release(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t first = cut != NULL ? (size_t)(cut - data) : size;
	struct date a, b;

	if (!parse(data, first, &a))
		return 0;
	check_put(a);
	check_pair(&a, &a);
	check_move((struct slice){ data, first }, a, (int32_t)(size * 997));
	if (cut != NULL && parse(cut + 1, size - first - 1, &b))
		check_pair(&a, &b);
	return 0;
}
