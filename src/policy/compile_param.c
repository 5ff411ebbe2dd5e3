#include "base/utf8.h"
#include "policy/compile.h"
#include "policy/read.h"

/* Reads one parameter and stores it at `to`; false after a note. */
typedef bool read_param_fn(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to);

static bool
store(void *to, uint32_t n)
{
	memcpy(to, &n, sizeof(n));
	return true;
}

static bool
read_count_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	uint64_t n;

	(void)site;
	return read_count(c->notes, node, param->min, param->max, &n) &&
	       store(to, (uint32_t)n);
}

static bool
read_char_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	struct slice rest;
	uint32_t character;

	(void)site;
	if (!read_is(c->notes, node, NODE_STRING))
		return false;
	rest = node->text;
	if (utf8_next(&rest, &character) && rest.len == 0 &&
	    character >= 0x20 && !note_is_misleading(character))
		return store(to, character);
	notes_add(c->notes, CODE_BAD_PARAM, node->place,
	    "`%s` must be one visible character", param->name);
	return false;
}

static bool
read_choice_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	uint32_t index;

	(void)site;
	return read_choice(c->notes, node, param->choices, &index) &&
	       store(to, index + 1);
}

static bool
read_scalar_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	struct value value;

	(void)site;
	(void)param;
	if (!read_scalar(c->notes, node, true, &value))
		return false;
	value.text = compile_keep(c, value.text);
	memcpy(to, &value, sizeof(value));
	return true;
}

/* Copies pairs in the order of their keys. */
static bool
read_pairs(
    struct compiler *c, const struct node *object, struct action_pair *pairs)
{
	bool good = true;

	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = object->by_key[i];

		good &= read_is(c->notes, m->value, NODE_STRING);
		pairs[i].from = compile_keep(c, m->key);
		pairs[i].to = compile_keep(c, m->value->text);
	}
	return good;
}

static bool
read_table_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	struct action_table table;
	struct action_pair *pairs;

	(void)site;
	if (!read_is(c->notes, node, NODE_OBJECT))
		return false;
	if (node->count == 0) {
		notes_add(c->notes, CODE_EMPTY, node->place, "`%s` is empty",
		    param->name);
		return false;
	}
	pairs = arena_array(&c->program->arena, node->count, sizeof(*pairs));
	if (pairs == NULL || !read_pairs(c, node, pairs))
		return false;
	table = (struct action_table){ pairs, node->count };
	memcpy(to, &table, sizeof(table));
	return true;
}

static bool
read_domain_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	struct symbol *domain =
	    compile_reference(c, &c->domains, node, CODE_UNKNOWN_DOMAIN);

	(void)site;
	(void)param;
	if (domain == NULL)
		return false;
	domain->used = true;
	return store(to, (uint32_t)(domain - c->domains.all));
}

static bool
read_recipient_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	struct symbol *recipient =
	    compile_reference(c, &c->recipients, node, CODE_UNKNOWN_RECIPIENT);

	(void)site;
	(void)param;
	if (recipient == NULL)
		return false;
	recipient->used = true;
	return store(to, (uint32_t)(recipient - c->recipients.all));
}

static bool
read_path_param(struct compiler *c, const struct site *site,
    const struct param *param, const struct node *node, void *to)
{
	uint32_t operand;

	(void)param;
	return compile_operand(c, site->format, node, &operand) &&
	       store(to, operand);
}

static read_param_fn *const readers[] = {
	[PARAM_COUNT] = read_count_param,
	[PARAM_CHAR] = read_char_param,
	[PARAM_CHOICE] = read_choice_param,
	[PARAM_SCALAR] = read_scalar_param,
	[PARAM_TABLE] = read_table_param,
	[PARAM_DOMAIN] = read_domain_param,
	[PARAM_RECIPIENT] = read_recipient_param,
	[PARAM_PATH] = read_path_param,
};

/* What is stored for a parameter that is not given, where not zeros. */
static void
store_absent(const struct param *param, void *to)
{
	struct slice fallback;
	uint32_t character;

	if (param->kind == PARAM_PATH)
		store(to, UINT32_MAX);
	if (param->kind != PARAM_CHAR || param->fallback == NULL)
		return;
	fallback = slice_text(param->fallback);
	if (utf8_next(&fallback, &character))
		store(to, character);
}

/* Reads a parameter, or notes that it is missing; false after a note. */
static bool
read_param(struct compiler *c, const struct site *site, const struct node *node,
    const struct param *param, uint8_t *config)
{
	const struct node *value = node_find(node, param->name);
	void *to = config + param->offset;

	if (value != NULL)
		return readers[param->kind](c, site, param, value, to);
	store_absent(param, to);
	if (param->required)
		notes_add(c->notes, CODE_MISSING_PARAM,
		    node_find(node, "do")->place,
		    "the parameter `%s` is missing: %s", param->name,
		    param->help);
	return !param->required;
}

void
compile_params(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule)
{
	const struct action *action = actions[rule->action];
	uint8_t *config = arena_alloc(&c->program->arena, action->size);
	const char *why = NULL;
	uint32_t operand;
	bool good = true;

	if (config == NULL)
		return;
	for (const struct param *p = action->params; p->name != NULL; p++)
		good &= read_param(c, site, node, p, config);
	if (good && action->check != NULL)
		why = action->check(config, rule->must);
	if (why != NULL)
		notes_add(c->notes, CODE_BAD_PARAMS,
		    node_find(node, "do")->place, "%s", why);
	rule->config = action->size > 0 ? config : NULL;
	if (rule_setting(rule, PARAM_PATH, &operand))
		rule->at = (int32_t)operand;
}
