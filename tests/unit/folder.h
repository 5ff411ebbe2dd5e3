/*
 * folder: a temporary folder for the tests that need files.
 *
 * Use folder_make() and folder_remove() as a checked fixture; they fail the
 * test when they cannot do their work.
 */
#ifndef UNIT_FOLDER_H
#define UNIT_FOLDER_H

#include "base/slice.h"

/* A new folder of mode 0700. */
void folder_make(void);

/* Removes the folder and the files in it (not folders in it). */
void folder_remove(void);

/* Its path. */
const char *folder_path(void);

/* The path of a file in it, valid until the next call. */
const char *folder_file(const char *name);

/* Writes a file into it, over an existing one, and sets its mode. */
void folder_write(const char *name, struct slice content, unsigned int mode);

#endif
