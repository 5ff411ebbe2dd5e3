#include "study/audit/tally.h"

#include <stdlib.h>

static size_t
group_count(const struct tally *t)
{
	return t->fields * SPELLING_COUNT * ENCODING_COUNT;
}

int
tally_init(struct tally *t, size_t fields, struct err *err)
{
	*t = (struct tally){ .fields = fields };
	t->groups = calloc(group_count(t) + 1, sizeof(*t->groups));
	return t->groups == NULL ? err_nomem(err) : 0;
}

void
tally_release(struct tally *t)
{
	free(t->groups);
	*t = (struct tally){ 0 };
}

void
tally_reset(struct tally *t)
{
	memset(t->groups, 0, group_count(t) * sizeof(*t->groups));
	t->total = 0;
}

/* Keeps the first lines, each once: readings are searched one by one. */
static void
note_line(struct tally_group *g, uint64_t line)
{
	size_t i = g->line_count;

	while (i > 0 && g->lines[i - 1] > line)
		i--;
	if ((i > 0 && g->lines[i - 1] == line) || i == TALLY_LINES)
		return;
	if (g->line_count < TALLY_LINES)
		g->line_count++;
	memmove(g->lines + i + 1, g->lines + i,
	    (g->line_count - 1 - i) * sizeof(g->lines[0]));
	g->lines[i] = line;
}

void
tally_found(void *ctx, const struct audit_finding *f)
{
	struct tally *t = ctx;
	struct tally_group *g;

	if (f->field >= t->fields)
		return;
	g = tally_group(t, f->field, f->spelling, f->encoding);
	g->count++;
	t->total++;
	note_line(g, f->line);
}
