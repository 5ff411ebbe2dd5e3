/*
 * binding: the keys that a program's domains work with, for one run.
 */
#ifndef ENGINE_BINDING_H
#define ENGINE_BINDING_H

#include "base/err.h"
#include "crypto/keyring.h"
#include "program/program.h"

struct binding {
	struct action_domain *domains; /* owned, by index in the program */
	size_t count;
};

/*
 * Finds the active keys of all domains that rules of the program use.  keys
 * may be NULL if there are none.  The caller frees the result, after the
 * engines that use it; the keyring may be closed before.  ERR_KEY; ERR_POLICY
 * if a normalization does not do here what its name promises.
 */
int binding_new(const struct program *program, const struct keyring *keys,
    struct binding **binding, struct err *err);

/* Wipes and frees; NULL is ignored. */
void binding_free(struct binding *binding);

/* Whether any rule of the program needs a key. */
bool binding_needs_keys(const struct program *program);

#endif
