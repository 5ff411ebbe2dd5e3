/*
 * cover: what of a policy something does not reach, for people.
 */
#ifndef COVER_H
#define COVER_H

#include <stdio.h>

#include "tamis.h"

/*
 * Writes a line: the place in the policy's file at path, then "WHO reaches ",
 * and what it is.
 */
void cover_show(
    FILE *to, const char *path, const char *who, const struct tamis_cover *c);

#endif
