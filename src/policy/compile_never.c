/* What may never come out of a record, beside what its rules let out. */
#include <stdlib.h>

#include "action/detect.h"
#include "base/fold.h"
#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"

/* A kind while its operands are gathered. */
struct gathering {
	struct compiler *c;
	const struct kind *kind;
	struct guarded *guarded;
	size_t count;
};

static bool
is_gathered(const struct gathering *g, uint32_t operand)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->guarded[i].operand == operand)
			return true;
	return false;
}

/* Whether a field may let its values leave as they are. */
static bool
may_keep(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (actions[field->rules[i].action]->releases_raw)
			return true;
	return false;
}

/* The field that may let values of a path leave as they are, or -1. */
static int32_t
find_keeper(const struct kind *kind, struct slice path)
{
	for (size_t f = 0; f < kind->field_count; f++)
		if (slice_equal(kind->fields[f].path.text, path) &&
		    may_keep(&kind->fields[f]))
			return (int32_t)f;
	return -1;
}

/* Whether values of a field that may keep them leave in every record. */
static bool
always_keeps(const struct field *field)
{
	return field->rule_count == 1 && field->rules[0].when < 0;
}

static void
gather_path(struct gathering *g, const struct node *node)
{
	uint32_t operand;

	if (!compile_operand(g->c, g->kind->format, node, &operand))
		return;
	if (is_gathered(g, operand))
		notes_add(g->c->notes, CODE_BAD_PARAM, node->place,
		    "`%.*s` is listed twice", SHOWN(node->text));
	else if (find_keeper(g->kind, node->text) >= 0)
		notes_add(g->c->notes, CODE_KEPT_ECHO, node->place,
		    "a rule keeps `%.*s`: it would come out itself",
		    SHOWN(node->text));
	else
		g->guarded[g->count++] = (struct guarded){ operand, -1 };
}

/* What a new field is made of, unless the policy always lets that leave. */
static void
gather_parts(struct gathering *g, const struct rule *rule)
{
	const struct names *paths = &g->c->operands[g->kind->format].texts;

	for (size_t i = 0; i < rule->from_count; i++) {
		uint32_t operand = rule->from[i];
		int32_t keeper = find_keeper(g->kind, paths->names[operand]);

		if (!is_gathered(g, operand) &&
		    (keeper < 0 || !always_keeps(&g->kind->fields[keeper])))
			g->guarded[g->count++] =
			    (struct guarded){ operand, keeper };
	}
}

static size_t
count_parts(const struct field *field)
{
	size_t n = 0;

	for (size_t i = 0; i < field->rule_count; i++)
		n += field->rules[i].from_count;
	return n;
}

static int
compare_operands(const void *a, const void *b)
{
	const struct guarded *x = a, *y = b;

	return (x->operand > y->operand) - (x->operand < y->operand);
}

/* Operands whose values are protected without a rule of their own. */
static void
gather(struct compiler *c, const struct node *echo, struct kind *kind)
{
	struct gathering g = { .c = c, .kind = kind };
	size_t most = echo != NULL ? echo->count : 0;

	for (size_t f = kind->field_count; f < kind_all_fields(kind); f++)
		most += count_parts(&kind->fields[f]);
	g.guarded = arena_array(&c->program->arena, most, sizeof(*g.guarded));
	if (g.guarded == NULL)
		return;
	for (size_t i = 0; echo != NULL && i < echo->count; i++)
		gather_path(&g, echo->items[i]);
	for (size_t f = kind->field_count; f < kind_all_fields(kind); f++)
		for (size_t r = 0; r < kind->fields[f].rule_count; r++)
			gather_parts(&g, &kind->fields[f].rules[r]);
	qsort(g.guarded, g.count, sizeof(*g.guarded), compare_operands);
	kind->guarded = g.guarded;
	kind->guarded_count = g.count;
}

static void
read_detector(struct compiler *c, const struct node *node, struct kind *kind)
{
	const char *words[DETECT_COUNT + 1] = { NULL };
	enum detector detector;
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return;
	detector = detector_find(name);
	if (detector < DETECT_COUNT) {
		if ((kind->detects >> detector & 1) != 0)
			notes_add(c->notes, CODE_BAD_PARAM, node->place,
			    "`%s` is listed twice", detector_names[detector]);
		kind->detects |= UINT32_C(1) << detector;
		return;
	}
	for (size_t i = 0; i < DETECT_COUNT; i++)
		words[i] = detector_names[i];
	read_unknown(c->notes, CODE_UNKNOWN_DETECTOR, node->place, "detector",
	    name, words);
}

static void
read_literal(struct compiler *c, const struct node *node, struct slice *literal)
{
	if (!read_string(c->notes, node, literal))
		return;
	if (fold_count(*literal) < LIMIT_ECHO)
		notes_add(c->notes, CODE_SHORT_LITERAL, node->place,
		    "what is looked for has at least %d letters or digits",
		    LIMIT_ECHO);
	*literal = compile_keep(c, *literal);
}

static void
read_literals(struct compiler *c, const struct node *list, struct kind *kind)
{
	struct slice *literals;

	if (!read_is(c->notes, list, NODE_ARRAY))
		return;
	literals =
	    arena_array(&c->program->arena, list->count, sizeof(*literals));
	if (literals == NULL)
		return;
	for (size_t i = 0; i < list->count; i++)
		read_literal(c, list->items[i], &literals[i]);
	kind->literals = literals;
	kind->literal_count = list->count;
}

/* The list at a key, or NULL. */
static const struct node *
find_list(struct compiler *c, const struct node *object, const char *key)
{
	const struct node *list = node_find(object, key);

	if (!read_is(c->notes, list, NODE_ARRAY))
		return NULL;
	if (list->count == 0)
		notes_add(c->notes, CODE_EMPTY, list->place,
		    "nothing is in an empty list");
	return list;
}

static bool
any_guards(const struct kind *kind)
{
	for (size_t f = 0; f < kind->field_count; f++)
		if (field_guards(&kind->fields[f]))
			return true;
	return false;
}

void
compile_never(struct compiler *c, const struct node *object, struct kind *kind)
{
	static const char *const keys[] = { "echo", "detect", "literals",
		NULL };
	const struct node *echo = NULL, *detect = NULL;

	if (read_is(c->notes, object, NODE_OBJECT)) {
		read_keys(c->notes, object, keys);
		if (object->count == 0)
			notes_add(c->notes, CODE_EMPTY, object->place,
			    "nothing is in an empty object");
		echo = find_list(c, object, "echo");
		detect = find_list(c, object, "detect");
		read_literals(c, find_list(c, object, "literals"), kind);
	}
	for (size_t i = 0; detect != NULL && i < detect->count; i++)
		read_detector(c, detect->items[i], kind);
	gather(c, echo, kind);
	kind->nets = kind->guarded_count > 0 || kind->detects != 0 ||
		     kind->literal_count > 0 || any_guards(kind);
}
