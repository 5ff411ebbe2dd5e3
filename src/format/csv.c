/*
 * Filters one row of CSV: only cells of columns that the program knows are
 * looked at; of all others nothing but their encoding was ever asked.
 */
#include "format/csv.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/num.h"

struct walk {
	struct engine *e;
	struct csv *c;
	struct slice record;
	struct buf *out;
	bool has_nul;
};

static bool
fail(struct walk *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

static struct slice
cell_at(const struct walk *w, uint32_t column)
{
	return csv_row_cell(&w->c->row, w->record.p, column);
}

static bool
read_text(struct walk *w, struct slice cell, struct slice *text)
{
	if (csv_cell_text(cell, w->c->dialect->encoding, &w->c->text, text))
		return true;
	return fail(w, REASON_MEMORY);
}

/*
 * Formulas.
 */

/* The twins of = + - @ that are as wide as Chinese characters. */
static bool
is_wide_sign(struct slice text)
{
	static const char *const signs[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B",
		"\xEF\xBC\x8D", "\xEF\xBC\xA0" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (slice_starts(text, slice_text(signs[i])))
			return true;
	return false;
}

/*
 * Whether a spreadsheet may take text (not empty) for a formula.  Numbers and
 * a sign that stands alone are none; bounded: nor is what a narrow type lets
 * begin with a plus or minus, such as a telephone number.
 */
static bool
is_formula(struct slice text, bool bounded)
{
	switch (text.p[0]) {
	case '=':
	case '@':
	case '\t':
	case '\r':
	case '\n':
		return true;
	case '+':
	case '-':
		return !bounded && text.len > 1 && !num_is_decimal(text);
	case 0xEF:
		return is_wide_sign(text);
	default:
		return false;
	}
}

/* Whether text may leave; says why not. */
static bool
may_leave(
    struct walk *w, uint32_t state, struct slice text, const struct rule *rule)
{
	bool listed = rule != NULL && rule->one_of_count > 0;
	bool bounded = rule != NULL && types[rule->must].bounds;

	if (text.len == 0)
		return true;
	if (text.len > w->c->limits->value)
		return fail(w, REASON_VALUE_SIZE);
	if (w->has_nul && memchr(text.p, 0, text.len) != NULL)
		return fail(w, REASON_UTF8);
	if (listed || !is_formula(text, bounded))
		return true;
	engine_reject_at(w->e, state, REASON_FORMULA);
	return false;
}

/* The cell as received, but in UTF-8. */
static bool
put_cell(struct walk *w, struct slice cell)
{
	enum charset from = w->c->dialect->encoding;

	if (from == CHARSET_UTF_8)
		buf_add_slice(w->out, cell);
	else
		charset_to_utf8(from, cell, w->out);
	return !w->out->failed || fail(w, REASON_MEMORY);
}

static bool
put_result(struct walk *w, uint32_t state, enum value_kind kind,
    const struct rule *rule)
{
	struct slice text = buf_slice(&w->e->result);

	if (kind == VALUE_NULL)
		return true;
	if (!may_leave(w, state, text, rule))
		return false;
	csv_cell_add(w->out, text, w->c->dialect->delimiter);
	return !w->out->failed || fail(w, REASON_MEMORY);
}

/* Releases a cell as the engine decides; false: the record is rejected. */
static bool
act_on(struct walk *w, uint32_t state, struct slice cell)
{
	struct value value = { .kind = VALUE_TEXT };
	const struct rule *rule = NULL;
	enum value_kind kind;
	enum leaf leaf;

	leaf = engine_leaf(w->e, state, csv_cell_is_empty(cell), &rule);
	if (leaf == LEAF_DROP)
		return true;
	if (leaf == LEAF_REJECT || !read_text(w, cell, &value.text))
		return false;
	if (leaf == LEAF_APPLY)
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	switch (leaf) {
	case LEAF_DROP:
		return true;
	case LEAF_SPLICE:
		return may_leave(w, state, value.text, rule) &&
		       put_cell(w, cell);
	case LEAF_APPLY:
		return put_result(w, state, kind, rule);
	case LEAF_REJECT:
		break;
	}
	return false;
}

static bool
look(struct walk *w)
{
	const struct csv_plan *plan = &w->c->header.look;

	for (size_t i = 0; i < plan->count; i++) {
		const struct csv_use *use = &plan->uses[i];
		struct value value = { .kind = VALUE_TEXT };

		if (!read_text(w, cell_at(w, use->column), &value.text) ||
		    engine_sight(w->e, use->state, &value) < 0)
			return false;
	}
	return true;
}

/* Writes the cell of a new field. */
static bool
put_new(struct walk *w, size_t field)
{
	struct slice text;
	enum value_kind kind;

	switch (engine_make(w->e, field, &kind)) {
	case LEAF_REJECT:
		return false;
	case LEAF_APPLY:
		break;
	default:
		return true;
	}
	text = buf_slice(&w->e->result);
	if (kind == VALUE_NULL || text.len == 0)
		return true;
	if (is_formula(text, false)) {
		engine_reject_path(
		    w->e, REASON_FORMULA, engine_new_path(w->e, field)->text);
		return false;
	}
	csv_cell_add(w->out, text, w->c->dialect->delimiter);
	return !w->out->failed || fail(w, REASON_MEMORY);
}

/* Writes the columns that the input does not have. */
static bool
act_new(struct walk *w, bool any)
{
	const struct csv_header *h = &w->c->header;
	const uint32_t *makes =
	    csv_header_makes(h, (size_t)(w->e->kind - w->e->program->kinds));

	for (uint32_t i = 0; i < h->new_count; i++) {
		if (any || i > 0)
			buf_add_byte(w->out, w->c->dialect->delimiter);
		if (makes[i] != CSV_NOT_MADE && !put_new(w, makes[i]))
			return false;
	}
	return true;
}

static bool
act(struct walk *w)
{
	const struct csv_plan *plan =
	    &w->c->header.kinds[w->e->kind - w->e->program->kinds];
	size_t before = w->out->len;
	bool any = false;

	for (size_t i = 0; i < plan->count; i++) {
		const struct csv_use *use = &plan->uses[i];

		if (use->written && any)
			buf_add_byte(w->out, w->c->dialect->delimiter);
		any |= use->written;
		if (use->state != MACHINE_DEAD &&
		    !act_on(w, use->state, cell_at(w, use->column)))
			return false;
	}
	if (!act_new(w, any))
		return false;
	buf_add_slice(w->out, w->c->line_end);
	if (w->out->failed)
		return fail(w, REASON_MEMORY);
	/* Constants and tokens make small values large. */
	return w->out->len - before <= LIMIT_RECORD ||
	       fail(w, REASON_RECORD_SIZE);
}

static void
look_then_act(struct walk *w)
{
	if (!charset_holds(w->c->dialect->encoding, w->record))
		fail(w, REASON_UTF8);
	else if ((!engine_looks(w->e) || look(w)) && engine_decide(w->e) == 0)
		act(w);
}

static enum filtered
csv_filter(
    const struct piece *piece, struct engine *e, void *scratch, struct buf *out)
{
	size_t before = out->len;
	struct walk w = {
		.e = e,
		.c = scratch,
		.record = piece->record,
		.out = out,
		.has_nul =
		    piece->record.len > 0 &&
		    memchr(piece->record.p, 0, piece->record.len) != NULL,
	};

	engine_begin(e, piece->record);
	look_then_act(&w);
	if (engine_end(e) == 0)
		return FILTERED_WRITTEN;
	out->len = before;
	return FILTERED_REJECTED;
}

static void
csv_scratch_free(void *scratch)
{
	struct csv *c = scratch;

	if (c == NULL)
		return;
	csv_header_release(&c->header);
	csv_row_release(&c->row);
	buf_wipe(&c->text);
	free(c);
}

static void *
csv_scratch_new(const struct program *program)
{
	struct csv *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->dialect = &program->streams[FORMAT_CSV].dialect;
	c->limits = &program->limits;
	buf_init(&c->text, program->limits.record * 3);
	if (csv_row_init(&c->row, program->limits.members) < 0 ||
	    csv_header_init(&c->header, program) < 0) {
		csv_scratch_free(c);
		return NULL;
	}
	return c;
}

const struct format format_csv = {
	.id = FORMAT_CSV,
	.split = csv_split,
	.filter = csv_filter,
	.scratch_new = csv_scratch_new,
	.scratch_free = csv_scratch_free,
	.walk = csv_walk,
	.walk_new = csv_walk_new,
	.walk_free = csv_walk_free,
};
