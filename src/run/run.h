/*
 * run: many records, in order, from descriptors to a descriptor.
 *
 * Records are filtered one by one; what leaves is gathered and written in
 * large pieces, at once when the input pauses.  At every failure the output
 * ends at the end of a record.
 */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include <signal.h>

#include "base/err.h"
#include "crypto/sign.h"
#include "engine/engine.h"
#include "format/format.h"
#include "program/program.h"
#include "run/sink.h"

struct checkpoint;

/* One input: an open descriptor and its name for messages. */
struct run_input {
	int fd;
	const char *name;
};

/*
 * What a run did.  Conservation: records == written + rejected, unless writing
 * failed; then the records in between are in no output.
 */
struct run_counts {
	uint64_t records, written, rejected;
	uint64_t bytes_in, bytes_out;
};

struct run_job {
	const struct program *program;
	const struct binding *binding;
	enum format_id format;
	const struct run_input *inputs;
	size_t input_count;
	int out;          /* descriptor, or SINK_NOWHERE */
	int quarantine;   /* the same, or -1: the first rejection stops */
	size_t read_size; /* largest single read; 0: the default */

	/* Who can read the content of rejected records; or NULL. */
	const struct action_recipient *quarantine_to;

	/* Not 0: end with the record at hand; or NULL. */
	const volatile sig_atomic_t *stop;

	/* Of the bytes that are read and written; each may be NULL. */
	struct digest *input_digest, *output_digest;

	/*
	 * Where to note down how far the run is, and to go on from; or NULL.
	 * Then the output, and the quarantine if there is one, are regular
	 * files that can be read, at their beginning.
	 */
	struct checkpoint *checkpoint;

	/* Called after every read, also one that was interrupted; or NULL. */
	void (*progress)(void *ctx, const struct run_counts *counts);
	void *ctx;
};

/*
 * Runs the job.  counts and engine counters (of `engine`, which the caller
 * initialized for the job's program, format and binding) are up to date on
 * every return.  Returns 0 when all input was read, whatever was rejected.
 * -1: ERR_REJECT (a record was rejected and there is no quarantine, or no
 * later record can be found), ERR_STOPPED, ERR_IO, ERR_RESUME, ERR_NOMEM.
 */
int run(const struct run_job *job, struct engine *engine,
    struct run_counts *counts, struct err *err);

/* What is done with the records of a run. */
struct run_work {
	/* Finds records, as a format's split does. */
	enum split (*split)(struct splitter *s, struct slice window, bool eof,
	    struct piece *piece);

	/*
	 * Works on one record, adding to out.  Answers as a format's filter
	 * does; FILTERED_REJECTED sets *why and leaves out as it was.
	 */
	enum filtered (*record)(void *ctx, const struct piece *piece,
	    struct buf *out, struct rejection *why);

	/* Hears of a record that split rejected; or NULL. */
	void (*rejected)(void *ctx, const struct rejection *why);

	void *ctx;
	void *scratch;    /* what split is given */
	bool as_received; /* so is written what stands around records */
};

/* run() with other work, for which the job's binding is nothing. */
int run_records(const struct run_job *job, const struct run_work *work,
    struct run_counts *counts, struct err *err);

#endif
