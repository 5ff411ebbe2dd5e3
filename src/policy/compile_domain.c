#include "base/ascii.h"
#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"

/* From this length on, digits and letters of an encoding look like a key. */
#define MATERIAL_MIN 16

static bool
is_key_name(struct slice s)
{
	if (s.len == 0 || s.len > LIMIT_KEY_NAME || s.p[0] < 'a' ||
	    s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.len; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') &&
		    !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-')
			return false;
	return true;
}

static bool
is_hex(struct slice s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		uint8_t letter = s.p[i] | 0x20;

		if (!ascii_is_digit(s.p[i]) &&
		    !(letter >= 'a' && letter <= 'f'))
			return false;
		digits += ascii_is_digit(s.p[i]);
	}
	return digits > 0;
}

static bool
is_base64(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = s.p[i], letter = c | 0x20;

		if (!ascii_is_digit(c) && !(letter >= 'a' && letter <= 'z') &&
		    c != '+' && c != '/' && c != '-' && c != '_' && c != '=')
			return false;
	}
	return true;
}

static bool
is_key_material(struct slice s)
{
	if (s.len < MATERIAL_MIN)
		return false;
	return is_hex(s) || s.len > LIMIT_KEY_NAME ||
	       (is_base64(s) && !is_key_name(s));
}

static void
read_key(struct compiler *c, const struct node *object, struct domain *domain)
{
	struct node *node = read_required(c->notes, object, "key");
	struct slice key;

	if (!read_string(c->notes, node, &key))
		return;
	if (is_key_material(key))
		notes_add(c->notes, CODE_KEY_MATERIAL, node->place,
		    "this looks like a key; a key never stands in a policy, "
		    "only its name in the keyring");
	else if (!is_key_name(key))
		notes_add(c->notes, CODE_BAD_KEY_NAME, node->place,
		    "the name of a key is a small letter, then small "
		    "letters, digits and dashes; %d characters at most",
		    LIMIT_KEY_NAME);
	domain->key = compile_keep(c, key);
}

static void
read_entity(
    struct compiler *c, const struct node *object, struct domain *domain)
{
	struct node *node = read_required(c->notes, object, "entity");
	struct slice entity;

	if (read_string(c->notes, node, &entity) &&
	    read_name(c->notes, entity, node->place, false))
		domain->entity = compile_keep(c, entity);
}

static void
read_normalization(
    struct compiler *c, const struct node *object, struct domain *domain)
{
	const char *words[NORMALIZE_COUNT + 1];
	struct node *node = node_find(object, "normalize");
	enum normalize_id found;
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return;
	found = normalize_find(name);
	if (found != NORMALIZE_COUNT) {
		domain->normalize = found;
		return;
	}
	for (size_t i = 0; i < NORMALIZE_COUNT; i++)
		words[i] = normalizations[i].name;
	words[NORMALIZE_COUNT] = NULL;
	read_unknown(c->notes, CODE_UNKNOWN_NORMALIZATION, node->place,
	    "normalization", name, words);
}

static void
read_domain(
    struct compiler *c, const struct symbol *symbol, struct domain *domain)
{
	static const char *const keys[] = { "entity", "key", "normalize",
		"reversible", NULL };
	const struct node *object = symbol->node;

	domain->name = compile_keep(c, symbol->name);
	if (!read_is(c->notes, object, NODE_OBJECT))
		return;
	read_keys(c->notes, object, keys);
	read_entity(c, object, domain);
	read_key(c, object, domain);
	read_normalization(c, object, domain);
	read_boolean(
	    c->notes, node_find(object, "reversible"), &domain->reversible);
}

static void
note_mixed(struct compiler *c, const struct symbol *symbol,
    const struct domain *first, struct slice key)
{
	notes_add(c->notes, CODE_MIXED_KEY,
	    node_find(symbol->node, "key")->place,
	    "the key `%.*s` is for %s tokens in the domain `%.*s`, and cannot "
	    "be for others as well",
	    SHOWN(key), first->reversible ? "reversible" : "one-way",
	    SHOWN(first->name));
}

/* A key that turns some of its tokens back would endanger the others. */
static void
check_keys(struct compiler *c, const struct domain *domains, uint32_t n)
{
	const struct domain **firsts = arena_array(c->work, n, sizeof(*firsts));
	struct names keys;

	names_init(&keys, c->work);
	for (uint32_t i = 0; firsts != NULL && i < n; i++) {
		uint32_t key = names_find(&keys, domains[i].key);

		if (domains[i].key.len == 0)
			continue;
		if (key == NAMES_NONE)
			key = names_add(&keys, domains[i].key);
		if (key == NAMES_NONE)
			return;
		if (firsts[key] == NULL)
			firsts[key] = &domains[i];
		else if (firsts[key]->reversible != domains[i].reversible)
			note_mixed(
			    c, &c->domains.all[i], firsts[key], domains[i].key);
	}
}

/* Sets the domains, whose indexes are the numbers of their names. */
void
compile_domains(struct compiler *c)
{
	struct program *program = c->program;
	struct domain *domains;
	uint32_t n;

	compile_symbols(c, &c->domains, "domains", "domain");
	n = c->domains.names.count;
	domains = arena_array(&program->arena, n, sizeof(*domains));
	if (domains == NULL || c->work->failed)
		return;
	for (uint32_t i = 0; i < n; i++)
		read_domain(c, &c->domains.all[i], &domains[i]);
	check_keys(c, domains, n);
	c->max_days = arena_array(c->work, n, sizeof(*c->max_days));
	program->domains = domains;
	program->domain_count = n;
}
