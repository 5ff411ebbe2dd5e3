/*
 * quarantine: one JSON line per rejected record.
 *
 *	{"record":3,"offset":1234,"reason":"type","path":"patient.nir"}
 *
 * record: its ordinal in the run, from 1; input: the ordinal of its input,
 * only when there are several; offset: where it begins in that input, in
 * bytes; reason: a word of engine/reason.h; path: the policy's, if the reason
 * is about one.  A value that came back (reason echo) has `of`, too, the path
 *of the protected one; a shape (detect) its name there.
 *
 * Its content is there only for the recipient called BINDING_QUARANTINE,
 * if the policy
 * has one with a public key: `sealed` is the record as it was received, sealed
 * (crypto/seal.h) at the place BINDING_QUARANTINE as a text whose characters
 *are its bytes, U+0000 to U+00FF, since it may be no text at all.  A record
 *beyond the limit was never in memory as a whole, and where the run stops
 *because no later record can be found, nobody knows what the record is: then
 *there is no `sealed`.
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
	struct slice content; /* as received; p == NULL: not known as a whole */
};

struct quarantine {
	const struct action_recipient *to;
	struct buf text; /* of the record at hand */
};

/* Seals to a recipient, who stays the caller's; NULL: no content is noted. */
void quarantine_init(struct quarantine *q, const struct action_recipient *to);

/* Wipes and frees. */
void quarantine_release(struct quarantine *q);

/* Adds the line of a rejected record; out may fail. */
void quarantine_line(
    struct quarantine *q, const struct reject *reject, struct buf *out);

#endif
