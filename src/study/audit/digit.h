/*
 * digit: digits of hexadecimal, in either case.
 */
#ifndef STUDY_DIGIT_H
#define STUDY_DIGIT_H

#include <stdbool.h>
#include <stdint.h>

static inline int
digit_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static inline bool
is_hex(uint8_t c)
{
	return digit_of(c) >= 0;
}

#endif
