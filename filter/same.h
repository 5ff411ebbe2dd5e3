/*
 * same: no output is a file of its own command, by whatever name: what is
 * written over is lost.
 */
#ifndef SAME_H
#define SAME_H

#include "opt.h"
#include "out.h"

/*
 * Refuses an output that is a policy, a key, a file of receipts or a checkpoint
 * of the command, as far as options name one that is there, or a file of which
 * the policy is made; NULL: there is none.  TAMIS_EUSAGE.
 */
int same_refuse(const struct out *o, const struct args *args,
    const struct tamis_policy *policy, struct tamis_error *err);

/* The same for the files of a policy alone. */
int same_refuse_files(const struct out *o, const struct tamis_policy *policy,
    struct tamis_error *err);

/* The same for operands, which are called `what`. */
int same_refuse_operands(const struct out *o, const struct args *args,
    const char *what, struct tamis_error *err);

#endif
