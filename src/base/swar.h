/*
 * swar: eight bytes at once, in a word (SIMD within a register; Warren,
 * Hacker's Delight, 2nd edition, section 6-1).
 */
#ifndef BASE_SWAR_H
#define BASE_SWAR_H

#include <stdint.h>

/* A byte in each of eight. */
#define SWAR_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte of the result says that the byte of x is 0. */
static inline uint64_t
swar_zeros(uint64_t x)
{
	return ~(
	    ((x & SWAR_EACH(0x7F)) + SWAR_EACH(0x7F)) | x | SWAR_EACH(0x7F));
}

#endif
