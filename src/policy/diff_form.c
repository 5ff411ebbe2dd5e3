/* What rules let out, the one beside the other. */
#include "action/detect.h"
#include "base/num.h"
#include "policy/canonical.h"
#include "policy/diff_part.h"

/* A text at a key of a rule, as it is written; empty if there is none. */
static struct slice
text_at(const struct node *node, const char *key)
{
	const struct node *found = node_find(node, key);

	return found != NULL ? found->text : (struct slice){ 0 };
}

static uint64_t
count_at(const struct node *node, const char *key)
{
	uint64_t n = 0;

	num_u64(text_at(node, key), &n);
	return n;
}

/* Whether two nodes, or none, mean the same. */
static bool
same_nodes(const struct node *a, const struct node *b)
{
	struct buf x, y;
	bool same;

	if (a == NULL || b == NULL)
		return a == b;
	buf_init(&x, SIZE_MAX / 2);
	buf_init(&y, SIZE_MAX / 2);
	canonical_node(&x, a);
	canonical_node(&y, b);
	same =
	    !x.failed && !y.failed && slice_equal(buf_slice(&x), buf_slice(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* More of a number lets out more. */
static enum diff_order
order_counts(uint64_t a, uint64_t b)
{
	if (a == b)
		return ORDER_SAME;
	return b > a ? ORDER_MORE : ORDER_LESS;
}

/* Both of two parts. */
static enum diff_order
join(enum diff_order a, enum diff_order b)
{
	if (a == ORDER_SAME || a == b)
		return b;
	if (b == ORDER_SAME)
		return a;
	if (a == ORDER_EQUAL || b == ORDER_EQUAL)
		return a == ORDER_EQUAL ? b : a;
	return ORDER_OTHER;
}

/* What `to` leaves, from the coarsest on, in families that can be compared. */
static const char *const ladders[][6] = {
	{ "year", "quarter", "month", "day", "hour" },
	{ "age-10y", "age-5y", "age-1y" },
	{ "region", "departement" },
};

/* The place of a choice in a ladder, from 1; 0: it is in another one. */
static size_t
rung(const char *const *ladder, struct slice to)
{
	for (size_t i = 0; i < 6 && ladder[i] != NULL; i++)
		if (slice_is(to, ladder[i]))
			return i + 1;
	return 0;
}

static enum diff_order
order_steps(uint64_t a, uint64_t b)
{
	if (a == b)
		return ORDER_SAME;
	if (a == 0 || b == 0)
		return ORDER_OTHER;
	if (b % a == 0)
		return ORDER_LESS;
	return a % b == 0 ? ORDER_MORE : ORDER_OTHER;
}

static enum diff_order
order_coarser(const struct node *a, const struct node *b)
{
	struct slice x = text_at(a, "to"), y = text_at(b, "to");

	if (x.p == NULL && y.p == NULL)
		return order_steps(count_at(a, "step"), count_at(b, "step"));
	if (!slice_equal(text_at(a, "at"), text_at(b, "at")))
		return ORDER_OTHER;
	for (size_t i = 0; i < sizeof(ladders) / sizeof(ladders[0]); i++) {
		size_t m = rung(ladders[i], x), n = rung(ladders[i], y);

		if (m > 0 && n > 0)
			return order_counts(m, n);
	}
	return ORDER_OTHER;
}

static enum diff_order
order_ends(const struct node *a, const struct node *b)
{
	return join(order_counts(count_at(a, "first"), count_at(b, "first")),
	    order_counts(count_at(a, "last"), count_at(b, "last")));
}

/* The fewest characters of a type's values; 0: there may be any number. */
static uint64_t
least_length(enum type_id must)
{
	switch (must) {
	case TYPE_NIR:
	case TYPE_NIR_KEY:
	case TYPE_INS:
		return 13;
	case TYPE_RPPS:
		return 11;
	case TYPE_FINESS:
		return 9;
	case TYPE_POSTCODE_FR:
	case TYPE_INSEE_FR:
		return 5;
	case TYPE_DATE:
		return 4;
	default:
		return 0;
	}
}

/*
 * A value that is no longer than what is shown of it is hidden as a whole: of
 * one that can be so short, a mask that shows less may show something.
 */
static enum diff_order
order_shown(const struct register_row *a, const struct register_row *b)
{
	enum diff_order order = order_ends(a->node, b->node);
	uint64_t shown = count_at(a->node, "first") + count_at(a->node, "last");

	return order == ORDER_LESS && shown >= least_length(b->rule->must)
		   ? ORDER_OTHER
		   : order;
}

/* Another character in the place of those that are hidden shows no more. */
static enum diff_order
order_hiding(const struct rule *a, const struct rule *b)
{
	uint32_t x = 0, y = 0;

	rule_setting(a, PARAM_CHAR, &x);
	rule_setting(b, PARAM_CHAR, &y);
	return x == y ? ORDER_SAME : ORDER_EQUAL;
}

/* Domains are compared where they are defined; here it is which one. */
static enum diff_order
order_tokens(const struct diff_side *older, const struct register_row *a,
    const struct diff_side *newer, const struct register_row *b)
{
	const struct domain *x, *y;
	uint32_t i = 0, k = 0;

	if (!same_nodes(node_find(a->node, "from"), node_find(b->node, "from")))
		return ORDER_OTHER;
	rule_setting(a->rule, PARAM_DOMAIN, &i);
	rule_setting(b->rule, PARAM_DOMAIN, &k);
	x = &older->document->program->domains[i];
	y = &newer->document->program->domains[k];
	if (slice_equal(x->name, y->name))
		return ORDER_SAME;
	return ORDER_OTHER;
}

static enum diff_order
order_shifts(const struct node *a, const struct node *b)
{
	if (!slice_equal(text_at(a, "as"), text_at(b, "as")) ||
	    !slice_equal(text_at(a, "per"), text_at(b, "per")))
		return ORDER_OTHER;
	return order_counts(count_at(b, "maxDays"), count_at(a, "maxDays"));
}

/* Two rules of one action. */
static enum diff_order
order_settings(const struct diff_side *older, const struct register_row *a,
    const struct diff_side *newer, const struct register_row *b)
{
	const struct node *x = a->node, *y = b->node;
	bool same;

	switch (a->rule->action) {
	case ACTION_TOKENIZE:
		return order_tokens(older, a, newer, b);
	case ACTION_TRUNCATE:
		return order_ends(x, y);
	case ACTION_MASK:
		return join(order_shown(a, b), order_hiding(a->rule, b->rule));
	case ACTION_GENERALIZE:
		return order_coarser(x, y);
	case ACTION_REPLACE:
		same = same_nodes(node_find(x, "with"), node_find(y, "with"));
		return same ? ORDER_SAME : ORDER_EQUAL;
	case ACTION_MAP:
		same =
		    same_nodes(node_find(x, "table"), node_find(y, "table")) &&
		    same_nodes(node_find(x, "else"), node_find(y, "else"));
		return same ? ORDER_SAME : ORDER_OTHER;
	case ACTION_SHIFT:
		return order_shifts(x, y);
	case ACTION_SEAL:
		return slice_equal(text_at(x, "to"), text_at(y, "to"))
			   ? ORDER_SAME
			   : ORDER_OTHER;
	default:
		return ORDER_SAME;
	}
}

/* How much an action lets out: nothing, that there is a value, part, all. */
static int
level(enum action_id action)
{
	switch (action) {
	case ACTION_DROP:
		return 0;
	case ACTION_REPLACE:
		return 1;
	case ACTION_KEEP:
		return 3;
	default:
		return 2;
	}
}

/* Whether an action itself refuses values, and lets nothing of them leave. */
static bool
refuses(const struct rule *rule)
{
	switch (rule->action) {
	case ACTION_MAP:
		return true;
	case ACTION_GENERALIZE:
	case ACTION_SHIFT:
	case ACTION_TOKENIZE:
		return rule->must == TYPE_ANY;
	default:
		return false;
	}
}

enum diff_order
diff_form(const struct diff_side *older, const struct register_row *a,
    const struct diff_side *newer, const struct register_row *b)
{
	int x = level(a->rule->action), y = level(b->rule->action);

	if (a->rule->action == b->rule->action)
		return order_settings(older, a, newer, b);
	if (x == y || (b->rule->action == ACTION_REPLACE && refuses(a->rule)))
		return ORDER_OTHER;
	return y > x ? ORDER_MORE : ORDER_LESS;
}

/*
 * Which values leave.
 */

static enum diff_order
order_types(const struct rule *a, const struct rule *b)
{
	static const enum type_id narrower[][2] = {
		{ TYPE_NIR_KEY, TYPE_NIR },
		{ TYPE_NIR_KEY, TYPE_INS },
		{ TYPE_INTEGER, TYPE_NUMBER },
	};

	if (a->must == b->must)
		return ORDER_SAME;
	if (a->must == TYPE_ANY || b->must == TYPE_ANY)
		return b->must == TYPE_ANY ? ORDER_MORE : ORDER_LESS;
	for (size_t i = 0; i < sizeof(narrower) / sizeof(narrower[0]); i++) {
		if (b->must == narrower[i][0] && a->must == narrower[i][1])
			return ORDER_LESS;
		if (a->must == narrower[i][0] && b->must == narrower[i][1])
			return ORDER_MORE;
	}
	return types[a->must].check == types[b->must].check ? ORDER_SAME
							    : ORDER_OTHER;
}

static enum diff_order
order_lengths(uint32_t a, uint32_t b)
{
	return order_counts(a == 0 ? UINT32_MAX : a, b == 0 ? UINT32_MAX : b);
}

/* Whether every text of a is one of b; both are sorted. */
static bool
is_subset(const struct rule *a, const struct rule *b)
{
	size_t k = 0;

	for (size_t i = 0; i < a->one_of_count; i++, k++) {
		while (k < b->one_of_count &&
		       slice_order(b->one_of[k], a->one_of[i]) < 0)
			k++;
		if (k == b->one_of_count ||
		    !slice_equal(b->one_of[k], a->one_of[i]))
			return false;
	}
	return true;
}

static enum diff_order
order_lists(const struct rule *a, const struct rule *b)
{
	bool less, more;

	if (a->one_of_count == 0 || b->one_of_count == 0)
		return order_counts(a->one_of_count == 0, b->one_of_count == 0);
	less = is_subset(b, a);
	more = is_subset(a, b);
	if (less && more)
		return ORDER_SAME;
	if (less)
		return ORDER_LESS;
	return more ? ORDER_MORE : ORDER_OTHER;
}

/* Detectors of both kinds that refuse nothing in what a rule lets out. */
static uint32_t
expected(const struct diff *d, const struct rule *rule)
{
	uint32_t found = 0;

	for (enum detector i = 0; i < DETECT_COUNT; i++)
		if (rule->shows && detector_expected(i, rule->must))
			found |= UINT32_C(1) << i;
	return found & d->kind[0].kind->detects & d->kind[1].kind->detects;
}

static enum diff_order
order_detected(const struct diff *d, const struct rule *a, const struct rule *b)
{
	return (expected(d, b) & ~expected(d, a)) != 0 ? ORDER_MORE
						       : ORDER_SAME;
}

enum diff_order
diff_check(const struct diff *d, const struct register_row *a,
    const struct register_row *b)
{
	const struct rule *x = a->rule, *y = b->rule;
	enum diff_order order = order_types(x, y);

	order = join(order, order_detected(d, x, y));
	order = join(order, order_lengths(x->text_max, y->text_max));
	order = join(order, order_lists(x, y));
	order = join(order, order_counts(x->invalid_drops, y->invalid_drops));
	return join(
	    order, order_counts(!x->absent_rejects, !y->absent_rejects));
}
