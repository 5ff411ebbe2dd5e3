/* Policies that somebody changed, or that arrived in part. */
#include <check.h>

#include "policies.h"
#include "policy/policy.h"

/* One of everything, without a blank or a comment, so that each byte says
 * something.  Who approved the rules is none of them. */
#define POLICY                                                        \
	"{`policy`:`p`,`version`:`2021-11-03`,`title`:`t`,"           \
	"`purpose`:`w`,"                                              \
	"`bases`:{`law`:`l`},"                                        \
	"`domains`:{`d`:{`entity`:`e`,`key`:`k`,`normalize`:`nir`}}," \
	"`conditions`:{`c`:{`field`:`r`,`in`:[`P`,`Q`]}},"            \
	"`limits`:{`depth`:8},"                                       \
	"`records`:{`s`:{`format`:`json`,`fields`:{"                  \
	"`r`:{`do`:`keep`,`oneOf`:[`P`,`Q`],`because`:`x`},"          \
	"`n`:[{`do`:`tokenize`,`as`:`d`,`must`:`nir`,`when`:`c`,"     \
	"`basis`:`law`,`because`:`y`},{`do`:`drop`,`because`:`u`}],"  \
	"`b`:{`do`:`truncate`,`first`:3,`must`:`date`,`because`:`z`"  \
	"}}}}}"

static struct program *
parse(struct slice text)
{
	struct program *program = NULL;
	struct err err = { .code = ERR_NONE };

	policy_parse("p", text, NULL, NULL, &program, &err);
	return program;
}

START_TEST(a_policy_that_is_cut_is_refused)
{
	struct buf text = policies_text(POLICY);
	struct program *whole = parse(buf_slice(&text));

	ck_assert_ptr_nonnull(whole);
	program_free(whole);
	for (size_t len = 0; len < text.len; len++) {
		struct program *cut = parse((struct slice){ text.p, len });

		ck_assert_msg(cut == NULL, "cut to %zu bytes", len);
	}
	buf_release(&text);
}
END_TEST

/* Another policy is refused, or is another one for receipts, too: no byte can
 * be changed without a trace. */
START_TEST(every_byte_counts)
{
	static const char others[] = "\0 !\"#,-/09:AZaz[\\]{}\177\377";
	struct buf text = policies_text(POLICY);
	struct program *whole = parse(buf_slice(&text));

	ck_assert_ptr_nonnull(whole);
	for (size_t i = 0; i < text.len; i++) {
		uint8_t kept = text.p[i];

		for (size_t k = 0; k < sizeof(others) - 1; k++) {
			struct program *other;

			if ((uint8_t)others[k] == kept)
				continue;
			text.p[i] = (uint8_t)others[k];
			other = parse(buf_slice(&text));
			ck_assert_msg(
			    other == NULL || !slice_equal(other->canonical,
						 whole->canonical),
			    "byte %zu, now 0x%02x", i, text.p[i]);
			program_free(other);
		}
		text.p[i] = kept;
	}
	program_free(whole);
	buf_release(&text);
}
END_TEST

Suite *policy_tamper_suite(void);

Suite *
policy_tamper_suite(void)
{
	Suite *suite = suite_create("policy_tamper");
	TCase *tc = tcase_create("policy_tamper");

	tcase_add_test(tc, a_policy_that_is_cut_is_refused);
	tcase_add_test(tc, every_byte_counts);
	tcase_set_timeout(tc, 300);
	suite_add_tcase(suite, tc);
	return suite;
}
