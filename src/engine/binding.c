#include "engine/binding.h"

#include <stdlib.h>

/* What the rules ask of a domain or a recipient. */
enum { NEEDS_TOKENS = 1, NEEDS_OFFSETS = 2, NEEDS_SEALS = 4 };

struct needs {
	uint8_t *domains, *recipients; /* by index in the program */
};

typedef void rule_fn(void *ctx, const struct rule *rule);

static void
each_rule(const struct program *program, rule_fn *tell, void *ctx)
{
	for (size_t k = 0; k < program->kind_count; k++) {
		const struct kind *kind = &program->kinds[k];

		for (size_t f = 0; f < kind_all_fields(kind); f++)
			for (size_t r = 0; r < kind->fields[f].rule_count; r++)
				tell(ctx, &kind->fields[f].rules[r]);
	}
}

static void
note_domain(void *ctx, const struct rule *rule)
{
	uint32_t domain;

	*(bool *)ctx |= rule_setting(rule, PARAM_DOMAIN, &domain);
}

bool
binding_needs_keys(const struct program *program)
{
	bool needs = false;

	each_rule(program, note_domain, &needs);
	return needs;
}

static void
note_needs(void *ctx, const struct rule *rule)
{
	struct needs *needs = ctx;
	uint32_t i;

	if (rule_setting(rule, PARAM_DOMAIN, &i))
		needs->domains[i] |=
		    rule->action == ACTION_SHIFT ? NEEDS_OFFSETS : NEEDS_TOKENS;
	if (rule_setting(rule, PARAM_RECIPIENT, &i))
		needs->recipients[i] |= NEEDS_SEALS;
}

/* The index of the key's epoch that was asked for, or else its active one. */
static int
find_key(const struct binding_keys *keys, struct slice name, struct err *err)
{
	if (keys == NULL || keys->ring == NULL)
		return err_set(err, ERR_KEY, "the policy needs a keyring");
	for (size_t i = 0; i < keys->pin_count; i++)
		if (slice_equal(keys->pins[i].name, name))
			return keyring_find(
			    keys->ring, name, keys->pins[i].epoch, err);
	return keyring_active(keys->ring, name, err);
}

static bool
is_used(const struct binding *b, struct slice name)
{
	for (size_t i = 0; i < b->used_count; i++)
		if (slice_equal(b->used[i].name, name))
			return true;
	return false;
}

struct token_domain
binding_token_domain(const struct domain *domain)
{
	return (struct token_domain){
		.entity = domain->entity,
		.label = domain->name,
		.normalization =
		    slice_text(normalizations[domain->normalize].name),
	};
}

static int
make_domain(const struct domain *domain, uint8_t needs,
    const struct keyring *ring, size_t key, struct action_domain *out,
    struct err *err)
{
	struct token_domain names = binding_token_domain(domain);

	out->normalize = domain->normalize;
	if ((needs & NEEDS_OFFSETS) != 0 &&
	    offset_maker_new(ring, key, &names, &out->offsets, err) < 0)
		return -1;
	if ((needs & NEEDS_TOKENS) == 0)
		return 0;
	return domain->reversible
		   ? reversible_new(ring, key, &names, &out->reversible, err)
		   : token_maker_new(ring, key, &names, &out->maker, err);
}

static int
bind_domain(struct binding *b, const struct domain *domain, uint8_t needs,
    const struct binding_keys *keys, struct action_domain *out, struct err *err)
{
	const struct normalization *normal = &normalizations[domain->normalize];
	int key = find_key(keys, domain->key, err);

	if (key < 0 || (normal->check != NULL && normal->check(err) < 0))
		return -1;
	if (!is_used(b, domain->key))
		b->used[b->used_count++] = (struct key_epoch){ domain->key,
			keyring_info(keys->ring, (size_t)key).epoch };
	return make_domain(domain, needs, keys->ring, (size_t)key, out, err);
}

static int
bind_recipient(const struct program *program, size_t i,
    struct action_recipient *out, struct err *err)
{
	const struct recipient *r = &program->recipients[i];

	if (!r->has_key)
		return err_set(err, ERR_POLICY,
		    "the recipient %s has no public key",
		    (const char *)r->name.p);
	out->name = r->name;
	out->policy = program->name;
	return sealer_new(&r->key, &out->sealer, err);
}

/* Fills in all that rules need. */
static int
bind_all(struct binding *b, const struct program *program,
    const struct needs *needs, const struct binding_keys *keys, struct err *err)
{
	for (size_t i = 0; i < b->domain_count; i++)
		if (needs->domains[i] != 0 &&
		    bind_domain(b, &program->domains[i], needs->domains[i],
			keys, &b->domains[i], err) < 0)
			return -1;
	for (size_t i = 0; i < b->recipient_count; i++)
		if (needs->recipients[i] != 0 &&
		    bind_recipient(program, i, &b->recipients[i], err) < 0)
			return -1;
	return 0;
}

/* An epoch that changes nothing was meant for another key. */
static int
check_pins(
    const struct binding *b, const struct binding_keys *keys, struct err *err)
{
	for (size_t i = 0; keys != NULL && i < keys->pin_count; i++) {
		struct slice name = keys->pins[i].name;

		for (size_t j = 0; j < i; j++)
			if (slice_equal(keys->pins[j].name, name))
				return err_set(err, ERR_USAGE,
				    "two epochs are given for the key %.*s",
				    (int)name.len, (const char *)name.p);
		if (!is_used(b, name))
			return err_set(err, ERR_USAGE,
			    "the policy does not use the key %.*s",
			    (int)name.len, (const char *)name.p);
	}
	return 0;
}

/* An empty binding for a program; NULL without memory. */
static struct binding *
new_binding(const struct program *program)
{
	struct binding *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->domains = calloc(program->domain_count + 1, sizeof(*b->domains));
	b->used = calloc(program->domain_count + 1, sizeof(*b->used));
	b->recipients =
	    calloc(program->recipient_count + 1, sizeof(*b->recipients));
	if (b->domains == NULL || b->used == NULL || b->recipients == NULL) {
		binding_free(b);
		return NULL;
	}
	b->domain_count = program->domain_count;
	b->recipient_count = program->recipient_count;
	return b;
}

static int
bind_needs(struct binding *b, const struct program *program,
    const struct binding_keys *keys, struct err *err)
{
	struct needs needs = {
		.domains = calloc(program->domain_count + 1, 1),
		.recipients = calloc(program->recipient_count + 1, 1),
	};
	int result;

	if (needs.domains == NULL || needs.recipients == NULL) {
		result = err_nomem(err);
	} else {
		each_rule(program, note_needs, &needs);
		result = bind_all(b, program, &needs, keys, err);
	}
	free(needs.domains);
	free(needs.recipients);
	return result;
}

int
binding_new(const struct program *program, const struct binding_keys *keys,
    struct binding **binding, struct err *err)
{
	struct binding *b = new_binding(program);

	if (b == NULL)
		return err_nomem(err);
	if (bind_needs(b, program, keys, err) < 0 ||
	    check_pins(b, keys, err) < 0) {
		binding_free(b);
		return -1;
	}
	*binding = b;
	return 0;
}

int
binding_seal_rejected(struct binding *b, const struct program *program,
    const struct action_recipient **to, struct err *err)
{
	const struct recipient *r =
	    program_recipient(program, slice_text(BINDING_QUARANTINE));
	struct action_recipient *found;

	*to = NULL;
	if (r == NULL || !r->has_key)
		return 0;
	found = &b->recipients[r - program->recipients];
	if (found->sealer == NULL &&
	    bind_recipient(
		program, (size_t)(r - program->recipients), found, err) < 0)
		return -1;
	*to = found;
	return 0;
}

void
binding_free(struct binding *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->domain_count; i++) {
		token_maker_free(b->domains[i].maker);
		reversible_free(b->domains[i].reversible);
		offset_maker_free(b->domains[i].offsets);
	}
	for (size_t i = 0; i < b->recipient_count; i++)
		sealer_free(b->recipients[i].sealer);
	free(b->domains);
	free(b->recipients);
	free(b->used);
	free(b);
}
