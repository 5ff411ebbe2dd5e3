#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/reversible.h"
#include "folder.h"
#include "rings.h"
#include "vectors.h"

#define VECTORS "tests/vectors/reversible.tsv"
#define A       "e59f4c35ac01907e0062735c390de3c30bd30e54df41e474f15608e2e83a714b"
#define B       "06386bd7c2cca77cdd927dd6a9c92cf54212e9c48f2e3dba8430076a6438722b"
#define NIR     "1840675108000"

enum column {
	KEY,
	EPOCH,
	NAME,
	ENTITY,
	LABEL,
	NORMALIZATION,
	NORMALIZED,
	TOKEN,
	COLUMNS,
};

static struct err err;
static struct buf out, opened;
static struct reversible *r;

static struct reversible *
reversible_of(struct keyring *ring, const char *entity, const char *label,
    const char *normalization)
{
	struct token_domain domain = { slice_text(entity), slice_text(label),
		slice_text(normalization) };
	struct reversible *made = NULL;

	ck_assert_msg(
	    reversible_new(ring, 0, &domain, &made, &err) == 0, "%s", err.text);
	keyring_close(ring);
	return made;
}

static struct reversible *
reversible_with(const char *name, const char *epoch, const char *key)
{
	return reversible_of(rings_with("reversible", name, epoch, key),
	    "patient", "identity", "nir");
}

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	buf_init(&out, (size_t)1 << 22);
	buf_init(&opened, (size_t)1 << 22);
	folder_make();
	r = reversible_with("relay", "1", A);
}

static void
teardown(void)
{
	reversible_free(r);
	buf_release(&out);
	buf_release(&opened);
	folder_remove();
}

static bool
opens_with(const struct reversible *with, struct slice text)
{
	struct reversible_token token;

	buf_reset(&opened);
	if (!reversible_parse(text, &token) ||
	    !reversible_open(with, &token, &opened)) {
		ck_assert_uint_eq(opened.len, 0);
		return false;
	}
	return true;
}

static bool
opens(struct slice text)
{
	return opens_with(r, text);
}

static struct slice
make(struct slice value)
{
	buf_reset(&out);
	reversible_make(r, value, &out);
	ck_assert(!out.failed);
	return buf_slice(&out);
}

static void
check_vector(char *const *columns)
{
	struct reversible *made =
	    reversible_of(rings_with("reversible", columns[NAME],
			      columns[EPOCH], columns[KEY]),
		columns[ENTITY], columns[LABEL], columns[NORMALIZATION]);
	struct reversible_token token;

	buf_reset(&out);
	reversible_make(made, slice_text(columns[NORMALIZED]), &out);
	ck_assert_msg(
	    slice_is(buf_slice(&out), columns[TOKEN]), "%s", columns[TOKEN]);
	ck_assert(reversible_parse(slice_text(columns[TOKEN]), &token));
	ck_assert(slice_is(token.key, columns[NAME]));
	ck_assert_uint_eq(token.epoch, strtoul(columns[EPOCH], NULL, 10));
	ck_assert(opens_with(made, slice_text(columns[TOKEN])));
	ck_assert(slice_is(buf_slice(&opened), columns[NORMALIZED]));
	reversible_free(made);
}

START_TEST(agrees_with_the_vectors)
{
	vectors_each(VECTORS, COLUMNS, 22, check_vector);
}
END_TEST

START_TEST(opens_what_it_makes)
{
	static uint8_t value[1 << 20];

	for (size_t i = 0; i < sizeof(value); i++)
		value[i] = (uint8_t)(i * 31);
	for (size_t len = 0; len < 300; len++) {
		struct slice v = { value, len };

		ck_assert(opens(make(v)));
		ck_assert(slice_equal(buf_slice(&opened), v));
	}
	ck_assert(opens(make((struct slice){ NULL, 0 })));
	ck_assert(opens(make((struct slice){ value, sizeof(value) })));
	ck_assert_mem_eq(opened.p, value, sizeof(value));
}
END_TEST

START_TEST(equal_values_have_equal_tokens)
{
	struct slice first, second, third;

	reversible_make(r, slice_text(NIR), &out);
	reversible_make(r, slice_text("1840675108001"), &out);
	reversible_make(r, slice_text(NIR), &out);
	ck_assert_uint_eq(out.len % 3, 0);
	first = (struct slice){ out.p, out.len / 3 };
	second = (struct slice){ out.p + first.len, first.len };
	third = (struct slice){ out.p + 2 * first.len, first.len };
	ck_assert(slice_equal(first, third));
	ck_assert(!slice_equal(first, second));
}
END_TEST

START_TEST(tells_the_length_in_steps)
{
	static const struct {
		size_t len, padded;
	} cases[] = { { 0, 16 }, { 15, 16 }, { 16, 32 }, { 31, 32 },
		{ 32, 48 } };
	uint8_t value[32], body[24 + 48];
	struct reversible_token token;

	memset(value, 'x', sizeof(value));
	ck_assert(reversible_parse(
	    make((struct slice){ value, cases[_i].len }), &token));
	ck_assert(enc_from_base64url(token.body, body, 24 + cases[_i].padded));
}
END_TEST

/* Every bit of nonce and ciphertext. */
START_TEST(refuses_every_flipped_bit)
{
	size_t head = strlen("rv1.relay.1.");
	uint8_t body[40];
	struct reversible_token token;
	struct buf forged;

	buf_init(&forged, 1000);
	ck_assert(reversible_parse(make(slice_text(NIR)), &token));
	ck_assert(enc_from_base64url(token.body, body, sizeof(body)));
	for (size_t bit = 0; bit < 8 * sizeof(body); bit++) {
		body[bit / 8] ^= (uint8_t)(1 << bit % 8);
		buf_reset(&forged);
		buf_add(&forged, out.p, head);
		enc_base64url((struct slice){ body, sizeof(body) },
		    (char *)buf_reserve(&forged, ENC_BASE64_LEN(sizeof(body))));
		forged.len += ENC_BASE64_LEN(sizeof(body));
		ck_assert(!opens(buf_slice(&forged)));
		body[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ck_assert(opens(buf_slice(&out)));
	buf_release(&forged);
}
END_TEST

/* Also another name and epoch, another case, and other spare bits. */
START_TEST(refuses_every_other_character)
{
	struct slice text = make(slice_text(NIR));
	uint8_t *copy = malloc(text.len);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text.p, text.len);
	for (size_t i = 0; i < text.len; i++) {
		for (unsigned int byte = 0; byte < 256; byte++) {
			if (byte == text.p[i])
				continue;
			copy[i] = (uint8_t)byte;
			ck_assert(!opens((struct slice){ copy, text.len }));
		}
		copy[i] = text.p[i];
	}
	ck_assert(opens((struct slice){ copy, text.len }));
	free(copy);
}
END_TEST

START_TEST(refuses_cut_and_longer_tokens)
{
	struct slice text = make(slice_text(NIR));
	struct buf longer;

	for (size_t len = 0; len < text.len; len++) {
		uint8_t *copy = malloc(len + 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text.p, len);
		ck_assert(!opens((struct slice){ copy, len }));
		free(copy);
	}
	buf_init(&longer, 1000);
	buf_add_slice(&longer, text);
	for (int i = 0; i < 100; i++) {
		buf_add_byte(&longer, 'A');
		ck_assert(!opens(buf_slice(&longer)));
	}
	buf_release(&longer);
}
END_TEST

/* Nothing that tells tokens apart lets one open as another. */
START_TEST(opens_with_its_own_subkeys_only)
{
	static const struct {
		const char *name, *epoch, *key, *entity, *label, *norm;
	} cases[] = {
		{ "relay", "1", B, "patient", "identity", "nir" },
		{ "relay", "2", A, "patient", "identity", "nir" },
		{ "relax", "1", A, "patient", "identity", "nir" },
		{ "relay", "1", A, "contact", "identity", "nir" },
		{ "relay", "1", A, "patient", "link", "nir" },
		{ "relay", "1", A, "patient", "identity", "none" },
		{ "relay", "1", A, "patien", "tidentity", "nir" },
	};
	struct reversible *other =
	    reversible_of(rings_with("reversible", cases[_i].name,
			      cases[_i].epoch, cases[_i].key),
		cases[_i].entity, cases[_i].label, cases[_i].norm);
	struct slice text = make(slice_text(NIR));
	struct reversible_token token;

	ck_assert(!opens_with(other, text));
	/* Not even if the token is renamed. */
	ck_assert(reversible_parse(text, &token));
	token.key = slice_text(cases[_i].name);
	token.epoch = (uint32_t)strtoul(cases[_i].epoch, NULL, 10);
	ck_assert(!reversible_open(other, &token, &opened) ||
		  strcmp(cases[_i].name, "relax") == 0);
	ck_assert(opens(text));
	reversible_free(other);
}
END_TEST

START_TEST(parses_its_form_only)
{
#define BODY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	static const char *const cases[] = {
		"",
		"rv1",
		"rv1.",
		"rv1.a.1.",
		"rv1.a.1",
		"RV1.a.1." BODY,
		"rv2.a.1." BODY,
		" rv1.a.1." BODY,
		"tk1.a.1." BODY,
		"rv1..1." BODY,
		"rv1.A.1." BODY,
		"rv1.1.1." BODY,
		"rv1.a_.1." BODY,
		"rv1.a23456789012345678901234567890123.1." BODY,
		"rv1.a.0." BODY,
		"rv1.a.01." BODY,
		"rv1.a.-1." BODY,
		"rv1.a.." BODY,
		"rv1.a.4294967296." BODY,
		"rv1.a." BODY,
		"rv1.a.1.1." BODY,
		"rv1.a.1." BODY "=",
		"rv1.a.1." BODY "\n",
		"rv1.a.1.+" BODY,
		"rv1.a.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	};
	struct reversible_token token;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ck_assert_msg(!reversible_parse(slice_text(cases[i]), &token),
		    "%s", cases[i]);
	ck_assert(!reversible_parse((struct slice){ NULL, 0 }, &token));
	ck_assert(
	    reversible_parse(slice_text("rv1.a.4294967295." BODY), &token));
	ck_assert(slice_is(token.key, "a"));
	ck_assert_uint_eq(token.epoch, UINT32_MAX);
	ck_assert(slice_is(token.body, BODY));
}
END_TEST

START_TEST(refuses_a_one_way_key)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct token_domain domain = { slice_text("a"), slice_text("b"),
		slice_text("c") };
	struct reversible *made = NULL;

	ck_assert_int_eq(reversible_new(ring, 0, &domain, &made, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(made);
	keyring_close(ring);
}
END_TEST

START_TEST(a_full_buffer_gets_no_part)
{
	size_t whole = make(slice_text(NIR)).len;
	struct reversible_token token;
	struct buf small;

	for (size_t max = 0; max < whole; max++) {
		buf_init(&small, max);
		reversible_make(r, slice_text(NIR), &small);
		ck_assert(small.failed);
		ck_assert_uint_eq(small.len, 0);
		buf_release(&small);
	}
	buf_init(&small, whole);
	reversible_make(r, slice_text(NIR), &small);
	ck_assert(slice_equal(buf_slice(&small), buf_slice(&out)));
	buf_release(&small);

	ck_assert(reversible_parse(buf_slice(&out), &token));
	buf_init(&small, 3);
	ck_assert(!reversible_open(r, &token, &small));
	ck_assert(small.failed);
	buf_release(&small);
}
END_TEST

START_TEST(frees_nothing)
{
	reversible_free(NULL);
}
END_TEST

Suite *reversible_suite(void);

Suite *
reversible_suite(void)
{
	Suite *suite = suite_create("reversible");
	TCase *tc = tcase_create("reversible");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, agrees_with_the_vectors);
	tcase_add_test(tc, opens_what_it_makes);
	tcase_add_test(tc, equal_values_have_equal_tokens);
	tcase_add_loop_test(tc, tells_the_length_in_steps, 0, 5);
	tcase_add_test(tc, refuses_every_flipped_bit);
	tcase_add_test(tc, refuses_every_other_character);
	tcase_add_test(tc, refuses_cut_and_longer_tokens);
	tcase_add_loop_test(tc, opens_with_its_own_subkeys_only, 0, 7);
	tcase_add_test(tc, parses_its_form_only);
	tcase_add_test(tc, refuses_a_one_way_key);
	tcase_add_test(tc, a_full_buffer_gets_no_part);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
