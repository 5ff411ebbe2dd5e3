/*
 * test_keys: what a test works with in place of a keyring and of the keys of
 * recipients.
 *
 * All of it is derived from the test's name (crypto/derived.h), so that a test
 * gives the same tokens everywhere, and none that anybody uses.
 */
#ifndef STUDY_TEST_KEYS_H
#define STUDY_TEST_KEYS_H

#include "engine/binding.h"

struct test_keys {
	struct program program;       /* with keys of its own for recipients */
	struct recipient *recipients; /* owned */
	struct pair_secret **secrets; /* owned, by recipient */
	struct unsealer **unsealers;  /* owned, by recipient; made when asked */
	struct binding *binding;
};

/*
 * Makes the keys of a test; the program must outlive them.  ERR_KEY,
 * ERR_POLICY, ERR_NOMEM.
 */
int test_keys_init(struct test_keys *k, const struct program *program,
    struct slice test, struct err *err);
void test_keys_release(struct test_keys *k);

/*
 * The keyring of a test alone, or of another owner: a key for each name that
 * the domains have; NULL if no rule needs one.  The caller closes it.  ERR_KEY,
 * ERR_NOMEM.
 */
int test_keys_ring(const struct program *program, struct slice test,
    struct keyring **ring, struct err *err);

/* What opens values sealed to recipient i; NULL and ERR_KEY. */
struct unsealer *
test_keys_unsealer(struct test_keys *k, size_t i, struct err *err);

#endif
