#include "base/json.h"
#include "base/ascii.h"
#include "base/json_block.h"
#include "base/utf8.h"

static const uint8_t *
fail(enum json_fault *fault, enum json_fault why)
{
	*fault = why;
	return NULL;
}

/* Reads the four digits of a \u escape; returns the byte after them. */
static const uint8_t *
read_unit(const uint8_t *p, const uint8_t *end, uint32_t *unit,
    enum json_fault *fault)
{
	*unit = 0;
	for (int i = 0; i < 4; i++, p++) {
		int value;

		if (p == end)
			return fail(fault, JSON_CUT);
		value = ascii_hex_value(*p);
		if (value < 0)
			return fail(fault, JSON_SYNTAX);
		*unit = *unit << 4 | (uint32_t)value;
	}
	return p;
}

static inline bool
is_high(uint32_t unit)
{
	return (unit & 0xFC00) == 0xD800;
}

static inline bool
is_low(uint32_t unit)
{
	return (unit & 0xFC00) == 0xDC00;
}

static inline uint32_t
join(uint32_t high, uint32_t low)
{
	return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
}

/* Checks the second half of a surrogate pair, p being where it must begin. */
static const uint8_t *
check_low(const uint8_t *p, const uint8_t *end, enum json_fault *fault)
{
	uint32_t unit;

	for (const char *want = "\\u"; *want != '\0'; want++, p++) {
		if (p == end)
			return fail(fault, JSON_CUT);
		if (*p != (uint8_t)*want)
			return fail(fault, JSON_UTF8);
	}
	p = read_unit(p, end, &unit, fault);
	if (p != NULL && !is_low(unit))
		return fail(fault, JSON_UTF8);
	return p;
}

/* Checks an escape, p being behind its backslash; returns what follows. */
static const uint8_t *
check_escape(const uint8_t *p, const uint8_t *end, enum json_fault *fault)
{
	uint32_t unit;

	if (p == end)
		return fail(fault, JSON_CUT);
	switch (*p++) {
	case '"':
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return p;
	case 'u':
		break;
	default:
		return fail(fault, JSON_SYNTAX);
	}
	p = read_unit(p, end, &unit, fault);
	if (p == NULL)
		return NULL;
	if (is_low(unit))
		return fail(fault, JSON_UTF8);
	return is_high(unit) ? check_low(p, end, fault) : p;
}

const uint8_t *
json_string_any(
    const uint8_t *p, const uint8_t *end, bool *escaped, enum json_fault *fault)
{
	const uint8_t *begin = p;
	uint32_t wide = 0;

	*escaped = false;
	while (p < end) {
		struct json_block block = json_block_look(p);

		if (block.stops == 0) {
			wide |= block.wide;
			p += JSON_BLOCK;
			continue;
		}
		/* Only the bytes before the first stop were passed. */
		wide |= block.wide & (block.stops - 1) & ~block.stops;
		p += __builtin_ctz(block.stops);
		if (p >= end)
			break;
		if (*p == '"') {
			if (wide != 0 && !utf8_valid(slice_between(begin, p)))
				return fail(fault, JSON_UTF8);
			return p;
		}
		if (*p != '\\')
			return fail(fault, JSON_SYNTAX);
		*escaped = true;
		p = check_escape(p + 1, end, fault);
		if (p == NULL)
			return NULL;
	}
	return fail(fault, JSON_CUT);
}

bool
json_has_nul(struct slice inside)
{
	const uint8_t *end = inside.p + inside.len, *p;

	for (p = inside.p; p < end; p++) {
		if (*p != '\\')
			continue;
		if (end - p >= 6 && memcmp(p, "\\u0000", 6) == 0)
			return true;
		p++;
	}
	return false;
}

/* Passes one or more digits. */
static const uint8_t *
digits(const uint8_t *p, const uint8_t *end, enum json_fault *fault)
{
	if (p == end)
		return fail(fault, JSON_CUT);
	if (*p < '0' || *p > '9')
		return fail(fault, JSON_SYNTAX);
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* Passes the integer part: no digit may follow a leading zero. */
static const uint8_t *
integer(const uint8_t *p, const uint8_t *end, enum json_fault *fault)
{
	const uint8_t *after = digits(p, end, fault);

	if (after != NULL && *p == '0' && after - p > 1)
		return fail(fault, JSON_SYNTAX);
	return after;
}

const uint8_t *
json_number(const uint8_t *p, const uint8_t *end, enum json_fault *fault)
{
	if (p < end && *p == '-')
		p++;
	p = integer(p, end, fault);
	if (p != NULL && p < end && *p == '.')
		p = digits(p + 1, end, fault);
	if (p != NULL && p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		p = digits(p, end, fault);
	}
	return p;
}

/* The letters of short escapes and the characters they stand for. */
static const char short_letters[] = "bfnrt\"\\/";
static const char short_meanings[] = "\b\f\n\r\t\"\\/";

static uint32_t
unit_at(const uint8_t *p)
{
	uint32_t unit = 0;

	for (int i = 0; i < 4; i++)
		unit = unit << 4 | (uint32_t)ascii_hex_value(p[i]);
	return unit;
}

/* Takes an escape off *p, which is behind its backslash. */
static uint32_t
take_escape(const uint8_t **p)
{
	const uint8_t *at = *p;
	uint32_t unit;

	if (*at != 'u') {
		const char *letter = strchr(short_letters, *at);

		*p = at + 1;
		return (uint8_t)short_meanings[letter - short_letters];
	}
	unit = unit_at(at + 1);
	*p = at + 5;
	if (!is_high(unit))
		return unit;
	*p = at + 11;
	return join(unit, unit_at(at + 7));
}

void
json_unescape(struct buf *out, struct slice inside)
{
	const uint8_t *p = inside.p, *end;
	uint8_t *to = buf_reserve(out, inside.len);

	if (to == NULL || inside.len == 0)
		return;
	end = p + inside.len;
	/* No escape is shorter than its character. */
	while (p < end) {
		const uint8_t *stop = memchr(p, '\\', (size_t)(end - p));
		size_t run = (size_t)((stop != NULL ? stop : end) - p);

		memcpy(to, p, run);
		to += run;
		p += run;
		if (stop != NULL) {
			p++;
			to += utf8_put(take_escape(&p), to);
		}
	}
	out->len = (size_t)(to - out->p);
}

static uint8_t *
put_escape(uint8_t *to, uint8_t byte)
{
	static const char hex[] = "0123456789abcdef";
	const char *meaning = memchr(short_meanings, byte, 7);

	*to++ = '\\';
	if (meaning != NULL) {
		*to++ = (uint8_t)short_letters[meaning - short_meanings];
		return to;
	}
	memcpy(to, "u00", 3);
	to[3] = (uint8_t)hex[byte >> 4];
	to[4] = (uint8_t)hex[byte & 15];
	return to + 5;
}

/* Copies plain characters, and returns how many; may write a block more. */
static inline size_t
put_plain(uint8_t *to, struct slice text)
{
	for (size_t n = 0; n < text.len; n += JSON_BLOCK) {
		size_t left = text.len - n;
		uint32_t own = left < JSON_BLOCK ? 1u << left : 0;
		uint32_t stops = json_block_look(text.p + n).stops & (own - 1);

		memcpy(to + n, text.p + n, JSON_BLOCK);
		if (stops != 0)
			return n + (size_t)__builtin_ctz(stops);
	}
	return text.len;
}

uint8_t *
json_put_quoted(uint8_t *to, struct slice text)
{
	*to++ = '"';
	for (;;) {
		size_t run = put_plain(to, text);

		to += run;
		if (run == text.len)
			break;
		to = put_escape(to, text.p[run]);
		text = slice_skip(text, run + 1);
	}
	*to++ = '"';
	return to;
}

static inline bool
is_plain(uint8_t byte)
{
	return byte >= 0x20 && byte != '"' && byte != '\\';
}

void
json_quote(struct buf *out, struct slice text)
{
	buf_add_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		uint8_t escape[6] = { 0 };

		if (is_plain(text.p[i]))
			buf_add_byte(out, text.p[i]);
		else
			buf_add(out, escape,
			    (size_t)(put_escape(escape, text.p[i]) - escape));
	}
	buf_add_byte(out, '"');
}
