/*
 * rekey: the tokens of values under two epochs of their key, so that what was
 * linked under one stays linked under the other.
 *
 * It starts from values: nobody can tell the one token from the other.
 */
#ifndef RUN_REKEY_H
#define RUN_REKEY_H

#include "crypto/keyring.h"
#include "run/open.h"

struct rekey_job {
	struct run_job run; /* as in struct open_job */
	const struct domain *domain;
	const struct keyring *ring;
	uint32_t from, to; /* epochs of the domain's key */

	/* Hears of each line that is no value of the domain. */
	void (*left)(void *ctx, const struct left *left);
	void *ctx;
};

/*
 * Reads values, one a line, in domains of identities with a tab between those
 * that are joined, and writes two tokens a line with a tab between;
 * what is no value of the domain has none, and is told.  In the counts, a pair
 * of tokens counts as opened.  ERR_KEY: an epoch is not there or revoked;
 * ERR_USAGE: they are the same; ERR_REJECT, ERR_IO, ERR_NOMEM.
 */
int
rekey(const struct rekey_job *job, struct open_counts *counts, struct err *err);

#endif
