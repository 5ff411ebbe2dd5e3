/*
 * Receipts: the lines of a file, however they were edited.  What is read of a
 * line adds up as it says, a line that is good was signed by the key, and
 * taking a byte from it makes it bad.
 */
#include "base/json.h"
#include "exact.h"
#include "run/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* RFC 8032, section 7.1, test 1: the signer of the corpus. */
static const struct pair_public signer = { PAIR_SIGN,
	{ 0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
	    0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
	    0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a } };

/* What was read is within the line. */
static void
check_read(struct slice line, const struct receipt *r)
{
	MUST(r->signed_part.p == line.p);
	MUST(r->signed_part.len < line.len);
	MUST(r->outcome < RECEIPT_OUTCOME_COUNT);
	if (receipt_adds_up(r) && r->outcome != RECEIPT_FAILED)
		MUST(r->records - r->written == r->rejected);
}

/* What is read here is not read of less. */
static void
check_cut(struct slice line)
{
	struct receipt r;

	MUST(receipt_read((struct slice){ line.p, line.len - 1 }, &r) != NULL);
	MUST(receipt_read(slice_skip(line, 1), &r) != NULL);
}

static void
check_line(struct chain *c, const uint8_t *data, size_t size)
{
	uint8_t *p = exact_copy(data, size, JSON_PAD, '"');
	struct slice line = { p, size };
	struct receipt r;
	const char *wrong = receipt_read(line, &r);

	if (wrong == NULL) {
		check_read(line, &r);
		check_cut(line);
	}
	if (chain_next(c, line) == NULL)
		MUST(wrong == NULL && c->trusted && receipt_adds_up(&r) &&
		     r.place.n + 1 == c->n);
	free(p);
}

static void
check_lines(const uint8_t *data, size_t size)
{
	struct chain c;

	chain_init(&c, &signer);
	while (size > 0) {
		const uint8_t *feed = memchr(data, '\n', size);
		size_t len = feed == NULL ? size : (size_t)(feed - data);

		check_line(&c, data, len);
		len += feed != NULL;
		data += len;
		size -= len;
	}
}

/* A mark that is read is written in the same way, but for zeros in front. */
static void
check_mark(const uint8_t *data, size_t size)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	char text[VERIFY_MARK_MAX + 1];
	struct verify_mark mark, again;

	if (verify_read_mark((struct slice){ p, size }, &mark)) {
		verify_put_mark(&mark, text);
		MUST(verify_read_mark(slice_text(text), &again));
		MUST(again.n == mark.n);
	}
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };

	MUST(crypto_start(&err) == 0);
	check_mark(data, size);
	check_lines(data, size);
	return 0;
}
