/*
 * The keys of a program: each domain that a rule uses gets the token maker of
 * the active epoch of its key.
 */
#include <stdlib.h>

#include "engine/binding.h"

/* The domain that a rule's settings name, or -1. */
static int64_t
domain_of(const struct rule *rule)
{
	const struct param *p = actions[rule->action]->params;

	for (; p != NULL && p->name != NULL; p++) {
		uint32_t domain;

		if (p->kind != PARAM_DOMAIN)
			continue;
		memcpy(&domain, (const uint8_t *)rule->config + p->offset,
		    sizeof(domain));
		return domain;
	}
	return -1;
}

static bool
kind_uses(const struct kind *kind, size_t domain)
{
	for (size_t f = 0; f < kind_all_fields(kind); f++) {
		const struct field *field = &kind->fields[f];

		for (size_t r = 0; r < field->rule_count; r++)
			if (domain_of(&field->rules[r]) == (int64_t)domain)
				return true;
	}
	return false;
}

static bool
program_uses(const struct program *program, size_t domain)
{
	for (size_t k = 0; k < program->kind_count; k++)
		if (kind_uses(&program->kinds[k], domain))
			return true;
	return false;
}

bool
binding_needs_keys(const struct program *program)
{
	for (size_t i = 0; i < program->domain_count; i++)
		if (program_uses(program, i))
			return true;
	return false;
}

static int
bind_domain(const struct domain *domain, const struct keyring *keys,
    struct action_domain *out, struct err *err)
{
	const struct normalization *normal = &normalizations[domain->normalize];
	struct token_domain names = {
		.entity = domain->entity,
		.label = domain->name,
		.normalization = slice_text(normal->name),
	};
	struct token_maker *maker;
	int key;

	if (keys == NULL)
		return err_set(err, ERR_KEY, "the policy needs a keyring");
	if (normal->check != NULL && normal->check(err) < 0)
		return -1;
	key = keyring_active(keys, domain->key, err);
	if (key < 0 ||
	    token_maker_new(keys, (size_t)key, &names, &maker, err) < 0)
		return -1;
	*out = (struct action_domain){ maker, domain->normalize };
	return 0;
}

int
binding_new(const struct program *program, const struct keyring *keys,
    struct binding **binding, struct err *err)
{
	struct binding *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return err_nomem(err);
	b->count = program->domain_count;
	b->domains = calloc(b->count + 1, sizeof(*b->domains));
	if (b->domains == NULL) {
		b->count = 0;
		binding_free(b);
		return err_nomem(err);
	}
	for (size_t i = 0; i < b->count; i++) {
		if (!program_uses(program, i))
			continue;
		if (bind_domain(
			&program->domains[i], keys, &b->domains[i], err) < 0) {
			binding_free(b);
			return -1;
		}
	}
	*binding = b;
	return 0;
}

void
binding_free(struct binding *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->count; i++)
		token_maker_free(b->domains[i].maker);
	free(b->domains);
	free(b);
}
