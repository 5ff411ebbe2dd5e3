/* tokenize: one person, one token; what cannot be one value has none. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "acting.h"
#include "crypto/crypto.h"
#include "folder.h"

static char folder[] = "/tmp/tamis-tokenize-XXXXXX";
static struct action_domain domain;
static struct acting acting;

static struct token_maker *
make_maker(const struct keyring *ring, struct err *err)
{
	struct token_domain names = { slice_text("patient"), slice_text("test"),
		slice_text("nir") };
	struct token_maker *maker = NULL;

	ck_assert_msg(token_maker_new(ring, 0, &names, &maker, err) == 0, "%s",
	    err->text);
	return maker;
}

static void
setup(void)
{
	const char *name = "test";
	const struct new_keys key = { &name, 1, false, "2021-11-03" };
	struct keyring *ring;
	struct err err = { 0 };
	char path[64];

	ck_assert_int_eq(crypto_start(&err), 0);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/keyring", folder);
	ck_assert_msg(keyring_create(path, &key, NULL, &err) == 0 &&
			  keyring_open(path, &ring, &err) == 0,
	    "%s", err.text);
	domain = (struct action_domain){ .maker = make_maker(ring, &err),
		.normalize = NORMALIZE_NIR };
	keyring_close(ring);
	unlink(path);
	rmdir(folder);
	acting_init(&acting, "tokenize");
	acting.context.domains = &domain;
}

static void
teardown(void)
{
	acting_release(&acting);
	token_maker_free(domain.maker);
}

static struct slice
token(const char *text)
{
	static char copy[TOKEN_MAX + 1];

	ck_assert_int_eq(acting_on(&acting, VALUE_TEXT, text), VERDICT_CHANGED);
	ck_assert_uint_le(acting.out.len, TOKEN_MAX);
	memcpy(copy, acting.out.p, acting.out.len);
	return (struct slice){ (const uint8_t *)copy, acting.out.len };
}

START_TEST(spellings_have_one_token)
{
	struct slice one = token("1 84 06 75 108 000 74");

	ck_assert(slice_starts(one, slice_text("tk1.test.1.")));
	ck_assert(slice_equal(acting_result(&acting, "1840675108000"), one));
	ck_assert(slice_equal(acting_result(&acting, "184067510800074"), one));
	ck_assert(slice_equal(acting_result(&acting, "184067510800075"), one));
	ck_assert(!slice_equal(acting_result(&acting, "2840675108000"), one));
	ck_assert_int_eq(acting_on(&acting, VALUE_NUMBER, "184067510800074"),
	    VERDICT_CHANGED);
	ck_assert(slice_equal(buf_slice(&acting.out), one));
	ck_assert_int_eq(acting.kind, VALUE_TEXT);
}
END_TEST

START_TEST(what_has_no_token)
{
	ck_assert(slice_is(acting_result(&acting, "184067510800"), "invalid"));
	ck_assert_int_eq(acting_on(&acting, VALUE_NUMBER, "1840675108000.74"),
	    VERDICT_INVALID);
	domain.normalize = NORMALIZE_NONE;
	ck_assert_int_eq(
	    acting_on(&acting, VALUE_BOOLEAN, "true"), VERDICT_INVALID);
	ck_assert_int_eq(
	    acting_on(&acting, VALUE_NUMBER, "1e3"), VERDICT_INVALID);
	ck_assert_int_eq(
	    acting_on(&acting, VALUE_NUMBER, "-1"), VERDICT_INVALID);
	domain.normalize = NORMALIZE_DIGITS;
	ck_assert(slice_is(acting_result(&acting, " - "), "invalid"));
}
END_TEST

/* The token of parts; what it would be without any of them is not asked. */
static struct slice
token_of(const struct value *parts, size_t n)
{
	acting.context.parts = parts;
	acting.context.part_count = n;
	return acting_result(&acting, "");
}

/* Parts are normalized one by one and joined, in their order. */
START_TEST(parts_have_one_token)
{
	const struct value person[] = { { slice_text("B\xC3\xA9ranger"),
					    VALUE_TEXT },
		{ slice_text("ZO\xC3\x89"), VALUE_TEXT },
		{ slice_text("19841231"), VALUE_NUMBER } };
	const struct value turned[] = { person[1], person[0], person[2] };
	const struct value cut[] = { { slice_text("b"), VALUE_TEXT },
		{ slice_text("erangerzoe"), VALUE_TEXT }, person[2] };
	const struct value wrong[] = { person[0],
		{ slice_text("-"), VALUE_TEXT }, person[2] };
	const struct value truth[] = { { slice_text("true"), VALUE_BOOLEAN } };
	char copy[TOKEN_MAX];
	struct slice joined, one;

	domain.normalize = NORMALIZE_NONE;
	joined = acting_result(&acting, "beranger|zoe|1984-12-31");
	memcpy(copy, joined.p, joined.len);
	joined.p = (const uint8_t *)copy;
	domain.normalize = NORMALIZE_IDENTITY;
	one = token_of(person, 3);
	ck_assert(slice_equal(one, joined));
	ck_assert(!slice_equal(token_of(turned, 3), joined));
	ck_assert(!slice_equal(token_of(person, 2), joined));
	ck_assert(!slice_equal(token_of(cut, 3), joined));
	ck_assert(slice_is(token_of(wrong, 3), "invalid"));
	ck_assert(slice_is(token_of(truth, 1), "invalid"));
}
END_TEST

/* A cut value must not be taken for a whole one. */
START_TEST(failed_scratch_shows)
{
	domain.normalize = NORMALIZE_NONE;
	acting.scratch.max = 4;
	acting_on(&acting, VALUE_TEXT, "12345");
	ck_assert(acting.scratch.failed);
}
END_TEST

/* In a reversible domain the normalized value comes back. */
START_TEST(reversible_tokens_open)
{
	static const char ring_text[] =
	    "tamis-keyring 1\nreversible test 1 active 2021-11-03 "
	    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\nend 1\n";
	struct token_domain names = { slice_text("patient"), slice_text("test"),
		slice_text("nir") };
	struct reversible_token token;
	struct keyring *ring;
	struct err err = { 0 };
	struct buf out;

	folder_make();
	folder_write("ring", slice_text(ring_text), 0600);
	ck_assert_int_eq(keyring_open(folder_file("ring"), &ring, &err), 0);
	ck_assert_int_eq(
	    reversible_new(ring, 0, &names, &domain.reversible, &err), 0);
	keyring_close(ring);
	folder_remove();

	buf_init(&out, 100);
	acting_on(&acting, VALUE_TEXT, "1 84 06 75 108 000 74");
	ck_assert(reversible_parse(buf_slice(&acting.out), &token));
	ck_assert(reversible_open(domain.reversible, &token, &out));
	ck_assert(slice_is(buf_slice(&out), "1840675108000"));
	buf_release(&out);
	reversible_free(domain.reversible);
}
END_TEST

Suite *tokenize_suite(void);

Suite *
tokenize_suite(void)
{
	Suite *suite = suite_create("tokenize");
	TCase *tcase = tcase_create("tokenize");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, spellings_have_one_token);
	tcase_add_test(tcase, what_has_no_token);
	tcase_add_test(tcase, parts_have_one_token);
	tcase_add_test(tcase, failed_scratch_shows);
	tcase_add_test(tcase, reversible_tokens_open);
	suite_add_tcase(suite, tcase);
	return suite;
}
