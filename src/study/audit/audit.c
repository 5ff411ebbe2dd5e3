#include "study/audit/audit.h"

#include "action/nir.h"
#include "base/fold.h"
#include "base/utf8.h"

const char *
spelling_name(enum spelling spelling)
{
	switch (spelling) {
	case SPELLING_FOLDED:
		return "as it is";
	case SPELLING_REVERSED:
		return "backwards";
	case SPELLING_DIGITS:
		return "eight digits of it";
	case SPELLING_SHAPE:
		return "a shape";
	default:
		return plain_names[spelling - SPELLING_DIGEST];
	}
}

void
audit_init(struct audit *a)
{
	*a = (struct audit){ 0 };
	needles_init(&a->needles);
	buf_init(&a->folded, (size_t)1 << 31);
	buf_init(&a->scratch, (size_t)1 << 31);
	buf_init(&a->reversed, (size_t)1 << 31);
	buf_init(&a->covered, (size_t)1 << 31);
	buf_init(&a->plain, (size_t)1 << 31);
	view_init(&a->view);
}

void
audit_release(struct audit *a)
{
	needles_release(&a->needles);
	windows_release(&a->digits);
	windows_release(&a->allowed);
	windows_release(&a->digests);
	buf_wipe(&a->folded);
	buf_wipe(&a->scratch);
	buf_wipe(&a->reversed);
	buf_release(&a->covered);
	buf_release(&a->plain);
	view_release(&a->view);
}

/* All letters and digits of a value, whatever stands between them. */
static struct slice
fold(struct audit *a, struct slice value)
{
	uint8_t bytes[FOLD_MAX];
	size_t len;

	buf_reset(&a->folded);
	while (value.len > 0)
		if (fold_next(&value, bytes, &len) == FOLD_LETTERS)
			buf_add(&a->folded, bytes, len);
	return buf_slice(&a->folded);
}

/*
 * The same with a break where more than grouping is, as views have it, or one
 * of these characters, as if another mark stood there.
 */
static struct slice
fold_apart(struct audit *a, struct slice value, const char *marks)
{
	uint8_t bytes[FOLD_MAX];
	bool apart = false;
	size_t len;

	buf_reset(&a->scratch);
	while (value.len > 0) {
		uint8_t first = value.p[0];

		switch (fold_next(&value, bytes, &len)) {
		case FOLD_LETTERS:
			if (apart && a->scratch.len > 0)
				buf_add_byte(&a->scratch, NEEDLE_BREAK);
			buf_add(&a->scratch, bytes, len);
			apart = false;
			break;
		case FOLD_BREAK:
			apart = true;
			break;
		case FOLD_NOTHING:
			apart |= strchr(marks, first) != NULL;
			break;
		}
	}
	return buf_slice(&a->scratch);
}

/* The next eight digits in a row, from *at on, which is then behind them. */
static bool
next_digits(struct slice folded, size_t *at, uint64_t *key)
{
	size_t digits = 0;

	for (size_t i = *at; i < folded.len; i++) {
		bool is_digit = folded.p[i] >= '0' && folded.p[i] <= '9';

		digits = is_digit ? digits + 1 : 0;
		if (digits < WINDOW_LEN)
			continue;
		*at = i + 1 - WINDOW_LEN;
		*key = windows_key(folded.p + *at);
		++*at;
		return true;
	}
	return false;
}

void
audit_digits(struct audit *a, struct slice value, struct buf *keys)
{
	struct slice folded = fold(a, value);
	size_t at = 0;
	uint64_t key;

	keys->failed |= a->folded.failed;
	while (next_digits(folded, &at, &key))
		buf_add(keys, &key, sizeof(key));
}

int
audit_allow(struct audit *a, uint64_t key, struct err *err)
{
	return windows_add(&a->allowed, key, 0, err);
}

static uint16_t
label_of(uint16_t field, unsigned int spelling)
{
	return (uint16_t)((unsigned int)field * SPELLING_COUNT + spelling);
}

static int
add_digests(struct audit *a, uint16_t field, struct slice text, struct err *err)
{
	uint8_t digest[PLAIN_MAX];

	for (unsigned int kind = 0; kind < PLAIN_COUNT; kind++) {
		plain_digest((enum plain_digest)kind, text, digest);
		if (windows_add(&a->digests, windows_key(digest),
			label_of(field, SPELLING_DIGEST + kind), err) < 0)
			return -1;
	}
	return 0;
}

/* A text with all of its letters in one case. */
static struct slice
in_case(struct audit *a, struct slice text, bool upper)
{
	uint8_t bytes[4];
	uint32_t c;

	buf_reset(&a->scratch);
	while (utf8_next(&text, &c))
		buf_add(
		    &a->scratch, bytes, utf8_put(fold_case(c, upper), bytes));
	return buf_slice(&a->scratch);
}

static int
add_digits(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	size_t at = 0;
	uint64_t key;

	while (next_digits(folded, &at, &key))
		if (windows_add(&a->digits, key,
			label_of(field, SPELLING_DIGITS), err) < 0)
			return -1;
	return 0;
}

/* Digests of a text as it is, and with its letters in either case. */
static int
add_digests_of(
    struct audit *a, uint16_t field, struct slice text, struct err *err)
{
	if (add_digests(a, field, text, err) < 0)
		return -1;
	for (int upper = 0; upper < 2; upper++) {
		struct slice cased = in_case(a, text, upper == 1);

		if (a->scratch.failed)
			return err_nomem(err);
		if (!slice_equal(cased, text) &&
		    add_digests(a, field, cased, err) < 0)
			return -1;
	}
	return 0;
}

/* Backwards letter by letter; a letter may have several bytes. */
static int
add_reversed(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	size_t end = folded.len;

	buf_reset(&a->reversed);
	for (size_t i = end; i-- > 0;) {
		if ((folded.p[i] & 0xC0) == 0x80)
			continue;
		buf_add(&a->reversed, folded.p + i, end - i);
		end = i;
	}
	if (a->reversed.failed)
		return err_nomem(err);
	return needles_add(&a->needles, buf_slice(&a->reversed),
	    label_of(field, SPELLING_REVERSED), err);
}

/* Of needles that begin alike the last one is looked at first. */
static int
add_needles(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	if (add_reversed(a, field, folded, err) < 0)
		return -1;
	return needles_add(
	    &a->needles, folded, label_of(field, SPELLING_FOLDED), err);
}

/*
 * An address as it is, too, with breaks where its marks are; and all with other
 * marks where blanks are (`Le+Goff` in forms), or any grouping (06/39/98).
 */
static int
add_apart(struct audit *a, uint16_t field, struct slice value,
    struct slice folded, struct err *err)
{
	static const char *const marks[] = { "", " ", " .-_'" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct slice apart = fold_apart(a, value, marks[i]);

		if (a->scratch.failed)
			return err_nomem(err);
		if (apart.len > folded.len &&
		    add_needles(a, field, apart, err) < 0)
			return -1;
	}
	return 0;
}

/* A NIR with its key is also looked for without it. */
static int
add_without_key(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	struct nir nir;

	if (!nir_parse(folded, &nir) || !nir.has_key)
		return 0;
	folded.len = NIR_LEN;
	if (add_needles(a, field, folded, err) < 0)
		return -1;
	return add_digests_of(a, field, folded, err);
}

/* Whether the value itself was told before; its digest says so. */
static bool
is_known(const struct audit *a, struct slice value)
{
	uint8_t digest[PLAIN_MAX];
	uint16_t label;

	plain_digest(PLAIN_SHA_256, value, digest);
	return windows_has(&a->digests, windows_key(digest), &label);
}

int
audit_value(
    struct audit *a, uint16_t field, struct slice value, struct err *err)
{
	struct slice folded = fold(a, value);

	a->values++;
	if (a->folded.failed)
		return err_nomem(err);
	if (folded.len < NEEDLE_MIN) {
		a->too_short++;
		return 0;
	}
	if (is_known(a, value))
		return 0;
	if (add_digits(a, field, folded, err) < 0 ||
	    add_without_key(a, field, folded, err) < 0 ||
	    add_needles(a, field, folded, err) < 0 ||
	    add_apart(a, field, value, folded, err) < 0 ||
	    add_digests_of(a, field, folded, err) < 0)
		return -1;
	return add_digests_of(a, field, value, err);
}
