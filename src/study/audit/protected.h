/*
 * protected: which values of records must not be found elsewhere.
 *
 * They are the values at the paths that a policy tokenizes or seals, by
 * whichever alternative, that it lists under `echo`, or of which it makes new
 * fields and that it does not keep; but those that their own record keeps.
 *
 * Other numbers that leave have eight digits in common with a protected one by
 * chance, dates above all.  They are no sign of it, unless both are of one
 * record: then the number was made of the value.
 */
#ifndef STUDY_PROTECTED_H
#define STUDY_PROTECTED_H

#include "engine/engine.h"
#include "study/audit/audit.h"

struct protected
{
	struct audit *audit;
	struct slice *paths; /* owned; by field of the audit; the program's */
	size_t path_count;
	struct engine_observer observer; /* for engine_observe() */
	struct buf own, shown; /* eight digits each, of the record at hand:
				  of what is protected, and of what leaves */
	struct err err;        /* the first that happened */
};

/*
 * Protects, by an audit, values of the records of one format; program and audit
 * must outlive it, and it stays where it is.  ERR_POLICY if the policy protects
 * none, or more paths than can be told apart; ERR_NOMEM.
 */
int protected_init(struct protected *p, struct audit *audit,
    const struct program *program, enum format_id format, struct err *err);
void protected_release(struct protected *p);

/* Ends the last record. */
void protected_end(struct protected *p);

#endif
