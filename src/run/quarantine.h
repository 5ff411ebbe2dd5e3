/*
 * quarantine: one JSON line per rejected record, without its content.
 *
 *	{"record":3,"offset":1234,"reason":"type","path":"patient.nir"}
 *
 * record: its ordinal in the run, from 1; input: the ordinal of its input,
 * only when there are several; offset: where it begins in that input, in
 * bytes; reason: a word of engine/reason.h; path: the policy's, if the reason
 * is about one.
 */
#ifndef RUN_QUARANTINE_H
#define RUN_QUARANTINE_H

#include "base/buf.h"
#include "engine/engine.h"

struct reject {
	uint64_t record;
	size_t input;    /* from 1; 0: there is only one */
	uint64_t offset; /* bytes */
	struct rejection why;
};

/* Adds the line of a rejected record. */
void quarantine_line(struct buf *out, const struct reject *reject);

#endif
