/*
 * preview: a sample of records goes through a policy, and everything is noted
 * down: what it held, which rules were used, what came out.
 */
#ifndef RUN_PREVIEW_H
#define RUN_PREVIEW_H

#include "base/arena.h"
#include "program/sample.h"
#include "run/run.h"

/*
 * Runs a job with one input, which is read twice from where it stands (a
 * regular file), and whose output is a file in memory, empty, that is read from
 * its beginning.  The arena owns the sample.  Every record is noted, also those
 * that are rejected.  ERR_IO, ERR_NOMEM.
 */
int preview_run(const struct run_job *job, struct arena *arena,
    struct sample *sample, struct err *err);

/*
 * The first record that does not say that it is made up, from 1; 0: they all
 * do, or have nothing to show.  A record says so by a value at the place
 * "synthetic" of JSON or CSV, or an element or attribute of that name below the
 * root of XML, that is true; by the processing identifier (MSH-11) T or D; or,
 * in FHIR, by the security label HTEST.
 */
uint64_t preview_unmarked(const struct sample *sample);

#endif
