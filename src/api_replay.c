/*
 * The public API for replays of data sets.
 */
#include "api_text.h"

#include <stdlib.h>

#include "base/array.h"
#include "policy/replay_text.h"
#include "policy/replay_words.h"
#include "run/sink.h"
#include "study/replay.h"
#include "study/test_keys.h"

/* Whose keys those of replays are; anybody can make them. */
#define OWNER "replay"

struct tamis_replay {
	struct tamis_replaying job;
	const struct program *program;
	struct test_keys keys;
	struct replay_notes notes;
	struct replay_stream streams[FORMAT_COUNT];
	bool open[FORMAT_COUNT];   /* the streams that are there */
	struct replay_file *files; /* owned; names in the notes' arena */
	size_t file_count, file_cap;
	struct replay_unmatched *unmatched; /* owned: room for all rules */
};

/*
 * A replay.
 */

static int
open_all(struct tamis_replay *r, struct err *err)
{
	if (replay_notes_init(&r->notes) < 0)
		return err_nomem(err);
	r->unmatched =
	    calloc(r->program->rule_count + 1, sizeof(*r->unmatched));
	if (r->unmatched == NULL)
		return err_nomem(err);
	return test_keys_init(&r->keys, r->program, slice_text(OWNER), err);
}

API void
tamis_replay_free(struct tamis_replay *r)
{
	if (r == NULL)
		return;
	for (enum format_id f = 0; f < FORMAT_COUNT; f++)
		if (r->open[f])
			replay_stream_release(&r->streams[f]);
	test_keys_release(&r->keys);
	replay_notes_release(&r->notes);
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
	r->program = job->policy->program;
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
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct tamis_replay *r = ctx;
	struct tamis_counts public = public_counts(counts);

	r->job.progress(r->job.ctx, &public);
}

static struct replay_stream *
take_stream(struct tamis_replay *r, enum format_id format, struct err *err)
{
	struct replay_stream *s = &r->streams[format];

	if (r->open[format])
		return s;
	r->open[format] = true;
	if (replay_stream_init(s, &r->keys.program, format, r->keys.binding,
		&r->notes, err) < 0) {
		replay_stream_release(s);
		r->open[format] = false;
		return NULL;
	}
	s->pace = r->job.pace == NULL ? NULL : pace;
	s->ctx = r;
	return s;
}

static uint64_t
now(const struct tamis_replay *r)
{
	return r->job.now == NULL ? 0 : r->job.now(r->job.ctx);
}

/* What cannot be read on is no failure of a replay. */
static int
settle(struct tamis_replay *r, struct replay_file *file, int result,
    struct err *err)
{
	if (result < 0 && err->code == ERR_REJECT) {
		*err = (struct err){ 0 };
		file->cut = true;
		result = 0;
	}
	return result == 0 && r->notes.arena.failed ? err_nomem(err) : result;
}

static int
replay(struct tamis_replay *r, const struct tamis_input *input,
    enum format_id format, struct replay_file *file, struct err *err)
{
	struct run_input in = { input->fd, input->name };
	struct replay_stream *s = take_stream(r, format, err);
	struct run_counts counts = { 0 };
	struct run_job job = {
		.program = r->program,
		.format = format,
		.inputs = &in,
		.input_count = 1,
		.out = SINK_NOWHERE,
		.quarantine = SINK_NOWHERE,
		.stop = r->job.stop,
		.progress = r->job.progress == NULL ? NULL : tell_progress,
		.ctx = r,
	};
	struct run_work work = {
		.record = replay_record,
		.rejected = replay_rejected,
		.ctx = s,
	};
	uint64_t start = now(r);
	int result;

	if (s == NULL)
		return -1;
	replay_stream_open(s, (uint32_t)(file - r->files));
	work.split = s->format->split;
	work.scratch = s->walker.scratch;
	result = settle(r, file, run_records(&job, &work, &counts, err), err);
	file->format = format;
	file->records = counts.records;
	file->written = counts.written;
	file->rejected = counts.rejected;
	file->bytes = counts.bytes_in;
	file->nanoseconds = now(r) - start;
	return result;
}

API int
tamis_replay_file(struct tamis_replay *r, const struct tamis_replay_input *in,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct replay_file *file;
	enum format_id format;

	if (policy_format_find(r->program, in->format, &format, &err) < 0)
		return tell(out, &err);
	file = add_file(r, in->input.name, &err);
	if (file == NULL || replay(r, &in->input, format, file, &err) < 0)
		return tell(out, &err);
	return 0;
}

/*
 * What came of them.
 */

static void
find_unmatched(struct tamis_replay *r, const struct replay_stream *s,
    const struct kind *kind, struct replay_report *report)
{
	for (size_t f = 0; f < kind_all_fields(kind); f++) {
		const struct field *field = &kind->fields[f];

		for (size_t i = 0; i < field->rule_count; i++) {
			uint32_t id = field->rules[i].id;

			if (s->engine.counts.applied[id] > 0 ||
			    s->engine.counts.dropped[id] > 0)
				continue;
			r->unmatched[report->unmatched_count++] =
			    (struct replay_unmatched){ s->format->id, kind,
				    field, &field->rules[i] };
		}
	}
}

static void
add_up(struct replay_report *report, const struct replay_file *file)
{
	struct replay_file *all = &report->all;

	if (file->is_skipped) {
		report->skipped++;
		return;
	}
	all->records += file->records;
	all->written += file->written;
	all->rejected += file->rejected;
	all->bytes += file->bytes;
	all->nanoseconds += file->nanoseconds;
}

static struct replay_report
report(struct tamis_replay *r)
{
	struct replay_report report = {
		.path = r->job.path,
		.files = r->files,
		.file_count = r->file_count,
		.entries = r->notes.entries,
		.entry_count = r->notes.count,
		.unmatched = r->unmatched,
	};

	for (size_t i = 0; i < r->file_count; i++)
		add_up(&report, &r->files[i]);
	for (size_t k = 0; k < r->program->kind_count; k++) {
		const struct kind *kind = &r->program->kinds[k];

		report.replayed[kind->format] = r->open[kind->format];
		if (r->open[kind->format])
			find_unmatched(
			    r, &r->streams[kind->format], kind, &report);
	}
	return report;
}

static struct tamis_counts
counts_of(const struct replay_file *file)
{
	return (struct tamis_counts){
		.records = file->records,
		.written = file->written,
		.rejected = file->rejected,
		.bytes_in = file->bytes,
	};
}

static const char *
text_or_null(struct slice text)
{
	return text.len == 0 ? NULL : (const char *)text.p;
}

static void
tell_file(const struct tamis_replay_listener *l, const struct replay_file *file)
{
	struct tamis_replay_file public = {
		.name = (const char *)file->name.p,
		.counts = counts_of(file),
		.nanoseconds = file->nanoseconds,
		.cut = file->cut,
	};

	if (file->is_skipped)
	public.why = replay_why(LANGUAGE_EN, file->why);
	else public.format = format_names[file->format];
	l->file(l->ctx, &public);
}

static void
tell_entry(const struct tamis_replay_listener *l,
    const struct replay_report *report, const struct replay_entry *entry)
{
	static const enum tamis_replay_what whats[REPLAY_WHATS] = {
		[REPLAY_REJECTED] = TAMIS_REPLAY_REJECTED,
		[REPLAY_UNNAMED] = TAMIS_REPLAY_UNNAMED,
		[REPLAY_HIDDEN] = TAMIS_REPLAY_HIDDEN,
	};
	struct tamis_replay_at first[REPLAY_FIRST];
	struct tamis_replay_note note = {
		.what = whats[entry->what],
		.format = format_names[entry->format],
		.name = text_or_null(entry->name),
		.path = text_or_null(entry->path),
		.records = entry->records,
		.first = first,
		.first_count = entry->first_count,
	};

	for (size_t i = 0; i < entry->first_count; i++)
		first[i] = (struct tamis_replay_at){
			(const char *)report->files[entry->first[i].file]
			    .name.p,
			entry->first[i].record,
		};
	l->note(l->ctx, &note);
}

static void
tell_unmatched(
    const struct tamis_replay_listener *l, const struct replay_unmatched *u)
{
	struct tamis_rule_counts rule = {
		.kind = (const char *)u->kind->name.p,
		.path = (const char *)u->field->path.text.p,
		.action = actions[u->rule->action]->name,
		.line = u->rule->line,
	};

	l->unmatched(l->ctx, format_names[u->format], &rule);
}

API void
tamis_replay_tell(struct tamis_replay *r, const struct tamis_replay_listener *l,
    struct tamis_replayed *all)
{
	struct replay_report rep = report(r);

	for (size_t i = 0; l->file != NULL && i < rep.file_count; i++)
		tell_file(l, &rep.files[i]);
	for (size_t i = 0; l->note != NULL && i < rep.entry_count; i++)
		tell_entry(l, &rep, &rep.entries[i]);
	for (size_t i = 0; l->unmatched != NULL && i < rep.unmatched_count; i++)
		tell_unmatched(l, &rep.unmatched[i]);
	*all = (struct tamis_replayed){
		.files = rep.file_count - rep.skipped,
		.skipped = rep.skipped,
		.counts = counts_of(&rep.all),
		.nanoseconds = rep.all.nanoseconds,
	};
}

API int
tamis_replay_text(struct tamis_replay *r, const struct tamis_view *view,
    struct tamis_text *text, struct tamis_error *out)
{
	struct replay_report rep = report(r);
	struct api_digest digest;
	struct register_view v = api_view(r->job.policy, view, &digest);
	struct err err = { 0 };
	struct buf b;
	int status;

	buf_init(&b, API_TEXT_MAX);
	status = replay_text(&b, &v, &rep, &err);
	return api_hand_over(&b, status, text, &err) == 0 ? 0 : tell(out, &err);
}
