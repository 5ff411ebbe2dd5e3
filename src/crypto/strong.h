/*
 * strong: what may be a secret key, of this floor alone.
 *
 * Not text, which somebody may have typed, and of at least 16 different
 * bytes, as practically every random key has.
 */
#ifndef CRYPTO_STRONG_H
#define CRYPTO_STRONG_H

#include <stdbool.h>
#include <stdint.h>

#define STRONG_LEN 32 /* bytes of every secret key */

bool strong_is(const uint8_t bytes[static STRONG_LEN]);

/* Draws a strong key at random; the caller wipes it. */
void strong_draw(uint8_t bytes[static STRONG_LEN]);

#endif
