/*
 * use: the other files that a policy is made of.
 *
 * They lie in the policy's folder or below it and are reached without a
 * symbolic link.  They may share bases, domains, conditions and recipients;
 * what leaves is read in the policy alone.
 */
#ifndef POLICY_USE_H
#define POLICY_USE_H

#include "policy/parse.h"

struct used_files {
	struct node **roots; /* the policy, then the files that were read */
	size_t count;
	bool incomplete; /* a file could not be read; it was noted */
};

/*
 * Reads the files that the policy names.  `path` is that of the policy; NULL
 * refuses `use`.  Fails by notes->arena only.
 */
void use_files(struct notes *notes, struct node *policy, const char *path,
    struct used_files *used);

#endif
