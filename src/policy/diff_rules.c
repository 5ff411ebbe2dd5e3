/* The rules of one field, the older and the newer ones. */
#include "policy/diff_part.h"

static bool
releases(struct diff_rules r)
{
	for (size_t i = 0; i < r.count; i++)
		if (r.rows[i].rule->action != ACTION_DROP)
			return true;
	return false;
}

static void
put_form(struct diff *d, int side, const struct register_row *row)
{
	struct phrase p = diff_phrase(d, side);

	phrase_form(&d->part[side], &p, row->rule, row->node);
}

static void
put_when(struct diff *d, int side, const struct register_row *row)
{
	struct phrase p = diff_phrase(d, side);
	const struct node *when = node_find(row->node, "when");

	if (when == NULL)
		buf_add_text(&d->part[side], word(d->language, WORD_ALWAYS));
	else if (when->kind == NODE_STRING)
		phrase_condition(
		    &d->part[side], &p, phrase_named_condition(&p, when->text));
	else
		phrase_condition(&d->part[side], &p, when);
}

static void
put_check(struct diff *d, int side, const struct register_row *row)
{
	struct phrase p = diff_phrase(d, side);
	size_t before = d->part[side].len;

	phrase_check(&d->part[side], &p, row->rule, row->node);
	if (d->part[side].len == before)
		buf_add_text(&d->part[side], word(d->language, WORD_NO_CHECK));
}

typedef void put_fn(struct diff *d, int side, const struct register_row *row);

/* Tells one way in which two rules differ. */
static void
tell_part(struct diff *d, struct slice path, enum diff_order order,
    enum diff_what what, enum word sentence, put_fn *put,
    const struct register_row *const rows[2])
{
	if (order == ORDER_SAME)
		return;
	diff_begin(d);
	put(d, 0, rows[0]);
	put(d, 1, rows[1]);
	diff_tell_field(d, diff_mark_of(order), what, path, sentence);
}

static void
put_reason(struct diff *d, int side, const struct register_row *row)
{
	buf_add_slice(&d->part[side],
	    words_of(node_find(row->node, "because"), d->language));
	if (row->rule->basis.len > 0) {
		buf_add_text(&d->part[side], " (");
		buf_add_slice(&d->part[side], row->rule->basis);
		buf_add_text(&d->part[side], ")");
	}
}

static enum diff_order
order_reasons(const struct rule *a, const struct rule *b)
{
	return slice_equal(a->because, b->because) &&
		       slice_equal(a->basis, b->basis)
		   ? ORDER_SAME
		   : ORDER_EQUAL;
}

/*
 * Whether a record that an older rule rejects, since the value is missing, is
 * rejected by one of the newer rules: by each up to one whose condition
 * follows.
 */
static bool
still_demands(struct diff *d, const struct rule *a, struct diff_rules b)
{
	for (size_t i = 0; i < b.count; i++) {
		const struct rule *rule = b.rows[i].rule;

		if (!rule->absent_rejects)
			return false;
		if (diff_implies(&d->side[0], a->when, &d->side[1], rule->when))
			return true;
	}
	return false;
}

static void
compare_demands(
    struct diff *d, struct slice path, struct diff_rules a, struct diff_rules b)
{
	size_t i = 0;

	while (i < a.count && (!a.rows[i].rule->absent_rejects ||
				  still_demands(d, a.rows[i].rule, b)))
		i++;
	if (i == a.count)
		return;
	diff_begin(d);
	diff_tell_field(d, DIFF_WEAKER, DIFF_CHECK, path, WORD_DEMAND_REMOVED);
}

/* Two rules, of which one may release; the conditions were compared. */
static void
compare_rules(struct diff *d, struct slice path, const struct register_row *a,
    const struct register_row *b)
{
	const struct register_row *const rows[2] = { a, b };

	tell_part(d, path, diff_form(&d->side[0], a, &d->side[1], b), DIFF_FORM,
	    WORD_FORM_CHANGED, put_form, rows);
	if (b->rule->action != ACTION_DROP && a->rule->action != ACTION_DROP)
		tell_part(d, path, diff_check(d, a, b), DIFF_CHECK,
		    WORD_CHECK_CHANGED, put_check, rows);
	else
		compare_demands(d, path, (struct diff_rules){ a, 1 },
		    (struct diff_rules){ b, 1 });
	tell_part(d, path, order_reasons(a->rule, b->rule), DIFF_REASON,
	    WORD_REASON_CHANGED, put_reason, rows);
}

static enum diff_order
order_whens(
    struct diff *d, const struct register_row *a, const struct register_row *b)
{
	return diff_when(
	    &d->side[0], a->rule->when, &d->side[1], b->rule->when);
}

static bool
same_whens(struct diff *d, struct diff_rules a, struct diff_rules b)
{
	if (a.count != b.count)
		return false;
	for (size_t i = 0; i < a.count; i++)
		if (order_whens(d, &a.rows[i], &b.rows[i]) != ORDER_SAME)
			return false;
	return true;
}

/* Whether what a rule lets out, the other one did as well. */
static bool
is_no_more(
    struct diff *d, const struct register_row *a, const struct register_row *b)
{
	enum diff_order form = diff_form(&d->side[0], a, &d->side[1], b);
	enum diff_order check =
	    a->rule->action == ACTION_DROP ? ORDER_SAME : diff_check(d, a, b);

	return form != ORDER_MORE && form != ORDER_OTHER &&
	       check != ORDER_MORE && check != ORDER_OTHER;
}

/*
 * Whether the older rules let out at least what a newer one does: for whatever
 * fulfils its condition, one of the first rules up to one whose condition
 * follows from it.
 */
static bool
is_covered(struct diff *d, struct diff_rules a, const struct register_row *b)
{
	if (b->rule->action == ACTION_DROP)
		return true;
	for (size_t i = 0; i < a.count; i++) {
		if (!is_no_more(d, &a.rows[i], b))
			return false;
		if (diff_implies(&d->side[1], b->rule->when, &d->side[0],
			a.rows[i].rule->when))
			return true;
	}
	return false;
}

bool
diff_covers(struct diff *d, struct diff_rules a, struct diff_rules b)
{
	for (size_t i = 0; i < b.count; i++)
		if (!is_covered(d, a, &b.rows[i]))
			return false;
	return true;
}

static void
compare_alternatives(
    struct diff *d, struct slice path, struct diff_rules a, struct diff_rules b)
{
	enum diff_mark mark =
	    diff_covers(d, a, b) ? DIFF_STRONGER : DIFF_WEAKER;

	diff_begin(d);
	diff_tell_field(
	    d, mark, DIFF_ALTERNATIVES, path, WORD_ALTERNATIVES_CHANGED);
}

/* The first rule that releases something. */
static const struct register_row *
first_release(struct diff_rules r)
{
	const struct register_row *row = r.rows;

	while (row->rule->action == ACTION_DROP)
		row++;
	return row;
}

void
diff_fields(
    struct diff *d, struct slice path, struct diff_rules a, struct diff_rules b)
{
	bool before = releases(a), after = releases(b);
	bool same = before && after && same_whens(d, a, b);

	if (!same)
		compare_demands(d, path, a, b);
	if (!before && !after)
		return;
	diff_begin(d);
	if (!before) {
		put_form(d, 1, first_release(b));
		diff_tell_field(
		    d, DIFF_WEAKER, DIFF_FIELD_ADDED, path, WORD_FIELD_ADDED);
	} else if (!after) {
		put_form(d, 0, first_release(a));
		diff_tell_field(d, DIFF_STRONGER, DIFF_FIELD_REMOVED, path,
		    WORD_FIELD_REMOVED);
	} else if (same) {
		for (size_t i = 0; i < a.count; i++)
			compare_rules(d, path, &a.rows[i], &b.rows[i]);
	} else if (a.count == 1 && b.count == 1) {
		const struct register_row *const rows[2] = { a.rows, b.rows };

		tell_part(d, path, order_whens(d, a.rows, b.rows), DIFF_WHEN,
		    WORD_WHEN_CHANGED, put_when, rows);
		compare_rules(d, path, a.rows, b.rows);
	} else {
		compare_alternatives(d, path, a, b);
	}
}
