/* Walks over one row of CSV. */
#include "format/csv.h"

#include <stdlib.h>

#include "format/walker.h"

/* New cells, before they go into the encoding of the input. */
struct memory {
	struct buf cell;
};

static enum reason
put(struct walker *w, const struct value *v)
{
	const struct csv *c = w->scratch;
	struct memory *m = w->memory;

	buf_reset(&m->cell);
	if (v->kind != VALUE_NULL)
		csv_cell_add(&m->cell, v->text, c->dialect->delimiter);
	if (m->cell.failed)
		return REASON_MEMORY;
	return charset_from_utf8(
		   c->dialect->encoding, buf_slice(&m->cell), w->out)
		   ? REASON_NONE
		   : REASON_CHARSET;
}

static enum reason
walk_cell(struct walker *w, struct slice name, struct slice cell)
{
	const struct csv *c = w->scratch;
	struct value v = { .kind = VALUE_TEXT }, to;

	if (!csv_cell_text(cell, c->dialect->encoding, &w->text, &v.text))
		return REASON_MEMORY;
	buf_reset(&w->place);
	buf_add_slice(&w->place, name);
	switch (walker_meet(w, cell, &v, &to)) {
	case VISIT_FAIL:
		return REASON_MEMORY;
	case VISIT_REPLACE:
		return put(w, &to);
	case VISIT_LEAVE:
		break;
	}
	return REASON_NONE;
}

enum reason
csv_walk(const struct piece *piece, struct walker *w)
{
	const struct csv *c = w->scratch;
	enum reason reason = REASON_NONE;

	/* Split has asked all else. */
	if (w->checking)
		return charset_holds(c->dialect->encoding, piece->record)
			   ? REASON_NONE
			   : REASON_UTF8;
	for (size_t i = 0; i < c->header.columns && reason == REASON_NONE; i++)
		reason = walk_cell(w, c->header.texts[i],
		    csv_row_cell(&c->row, piece->record.p, i));
	return reason;
}

void *
csv_walk_new(const struct program *program)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (m != NULL)
		buf_init(&m->cell, program->limits.record * 3);
	return m;
}

void
csv_walk_free(void *memory)
{
	struct memory *m = memory;

	if (m == NULL)
		return;
	buf_wipe(&m->cell);
	free(m);
}
