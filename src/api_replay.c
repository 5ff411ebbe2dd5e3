/*
 * The public API for replays of data sets.
 */
#define _GNU_SOURCE /* memfd_create */

#include "api_replay.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/limits.h"
#include "run/sink.h"

/* Whose keys those of replays are; anybody can make them. */
#define OWNER "replay"

/*
 * A replay.
 */

static int
open_spool(struct replay_spool *spool, struct err *err)
{
	spool->out = memfd_create("result", MFD_CLOEXEC);
	spool->rejects = memfd_create("rejects", MFD_CLOEXEC);
	return spool->out >= 0 && spool->rejects >= 0
		   ? 0
		   : err_set(err, ERR_IO, "no memory file can be made");
}

static int
open_policy(struct replay_policy *p, const struct tamis_policy *policy,
    bool spools, struct err *err)
{
	if (test_keys_init(&p->keys, policy->program, slice_text(OWNER), err) <
	    0)
		return -1;
	p->program = policy->program;
	return spools ? open_spool(&p->spool, err) : 0;
}

static void
close_policy(struct replay_policy *p)
{
	for (enum format_id f = 0; f < FORMAT_COUNT; f++)
		if (p->open[f])
			replay_stream_release(&p->streams[f]);
	if (p->program != NULL)
		test_keys_release(&p->keys);
	if (p->spool.out >= 0)
		close(p->spool.out);
	if (p->spool.rejects >= 0)
		close(p->spool.rejects);
}

static int
open_all(struct tamis_replay *r, struct err *err)
{
	const struct tamis_replaying *job = &r->job;
	const struct program *program = job->policy->program;

	if (replay_notes_init(&r->notes) < 0)
		return err_nomem(err);
	r->unmatched = calloc(program->rule_count + 1, sizeof(*r->unmatched));
	if (r->unmatched == NULL)
		return err_nomem(err);
	if (job->older != NULL &&
	    open_policy(&r->older, job->older, true, err) < 0)
		return -1;
	return open_policy(
	    &r->now, job->policy, job->golden || job->older != NULL, err);
}

API void
tamis_replay_free(struct tamis_replay *r)
{
	if (r == NULL)
		return;
	close_policy(&r->now);
	close_policy(&r->older);
	replay_notes_release(&r->notes);
	buf_release(&r->rejects);
	free(r->unmatched);
	free(r->files);
	free(r);
}

API int
tamis_replay_new(struct tamis_replay **replay,
    const struct tamis_replaying *job, struct tamis_error *out)
{
	struct tamis_replay *r = calloc(1, sizeof(*r));
	struct err err = { 0 };

	if (r == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	r->job = *job;
	r->now.spool = r->older.spool = (struct replay_spool){ -1, -1 };
	buf_init(&r->rejects, LIMIT_GATHERED);
	if (open_all(r, &err) < 0) {
		tamis_replay_free(r);
		return tell(out, &err);
	}
	*replay = r;
	return 0;
}

/*
 * Files.
 */

/* A new file at the end of the list, or NULL. */
static struct replay_file *
add_file(struct tamis_replay *r, const char *name, struct err *err)
{
	struct replay_file *file;

	if (r->file_count == r->file_cap &&
	    !array_grow((void **)&r->files, &r->file_cap, sizeof(*r->files))) {
		err_nomem(err);
		return NULL;
	}
	file = &r->files[r->file_count];
	*file = (struct replay_file){
		.name = arena_copy(&r->notes.arena, slice_text(name)),
		.format = FORMAT_COUNT,
	};
	if (file->name.p == NULL) {
		err_nomem(err);
		return NULL;
	}
	r->file_count++;
	return file;
}

API int
tamis_replay_skip(struct tamis_replay *r, const char *name,
    enum tamis_replay_why why, struct tamis_error *out)
{
	static const enum replay_why whys[REPLAY_WHYS] = {
		[TAMIS_REPLAY_ENDING] = REPLAY_WHY_ENDING,
		[TAMIS_REPLAY_FORMAT] = REPLAY_WHY_FORMAT,
		[TAMIS_REPLAY_LINK] = REPLAY_WHY_LINK,
		[TAMIS_REPLAY_KIND] = REPLAY_WHY_KIND,
		[TAMIS_REPLAY_OPEN] = REPLAY_WHY_OPEN,
		[TAMIS_REPLAY_GONE] = REPLAY_WHY_GONE,
	};
	struct err err = { 0 };
	struct replay_file *file = add_file(r, name, &err);

	if (file == NULL)
		return tell(out, &err);
	file->is_skipped = true;
	file->why = whys[why];
	return 0;
}

static void
pace(void *ctx)
{
	const struct tamis_replay *r = ctx;

	r->job.pace(r->job.ctx);
}

static void
hear_absent(void *ctx, uint64_t record, const char *why, struct slice path)
{
	struct tamis_replay *r = ctx;

	contrast_add_reject(&r->rejects, record, why, path);
}

static void
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct tamis_replay *r = ctx;
	struct tamis_counts public = public_counts(counts);

	r->job.progress(r->job.ctx, &public);
}

/* Only of the newer policy, notes are taken. */
static struct replay_stream *
take_stream(struct tamis_replay *r, struct replay_policy *p,
    enum format_id format, struct err *err)
{
	struct replay_stream *s = &p->streams[format];
	bool is_now = p == &r->now;

	if (p->open[format])
		return s;
	if (replay_stream_init(s, &p->keys.program, format, p->keys.binding,
		is_now ? &r->notes : NULL, err) < 0) {
		replay_stream_release(s);
		return NULL;
	}
	p->open[format] = true;
	s->absent = hear_absent;
	s->pace = is_now && r->job.pace != NULL ? pace : NULL;
	s->ctx = r;
	return s;
}

/* One file on its way through a policy. */
struct passage {
	struct replay_policy *policy;
	enum format_id format;
	struct run_input in;
	int out, rejects; /* SINK_NOWHERE, -1: it is not needed */
};

static int
pass(struct tamis_replay *r, const struct passage *p, struct run_counts *counts,
    struct err *err)
{
	struct replay_stream *s = take_stream(r, p->policy, p->format, err);
	struct run_job job = {
		.program = p->policy->program,
		.format = p->format,
		.inputs = &p->in,
		.input_count = 1,
		.out = p->out,
		.quarantine = SINK_NOWHERE,
		.stop = r->job.stop,
		.ctx = r,
	};
	struct run_work work = {
		.record = replay_record,
		.rejected = replay_rejected,
		.ctx = s,
	};

	if (s == NULL ||
	    replay_stream_open(s, (uint32_t)(r->file_count - 1), err) < 0)
		return -1;
	if (r->job.progress != NULL && p->policy == &r->now)
		job.progress = tell_progress;
	buf_reset(&r->rejects);
	work.split = s->format->split;
	work.scratch = s->walker.scratch;
	return run_records(&job, &work, counts, err);
}

/* What cannot be read on is no failure of a replay; *cut then. */
static int
settle(struct tamis_replay *r, const struct passage *p, int result, bool *cut,
    struct err *err)
{
	if (result < 0 && err->code == ERR_REJECT) {
		*err = (struct err){ 0 };
		*cut = true;
		result = 0;
	}
	if (result == 0 && (r->notes.arena.failed || r->rejects.failed))
		return err_nomem(err);
	if (result == 0 && p->rejects >= 0)
		return file_write(p->rejects, "the list of rejected records",
		    buf_slice(&r->rejects), err);
	return result;
}

static uint64_t
now(const struct tamis_replay *r)
{
	return r->job.now == NULL ? 0 : r->job.now(r->job.ctx);
}

static int
replay(struct tamis_replay *r, const struct passage *p,
    struct replay_file *file, struct err *err)
{
	struct run_counts counts = { 0 };
	uint64_t start = now(r);
	int result = pass(r, p, &counts, err);

	file->nanoseconds = now(r) - start;
	file->format = p->format;
	file->records = counts.records;
	file->written = counts.written;
	file->rejected = counts.rejected;
	file->bytes = counts.bytes_in;
	return settle(r, p, result, &file->cut, err);
}

/*
 * Comparisons.
 */

static int
empty(const struct replay_spool *spool, struct err *err)
{
	if (spool->out < 0 || (ftruncate(spool->out, 0) == 0 &&
				  lseek(spool->out, 0, SEEK_SET) == 0 &&
				  ftruncate(spool->rejects, 0) == 0 &&
				  lseek(spool->rejects, 0, SEEK_SET) == 0))
		return 0;
	return err_errno(err, ERR_IO, "a memory file");
}

static int
compare_golden(struct tamis_replay *r, const struct tamis_replay_input *in,
    struct replay_file *file, struct err *err)
{
	struct contrast_side before = { .policy = r->now.program };

	if (!r->job.golden || in->update != NULL)
		return 0;
	if (in->golden == NULL) {
		file->incomparable[REPLAY_GOLDEN] = true;
		return 0;
	}
	before.out = in->golden->out;
	before.rejects = in->golden->rejects;
	before.out_name = in->golden->out_name;
	before.rejects_name = in->golden->rejects_name;
	return api_replay_compare(r, file, REPLAY_GOLDEN, &before, err);
}

static int
compare_older(struct tamis_replay *r, const struct tamis_replay_input *in,
    struct replay_file *file, struct err *err)
{
	struct run_counts counts = { 0 };
	struct contrast_side before;
	struct passage p = {
		.policy = &r->older,
		.format = file->format,
		.in = { in->again, in->input.name },
		.out = r->older.spool.out,
		.rejects = r->older.spool.rejects,
	};
	bool cut = false;

	if (r->older.program == NULL)
		return 0;
	if (r->older.program->streams[file->format].kind_count == 0) {
		file->incomparable[REPLAY_OLDER] = true;
		return 0;
	}
	if (empty(&r->older.spool, err) < 0 ||
	    settle(r, &p, pass(r, &p, &counts, err), &cut, err) < 0)
		return -1;
	before = api_replay_side(&r->older);
	return api_replay_compare(r, file, REPLAY_OLDER, &before, err);
}

static int
replay_and_compare(struct tamis_replay *r, const struct tamis_replay_input *in,
    enum format_id format, struct replay_file *file, struct err *err)
{
	struct passage p = {
		.policy = &r->now,
		.format = format,
		.in = { in->input.fd, in->input.name },
		.out = SINK_NOWHERE,
		.rejects = r->now.spool.rejects,
	};

	if (r->now.spool.out >= 0)
		p.out = r->now.spool.out;
	if (in->update != NULL) {
		p.out = in->update->out;
		p.rejects = in->update->rejects;
	}
	if (empty(&r->now.spool, err) < 0 || replay(r, &p, file, err) < 0)
		return -1;
	if (compare_golden(r, in, file, err) < 0)
		return -1;
	return compare_older(r, in, file, err);
}

API int
tamis_replay_file(struct tamis_replay *r, const struct tamis_replay_input *in,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct replay_file *file;
	enum format_id format;

	if (policy_format_find(r->now.program, in->format, &format, &err) < 0)
		return tell(out, &err);
	file = add_file(r, in->input.name, &err);
	if (file == NULL || replay_and_compare(r, in, format, file, &err) < 0)
		return tell(out, &err);
	return 0;
}
