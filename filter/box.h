/*
 * box: a process that has opened all it needs enters its sandbox.
 */
#ifndef BOX_H
#define BOX_H

#include "opt.h"

/*
 * Enters, unless --no-sandbox is given, which is said.  folders: open
 * descriptors of those in which outputs get their names, or -1.  Returns which
 * sandbox it is, as tamis_sandbox() does; NULL on failure, and *hint says what
 * to do about it.
 */
const char *
box_enter(const struct args *args, const struct say *say, const int *folders,
    size_t folder_count, const char **hint, struct tamis_error *err);

#endif
