/*
 * files: what a policy was read from besides its own file.
 */
#ifndef POLICY_FILES_H
#define POLICY_FILES_H

#include "policy/document.h"

/*
 * The names of the files that an accepted policy at `path` uses, and of those
 * with the public keys of its recipients, whether or not these are there.  They
 * live as long as the document.  -1: ERR_NOMEM.
 */
int files_list(struct document *document, const char *path,
    const char *const **names, size_t *count, struct err *err);

#endif
