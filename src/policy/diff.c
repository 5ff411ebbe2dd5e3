#include "policy/diff.h"

#include "base/limits.h"
#include "policy/diff_part.h"

const char *const diff_marks[DIFF_MARKS] = {
	[DIFF_WEAKER] = "weaker",
	[DIFF_STRONGER] = "stronger",
	[DIFF_CHANGED] = "changed",
};

const char *const diff_whats[DIFF_WHATS] = {
	[DIFF_KIND_ADDED] = "kind-added",
	[DIFF_KIND_REMOVED] = "kind-removed",
	[DIFF_MATCH] = "match",
	[DIFF_FIELD_ADDED] = "field-added",
	[DIFF_FIELD_REMOVED] = "field-removed",
	[DIFF_FORM] = "form",
	[DIFF_WHEN] = "when",
	[DIFF_ALTERNATIVES] = "alternatives",
	[DIFF_CHECK] = "check",
	[DIFF_REASON] = "reason",
	[DIFF_NEVER] = "never-output",
	[DIFF_REVERSIBLE] = "reversible",
	[DIFF_DOMAIN] = "domain",
	[DIFF_DOMAIN_SHARED] = "domain-shared",
	[DIFF_RECIPIENT_ADDED] = "recipient-added",
	[DIFF_RECIPIENT_REMOVED] = "recipient-removed",
	[DIFF_RECIPIENT] = "recipient",
	[DIFF_LIMIT] = "limit",
	[DIFF_SPELLING] = "spelling",
};

enum diff_mark
diff_mark_of(enum diff_order order)
{
	switch (order) {
	case ORDER_LESS:
		return DIFF_STRONGER;
	case ORDER_EQUAL:
		return DIFF_CHANGED;
	default:
		return DIFF_WEAKER;
	}
}

static const struct program *
program_of(const struct diff *d, int side)
{
	return d->side[side].document->program;
}

struct phrase
diff_phrase(const struct diff *d, int side)
{
	return (struct phrase){ d->side[side].document, d->kind[side].node,
		d->language };
}

void
diff_begin(struct diff *d)
{
	d->part[0].len = d->part[1].len = 0;
}

void
diff_tell(struct diff *d, enum diff_mark mark, enum diff_what what,
    struct slice kind, struct slice path, enum word sentence)
{
	struct difference found = { mark, what, kind, path, { 0 } };

	d->text.len = 0;
	words_say(&d->text, d->language, sentence, buf_slice(&d->part[0]),
	    buf_slice(&d->part[1]));
	buf_add_byte(&d->text, '\0');
	if (d->text.failed)
		return;
	found.text = (struct slice){ d->text.p, d->text.len - 1 };
	d->tell(d->ctx, &found);
}

void
diff_tell_field(struct diff *d, enum diff_mark mark, enum diff_what what,
    struct slice path, enum word sentence)
{
	const struct register_kind *kind =
	    d->kind[1].kind != NULL ? &d->kind[1] : &d->kind[0];

	diff_tell(d, mark, what, kind->kind->name, path, sentence);
}

/*
 * Kinds.
 */

static enum diff_order
compare_matches(struct diff *d)
{
	enum diff_order order = diff_when(&d->side[0], d->kind[0].kind->match,
	    &d->side[1], d->kind[1].kind->match);

	if (order == ORDER_SAME)
		return order;
	diff_begin(d);
	for (int side = 0; side < 2; side++) {
		struct phrase p = diff_phrase(d, side);

		register_match(&d->part[side], &p, &d->kind[side]);
	}
	diff_tell_field(d, diff_mark_of(order), DIFF_MATCH, (struct slice){ 0 },
	    WORD_MATCH_CHANGED);
	return order;
}

/* The number of the kind that is called so, and of this format. */
static size_t
find_kind(const struct program *program, const struct kind *like)
{
	size_t i = 0;

	while (i < program->kind_count &&
	       (!slice_equal(program->kinds[i].name, like->name) ||
		   program->kinds[i].format != like->format))
		i++;
	return i;
}

static int
take_kind(struct diff *d, int side, size_t i, struct err *err)
{
	static const struct node nothing = { .kind = NODE_OBJECT };

	d->kind[side] = (struct register_kind){ .node = &nothing };
	if (i == program_of(d, side)->kind_count)
		return 0;
	d->side[side].format = program_of(d, side)->kinds[i].format;
	return register_rows(
	    d->side[side].document, i, &d->arena, &d->kind[side], err);
}

/*
 * A record of two kinds is rejected.  If the older kind took more than the
 * newer one, some of what it shared with another kind is of that one alone now.
 */
static void
compare_crossing(struct diff *d)
{
	const struct kind *own = d->kind[0].kind;
	const struct program *older = program_of(d, 0);
	const struct program *newer = program_of(d, 1);

	d->side[1].format = own->format;
	for (size_t i = 0; i < newer->kind_count; i++) {
		const struct kind *other = &newer->kinds[i];

		if (other->format != own->format ||
		    slice_equal(other->name, own->name) ||
		    find_kind(older, other) == older->kind_count ||
		    diff_excludes(
			&d->side[0], own->match, &d->side[1], other->match))
			continue;
		diff_begin(d);
		buf_add_slice(&d->part[0], own->name);
		diff_tell(d, DIFF_WEAKER, DIFF_MATCH, other->name,
		    (struct slice){ 0 }, WORD_MATCH_UNSHARED);
	}
}

static int
compare_kind(struct diff *d, size_t older, size_t newer, struct err *err)
{
	if (take_kind(d, 0, older, err) < 0 || take_kind(d, 1, newer, err) < 0)
		return -1;
	diff_begin(d);
	if (d->kind[0].kind == NULL)
		diff_tell_field(d, DIFF_WEAKER, DIFF_KIND_ADDED,
		    (struct slice){ 0 }, WORD_KIND_ADDED);
	else if (d->kind[1].kind == NULL) {
		diff_tell_field(d, DIFF_STRONGER, DIFF_KIND_REMOVED,
		    (struct slice){ 0 }, WORD_KIND_REMOVED);
		compare_crossing(d);
	} else {
		if (compare_matches(d) == ORDER_LESS)
			compare_crossing(d);
		diff_never(d);
	}
	diff_paths(d);
	return d->arena.failed ? err_nomem(err) : 0;
}

static int
compare_all_kinds(struct diff *d, struct err *err)
{
	const struct program *older = program_of(d, 0);
	const struct program *newer = program_of(d, 1);

	for (size_t i = 0; i < newer->kind_count; i++)
		if (compare_kind(
			d, find_kind(older, &newer->kinds[i]), i, err) < 0)
			return -1;
	for (size_t i = 0; i < older->kind_count; i++)
		if (find_kind(newer, &older->kinds[i]) == newer->kind_count &&
		    compare_kind(d, i, newer->kind_count, err) < 0)
			return -1;
	return 0;
}

int
diff_policies(const struct document *older, const struct document *newer,
    enum language language, diff_fn *tell, void *ctx, struct err *err)
{
	struct diff d = {
		.side = { { older, FORMAT_JSON }, { newer, FORMAT_JSON } },
		.language = language,
		.tell = tell,
		.ctx = ctx,
	};
	struct buf *const texts[] = { &d.text, &d.part[0], &d.part[1] };
	int status;

	arena_init(&d.arena, LIMIT_PROGRAM);
	for (size_t i = 0; i < 3; i++)
		buf_init(texts[i], LIMIT_PROGRAM);
	diff_head(&d);
	status = compare_all_kinds(&d, err);
	for (size_t i = 0; i < 3; i++) {
		if (texts[i]->failed && status == 0)
			status = err_nomem(err);
		buf_release(texts[i]);
	}
	arena_release(&d.arena);
	return status;
}
