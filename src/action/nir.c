#include "action/nir.h"

#include "action/compact.h"
#include "base/ascii.h"

#define KEY_LEN 2

/* Where the département of birth begins, which may hold a letter. */
#define PLACE 5

static bool
all_digits(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_is_digit(p[i]))
			return false;
	return true;
}

static unsigned int
two_digits(const uint8_t *p)
{
	return (unsigned int)(p[0] - '0') * 10 + (unsigned int)(p[1] - '0');
}

static bool
is_month(unsigned int n)
{
	return (n >= 1 && n <= 12) || (n >= 20 && n <= 42) || n >= 50;
}

static bool
is_corsica(const uint8_t *p)
{
	return p[0] == '2' && (p[1] == 'A' || p[1] == 'B');
}

/* What stands for the sex, and begins every number. */
static bool
is_first(uint8_t c)
{
	return (c >= '1' && c <= '4') || c == '7' || c == '8';
}

static bool
is_body(const uint8_t *p)
{
	const uint8_t *place = p + PLACE;

	return is_first(p[0]) && all_digits(p + 1, 4) &&
	       is_month(two_digits(p + 3)) &&
	       (is_corsica(place) || all_digits(place, 2)) &&
	       all_digits(place + 2, NIR_LEN - PLACE - 2);
}

/* Reads the n characters of a number, NIR_LEN or all with the key. */
static bool
read_compact(uint8_t written[static NIR_WHOLE_LEN], size_t n, struct nir *nir)
{
	if (written[PLACE + 1] == 'a' || written[PLACE + 1] == 'b')
		written[PLACE + 1] = written[PLACE + 1] == 'a' ? 'A' : 'B';
	if (!is_body(written))
		return false;
	nir->has_key = n > NIR_LEN;
	if (nir->has_key && !all_digits(written + NIR_LEN, KEY_LEN))
		return false;
	nir->key = nir->has_key ? two_digits(written + NIR_LEN) : 0;
	memcpy(nir->body, written, NIR_LEN);
	return true;
}

bool
nir_parse(struct slice text, struct nir *nir)
{
	uint8_t written[NIR_WHOLE_LEN];
	size_t n = compact_copy(text, ".", written, sizeof(written));

	return (n == NIR_LEN || n == NIR_WHOLE_LEN) &&
	       read_compact(written, n, nir);
}

bool
nir_is_whole(const uint8_t p[static NIR_WHOLE_LEN])
{
	uint8_t written[NIR_WHOLE_LEN];
	struct nir nir;

	memcpy(written, p, NIR_WHOLE_LEN);
	return read_compact(written, NIR_WHOLE_LEN, &nir);
}

unsigned int
nir_key(const struct nir *nir)
{
	uint8_t digits[NIR_LEN];
	uint64_t n = 0;

	memcpy(digits, nir->body, NIR_LEN);
	if (is_corsica(digits + PLACE))
		memcpy(
		    digits + PLACE, digits[PLACE + 1] == 'A' ? "19" : "18", 2);
	for (size_t i = 0; i < NIR_LEN; i++)
		n = n * 10 + (uint64_t)(digits[i] - '0');
	return 97 - (unsigned int)(n % 97);
}

/* Whether a number with its right key, without blanks, begins at p. */
static bool
has_right_key(const uint8_t p[static NIR_WHOLE_LEN])
{
	uint8_t written[NIR_WHOLE_LEN];
	struct nir nir;

	if (!is_first(p[0]))
		return false;
	memcpy(written, p, NIR_WHOLE_LEN);
	return read_compact(written, NIR_WHOLE_LEN, &nir) &&
	       nir.key == nir_key(&nir);
}

bool
nir_shows_in(struct slice text)
{
	size_t digits = 0; /* in a row, up to the place at hand */
	struct nir nir;

	if (text.len == NIR_WHOLE_LEN && nir_parse(text, &nir))
		return true;
	/* All that comes before PLACE are digits. */
	for (size_t i = 0; i + NIR_WHOLE_LEN - PLACE < text.len; i++) {
		digits = ascii_is_digit(text.p[i]) ? digits + 1 : 0;
		if (digits >= PLACE && has_right_key(text.p + i + 1 - PLACE))
			return true;
	}
	return false;
}
