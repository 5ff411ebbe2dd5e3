/*
 * case_folder: tests that lie beside a policy, as files of their format.
 *
 *	NAME.policy.jsonc
 *	NAME.tests/
 *		CASE/
 *			in.FORMAT     the records; FORMAT is json, xml, csv,
 *hl7v2 out.FORMAT    what is written of them reject        a line for each
 *rejected record: its reason and, if it matters, the path absent        a line
 *for each text that must not come out README.md     for people
 *
 * Files whose names begin with a dot are ignored; any other is a mistake.
 */
#ifndef STUDY_CASE_FOLDER_H
#define STUDY_CASE_FOLDER_H

#include "base/err.h"
#include "study/test/prove.h"

/* The folders of cases, sorted by name. */
struct case_folders {
	char **paths; /* owned */
	size_t count, cap;
};

/*
 * Finds the cases beside the policy of this path; none if it has no folder for
 * them.  case_folders_release() frees them, after a failure too.  ERR_INPUT,
 * ERR_NOMEM.
 */
int
case_folders_find(struct case_folders *f, const char *policy, struct err *err);
void case_folders_release(struct case_folders *f);

/*
 * Reads a case into the arena.  A case that makes no sense is one with a
 * fault; `idle` says that it states nothing yet, which is a fault, too.
 * ERR_NOMEM.
 */
int case_folder_read(struct arena *arena, const struct program *program,
    const char *path, struct prove_case *c, bool *idle, struct err *err);

#endif
