/*
 * num: decimal text as numbers, exactly.
 *
 * Numbers of records are never turned into doubles: comparison and rounding
 * work on the digits.  "Decimal" is the number grammar of RFC 8259, section
 * 6: -? int frac? exp?
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/buf.h"
#include "base/slice.h"

/* Digits only, no sign, no blank; false on anything else or overflow. */
bool num_u64(struct slice s, uint64_t *n);

/* Whether s is all ASCII digits and not empty. */
bool num_is_digits(struct slice s);

/* Whether s is a decimal; an integer is one without fraction and exponent. */
bool num_is_decimal(struct slice s);
bool num_is_integer(struct slice s);

/*
 * Compares two decimals exactly: *order is -1, 0 or 1.  False if either is
 * not a decimal or has an exponent beyond +-1000.
 */
bool num_compare(struct slice a, struct slice b, int *order);

/*
 * Adds the largest multiple of step (at least 1) that is not above the
 * decimal s.  False if s is not a decimal, or its integer part has more than
 * 18 digits.
 */
bool num_floor(struct slice s, uint64_t step, struct buf *out);

#endif
