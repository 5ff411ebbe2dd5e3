/*
 * The public API for samples, before and after.
 */
#define _GNU_SOURCE /* memfd_create */

#include "api_text.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "policy/preview.h"
#include "run/preview.h"
#include "run/sample_diff.h"
#include "study/test/test_keys.h"

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

/* A sample on its way. */
struct trip {
	const struct tamis_input *input;
	const char *format;
	int memory; /* a file for what leaves */
	struct arena arena;
};

/* All is open: from here on the sample is read. */
static int
set_out(struct trip *t, int (*opened)(void *ctx, struct tamis_error *err),
    void *ctx, struct tamis_error *out)
{
	struct err err = { 0 };

	arena_init(&t->arena, LIMIT_PROGRAM);
	t->memory = memfd_create("preview", MFD_CLOEXEC);
	if (t->memory < 0) {
		err_set(&err, ERR_IO, "no memory file can be made");
		return tell(out, &err);
	}
	return opened == NULL ? 0 : opened(ctx, out);
}

static void
come_home(struct trip *t)
{
	if (t->memory >= 0)
		close(t->memory);
	arena_release(&t->arena);
}

/* Runs the sample from where it stands. */
static int
run_sample(struct trip *t, const struct tamis_policy *policy,
    const struct tamis_keyring *keys, struct sample *sample, struct err *err)
{
	struct run_input input = { t->input->fd, t->input->name };
	struct run_job run = {
		.program = policy->program,
		.inputs = &input,
		.input_count = 1,
		.out = t->memory,
	};
	struct binding *binding;
	int result;

	if (format_id_read(t->format, &run.format, err) < 0)
		return -1;
	if (bind(policy->program, keys, &binding, err) < 0)
		return -1;
	run.binding = binding;
	result = preview_run(&run, &t->arena, sample, err);
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
	if (job->unmarked != NULL)
		*job->unmarked = true;
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
	struct trip trip = { &job->input, job->format, .memory = -1 };
	struct err err = { 0 };
	struct sample sample;
	int result = set_out(&trip, job->opened, job->ctx, out);

	if (result == 0 &&
	    (run_sample(&trip, job->policy, job->keys, &sample, &err) < 0 ||
		refuse_unmarked(job, &sample, &err) < 0 ||
		show(job, &sample, text, &err) < 0))
		result = tell(out, &err);
	come_home(&trip);
	return result;
}

/*
 * Two policies.
 */

static int
run_both(const struct tamis_sampling *job, struct trip *t,
    struct sample samples[2], struct err *err)
{
	off_t at = lseek(job->input.fd, 0, SEEK_CUR);

	if (run_sample(t, job->older, NULL, &samples[0], err) < 0)
		return -1;
	if (lseek(job->input.fd, at, SEEK_SET) != at ||
	    ftruncate(t->memory, 0) != 0 || lseek(t->memory, 0, SEEK_SET) != 0)
		return err_set(
		    err, ERR_IO, "%s cannot be read again", job->input.name);
	return run_sample(t, job->newer, NULL, &samples[1], err);
}

static int
compare(const struct tamis_sampling *job, struct trip *t,
    struct sample_changes *changes, struct err *err)
{
	struct sample samples[2];

	if (run_both(job, t, samples, err) < 0)
		return -1;
	return sample_diff(&samples[0], &samples[1], &t->arena, changes)
		   ? 0
		   : err_nomem(err);
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
	struct trip trip = { &job->input, job->format, .memory = -1 };
	struct sample_changes changes = { 0 };
	struct err err = { 0 };
	int result = set_out(&trip, job->opened, job->ctx, out);

	if (result == 0 && compare(job, &trip, &changes, &err) < 0)
		result = tell(out, &err);
	if (result == 0) {
		*sampled = (struct tamis_sampled){ changes.records,
			changes.written[0], changes.written[1] };
		tell_changes(job, &changes);
	}
	come_home(&trip);
	return result;
}
