#include <check.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/seal.h"
#include "folder.h"
#include "vectors.h"

#define VECTORS "tests/vectors/seal.tsv"
#define MAX     ((size_t)1 << 21)

enum column {
	RECIPIENT_SECRET,
	RUN_SECRET,
	COUNTER,
	RECIPIENT,
	POLICY,
	PLACE,
	KIND,
	VALUE,
	SEALED,
	COLUMNS,
};

static struct err err;
static struct buf out, opened;
static struct pair_secret *secret;
static struct pair_public public;
static struct sealer *sealer;
static struct unsealer *unsealer;

/* Where most tests put values. */
#define HERE "patient.nir"
#define NIR  "184067510800074"
static struct seal_place here;

static struct pair_secret *
secret_from(const uint8_t bytes[static PAIR_LEN])
{
	char text[ENC_BASE64_LEN(PAIR_LEN) + 1] = { 0 }, line[100];
	struct pair_secret *made = NULL;

	enc_base64url((struct slice){ bytes, PAIR_LEN }, text);
	snprintf(line, sizeof(line), "tamis-secret 1 seal %s\n", text);
	folder_write("secret", slice_text(line), 0600);
	ck_assert_msg(
	    pair_open_secret(
		&(struct pair_source){ .path = folder_file("secret") },
		PAIR_SEAL, &made, &err) == 0,
	    "%s", err.text);
	return made;
}

static struct pair_secret *
new_secret(void)
{
	uint8_t bytes[PAIR_LEN];

	crypto_random(bytes, sizeof(bytes));
	return secret_from(bytes);
}

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	buf_init(&out, 2 * MAX);
	buf_init(&opened, MAX);
	here = (struct seal_place){ slice_text("sidep"), slice_text("antigen"),
		slice_text(HERE) };
	secret = new_secret();
	pair_public_of(secret, &public);
	ck_assert_int_eq(sealer_new(&public, &sealer, &err), 0);
	ck_assert_int_eq(unsealer_new(secret, &unsealer, &err), 0);
}

static void
teardown(void)
{
	sealer_free(sealer);
	unsealer_free(unsealer);
	pair_close_secret(secret);
	buf_release(&out);
	buf_release(&opened);
	folder_remove();
}

static enum unsealed
unseal_with(struct unsealer *u, struct slice text, const char *place,
    enum value_kind *kind)
{
	struct sealed sealed;

	buf_reset(&opened);
	if (!sealed_parse(text, &sealed))
		return UNSEAL_FOREIGN;
	return unseal_value(u, &sealed, slice_text(place), &opened, kind);
}

static enum unsealed
unseal(struct slice text)
{
	enum value_kind kind;

	return unseal_with(unsealer, text, HERE, &kind);
}

/* Seals into out, which is emptied first. */
static struct slice
seal(struct slice value, enum value_kind kind)
{
	buf_reset(&out);
	seal_value(sealer, &here, &(struct value){ value, kind }, &out);
	ck_assert(!out.failed);
	return buf_slice(&out);
}

static struct slice
seal_text(const char *value)
{
	return seal(slice_text(value), VALUE_TEXT);
}

static void
check_vector(char *const *columns)
{
	uint8_t bytes[PAIR_LEN];
	struct pair_secret *recipient;
	struct unsealer *u = NULL;
	struct sealed sealed;
	enum value_kind kind = VALUE_NULL;

	vectors_hex(columns[RECIPIENT_SECRET], bytes, PAIR_LEN);
	recipient = secret_from(bytes);
	ck_assert_int_eq(unsealer_new(recipient, &u, &err), 0);
	ck_assert(sealed_parse(slice_text(columns[SEALED]), &sealed));
	ck_assert(slice_is(sealed.recipient, columns[RECIPIENT]));
	ck_assert(slice_is(sealed.policy, columns[POLICY]));
	ck_assert_int_eq(
	    unseal_with(u, slice_text(columns[SEALED]), columns[PLACE], &kind),
	    UNSEALED);
	ck_assert(slice_is(buf_slice(&opened), columns[VALUE]));
	ck_assert_int_eq("tnb"[kind], columns[KIND][0]);
	unsealer_free(u);
	pair_close_secret(recipient);
}

START_TEST(opens_the_vectors)
{
	vectors_each(VECTORS, COLUMNS, 25, check_vector);
}
END_TEST

/* The boxes of a sealer, in the two halves that a run repeats and does not. */
static void
read_box(struct slice text, uint8_t *box, size_t len)
{
	struct sealed sealed;

	ck_assert(sealed_parse(text, &sealed));
	ck_assert(enc_from_base64url(sealed.box, box, len));
}

START_TEST(opens_what_it_seals)
{
	static const struct {
		enum value_kind kind;
		const char *text;
	} cases[] = {
		{ VALUE_TEXT, NIR },
		{ VALUE_TEXT, "" },
		{ VALUE_TEXT, "\u00c9lodie \U0001f33b" },
		{ VALUE_TEXT, "true" },
		{ VALUE_NUMBER, "-12.50" },
		{ VALUE_NUMBER, "1e400" },
		{ VALUE_BOOLEAN, "true" },
		{ VALUE_BOOLEAN, "false" },
	};
	enum value_kind kind = VALUE_NULL;
	struct slice text = seal(slice_text(cases[_i].text), cases[_i].kind);

	ck_assert(slice_starts(text, slice_text("sb1.sidep.antigen.")));
	ck_assert_int_eq(unseal_with(unsealer, text, HERE, &kind), UNSEALED);
	ck_assert_int_eq(kind, cases[_i].kind);
	ck_assert(slice_is(buf_slice(&opened), cases[_i].text));
	/* The text of nothing may be no pointer. */
	if (cases[_i].text[0] == '\0')
		text = seal((struct slice){ NULL, 0 }, VALUE_TEXT);
	ck_assert_int_eq(unseal(text), UNSEALED);
}
END_TEST

START_TEST(takes_any_bytes_and_lengths)
{
	static uint8_t value[MAX / 2];

	for (size_t i = 0; i < sizeof(value); i++)
		value[i] = (uint8_t)(i * 31 % 128);
	for (size_t len = 0; len < 300; len++) {
		struct slice v = { value, len };

		ck_assert_int_eq(unseal(seal(v, VALUE_TEXT)), UNSEALED);
		ck_assert(slice_equal(buf_slice(&opened), v));
	}
	ck_assert_int_eq(
	    unseal(seal((struct slice){ value, MAX / 2 }, VALUE_TEXT)),
	    UNSEALED);
	ck_assert_uint_eq(opened.len, MAX / 2);
}
END_TEST

START_TEST(tells_the_size_class_alone)
{
	static const struct {
		size_t len, class;
	} cases[] = {
		{ 0, 32 },
		{ 1, 32 },
		{ 30, 32 },
		{ 31, 64 },
		{ 62, 64 },
		{ 63, 128 },
		{ 126, 128 },
		{ 127, 256 },
		{ 254, 256 },
	};
	uint8_t value[300], box[PAIR_LEN + 8 + 256 + 16];
	struct sealed sealed;

	memset(value, 'x', sizeof(value));
	ck_assert(sealed_parse(
	    seal((struct slice){ value, cases[_i].len }, VALUE_TEXT), &sealed));
	ck_assert(enc_from_base64url(
	    sealed.box, box, PAIR_LEN + 8 + cases[_i].class + 16));
}
END_TEST

START_TEST(equal_values_cannot_be_told)
{
	uint8_t box[4][88];
	struct sealer *other = NULL;

	ck_assert_int_eq(sealer_new(&public, &other, &err), 0);
	read_box(seal_text(NIR), box[0], 88);
	read_box(seal_text(NIR), box[1], 88);
	read_box(seal_text("another"), box[2], 88);
	buf_reset(&out);
	seal_value(
	    other, &here, &(struct value){ slice_text(NIR), VALUE_TEXT }, &out);
	read_box(buf_slice(&out), box[3], 88);
	/* One key per run; a counter that never stands still. */
	ck_assert_mem_eq(box[0], box[1], PAIR_LEN);
	ck_assert_mem_ne(box[0], box[3], PAIR_LEN);
	for (uint8_t i = 0; i < 3; i++)
		ck_assert_mem_eq(box[i] + PAIR_LEN,
		    ((uint8_t[]){ 0, 0, 0, 0, 0, 0, 0, i }), 8);
	ck_assert_mem_ne(box[0] + 40, box[1] + 40, 32);
	ck_assert_mem_ne(box[0] + 40, box[3] + 40, 32);
	ck_assert_int_eq(unseal(buf_slice(&out)), UNSEALED);
	sealer_free(other);
}
END_TEST

/* Every bit of the box, each on its own. */
START_TEST(refuses_every_flipped_bit)
{
	uint8_t box[88];
	struct buf forged;
	size_t head = strlen("sb1.sidep.antigen.");

	buf_init(&forged, 1000);
	read_box(seal_text(NIR), box, sizeof(box));
	for (size_t bit = 0; bit < 8 * sizeof(box); bit++) {
		box[bit / 8] ^= (uint8_t)(1 << bit % 8);
		buf_reset(&forged);
		buf_add(&forged, out.p, head);
		enc_base64url((struct slice){ box, sizeof(box) },
		    (char *)buf_reserve(&forged, ENC_BASE64_LEN(sizeof(box))));
		forged.len += ENC_BASE64_LEN(sizeof(box));
		ck_assert_int_eq(unseal(buf_slice(&forged)), UNSEAL_FOREIGN);
		ck_assert_uint_eq(opened.len, 0);
		box[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ck_assert_int_eq(unseal(buf_slice(&out)), UNSEALED);
	buf_release(&forged);
}
END_TEST

/* Every character of the text, replaced by every other byte: so also another
 * prefix, recipient or policy, another case, and other spare bits. */
START_TEST(refuses_every_other_character)
{
	struct slice text = seal_text(NIR);
	uint8_t *copy = malloc(text.len);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text.p, text.len);
	for (size_t i = 0; i < text.len; i++) {
		for (unsigned int byte = 0; byte < 256; byte++) {
			if (byte == text.p[i])
				continue;
			copy[i] = (uint8_t)byte;
			ck_assert_int_eq(
			    unseal((struct slice){ copy, text.len }),
			    UNSEAL_FOREIGN);
		}
		copy[i] = text.p[i];
	}
	ck_assert_int_eq(unseal((struct slice){ copy, text.len }), UNSEALED);
	free(copy);
}
END_TEST

START_TEST(refuses_cut_and_longer_texts)
{
	struct slice text = seal_text(NIR);
	struct buf longer;

	for (size_t len = 0; len < text.len; len++) {
		uint8_t *copy = malloc(len + 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text.p, len);
		ck_assert_int_eq(
		    unseal((struct slice){ copy, len }), UNSEAL_FOREIGN);
		free(copy);
	}
	buf_init(&longer, 1000);
	for (int i = 0; i < 100; i++) {
		buf_reset(&longer);
		buf_add_slice(&longer, text);
		for (int k = 0; k <= i; k++)
			buf_add_byte(&longer, 'A');
		ck_assert_int_eq(unseal(buf_slice(&longer)), UNSEAL_FOREIGN);
	}
	buf_release(&longer);
}
END_TEST

START_TEST(opens_nowhere_else)
{
	static const char *const places[] = { "", "patient.ni", "patient.nir2",
		"patient.INS", "PATIENT.NIR", "patient.nir " };
	enum value_kind kind;
	struct slice text = seal_text(NIR);
	struct pair_secret *stranger = new_secret();
	struct unsealer *other = NULL;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		ck_assert_int_eq(unseal_with(unsealer, text, places[i], &kind),
		    UNSEAL_FOREIGN);
	ck_assert_int_eq(unsealer_new(stranger, &other, &err), 0);
	ck_assert_int_eq(unseal_with(other, text, HERE, &kind), UNSEAL_FOREIGN);
	ck_assert_int_eq(unseal_with(unsealer, text, HERE, &kind), UNSEALED);
	unsealer_free(other);
	pair_close_secret(stranger);
}
END_TEST

/* Names and place are told apart, not strung together. */
START_TEST(bound_texts_do_not_run_together)
{
	static const struct {
		const char *recipient, *policy, *place;
	} cases[] = {
		{ "ab", "c", "d" },
		{ "a", "bc", "d" },
		{ "a", "b", "cd" },
	};
	struct slice box[3];
	struct buf all[3];

	for (int i = 0; i < 3; i++) {
		struct seal_place place = { slice_text(cases[i].recipient),
			slice_text(cases[i].policy),
			slice_text(cases[i].place) };
		struct sealed sealed;

		buf_init(&all[i], 1000);
		seal_value(sealer, &place,
		    &(struct value){ slice_text(NIR), VALUE_TEXT }, &all[i]);
		ck_assert(sealed_parse(buf_slice(&all[i]), &sealed));
		box[i] = sealed.box;
	}
	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 3; k++) {
			struct sealed moved = { slice_text(cases[k].recipient),
				slice_text(cases[k].policy), box[i] };
			enum value_kind kind;

			buf_reset(&opened);
			ck_assert_int_eq(
			    unseal_value(unsealer, &moved,
				slice_text(cases[k].place), &opened, &kind),
			    i == k ? UNSEALED : UNSEAL_FOREIGN);
		}
	}
	for (int i = 0; i < 3; i++)
		buf_release(&all[i]);
}
END_TEST

START_TEST(parses_its_form_only)
{
	static const char *const cases[] = {
		"",
		"sb1",
		"sb1.",
		"sb1..",
		"sb1.a.b.",
		"SB1.a.b.%s",
		"sb2.a.b.%s",
		" sb1.a.b.%s",
		"sb1..b.%s",
		"sb1.a..%s",
		"sb1.a.%s",
		"sb1.a.b.c.%s",
		"sb1.A.b.%s",
		"sb1.1.b.%s",
		"sb1.-.b.%s",
		"sb1.a_.b.%s",
		"sb1.a.b.%s=",
		"sb1.a.b.%s ",
		"sb1.a.b.%s\n",
		"sb1.a.b.+%s",
	};
	char box[ENC_BASE64_LEN(88) + 1], text[200];
	struct sealed sealed;

	memset(box, 'A', sizeof(box) - 1);
	box[sizeof(box) - 1] = '\0';
	snprintf(text, sizeof(text), "sb1.a.b-2.%s", box);
	ck_assert(sealed_parse(slice_text(text), &sealed));
	ck_assert(slice_is(sealed.recipient, "a"));
	ck_assert(slice_is(sealed.policy, "b-2"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *hole = strstr(cases[i], "%s");
		int head = hole == NULL ? (int)strlen(cases[i])
					: (int)(hole - cases[i]);

		snprintf(text, sizeof(text), "%.*s%s%s", head, cases[i],
		    hole == NULL ? "" : box, hole == NULL ? "" : hole + 2);
		ck_assert_msg(
		    !sealed_parse(slice_text(text), &sealed), "%s", text);
	}
	ck_assert(!sealed_parse((struct slice){ NULL, 0 }, &sealed));
}
END_TEST

/* Whoever knows the public key can seal; what is inside is checked as well. */

static void
seal_raw(const void *padded, size_t len)
{
	uint8_t run[32], run_secret[32], receive[32], key[32],
	    nonce[24] = { 0 };
	uint8_t box[40 + 256 + 16], bound[200];
	size_t bound_len = 0;
	const char *texts[] = { "sidep", "antigen", HERE };

	memcpy(bound, "tamis sb1", 10);
	bound_len = 10;
	for (int i = 0; i < 3; i++) {
		memset(bound + bound_len, 0, 7);
		bound[bound_len + 7] = (uint8_t)strlen(texts[i]);
		memcpy(bound + bound_len + 8, texts[i], strlen(texts[i]));
		bound_len += 8 + strlen(texts[i]);
	}
	crypto_kx_keypair(run, run_secret);
	ck_assert_int_eq(crypto_kx_client_session_keys(
			     receive, key, run, run_secret, public.bytes),
	    0);
	memcpy(box, run, 32);
	memset(box + 32, 0, 8);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    box + 40, NULL, padded, len, bound, bound_len, NULL, nonce, key);
	buf_reset(&out);
	buf_add_text(&out, "sb1.sidep.antigen.");
	enc_base64url((struct slice){ box, 40 + len + 16 },
	    (char *)buf_reserve(&out, 500));
	out.len += ENC_BASE64_LEN(40 + len + 16);
}

START_TEST(refuses_what_no_sealer_makes)
{
	static const struct {
		uint8_t padded[64];
		size_t len;
		enum unsealed result;
	} cases[] = {
		{ "tabc\x80", 32, UNSEALED },
		{ "n12\x80", 32, UNSEALED },
		{ "btrue\x80", 32, UNSEALED },
		{ "t\x80", 32, UNSEALED },
		{ "t\x80\x80", 32, UNSEAL_FOREIGN }, /* not UTF-8 */
		{ "t\xc3\x80", 32, UNSEAL_FOREIGN },
		{ "tabc", 32, UNSEAL_FOREIGN },
		{ "tabc\x81", 32, UNSEAL_FOREIGN },
		{ "\x80", 32, UNSEAL_FOREIGN },
		{ "", 32, UNSEAL_FOREIGN },
		{ "xabc\x80", 32, UNSEAL_FOREIGN },
		{ "Tabc\x80", 32, UNSEAL_FOREIGN },
		{ "n\x80", 32, UNSEAL_FOREIGN },
		{ "n1,\"x\":2\x80", 32, UNSEAL_FOREIGN },
		{ "n012\x80", 32, UNSEAL_FOREIGN },
		{ "b\x80", 32, UNSEAL_FOREIGN },
		{ "bTrue\x80", 32, UNSEAL_FOREIGN },
		{ "bnull\x80", 32, UNSEAL_FOREIGN },
		/* A larger class than it needs. */
		{ "tabc\x80", 64, UNSEAL_FOREIGN },
		{ "t0123456789012345678901234567890\x80", 64, UNSEALED },
		{ "t0123456789012345678901234567890\x80", 33, UNSEAL_FOREIGN },
		{ "tabc\x80", 16, UNSEAL_FOREIGN },
	};

	seal_raw(cases[_i].padded, cases[_i].len);
	ck_assert_int_eq(unseal(buf_slice(&out)), cases[_i].result);
	ck_assert(cases[_i].result == UNSEALED || opened.len == 0);
}
END_TEST
#define RAW 22

/* More runs than are remembered, in turn. */
START_TEST(opens_values_of_many_runs)
{
	struct buf texts[150];

	for (int i = 0; i < 150; i++) {
		struct sealer *run = NULL;
		char value[20];

		snprintf(value, sizeof(value), "value %d", i);
		ck_assert_int_eq(sealer_new(&public, &run, &err), 0);
		buf_init(&texts[i], 1000);
		seal_value(run, &here,
		    &(struct value){ slice_text(value), VALUE_TEXT },
		    &texts[i]);
		sealer_free(run);
	}
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 150; i++) {
			char value[20];

			snprintf(value, sizeof(value), "value %d", i);
			ck_assert_int_eq(
			    unseal(buf_slice(&texts[i])), UNSEALED);
			ck_assert(slice_is(buf_slice(&opened), value));
			ck_assert_int_eq(
			    unseal(buf_slice(&texts[i / 2])), UNSEALED);
		}
	}
	for (int i = 0; i < 150; i++)
		buf_release(&texts[i]);
}
END_TEST

/* A run of small order agrees on a key that everybody knows. */
START_TEST(refuses_public_keys_of_no_use)
{
	struct pair_public bad = { .use = PAIR_SEAL };
	struct sealer *made = NULL;
	uint8_t box[88] = { 0 };

	ck_assert_int_eq(sealer_new(&bad, &made, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	bad = public;
	bad.use = PAIR_SIGN;
	err.code = ERR_NONE;
	ck_assert_int_eq(sealer_new(&bad, &made, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(made);

	buf_add_text(&out, "sb1.sidep.antigen.");
	enc_base64url(
	    (struct slice){ box, sizeof(box) }, (char *)buf_reserve(&out, 200));
	out.len += ENC_BASE64_LEN(sizeof(box));
	ck_assert_int_eq(unseal(buf_slice(&out)), UNSEAL_FOREIGN);
	ck_assert_int_eq(unseal(seal_text(NIR)), UNSEALED);
}
END_TEST

START_TEST(a_full_buffer_gets_no_part)
{
	size_t whole = seal_text(NIR).len;

	for (size_t max = 0; max < whole; max++) {
		struct buf small;

		buf_init(&small, max);
		seal_value(sealer, &here,
		    &(struct value){ slice_text(NIR), VALUE_TEXT }, &small);
		ck_assert(small.failed);
		ck_assert_uint_eq(small.len, 0);
		buf_release(&small);
	}
	seal_text(NIR);
	buf_release(&opened);
	buf_init(&opened, strlen(NIR) - 1);
	ck_assert_int_eq(unseal(buf_slice(&out)), UNSEAL_NOMEM);
	ck_assert_uint_eq(opened.len, 0);
}
END_TEST

START_TEST(frees_nothing)
{
	sealer_free(NULL);
	unsealer_free(NULL);
}
END_TEST

Suite *seal_suite(void);

Suite *
seal_suite(void)
{
	Suite *suite = suite_create("seal");
	TCase *tc = tcase_create("seal");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, opens_the_vectors);
	tcase_add_loop_test(tc, opens_what_it_seals, 0, 8);
	tcase_add_test(tc, takes_any_bytes_and_lengths);
	tcase_add_loop_test(tc, tells_the_size_class_alone, 0, 9);
	tcase_add_test(tc, equal_values_cannot_be_told);
	tcase_add_test(tc, refuses_every_flipped_bit);
	tcase_add_test(tc, refuses_every_other_character);
	tcase_add_test(tc, refuses_cut_and_longer_texts);
	tcase_add_test(tc, opens_nowhere_else);
	tcase_add_test(tc, bound_texts_do_not_run_together);
	tcase_add_test(tc, parses_its_form_only);
	tcase_add_loop_test(tc, refuses_what_no_sealer_makes, 0, RAW);
	tcase_add_test(tc, opens_values_of_many_runs);
	tcase_add_test(tc, refuses_public_keys_of_no_use);
	tcase_add_test(tc, a_full_buffer_gets_no_part);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
