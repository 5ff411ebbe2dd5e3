/* What came of a replay, as a page. */
#include "policy/replay_text.h"

#include "policy/page_write.h"
#include "policy/replay_words.h"

/* A page at work. */
struct showing {
	struct page_writing page;
	const struct replay_report *report;
	enum language language;
};

static struct slice
say(const struct showing *s, enum replay_word which)
{
	return slice_text(replay_word(s->language, which));
}

/* The phrase at hand, which is empty then, as an element. */
static void
put_phrase(struct showing *s, const char *tag, const char *class)
{
	page_phrase(&s->page, tag, class);
	page_begin(&s->page);
}

static void
say_numbers(struct showing *s, enum replay_word which, const uint64_t *numbers,
    size_t n)
{
	replay_say_numbers(
	    page_begin(&s->page), s->language, which, numbers, n);
}

static void
say_counts(struct showing *s, const struct replay_file *f)
{
	const uint64_t numbers[] = { f->records, f->written, f->rejected };

	say_numbers(s, REPLAY_WORD_COUNTS, numbers, 3);
}

/*
 * Tables.
 */

static void
begin_table(struct showing *s, const enum replay_word *columns, size_t n)
{
	struct buf *out = s->page.out;

	html_raw(out, "<table class=\"rules\">\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_raw(out, "<th scope=\"col\">");
		html_text(out, say(s, columns[i]));
		html_raw(out, "</th>");
	}
	html_raw(out, "</tr></thead>\n<tbody>\n");
}

static void
end_table(struct showing *s)
{
	html_raw(s->page.out, "</tbody>\n</table>\n");
}

/* A cell begins; on narrow screens with its label. */
static void
begin_cell(struct showing *s, enum replay_word label)
{
	html_raw(s->page.out, "<td data-label=\"");
	html_text(s->page.out, say(s, label));
	html_raw(s->page.out, "\">");
}

static void
end_cell(struct showing *s)
{
	html_raw(s->page.out, "</td>");
}

/* The phrase at hand as a cell. */
static void
put_cell(struct showing *s, enum replay_word label)
{
	begin_cell(s, label);
	html_text(s->page.out, buf_slice(&s->page.text));
	end_cell(s);
	page_begin(&s->page);
}

static void
begin_section(struct showing *s)
{
	html_raw(s->page.out, "<section>\n");
	put_phrase(s, "h2", NULL);
	html_raw(s->page.out, "\n");
}

static void
end_section(struct showing *s)
{
	html_raw(s->page.out, "</section>\n");
}

static void
begin_titled(struct showing *s, enum replay_word title)
{
	buf_add_slice(page_begin(&s->page), say(s, title));
	begin_section(s);
}

/*
 * Files.
 */

static void
put_badge(struct showing *s, bool good, enum replay_word which)
{
	buf_add_format(s->page.out, "<span class=\"badge %s\">",
	    good ? "stronger" : "weaker");
	html_text(s->page.out, say(s, which));
	html_raw(s->page.out, "</span>");
}

static bool
is_good(const struct showing *s, const struct replay_file *f)
{
	bool compared = s->report->all.compared[REPLAY_GOLDEN] ||
			s->report->all.compared[REPLAY_OLDER];

	for (enum replay_than t = 0; t < REPLAY_THANS; t++)
		if (f->incomparable[t] || f->differ[t] > 0)
			return false;
	return !f->is_skipped && (compared || f->rejected == 0);
}

/* What there is to remark, each on a line of its own. */
static void
put_remarks(struct showing *s, const struct replay_file *f)
{
	static const enum replay_word missing[REPLAY_THANS] = {
		[REPLAY_GOLDEN] = REPLAY_WORD_NO_GOLDEN,
		[REPLAY_OLDER] = REPLAY_WORD_NO_OLDER,
	};

	if (f->cut) {
		say_numbers(s, REPLAY_WORD_CUT, &f->records, 1);
		put_phrase(s, "div", "small");
	}
	for (enum replay_than t = 0; t < REPLAY_THANS; t++) {
		if (f->incomparable[t])
			html_element(
			    s->page.out, "div", "small", say(s, missing[t]));
		if (f->differ[t] == 0)
			continue;
		replay_than(page_begin(&s->page), s->language, t, s->report);
		buf_add_text(&s->page.text, ": ");
		replay_say_numbers(&s->page.text, s->language,
		    REPLAY_WORD_DIFFER, &f->differ[t], 1);
		put_phrase(s, "div", "small");
	}
}

static void
put_outcome(struct showing *s, const struct replay_file *f)
{
	if (f->is_skipped) {
		struct slice why = slice_text(replay_why(s->language, f->why));

		replay_say(page_begin(&s->page), s->language,
		    REPLAY_WORD_SKIPPED, &why, 1);
		put_cell(s, REPLAY_WORD_RESULT);
		return;
	}
	say_counts(s, f);
	begin_cell(s, REPLAY_WORD_RESULT);
	html_text(s->page.out, buf_slice(&s->page.text));
	put_remarks(s, f);
	end_cell(s);
}

static void
put_file(struct showing *s, const struct replay_file *f)
{
	bool good = is_good(s, f);

	html_raw(s->page.out, "<tr><td class=\"field\">");
	put_badge(s, good, good ? REPLAY_WORD_GOOD : REPLAY_WORD_BAD);
	html_raw(s->page.out, "<br/>");
	html_path(s->page.out, f->name);
	html_raw(s->page.out, "</td>");
	page_begin(&s->page);
	if (!f->is_skipped)
		buf_add_text(&s->page.text, format_names[f->format]);
	put_cell(s, REPLAY_WORD_FORMAT);
	put_outcome(s, f);
	page_begin(&s->page);
	if (f->nanoseconds > 0)
		replay_speed(&s->page.text, s->language, f);
	put_cell(s, REPLAY_WORD_HOW_FAST);
	html_raw(s->page.out, "</tr>\n");
}

static void
put_files(struct showing *s)
{
	static const enum replay_word columns[] = { REPLAY_WORD_FILE,
		REPLAY_WORD_FORMAT, REPLAY_WORD_RESULT, REPLAY_WORD_HOW_FAST };
	const struct replay_report *r = s->report;

	begin_titled(s, REPLAY_WORD_FILES);
	begin_table(s, columns, 4);
	for (size_t i = 0; i < r->file_count; i++)
		put_file(s, &r->files[i]);
	end_table(s);
	end_section(s);
}

/*
 * Records.
 */

/* The first ones, a file in each line. */
static void
put_first(struct showing *s, const struct replay_entry *e)
{
	struct buf *out = s->page.out;

	begin_cell(s, REPLAY_WORD_FIRST);
	for (size_t i = 0; i < e->first_count; i++) {
		const struct replay_at *at = &e->first[i];
		bool new_file = i == 0 || at->file != e->first[i - 1].file;

		if (new_file && i > 0)
			html_raw(out, "<br/>");
		if (new_file)
			html_path(out, s->report->files[at->file].name);
		buf_add_format(out, "%s%llu", new_file ? ": " : ", ",
		    (unsigned long long)at->record);
	}
	html_raw(out, e->records > e->first_count ? ", …" : "");
	end_cell(s);
}

static void
put_entry(struct showing *s, const struct replay_entry *e)
{
	html_raw(s->page.out, "<tr><td class=\"field\">");
	replay_about(page_begin(&s->page), s->language, e);
	html_path(s->page.out, buf_slice(&s->page.text));
	html_element(
	    s->page.out, "div", "small", slice_text(format_names[e->format]));
	html_raw(s->page.out, "</td>");
	buf_add_u64(page_begin(&s->page), e->records);
	put_cell(s, REPLAY_WORD_RECORDS);
	put_first(s, e);
	html_raw(s->page.out, "</tr>\n");
}

/* Which entries a table has. */
struct selection {
	enum replay_what first, last;
	enum replay_than than;
};

static bool
is_selected(const struct selection *selection, const struct replay_entry *e)
{
	return e->what >= selection->first && e->what <= selection->last &&
	       e->than == selection->than;
}

/* The table of what is selected; nothing if there is nothing. */
static void
put_entries(struct showing *s, const struct selection *selection)
{
	static const enum replay_word columns[] = { REPLAY_WORD_WHAT,
		REPLAY_WORD_RECORDS, REPLAY_WORD_FIRST };
	const struct replay_report *r = s->report;
	bool any = false;

	for (size_t i = 0; i < r->entry_count; i++) {
		if (!is_selected(selection, &r->entries[i]))
			continue;
		if (!any)
			begin_table(s, columns, 3);
		any = true;
		put_entry(s, &r->entries[i]);
	}
	if (any)
		end_table(s);
	else
		html_element(s->page.out, "p", NULL, say(s, REPLAY_WORD_NONE));
}

static void
put_differences(struct showing *s, enum replay_than than)
{
	const struct selection selection = { REPLAY_APPEARS, REPLAY_WHATS,
		than };
	const struct replay_report *r = s->report;

	if (!r->all.compared[than])
		return;
	replay_than(page_begin(&s->page), s->language, than, r);
	begin_section(s);
	say_numbers(s, REPLAY_WORD_DIFFER, &r->all.differ[than], 1);
	put_phrase(s, "p", NULL);
	put_entries(s, &selection);
	end_section(s);
}

static void
put_titled(struct showing *s, enum replay_word title, enum replay_what first,
    enum replay_what last)
{
	const struct selection selection = { first, last, REPLAY_GOLDEN };

	begin_titled(s, title);
	put_entries(s, &selection);
	end_section(s);
}

/*
 * Rules.
 */

static void
put_rule(struct showing *s, const struct replay_unmatched *u)
{
	struct buf *out = s->page.out;

	html_raw(out, "<li>");
	page_badge(&s->page, u->rule->action);
	html_path(out, u->field->path.text);
	buf_add_format(
	    page_begin(&s->page), "%s:%u, ", s->report->path, u->rule->line);
	buf_add_slice(&s->page.text, u->kind->name);
	html_raw(out, " ");
	put_phrase(s, "span", "small");
	html_raw(out, "</li>\n");
}

static void
put_untried(struct showing *s, enum format_id format)
{
	struct slice name = slice_text(format_names[format]);

	if (!replay_is_untried(
		s->report, s->page.page->view.document->program, format))
		return;
	replay_say(
	    page_begin(&s->page), s->language, REPLAY_WORD_UNTRIED, &name, 1);
	put_phrase(s, "p", "small");
}

static void
put_unmatched(struct showing *s)
{
	const struct replay_report *r = s->report;

	begin_titled(s, REPLAY_WORD_UNMATCHED);
	if (r->unmatched_count == 0)
		html_element(s->page.out, "p", NULL, say(s, REPLAY_WORD_NONE));
	else
		html_raw(s->page.out, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < r->unmatched_count; i++)
		put_rule(s, &r->unmatched[i]);
	html_raw(s->page.out, r->unmatched_count > 0 ? "</ul>\n" : "");
	for (enum format_id f = 0; f < FORMAT_COUNT; f++)
		put_untried(s, f);
	end_section(s);
}

/*
 * The page.
 */

static void
put_line(struct showing *s, enum replay_word name)
{
	page_entry(&s->page, say(s, name), buf_slice(&s->page.text));
	page_begin(&s->page);
}

static void
put_head(struct showing *s)
{
	const struct register_view *v = &s->page.page->view;
	const struct program *program = v->document->program;
	const struct replay_report *r = s->report;
	const uint64_t files[] = { r->file_count - r->skipped, r->skipped };

	html_raw(s->page.out, "<div class=\"sheet\">\n<header>\n");
	html_element(s->page.out, "h1", NULL, say(s, REPLAY_WORD_TITLE));
	html_raw(s->page.out, "<p class=\"soft\"><code>");
	html_text(s->page.out, program->name);
	html_raw(s->page.out, "</code>, ");
	words_say(page_begin(&s->page), s->language, WORD_VERSION,
	    program->version, (struct slice){ 0 });
	html_text(s->page.out, buf_slice(&s->page.text));
	html_raw(s->page.out, "</p>\n<dl>\n");
	say_numbers(s, REPLAY_WORD_ALL, files, 2);
	put_line(s, REPLAY_WORD_FILES);
	say_counts(s, &r->all);
	put_line(s, REPLAY_WORD_RECORDS);
	if (r->all.nanoseconds > 0) {
		replay_took(page_begin(&s->page), s->language, &r->all);
		put_line(s, REPLAY_WORD_HOW_FAST);
	}
	html_element(s->page.out, "dt", NULL,
	    slice_text(word(s->language, WORD_DIGEST)));
	html_raw(s->page.out, "<dd><code>");
	html_text(s->page.out, v->digest);
	html_raw(s->page.out, "</code></dd>\n</dl>\n</header>\n<main>\n");
}

int
replay_html(struct buf *out, const struct page *page,
    const struct replay_report *report, struct err *err)
{
	struct showing s = {
		.page = { .page = page, .out = out },
		.report = report,
		.language = page->view.language,
	};
	struct slice tamis;

	buf_init(&s.page.text, out->max);
	page_open(&s.page);
	put_head(&s);
	put_files(&s);
	put_titled(&s, REPLAY_WORD_REJECTED, REPLAY_REJECTED, REPLAY_REJECTED);
	for (enum replay_than t = 0; t < REPLAY_THANS; t++)
		put_differences(&s, t);
	put_titled(&s, REPLAY_WORD_UNNAMED, REPLAY_UNNAMED, REPLAY_HIDDEN);
	put_unmatched(&s);
	tamis = slice_text(page->tamis);
	replay_say(
	    page_begin(&s.page), s.language, REPLAY_WORD_MADE_BY, &tamis, 1);
	page_close(&s.page);
	out->failed |= s.page.text.failed;
	buf_release(&s.page.text);
	return out->failed ? err_nomem(err) : 0;
}
