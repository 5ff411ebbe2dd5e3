/*
 * load: policy_load() and policy_parse() with the memory they may take.
 *
 * Inside the policy floor, and for tests that let memory end anywhere.
 */
#ifndef POLICY_LOAD_H
#define POLICY_LOAD_H

#include "policy/policy.h"

struct load_limits {
	size_t work, program; /* bytes of the arenas */
};

/*
 * Text to program.  path is that of the policy's file; NULL when it is not
 * one, and name is for messages.  As policy_parse().
 */
int load_text(const char *name, const char *path, struct slice text,
    const struct load_limits *limits, note_fn *note, void *ctx,
    struct program **program, struct err *err);

#endif
