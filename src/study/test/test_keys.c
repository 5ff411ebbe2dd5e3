#include "study/test/test_keys.h"

#include <stdlib.h>

#include "crypto/derived.h"

/* The keys that the domains name, each once. */
static size_t
list_keys(const struct program *program, struct derived_key *keys)
{
	size_t n = 0;

	for (size_t i = 0; i < program->domain_count; i++) {
		const struct domain *d = &program->domains[i];
		size_t j = 0;

		while (j < n && !slice_equal(keys[j].name, d->key))
			j++;
		if (j == n)
			keys[n++] =
			    (struct derived_key){ d->key, d->reversible };
	}
	return n;
}

int
test_keys_ring(const struct program *program, struct slice test,
    struct keyring **ring, struct err *err)
{
	struct derived_key *keys;
	int result;

	if (!binding_needs_keys(program)) {
		*ring = NULL;
		return 0;
	}
	keys = calloc(program->domain_count, sizeof(*keys));
	if (keys == NULL)
		return err_nomem(err);
	result =
	    derived_keyring(test, keys, list_keys(program, keys), ring, err);
	free(keys);
	return result;
}

static int
make_recipients(struct test_keys *k, const struct program *program,
    struct slice test, struct err *err)
{
	size_t n = program->recipient_count;

	k->recipients = calloc(n + 1, sizeof(*k->recipients));
	k->secrets = calloc(n + 1, sizeof(struct pair_secret *));
	k->unsealers = calloc(n + 1, sizeof(struct unsealer *));
	if (k->recipients == NULL || k->secrets == NULL || k->unsealers == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		k->recipients[i] = program->recipients[i];
		if (derived_pair(test, program->recipients[i].name,
			&k->secrets[i], err) < 0)
			return -1;
		pair_public_of(k->secrets[i], &k->recipients[i].key);
		k->recipients[i].has_key = true;
	}
	k->program.recipients = k->recipients;
	return 0;
}

static int
bind(struct test_keys *k, struct slice test, struct err *err)
{
	struct binding_keys keys = { .ring = NULL };
	struct keyring *ring;
	int result;

	if (test_keys_ring(&k->program, test, &ring, err) < 0)
		return -1;
	keys.ring = ring;
	result = binding_new(&k->program, &keys, &k->binding, err);
	keyring_close(ring);
	return result;
}

int
test_keys_init(struct test_keys *k, const struct program *program,
    struct slice test, struct err *err)
{
	*k = (struct test_keys){ .program = *program };
	if (make_recipients(k, program, test, err) == 0 &&
	    bind(k, test, err) == 0)
		return 0;
	test_keys_release(k);
	return -1;
}

void
test_keys_release(struct test_keys *k)
{
	for (size_t i = 0; i < k->program.recipient_count; i++) {
		if (k->unsealers != NULL)
			unsealer_free(k->unsealers[i]);
		if (k->secrets != NULL)
			pair_close_secret(k->secrets[i]);
	}
	binding_free(k->binding);
	free(k->recipients);
	free(k->secrets);
	free(k->unsealers);
	*k = (struct test_keys){ .binding = NULL };
}

struct unsealer *
test_keys_unsealer(struct test_keys *k, size_t i, struct err *err)
{
	if (k->unsealers[i] == NULL &&
	    unsealer_new(k->secrets[i], &k->unsealers[i], err) < 0)
		return NULL;
	return k->unsealers[i];
}
