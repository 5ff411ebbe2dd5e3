/*
 * luhn: the check digit of RPPS and FINESS numbers (ISO/IEC 7812-1, annex B).
 */
#ifndef ACTION_LUHN_H
#define ACTION_LUHN_H

#include "base/slice.h"

/* Whether the last of some ASCII digits is the right check digit. */
bool luhn_holds(struct slice digits);

/*
 * The check digit that belongs behind some characters: ASCII digits, and
 * letters, as of the FINESS numbers of Corsica, which count as 0.
 */
unsigned int luhn_digit(struct slice digits);

#endif
