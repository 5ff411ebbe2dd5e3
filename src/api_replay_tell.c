/*
 * The public API for replays of data sets: what came of them.
 */
#include "api_replay.h"

#include "policy/replay_text.h"
#include "policy/replay_words.h"

static void
find_unmatched(struct tamis_replay *r, const struct replay_stream *s,
    const struct kind *kind, struct replay_report *report)
{
	for (size_t f = 0; f < kind_all_fields(kind); f++) {
		const struct field *field = &kind->fields[f];

		for (size_t i = 0; i < field->rule_count; i++) {
			uint32_t id = field->rules[i].id;

			if (rule_was_used(&s->engine.counts.rules[id]))
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
	for (enum replay_than t = 0; t < REPLAY_THANS; t++) {
		all->compared[t] |= file->compared[t];
		all->incomparable[t] |= file->incomparable[t];
		all->differ[t] += file->differ[t];
	}
}

struct replay_report
api_replay_report(struct tamis_replay *r)
{
	struct replay_report report = {
		.path = r->job.path,
		.older = r->older.program,
		.files = r->files,
		.file_count = r->file_count,
		.entries = r->notes.entries,
		.entry_count = r->notes.count,
		.unmatched = r->unmatched,
	};

	for (size_t i = 0; i < r->file_count; i++)
		add_up(&report, &r->files[i]);
	for (size_t k = 0; k < r->now.program->kind_count; k++) {
		const struct kind *kind = &r->now.program->kinds[k];

		report.replayed[kind->format] = r->now.open[kind->format];
		if (r->now.open[kind->format])
			find_unmatched(
			    r, &r->now.streams[kind->format], kind, &report);
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

static const enum tamis_replay_than public_than[REPLAY_THANS] = {
	[REPLAY_GOLDEN] = TAMIS_REPLAY_GOLDEN,
	[REPLAY_OLDER] = TAMIS_REPLAY_OLDER,
};

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

	for (enum replay_than t = 0; t < REPLAY_THANS; t++) {
		public.compared[public_than[t]] = file->compared[t];
		public.incomparable[public_than[t]] = file->incomparable[t];
		public.differ[public_than[t]] = file->differ[t];
	}

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
		[REPLAY_APPEARS] = TAMIS_REPLAY_APPEARS,
		[REPLAY_DISAPPEARS] = TAMIS_REPLAY_DISAPPEARS,
		[REPLAY_CHANGES] = TAMIS_REPLAY_CHANGES,
		[REPLAY_AROUND] = TAMIS_REPLAY_AROUND,
		[REPLAY_NOW_REJECTED] = TAMIS_REPLAY_NOW_REJECTED,
		[REPLAY_NOW_WRITTEN] = TAMIS_REPLAY_NOW_WRITTEN,
		[REPLAY_NOW_BECAUSE] = TAMIS_REPLAY_NOW_BECAUSE,
		[REPLAY_MORE] = TAMIS_REPLAY_MORE,
		[REPLAY_FEWER] = TAMIS_REPLAY_FEWER,
	};
	struct tamis_replay_at first[REPLAY_FIRST];
	struct tamis_replay_note note = {
		.what = whats[entry->what],
		.than = public_than[entry->than],
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
	struct replay_report rep = api_replay_report(r);

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
	for (enum replay_than t = 0; t < REPLAY_THANS; t++) {
		enum tamis_replay_than to = public_than[t];

		all->compared[to] = rep.all.compared[t];
		all->incomparable[to] = rep.all.incomparable[t];
		all->differ[to] = rep.all.differ[t];
	}
}

API int
tamis_replay_text(struct tamis_replay *r, const struct tamis_view *view,
    bool html, struct tamis_text *text, struct tamis_error *out)
{
	struct replay_report rep = api_replay_report(r);
	struct api_digest digest;
	struct page page = {
		.view = api_view(r->job.policy, view, &digest),
		.tamis = TAMIS_VERSION,
	};
	struct err err = { 0 };
	struct buf b;
	int status;

	buf_init(&b, API_TEXT_MAX);
	status = html ? replay_html(&b, &page, &rep, &err)
		      : replay_text(&b, &page.view, &rep, &err);
	return api_hand_over(&b, status, text, &err) == 0 ? 0 : tell(out, &err);
}
