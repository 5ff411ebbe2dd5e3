/* Reversible tokens turned back, and the tokens of two epochs. */
#include <check.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/reversible.h"
#include "engine/binding.h"
#include "folder.h"
#include "harness.h"
#include "openings.h"
#include "run/rekey.h"
#include "run/reveal.h"
#include "run/rewrite.h"

static struct err err;
static struct keyring *ring;
static struct reveal *reveal;
static struct buf in;

#define K1 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define K2 "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define K3 "AgECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static const char ring_text[] = "tamis-keyring 1\n"
				"reversible back 1 old 2021-11-03 " K1 "\n"
				"reversible back 2 active 2021-11-03 " K2 "\n"
				"reversible back 3 revoked 2021-11-03 " K3 "\n"
				"key once 1 old 2021-11-03 " K1 "\n"
				"key once 2 active 2021-11-03 " K2 "\n"
				"key once 3 revoked 2021-11-03 " K3 "\n"
				"end 6\n";

#define TEXT(t)                                     \
	{                                           \
		(const uint8_t *)(t), sizeof(t) - 1 \
	}

/* Two domains share a key. */
static const struct domain domains[] = {
	{ .name = TEXT("nir"),
	    .entity = TEXT("person"),
	    .key = TEXT("back"),
	    .reversible = true,
	    .normalize = NORMALIZE_NIR },
	{ .name = TEXT("name"),
	    .entity = TEXT("person"),
	    .key = TEXT("back"),
	    .reversible = true,
	    .normalize = NORMALIZE_NONE },
	{ .name = TEXT("oneway"),
	    .entity = TEXT("person"),
	    .key = TEXT("once"),
	    .normalize = NORMALIZE_DIGITS },
	{ .name = TEXT("foreign"),
	    .entity = TEXT("person"),
	    .key = TEXT("other"),
	    .normalize = NORMALIZE_NONE },
};

enum { NIR, NAME, ONE_WAY, FOREIGN };

static const struct program policy = { .domains = domains, .domain_count = 4 };

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	folder_write("ring", slice_text(ring_text), 0600);
	ck_assert_msg(keyring_open(folder_file("ring"), &ring, &err) == 0, "%s",
	    err.text);
	ck_assert_msg(
	    reveal_new(&policy, ring, &reveal, &err) == 0, "%s", err.text);
	buf_init(&in, 1 << 20);
}

static void
teardown(void)
{
	reveal_free(reveal);
	keyring_close(ring);
	buf_release(&in);
	folder_remove();
}

/* Adds the token of a value under key i of the keyring. */
static void
add_token(size_t i, int domain, const char *value)
{
	struct token_domain names = binding_token_domain(&domains[domain]);
	struct reversible *r;

	ck_assert_msg(
	    reversible_new(ring, i, &names, &r, &err) == 0, "%s", err.text);
	reversible_make(r, slice_text(value), &in);
	reversible_free(r);
}

START_TEST(tokens_of_all_domains_and_epochs_open)
{
	struct opening_result r;

	buf_add_text(&in, "{\"a\":\"");
	add_token(0, NIR, "1840675108000");
	buf_add_text(&in, "\",\"b\":[\"");
	add_token(1, NAME, "Zo\xC3\xA9");
	buf_add_text(&in, "\",\"rv\"]}\n");
	r = openings_run(
	    open_records, FORMAT_JSON, reveal_opener(reveal), buf_slice(&in));
	ck_assert_msg(r.result == 0, "%s", r.err.text);
	ck_assert_str_eq((char *)r.out.p,
	    "{\"a\":\"1840675108000\",\"b\":[\"Zo\xC3\xA9\",\"rv\"]}\n");
	ck_assert_uint_eq(r.counts.opened, 2);
	ck_assert_uint_eq(r.counts.left, 0);
	openings_release(&r);
}
END_TEST

START_TEST(tokens_that_do_not_open_stay)
{
	struct opening_result r;

	add_token(1, NIR, "1840675108000");
	buf_add_text(&in, "\n");
	add_token(1, NIR, "1840675108000");
	in.p[in.len - 5] = in.p[in.len - 5] == 'A' ? 'B' : 'A';
	buf_add_text(&in, "\nrv1.back.3.AAAA\nrv1.other.1.AAAA\nrv1.\n");
	buf_add_text(&in, "tk1.once.2.aaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	r = openings_run(
	    open_list, FORMAT_JSON, reveal_opener(reveal), buf_slice(&in));
	ck_assert_int_eq(r.result, 0);
	ck_assert_str_eq((char *)r.left.p, "2:\n3:\n4:\n5:\n6:\n");
	ck_assert_uint_eq(r.counts.opened, 1);
	ck_assert_int_eq(
	    strncmp((char *)r.out.p, "1840675108000\nrv1.", 18), 0);
	openings_release(&r);
}
END_TEST

START_TEST(a_keyring_must_have_a_key_of_the_policy)
{
	struct program other = { .domains = domains + ONE_WAY,
		.domain_count = 2 };
	struct reveal *none = NULL;

	ck_assert_int_eq(reveal_new(&other, ring, &none, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(none);
}
END_TEST

/*
 * Two epochs.
 */

struct pairs {
	int result;
	struct open_counts counts;
	struct buf out, left;
};

static struct pairs
rekey_values(int domain, uint32_t from, uint32_t to, const char *values)
{
	struct program *program = rewrite_program(NULL, FORMAT_JSON, ';');
	struct run_input input = { harness_file(slice_text(values)), "input" };
	struct pairs p = { 0 };
	struct rekey_job job = {
		.run = {
			.program = program,
			.inputs = &input,
			.input_count = 1,
			.out = harness_file(slice_text("")),
			.quarantine = -1,
			.read_size = 3,
		},
		.domain = &domains[domain],
		.ring = ring,
		.from = from,
		.to = to,
		.left = openings_left,
		.ctx = &p.left,
	};

	buf_init(&p.left, 1 << 20);
	err = (struct err){ .code = ERR_NONE };
	p.result = rekey(&job, &p.counts, &err);
	buf_add_byte(&p.left, 0);
	p.left.len--;
	p.out = harness_content(job.run.out);
	close(input.fd);
	program_free(program);
	return p;
}

static void
release(struct pairs *p)
{
	buf_release(&p->out);
	buf_release(&p->left);
}

/* What the token of a value is under key i of the keyring. */
static void
add_one_way(size_t i, const char *value)
{
	struct token_domain names = binding_token_domain(&domains[ONE_WAY]);
	struct token_maker *m;

	ck_assert_int_eq(token_maker_new(ring, i, &names, &m, &err), 0);
	token_make(m, slice_text(value), &in);
	token_maker_free(m);
}

START_TEST(each_value_has_two_tokens)
{
	struct pairs p =
	    rekey_values(ONE_WAY, 1, 2, "12 34\r\nx\n\n56\n\xFF\n78");

	ck_assert_msg(p.result == 0, "%s", err.text);
	for (size_t i = 0; i < 3; i++) {
		static const char *const values[] = { "1234", "56", "78" };

		add_one_way(3, values[i]);
		buf_add_byte(&in, '\t');
		add_one_way(4, values[i]);
		buf_add_byte(&in, '\n');
	}
	ck_assert(slice_equal(buf_slice(&p.out), buf_slice(&in)));
	ck_assert_str_eq((char *)p.left.p, "2:\n3:\n5:\n");
	ck_assert_uint_eq(p.counts.opened, 3);
	ck_assert_uint_eq(p.counts.left, 3);
	release(&p);
}
END_TEST

START_TEST(reversible_domains_have_reversible_pairs)
{
	struct pairs p = rekey_values(NIR, 2, 1, "1 84 06 75 108 000 04\n");

	ck_assert_msg(p.result == 0, "%s", err.text);
	add_token(1, NIR, "1840675108000");
	buf_add_byte(&in, '\t');
	add_token(0, NIR, "1840675108000");
	buf_add_byte(&in, '\n');
	ck_assert(slice_equal(buf_slice(&p.out), buf_slice(&in)));
	release(&p);
}
END_TEST

START_TEST(epochs_must_be_there_in_force_and_different)
{
	static const struct {
		int domain;
		uint32_t from, to;
		enum err_code code;
	} bad[] = {
		{ ONE_WAY, 1, 1, ERR_USAGE },
		{ ONE_WAY, 1, 3, ERR_KEY },
		{ ONE_WAY, 3, 1, ERR_KEY },
		{ NIR, 3, 1, ERR_KEY },
		{ ONE_WAY, 1, 4, ERR_KEY },
		{ FOREIGN, 1, 2, ERR_KEY },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pairs p =
		    rekey_values(bad[i].domain, bad[i].from, bad[i].to, "1\n");

		ck_assert_int_eq(p.result, -1);
		ck_assert_int_eq(err.code, bad[i].code);
		ck_assert_uint_eq(p.out.len, 0);
		release(&p);
	}
}
END_TEST

Suite *reveal_suite(void);

Suite *
reveal_suite(void)
{
	Suite *s = suite_create("reveal");
	TCase *t = tcase_create("reveal");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, tokens_of_all_domains_and_epochs_open);
	tcase_add_test(t, tokens_that_do_not_open_stay);
	tcase_add_test(t, a_keyring_must_have_a_key_of_the_policy);
	tcase_add_test(t, each_value_has_two_tokens);
	tcase_add_test(t, reversible_domains_have_reversible_pairs);
	tcase_add_test(t, epochs_must_be_there_in_force_and_different);
	suite_add_tcase(s, t);
	return s;
}
