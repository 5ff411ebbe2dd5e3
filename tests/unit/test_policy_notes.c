#include <check.h>

#include "folder.h"
#include "policies.h"
#include "policy/codes.h"
#include "policy/load.h"
#include "policy/note.h"

#define DROP "`do`: `drop`, " BECAUSE
#define CODE "`do`: `keep`, `must`: `code`, " BECAUSE

/* A domain, and a rule that uses it. */
#define DOMAIN(content) "`domains`: { `d`: {" content "} }"
#define TOKEN           "`a`: { `do`: `tokenize`, `as`: `d`, `must`: `nir`, " BECAUSE " }"
#define PLAIN           "`entity`: `person`, `key`: `k`"
#define KEY(k)          DOMAIN("`entity`: `person`, `key`: " k)

/* A domain under which values can be joined, and rules of new fields. */
#define TRAITS   DOMAIN(PLAIN ", `normalize`: `identity-u15`")
#define MADE     "`do`: `tokenize`, `as`: `d`, " BECAUSE
#define CONSTANT "`do`: `replace`, `with`: 1, " BECAUSE

/* A recipient, and a date that is shifted. */
#define RECIPIENT "`recipients`: { `r`: { `name`: `n`, `key`: `k` } }"
#define SHIFTED(params)                                                       \
	POLICY_WITH(DOMAIN(PLAIN), "`a`: { `do`: `shift`, `as`: `d`, " params \
				   ", `must`: `date`, " BECAUSE " }")

/* Tests of a policy without rules, and one of a policy that makes tokens. */
#define TESTS(list) POLICY_KIND("`fields`: {}, `tests`: [ " list " ]")
#define MADE_TESTS(matcher)                                          \
	"`a`: { " MADE ", `must`: `code` } }, `tests`: [ { `name`: " \
	"`t`, `in`: 1, `out`: { `a`: { " matcher " } } } ], `conditions`: {"

/* A condition, and a rule that uses it. */
#define CONDITION(content) "`conditions`: { `c`: " content " }"
#define WHEN               "`a`: { `do`: `keep`, `must`: `code`, `when`: `c`, " BECAUSE " }"

/* What may never come out. */
#define NEVER(content) \
	POLICY_KIND("`fields`: {}, `neverOutput`: { " content " }")

static const struct broken {
	const char *text, *codes;
} broken[] = {
	/* Syntax. */
	{ "@", "E0104" },
	{ "  \n@", "E0104" },
	{ "// nothing\n@", "E0104" },
	{ "@\xEF\xBB\xBF{}", "E0102" },
	{ "{ `a`: `\xC3\xA9@\xFF` }", "E0102" },
	{ "{ // @\xC0\x80\n }", "E0102" },
	{ "{ `a`: `@\xE2\x80\xAE` }", "E0103" },
	{ "{ // \xC3\xA9 @\x1B\n }", "E0103" },
	{ "{ @/* open }", "E0105" },
	{ "{ `a`: 1 @/ 2 }", "E0104" },
	{ "{ `policy`: @`p\n }", "E0106" },
	{ "{ `policy`: `a@\\q` }", "E0106" },
	{ "{ `policy`: `a\\n\\u0041@\\u0000` }", "E0106" },
	{ "{ `policy`: `@\\ud800` }", "E0106" },
	{ "{ `policy`: `@\\udc00` }", "E0106" },
	{ "{ `policy`: `a@\t` }", "E0106" },
	{ "{ `policy`: @`a", "E0106" },
	{ "{ `a`: @01 }", "E0107" },
	{ "{ `a`: @1.e2 }", "E0107" },
	{ "{ `a`: @- }", "E0107" },
	{ "{ `a`: @1234567890123456789012345678901234567890"
	  "123456789012345678901 }",
	    "E0107" },
	{ "{ `a` @1 }", "E0104" },
	{ "{ @a: 1 }", "E0104" },
	{ "{ @'a': 1 }", "E0104" },
	{ "{ `a`: @maybe }", "E0104" },
	{ "{ `a`: @tr ue }", "E0104" },
	{ "{ `a`: [ 1 @2 ] }", "E0104" },
	{ "{ `a`: 1 @`b`: 2 }", "E0104" },
	{ "{ `a`: [ 1@", "E0104" },
	{ "{} @{}", "E0104" },
	{ "{ `a`: @, }", "E0104" },
	{ "@[1@,]", "E0202 E0108" },
	{ "{ `a`: [@, ] }", "E0104" },
	{ POLICY_TOP("`limits`: { `depth`: 2@, }, `use`: {@,\n}"),
	    "E0108 E0104" },
	{ POLICY_FIELDS("`a`: { " DROP "@, }@,"), "E0108 E0108" },
	{ POLICY_FIELDS("`a`: { " DROP ", @`do`: `keep` }"), "E0109" },
	{ POLICY_FIELDS("`ab`: { " DROP " }, @`\\u0061b`: { }"), "E0109" },
	{ POLICY_TOP("@`use`: [],\n@`use`: [], @`use`: []"),
	    "E0606 E0109 E0109" },
	{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	  "@[]",
	    "E0110" },

	/* Names and structure. */
	{ "@[]", "E0202" },
	{ "@`policy`", "E0202" },
	{ "@@@@@{}", "E0203 E0203 E0203 E0203 E0203" },
	{ POLICY_TOP("@`limit`: {}"), "E0201" },
	{ POLICY_TOP("`limits`: { @`dept`: 1, @`zzz`: 2 }"), "E0201 E0201" },
	{ POLICY_TOP("`limits`: @[]"), "E0202" },
	{ POLICY_TOP("`limits`: { `record`: @63 }"), "E0209" },
	{ POLICY_TOP("`limits`: { `depth`: @65, `name`: @0 }"), "E0209 E0209" },
	{ POLICY_TOP("`limits`: { `members`: @1.5, `value`: @`7` }"),
	    "E0209 E0202" },
	{ POLICY_TOP("`coverage`: @101"), "E0209" },
	{ POLICY_TOP("`approved`: { `by`: `x`, `on`: @`yesterday` }"),
	    "E0205" },
	{ POLICY_TOP("`approved`: { @`who`: `x` }"), "E0201" },
	{ POLICY_TOP("`$schema`: @1"), "E0202" },
	{ "{ `policy`: @`P`, `version`: @`2021-02-29`, `title`: @``,\n"
	  "`purpose`: @7, " POLICY_TAIL,
	    "E0204 E0205 E0206 E0202" },
	{ "{ `policy`: @`a_b`, `version`: @`20211103`,\n"
	  "`title`: { @`EN`: `t` }, `purpose`: @{}, " POLICY_TAIL,
	    "E0204 E0205 E0210 E0206" },
	{ "{ `policy`: `p`, `version`: @`2021-11-03.`,\n"
	  "`title`: { `en`: @1, `fr`: @`` }, `purpose`: @`\\u202e`, " POLICY_TAIL,
	    "E0205 E0202 E0206 E0103" },
	{ "{ " POLICY_HEAD "`records`: @{} }", "E0206" },
	{ "{ " POLICY_HEAD "`records`: @[] }", "E0202" },
	{ "{ " POLICY_HEAD "`records`: { `k`: @7 } }", "E0202" },
	{ "{ " POLICY_HEAD "`records`: { `k`: @{ `fields`: {} } } }", "E0203" },
	{ "{ " POLICY_HEAD "`records`: { `k`: @{ `format`: `json` } } }",
	    "E0203" },
	{ "{ " POLICY_HEAD "`records`: { @`K`: { `format`: @`jsn` } } }",
	    "E0204 E0207" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`,\n"
	  "`fields`: { `/a/b`: @7 } } } }",
	    "E0202" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`,\n"
	  "`namespaces`: { `h`: `urn:h`, `i`: @`urn:h` },\n"
	  "`fields`: {} } } }",
	    "E0404" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`,\n"
	  "`namespaces`: { `h`: @``, `xmlish`: @`urn:h`, `j`: @`a b` },\n"
	  "`fields`: {} } } }",
	    "E0206 E0404 E0404" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`,\n"
	  "`record`: @`/a//b`, `fields`: {} } } }",
	    "E0306" },
	{ POLICY_KIND("`fields`: {}, @`delimiter`: `;`"), "E0201" },
	{ POLICY_KIND("`fields`: {}, @`field`: {}"), "E0201" },
	{ POLICY_KIND("`fields`: {}, `neverOutput`: @{}"), "E0206" },
	{ POLICY_KIND("`fields`: {}, `neverOutput`: @[]"), "E0202" },
	{ POLICY_KIND("`fields`: {}, `neverOutput`: { @`ecko`: [ `a` ] }"),
	    "E0201" },
	{ POLICY_KIND("`fields`: {}, `neverOutput`: { `echo`: @`a`,\n"
		      "`detect`: @[], `literals`: @{} }"),
	    "E0202 E0206 E0202" },
	{ NEVER("`echo`: [ `a`, `b[]`, @`a`, `a[@`, @`**.c`, @1 ]"),
	    "E0404 E0301 E0305 E0202" },
	{ NEVER("`detect`: [ @`iban.`, `iban`, @`iban`, @1 ]"),
	    "E0415 E0404 E0202" },
	{ NEVER("`literals`: [ @`abc`, `abcd`, @`--- a.b c!`, @``, @7 ]"),
	    "E0417 E0417 E0206 E0202" },
	{ POLICY_KIND("`fields`: { `a`: { " CODE " }, `b`: { " DROP " },\n"
		      "`c`: [ { `when`: { `field`: `d`, `is`: 1 }, " CODE
		      " },\n{ " DROP " } ] },\n`neverOutput`: "
		      "{ `echo`: [ @`a`, `b`, @`c`, `d` ] }"),
	    "E0416 E0416" },
	{ POLICY_KIND("`fields`: {}, `tests`: @{}"), "E0202" },
	{ POLICY_KIND(
	      "`fields`: {}, `tests`: [ @{ `name`: `a`, `in`: 1 }, @7,\n"
	      "{ `name`: `b`, `in`: 1, `out`: 1, @`outt`: 2 } ]"),
	    "E0211 E0202 E0201" },
	{ POLICY_TOP("@`coverage`: 1"), "W0713" },
	{ POLICY_TOP("`coverage`: 0"), "" },
	{ TESTS("@{ `in`: 1, `out`: 1 }, @{ `name`: `a`, `out`: 1 }"),
	    "E0203 E0203" },
	{ TESTS("{ `name`: `a`, `in`: 1, `out`: 1 },\n"
		"{ `name`: @`a`, `in`: 1, `out`: 1 }"),
	    "E0212" },
	{ TESTS("@{ `name`: `a`, `in`: 1, `absent`: @[], `reject`: @[] }"),
	    "E0211 E0206 E0206" },
	{ TESTS("{ `name`: `a`, `in`: 1, `absent`: [ @1, @`` ] }"),
	    "E0202 E0206" },
	{ TESTS("{ `name`: `a`, `in`: 1, `reject`: [ @1, @{} ] }"),
	    "E0202 E0203" },
	{ TESTS("{ `name`: `a`, `in`: 1, `reject`: { `reason`: `type`, "
		"@`at`: 1 } }"),
	    "E0201" },
	{ TESTS("{ `name`: `a`, `in`: 1, `out`: { `$token`: @`p` } }"),
	    "E0601" },
	{ TESTS("{ `name`: `a`, `in`: 1, `out`: [ { `$sealed`: @`p` } ] }"),
	    "E0609" },
	{ TESTS("{ `name`: `a`, `in`: 1, `out`: { `$sealed`: @1 } }"),
	    "E0202" },
	{ POLICY_WITH(DOMAIN(PLAIN), MADE_TESTS("`$token`: `d`, `of`: @{}")),
	    "E0212" },
	{ POLICY_WITH(DOMAIN(PLAIN),
	      MADE_TESTS("`$token`: `d`, `of`: 1, `same`: @`a`")),
	    "E0212" },
	{ POLICY_WITH(DOMAIN(PLAIN), MADE_TESTS("`$token`: `d`, @`value`: 1")),
	    "E0201" },
	{ POLICY_FIELDS("`a`: @7"), "E0202" },
	{ POLICY_FIELDS("`a`: @[]"), "E0206" },
	{ POLICY_FIELDS("`a`: [ @7 ]"), "E0202" },

	/* Paths. */
	{ POLICY_FIELDS("`a.@.b`: { " DROP " }"), "E0301" },
	{ POLICY_FIELDS("`\\u00e9.\\\"b\\\".@.b`: { " DROP " }"), "E0301" },
	{ POLICY_FIELDS("`a`: { " CODE " }, @`\\u0061`: 1"), "E0109" },
	{ POLICY_FIELDS("`a`: { " CODE " }, @`\\\"a\\\"`: { " CODE " }"),
	    "E0302" },
	{ POLICY_FIELDS("`a`: { " CODE " }, @`a.b`: { " CODE " }"), "E0303" },
	{ POLICY_FIELDS("@`a.b`: { " CODE " }, `a`: { " CODE " }"), "E0303" },
	{ POLICY_FIELDS(
	      "`**.a`: { `do`: @`keep`, `must`: `text`, " BECAUSE " }"),
	    "E0304" },
	{ POLICY_KIND("`fields`: {}, `match`: { `field`: @`**.a`,\n"
		      "`is`: 1 }"),
	    "E0305" },
	{ POLICY_KIND("`fields`: {}, `record`: @`a[].b`"), "E0306" },
	{ POLICY_KIND("`fields`: {}, `record`: @`a[x='1'].b[]`"), "E0306" },
	{ POLICY_KIND("`fields`: {}, `record`: `a[]` },\n"
		      "@`l`: { `format`: `json`, `fields`: {}"),
	    "E0307" },
	{ POLICY_KIND("`fields`: {}, `record`: `a[]` },\n`l`: {"
		      "`format`: `json`, `fields`: {}, `record`: @`b[]`"),
	    "E0307" },

	/* Rules and actions. */
	{ POLICY_FIELDS("`a`: @{ " BECAUSE " }"), "E0203" },
	{ POLICY_FIELDS("`a`: { `do`: @`kepe`, " BECAUSE ", `x`: 1 }"),
	    "E0401" },
	{ POLICY_FIELDS("`a`: { @`first`: 2, " CODE " }"), "E0402" },
	{ POLICY_FIELDS("`a`: { @`mst`: 2, " CODE " }"), "E0201" },
	{ POLICY_FIELDS("`a`: { `do`: @`tokenize`, " BECAUSE " }"), "E0403" },
	{ POLICY_FIELDS("`a`: { `do`: @`truncate`, " BECAUSE " }"), "E0405" },
	{ POLICY_FIELDS("`a`: { `do`: `truncate`, `first`: @0, " BECAUSE " }"),
	    "E0209" },
	{ POLICY_FIELDS(
	      "`a`: { `do`: `mask`, `with`: @`ab`, `last`: 2,\n" BECAUSE " }"),
	    "E0404" },
	{ POLICY_FIELDS(
	      "`a`: { `do`: `generalize`, `to`: @`yeer`,\n" BECAUSE " }"),
	    "E0404" },
	{ POLICY_FIELDS("`a`: { `do`: `map`, `table`: { `a`: @1 },\n"
			"`else`: `drop`, " BECAUSE " }"),
	    "E0202" },
	{ POLICY_FIELDS("`a`: { `do`: `map`, `table`: @{},\n"
			"`else`: `drop`, " BECAUSE " }"),
	    "E0206" },
	{ POLICY_FIELDS("`a`: { `do`: `replace`, `with`: @[], " BECAUSE " }"),
	    "E0202" },
	{ POLICY_FIELDS("`a`: { `do`: `keep`, `must`: @`nri`, " BECAUSE " }"),
	    "E0406" },
	{ POLICY_FIELDS("`a`: @{ `do`: `drop` }"), "E0407" },
	{ POLICY_FIELDS("`a`: { `do`: `drop`, `because`: @`` }"), "E0206" },
	{ POLICY_FIELDS("`a`: [ { " CODE " }, @{ " DROP " }, { " DROP " } ]"),
	    "E0408" },
	{ POLICY_FIELDS(
	      "`a`: [ { " CODE ", `when`: { `field`: `b`, `is`: 1 } },\n"
	      "{ " DROP ", `when`: @{ `is`: 1, `field`: `b` } } ]"),
	    "E0409" },
	{ POLICY_FIELDS("`a`: { @`max`: 3, " CODE " }"), "E0410" },
	{ POLICY_FIELDS("`a`: { `oneOf`: @[], " CODE " }"), "E0206" },
	{ POLICY_FIELDS("`a`: { `oneOf`: [ 1, @null, @1 ], " CODE " }"),
	    "E0202 E0404" },
	{ POLICY_FIELDS(
	      "`a`: { `invalid`: @`ok`, `absent`: @`drop`, " CODE " }"),
	    "E0404 E0404" },
	{ POLICY_FIELDS("`a`: { `basis`: @`none`, " CODE " }"), "E0602" },

	/* What one path leads to is not below itself. */
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`, `fields`: {\n"
	  "`//b/b`: { " DROP " } } } } }",
	    "" },

	/* New fields. */
	{ POLICY_FIELDS("@`+a[]`: { " CONSTANT " }"), "E0310" },
	{ POLICY_FIELDS("@`+a[0].b`: { " CONSTANT " }"), "E0310" },
	{ POLICY_FIELDS("@`+a[b='1'].c`: { " CONSTANT " }"), "E0310" },
	{ POLICY_FIELDS("@`+**.a`: { " CONSTANT " }"), "E0310" },
	{ POLICY_FIELDS("`+@`: { " CONSTANT " }"), "E0301" },
	{ POLICY_FIELDS("`+a.@.b`: { " CONSTANT " }"), "E0301" },
	{ POLICY_FIELDS("`a`: { " CODE " }, @`+a`: { " CONSTANT " }"),
	    "E0302" },
	{ POLICY_FIELDS("@`+a`: { " CONSTANT " }, `a`: { " CODE " }"),
	    "E0302" },
	{ POLICY_FIELDS(
	      "`+a`: { " CONSTANT " }, @`+\\u0061`: { " CONSTANT " }"),
	    "E0109" },
	{ POLICY_FIELDS(
	      "`+a`: { " CONSTANT " }, @`+\\\"a\\\"`: { " CONSTANT " }"),
	    "E0302" },
	{ POLICY_FIELDS("`**.a`: { " CODE " }, @`+b.a`: { " CONSTANT " }"),
	    "E0302" },
	{ POLICY_FIELDS("`a`: { " CODE " }, @`+a.b`: { " CONSTANT " }"),
	    "E0303" },
	{ POLICY_FIELDS("@`a.b`: { " CODE " }, `+a`: { " CONSTANT " }"),
	    "E0303" },
	{ POLICY_FIELDS("`+a`: { " CONSTANT " }, @`+a.b`: { " CONSTANT " }"),
	    "E0303" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `hl7v2`,\n"
	  "`fields`: { `+PID-2.1`: { " CONSTANT " }, `+PID-4`: { " CONSTANT
	  " },\n@`+PID-3[1='1'].1`: { " CONSTANT " },\n"
	  "@`+OBX[3='1']-4`: { " CONSTANT " },\n"
	  "@`+MSH-4`: { " CONSTANT " } } } } }",
	    "E0310 E0310 E0310" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `hl7v2`,\n"
	  "`fields`: { `OBX-3.1`: { " CODE " },\n"
	  "@`+OBX-3.1`: { " CONSTANT " }, `OBX-5.1`: { " CODE " },\n"
	  "@`+OBX-5.1.1`: { " CONSTANT " } } } } }",
	    "E0302 E0303" },
	{ "{ " POLICY_HEAD "`records`: { `k`: { `format`: `xml`, `fields`: {\n"
	  "@`+/a`: { " CONSTANT " }, @`+/a//b`: { " CONSTANT " },\n"
	  "@`+/a/b[c='1']/d`: { " CONSTANT " } } } } }",
	    "E0310 E0310 E0310" },
	{ POLICY_FIELDS("`+a`: { `do`: @`drop`, " BECAUSE " }"), "E0412" },
	{ POLICY_FIELDS("`+a`: { `do`: @`keep`, " BECAUSE " }"), "E0412" },
	{ POLICY_FIELDS(
	      "`+a`: { @`must`: `code`, @`oneOf`: [ 1 ], " CONSTANT " }"),
	    "E0412 E0412" },
	{ POLICY_FIELDS("`+a`: { @`from`: [ `b` ], @`absent`: `reject`,\n"
			"@`invalid`: `drop`, " CONSTANT " }"),
	    "E0412 E0412 E0412" },
	{ POLICY_FIELDS("`a`: { @`from`: [ `b` ], " CODE " }"), "E0413" },
	{ POLICY_WITH(
	      TRAITS, "`+a`: { `do`: @`tokenize`, `as`: `d`, " BECAUSE " }"),
	    "E0413" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: @[], " MADE " }"), "E0206" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: @`b`, " MADE " }"), "E0202" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: [ @1 ], " MADE " }"), "E0202" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: [ `b.@` ], " MADE " }"),
	    "E0301" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: [ @`**.b` ], " MADE " }"),
	    "E0305" },
	{ POLICY_WITH(TRAITS, "`+a`: { `from`: [ `b`, @`b` ], " MADE " }"),
	    "E0404" },
	{ POLICY_WITH(TRAITS,
	      "`+a`: { `from`: @[ `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`,\n"
	      "`j`, `k`, `l`, `m`, `n`, `o`, `p`, `q`, `r` ], " MADE " }"),
	    "E0209" },
	{ POLICY_WITH(
	      DOMAIN(PLAIN), "`+a`: { `from`: @[ `b`, `c` ], " MADE " }"),
	    "E0414" },
	{ POLICY_WITH(DOMAIN(PLAIN), "`+a`: { `from`: [ `b` ], " MADE " }"),
	    "" },

	/* Conditions. */
	{ POLICY_FIELDS("`a`: { `when`: @`none`, " CODE " }"), "E0501" },
	{ POLICY_FIELDS("`a`: { `when`: @7, " CODE " }"), "E0202" },
	{ POLICY_WITH(CONDITION("{ `not`: @`c` }"), WHEN), "E0502" },
	{ POLICY_WITH(
	      "`conditions`: { `c`: `d`, `d`: { `all`: [ @`c` ] } }", WHEN),
	    "E0502" },
	{ POLICY_WITH(CONDITION("@{}"), WHEN), "E0503" },
	{ POLICY_WITH(CONDITION("@{ `is`: 1 }"), WHEN), "E0503" },
	{ POLICY_WITH(CONDITION("@{ `field`: `b` }"), WHEN), "E0503" },
	{ POLICY_WITH(CONDITION("@{ `field`: `b`, `is`: 1, `in`: [1] }"), WHEN),
	    "E0503" },
	{ POLICY_WITH(CONDITION("@{ `field`: `b`, `is`: 1, `all`: [] }"), WHEN),
	    "E0503" },
	{ POLICY_WITH(CONDITION("@{ `any`: [], `every`: true }"), WHEN),
	    "E0503" },
	{ POLICY_WITH(CONDITION("{ `any`: @[] }"), WHEN), "E0206" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, @`iss`: 1 }"), WHEN),
	    "E0201" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `is`: @null }"), WHEN),
	    "E0202" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `in`: @[] }"), WHEN),
	    "E0206" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `in`: [ 1, @{} ] }"), WHEN),
	    "E0202" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `before`: @`soon` }"), WHEN),
	    "E0505" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `atMost`: @1e2000 }"), WHEN),
	    "E0505" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `atLeast`: @`7` }"), WHEN),
	    "E0202" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `exists`: @1 }"), WHEN),
	    "E0202" },
	{ POLICY_WITH(CONDITION("@{ `field`: `b`, `ageFrom`: 18 }"), WHEN),
	    "E0506" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `is`: 1, @`at`: `d` }"), WHEN),
	    "E0506" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `ageFrom`: @151,\n"
				"`at`: `d` }"),
	      WHEN),
	    "E0209" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `is`: 1 }"),
	      WHEN " }, `conditions`: { @`c`: { `field`: `b`, `is`: 1 }"),
	    "E0504" },

	/* Domains, recipients, bases, used files. */
	{ POLICY_FIELDS("`a`: { `do`: `tokenize`, `as`: @`d`,\n"
			"`must`: `nir`, " BECAUSE " }"),
	    "E0601" },
	{ POLICY_WITH(DOMAIN(PLAIN ", `normalize`: @`nri`"), TOKEN), "E0603" },
	{ POLICY_WITH(DOMAIN(PLAIN ", `reversible`: @1"), TOKEN), "E0202" },
	{ POLICY_WITH("`domains`: { `d`: { " PLAIN " }, `e`: { `reversible`:"
		      "true,\n`entity`: `x`, `key`: @`k` }, `f`: { " PLAIN
		      " } }",
	      TOKEN),
	    "E0611" },
	{ POLICY_WITH("`domains`: { `d`: @@{} }", TOKEN), "E0203 E0203" },
	{ POLICY_WITH("`domains`: { `d`: @1 }", TOKEN), "E0202" },
	{ POLICY_WITH(KEY("@`0123456789abcdef0123456789abcdef`"), TOKEN),
	    "E0604" },
	{ POLICY_WITH(KEY("@`tvhSqwoC0z5ZkZ2m+Q/9hg==`"), TOKEN), "E0604" },
	{ POLICY_WITH(KEY("@`My key`"), TOKEN), "E0605" },
	{ POLICY_WITH(DOMAIN("`entity`: @`A`, `key`: `k`"), TOKEN), "E0204" },
	{ POLICY_TOP("`bases`: { @`B`: `text` }"), "E0204" },
	{ POLICY_TOP("`bases`: { `b`: @1 }"), "E0202" },
	{ POLICY_TOP("`recipients`: { `r`: @{ `name`: `x` } }"), "E0203" },
	{ POLICY_TOP("`recipients`: { @`r_s`: { `name`: `x`, `key`: `k` } }"),
	    "E0204" },
	{ POLICY_TOP("`recipients`: { `r`: { `name`: `x`, `key`: @`../k` } }"),
	    "E0610" },
	{ POLICY_TOP("`recipients`: { `r`: { `name`: `x`, `key`: @`/k` } }"),
	    "E0610" },
	{ POLICY_TOP("@`use`: [ `a` ]"), "E0606" },

	/* Sealed values and shifted dates. */
	{ POLICY_WITH(
	      RECIPIENT, "`a`: { `do`: `seal`, `to`: @`s`, " BECAUSE " }"),
	    "E0609" },
	{ POLICY_WITH(
	      RECIPIENT, "`a`: { `do`: @`seal`, `must`: `nir`, " BECAUSE " }"),
	    "E0403" },
	{ POLICY_WITH(RECIPIENT,
	      "`**.a`: { `do`: @`seal`, `to`: `r`, `must`: `nir`, " BECAUSE
	      " }"),
	    "E0309" },
	{ POLICY_WITH(DOMAIN(PLAIN),
	      "`a`: { `do`: @@`shift`, `as`: `d`, " BECAUSE " }"),
	    "E0403 E0403" },
	{ SHIFTED("`per`: `b`, `maxDays`: @0"), "E0209" },
	{ SHIFTED("`per`: `b`, `maxDays`: @3651"), "E0209" },
	{ SHIFTED("`per`: @`**.b`, `maxDays`: 30"), "E0305" },
	{ POLICY_WITH(DOMAIN(PLAIN),
	      "`a`: { `do`: @`shift`, `as`: `d`, `per`: `b`, `maxDays`: 30,\n"
	      "`must`: `code`, " BECAUSE " }"),
	    "E0405" },
	{ POLICY_WITH(DOMAIN(PLAIN),
	      "`a`: { `do`: `shift`, `as`: `d`, `per`: `b`, `maxDays`: 30, " BECAUSE
	      " },\n`c`: { `do`: `shift`, `as`: `d`, `per`: `b`, " BECAUSE
	      ",\n`maxDays`: @31 }"),
	    "E0411" },
	{ POLICY_WITH(DOMAIN(PLAIN ", `reversible`: true"),
	      "`a`: { `do`: `shift`, `as`: @`d`, `per`: `b`, `maxDays`: 30,\n" BECAUSE
	      " }"),
	    "E0612" },
	{ POLICY_WITH("`recipients`: { `r`: { `name`: `n`, `key`: @`k` } }",
	      "`a`: { `do`: `seal`, `to`: `r`, " BECAUSE " }"),
	    "W0711" },
	{ POLICY_WITH("`recipients`: { `quarantine`: { `name`: `n`,\n"
		      "`key`: @`k` } }",
	      "`a`: { " DROP " }"),
	    "W0711" },

	/* Warnings and hints. */
	{ "{\n" POLICY_HEAD "`conditions`: { @`c`: { `field`: `b`,\n"
	  "`is`: 1 } }, `bases`: { @`b`: `t` }, `domains`: {\n@`d`: {" PLAIN
	  " } }, `recipients`: { @`r`: { `name`: `n`, `key`: `k` } },\n" POLICY_TAIL,
	    "W0701 W0703 W0702 W0704" },
	{ POLICY_KIND("`fields`: {}, `conditions`: {\n"
		      "@`c`: { `field`: `b`, `is`: 1 } }"),
	    "W0701" },
	{ POLICY_FIELDS("`nomNaissance`: { `do`: @`keep`, " BECAUSE " }"),
	    "W0705" },
	{ POLICY_FIELDS("`x.PR\xC3\x89NOM_1`: { `do`: @`keep`,\n"
			"`must`: `code`, " BECAUSE " }"),
	    "W0705" },
	{ POLICY_FIELDS("`a`: { `do`: @`keep`, `must`: `nir`, " BECAUSE " }"),
	    "W0706" },
	{ POLICY_FIELDS("`a`: { `do`: @`keep`, " BECAUSE " }"), "W0707" },
	{ POLICY_FIELDS(
	      "`a`: { `do`: @`keep`, `must`: `text`, `max`: 9,\n" BECAUSE " }"),
	    "W0707" },
	{ POLICY_WITH(CONDITION("{ `field`: `b`, `exists`: false }"),
	      "`a`: { `do`: @`keep`, `must`: `code`, `when`: `c`, " BECAUSE
	      " }"),
	    "W0708" },
	{ POLICY_WITH(CONDITION("{ `not`: { `field`: `b`, `is`: 1 } }"),
	      "`a`: { `do`: @`keep`, `must`: `code`, `when`: { `all`: [\n"
	      "`c` ] }, " BECAUSE " }"),
	    "W0708" },
	{ POLICY_FIELDS(
	      "`a`: [ { " DROP ", `when`: { `field`: `b`,\n"
	      "`is`: 1 } }, { `do`: @`keep`, `must`: `code`,\n" BECAUSE " } ]"),
	    "W0708" },
	{ POLICY_WITH(DOMAIN(PLAIN), "`tel`: { `do`: @`tokenize`,\n"
				     "`as`: `d`, " BECAUSE " }"),
	    "W0709" },
	{ "{\n" POLICY_HEAD "`records`: {\n@`k`: { `format`: `json`,\n"
	  "`fields`: {} }, `l`: { `format`: `json`, `match`: {\n"
	  "`field`: `b`, `is`: 1 }, `fields`: {} } } }",
	    "W0710" },
	{ "{\n" POLICY_HEAD
	  "`domains`: { `d`: { `entity`: `e`, `key`: `k` } },\n"
	  "`records`: { `k`: { `format`: `json`, `fields`: {\n"
	  "`a.lot`: { `do`: `tokenize`, `as`: `d`, " BECAUSE " } } },\n"
	  "`l`: { `format`: `csv`, `delimiter`: `;`,\n"
	  "`encoding`: `utf-8`, `fields`: {\n"
	  "`LOT`: { `do`: @`keep`, `must`: `code`, " BECAUSE " } } } } }",
	    "W0712" },
	{ POLICY_FIELDS("@`$.a`: { " CODE " },\n@`$[].b`: { " CODE " },\n"
			"`\\`$\\`.c`: { " CODE " }, `d.$`: { " CODE " }"),
	    "W0715 W0715" },
	{ POLICY_FIELDS("`a[x='1'].y`: { " DROP " },\n"
			"@`a[z='1'][x='1'].y`: { " CODE " }"),
	    "N0801" },
};

#define BROKEN_COUNT (sizeof(broken) / sizeof(broken[0]))

/* The notes about a written text, as policies_note() writes them. */
static struct buf
notes_of(const char *written)
{
	struct buf text = policies_text(written);
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf notes;
	int status;

	buf_init(&notes, 1 << 20);
	status = policy_parse(
	    "test", buf_slice(&text), policies_note, &notes, &program, &err);
	buf_add_byte(&notes, '\0');
	ck_assert(!notes.failed);
	ck_assert_int_eq(
	    status, strstr((char *)notes.p, " E") != NULL ? -1 : 0);
	ck_assert_int_eq(err.code, status == -1 ? ERR_POLICY : ERR_NONE);
	ck_assert((program != NULL) == (status == 0));
	program_free(program);
	buf_release(&text);
	return notes;
}

START_TEST(test_broken)
{
	const struct broken *b = &broken[_i];
	struct buf expected = policies_expected(b->text, b->codes);
	struct buf notes = notes_of(b->text);

	ck_assert_msg(
	    strcmp((const char *)notes.p, (const char *)expected.p) == 0,
	    "%s\nnotes\n%sinstead of\n%s", b->text, (const char *)notes.p,
	    (const char *)expected.p);
	buf_release(&expected);
	buf_release(&notes);
}
END_TEST

/* Adds the codes of notes to those seen so far. */
static void
note_code(void *ctx, const struct note *note)
{
	buf_add_format(ctx, "%s ", note->code);
}

static void
see(const char *path, const char *written, size_t max, struct buf *seen)
{
	struct buf text = policies_text(written);
	struct load load = { .name = "p",
		.path = path,
		.text = buf_slice(&text),
		.work = 1 << 20,
		.program = max };
	struct program *program = NULL;
	struct err err = { 0 };

	load_text(&load, note_code, seen, &program, &err);
	program_free(program);
	buf_release(&text);
}

/* Paths that make the more states the more there are. */
#define TANGLED(n) "`**.a" n ".**.b" n "`: { " DROP " }"

/* What a text in memory and with enough of it cannot show. */
static void
see_special(struct buf *seen)
{
	static const char share[] = "{ \"records\": {}, \"bases\": "
				    "{ \"b\": \"text\" } }";
	struct program *program = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(
	    policy_load(folder_file("none"), note_code, seen, &program, &err),
	    -1);
	folder_write("share", slice_text(share), 0600);
	see(folder_file("p"),
	    POLICY_TOP("`use`: [ `share` ], `bases`: { `b`: `text` }"), 1 << 20,
	    seen);
	see(NULL,
	    POLICY_FIELDS(TANGLED("1") "," TANGLED("2") "," TANGLED(
		"3") "," TANGLED("4")),
	    1 << 12, seen);
}

START_TEST(test_every_code)
{
	struct buf seen;

	buf_init(&seen, 1 << 20);
	for (size_t i = 0; i < BROKEN_COUNT; i++) {
		struct buf text = policies_text(broken[i].text);
		struct program *program = NULL;
		struct err err = { 0 };

		policy_parse(
		    "test", buf_slice(&text), note_code, &seen, &program, &err);
		program_free(program);
		buf_release(&text);
	}
	see_special(&seen);
	buf_add_byte(&seen, '\0');
	ck_assert(!seen.failed);
	/* What is known when its tests have run: test_codes_help.c has that. */
	for (size_t i = 0; i < CODE_COUNT; i++)
		ck_assert_msg(
		    i == CODE_UNREACHED || strstr((const char *)seen.p,
					       policy_codes[i].code) != NULL,
		    "no text leads to %s", policy_codes[i].code);
	buf_release(&seen);
}
END_TEST

START_TEST(test_codes_are_distinct)
{
	static const char letters[] = "EWN";

	for (size_t i = 0; i < CODE_COUNT; i++) {
		const struct policy_code_info *info = &policy_codes[i];

		ck_assert_uint_eq(strlen(info->code), 5);
		ck_assert_int_eq(info->code[0], letters[info->level]);
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(info->code, policy_codes[j].code);
	}
}
END_TEST

/* A note of one text, with everything it says. */
struct expected_note {
	const char *written, *text, *source;
	unsigned int line, column, width;
};

static void
check_note(void *ctx, const struct note *note)
{
	const struct expected_note *e = ctx;

	ck_assert_str_eq(note->file, "some file");
	ck_assert_str_eq(note->text, e->text);
	ck_assert_uint_eq(note->line, e->line);
	ck_assert_uint_eq(note->column, e->column);
	ck_assert_uint_eq(note->width, e->width);
	ck_assert(slice_is(note->source, e->source));
}

static const struct expected_note noted[] = {
	{ "{ `a`: tru }", "a value is expected here; texts stand in quotes",
	    "{ \"a\": tru }", 1, 8, 3 },
	{ "{\r\n  `\xC3\xA9`: `a\\q`\r\n}", "this escape is not allowed",
	    "  \"\xC3\xA9\": \"a\\q\"", 2, 10, 2 },
	{ "{ `a`", "the file ends where `:` is expected", "{ \"a\"", 1, 6, 1 },
	{ "[\n`\xC3\xA9\n", "this string is not closed on its line",
	    "\"\xC3\xA9", 2, 1, 2 },
	{ POLICY_TOP("`limit`: {}"),
	    "unknown key `limit`; did you mean `limits`?", "\"limit\": {},", 3,
	    1, 7 },
	{ POLICY_TOP("`a\\u001b[31m\\u202e`: {}"),
	    "unknown key `a?[31m?`; possible are $schema, policy, "
	    "version, title, purpose, approved, bases, recipients, domains, "
	    "conditions, records, limits, use, coverage",
	    "\"a\\u001b[31m\\u202e\": {},", 3, 1, 19 },
	{ POLICY_FIELDS("`a`: { `last`: 2, " CODE " }"),
	    "`last` is a parameter of truncate and mask, not of keep",
	    "\"a\": { \"last\": 2, \"do\": \"keep\", \"must\": \"code\", "
	    "\"because\": \"x\" }",
	    5, 8, 6 },
	{ POLICY_FIELDS("`a.b`: { " DROP " },\n`c`: { " DROP " },\n"
			"`\\\"a\\\".b`: { " DROP " }"),
	    "this selects the same values as `a.b` (line 5)",
	    "\"\\\"a\\\".b\": { \"do\": \"drop\", \"because\": \"x\" }", 7, 1,
	    9 },
};

START_TEST(test_note)
{
	struct expected_note e = noted[_i];
	struct buf text = policies_text(e.written);
	struct program *program = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(policy_parse("some file", buf_slice(&text), check_note,
			     &e, &program, &err),
	    -1);
	ck_assert_str_eq(err.text, "some file: refused: 1 error");
	buf_release(&text);
}
END_TEST

/* A long word is cut between characters. */
START_TEST(test_shown)
{
	char word[101];

	memset(word, 'a', sizeof(word));
	memcpy(word + 79, "\xC3\xA9", 2);
	ck_assert_int_eq(note_shown((struct slice){ 0 }), 0);
	ck_assert_int_eq(note_shown(slice_text("abc")), 3);
	ck_assert_int_eq(
	    note_shown((struct slice){ (const uint8_t *)word, 100 }), 79);
}
END_TEST

Suite *policy_notes_suite(void);

Suite *
policy_notes_suite(void)
{
	Suite *suite = suite_create("policy_notes");
	TCase *each = tcase_create("each");
	TCase *codes = tcase_create("codes");

	tcase_add_loop_test(each, test_broken, 0, (int)BROKEN_COUNT);
	tcase_add_loop_test(
	    each, test_note, 0, (int)(sizeof(noted) / sizeof(noted[0])));
	tcase_add_test(each, test_shown);
	suite_add_tcase(suite, each);

	tcase_add_checked_fixture(codes, folder_make, folder_remove);
	tcase_add_test(codes, test_every_code);
	tcase_add_test(codes, test_codes_are_distinct);
	suite_add_tcase(suite, codes);
	return suite;
}
