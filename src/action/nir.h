/*
 * nir: the French social security number, S AA MM LLLLL OOO and a key KK.
 *
 * S is 1 to 4, 7 or 8; MM 01 to 12, or 20 to 42 and 50 to 99 for incomplete
 * civil acts; LLLLL begins with 2A or 2B for Corsica, else all are digits.
 * The key is 97 - (NIR mod 97), where 2A counts as 19 and 2B as 18.
 *
 * Published examples with a wrong key are many, so the shape is one question
 * (any two digits are a key) and the key another.
 */
#ifndef ACTION_NIR_H
#define ACTION_NIR_H

#include "base/slice.h"

#define NIR_LEN 13

struct nir {
	uint8_t body[NIR_LEN]; /* letters in upper case */
	bool has_key;
	unsigned int key; /* as written, 0 to 99 */
};

/*
 * Reads a text of 13 or 15 characters, apart from blanks and dots (see
 * compact.h).  False if it does not have the shape of a NIR.
 */
bool nir_parse(struct slice text, struct nir *nir);

/* With its key. */
#define NIR_WHOLE_LEN 15

/* Whether these characters, letters in either case, have that shape. */
bool nir_is_whole(const uint8_t p[static NIR_WHOLE_LEN]);

/*
 * Whether a text without blanks shows a NIR: it is one of 15 characters, or
 * one with its right key stands somewhere in it.  Shorter ones are not looked
 * for: too many other numbers have 13 digits, those of medicines among them.
 */
bool nir_shows_in(struct slice text);

/* The key that belongs to a NIR. */
unsigned int nir_key(const struct nir *nir);

#endif
