#include "run/reveal.h"

#include <stdlib.h>

#include "crypto/reversible.h"
#include "engine/binding.h"

/* The subkeys of one domain in one epoch of its key. */
struct epoch {
	struct slice key; /* its name, in the policy */
	uint32_t number;
	struct reversible *subkeys;
};

struct reveal {
	struct epoch *epochs; /* owned */
	size_t count;
};

static bool
may_open(const struct key_info *key, const struct domain *domain)
{
	return domain->reversible && key->reversible &&
	       key->state != KEY_REVOKED && slice_is(domain->key, key->name);
}

/* Adds the epochs of the key of a domain. */
static int
add_domain(struct reveal *r, const struct domain *domain,
    const struct keyring *ring, struct err *err)
{
	struct token_domain names = binding_token_domain(domain);

	for (size_t i = 0; i < keyring_count(ring); i++) {
		struct key_info key = keyring_info(ring, i);
		struct epoch *e = &r->epochs[r->count];

		if (!may_open(&key, domain))
			continue;
		*e = (struct epoch){ domain->key, key.epoch, NULL };
		if (reversible_new(ring, i, &names, &e->subkeys, err) < 0)
			return -1;
		r->count++;
	}
	return 0;
}

static int
add_domains(struct reveal *r, const struct program *policy,
    const struct keyring *ring, struct err *err)
{
	for (size_t i = 0; i < policy->domain_count; i++)
		if (add_domain(r, &policy->domains[i], ring, err) < 0)
			return -1;
	if (r->count == 0)
		return err_set(err, ERR_KEY,
		    "the keyring has no key of a reversible domain of the "
		    "policy");
	return 0;
}

int
reveal_new(const struct program *policy, const struct keyring *ring,
    struct reveal **reveal, struct err *err)
{
	struct reveal *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return err_nomem(err);
	r->epochs = calloc(
	    policy->domain_count * keyring_count(ring) + 1, sizeof(*r->epochs));
	if (r->epochs == NULL)
		err_nomem(err);
	if (r->epochs == NULL || add_domains(r, policy, ring, err) < 0) {
		reveal_free(r);
		return -1;
	}
	*reveal = r;
	return 0;
}

void
reveal_free(struct reveal *reveal)
{
	if (reveal == NULL)
		return;
	for (size_t i = 0; i < reveal->count; i++)
		reversible_free(reveal->epochs[i].subkeys);
	free(reveal->epochs);
	free(reveal);
}

/* At most one of the domains that share a key opens a token. */
static enum opened
open_token(void *ctx, struct slice text, struct slice place, struct buf *out,
    enum value_kind *kind)
{
	const struct reveal *r = ctx;
	struct reversible_token token;

	(void)place;
	*kind = VALUE_TEXT;
	if (!slice_starts(text, slice_text(REVERSIBLE_PREFIX)))
		return OPEN_NOT;
	if (!reversible_parse(text, &token))
		return OPEN_LEFT;
	for (size_t i = 0; i < r->count; i++) {
		const struct epoch *e = &r->epochs[i];

		if (e->number == token.epoch &&
		    slice_equal(e->key, token.key) &&
		    reversible_open(e->subkeys, &token, out))
			return OPEN_DONE;
	}
	return out->failed ? OPEN_NOMEM : OPEN_LEFT;
}

struct opener
reveal_opener(struct reveal *reveal)
{
	return (struct opener){ open_token, reveal };
}
