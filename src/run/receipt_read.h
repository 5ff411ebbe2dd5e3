/*
 * receipt_read: a line of a receipt file (run/receipt.h) and what it says.
 *
 * Receipts come from files that anybody may have edited.  What is read here
 * is well formed and adds up; whether it is signed is another question.
 */
#ifndef RUN_RECEIPT_READ_H
#define RUN_RECEIPT_READ_H

#include "run/receipt.h"

struct receipt {
	struct receipt_place place;
	uint8_t rules_digest[CRYPTO_DIGEST_LEN];
	uint64_t inputs;
	uint64_t records, written, rejected;
	uint64_t bytes_in, bytes_out;
	uint64_t reasons; /* sum */
	enum receipt_outcome outcome;
	uint8_t input_digest[CRYPTO_DIGEST_LEN];
	uint8_t output_digest[CRYPTO_DIGEST_LEN];
	struct slice signed_part; /* of the line */
	uint8_t signature[SIGN_LEN];
};

/*
 * Reads a line without its line feed; JSON_PAD bytes behind it must be
 * readable.  Returns NULL, or what is wrong with it as half a sentence.
 */
const char *receipt_read(struct slice line, struct receipt *r);

/* Whether the records of the run are all accounted for. */
bool receipt_adds_up(const struct receipt *r);

/* Reads a digest behind a prefix: the whole of text. */
bool receipt_read_digest(struct slice text, const char *prefix,
    uint8_t digest[static CRYPTO_DIGEST_LEN]);

#endif
