#include "study/replay/named.h"

#include <check.h>

#include "policies.h"

struct policy {
	struct program *program;
	struct named named;
};

static void
init(struct policy *p, const char *written, enum format_id format)
{
	p->program = policies_load(written);
	ck_assert_int_eq(named_init(&p->named, p->program, format), 0);
}

static void
release(struct policy *p)
{
	named_release(&p->named);
	program_free(p->program);
}

/* Asked twice: the second answer was remembered. */
static void
expect(struct policy *p, const char *place, bool named)
{
	const struct kind *kind = p->program->kinds;

	for (int i = 0; i < 2; i++)
		ck_assert_msg(
		    named_has(&p->named, kind, slice_text(place)) == named,
		    "%s", place);
}

#define DROP "{ `do`: `drop`, " BECAUSE " }"
#define KEEP "{ `do`: `keep`, `must`: `code`, " BECAUSE " }"

START_TEST(places_of_json)
{
	struct policy p;

	init(&p,
	    POLICY_FIELDS("`a.b`: " KEEP ", `list[].c`: " KEEP
			  ", `telecom[use='x'].v`: " KEEP ", `gone`: " DROP
			  ", `\\`x.y\\``: " KEEP),
	    FORMAT_JSON);
	expect(&p, "a.b", true);
	expect(&p, "a", false);
	expect(&p, "a.bc", false);
	expect(&p, "a.b.c", false);
	expect(&p, "b", false);
	expect(&p, "list.c", true);
	expect(&p, "telecom.v", true);
	expect(&p, "telecom.use", false);
	expect(&p, "gone", true);
	expect(&p, "gone.deep.er", true);
	expect(&p, "gone-not", false);
	expect(&p, "\"x.y\"", true);
	expect(&p, "x.y", false);
	expect(&p, "", false);
	release(&p);
}
END_TEST

/* Open levels are those that a path spells: the machine knows no others. */
START_TEST(levels_left_open)
{
	struct policy p;

	init(&p,
	    POLICY_FIELDS(
		"`a.**.b.c`: " KEEP ", `**.id`: " KEEP ", `a.gone`: " DROP),
	    FORMAT_JSON);
	expect(&p, "a.b.c", true);
	expect(&p, "a.a.b.b.c", true);
	expect(&p, "a.x.b.c", false);
	expect(&p, "a.b.c.b", false);
	expect(&p, "b.c", false);
	expect(&p, "id", true);
	expect(&p, "a.id", true);
	expect(&p, "x.id", false);
	expect(&p, "a.idea", false);
	expect(&p, "a.gone.x.id", true);
	release(&p);
}
END_TEST

START_TEST(places_of_xml)
{
	struct policy p;

	init(&p,
	    "{\n" POLICY_HEAD "`records`: { `k`: { `format`: `xml`, "
	    "`namespaces`: { `v`: `urn:v/w` }, `fields`: { "
	    "`/v:d/n`: " KEEP ", `/v:d/v:e`: " KEEP ", `//v:note`: " DROP
	    " } } } }",
	    FORMAT_XML);
	expect(&p, "/{urn:v/w}d/n", true);
	expect(&p, "/{urn:v/w}d/{urn:v/w}e", true);
	expect(&p, "/{urn:v/w}d/{urn:v/w}e/@n", false);
	expect(&p, "/d/n", false);
	expect(&p, "/{urn:v/w}note", true);
	expect(&p, "/{urn:v/w}d/{urn:v/w}note/x", true);
	expect(&p, "/{urn:v/w}x/{urn:v/w}note", false);
	release(&p);
}
END_TEST

START_TEST(columns_have_no_levels)
{
	struct policy p;

	init(&p,
	    "{\n" POLICY_HEAD "`records`: { `k`: { `format`: `csv`, "
	    "`delimiter`: `;`, `encoding`: `utf-8`, `fields`: { "
	    "`a`: " DROP ", `b.c`: " KEEP " } } } }",
	    FORMAT_CSV);
	expect(&p, "a", true);
	expect(&p, "a.b", false);
	expect(&p, "b.c", true);
	expect(&p, "b", false);
	release(&p);
}
END_TEST

START_TEST(places_of_hl7v2)
{
	struct policy p;

	init(&p,
	    "{\n" POLICY_HEAD "`records`: { `k`: { `format`: `hl7v2`, "
	    "`fields`: { `PID-3.1`: " KEEP ", `PID-5`: " DROP
	    ", `OBX-5[1='x']`: " KEEP " } } } }",
	    FORMAT_HL7V2);
	expect(&p, "PID-3", true);
	expect(&p, "PID-3.4", false);
	expect(&p, "PID-5", true);
	expect(&p, "PID-5.2", true);
	expect(&p, "PID-50", false);
	expect(&p, "OBX-5", true);
	release(&p);
}
END_TEST

/* Of which kind a record is decides which rules count. */
START_TEST(each_kind_has_its_own_rules)
{
	struct policy p;
	const struct kind *kinds;

	init(&p,
	    "{\n" POLICY_HEAD
	    "`conditions`: { `a`: { `field`: `x`, `is`: `a` }, `b`: { `field`: "
	    "`x`, `is`: `b` } }, `records`: { `a`: { `format`: `json`, "
	    "`match`: `a`, `fields`: { `v`: " KEEP
	    " } }, `b`: { `format`: `json`, `match`: `b`, `fields`: { `w`: " KEEP
	    " } } } }",
	    FORMAT_JSON);
	kinds = p.program->kinds;
	ck_assert(named_has(&p.named, &kinds[0], slice_text("v")));
	ck_assert(!named_has(&p.named, &kinds[0], slice_text("w")));
	ck_assert(!named_has(&p.named, &kinds[1], slice_text("v")));
	ck_assert(named_has(&p.named, NULL, slice_text("v")));
	ck_assert(named_has(&p.named, NULL, slice_text("w")));
	ck_assert(!named_has(&p.named, NULL, slice_text("x")));
	release(&p);
}
END_TEST

Suite *named_suite(void);

Suite *
named_suite(void)
{
	Suite *s = suite_create("named");
	TCase *c = tcase_create("named");

	tcase_add_test(c, places_of_json);
	tcase_add_test(c, levels_left_open);
	tcase_add_test(c, places_of_xml);
	tcase_add_test(c, columns_have_no_levels);
	tcase_add_test(c, places_of_hl7v2);
	tcase_add_test(c, each_kind_has_its_own_rules);
	suite_add_tcase(s, c);
	return s;
}
