/*
 * verify: whether a file of receipts is what was signed, line after line.
 *
 * Every line must be a receipt by the signer, with the number and the digest
 * that follow from the line before, and must add up.  What no file can tell
 * by itself is that its last lines are missing: for that, the number and the
 * digest of a line must have been remembered elsewhere.
 */
#ifndef RUN_VERIFY_H
#define RUN_VERIFY_H

#include "run/receipt_read.h"

/* Lines that follow each other. */
struct chain {
	const struct pair_public *signer;
	uint64_t line;       /* lines seen */
	uint64_t n;          /* number that the next one must have */
	bool trusted;        /* the last one was whole and signed */
	struct receipt last; /* as read; only if trusted */
	uint8_t digest[CRYPTO_DIGEST_LEN]; /* of the last one */
	char text[128];                    /* what is wrong with it */
};

void chain_init(struct chain *c, const struct pair_public *signer);

/*
 * The next line, without its line feed; JSON_PAD bytes behind it must be
 * readable.  Returns NULL, or what is wrong, valid until the next call.
 */
const char *chain_next(struct chain *c, struct slice line);

/* A line that was remembered, as "N:" and a digest with RECEIPT_PLAIN. */
struct verify_mark {
	uint64_t n; /* 0: none */
	uint8_t digest[CRYPTO_DIGEST_LEN];
};

#define VERIFY_MARK_MAX (20 + 1 + sizeof(RECEIPT_PLAIN) - 1 + RECEIPT_HEX)

/* Reads the whole of text. */
bool verify_read_mark(struct slice text, struct verify_mark *mark);

/* Writes it, terminated. */
void verify_put_mark(
    const struct verify_mark *mark, char text[static VERIFY_MARK_MAX + 1]);

struct verify_job {
	int receipts;     /* descriptor, at the beginning of the file */
	const char *name; /* for messages */
	const struct pair_public *signer;
	struct verify_mark expect;

	/* What must be the output of the run of a line. */
	int output; /* descriptor, or -1 */
	const char *output_name;
	uint64_t output_line; /* 0: the last one */

	/* What is wrong with a line; 0: with the file as a whole. */
	void (*fault)(void *ctx, uint64_t line, const char *text);
	void *ctx;
};

struct verify_result {
	uint64_t lines, faults;
	struct verify_mark last; /* of the last line, by its place */
};

/*
 * Looks at everything, and tells what is wrong.  -1 only when that cannot be
 * done: ERR_IO, ERR_NOMEM, ERR_KEY.
 */
int verify(const struct verify_job *job, struct verify_result *result,
    struct err *err);

#endif
