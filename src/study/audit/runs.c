#include "study/audit/runs.h"

#include "base/ascii.h"
#include "study/audit/digit.h"
#include "study/audit/text.h"

/* What eight bytes make: shorter runs are words, not encoded values. */
#define BASE64_MIN 11
#define HEX_MIN    16
#define TEXT_LEAST 8

/* So many characters are looked at, before something and behind it, and so many
 * must be there in all. */
#define AROUND       64
#define AROUND_LEAST 48

/* In base64 by chance, a third of all pairs differ in case, and a quarter is a
 * digit beside something else; in text few are.  One of so many is enough. */
#define TURN 8

/* What characters of base64 stand for, plus one; 0: nothing. */
static const uint8_t sextets[0x100] = { ['A'] = 1,
	['B'] = 2,
	['C'] = 3,
	['D'] = 4,
	['E'] = 5,
	['F'] = 6,
	['G'] = 7,
	['H'] = 8,
	['I'] = 9,
	['J'] = 10,
	['K'] = 11,
	['L'] = 12,
	['M'] = 13,
	['N'] = 14,
	['O'] = 15,
	['P'] = 16,
	['Q'] = 17,
	['R'] = 18,
	['S'] = 19,
	['T'] = 20,
	['U'] = 21,
	['V'] = 22,
	['W'] = 23,
	['X'] = 24,
	['Y'] = 25,
	['Z'] = 26,
	['a'] = 27,
	['b'] = 28,
	['c'] = 29,
	['d'] = 30,
	['e'] = 31,
	['f'] = 32,
	['g'] = 33,
	['h'] = 34,
	['i'] = 35,
	['j'] = 36,
	['k'] = 37,
	['l'] = 38,
	['m'] = 39,
	['n'] = 40,
	['o'] = 41,
	['p'] = 42,
	['q'] = 43,
	['r'] = 44,
	['s'] = 45,
	['t'] = 46,
	['u'] = 47,
	['v'] = 48,
	['w'] = 49,
	['x'] = 50,
	['y'] = 51,
	['z'] = 52,
	['0'] = 53,
	['1'] = 54,
	['2'] = 55,
	['3'] = 56,
	['4'] = 57,
	['5'] = 58,
	['6'] = 59,
	['7'] = 60,
	['8'] = 61,
	['9'] = 62,
	['+'] = 63,
	['/'] = 64,
	['-'] = 63,
	['_'] = 64 };

/* Lines may end inside it, and the next ones be indented. */
static inline bool
is_base64(uint8_t c)
{
	return sextets[c] != 0 || c == '\r' || c == '\n';
}

/* A run, whose first characters belong to something else. */
struct run {
	size_t begin, end, skip;
};

/*
 * Leaves of what was added since `at` only text.  Each stretch of it is one for
 * itself: many short ones, which bytes form by chance, make no long one.
 */
static void
leave_text(struct decoded *d, size_t at)
{
	struct slice bytes = buf_slice(&d->bytes);
	size_t to = at, begin, end = at;

	while (text_find(bytes, end, TEXT_LEAST, &begin, &end)) {
		size_t n = end - begin;

		memmove(d->bytes.p + to, d->bytes.p + begin, n);
		memmove(d->from + to, d->from + begin, n * sizeof(d->from[0]));
		to += n;
		if (end == bytes.len)
			break;
		d->from[to] = d->from[end];
		d->bytes.p[to++] = DECODED_END;
		end++;
	}
	d->bytes.len = to;
}

static void
end_run(struct decoded *d, const struct run *run, size_t at)
{
	leave_text(d, at);
	if (d->bytes.len > at)
		decoded_put(d, DECODED_END, run->end - 1);
}

/* Four characters at a time, as long as no line ends among them. */
static size_t
decode_groups(struct decoded *d, struct slice s, size_t i, size_t end)
{
	uint8_t *to = d->bytes.p + d->bytes.len;
	uint32_t *from = d->from + d->bytes.len;
	size_t n = 0;

	for (; end - i >= 4; i += 4, n += 3) {
		const uint8_t *p = s.p + i;
		uint32_t a = sextets[p[0]], b = sextets[p[1]],
			 c = sextets[p[2]], e = sextets[p[3]], bits;

		if (a == 0 || b == 0 || c == 0 || e == 0)
			break;
		bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (e - 1);
		to[n] = (uint8_t)(bits >> 16);
		to[n + 1] = (uint8_t)(bits >> 8);
		to[n + 2] = (uint8_t)bits;
		from[n] = (uint32_t)(i + 1);
		from[n + 1] = (uint32_t)(i + 2);
		from[n + 2] = (uint32_t)(i + 3);
	}
	d->bytes.len += n;
	return i;
}

/* The group at i, over the ends of lines; returns where it ends. */
static size_t
decode_group(struct decoded *d, struct slice s, size_t i, size_t end)
{
	unsigned int count = 0;
	uint32_t bits = 0;

	for (; i < end && count < 4; i++) {
		uint8_t sextet = sextets[s.p[i]];

		if (sextet == 0)
			continue;
		bits = bits << 6 | (uint32_t)(sextet - 1);
		if (++count > 1)
			decoded_put(d, (uint8_t)(bits >> (8 - 2 * count)), i);
	}
	return i;
}

static void
decode_base64(struct decoded *d, struct slice s, const struct run *run)
{
	size_t skip = run->skip, before = d->bytes.len, i = run->begin;

	for (; skip > 0 && i < run->end; i++)
		skip -= sextets[s.p[i]] != 0;
	if (!decoded_room(d, run->end - run->begin))
		return;
	while (i < run->end) {
		i = decode_groups(d, s, i, run->end);
		i = decode_group(d, s, i, run->end);
		if (!decoded_room(d, run->end - i + 1))
			return;
	}
	end_run(d, run, before);
}

static void
decode_run_of_base64(
    struct decoded *d, struct slice s, size_t begin, size_t end)
{
	for (size_t skip = 0; skip < 4; skip++)
		decode_base64(d, s, &(struct run){ begin, end, skip });
}

static void
decode_hex(struct decoded *d, struct slice s, const struct run *run)
{
	size_t before = d->bytes.len;

	for (size_t i = run->begin + run->skip; i + 1 < run->end; i += 2)
		decoded_put(d,
		    (uint8_t)(digit_of(s.p[i]) * 16 + digit_of(s.p[i + 1])), i);
	end_run(d, run, before);
}

static void
decode_run_of_hex(struct decoded *d, struct slice s, size_t begin, size_t end)
{
	for (size_t skip = 0; skip < 2; skip++)
		decode_hex(d, s, &(struct run){ begin, end, skip });
}

/*
 * The next run of so many characters that begins at *end or later.  It has a
 * character least - 1 behind that: looking there first leaves most of a text
 * out.
 */
static inline bool
next_run(struct slice s, bool (*has)(uint8_t c), size_t least, size_t *begin,
    size_t *end)
{
	size_t from = *end, at;

	while (s.len - from >= least) {
		at = from + least - 1;
		if (!has(s.p[at])) {
			from = at + 1;
			continue;
		}
		*begin = *end = at;
		while (*begin > from && has(s.p[*begin - 1]))
			--*begin;
		while (*end < s.len && has(s.p[*end]))
			++*end;
		if (*end - *begin >= least)
			return true;
		from = *end;
	}
	return false;
}

/* Where a run of base64 ends whose lines may be indented. */
static size_t
end_of_lines(struct slice s, size_t end)
{
	while (s.p[end - 1] == '\n' || s.p[end - 1] == '\r') {
		size_t i = end;

		while (i < s.len && (s.p[i] == ' ' || s.p[i] == '\t'))
			i++;
		if (i == s.len || !is_base64(s.p[i]))
			break;
		while (i < s.len && is_base64(s.p[i]))
			i++;
		end = i;
	}
	return end;
}

bool
runs_next_base64(struct slice piece, size_t *begin, size_t *end)
{
	if (!next_run(piece, is_base64, BASE64_MIN, begin, end))
		return false;
	*end = end_of_lines(piece, *end);
	return true;
}

/* Of base64 as URLs have it; in a path, a slash parts words. */
static inline bool
is_base64url(uint8_t c)
{
	return sextets[c] != 0 && c != '+' && c != '/';
}

bool
runs_mean_nothing(struct slice piece, size_t first, size_t last)
{
	size_t begin = first, end = last + 1, cases = 0, digits = 0;

	while (begin > 0 && first - begin < AROUND &&
	       is_base64url(piece.p[begin - 1]))
		begin--;
	while (end < piece.len && end - last <= AROUND &&
	       is_base64url(piece.p[end]))
		end++;
	for (size_t i = begin + 1; i < end; i++) {
		uint8_t a = piece.p[i - 1], b = piece.p[i];

		cases += ascii_is_letter(a) && ascii_is_letter(b) &&
			 ((a ^ b) & 0x20) != 0;
		digits += ascii_is_digit(a) != ascii_is_digit(b);
	}
	return end - begin >= AROUND_LEAST && cases * TURN > end - begin &&
	       digits * TURN > end - begin;
}

size_t
runs_some_base64(struct slice text, uint8_t *out, size_t n)
{
	uint32_t bits = 0;
	unsigned int count = 0;
	size_t got = 0;

	for (size_t i = 0; i < text.len && got < n; i++) {
		if (sextets[text.p[i]] == 0)
			continue;
		bits = bits << 6 | (uint32_t)(sextets[text.p[i]] - 1);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		out[got++] = (uint8_t)(bits >> count);
	}
	return got;
}

bool
runs_decode_base64(struct decoded *d, struct slice piece)
{
	size_t begin, end = 0;

	while (runs_next_base64(piece, &begin, &end))
		decode_run_of_base64(d, piece, begin, end);
	return d->bytes.len > 0;
}

bool
runs_decode_hex(struct decoded *d, struct slice piece)
{
	size_t begin, end = 0;

	while (next_run(piece, is_hex, HEX_MIN, &begin, &end))
		decode_run_of_hex(d, piece, begin, end);
	return d->bytes.len > 0;
}
