#include "format/csv_header.h"

#include <stdlib.h>

static const struct rejection fine = { .reason = REASON_NONE };

static struct rejection
refuse(enum reason reason)
{
	return (struct rejection){ .reason = reason };
}

/* The header does not have, or has, what a path names. */
static struct rejection
refuse_path(struct slice path)
{
	return (struct rejection){ .reason = REASON_HEADER, .path = path };
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The most paths that one machine of the stream was built for. */
static size_t
most_paths(const struct csv_header *h)
{
	size_t most = h->stream->operand_count;

	for (size_t i = 0; i < h->program->kind_count; i++)
		most = larger(most, h->program->kinds[i].field_count);
	return most;
}

static int
plan_init(struct csv_plan *plan, size_t columns)
{
	plan->uses = calloc(columns, sizeof(*plan->uses));
	return plan->uses == NULL ? -1 : 0;
}

static int
init_plans(struct csv_header *h, size_t columns)
{
	h->kinds = calloc(h->program->kind_count + 1, sizeof(*h->kinds));
	if (h->kinds == NULL || plan_init(&h->look, columns) < 0)
		return -1;
	for (size_t i = 0; i < h->stream->kind_count; i++)
		if (plan_init(&h->kinds[h->stream->kinds[i]], columns) < 0)
			return -1;
	return 0;
}

/* How many new fields all kinds have together. */
static size_t
count_new(const struct csv_header *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->stream->kind_count; i++)
		n += h->program->kinds[h->stream->kinds[i]].new_count;
	return n;
}

/* The number of the new column that a field fills. */
static uint32_t
new_column(struct csv_header *h, const struct path *path)
{
	struct slice name = path->steps[0].name;
	uint32_t i = 0;

	while (i < h->new_count && !slice_equal(h->news[i].name, name))
		i++;
	if (i == h->new_count)
		h->news[h->new_count++] = (struct csv_new){ name, path->text };
	return i;
}

/* Several kinds may fill one new column. */
static int
init_news(struct csv_header *h)
{
	size_t n = count_new(h);

	h->room = n;
	h->news = calloc(n + 1, sizeof(*h->news));
	h->makes = calloc(h->program->kind_count * n + 1, sizeof(*h->makes));
	if (h->news == NULL || h->makes == NULL)
		return -1;
	for (size_t i = 0; i < h->program->kind_count * n; i++)
		h->makes[i] = CSV_NOT_MADE;
	for (size_t i = 0; i < h->stream->kind_count; i++) {
		uint32_t k = h->stream->kinds[i];
		const struct kind *kind = &h->program->kinds[k];
		const struct field *new = kind->fields + kind->field_count;

		for (uint32_t f = 0; f < kind->new_count; f++)
			h->makes[k * n + new_column(h, &new[f].path)] = f;
	}
	return 0;
}

const uint32_t *
csv_header_makes(const struct csv_header *h, size_t kind)
{
	return h->makes + kind * h->room;
}

int
csv_header_init(struct csv_header *h, const struct program *program)
{
	size_t columns = program->limits.members;

	*h = (struct csv_header){
		.program = program,
		.stream = &program->streams[FORMAT_CSV],
	};
	buf_init(&h->line, program->limits.record * 3);
	buf_init(&h->names, program->limits.record * 4);
	buf_init(&h->text, program->limits.record * 3);
	buf_init(&h->spare, program->limits.record * 3);
	h->texts = calloc(columns, sizeof(*h->texts));
	h->sorted = calloc(columns, sizeof(*h->sorted));
	h->written = calloc(columns, sizeof(*h->written));
	h->met = calloc(most_paths(h) + 1, sizeof(*h->met));
	if (h->texts == NULL || h->sorted == NULL || h->written == NULL ||
	    h->met == NULL || init_news(h) < 0)
		return -1;
	return init_plans(h, columns);
}

void
csv_header_release(struct csv_header *h)
{
	free(h->news);
	free(h->makes);
	free(h->look.uses);
	for (size_t i = 0; h->kinds != NULL && i < h->program->kind_count; i++)
		free(h->kinds[i].uses);
	free(h->kinds);
	free(h->texts);
	free(h->sorted);
	free(h->written);
	free(h->met);
	buf_release(&h->line);
	buf_release(&h->names);
	buf_release(&h->text);
	buf_release(&h->spare);
	*h = (struct csv_header){ 0 };
}

static struct rejection
check_name(const struct csv_header *h, struct slice name)
{
	if (name.len > h->program->limits.name)
		return refuse(REASON_NAME_SIZE);
	if (name.len > 0 && memchr(name.p, 0, name.len) != NULL)
		return refuse(REASON_UTF8);
	return fine;
}

/* Notes the name of the next column. */
static struct rejection
add_name(struct csv_header *h, struct slice cell)
{
	struct slice name;
	size_t at = h->text.len;

	if (!csv_cell_text(cell, h->stream->dialect.encoding, &h->spare, &name))
		return refuse(REASON_MEMORY);
	buf_add_slice(&h->text, name);
	if (h->text.failed)
		return refuse(REASON_MEMORY);
	h->texts[h->columns++] = buf_slice_from(&h->text, at);
	return check_name(h, name);
}

static struct rejection
read_names(struct csv_header *h, const struct csv_row *row, struct slice line)
{
	struct rejection r = fine;

	h->columns = 0;
	buf_reset(&h->text);
	if (row->count > row->max)
		return refuse(REASON_MEMBERS);
	if (!charset_holds(h->stream->dialect.encoding, line))
		return refuse(REASON_UTF8);
	/* Room for all of it, so that names stay where they are. */
	if (buf_reserve(&h->text, line.len * 3 + 1) == NULL)
		return refuse(REASON_MEMORY);
	for (size_t i = 0; i < row->count && r.reason == REASON_NONE; i++)
		r = add_name(h, csv_row_cell(row, line.p, i));
	return r;
}

static int
order(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_order(*x, *y);
}

/* Two columns of one name: nobody can say which is meant. */
static struct rejection
refuse_twins(struct csv_header *h)
{
	memcpy(h->sorted, h->texts, h->columns * sizeof(*h->sorted));
	qsort(h->sorted, h->columns, sizeof(*h->sorted), order);
	for (size_t i = 1; i < h->columns; i++)
		if (slice_equal(h->sorted[i - 1], h->sorted[i]))
			return refuse(REASON_HEADER);
	return fine;
}

/* A column that the input has is none that it does not have. */
static struct rejection
refuse_new(const struct csv_header *h)
{
	for (uint32_t i = 0; i < h->new_count; i++)
		if (bsearch(&h->news[i].name, h->sorted, h->columns,
			sizeof(*h->sorted), order) != NULL)
			return refuse_path(h->news[i].path);
	return fine;
}

/*
 * Where a machine leads from the columns; notes which of its paths have one.
 */
static void
make_plan(struct csv_header *h, const struct machine *m, struct csv_plan *plan)
{
	memset(h->met, 0, most_paths(h) * sizeof(*h->met));
	plan->count = 0;
	for (size_t i = 0; i < h->columns; i++) {
		struct slice name = h->texts[i];
		uint32_t to = machine_child(
		    m, m->start, name, machine_sign(name.p, name.len));
		const struct machine_state *state = &m->states[to];

		for (uint32_t k = 0; k < state->accept_count; k++)
			h->met[state->accepts[k]] = true;
		if (to != MACHINE_DEAD)
			plan->uses[plan->count++] =
			    (struct csv_use){ (uint32_t)i, to, false };
	}
}

static struct rejection
plan_look(struct csv_header *h)
{
	const struct stream *s = h->stream;

	h->look.count = 0;
	if (s->look == NULL)
		return fine;
	make_plan(h, s->look, &h->look);
	for (size_t i = 0; i < s->operand_count; i++)
		if (!h->met[i])
			return refuse_path(s->operands[i].text);
	return fine;
}

static struct rejection
plan_kind(struct csv_header *h, uint32_t index)
{
	const struct kind *kind = &h->program->kinds[index];
	struct csv_plan *plan = &h->kinds[index];

	make_plan(h, kind->machine, plan);
	for (size_t i = 0; i < kind->field_count; i++)
		if (!h->met[i])
			return refuse_path(kind->fields[i].path.text);
	for (size_t i = 0; i < plan->count; i++) {
		const struct csv_use *use = &plan->uses[i];
		uint32_t f = kind->machine->states[use->state].winner;

		if (field_may_release(&kind->fields[f]))
			h->written[use->column] = true;
	}
	return fine;
}

/* Adds to a plan the columns that only rows of other kinds fill. */
static void
complete_plan(struct csv_header *h, struct csv_plan *plan)
{
	size_t written = 0, at, i = h->columns;

	for (size_t c = 0; c < h->columns; c++)
		written += h->written[c];
	for (size_t u = 0; u < plan->count; u++)
		written += !h->written[plan->uses[u].column];
	/* From the end, so that nothing is overwritten before it moved. */
	at = plan->count;
	plan->count = written;
	while (i-- > 0) {
		bool used = at > 0 && plan->uses[at - 1].column == i;

		if (!used && !h->written[i])
			continue;
		plan->uses[--written] = (struct csv_use){
			(uint32_t)i,
			used ? plan->uses[--at].state : MACHINE_DEAD,
			h->written[i],
		};
	}
}

static struct rejection
make_plans(struct csv_header *h)
{
	const struct stream *s = h->stream;
	struct rejection r = plan_look(h);

	/* A program without kinds has nothing to leave out. */
	memset(
	    h->written, s->kind_count == 0, h->columns * sizeof(*h->written));
	for (size_t i = 0; i < s->kind_count && r.reason == REASON_NONE; i++)
		r = plan_kind(h, s->kinds[i]);
	for (size_t i = 0; i < s->kind_count && r.reason == REASON_NONE; i++)
		complete_plan(h, &h->kinds[s->kinds[i]]);
	return r;
}

/* Whether the output's columns are the first ones of the run. */
static bool
has_known_names(const struct csv_header *h)
{
	struct slice rest = buf_slice(&h->names);

	for (size_t i = 0; i < h->columns; i++) {
		struct slice name = h->texts[i];

		if (!h->written[i])
			continue;
		if (!slice_starts(rest, name) || rest.len == name.len ||
		    rest.p[name.len] != 0)
			return false;
		rest = slice_skip(rest, name.len + 1);
	}
	return rest.len == 0;
}

/* Makes the output's header: kept names as received, then new ones. */
static struct rejection
make_line(struct csv_header *h, const struct csv_row *row, struct slice line)
{
	const struct dialect *d = &h->stream->dialect;
	bool any = false;

	for (size_t i = 0; i < h->columns; i++) {
		if (!h->written[i])
			continue;
		if (any)
			buf_add_byte(&h->line, d->delimiter);
		any = true;
		charset_to_utf8(
		    d->encoding, csv_row_cell(row, line.p, i), &h->line);
		buf_add_slice(&h->names, h->texts[i]);
		buf_add_byte(&h->names, 0);
	}
	for (uint32_t i = 0; i < h->new_count; i++) {
		if (any || i > 0)
			buf_add_byte(&h->line, d->delimiter);
		csv_cell_add(&h->line, h->news[i].name, d->delimiter);
	}
	h->known = true;
	return h->line.failed || h->names.failed ? refuse(REASON_MEMORY) : fine;
}

struct rejection
csv_header_read(
    struct csv_header *h, const struct csv_row *row, struct slice line)
{
	struct rejection r = read_names(h, row, line);

	if (r.reason == REASON_NONE)
		r = refuse_twins(h);
	if (r.reason == REASON_NONE)
		r = refuse_new(h);
	if (r.reason == REASON_NONE)
		r = make_plans(h);
	if (r.reason != REASON_NONE)
		return r;
	if (!h->known)
		return make_line(h, row, line);
	return has_known_names(h) ? fine : refuse(REASON_HEADER);
}
