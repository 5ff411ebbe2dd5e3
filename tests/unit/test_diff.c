#include <check.h>
#include <stdio.h>

#include "policies.h"
#include "policy/diff.h"

#define KEEP "`do`: `keep`, `must`: `code`, `because`: `x`"
#define DROP "`do`: `drop`, `because`: `x`"
#define CUT  "`do`: `truncate`, `first`: 2, `because`: `x`"
#define P    "{ `field`: `r`, `is`: `P` }"
#define PN   "{ `field`: `r`, `in`: [ `P`, `N` ] }"

#define A(rule)    "`a`: { " rule " }"
#define TO(choice) A("`do`: `generalize`, `to`: `" choice "`, `because`: `x`")
#define STEP(n)    A("`do`: `generalize`, `step`: " n ", `because`: `x`")
#define FIRST(n)   A("`do`: `truncate`, `first`: " n ", `because`: `x`")
#define MASK(n)    A("`do`: `mask`, `last`: " n ", `because`: `x`")
#define MAP(table) \
	A("`do`: `map`, `table`: " table ", `else`: `drop`, `because`: `x`")
#define MUST(type)   A("`do`: `keep`, `must`: " type ", `because`: `x`")
#define ONE_OF(list) A("`do`: `keep`, `oneOf`: " list ", `because`: `x`")
#define WHEN(c)      A(KEEP ", `when`: " c)
#define CONST(c)     A("`do`: `replace`, `with`: " c ", `because`: `x`")

/* Fields of two policies, and their differences: "MARK WHAT PATH". */
static const struct {
	const char *older, *newer, *differences;
} fields[] = {
	{ A(KEEP), A(KEEP), "" },
	{ A(DROP), "", "" },
	{ A(DROP), "`b`: { " DROP " }", "" },
	{ "", A(KEEP), "weaker field-added a\n" },
	{ A(DROP), A(KEEP), "weaker field-added a\n" },
	{ A(KEEP), "", "stronger field-removed a\n" },
	{ A(KEEP), A(DROP), "stronger field-removed a\n" },

	/* What leaves. */
	{ FIRST("2"), A(KEEP), "weaker form a\nstronger check a\n" },
	{ FIRST("2"), FIRST("3"), "weaker form a\n" },
	{ FIRST("3"), FIRST("2"), "stronger form a\n" },
	{ MASK("2"), FIRST("2"), "weaker form a\n" },
	{ MASK("2"), MASK("1"), "weaker form a\n" },
	{ MASK("2, `must`: `nir`"), MASK("1, `must`: `nir`"),
	    "stronger form a\n" },
	{ MASK("5, `must`: `insee-fr`"), MASK("4, `must`: `insee-fr`"),
	    "weaker form a\n" },
	{ MASK("4, `must`: `insee-fr`"), MASK("3, `must`: `insee-fr`"),
	    "stronger form a\n" },
	{ MASK("2"), MASK("2, `with`: `*`"), "" },
	{ MASK("2"), MASK("2, `with`: `#`"), "changed form a\n" },
	{ MASK("2"), MASK("3, `with`: `#`"), "weaker form a\n" },
	{ TO("year"), TO("day"), "weaker form a\n" },
	{ TO("day"), TO("quarter"), "stronger form a\n" },
	{ TO("region"), TO("departement"), "weaker form a\n" },
	{ TO("region"), TO("year"), "weaker form a\n" },
	{ STEP("10"), STEP("5"), "weaker form a\n" },
	{ STEP("5"), STEP("10"), "stronger form a\n" },
	{ STEP("4"), STEP("6"), "weaker form a\n" },
	{ CONST("1"), CONST("2"), "changed form a\n" },
	{ CONST("1"), MASK("2"), "weaker form a\n" },
	{ MASK("2"), CONST("1"), "stronger form a\n" },
	{ MAP("{ `x`: `1` }"), CONST("1"), "weaker form a\n" },
	{ TO("year"), CONST("1"), "weaker form a\n" },
	{ TO("year` , `must`: `date"),
	    A("`do`: `replace`, `with`: 1, `must`: `date`, `because`: `x`"),
	    "stronger form a\n" },
	{ MAP("{ `x`: `1` }"), MAP("{ `x`: `1` }"), "" },
	{ MAP("{ `x`: `1` }"), MAP("{ `x`: `2` }"), "weaker form a\n" },

	/* Which values do. */
	{ MUST("`nir`"), MUST("`nir-key`"), "stronger check a\n" },
	{ MUST("`integer`"), MUST("`number`"), "weaker check a\n" },
	{ MUST("`nir`"), MUST("`ins`"), "" },
	{ MUST("`date`"), MUST("`code`"), "weaker check a\n" },
	{ MUST("`text`, `max`: 9"), MUST("`text`"), "weaker check a\n" },
	{ MUST("`text`, `max`: 9"), MUST("`text`, `max`: 8"),
	    "stronger check a\n" },
	{ ONE_OF("[ `P` ]"), ONE_OF("[ `N`, `P` ]"), "weaker check a\n" },
	{ ONE_OF("[ `N`, `P` ]"), ONE_OF("[ `N` ]"), "stronger check a\n" },
	{ ONE_OF("[ `N` ]"), ONE_OF("[ `P` ]"), "weaker check a\n" },
	{ A(KEEP), A(KEEP ", `invalid`: `drop`"), "weaker check a\n" },
	{ A(KEEP), A(KEEP ", `absent`: `reject`"), "stronger check a\n" },
	{ A(KEEP), A("`do`: `keep`, `must`: `code`, `because`: `y`"),
	    "changed reason a\n" },

	{ A(KEEP ", `absent`: `reject`"), "",
	    "weaker check a\nstronger field-removed a\n" },
	{ A(KEEP ", `absent`: `reject`"), A(DROP ", `absent`: `reject`"),
	    "stronger field-removed a\n" },
	{ A(DROP ", `absent`: `reject`"), "", "weaker check a\n" },
	{ A(DROP ", `absent`: `reject`"), A(DROP), "weaker check a\n" },
	{ A(DROP ", `absent`: `reject`"),
	    A(DROP ", `absent`: `reject`, `when`: " P), "weaker check a\n" },
	{ A(KEEP ", `absent`: `reject`"), A(KEEP), "weaker check a\n" },
	{ A(KEEP ", `absent`: `reject`, `when`: " PN),
	    A(KEEP ", `absent`: `reject`, `when`: " P),
	    "weaker check a\nstronger when a\n" },
	{ "`a`: [ { " DROP ", `absent`: `reject`, `when`: " P " }, { " KEEP
	  " } ]",
	    "`a`: [ { " DROP ", `when`: " P " }, { " KEEP " } ]",
	    "weaker check a\n" },
	{ A(KEEP ", `absent`: `reject`, `when`: " P),
	    "`a`: [ { " KEEP ", `absent`: `reject`, `when`: " PN " }, { " DROP
	    " } ]",
	    "weaker alternatives a\n" },

	/* When. */
	{ WHEN(P), A(KEEP), "weaker when a\n" },
	{ A(KEEP), WHEN(P), "stronger when a\n" },
	{ WHEN(P), WHEN(PN), "weaker when a\n" },
	{ WHEN(PN), WHEN(P), "stronger when a\n" },
	{ WHEN(P), WHEN("{ `any`: [ " P " ] }"), "" },
	{ WHEN(P), WHEN("{ `all`: [ " P ", { `field`: `s`, `is`: 1 } ] }"),
	    "stronger when a\n" },
	{ WHEN(P), WHEN("{ `any`: [ " P ", { `field`: `s`, `is`: 1 } ] }"),
	    "weaker when a\n" },
	{ WHEN(P), WHEN("{ `field`: `s`, `is`: `P` }"), "weaker when a\n" },
	{ WHEN(P), WHEN("{ `field`: `r`, `exists`: true }"),
	    "weaker when a\n" },
	{ WHEN("{ `not`: " PN " }"), WHEN("{ `not`: " P " }"),
	    "weaker when a\n" },
	{ WHEN("{ `field`: `d`, `before`: `2021-11-03` }"),
	    WHEN("{ `field`: `d`, `before`: `2021-11-04` }"),
	    "weaker when a\n" },
	{ WHEN("{ `field`: `d`, `before`: `2021-11-03T12:00+01:00` }"),
	    WHEN("{ `field`: `d`, `before`: `2021-11-03T11:00+01:00` }"),
	    "stronger when a\n" },
	{ WHEN("{ `field`: `d`, `before`: `2021-11-03T12:00Z` }"),
	    WHEN("{ `field`: `d`, `before`: `2021-11-03T13:00+02:00` }"),
	    "weaker when a\n" },
	{ WHEN("{ `field`: `d`, `after`: `2021-11-03T12:00Z` }"),
	    WHEN("{ `field`: `d`, `after`: `2021-11-03T12:00` }"),
	    "weaker when a\n" },
	{ WHEN("{ `field`: `n`, `atLeast`: 3 }"),
	    WHEN("{ `field`: `n`, `atLeast`: 4 }"), "stronger when a\n" },
	{ WHEN("{ `field`: `b`, `ageUnder`: 18, `at`: `d` }"),
	    WHEN("{ `field`: `b`, `ageUnder`: 21, `at`: `d` }"),
	    "weaker when a\n" },
	{ WHEN("{ `field`: `r`, `is`: 1 }"),
	    WHEN("{ `field`: `r`, `is`: 1, `every`: true }"),
	    "stronger when a\n" },

	/* Alternatives. */
	{ "`a`: [ { " KEEP ", `when`: " P " }, { " CUT " } ]", A(KEEP),
	    "weaker alternatives a\n" },
	{ "`a`: [ { " KEEP ", `when`: " P " }, { " CUT " } ]",
	    "`a`: [ { " KEEP ", `when`: " P " } ]",
	    "stronger alternatives a\n" },
	{ "`a`: [ { " KEEP ", `when`: " P " }, { " CUT " } ]",
	    "`a`: [ { " KEEP ", `when`: " P
	    " }, { `do`: `truncate`, `first`: 3, `because`: `x` } ]",
	    "weaker form a\n" },
	{ "`a`: [ { " DROP ", `when`: " P " }, { " KEEP " } ]",
	    "`a`: [ { " KEEP ", `when`: { `field`: `r`, `is`: `N` } } ]",
	    "weaker alternatives a\n" },

	/* Paths that only one of them has. */
	{ "`a[x^='1'].b`: { " KEEP " }", "`a[x='1'].b`: { " KEEP " }",
	    "stronger field-removed a[x^='1'].b\n" },
	{ "`a[].b`: { " KEEP " }", "`a[x='1'].b`: { " KEEP " }",
	    "weaker field-added a[x='1'].b\nstronger field-removed a[].b\n" },
	{ "`a[].b`: { " KEEP " }", "`a[0].b`: { " KEEP " }",
	    "stronger field-removed a[].b\n" },
	{ "`a[x='1'].b`: { " DROP " }, `a[].b`: { " DROP " }, `a.b`: { " KEEP
	  " }",
	    "`a[].b`: { " DROP " }, `a.b`: { " KEEP " }",
	    "weaker field-added a[x='1'].b\n" },
	{ "`a[].b`: { " CUT " }",
	    "`a[].b`: { " CUT " }, `a[x='1'].b`: { " KEEP " }",
	    "weaker form a[x='1'].b\nstronger check a[x='1'].b\n"
	    "weaker field-added a[x='1'].b\n" },
	{ "`a[].b`: { " KEEP " }, `a[x='1'].b`: { " DROP " }",
	    "`a[].b`: { " KEEP " }", "weaker field-added a[x='1'].b\n" },
	{ "`a[x='1'].b`: { " DROP " }, `a[].b`: { " KEEP " }",
	    "`a[y='1'].b`: { " KEEP " }, `a[].b`: { " DROP " }",
	    "stronger field-removed a[].b\nweaker field-added a[y='1'].b\n"
	    "weaker field-added a[y='1'].b\n" },
	{ "`a[x='1'].b`: { " CUT " }, `a.b`: { " KEEP " }",
	    "`a[y^='1'].b`: { " KEEP " }, `a.b`: { " DROP " }",
	    "stronger field-removed a.b\nweaker field-added a[y^='1'].b\n"
	    "weaker form a[y^='1'].b\n"
	    "stronger check a[y^='1'].b\n"
	    "stronger field-removed a[x='1'].b\n" },
	{ "`a[x='1'].b`: { " DROP " }, `a[x^=''].b`: { " KEEP " }",
	    "`a[x='2'].b`: { " KEEP " }, `a[x^=''].b`: { " DROP " }",
	    "stronger field-removed a[x^=''].b\n" },
	{ "`a[0].b`: { " DROP " }, `a[].b`: { " KEEP " }",
	    "`a[x='2'].b`: { " KEEP " }, `a[].b`: { " DROP " }",
	    "stronger field-removed a[].b\nweaker field-added a[x='2'].b\n"
	    "weaker field-added a[x='2'].b\n" },
	{ "`**.b`: { " KEEP " }", "`**.b`: { " KEEP " }, `x.y`: { " DROP " }",
	    "weaker field-added **.b\n" },
	{ "`**.b`: { " KEEP " }, `x.y`: { " DROP " }",
	    "`**.b`: { " KEEP " }, `y.z[].x`: { " DROP " }",
	    "weaker field-added **.b\n" },
	{ "`**.b`: { " KEEP " }, `x.y`: { " DROP " }",
	    "`**.b`: { " KEEP " }, `y.x`: { " DROP " }", "" },
	{ "`**.b`: { " DROP " }", "`**.b`: { " DROP " }, `x.y`: { " DROP " }",
	    "" },
	{ "", "`+n`: { `do`: `replace`, `with`: 1, `because`: `x` }",
	    "weaker field-added +n\n" },
};

#define FIELDS (int)(sizeof(fields) / sizeof(fields[0]))

static struct document
load(const char *written)
{
	struct buf text = policies_text(written);
	struct document d = { 0 };
	struct err err = { 0 };

	ck_assert_msg(
	    document_parse("test", buf_slice(&text), NULL, NULL, &d, &err) == 0,
	    "refused: %s", written);
	buf_release(&text);
	return d;
}

static void
note_down(void *ctx, const struct difference *d)
{
	ck_assert_uint_gt(d->text.len, 0);
	ck_assert_int_eq(d->text.p[d->text.len], '\0');
	buf_add_format(ctx, "%s %s", diff_marks[d->mark], diff_whats[d->what]);
	if (d->path.p != NULL)
		buf_add_format(ctx, " %s", (const char *)d->path.p);
	buf_add_byte(ctx, '\n');
}

static void
assert_differences(const char *older, const char *newer, const char *expected)
{
	struct document a = load(older), b = load(newer);
	struct err err = { 0 };
	struct buf found;

	buf_init(&found, 1 << 20);
	for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
		buf_reset(&found);
		ck_assert_int_eq(
		    diff_policies(&a, &b, l, note_down, &found, &err), 0);
		buf_add_byte(&found, '\0');
		ck_assert_str_eq((const char *)found.p, expected);
	}
	buf_release(&found);
	document_release(&a);
	document_release(&b);
}

START_TEST(rules_are_compared)
{
	char older[2048], newer[2048];

	snprintf(older, sizeof(older), POLICY_FIELDS("%s"), fields[_i].older);
	snprintf(newer, sizeof(newer), POLICY_FIELDS("%s"), fields[_i].newer);
	assert_differences(older, newer, fields[_i].differences);
	assert_differences(newer, newer, "");
}
END_TEST

#define DOMAIN(more) \
	"`domains`: { `d`: { `entity`: `person`, `key`: `k`" more " } }"
#define TOKEN \
	"`a`: { `do`: `tokenize`, `as`: `d`, `must`: `nir`, `because`: `x` }"
#define TOKEN_OF(path)                                          \
	"`+n`: { `do`: `tokenize`, `as`: `d`, `from`: [ `" path \
	"` ], `because`: `x` }"
#define B(rule) "`b`: { " rule " }"
#define CLOSED  "`do`: `keep`, `oneOf`: [ 1 ], `because`: `x`"
#define FIXED   "`do`: `replace`, `with`: 1, `because`: `x`"
#define RECIPIENTS(more) \
	"`recipients`: { `r`: { `name`: `n`, `key`: `k` }" more " }"
#define SEALED "`a`: { `do`: `seal`, `to`: `r`, `because`: `x` }"

#define POLICY_DETECT(fields) \
	POLICY_KIND(          \
	    "`neverOutput`: { `detect`: [ `rpps` ] }, `fields`: {" fields "}")
#define R(text)    "{ `field`: `r`, `is`: `" text "` }"
#define S(number)  "{ `field`: `s`, `is`: " #number " }"
#define EACH(text) "{ `field`: `e[]`, `is`: `" text "` }"
#define MATCHING(name, match) \
	"`" name "`: { `format`: `json`, `match`: " match ", `fields`: {} }"
#define POLICY_ONE_KIND(match) \
	"{" POLICY_HEAD "`records`: { " MATCHING("k", match) " } }"
#define POLICY_KINDS(k, l) \
	"{" POLICY_HEAD    \
	"`records`: { " MATCHING("k", k) ", " MATCHING("l", l) " } }"
#define POLICY_XML(namespaces, fields)                                     \
	"{" POLICY_HEAD                                                    \
	"`records`: { `k`: { `format`: `xml`, `namespaces`: { " namespaces \
	" }, `fields`: { " fields " } } } }"

static const struct {
	const char *older, *newer, *differences;
} wholes[] = {
	{ POLICY_WITH(DOMAIN(""), TOKEN),
	    POLICY_WITH(DOMAIN(", `reversible`: true"), TOKEN),
	    "weaker reversible d\n" },
	{ POLICY_WITH(DOMAIN(", `reversible`: true"), TOKEN),
	    POLICY_WITH(DOMAIN(""), TOKEN), "stronger reversible d\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN),
	    POLICY_WITH(DOMAIN(", `normalize`: `nir`"), TOKEN),
	    "changed domain d\n" },
	{ POLICY_WITH(RECIPIENTS(""), SEALED),
	    POLICY_WITH(
		RECIPIENTS(", `s`: { `name`: `m`, `key`: `k` }"), SEALED),
	    "weaker recipient-added s\n" },
	{ POLICY_WITH(RECIPIENTS(", `s`: { `name`: `m`, `key`: `k` }"), SEALED),
	    POLICY_WITH(RECIPIENTS(""), SEALED),
	    "stronger recipient-removed s\n" },
	{ POLICY_WITH(RECIPIENTS(""), SEALED),
	    POLICY_WITH(
		"`recipients`: { `r`: { `name`: `n`, `key`: `l` } }", SEALED),
	    "weaker recipient r\n" },
	{ POLICY_TOP("`limits`: { `depth`: 8 }"),
	    POLICY_TOP("`limits`: { `depth`: 9 }"), "weaker limit depth\n" },
	{ POLICY_TOP("`limits`: { `depth`: 8, `name`: 9 }"),
	    POLICY_TOP("`limits`: { `depth`: 7, `name`: 9 }"),
	    "stronger limit depth\n" },
	{ POLICY_KIND("`neverOutput`: { `detect`: [ `phone` ] }, `fields`: {" A(
	      KEEP) "}"),
	    POLICY_KIND("`fields`: {" A(KEEP) "}"),
	    "weaker never-output detect\n" },
	{ POLICY_KIND("`neverOutput`: { `literals`: [ `word` ] }, `fields`: "
		      "{" A(KEEP) "}"),
	    POLICY_KIND("`neverOutput`: { `literals`: [ `word`, `other` ] }, "
			"`fields`: {" A(KEEP) "}"),
	    "stronger never-output literals\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN ", " B(KEEP)),
	    POLICY_WITH(DOMAIN(""), B(KEEP)),
	    "weaker never-output a\nstronger field-removed a\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN ", " B(KEEP)),
	    POLICY_WITH(DOMAIN(""), A(FIXED) ", " B(KEEP)),
	    "weaker never-output a\nstronger form a\nweaker check a\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN ", " B(KEEP)),
	    POLICY_WITH(DOMAIN(""), TOKEN_OF("a") ", " B(KEEP)),
	    "weaker field-added +n\nstronger field-removed a\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN_OF("a") ", " B(KEEP)),
	    POLICY_WITH(DOMAIN(""), B(KEEP)),
	    "weaker never-output a\nstronger field-removed +n\n" },
	{ POLICY_WITH(DOMAIN(""), TOKEN ", " B(CLOSED)),
	    POLICY_WITH(DOMAIN(""), B(CLOSED)), "stronger field-removed a\n" },
	{ POLICY_DETECT(A("`do`: `keep`, `because`: `x`")),
	    POLICY_DETECT(MUST("`rpps`")), "weaker check a\n" },
	{ POLICY_DETECT(A("`do`: `keep`, `because`: `x`")),
	    POLICY_DETECT(MUST("`phone`")), "stronger check a\n" },
	{ POLICY_DETECT(MUST("`rpps`")), POLICY_DETECT(MUST("`phone`")),
	    "weaker check a\n" },
	{ POLICY_DETECT(MUST("`rpps`")),
	    POLICY_DETECT(
		A("`do`: `mask`, `last`: 2, `must`: `rpps`, `because`: `x`")),
	    "stronger form a\n" },
	{ POLICY_KIND("`match`: " P ", `fields`: {}"),
	    POLICY_KIND("`match`: " PN ", `fields`: {}"), "weaker match\n" },
	{ POLICY_KIND("`match`: " PN ", `fields`: {}"),
	    POLICY_KIND("`match`: " P ", `fields`: {}"), "stronger match\n" },
	{ POLICY_KIND("`record`: `x[]`, `fields`: {}"),
	    POLICY_KIND("`record`: `y[]`, `fields`: {}"),
	    "weaker spelling json\n" },
	/* Of two kinds, a record is rejected. */
	{ POLICY_KINDS(P, S(1)), POLICY_ONE_KIND(P),
	    "stronger kind-removed\nweaker match\n" },
	{ POLICY_KINDS(P, R("N")), POLICY_ONE_KIND(P),
	    "stronger kind-removed\n" },
	{ POLICY_KINDS(P, R("P")), POLICY_ONE_KIND(P),
	    "stronger kind-removed\nweaker match\n" },
	{ POLICY_KINDS(P, EACH("N")), POLICY_ONE_KIND(EACH("P")),
	    "weaker match\nstronger kind-removed\nweaker match\n" },
	{ POLICY_KINDS(P, "{ `not`: " PN " }"), POLICY_ONE_KIND(P),
	    "stronger kind-removed\n" },
	{ POLICY_KINDS(P, "{ `all`: [ " S(1) ", " R("N") " ] }"),
	    POLICY_ONE_KIND(P), "stronger kind-removed\n" },
	{ POLICY_KINDS(P, "{ `any`: [ " S(1) ", " R("N") " ] }"),
	    POLICY_ONE_KIND(P), "stronger kind-removed\nweaker match\n" },
	{ POLICY_KINDS(P, "{ `field`: `r`, `exists`: false }"),
	    POLICY_ONE_KIND(P), "stronger kind-removed\n" },
	{ POLICY_KINDS(P, S(1)),
	    POLICY_KINDS(P, "{ `all`: [ " S(1) ", " R("P") " ] }"),
	    "stronger match\nweaker match\n" },
	/* A prefix of the newer one is, by number, one of the older one. */
	{ POLICY_XML("`h`: `urn:h`", "`/h:a/h:b`: { " KEEP " }"),
	    POLICY_XML("`g`: `urn:g`, `h`: `urn:h`",
		"`/h:a/h:b`: { " KEEP " }, `/g:a[x='1']/g:b`: { " KEEP " }"),
	    "weaker field-added /g:a[x='1']/g:b\n" },
	{ "{" POLICY_HEAD
	  "`records`: { `k`: { `format`: `json`, `fields`: {" A(KEEP) "} } } }",
	    "{" POLICY_HEAD
	    "`records`: { `l`: { `format`: `json`, `fields`: {" A(
		KEEP) "} } } }",
	    "weaker kind-added\nweaker field-added a\n"
	    "stronger kind-removed\nstronger field-removed a\n" },
};

#define WHOLES (int)(sizeof(wholes) / sizeof(wholes[0]))

START_TEST(what_kinds_share_is_compared)
{
	assert_differences(
	    wholes[_i].older, wholes[_i].newer, wholes[_i].differences);
}
END_TEST

/* Tokens of two projects must not be equal. */
START_TEST(a_domain_of_two_policies_is_told)
{
	const char *one = POLICY_WITH(DOMAIN(""), TOKEN);
	const char *other =
	    "{ `policy`: `q`, `version`: `2021-11-03`, `title`: `t`, "
	    "`purpose`: `p`, " DOMAIN("") ", `records`: { `k`: { `format`: "
					  "`json`, `fields`: { " TOKEN
					  " } } } }";

	assert_differences(one, other, "weaker domain-shared d\n");
}
END_TEST

/* As many ways from one condition to another as there are atoms. */
START_TEST(conditions_cannot_take_for_ever)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_add_text(&text, "{" POLICY_HEAD "`conditions`: { `c0`: " P);
	for (int i = 1; i < 20; i++)
		buf_add_format(&text,
		    ", `c%d`: { `all`: [ `c%d`, { `any`: [ `c%d`, `c%d` ] } ] "
		    "}",
		    i, i - 1, i - 1, i - 1);
	buf_add_text(&text,
	    " }, `records`: { `k`: { `format`: `json`, `fields`: "
	    "{ `a`: { " KEEP ", `when`: `c19` } } } } }");
	buf_add_byte(&text, '\0');
	/* It cannot be seen that they are the same, and is said so. */
	assert_differences(
	    (const char *)text.p, (const char *)text.p, "weaker when a\n");
	buf_release(&text);
}
END_TEST

Suite *diff_suite(void);

Suite *
diff_suite(void)
{
	Suite *s = suite_create("diff");
	TCase *t = tcase_create("diff");

	tcase_add_loop_test(t, rules_are_compared, 0, FIELDS);
	tcase_add_loop_test(t, what_kinds_share_is_compared, 0, WHOLES);
	tcase_add_test(t, a_domain_of_two_policies_is_told);
	tcase_add_test(t, conditions_cannot_take_for_ever);
	suite_add_tcase(s, t);
	return s;
}
