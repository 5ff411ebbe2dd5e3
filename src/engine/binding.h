/*
 * binding: the keys that a program works with, for one run: those of its
 * domains, and what seals to its recipients.
 */
#ifndef ENGINE_BINDING_H
#define ENGINE_BINDING_H

#include "base/err.h"
#include "crypto/keyring.h"
#include "program/program.h"

/* A key by its name, and one of its epochs. */
struct key_epoch {
	struct slice name;
	uint32_t epoch;
};

/* Where keys come from. */
struct binding_keys {
	const struct keyring *ring;   /* NULL: there is none */
	const struct key_epoch *pins; /* in place of the active epochs */
	size_t pin_count;
};

struct binding {
	struct action_domain *domains; /* owned, by index in the program */
	size_t domain_count;
	struct action_recipient *recipients; /* likewise; each serves one
						thread */
	size_t recipient_count;
	struct key_epoch *used; /* owned: keys of the keyring, each once; names
				   of the program */
	size_t used_count;
};

/*
 * Finds the keys of all domains that rules of the program use, and agrees on
 * keys with all recipients that they seal to.  keys may be NULL if there are
 * none.  The caller frees the result, after the engines that use it; the
 * keyring may be closed before.  ERR_KEY; ERR_USAGE for a pin of a key that is
 * not used or pinned twice; ERR_POLICY for a recipient without a public
 * key, or a normalization that does not do here what its name promises.
 */
int binding_new(const struct program *program, const struct binding_keys *keys,
    struct binding **binding, struct err *err);

/* The recipient of rejected records. */
#define BINDING_QUARANTINE "quarantine"

/*
 * Agrees on a key with the recipient of rejected records as well, unless the
 * program has none with a public key: then *to is NULL.  ERR_KEY.
 */
int
binding_seal_rejected(struct binding *binding, const struct program *program,
    const struct action_recipient **to, struct err *err);

/* Wipes and frees; NULL is ignored. */
void binding_free(struct binding *binding);

/* What separates the tokens of a domain from those of all others. */
struct token_domain binding_token_domain(const struct domain *domain);

/* Whether any rule of the program needs a key of the keyring. */
bool binding_needs_keys(const struct program *program);

#endif
