/*
 * risk_steps: what each step of each field would make of the groups.
 *
 * While every group is counted exactly, nothing is counted for the steps: the
 * groups have their values, and what a step makes of them, added up, is what
 * it would make of the records.  Before the first group is left out, this is
 * done once, and from then on each record is counted for each step as well,
 * in a table that keeps up to RISK_STEP_GROUPS of its groups.
 *
 * A value that cannot take a step is missing behind it, as a rule would drop
 * it.  A step behind which a field has as many different values as before it
 * is left out, and so is one that leaves a single value, which dropping does.
 */
#ifndef STUDY_RISK_STEPS_H
#define STUDY_RISK_STEPS_H

#include "study/risk/risk.h"

#define RISK_STEP_GROUPS ((size_t)1 << 17)

/*
 * Told of the groups behind a step of a field; NULL: the field is dropped,
 * which comes last.  unfit: records with a value that cannot take the step.
 * After all fields, if any has a step, field is the number of fields and step
 * is NULL: the first step of each field that has one.
 */
typedef void
risk_step_fn(void *ctx, size_t field, const struct ladder_step *step,
    const struct risk_groups *groups, uint64_t unfit);

/* Tells of all steps.  False: memory ended. */
bool risk_steps_tell(const struct risk *r, risk_step_fn *told, void *ctx);

/* Begins to count records, whose groups are all there.  False: no memory. */
bool risk_steps_start(struct risk *r);
void risk_steps_free(struct risk_steps *s);

/* Counts the record at hand, by its keys and their sum. */
void risk_steps_count(
    struct risk *r, const struct risk_key *keys, struct risk_key sum);
bool risk_steps_failed(const struct risk_steps *s);

#endif
