#include "policy/replay_text.h"

#include "policy/replay_words.h"
#include "policy/sheet.h"

#define INDENT 2

/* A report on its way to people. */
struct writing {
	const struct register_view *view;
	const struct replay_report *report;
	struct sheet sheet;
	struct buf line; /* at hand */
};

static void
put_line(struct writing *w, size_t indent)
{
	sheet_lines(&w->sheet, indent, buf_slice(&w->line));
	w->line.len = 0;
}

static void
put_heading(struct writing *w, enum replay_word which)
{
	sheet_blank(&w->sheet);
	sheet_heading(
	    &w->sheet, slice_text(replay_word(w->view->language, which)), 0);
}

static void
say(struct writing *w, enum replay_word which, const uint64_t *numbers,
    size_t n)
{
	replay_say_numbers(&w->line, w->view->language, which, numbers, n);
}

static void
say_counts(struct writing *w, const struct replay_file *f)
{
	const uint64_t numbers[] = { f->records, f->written, f->rejected };

	say(w, REPLAY_WORD_COUNTS, numbers, 3);
}

static void
add_remark(struct writing *w, enum replay_word which)
{
	buf_add_text(&w->line, "; ");
	buf_add_text(&w->line, replay_word(w->view->language, which));
}

static void
put_file(struct writing *w, const struct replay_file *f)
{
	enum language l = w->view->language;

	replay_add_text(&w->line, f->name);
	buf_add_text(&w->line, ": ");
	if (f->is_skipped) {
		struct slice why = slice_text(replay_why(l, f->why));

		replay_say(&w->line, l, REPLAY_WORD_SKIPPED, &why, 1);
		put_line(w, INDENT);
		return;
	}
	buf_add_text(&w->line, format_names[f->format]);
	buf_add_text(&w->line, ", ");
	say_counts(w, f);
	if (f->nanoseconds > 0) {
		buf_add_text(&w->line, ", ");
		replay_speed(&w->line, l, f);
	}
	if (f->cut) {
		buf_add_text(&w->line, "; ");
		say(w, REPLAY_WORD_CUT, &f->records, 1);
	}
	if (f->incomparable[REPLAY_GOLDEN])
		add_remark(w, REPLAY_WORD_NO_GOLDEN);
	if (f->incomparable[REPLAY_OLDER])
		add_remark(w, REPLAY_WORD_NO_OLDER);
	put_line(w, INDENT);
}

static void
put_all(struct writing *w)
{
	const struct replay_report *r = w->report;
	const uint64_t numbers[] = { r->file_count - r->skipped, r->skipped };

	sheet_blank(&w->sheet);
	say(w, REPLAY_WORD_ALL, numbers, 2);
	put_line(w, 0);
	say_counts(w, &r->all);
	put_line(w, 0);
	if (r->all.nanoseconds > 0) {
		replay_took(&w->line, w->view->language, &r->all);
		put_line(w, 0);
	}
}

/* "FILE:1,2,3 FILE:1": the first records. */
static void
add_first(struct writing *w, const struct replay_entry *e)
{
	for (size_t i = 0; i < e->first_count; i++) {
		const struct replay_at *at = &e->first[i];
		bool new_file = i == 0 || at->file != e->first[i - 1].file;

		if (new_file) {
			buf_add_text(&w->line, i > 0 ? " " : "");
			replay_add_text(
			    &w->line, w->report->files[at->file].name);
		}
		buf_add_format(&w->line, "%c%llu", new_file ? ':' : ',',
		    (unsigned long long)at->record);
	}
	buf_add_text(&w->line, e->records > e->first_count ? ",..." : "");
}

static void
add_records(struct writing *w, const struct replay_entry *e)
{
	buf_add_format(&w->line, ": %llu (", (unsigned long long)e->records);
	add_first(w, e);
	buf_add_byte(&w->line, ')');
}

static void
put_entry(struct writing *w, const struct replay_entry *e)
{
	buf_add_text(&w->line, format_names[e->format]);
	buf_add_text(&w->line, ": ");
	replay_about(&w->line, w->view->language, e);
	add_records(w, e);
	put_line(w, INDENT);
}

/* Every difference to a result. */
static void
put_differences(struct writing *w, enum replay_than than)
{
	const struct replay_report *r = w->report;

	if (!r->all.compared[than])
		return;
	sheet_blank(&w->sheet);
	replay_than(&w->line, w->view->language, than, r);
	sheet_heading(&w->sheet, buf_slice(&w->line), 0);
	w->line.len = 0;
	say(w, REPLAY_WORD_DIFFER, &r->all.differ[than], 1);
	put_line(w, INDENT);
	for (size_t i = 0; i < r->entry_count; i++)
		if (r->entries[i].what >= REPLAY_APPEARS &&
		    r->entries[i].than == than)
			put_entry(w, &r->entries[i]);
}

static void
put_entries(struct writing *w, enum replay_word heading, enum replay_what first,
    enum replay_what last)
{
	const struct replay_report *r = w->report;
	bool any = false;

	for (size_t i = 0; i < r->entry_count; i++) {
		const struct replay_entry *e = &r->entries[i];

		if (e->what < first || e->what > last)
			continue;
		if (!any)
			put_heading(w, heading);
		any = true;
		put_entry(w, e);
	}
}

/* FILE:LINE: KIND: PATH: ACTION */
static void
put_unmatched_rule(struct writing *w, const struct replay_unmatched *u)
{
	buf_add_text(&w->line, w->report->path);
	buf_add_format(&w->line, ":%u: ", u->rule->line);
	buf_add_slice(&w->line, u->kind->name);
	buf_add_text(&w->line, ": ");
	buf_add_slice(&w->line, u->field->path.text);
	buf_add_text(&w->line, ": ");
	buf_add_text(&w->line, actions[u->rule->action]->name);
	put_line(w, INDENT);
}

static void
put_unmatched(struct writing *w)
{
	const struct program *program = w->view->document->program;
	const struct replay_report *r = w->report;
	bool untried = false;

	for (enum format_id f = 0; f < FORMAT_COUNT; f++)
		untried |= replay_is_untried(r, program, f);
	if (r->unmatched_count > 0 || untried)
		put_heading(w, REPLAY_WORD_UNMATCHED);
	for (size_t i = 0; i < r->unmatched_count; i++)
		put_unmatched_rule(w, &r->unmatched[i]);
	for (enum format_id f = 0; f < FORMAT_COUNT; f++) {
		struct slice name = slice_text(format_names[f]);

		if (!replay_is_untried(r, program, f))
			continue;
		replay_say(
		    &w->line, w->view->language, REPLAY_WORD_UNTRIED, &name, 1);
		put_line(w, INDENT);
	}
}

/* "Replay of a data set: NAME, version VERSION" */
static void
put_head(struct writing *w)
{
	const struct program *program = w->view->document->program;

	buf_add_text(
	    &w->line, replay_word(w->view->language, REPLAY_WORD_TITLE));
	buf_add_text(&w->line, word(w->view->language, WORD_COLON));
	buf_add_slice(&w->line, program->name);
	buf_add_text(&w->line, ", ");
	words_say(&w->line, w->view->language, WORD_VERSION, program->version,
	    (struct slice){ 0 });
	sheet_heading(&w->sheet, buf_slice(&w->line), 0);
	w->line.len = 0;
}

int
replay_text(struct buf *out, const struct register_view *view,
    const struct replay_report *report, struct err *err)
{
	struct writing w = {
		.view = view,
		.report = report,
		.sheet = { out, view->color },
	};

	buf_init(&w.line, out->max);
	put_head(&w);
	for (size_t i = 0; i < report->file_count; i++)
		put_file(&w, &report->files[i]);
	put_all(&w);
	put_entries(&w, REPLAY_WORD_REJECTED, REPLAY_REJECTED, REPLAY_REJECTED);
	for (enum replay_than t = 0; t < REPLAY_THANS; t++)
		put_differences(&w, t);
	put_entries(&w, REPLAY_WORD_UNNAMED, REPLAY_UNNAMED, REPLAY_HIDDEN);
	put_unmatched(&w);
	out->failed |= w.line.failed;
	buf_release(&w.line);
	return out->failed ? err_nomem(err) : 0;
}
