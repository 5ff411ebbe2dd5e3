/*
 * seal: a value that only the recipient can read, and only where it was put.
 *
 *	sb1.<recipient>.<policy>.<base64url of box>
 *	box = epk (32) | counter (8) | XChaCha20-Poly1305(padded) (n + 16)
 *
 * Once per run: an X25519 key pair (esk, epk) is drawn and agreed on with the
 * recipient's public key by crypto_kx, the run as its client (libsodium's key
 * exchange: BLAKE2b-512 of the shared point, epk and the recipient's key; the
 * transmitting half is used).  esk is wiped at once, so that the run itself
 * cannot read what it sealed before.  Once per value: one XChaCha20-Poly1305
 * (draft-irtf-cfrg-xchacha) under that key; its nonce is 16 zero bytes and the
 * counter, big endian, which never repeats under one key.  The associated data
 *
 *	"tamis sb1" 00 | len recipient | recipient | len policy | policy |
 *	len place | place
 *
 * (len: 8 bytes, big endian) binds the value to the policy and to the place in
 * the record, so that it does not open anywhere else.  `place` is the path
 * that the policy gives, without predicates (path_place()).  What is encrypted
 * is one byte for the kind of the value (t, n or b for text, number, boolean),
 * the value, and padding to a size class: 80, then zeros (ISO/IEC 7816-4) up
 * to 32 bytes, or else the next power of two; so the length tells only the
 * class.
 *
 * Limits: who sees the records sees which fields are sealed, to whom, and the
 * size class; equal values cannot be told.  There is no forward secrecy
 * against the loss of the recipient's secret.  2^64 values per run.
 * Vectors: tests/vectors/seal.tsv.
 */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include "base/buf.h"
#include "base/err.h"
#include "base/value.h"
#include "crypto/pair.h"

#define SEAL_PREFIX "sb1."

/* What a sealed value is bound to. */
struct seal_place {
	struct slice recipient; /* name in the policy: [a-z][a-z0-9-]* */
	struct slice policy;    /* name of the policy: likewise */
	struct slice place;
};

struct sealer; /* opaque; the keys of one run to one recipient */

/*
 * Agrees on a key with a recipient.  The caller frees the sealer, which serves
 * one thread of one process: a child that was forked dies of using it.
 * ERR_KEY: no guarded memory, or a public key of small order.
 */
int sealer_new(const struct pair_public *recipient, struct sealer **sealer,
    struct err *err);
void sealer_free(struct sealer *sealer);

/* Adds the sealed text of a value (not VALUE_NULL); out may fail. */
void seal_value(struct sealer *sealer, const struct seal_place *place,
    const struct value *v, struct buf *out);

/* What sealed text says of itself; slices point into the text. */
struct sealed {
	struct slice recipient, policy;
	struct slice box; /* base64url */
};

/* Whether the whole of s has the form of sealed text. */
bool sealed_parse(struct slice s, struct sealed *sealed);

struct unsealer; /* opaque; remembers the keys that it agreed on */

/*
 * What opens values that are sealed to the public half of the secret, which may
 * be closed then.  The caller frees it.  ERR_KEY: no guarded memory; ERR_NOMEM.
 */
int unsealer_new(const struct pair_secret *secret, struct unsealer **unsealer,
    struct err *err);
void unsealer_free(struct unsealer *unsealer);

enum unsealed {
	UNSEALED,       /* out has the value, *kind its kind */
	UNSEAL_FOREIGN, /* forged, moved, of another recipient, or damaged */
	UNSEAL_NOMEM,
};

/*
 * Opens sealed text found at a place.  Only UNSEALED adds to out, and only
 * after the whole was authenticated.
 */
enum unsealed
unseal_value(struct unsealer *unsealer, const struct sealed *sealed,
    struct slice place, struct buf *out, enum value_kind *kind);

#endif
