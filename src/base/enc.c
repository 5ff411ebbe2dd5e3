#include "base/enc.h"

#include "base/swar.h"

/*
 * Keys are written and read as base64url.  Its characters are therefore found
 * by arithmetic: no branch and no address depends on a secret.
 */

/* All bits if low <= x <= high, else none; for bytes. */
static inline uint32_t
between(uint32_t x, uint32_t low, uint32_t high)
{
	return 0 - (((low - 1 - x) & (x - high - 1)) >> 31);
}

/* All bits if value > most, else none; for values below 128. */
static inline uint8_t
above(uint8_t value, uint8_t most)
{
	return (uint8_t)((int8_t)(most - value) >> 7);
}

/* In bytes, so that a compiler can do many at once. */
static inline char
base64_char(uint8_t value)
{
	return (char)(value + 'A' + (above(value, 25) & ('a' - 26 - 'A')) -
		      (above(value, 51) & ('a' - 26 - '0' + 52)) -
		      (above(value, 61) & ('0' - 52 - '-' + 62)) +
		      (above(value, 62) & ('_' - 63 - '-' + 62)));
}

/* The value of a character, or UINT32_MAX. */
static inline uint32_t
base64_value(uint32_t c)
{
	return ((between(c, 'A', 'Z') & (c - 'A' + 1)) |
		   (between(c, 'a', 'z') & (c - 'a' + 27)) |
		   (between(c, '0', '9') & (c - '0' + 53)) |
		   (between(c, '-', '-') & 63) | (between(c, '_', '_') & 64)) -
	       1;
}

static inline char
base32_char(uint32_t value)
{
	return "abcdefghijklmnopqrstuvwxyz234567"[value];
}

static inline uint32_t
base32_value(uint32_t c)
{
	return ((between(c, 'a', 'z') & (c - 'a' + 1)) |
		   (between(c, '2', '7') & (c - '2' + 27))) -
	       1;
}

static inline char
hex_char(uint32_t value)
{
	return "0123456789abcdef"[value];
}

static inline uint32_t
hex_value(uint32_t c)
{
	return ((between(c, '0', '9') & (c - '0' + 1)) |
		   (between(c, 'a', 'f') & (c - 'a' + 11))) -
	       1;
}

/* Writes groups of `bits` bits, the last one filled up with zeros. */
static inline void
encode(
    struct slice in, unsigned int bits, char (*character)(uint32_t), char *out)
{
	uint32_t mask = (1u << bits) - 1, held = 0;
	unsigned int count = 0;

	for (size_t i = 0; i < in.len; i++) {
		held = held << 8 | in.p[i];
		count += 8;
		while (count >= bits) {
			count -= bits;
			*out++ = character(held >> count & mask);
		}
	}
	if (count > 0)
		*out = character(held << (bits - count) & mask);
}

/* The text has exactly the characters that n bytes take. */
static inline bool
decode(struct slice text, unsigned int bits, uint32_t (*value)(uint32_t),
    uint8_t *out)
{
	uint32_t held = 0, wrong = 0;
	unsigned int count = 0;

	for (size_t i = 0; i < text.len; i++) {
		uint32_t v = value(text.p[i]);

		wrong |= v >> bits;
		held = held << bits | v;
		count += bits;
		if (count >= 8) {
			count -= 8;
			*out++ = (uint8_t)(held >> count);
		}
	}
	wrong |= held & ((1u << count) - 1);
	return wrong == 0;
}

/* The halves of each of some parts of 2 * bits bits, in parts twice as wide. */
static inline uint64_t
spread(uint64_t parts, uint64_t low_halves, unsigned int bits, unsigned int by)
{
	return (parts & low_halves << bits) << by | (parts & low_halves);
}

/* Five bytes are eight characters: tokens are made of these. */
static inline void
encode_five(const uint8_t *in, char *out)
{
	uint64_t held = 0, digits;

	for (size_t i = 0; i < 5; i++)
		held = held << 8 | in[i];
	held = spread(held, UINT64_C(0xFFFFF), 20, 12);
	held = spread(held, UINT64_C(0x000003FF000003FF), 10, 6);
	held = spread(held, UINT64_C(0x001F001F001F001F), 5, 3);
	/* Values from 26 on. */
	digits = (held + SWAR_EACH(128 - 26)) >> 7 & SWAR_EACH(1);
	held += SWAR_EACH('a') - digits * ('a' - '2' + 26);
	for (size_t i = 0; i < 8; i++)
		out[i] = (char)(held >> (56 - 8 * i));
}

void
enc_base32(struct slice in, char *out)
{
	for (; in.len >= 5; in = slice_skip(in, 5), out += 8)
		encode_five(in.p, out);
	encode(in, 5, base32_char, out);
}

/* Three bytes as four values of six bits. */
static inline void
cut(const uint8_t *in, char *out)
{
	uint32_t held = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];

	for (size_t i = 0; i < 4; i++)
		out[i] = (char)(held >> (18 - 6 * i) & 63);
}

void
enc_base64url(struct slice in, char *out)
{
	size_t len = ENC_BASE64_LEN(in.len), done = 0;
	uint8_t last[3] = { 0 };
	char tail[4];

	for (; in.len >= 3; in = slice_skip(in, 3), done += 4)
		cut(in.p, out + done);
	if (in.len > 0) {
		memcpy(last, in.p, in.len);
		cut(last, tail);
		memcpy(out + done, tail, len - done);
	}
	for (size_t i = 0; i < len; i++)
		out[i] = base64_char((uint8_t)out[i]);
}

void
enc_hex(struct slice in, char *out)
{
	encode(in, 4, hex_char, out);
}

bool
enc_from_base32(struct slice text, uint8_t *out, size_t n)
{
	return text.len == ENC_BASE32_LEN(n) &&
	       decode(text, 5, base32_value, out);
}

bool
enc_from_base64url(struct slice text, uint8_t *out, size_t n)
{
	return text.len == ENC_BASE64_LEN(n) &&
	       decode(text, 6, base64_value, out);
}

bool
enc_from_hex(struct slice text, uint8_t *out, size_t n)
{
	return text.len == ENC_HEX_LEN(n) && decode(text, 4, hex_value, out);
}

bool
enc_is_base64url(struct slice s)
{
	uint32_t wrong = 0;

	for (size_t i = 0; i < s.len; i++)
		wrong |= base64_value(s.p[i]) >> 6;
	return wrong == 0;
}

/* The bits of a character of either alphabet; 64 or more: of none. */
static inline uint32_t
any_base64_value(uint8_t c)
{
	if (c == '+')
		c = '-';
	else if (c == '/')
		c = '_';
	return base64_value(c);
}

/* The first line of base64 has at least so many characters, if it goes on. */
#define FIRST_LINE 16

/* What stands at the end and in between, but for nothing. */
static bool
is_filling(uint8_t c)
{
	return c == '=' || c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

/* A text of a record is no secret, and most are no base64. */
static bool
is_base64(uint8_t c)
{
	uint8_t small = c | 0x20;

	return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
}

/* Whether a text begins as base64 does, in whose lines are no blanks. */
static bool
begins_base64(struct slice text)
{
	for (size_t i = 0; i < text.len && i < FIRST_LINE; i++)
		if (!is_base64(text.p[i]))
			return false;
	return true;
}

bool
enc_open_base64(struct slice text, struct buf *out)
{
	uint32_t held = 0;
	unsigned int count = 0;
	uint8_t *to;

	if (!begins_base64(text))
		return false;
	to = buf_reserve(out, text.len / 4 * 3 + 3);
	if (to == NULL)
		return false;
	while (text.len > 0 && is_filling(text.p[text.len - 1]))
		text.len--;
	for (size_t i = 0; i < text.len; i++) {
		uint32_t v = any_base64_value(text.p[i]);

		if (is_filling(text.p[i]) && text.p[i] != '=')
			continue;
		if (v > 63)
			return false;
		held = (held << 6 | v) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			*to++ = (uint8_t)(held >> count);
		}
	}
	out->len = (size_t)(to - out->p);
	return true;
}
