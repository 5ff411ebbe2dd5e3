/*
 * echo_digits: the digits of a text, eight bytes at once.
 */
#ifndef ENGINE_ECHO_DIGITS_H
#define ENGINE_ECHO_DIGITS_H

#include "base/ascii.h"
#include "base/slice.h"
#include "base/swar.h"

/* The first eight bytes of a text, which has as many. */
static inline uint64_t
echo_load(struct slice s)
{
	uint64_t bytes;

	memcpy(&bytes, s.p, sizeof(bytes));
	return bytes;
}

/* The highest bit of each byte that, without that bit, is no digit. */
static inline uint64_t
echo_are_no_digits(uint64_t bytes)
{
	uint64_t from_zero = bytes ^ SWAR_EACH('0');

	return ((from_zero & SWAR_EACH(0x7F)) + SWAR_EACH(0x80 - 10)) &
	       SWAR_EACH(0x80);
}

/* How many of the bytes have their highest bit. */
static inline size_t
echo_count_bits(uint64_t bits)
{
	return (bits >> 7) * SWAR_EACH(1) >> 56;
}

#endif
