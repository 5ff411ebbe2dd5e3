#include "base/utf8.h"

#include "base/utf8_simd.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Whether a byte goes on with a character: 10xxxxxx. */
static inline bool
is_tail(uint8_t byte)
{
	return (byte & 0xC0) == 0x80;
}

static inline uint32_t
bits(uint8_t tail)
{
	return tail & 0x3F;
}

/* Reads the character at p; returns its length, or 0 if it is not valid. */
static inline size_t
decode(const uint8_t *p, size_t left, uint32_t *c)
{
	uint32_t lead = p[0];

	if (lead < 0x80) {
		*c = lead;
		return 1;
	}
	if ((lead & 0xE0) == 0xC0 && left >= 2 && is_tail(p[1])) {
		*c = (lead & 0x1F) << 6 | bits(p[1]);
		return *c >= 0x80 ? 2 : 0;
	}
	if ((lead & 0xF0) == 0xE0 && left >= 3 && is_tail(p[1]) &&
	    is_tail(p[2])) {
		*c = (lead & 0x0F) << 12 | bits(p[1]) << 6 | bits(p[2]);
		return *c >= 0x800 && (*c < 0xD800 || *c > 0xDFFF) ? 3 : 0;
	}
	if ((lead & 0xF8) == 0xF0 && left >= 4 && is_tail(p[1]) &&
	    is_tail(p[2]) && is_tail(p[3])) {
		*c = (lead & 0x07) << 18 | bits(p[1]) << 12 | bits(p[2]) << 6 |
		     bits(p[3]);
		return *c >= 0x10000 && *c <= 0x10FFFF ? 4 : 0;
	}
	return 0;
}

/* The first byte at or after p that is not ASCII, or end. */
static inline const uint8_t *
skip_ascii(const uint8_t *p, const uint8_t *end)
{
#ifdef __SSE2__
	while (end - p >= 16) {
		__m128i block = _mm_loadu_si128((const __m128i *)p);
		unsigned int high = (unsigned int)_mm_movemask_epi8(block);

		if (high != 0)
			return p + __builtin_ctz(high);
		p += 16;
	}
#endif
	while (end - p >= 8) {
		uint64_t word;

		memcpy(&word, p, sizeof(word));
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
		p += 8;
	}
	while (p < end && *p < 0x80)
		p++;
	return p;
}

static bool
valid_any(const uint8_t *p, const uint8_t *end)
{
	uint32_t c;

	while ((p = skip_ascii(p, end)) < end) {
		do {
			size_t n = decode(p, (size_t)(end - p), &c);

			if (n == 0)
				return false;
			p += n;
		} while (p < end && *p >= 0x80);
	}
	return true;
}

bool
utf8_valid_as(enum cpu cpu, struct slice s)
{
	const uint8_t *p, *end;

	if (s.len == 0)
		return true;
	end = s.p + s.len;
#ifdef __x86_64__
	if (cpu == CPU_AVX512)
		return utf8_valid_avx512(s.p, end);
#endif
	p = skip_ascii(s.p, end);
#ifdef __x86_64__
	if (cpu == CPU_AVX2 && end - p >= 32)
		return utf8_valid_avx2(p, end);
#endif
	(void)cpu;
	return valid_any(p, end);
}

bool
utf8_valid(struct slice s)
{
	return utf8_valid_as(cpu_best(), s);
}

bool
utf8_next(struct slice *rest, uint32_t *c)
{
	uint32_t read;
	size_t n;

	if (rest->len == 0)
		return false;
	n = decode(rest->p, rest->len, &read);
	if (n == 0)
		return false;
	*c = read;
	*rest = slice_skip(*rest, n);
	return true;
}

size_t
utf8_count(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += !is_tail(s.p[i]);
	return n;
}

struct slice
utf8_first(struct slice s, size_t n)
{
	size_t len = 0;

	while (len < s.len && (n > 0 || is_tail(s.p[len])))
		n -= !is_tail(s.p[len++]);
	return (struct slice){ s.p, len };
}

struct slice
utf8_last(struct slice s, size_t n)
{
	size_t from = s.len;

	while (from > 0 && n > 0)
		n -= !is_tail(s.p[--from]);
	return from == 0 ? s : slice_skip(s, from);
}

size_t
utf8_put(uint32_t c, uint8_t out[static 4])
{
	if (c < 0x80) {
		out[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (uint8_t)(0xC0 | c >> 6);
		out[1] = (uint8_t)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (uint8_t)(0xE0 | c >> 12);
		out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
		out[2] = (uint8_t)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (uint8_t)(0xF0 | c >> 18);
	out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
	out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
	out[3] = (uint8_t)(0x80 | (c & 0x3F));
	return 4;
}
