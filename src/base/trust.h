/*
 * trust: that nobody but the user of the process, and root, can change a file.
 *
 * For files that decide what leaves: policies, and public keys.  A file must
 * be theirs and be writable for no others, and so must the folder that it lies
 * in, or else be sticky, so that others cannot put another file in its place.
 * Folders further up are not looked at: what could be moved there by others is
 * theirs, and would be refused.
 *
 * Writing by a group is no fault where it is the private group of the owner,
 * which has the number of the owner: with a umask of 002, which goes with such
 * groups, every file is so.  An access list of a file shows in the rights of
 * the group.
 *
 * Messages say what to run.  Failure is ERR_POLICY.
 */
#ifndef BASE_TRUST_H
#define BASE_TRUST_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/stat.h>

/* Whether a file is neither root's nor that of the process's user. */
bool trust_is_foreign(const struct stat *st);

/* An open file; path is its name for messages. */
int trust_file(const struct stat *st, const char *path, struct err *err);

/* The open folder in which the file at path lies.  Also ERR_IO. */
int trust_folder(int folder, const char *path, struct err *err);

#endif
