#include "policy/preview.h"

#include "policy/page_write.h"
#include "policy/sheet.h"

#define BADGE 2
#define PLACE 14

/* One place of a record. */
struct row {
	enum action_id action;
	struct slice place;
	struct slice before, after; /* values with blanks between */
	struct slice note;          /* the rule, or why there is none */
};

/* A rule with its field. */
struct origin {
	const struct field *field;
	const struct rule *rule;
};

/* A sample on its way to people. */
struct showing {
	const struct register_view *view;
	const struct sample *sample;
	struct arena arena;
	struct origin *origins; /* by rule id */
	struct slice *places;   /* of a rule's field, by rule id */
	size_t before, after;   /* the next values of the sample */

	const struct sample_record *record; /* at hand */
	const struct sample_value *in, *out;
	size_t in_count, out_count;
	struct buf text[3]; /* before, after and note of a row */

	/* What is done with it. */
	void (*begin)(struct showing *s, size_t number);
	void (*row)(struct showing *s, const struct row *row);
	void (*end)(struct showing *s);
	struct sheet sheet;
	struct page_writing *page;
};

/*
 * Where the values of rules stand.
 */

static struct slice
place_of(struct showing *s, const struct kind *kind, const struct path *path)
{
	const struct stream *stream =
	    &s->view->document->program->streams[kind->format];
	struct slice kept = { NULL, 0 };
	struct buf place;

	if (path->deep)
		return kept;
	buf_init(&place, s->arena.max);
	switch (kind->format) {
	case FORMAT_XML:
		path_place_xml(path, stream->dialect.namespaces, &place);
		break;
	case FORMAT_CSV:
		path_place_csv(path, &place);
		break;
	case FORMAT_HL7V2:
		path_place_hl7v2(path, &place);
		break;
	default:
		path_place_json(path, &place);
	}
	kept = arena_copy(&s->arena, buf_slice(&place));
	s->arena.failed |= place.failed;
	buf_release(&place);
	return kept;
}

static void
find_field(
    struct showing *s, const struct kind *kind, const struct field *field)
{
	struct slice place = place_of(s, kind, &field->path);

	for (size_t i = 0; i < field->rule_count; i++) {
		const struct rule *rule = &field->rules[i];

		s->origins[rule->id] = (struct origin){ field, rule };
		s->places[rule->id] = place;
	}
}

static bool
find_origins(struct showing *s)
{
	const struct program *program = s->view->document->program;

	s->origins =
	    arena_array(&s->arena, program->rule_count, sizeof(*s->origins));
	s->places =
	    arena_array(&s->arena, program->rule_count, sizeof(*s->places));
	if (s->origins == NULL || s->places == NULL)
		return false;
	for (size_t k = 0; k < program->kind_count; k++)
		for (size_t f = 0; f < kind_all_fields(&program->kinds[k]); f++)
			find_field(s, &program->kinds[k],
			    &program->kinds[k].fields[f]);
	return !s->arena.failed;
}

/* Whether a value at the place stands where a rule is, or in what is there. */
static bool
is_at(const struct showing *s, uint32_t rule, struct slice place)
{
	struct slice of = s->places[rule];

	if (of.p == NULL || !slice_starts(place, of))
		return false;
	return place.len == of.len ||
	       (s->origins[rule].rule->action == ACTION_DROP &&
		   strchr(".[/-", place.p[of.len]) != NULL);
}

/*
 * Rows.
 */

static void
add_values(struct buf *out, const struct sample_value *values, size_t n,
    struct slice place)
{
	size_t before = out->len;

	for (size_t i = 0; i < n; i++) {
		if (!slice_equal(values[i].place, place))
			continue;
		if (out->len > before)
			buf_add_text(out, " | ");
		buf_add_slice(out, values[i].value.text);
	}
}

/* Whether an earlier value stands at the same place. */
static bool
is_repeated(const struct sample_value *values, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slice_equal(values[k].place, values[i].place))
			return true;
	return false;
}

/* Whether a rule of the record's kind is about the place. */
static bool
is_named(const struct showing *s, struct slice place)
{
	const struct kind *kind = s->record->kind;

	for (size_t f = 0; kind != NULL && f < kind->field_count; f++)
		if (is_at(s, kind->fields[f].rules->id, place))
			return true;
	return false;
}

static void
add_note(struct buf *out, struct slice text)
{
	if (out->len > 0)
		buf_add_text(out, "; ");
	buf_add_slice(out, text);
}

/* The rules that were used at a place; false if there was none. */
static bool
add_rules(struct showing *s, struct row *row)
{
	uint32_t last = UINT32_MAX;

	for (size_t i = 0; i < s->record->use_count; i++) {
		uint32_t use = s->record->uses[i], rule = use / 2;

		if (!is_at(s, rule, row->place) || use == last)
			continue;
		if (last == UINT32_MAX)
			row->action = use % 2 == 1
					  ? ACTION_DROP
					  : s->origins[rule].rule->action;
		add_note(&s->text[2], s->origins[rule].field->path.text);
		last = use;
	}
	return last != UINT32_MAX;
}

static void
put_row(struct showing *s, struct row *row)
{
	enum language l = s->view->language;
	enum word why = WORD_UNNAMED;

	for (size_t i = 0; i < 3; i++)
		s->text[i].len = 0;
	row->action = ACTION_DROP;
	add_values(&s->text[0], s->in, s->in_count, row->place);
	add_values(&s->text[1], s->out, s->out_count, row->place);
	if (s->record->reason != NULL)
		why = WORD_UNMADE;
	else if (is_named(s, row->place))
		why = WORD_UNAPPLIED;
	if (!add_rules(s, row)) {
		if (s->text[0].len == 0)
			row->action = ACTION_REPLACE;
		add_note(&s->text[2],
		    slice_text(
			word(l, s->text[0].len == 0 ? WORD_NEW_FIELD : why)));
	}
	row->before = buf_slice(&s->text[0]);
	row->after = buf_slice(&s->text[1]);
	row->note = buf_slice(&s->text[2]);
	s->row(s, row);
}

static bool
is_new(const struct showing *s, struct slice place)
{
	for (size_t i = 0; i < s->in_count; i++)
		if (slice_equal(s->in[i].place, place))
			return false;
	return true;
}

/* The values of one record, from the next one of a list on. */
static size_t
take_values(const struct sample_values *values, size_t *next, uint64_t record)
{
	size_t n = 0;

	while (*next < values->count && values->all[*next].record < record)
		++*next;
	while (*next + n < values->count &&
	       values->all[*next + n].record == record)
		n++;
	return n;
}

static void
put_record(struct showing *s, size_t i)
{
	const struct sample *sample = s->sample;

	s->record = &sample->records[i];
	s->in_count = take_values(&sample->before, &s->before, i + 1);
	s->in = sample->before.all + s->before;
	s->out_count =
	    s->record->written == 0
		? 0
		: take_values(&sample->after, &s->after, s->record->written);
	s->out = sample->after.all + s->after;
	s->begin(s, i + 1);
	for (size_t k = 0; k < s->in_count; k++)
		if (!is_repeated(s->in, k))
			put_row(s, &(struct row){ .place = s->in[k].place });
	for (size_t k = 0; k < s->out_count; k++)
		if (!is_repeated(s->out, k) && is_new(s, s->out[k].place))
			put_row(s, &(struct row){ .place = s->out[k].place });
	s->end(s);
}

static int
show(struct showing *s, struct buf *out, struct err *err)
{
	bool good;

	arena_init(&s->arena, s->view->document->program->arena.max);
	for (size_t i = 0; i < 3; i++)
		buf_init(&s->text[i], out->max);
	good = find_origins(s);
	for (size_t i = 0; good && i < s->sample->count; i++)
		put_record(s, i);
	for (size_t i = 0; i < 3; i++) {
		good &= !s->text[i].failed;
		buf_release(&s->text[i]);
	}
	arena_release(&s->arena);
	return good && !out->failed ? 0 : err_nomem(err);
}

/* "Record 3, “test”", and the rejection. */
static void
name_record(struct showing *s, size_t number, struct buf *out)
{
	enum language l = s->view->language;
	struct slice name = { NULL, 0 };
	struct buf n;

	if (s->record->kind != NULL)
		name = s->record->kind->name;
	buf_init(&n, 64);
	buf_add_u64(&n, number);
	words_say(out, l, name.p != NULL ? WORD_RECORD_OF : WORD_RECORD,
	    buf_slice(&n), name);
	out->failed |= n.failed;
	buf_release(&n);
}

static void
name_rejection(struct showing *s, struct buf *out)
{
	struct buf why;

	buf_init(&why, out->max);
	buf_add_text(&why, s->record->reason);
	if (s->record->path.len > 0) {
		buf_add_text(&why, ", ");
		buf_add_slice(&why, s->record->path);
	}
	words_say(out, s->view->language, WORD_IS_REJECTED, buf_slice(&why),
	    (struct slice){ 0 });
	out->failed |= why.failed;
	buf_release(&why);
}

/*
 * Text.
 */

static void
text_begin(struct showing *s, size_t number)
{
	struct buf *text = &s->text[0];

	if (number > 1)
		sheet_blank(&s->sheet);
	text->len = 0;
	name_record(s, number, text);
	sheet_heading(&s->sheet, buf_slice(text), 0);
	text->len = 0;
	if (s->record->reason != NULL) {
		name_rejection(s, text);
		sheet_text(&s->sheet, BADGE, buf_slice(text));
	}
}

static void
text_row(struct showing *s, const struct row *row)
{
	struct buf line;

	sheet_put(&s->sheet, BADGE,
	    slice_text(words_badge(s->view->language, row->action)), PLACE,
	    row->place);
	buf_init(&line, s->sheet.out->max);
	buf_add_slice(&line, row->before);
	if (!slice_equal(row->before, row->after)) {
		buf_add_text(&line, " → ");
		buf_add_slice(&line,
		    row->after.len > 0
			? row->after
			: slice_text(word(s->view->language, WORD_DROP)));
	}
	sheet_text(&s->sheet, PLACE, buf_slice(&line));
	s->sheet.out->failed |= line.failed;
	buf_release(&line);
	if (!slice_equal(row->note, row->place))
		sheet_text(&s->sheet, PLACE, row->note);
}

static void
text_end(struct showing *s)
{
	(void)s;
}

int
preview_text(struct buf *out, const struct register_view *view,
    const struct sample *sample, struct err *err)
{
	struct showing s = {
		.view = view,
		.sample = sample,
		.begin = text_begin,
		.row = text_row,
		.end = text_end,
		.sheet = { out, view->color },
	};

	return show(&s, out, err);
}

/*
 * Page.
 */

static void
html_begin(struct showing *s, size_t number)
{
	static const enum word columns[] = { WORD_FIELD, WORD_BEFORE_IT,
		WORD_AFTER_IT, WORD_RULE };
	struct page_writing *w = s->page;

	html_raw(w->out, "<section>\n");
	name_record(s, number, page_begin(w));
	page_phrase(w, "h2", NULL);
	if (s->record->reason != NULL) {
		name_rejection(s, page_begin(w));
		page_phrase(w, "p", "rest");
	}
	html_raw(w->out, "<table class=\"rules\">\n<thead><tr>");
	for (size_t i = 0; i < 4; i++)
		page_word(w, "th", NULL, columns[i]);
	html_raw(w->out, "</tr></thead>\n<tbody>\n");
}

static void
html_cell(struct showing *s, enum word label, struct slice text)
{
	struct buf *out = s->page->out;

	html_raw(out, "<td data-label=\"");
	html_text(out, slice_text(word(s->view->language, label)));
	html_raw(out, "\">");
	html_text(out, text);
	html_raw(out, "</td>");
}

static void
html_row(struct showing *s, const struct row *row)
{
	struct buf *out = s->page->out;

	html_raw(out, "<tr><td class=\"field\">");
	page_badge(s->page, row->action);
	html_raw(out, "<br/>");
	html_path(out, row->place);
	html_raw(out, "</td>");
	html_cell(s, WORD_BEFORE_IT, row->before);
	html_cell(s, WORD_AFTER_IT, row->after);
	html_cell(s, WORD_RULE, row->note);
	html_raw(out, "</tr>\n");
}

static void
html_end(struct showing *s)
{
	html_raw(s->page->out, "</tbody>\n</table>\n</section>\n");
}

int
preview_html(struct buf *out, const struct page *page,
    const struct sample *sample, struct err *err)
{
	struct page_writing w = { .page = page, .out = out };
	struct showing s = {
		.view = &page->view,
		.sample = sample,
		.begin = html_begin,
		.row = html_row,
		.end = html_end,
		.page = &w,
	};
	int status;

	buf_init(&w.text, out->max);
	page_open(&w);
	html_raw(out, "<div class=\"sheet\">\n<header>\n");
	page_word(&w, "h1", NULL, WORD_PREVIEW);
	html_element(out, "p", "soft", page->view.document->program->name);
	html_raw(out, "</header>\n<main>\n");
	status = show(&s, out, err);
	buf_add_text(
	    page_begin(&w), word(page->view.language, WORD_PREVIEW_TEXT));
	page_close(&w);
	if (status == 0 && (w.text.failed || out->failed))
		status = err_nomem(err);
	buf_release(&w.text);
	return status;
}
