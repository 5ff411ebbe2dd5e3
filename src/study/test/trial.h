/*
 * trial: a few records and what became of them.
 */
#ifndef STUDY_TRIAL_H
#define STUDY_TRIAL_H

#include "study/test/coverage.h"
#include "study/test/test_keys.h"

struct trial_reject {
	enum reason reason;
	struct slice path; /* of the policy; p == NULL: none */
	uint64_t record;   /* from 1 */
};

struct trial {
	struct buf out;               /* what is written */
	struct trial_reject *rejects; /* in the arena */
	size_t reject_count;
	uint64_t records;
	bool *used; /* in the arena: by rule id, whether it did anything */
};

/*
 * Filters a text, which FORMAT_PAD bytes follow, with the keys of a test; what
 * it reaches is noted in `coverage`.  trial_release() frees it, after a failure
 * too.  ERR_NOMEM, ERR_POLICY.
 */
int trial_run(struct trial *t, struct test_keys *keys, enum format_id format,
    struct slice text, struct arena *arena, struct coverage *coverage,
    struct err *err);
void trial_release(struct trial *t);

#endif
