/*
 * receipt: what a run did, in one line that is signed and tied to the line
 * before it.
 *
 * A line is one JSON object (RFC 8259) in UTF-8 without blanks between its
 * parts, and a line feed.  Its members, in this order:
 *
 *	v               1
 *	n               number of the line in its file, from 1
 *	prev            digest of the line before; of line 1: zeros
 *	time            when it was written, in UTC: 2021-11-03T14:05:06Z
 *	sandbox         the sandbox that the run was in, or "none"
 *	tamis           version of the program
 *	policy, version, rules_digest
 *	keys            { name, epoch } of each key that rules use
 *	recipients      { name, key } of each recipient that values or rejected
 *	                records are sealed to, with the public key in base64url
 *	format, inputs  format, and number of inputs
 *	records, written, rejected, bytes_in, bytes_out
 *	reasons         rejected records by reason
 *	rules           { kind, path, do, applied, dropped } each
 *	never_matched   paths of rules that met no value
 *	input_digest    of the bytes that were read, keyed (crypto/sign.h)
 *	output_digest   of the bytes that were written, keyed
 *	outcome         "complete"; "stopped" at a record that was rejected;
 *	                "failed" when something else ended the run
 *	sig             the signature, 86 characters of base64url
 *
 * The signature (crypto/sign.h) is that of the bytes of the line from its
 * first one up to, and without, the comma before "sig"; behind it stands
 * nothing but `"}`.  A digest of a line is BLAKE2b-256 of the bytes of the
 * whole line without its line feed.  Digests are written as "blake2b-256:" and
 * 64 hexadecimal digits, keyed ones with "keyed-" before that.
 *
 * records == written + rejected, and reasons add up to rejected; but when the
 * run failed, records are more, or as many, and so are reasons.  Members may
 * be added; none changes its meaning as long as v is the same.  Nothing of a
 * record is in a receipt: no byte, no length of a value, no digest that could
 * be found by trying.
 */
#ifndef RUN_RECEIPT_H
#define RUN_RECEIPT_H

#include "base/enc.h"
#include "crypto/sign.h"
#include "engine/engine.h"
#include "run/run.h"

#define RECEIPT_PLAIN "blake2b-256:"
#define RECEIPT_KEYED "keyed-blake2b-256:"

/* Characters of a digest in hexadecimal. */
#define RECEIPT_HEX ENC_HEX_LEN((size_t)CRYPTO_DIGEST_LEN)

enum receipt_outcome {
	RECEIPT_COMPLETE,
	RECEIPT_STOPPED,
	RECEIPT_FAILED,
	RECEIPT_OUTCOME_COUNT,
};

/* "complete", "stopped", "failed" */
extern const char *const receipt_outcomes[RECEIPT_OUTCOME_COUNT];

/* What there is to say of a run. */
struct receipt_run {
	const char *tamis;           /* version of the program */
	const uint8_t *rules_digest; /* CRYPTO_DIGEST_LEN bytes */
	enum format_id format;
	size_t inputs;
	const struct run_counts *counts;
	const struct engine *engine; /* for its policy, keys and counters */
	const uint8_t *input_digest, *output_digest; /* likewise */
	enum receipt_outcome outcome;
};

/* Where a line stands. */
struct receipt_place {
	uint64_t n;
	uint8_t prev[CRYPTO_DIGEST_LEN];
};

/* Whether text is a time as receipts have it. */
bool receipt_is_time(struct slice text);

/* Adds the members from `tamis` to `outcome`; out may fail. */
void receipt_add_body(struct buf *out, const struct receipt_run *run);

/*
 * Adds a whole line around such a body, signed, with its line feed; out may
 * fail.
 */
void receipt_add_line(struct buf *out, const struct receipt_place *place,
    const char *time, const char *sandbox, struct slice body,
    const struct pair_secret *secret);

#endif
