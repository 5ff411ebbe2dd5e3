/* New fields: what they are made of, since the input does not have them. */
#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"

bool
compile_is_new(struct slice key)
{
	return key.len > 0 && key.p[0] == '+';
}

/* Refuses those of the keys that a rule has. */
static void
refuse_keys(struct compiler *c, const struct node *rule,
    const char *const *keys, const char *why)
{
	for (size_t i = 0; keys[i] != NULL; i++) {
		const struct member *m = node_member(rule, slice_text(keys[i]));

		if (m != NULL)
			notes_add(c->notes, CODE_NEW_RULE, m->place,
			    "`%s` has no meaning here: %s", keys[i], why);
	}
}

/* The number of one of the paths; false after a note. */
static bool
read_part(struct compiler *c, const struct site *site, const struct node *node,
    struct rule *rule, uint32_t *part)
{
	if (!compile_operand(c, site->format, node, part))
		return false;
	for (size_t i = 0; i < rule->from_count; i++)
		if (rule->from[i] == *part) {
			notes_add(c->notes, CODE_BAD_PARAM, node->place,
			    "`%.*s` is listed twice", SHOWN(node->text));
			return false;
		}
	return true;
}

static void
read_parts(struct compiler *c, const struct site *site, const struct node *from,
    struct rule *rule)
{
	uint32_t *parts;

	if (!read_is(c->notes, from, NODE_ARRAY))
		return;
	if (from->count == 0)
		notes_add(c->notes, CODE_EMPTY, from->place,
		    "nothing is in an empty list");
	if (from->count > LIMIT_PARTS)
		notes_add(c->notes, CODE_OUT_OF_RANGE, from->place,
		    "a new field is made of at most %d values", LIMIT_PARTS);
	parts = arena_array(&c->program->arena, from->count, sizeof(*parts));
	if (parts == NULL)
		return;
	rule->from = parts;
	for (size_t i = 0; i < from->count; i++)
		if (read_part(c, site, from->items[i], rule,
			&parts[rule->from_count]))
			rule->from_count++;
}

/* "ab" and "c" must not be "a" and "bc". */
static void
check_join(struct compiler *c, const struct node *rule, const struct node *from)
{
	const struct node *as = node_find(rule, "as");
	uint32_t i;

	if (as == NULL || as->kind != NODE_STRING || from->count < 2)
		return;
	i = names_find(&c->domains.names, as->text);
	if (i >= c->program->domain_count ||
	    normalizations[c->program->domains[i].normalize].joins)
		return;
	notes_add(c->notes, CODE_UNJOINABLE, from->place,
	    "several values need a domain whose `normalize` keeps them apart: "
	    "`%s`",
	    normalizations[NORMALIZE_IDENTITY].name);
}

static void
read_made(struct compiler *c, const struct site *site, const struct node *node,
    struct rule *rule)
{
	const struct node *from = node_find(node, "from");

	if (from == NULL) {
		notes_add(c->notes, CODE_BAD_FROM, node_find(node, "do")->place,
		    "a new field needs `from`, the paths of what its token is "
		    "made of");
		return;
	}
	read_parts(c, site, from, rule);
	if (from->kind == NODE_ARRAY)
		check_join(c, node, from);
}

void
compile_from(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule)
{
	static const char *const of_values[] = { "must", "max", "oneOf", NULL };
	static const char *const of_parts[] = { "from", "absent", "invalid",
		NULL };
	const struct member *from = node_member(node, slice_text("from"));

	if (!site->is_new) {
		if (from != NULL)
			notes_add(c->notes, CODE_BAD_FROM, from->place,
			    "`from` is for new fields, whose path begins with "
			    "`+`");
		return;
	}
	refuse_keys(c, node, of_values, "a new field has no value of its own");
	if (rule->action == ACTION_TOKENIZE)
		read_made(c, site, node, rule);
	else if (rule->action == ACTION_REPLACE)
		refuse_keys(c, node, of_parts, "a constant is made of nothing");
	else
		notes_add(c->notes, CODE_NEW_RULE, node_find(node, "do")->place,
		    "a new field is a token (`tokenize`) or a constant "
		    "(`replace`)");
}
