/*
 * prove: the tests of a policy, one after the other.
 *
 * A test gives records, and says what is written of them (`out`), which of
 * them are rejected and why (`reject`), and which texts must not come out in
 * any spelling or encoding (`absent`).  A record that is rejected although the
 * test does not say so fails it, and so does an input without a record.
 */
#ifndef STUDY_PROVE_H
#define STUDY_PROVE_H

#include "study/test/coverage.h"
#include "study/test/findings.h"

/* A test, wherever it stands. */
struct prove_case {
	struct slice name; /* KIND/NAME, or that of the folder */
	enum format_id format;
	const struct test_case *test;
	struct slice fault; /* why it cannot be read; p == NULL */
};

struct prove {
	const struct program *program;
	struct coverage coverage;
	struct arena arena; /* of the case at hand */
	struct findings findings;
	bool wants_proposal;
	uint64_t written;    /* records of the last case */
	struct buf proposal; /* what `out` could be */
	struct buf rejected; /* and `reject`, as in a folder */
};

/* The program must outlive it.  ERR_NOMEM. */
int prove_init(struct prove *p, const struct program *program, struct err *err);
void prove_release(struct prove *p);

/* Forgets the last case. */
void prove_reset(struct prove *p);

/*
 * Runs a case, whose texts may be in p->arena; p->findings says how it failed,
 * and is empty if it passed.  ERR_NOMEM, ERR_KEY, ERR_POLICY.
 */
int prove_case(struct prove *p, const struct prove_case *c, struct err *err);

/* The case of a test inside the policy. */
struct prove_case prove_inside(struct prove *p, const struct test_case *test);

#endif
