#include "run/notary.h"

#include "base/limits.h"
#include "base/utf8.h"

static int
open_all(struct notary *n, const char *path, const struct pair_source *secret,
    const volatile sig_atomic_t *stop, struct err *err)
{
	if (pair_open_secret(secret, PAIR_SIGN, &n->secret, err) < 0)
		return -1;
	pair_public_of(n->secret, &n->signer);
	if (digest_input_new(n->secret, &n->input, err) < 0 ||
	    digest_output_new(&n->signer, &n->output, err) < 0)
		return -1;
	return receipt_file_open(&n->file, path, &n->signer, stop, err);
}

int
notary_open(struct notary *n, const char *path,
    const struct pair_source *secret, const volatile sig_atomic_t *stop,
    struct err *err)
{
	*n = (struct notary){ .file.fd = -1 };
	buf_init(&n->body, LIMIT_RECEIPT);
	if (open_all(n, path, secret, stop, err) == 0)
		return 0;
	notary_close(n);
	return -1;
}

void
notary_close(struct notary *n)
{
	receipt_file_close(&n->file);
	digest_free(n->input);
	digest_free(n->output);
	pair_close_secret(n->secret);
	buf_release(&n->body);
}

int
notary_is_new(const struct notary *n, struct err *err)
{
	if (n->noted)
		return err_set(
		    err, ERR_USAGE, "the receipt is that of another run");
	return 0;
}

void
notary_note(struct notary *n, struct receipt_run *run)
{
	uint8_t input[CRYPTO_DIGEST_LEN], output[CRYPTO_DIGEST_LEN];

	n->noted = true;
	digest_end(n->input, input);
	digest_end(n->output, output);
	run->input_digest = input;
	run->output_digest = output;
	receipt_add_body(&n->body, run);
	run->input_digest = run->output_digest = NULL;
}

int
notary_write(
    struct notary *n, const char *now, const char *sandbox, struct err *err)
{
	if (n->body.failed)
		return err_nomem(err);
	if (n->body.len == 0)
		return err_set(err, ERR_USAGE, "nothing was run");
	if (n->added)
		return err_set(
		    err, ERR_USAGE, "the run has its receipt already");
	if (!receipt_is_time(slice_text(now)))
		return err_set(err, ERR_USAGE, "that is no time");
	/* What could not be read again would end the file for good. */
	if (!utf8_valid(slice_text(sandbox)))
		return err_set(err, ERR_USAGE, "the sandbox is not in UTF-8");
	if (receipt_file_add(&n->file, now, sandbox, buf_slice(&n->body),
		n->secret, err) < 0)
		return -1;
	n->added = true;
	return 0;
}
