/*
 * CSV: the columns that the policy names, and one that says that rows are
 * synthetic.
 */
#include "base/limits.h"
#include "format/csv_row.h"
#include "study/exercise/made_page.h"

#define MARK "synthetic"

/* Whether a kind makes a column of that name, which a table then cannot have.
 */
static bool
makes_mark(const struct made_page *page)
{
	const struct stream *s = page->stream;

	for (size_t k = 0; k < s->kind_count; k++) {
		const struct kind *kind = &page->program->kinds[s->kinds[k]];
		const struct field *made = kind->fields + kind->field_count;

		for (size_t i = 0; i < kind->new_count; i++)
			if (slice_is(made[i].path.steps[0].name, MARK))
				return true;
	}
	return false;
}

/* Whether the mark is a further column. */
static bool
adds_mark(const struct made_page *page)
{
	for (size_t i = 0; i < page->column_count; i++)
		if (slice_is(page->columns[i], MARK))
			return false;
	return !makes_mark(page);
}

/* A line of cells in the charset of the table. */
static bool
put_line(const struct made_page *page, struct buf *out, const struct made *m)
{
	const struct dialect *d = &page->stream->dialect;
	struct buf line;
	bool good;

	buf_init(&line, LIMIT_RECORD);
	for (size_t i = 0; i < page->column_count; i++) {
		struct slice cell = page->columns[i];
		const struct made_name *name;

		if (i > 0)
			buf_add_byte(&line, d->delimiter);
		if (m != NULL) {
			name = made_find(&m->record, cell);
			cell = name != NULL ? name->elements->value.text
					    : (struct slice){ NULL, 0 };
		}
		csv_cell_add(&line, cell, d->delimiter);
	}
	if (adds_mark(page)) {
		if (page->column_count > 0)
			buf_add_byte(&line, d->delimiter);
		buf_add_text(&line, m == NULL ? MARK : "true");
	}
	buf_add_byte(&line, '\n');
	good = !line.failed &&
	       charset_from_utf8(d->encoding, buf_slice(&line), out);
	buf_release(&line);
	return good;
}

static void
head(const struct made_page *page, struct buf *out)
{
	put_line(page, out, NULL);
}

static bool
record(const struct made_page *page, struct made *m, struct buf *out)
{
	return put_line(page, out, m);
}

/* The further column says it, or the policy's own does. */
static bool
mark(const struct made_page *page, struct made *m)
{
	static const struct step column[] = { MADE_STEP(STEP_NAME, MARK) };
	const struct value is_true = made_text("true");

	if (makes_mark(page))
		return false;
	return adds_mark(page) ||
	       made_put_mark(m,
		   &(struct path){ .steps = column, .step_count = 1 },
		   &is_true);
}

const struct made_format made_csv = {
	.head = head,
	.record = record,
	.mark = mark,
};
