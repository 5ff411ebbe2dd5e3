/*
 * rings: keyrings of one key, for tests of what is made with it.
 *
 * They need a folder (folder.h).
 */
#ifndef UNIT_RINGS_H
#define UNIT_RINGS_H

#include "crypto/keyring.h"

/*
 * A keyring with one active key, whose bytes are hexadecimal digits; word is
 * "key" or "reversible".  The caller closes it.
 */
struct keyring *rings_with(
    const char *word, const char *name, const char *epoch, const char *hex);

#endif
