/*
 * Receipts, and their verification, for the public API.
 */
#include "api.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "crypto/pair.h"
#include "run/notary.h"
#include "run/verify.h"

API int
tamis_receipt_open(struct tamis_receipt **receipt, const char *path,
    const struct tamis_secret_source *secret, const volatile sig_atomic_t *stop,
    struct tamis_error *out)
{
	struct asking asking;
	struct pair_source source = pair_source_of(secret, &asking);
	struct err err = { 0 };
	struct tamis_receipt *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (notary_open(&r->notary, path, &source, stop, &err) < 0) {
		free(r);
		return tell(out, &err);
	}
	*receipt = r;
	return 0;
}

API void
tamis_receipt_close(struct tamis_receipt *receipt)
{
	if (receipt == NULL)
		return;
	notary_close(&receipt->notary);
	free(receipt);
}

API int
tamis_receipt_write(struct tamis_receipt *receipt, const char *now,
    const char *sandbox, struct tamis_error *out)
{
	struct err err = { 0 };

	if (notary_write(&receipt->notary, now, sandbox, &err) < 0)
		return tell(out, &err);
	return 0;
}

static int
open_to_verify(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	struct stat file;

	if (fd == -1)
		return err_errno(err, ERR_INPUT, "%s", path);
	if (fstat(fd, &file) == 0 && S_ISDIR(file.st_mode)) {
		close(fd);
		return err_set(err, ERR_INPUT, "%s: a folder", path);
	}
	return fd;
}

static int
tell_opened(const struct tamis_verification *v, struct err *err)
{
	struct tamis_error why = { .text = "" };

	if (v->opened == NULL || v->opened(v->ctx, &why) == 0)
		return 0;
	return err_set(err, ERR_POLICY, "%s", why.text);
}

static int
verify_files(const struct verify_job *files, const struct tamis_verification *v,
    struct verify_result *result, struct err *err)
{
	struct verify_job job = *files;
	int status = -1;

	job.receipts = open_to_verify(v->receipts, err);
	if (job.receipts == -1)
		return -1;
	if (job.output_name != NULL)
		job.output = open_to_verify(job.output_name, err);
	if ((job.output_name == NULL || job.output != -1) &&
	    tell_opened(v, err) == 0)
		status = verify(&job, result, err);
	if (job.output != -1)
		close(job.output);
	close(job.receipts);
	return status;
}

API int
tamis_verify(const struct tamis_verification *v,
    struct tamis_verified *verified, struct tamis_error *out)
{
	struct pair_public signer;
	struct verify_job job = {
		.name = v->receipts,
		.signer = &signer,
		.output = -1,
		.output_name = v->output,
		.output_line = v->output_line,
		.fault = v->fault,
		.ctx = v->ctx,
	};
	struct verify_result result;
	struct err err = { 0 };

	if (v->expect != NULL &&
	    !verify_read_mark(slice_text(v->expect), &job.expect)) {
		err_set(&err, ERR_USAGE, "that is no mark of a line");
		return tell(out, &err);
	}
	if (pair_read_public(v->signer, PAIR_SIGN, &signer, &err) < 0 ||
	    verify_files(&job, v, &result, &err) < 0)
		return tell(out, &err);
	*verified = (struct tamis_verified){ result.lines, result.faults, "" };
	if (result.faults == 0)
		verify_put_mark(&result.last, verified->last);
	return 0;
}

_Static_assert(TAMIS_MARK_MAX > VERIFY_MARK_MAX, "a mark has room");
