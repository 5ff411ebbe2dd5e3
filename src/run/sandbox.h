/*
 * sandbox: from here on the process can read, write and end, and little else.
 *
 * Two walls, both kept by the kernel and inherited by whatever is started
 * later, until the process ends.  seccomp (seccomp(2)): every
 * system call that is not on the list kills the process: no file can be
 * opened, no socket or process made, no memory made executable, no other
 * process signalled or looked into.  Landlock (landlock(7)), where the kernel
 * has it: no path can be reached at all, but for putting a finished output in
 * its place.  no_new_privs goes with them.
 *
 * A process that is entered has opened everything that it needs.  What was
 * parsed badly may then still write to the outputs that are open; it cannot
 * send anything elsewhere.
 */
#ifndef RUN_SANDBOX_H
#define RUN_SANDBOX_H

#include "base/err.h"

#define SANDBOX_FOLDERS 4

/*
 * Folders, by open descriptors, in which files may still be renamed and
 * removed: those of the outputs that appear when they are complete.
 */
struct sandbox_rules {
	int folders[SANDBOX_FOLDERS];
	int folder_count;
};

enum sandbox {
	SANDBOX_NONE,
	SANDBOX_SECCOMP,          /* a kernel without Landlock */
	SANDBOX_SECCOMP_LANDLOCK, /* both */
};

/* As a receipt says it: "none", "seccomp", "seccomp+landlock". */
extern const char *const sandbox_names[];

/*
 * Enters; all threads of the process, for good.  *state is SANDBOX_NONE only
 * in builds with sanitizers, whose runtime opens files.  ERR_POLICY when the
 * system refuses: the caller must then not go on.
 */
int sandbox_enter(
    const struct sandbox_rules *rules, enum sandbox *state, struct err *err);

#endif
