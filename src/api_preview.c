/*
 * The public API for samples, before and after.
 */
#include "api_text.h"

#include <unistd.h>

#include "base/limits.h"
#include "policy/preview.h"
#include "run/preview.h"
#include "run/sample_diff.h"
#include "study/test_keys.h"

/* Whose keys those of previews are; anybody can make them. */
#define OWNER "preview"

static int
bind(const struct program *program, const struct tamis_keyring *given,
    struct binding **binding, struct err *err)
{
	struct binding_keys keys = { .ring = NULL };
	struct keyring *made = NULL;
	int result;

	if (given == NULL &&
	    test_keys_ring(program, slice_text(OWNER), &made, err) < 0)
		return -1;
	keys.ring = given != NULL ? given->ring : made;
	result = binding_new(program, &keys, binding, err);
	keyring_close(made);
	return result;
}

/* Runs the sample from where it stands. */
static int
run_sample(const struct tamis_policy *policy, const struct tamis_keyring *keys,
    const char *format, const struct tamis_input *in, struct arena *arena,
    struct sample *sample, struct err *err)
{
	struct run_input input = { in->fd, in->name };
	struct run_job run = {
		.program = policy->program,
		.inputs = &input,
		.input_count = 1,
	};
	struct binding *binding;
	int result;

	if (format_id_read(format, &run.format, err) < 0)
		return -1;
	if (bind(policy->program, keys, &binding, err) < 0)
		return -1;
	run.binding = binding;
	result = preview_run(&run, arena, sample, err);
	binding_free(binding);
	return result;
}

static int
refuse_unmarked(const struct tamis_previewing *job, const struct sample *sample,
    struct err *err)
{
	uint64_t record = job->any ? 0 : preview_unmarked(sample);

	if (record == 0)
		return 0;
	return err_set(err, ERR_REJECT,
	    "%s: record %llu does not say that it is made up", job->input.name,
	    (unsigned long long)record);
}

static int
show(const struct tamis_previewing *job, const struct sample *sample,
    struct tamis_text *text, struct err *err)
{
	struct api_digest digest;
	struct page page = {
		.view = api_view(job->policy, job->view, &digest),
		.tamis = TAMIS_VERSION,
	};
	struct buf b;
	int status;

	buf_init(&b, API_TEXT_MAX);
	status = job->html ? preview_html(&b, &page, sample, err)
			   : preview_text(&b, &page.view, sample, err);
	return api_hand_over(&b, status, text, err);
}

API int
tamis_preview(const struct tamis_previewing *job, struct tamis_text *text,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct sample sample;
	struct arena arena;
	int result;

	arena_init(&arena, LIMIT_PROGRAM);
	result = run_sample(job->policy, job->keys, job->format, &job->input,
	    &arena, &sample, &err);
	if (result == 0)
		result = refuse_unmarked(job, &sample, &err);
	if (result == 0)
		result = show(job, &sample, text, &err);
	arena_release(&arena);
	return result < 0 ? tell(out, &err) : 0;
}

/*
 * Two policies.
 */

static int
run_both(const struct tamis_sampling *job, struct arena *arena,
    struct sample samples[2], struct err *err)
{
	off_t at = lseek(job->input.fd, 0, SEEK_CUR);

	if (run_sample(job->older, NULL, job->format, &job->input, arena,
		&samples[0], err) < 0)
		return -1;
	if (lseek(job->input.fd, at, SEEK_SET) != at)
		return err_set(
		    err, ERR_IO, "%s cannot be read again", job->input.name);
	return run_sample(job->newer, NULL, job->format, &job->input, arena,
	    &samples[1], err);
}

static void
tell_changes(
    const struct tamis_sampling *job, const struct sample_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct sample_change *c = &changes->all[i];
		struct tamis_change public = { (const char *)c->place.p,
			c->appears, c->disappears, c->changes };

		job->change(job->ctx, &public);
	}
}

API int
tamis_diff_sample(const struct tamis_sampling *job,
    struct tamis_sampled *sampled, struct tamis_error *out)
{
	struct sample_changes changes;
	struct sample samples[2];
	struct err err = { 0 };
	struct arena arena;
	int result;

	arena_init(&arena, LIMIT_PROGRAM);
	result = run_both(job, &arena, samples, &err);
	if (result == 0 &&
	    !sample_diff(&samples[0], &samples[1], &arena, &changes))
		result = err_nomem(&err);
	if (result == 0) {
		*sampled = (struct tamis_sampled){ changes.records,
			changes.written[0], changes.written[1] };
		tell_changes(job, &changes);
	}
	arena_release(&arena);
	return result < 0 ? tell(out, &err) : 0;
}
