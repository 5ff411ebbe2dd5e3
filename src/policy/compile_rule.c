#include <stdlib.h>

#include "base/limits.h"
#include "policy/check.h"
#include "policy/compile.h"
#include "policy/read.h"

/* Keys that every rule may have. */
static const char *const common_keys[] = { "do", "when", "because", "basis",
	"must", "max", "oneOf", "invalid", "absent", "from" };

#define COMMON_COUNT (sizeof(common_keys) / sizeof(common_keys[0]))
#define KEYS_MAX     (COMMON_COUNT + 16)

static void
note_unknown_action(struct compiler *c, const struct node *node)
{
	const char *words[ACTION_COUNT + 1] = { NULL };

	for (size_t i = 0; i < ACTION_COUNT; i++)
		words[i] = actions[i]->name;
	read_unknown(c->notes, CODE_UNKNOWN_ACTION, node->place, "action",
	    node->text, words);
}

/* The action of a rule, or NULL after a note. */
static const struct action *
read_action(struct compiler *c, const struct node *rule)
{
	const struct node *node = read_required(c->notes, rule, "do");
	const struct action *action;
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return NULL;
	action = action_find(name);
	if (action == NULL)
		note_unknown_action(c, node);
	return action;
}

static enum action_id
action_id(const struct action *action)
{
	enum action_id id = ACTION_KEEP;

	while (actions[id] != action)
		id++;
	return id;
}

static bool
is_common(struct slice key)
{
	for (size_t i = 0; i < COMMON_COUNT; i++)
		if (slice_is(key, common_keys[i]))
			return true;
	return false;
}

static bool
has_param(const struct action *action, struct slice key)
{
	for (const struct param *p = action->params; p->name != NULL; p++)
		if (slice_is(key, p->name))
			return true;
	return false;
}

/* The names of the actions that have a parameter, joined by "and". */
static void
list_owners(struct buf *out, struct slice key)
{
	for (size_t i = 0; i < ACTION_COUNT; i++) {
		if (!has_param(actions[i], key))
			continue;
		if (out->len > 0)
			buf_add_text(out, " and ");
		buf_add_text(out, actions[i]->name);
	}
}

static void
note_strange_key(
    struct compiler *c, const struct member *m, const struct action *action)
{
	const char *words[KEYS_MAX + 1];
	size_t n = 0;

	while (n < COMMON_COUNT) {
		words[n] = common_keys[n];
		n++;
	}
	for (const struct param *p = action->params; p->name != NULL; p++)
		if (n < KEYS_MAX)
			words[n++] = p->name;
	words[n] = NULL;
	read_unknown(
	    c->notes, CODE_UNKNOWN_KEY, m->place, "key", m->key, words);
}

static void
refuse_key(
    struct compiler *c, const struct member *m, const struct action *action)
{
	struct buf owners;

	buf_init(&owners, 256);
	list_owners(&owners, m->key);
	if (owners.len == 0)
		note_strange_key(c, m, action);
	else
		notes_add(c->notes, CODE_FOREIGN_PARAM, m->place,
		    "`%.*s` is a parameter of %.*s, not of %s", SHOWN(m->key),
		    SHOWN(buf_slice(&owners)), action->name);
	if (owners.failed)
		c->work->failed = true;
	buf_release(&owners);
}

static void
check_keys(
    struct compiler *c, const struct node *rule, const struct action *action)
{
	for (size_t i = 0; i < rule->count; i++) {
		const struct member *m = &rule->members[i];

		if (!is_common(m->key) && !has_param(action, m->key))
			refuse_key(c, m, action);
	}
}

static void
read_reason(struct compiler *c, const struct node *node, struct rule *rule)
{
	struct node *because = node_find(node, "because");
	const struct node *basis = node_find(node, "basis");
	struct symbol *symbol;
	struct slice text;

	if (because == NULL)
		notes_add(c->notes, CODE_NO_REASON, node_opening(node),
		    "a rule says why: `because` is missing");
	if (read_text(c->notes, because, &text))
		rule->because = compile_keep(c, text);
	symbol = compile_reference(c, &c->bases, basis, CODE_UNKNOWN_BASIS);
	if (symbol == NULL)
		return;
	symbol->used = true;
	rule->basis = compile_keep(c, symbol->name);
}

/* False after a note. */
static bool
read_must(struct compiler *c, const struct node *node, struct rule *rule)
{
	const char *words[TYPE_COUNT] = { NULL };
	const struct node *must = node_find(node, "must");
	struct slice name;

	if (must == NULL)
		return true;
	if (!read_string(c->notes, must, &name))
		return false;
	rule->must = type_find(name);
	if (rule->must != TYPE_ANY)
		return true;
	for (size_t i = 1; i < TYPE_COUNT; i++)
		words[i - 1] = types[i].name;
	read_unknown(
	    c->notes, CODE_UNKNOWN_TYPE, must->place, "type", name, words);
	return false;
}

static void
read_max(struct compiler *c, const struct node *node, struct rule *rule)
{
	const struct node *max = node_find(node, "max");
	uint64_t n;

	if (max == NULL)
		return;
	if (rule->must != TYPE_TEXT)
		notes_add(c->notes, CODE_LONE_MAX,
		    node_member(node, slice_text("max"))->place,
		    "`max` goes with `must`: `text`");
	else if (read_count(c->notes, max, 1, LIMIT_VALUE, &n))
		rule->text_max = (uint32_t)n;
}

static int
compare_slices(const void *a, const void *b)
{
	return slice_order(*(const struct slice *)a, *(const struct slice *)b);
}

static void
fill_one_of(struct compiler *c, const struct node *list, struct slice *one_of)
{
	struct names seen;
	struct value v;

	names_init(&seen, c->work);
	for (size_t i = 0; i < list->count; i++) {
		if (!read_scalar(c->notes, list->items[i], false, &v))
			continue;
		if (names_find(&seen, v.text) != NAMES_NONE)
			notes_add(c->notes, CODE_BAD_PARAM,
			    list->items[i]->place, "`%.*s` is listed twice",
			    SHOWN(v.text));
		else
			names_add(&seen, v.text);
		one_of[i] = compile_keep(c, v.text);
	}
	qsort(one_of, list->count, sizeof(*one_of), compare_slices);
}

static void
read_one_of(struct compiler *c, const struct node *node, struct rule *rule)
{
	const struct node *list = node_find(node, "oneOf");
	struct slice *one_of;

	if (!read_is(c->notes, list, NODE_ARRAY))
		return;
	if (list->count == 0) {
		notes_add(c->notes, CODE_EMPTY, list->place,
		    "nothing is in an empty list");
		return;
	}
	one_of = arena_array(&c->program->arena, list->count, sizeof(*one_of));
	if (one_of == NULL)
		return;
	fill_one_of(c, list, one_of);
	rule->one_of = one_of;
	rule->one_of_count = list->count;
}

static void
read_outcomes(struct compiler *c, const struct node *node, struct rule *rule)
{
	static const char *const invalid[] = { "reject", "drop", NULL };
	static const char *const absent[] = { "ok", "reject", NULL };
	const struct node *on_invalid = node_find(node, "invalid");
	const struct node *on_absent = node_find(node, "absent");
	uint32_t choice;

	if (on_invalid != NULL &&
	    read_choice(c->notes, on_invalid, invalid, &choice))
		rule->invalid_drops = choice == 1;
	if (on_absent != NULL &&
	    read_choice(c->notes, on_absent, absent, &choice))
		rule->absent_rejects = choice == 1;
}

/* A deep path may lead anywhere: what it releases is bounded by its form. */
static void
check_deep(struct compiler *c, const struct site *site, const struct node *node,
    const struct rule *rule)
{
	if (site->path == NULL || !site->path->deep ||
	    rule->action == ACTION_DROP || actions[rule->action]->binds ||
	    types[rule->must].bounds || node_find(node, "oneOf") != NULL)
		return;
	notes_add(c->notes, CODE_DEEP_RULE, node_find(node, "do")->place,
	    "a path with `%s` may drop, or release what a narrow `must` or "
	    "`oneOf` bounds",
	    compile_deep_mark(site->format));
}

/* What is bound to its place stands in one. */
static void
read_place(struct compiler *c, const struct site *site, const struct node *node,
    struct rule *rule)
{
	if (site->path == NULL)
		return;
	if (site->path->deep)
		notes_add(c->notes, CODE_DEEP_SEAL,
		    node_find(node, "do")->place,
		    "a sealed value is bound to its place: a path with `%s` "
		    "has none",
		    compile_deep_mark(site->format));
	else
		rule->place = compile_place(c, site->format, site->path);
}

/* Dates of one person that move differently would tell both moves. */
static void
check_shift(struct compiler *c, const struct node *node)
{
	const struct node *as = node_find(node, "as");
	const struct node *days = node_find(node, "maxDays");
	uint32_t i = names_find(&c->domains.names, as->text);

	if (c->max_days == NULL || i >= c->program->domain_count)
		return;
	if (c->program->domains[i].reversible)
		notes_add(c->notes, CODE_REVERSIBLE_SHIFT, as->place,
		    "`%.*s` is reversible; dates are moved by the key of a "
		    "domain that is not",
		    SHOWN(as->text));
	if (c->max_days[i] == NULL)
		c->max_days[i] = days;
	else if (!slice_equal(c->max_days[i]->text, days->text))
		notes_add(c->notes, CODE_OTHER_SHIFT, days->place,
		    "all shifts of the domain `%.*s` have the same `maxDays` "
		    "(line %u), or dates of one person would move apart",
		    SHOWN(as->text), place_line(c->max_days[i]->place));
}

/* What only makes sense once the action is known. */
static void
read_work(struct compiler *c, const struct site *site, const struct node *node,
    const struct action *action, struct rule *rule)
{
	size_t errors = c->notes->errors;

	rule->action = action_id(action);
	check_keys(c, node, action);
	compile_params(c, site, node, rule);
	compile_from(c, site, node, rule);
	if (action->binds)
		read_place(c, site, node, rule);
	if (rule->action == ACTION_SHIFT && c->notes->errors == errors)
		check_shift(c, node);
	rule->shows = rule_shows(rule);
	rule->guards =
	    rule->action == ACTION_TOKENIZE || rule->action == ACTION_SEAL;
	rule->splices = rule->action == ACTION_KEEP && rule->must == TYPE_ANY &&
			rule->one_of_count == 0;
}

void
compile_rule(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule)
{
	const struct action *action = read_action(c, node);
	struct node *when = node_find(node, "when");
	size_t errors = c->notes->errors;
	bool typed;

	rule->id = c->program->rule_count++;
	rule->when = rule->at = -1;
	cursor_move(&c->cursor, site->place);
	rule->line = c->cursor.line;
	rule->column = c->cursor.column;
	if (when != NULL)
		rule->when =
		    compile_condition(c, &site->scope, when, site->format);
	typed = read_must(c, node, rule);
	if (typed)
		read_max(c, node, rule);
	read_one_of(c, node, rule);
	read_outcomes(c, node, rule);
	read_reason(c, node, rule);
	if (action == NULL)
		return;
	read_work(c, site, node, action, rule);
	if (typed)
		check_deep(c, site, node, rule);
	if (c->notes->errors == errors && site->path != NULL)
		check_rule(c, site, node, rule);
}
