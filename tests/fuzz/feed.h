/*
 * feed: an input through split and filter, as a run does it, in pieces of any
 * size.
 */
#ifndef FUZZ_FEED_H
#define FUZZ_FEED_H

#include "engine/binding.h"
#include "format/format.h"

/* What came of an input. */
struct fed {
	struct buf out;
	uint64_t malformed;             /* records rejected by split */
	uint64_t refused;               /* and by filter, */
	uint64_t reasons[REASON_COUNT]; /* by why */
	bool stopped;
};

/* A policy of one format without keys; the caller keeps both for ever. */
struct feeder {
	enum format_id format;
	struct program *program;
	struct binding *binding;
	uint8_t behind; /* what stands behind a window, where nobody looks */
};

/* Compiles the policy, which must be a good one. */
void feeder_init(struct feeder *f, enum format_id format, const char *policy,
    uint8_t behind);

/* Feeds the input in pieces of `step` bytes.  The caller releases out. */
struct fed feed(const struct feeder *f, struct slice input, size_t step);

/*
 * Feeds the input as a whole and in small pieces: both must give the same.
 * What came of it; the caller releases out.
 */
struct fed feed_both(const struct feeder *f, struct slice input);

#endif
