/*
 * crypto [SECONDS]
 *
 * How often a second, on one core, the parts of src/crypto do their work on a
 * short value, beside the call into libsodium that they cannot do without.
 * Each is measured in turn, several times, and its best time counts.
 */
#define _GNU_SOURCE /* sched_setaffinity() */
#include <sched.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/offset.h"
#include "crypto/reversible.h"
#include "crypto/seal.h"
#include "crypto/token.h"

#define ROUNDS 7
#define PLACE  "patient.adresse.ligne1"
#define VALUE  "28 allee des Erables"

static const char ring_text[] =
    "tamis-keyring 1\n"
    "key one 1 active 2021-11-03 5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs\n"
    "reversible two 1 active 2021-11-03 "
    "Bjhr18LMp3zdkn3Wqcks9UIS6cSPLj26hDAHamQ4cis\n"
    "end 2\n";

/* All that is needed, made once. */
struct tools {
	struct token_maker *token;
	struct offset_maker *offset;
	struct reversible *reversible;
	struct sealer *sealer;
	struct buf out;
	uint8_t key[32], nonce[24], box[48], bound[80];
	uint64_t sum; /* so that nothing is left out */
};

static void
make_token(struct tools *t)
{
	token_make(t->token, slice_text(VALUE), &t->out);
}

static void
make_offset(struct tools *t)
{
	t->sum += (uint64_t)offset_days(t->offset, slice_text(VALUE), 365);
}

static void
make_reversible(struct tools *t)
{
	reversible_make(t->reversible, slice_text(VALUE), &t->out);
}

static void
make_sealed(struct tools *t)
{
	static const struct seal_place place = { { (const uint8_t *)"agency",
						     6 },
		{ (const uint8_t *)"bench-seal", 10 },
		{ (const uint8_t *)PLACE, sizeof(PLACE) - 1 } };

	seal_value(t->sealer, &place,
	    &(struct value){ slice_text(VALUE), VALUE_TEXT }, &t->out);
}

static void
make_box(struct tools *t)
{
	t->nonce[23]++;
	crypto_aead_xchacha20poly1305_ietf_encrypt(t->box, NULL, t->box, 32,
	    t->bound, sizeof(t->bound), NULL, t->nonce, t->key);
	t->sum += t->box[0];
}

static void
make_hash(struct tools *t)
{
	crypto_generichash(t->box, 16, (const uint8_t *)VALUE, strlen(VALUE),
	    t->key, sizeof(t->key));
	t->sum += t->box[0];
}

static const struct {
	const char *name;
	void (*work)(struct tools *t);
} rows[] = {
	{ "token", make_token },
	{ "offset of dates", make_offset },
	{ "  libsodium: BLAKE2b with a key", make_hash },
	{ "reversible token", make_reversible },
	{ "sealed value", make_sealed },
	{ "  libsodium: XChaCha20-Poly1305", make_box },
};
#define ROWS (sizeof(rows) / sizeof(*rows))

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The last core we may use: the first one serves most interrupts. */
static void
pin(void)
{
	cpu_set_t allowed, one;
	size_t core = CPU_SETSIZE - 1;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		return;
	while (core > 0 && !CPU_ISSET(core, &allowed))
		core--;
	CPU_ZERO(&one);
	CPU_SET(core, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

/* Seconds for one piece of work. */
static double
measure(struct tools *t, void (*work)(struct tools *), double seconds)
{
	double start = now(), end = start;
	unsigned long n = 0;

	while (end - start < seconds) {
		for (int i = 0; i < 1000; i++) {
			buf_reset(&t->out);
			work(t);
			t->sum += t->out.len;
		}
		n += 1000;
		end = now();
	}
	return (end - start) / (double)n;
}

static int
prepare(struct tools *t, struct err *err)
{
	const struct token_domain domain = { slice_text("person"),
		slice_text("patient"), slice_text("nir") };
	struct pair_public public = { .use = PAIR_SEAL };
	uint8_t secret[32];
	struct keyring *ring;

	*t = (struct tools){ 0 };
	buf_init(&t->out, 10000);
	if (crypto_start(err) == -1 ||
	    keytext_parse("ring", slice_text(ring_text), &ring, err) == -1)
		return -1;
	crypto_kx_keypair(public.bytes, secret);
	crypto_random(t->key, sizeof(t->key));
	if (token_maker_new(ring, 0, &domain, &t->token, err) == -1 ||
	    offset_maker_new(ring, 0, &domain, &t->offset, err) == -1 ||
	    reversible_new(ring, 1, &domain, &t->reversible, err) == -1 ||
	    sealer_new(&public, &t->sealer, err) == -1)
		return -1;
	keyring_close(ring);
	return 0;
}

static void
release(struct tools *t)
{
	token_maker_free(t->token);
	offset_maker_free(t->offset);
	reversible_free(t->reversible);
	sealer_free(t->sealer);
	buf_release(&t->out);
}

int
main(int argc, char **argv)
{
	double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.2;
	double best[ROWS] = { 0 };
	struct err err = { .code = ERR_NONE };
	struct tools t;

	pin();
	if (prepare(&t, &err) == -1) {
		fprintf(stderr, "crypto: %s\n", err.text);
		return EXIT_FAILURE;
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < ROWS; i++) {
			double s = measure(&t, rows[i].work, seconds);

			if (round == 0 || s < best[i])
				best[i] = s;
		}
	}
	printf("%-34s %12s %8s\n", "", "a second", "ns");
	for (size_t i = 0; i < ROWS; i++)
		printf("%-34s %12.0f %8.0f\n", rows[i].name, 1 / best[i],
		    best[i] * 1e9);
	release(&t);
	return t.sum == 0;
}
