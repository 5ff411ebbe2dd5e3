/*
 * ascii: digits and letters of ASCII, without a locale.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>
#include <stdint.h>

static inline bool
ascii_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_letter(uint32_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The value of a hexadecimal digit, in either case of letters, or -1. */
static inline int
ascii_hex_value(uint8_t c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
