#include <check.h>
#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "policies.h"
#include "policy/load.h"

/* One of everything that a policy may have. */
static const char everything[] =
    "{ // comment\n"
    "`$schema`: `./policy.schema.json`,\n"
    "`policy`: `all-of-it`, `version`: `2024-02-29.12`,\n"
    "`title`: { `fr`: `titre`, `en`: `title` },\n"
    "`purpose`: { `fr`: `but`, `de`: `Zweck` },\n"
    "`approved`: { `by`: `officer`, `on`: `2024-03-01`, `note`: `n` },\n"
    "`coverage`: 100,\n"
    "`bases`: { `law`: { `en`: `the law` } },\n"
    "`recipients`: { `state`: { `name`: `n`, `key`: `state.pub` } },\n"
    "`domains`: { `p_1`: { `entity`: `person`, `key`: `k-1`,\n"
    "  `normalize`: `nir` }, `q`: { `entity`: `q`, `key`: `k-1` } },\n"
    "`conditions`: {\n"
    "  `positive`: { `title`: `t`, `field`: `r.code`, `in`: [`P`, 1] },\n"
    "  `minor`: { `field`: `born`, `ageUnder`: 18, `at`: `day` },\n"
    "  `both`: { `all`: [ `positive`, `minor` ] } },\n"
    "`limits`: { `record`: 4096, `depth`: 8, `name`: 20, `number`: 10,\n"
    "  `members`: 100, `value`: 50 },\n"
    "`records`: { `first`: { `title`: `t`, `format`: `json`,\n"
    "  `record`: `Bundle.entry[]`, `match`: `positive`,\n"
    "  `tests`: [ { `name`: `n`, `in`: {}, `absent`: [`x`] } ],\n"
    "  `fields`: {\n"
    "`id[s='x'].v`: { `do`: `tokenize`, `as`: `q`, `must`: `nir`,\n"
    "  `absent`: `reject`, `basis`: `law`, `because`: { `en`: `why` } },\n"
    "`a`: [ { `do`: `keep`, `when`: `both`, `oneOf`: [`b`, 2, `a`],\n"
    "    `because`: `x` },\n"
    "  { `do`: `truncate`, `first`: 3, `invalid`: `drop`,\n"
    "    `must`: `text`, `max`: 7, `because`: `y` } ],\n"
    "`born`: { `do`: `generalize`, `to`: `age-5y`, `at`: `day`,\n"
    "  `must`: `date`, `because`: `z` },\n"
    "`free`: { `do`: `keep`, `because`: `z` } } },\n"
    "`second`: { `format`: `json`, `record`: `Bundle.entry[]`,\n"
    "  `conditions`: { `other`: { `not`: `positive` } },\n"
    "  `match`: { `any`: [ `other`, { `field`: `k`, `every`: true,\n"
    "    `after`: `2021-01` } ] }, `fields`: {} } } }";

static struct program *program;

static void
start(void)
{
	program = policies_load(everything);
}

static void
stop(void)
{
	program_free(program);
}

START_TEST(test_identity)
{
	ck_assert(slice_is(program->name, "all-of-it"));
	ck_assert(slice_is(program->version, "2024-02-29.12"));
	ck_assert(slice_is(program->title, "title"));
	ck_assert(slice_is(program->purpose, "but"));
}
END_TEST

START_TEST(test_limits)
{
	const struct program_limits *l = &program->limits;

	ck_assert_uint_eq(l->record, 4096);
	ck_assert_uint_eq(l->value, 50);
	ck_assert_uint_eq(l->depth, 8);
	ck_assert_uint_eq(l->name, 20);
	ck_assert_uint_eq(l->number, 10);
	ck_assert_uint_eq(l->members, 100);
}
END_TEST

START_TEST(test_domains)
{
	ck_assert_uint_eq(program->domain_count, 2);
	ck_assert(slice_is(program->domains[0].name, "p_1"));
	ck_assert(slice_is(program->domains[0].entity, "person"));
	ck_assert(slice_is(program->domains[0].key, "k-1"));
	ck_assert_int_eq(program->domains[0].normalize, NORMALIZE_NIR);
	ck_assert_int_eq(program->domains[1].normalize, NORMALIZE_NONE);
}
END_TEST

START_TEST(test_streams)
{
	const struct stream *s = &program->streams[FORMAT_JSON];

	ck_assert_uint_eq(program->kind_count, 2);
	ck_assert_uint_eq(s->kind_count, 2);
	ck_assert_uint_eq(s->kinds[1], 1);
	ck_assert(slice_is(s->record.text, "Bundle.entry[]"));
	ck_assert_uint_eq(s->operand_count, 4);
	ck_assert(slice_is(s->operands[0].text, "r.code"));
	ck_assert(slice_is(s->operands[1].text, "born"));
	ck_assert(slice_is(s->operands[2].text, "day"));
	ck_assert(slice_is(s->operands[3].text, "k"));
	ck_assert_ptr_nonnull(s->look);
	ck_assert_uint_eq(program->streams[FORMAT_XML].kind_count, 0);
	ck_assert_ptr_null(program->streams[FORMAT_XML].look);
}
END_TEST

/* The condition that holds a place in a program. */
static const struct condition *
condition(int32_t index)
{
	ck_assert_int_ge(index, 0);
	ck_assert_uint_lt((size_t)index, program->condition_count);
	return &program->conditions[index];
}

START_TEST(test_conditions)
{
	const struct kind *kinds = program->kinds;
	const struct condition *positive = condition(kinds[0].match);
	const struct condition *any = condition(kinds[1].match);
	const struct condition *both =
	    condition(kinds[0].fields[1].rules[0].when);
	const struct condition *c;

	ck_assert_int_eq(positive->op, CONDITION_IN);
	ck_assert_uint_eq(positive->constant_count, 2);
	ck_assert(slice_is(positive->constants[0].text, "P"));
	ck_assert_int_eq(positive->constants[1].kind, VALUE_NUMBER);
	ck_assert_uint_eq(positive->operand, 0);

	ck_assert_int_eq(both->op, CONDITION_ALL);
	ck_assert_int_eq((int32_t)both->parts[0], kinds[0].match);
	c = condition((int32_t)both->parts[1]);
	ck_assert_int_eq(c->op, CONDITION_AGE_UNDER);
	ck_assert_uint_eq(c->age, 18);
	ck_assert_uint_eq(c->operand, 1);
	ck_assert_uint_eq(c->at_operand, 2);

	ck_assert_int_eq(any->op, CONDITION_ANY);
	c = condition((int32_t)any->parts[0]);
	ck_assert_int_eq(c->op, CONDITION_NOT);
	ck_assert_int_eq((int32_t)c->parts[0], kinds[0].match);
	c = condition((int32_t)any->parts[1]);
	ck_assert_int_eq(c->op, CONDITION_AFTER);
	ck_assert(c->every);
	ck_assert_int_eq(c->bound.year, 2021);
	ck_assert_int_eq(c->bound.precision, DATE_MONTH);
}
END_TEST

START_TEST(test_rules)
{
	const struct kind *kind = &program->kinds[0];
	const struct rule *token = &kind->fields[0].rules[0];
	const struct rule *keep = &kind->fields[1].rules[0];
	const struct rule *cut = &kind->fields[1].rules[1];
	const struct rule *age = &kind->fields[2].rules[0];
	const struct rule *free = &kind->fields[3].rules[0];
	uint32_t domain;

	ck_assert_uint_eq(kind->field_count, 4);
	ck_assert_uint_eq(kind->fields[1].rule_count, 2);
	ck_assert_uint_eq(program->rule_count, 5);
	ck_assert_uint_eq(cut->id, 2);
	ck_assert(kind->may_reject_absent);
	ck_assert(kind->fields[0].may_reject_absent);
	ck_assert(!kind->fields[1].may_reject_absent);

	ck_assert_int_eq(token->action, ACTION_TOKENIZE);
	memcpy(&domain, token->config, sizeof(domain));
	ck_assert_uint_eq(domain, 1);
	ck_assert_int_eq(token->must, TYPE_NIR);
	ck_assert(token->absent_rejects);
	ck_assert(slice_is(token->because, "why"));
	ck_assert(slice_is(token->basis, "law"));
	ck_assert_uint_eq(token->line, 22);
	ck_assert_uint_eq(token->column, 1);

	ck_assert_uint_eq(keep->one_of_count, 3);
	ck_assert(slice_is(keep->one_of[0], "2"));
	ck_assert(slice_is(keep->one_of[1], "a"));
	ck_assert(slice_is(keep->one_of[2], "b"));
	ck_assert(!keep->splices);
	ck_assert_uint_eq(keep->line, 24);
	ck_assert_uint_eq(keep->column, 8);

	ck_assert_int_eq(cut->when, -1);
	ck_assert(cut->invalid_drops);
	ck_assert_uint_eq(cut->text_max, 7);
	ck_assert_int_eq(cut->at, -1);
	ck_assert_int_eq(age->at, 2);
	ck_assert(free->splices);
	ck_assert_ptr_null(free->config);
}
END_TEST

/* Every action's parameters, as they are stored. */
START_TEST(test_params)
{
	struct program *p = policies_load(POLICY_FIELDS(
	    "`a`: { `do`: `mask`, `last`: 2, " BECAUSE " },\n"
	    "`b`: { `do`: `mask`, `first`: 1, `with`: `\xC3\xA9`,\n" BECAUSE
	    " }, `c`: { `do`: `map`, `else`: `reject`, `table`: { `b`: `2`,"
	    "\n`a`: `1` }, " BECAUSE " },\n"
	    "`d`: { `do`: `replace`, `with`: null, " BECAUSE " }"));
	const struct field *f = p->kinds[0].fields;
	const struct param *with = actions[ACTION_MASK]->params;
	const struct param *table = actions[ACTION_MAP]->params;
	struct action_table pairs;
	uint32_t c;

	while (with->kind != PARAM_CHAR)
		with++;
	while (table->kind != PARAM_TABLE)
		table++;
	memcpy(&c, (const char *)f[0].rules->config + with->offset, sizeof(c));
	ck_assert_int_eq((int)c, with->fallback[0]);
	memcpy(&c, (const char *)f[1].rules->config + with->offset, sizeof(c));
	ck_assert_uint_eq(c, 0xE9);
	memcpy(&pairs, (const char *)f[2].rules->config + table->offset,
	    sizeof(pairs));
	ck_assert_uint_eq(pairs.count, 2);
	ck_assert(slice_is(pairs.pairs[0].from, "a"));
	ck_assert(slice_is(pairs.pairs[1].to, "2"));
	program_free(p);
}
END_TEST

START_TEST(test_smallest)
{
	struct program *p = policies_load("{" POLICY_HEAD POLICY_TAIL);

	ck_assert_uint_eq(p->rule_count, 0);
	ck_assert_uint_eq(p->limits.depth, LIMIT_DEPTH);
	ck_assert_int_eq(p->kinds[0].match, -1);
	ck_assert_uint_eq(p->streams[FORMAT_JSON].record.step_count, 0);
	ck_assert_ptr_null(p->streams[FORMAT_JSON].look);
	program_free(p);
}
END_TEST

#define RULES(before, because)                                                \
	"{" before "`policy`: `p`, `version`: `2021-11-03`, `title`: `t`,"    \
	"`purpose`: `p`, `conditions`: { `c`: { `field`: `b`, `is`: 1 } },"   \
	"`records`: { `k`: { `format`: `json`, `fields`: { `a`: ["            \
	"{ `do`: `drop`, `when`: `c`, " because "}, { `do`: `drop`, " because \
	"} ] } } } }"

static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ RULES("", BECAUSE), RULES("/* */\n", BECAUSE), true },
	{ RULES("", BECAUSE), RULES("`$schema`: `s`,", BECAUSE), true },
	{ RULES("", BECAUSE), RULES("`coverage`: 7,", BECAUSE), true },
	{ RULES("", BECAUSE), RULES("`approved`: {},", BECAUSE), true },
	{ RULES("", BECAUSE), RULES("", "`because`: `\\u0078`"), true },
	{ RULES("", BECAUSE), RULES("", "`because`: { `fr`: `y`, `en`: `x` }"),
	    true },
	{ RULES("", BECAUSE), RULES("", "`because`: `y`"), false },
	{ RULES("", BECAUSE), RULES("", BECAUSE ", `absent`: `ok`"), false },
	{ RULES("", BECAUSE), RULES("`limits`: { `depth`: 7 },", BECAUSE),
	    false },
	{ POLICY_KIND(
	      "`fields`: {}, `tests`: [ { `name`: `n`, `in`: 1, `out`: 1 } ]"),
	    POLICY_KIND("`fields`: {}"), true },
	{ POLICY_FIELDS("`tests`: { `do`: `drop`, " BECAUSE " }"),
	    POLICY_FIELDS(""), false },
	{ POLICY_FIELDS("`a`: { `do`: `drop`, " BECAUSE " },"
			"`b`: { " BECAUSE ", `do`: `drop` }"),
	    POLICY_FIELDS("`b`: { `do`: `drop`, " BECAUSE " },"
			  "`a`: { " BECAUSE ", `do`: `drop` }"),
	    true },
};

START_TEST(test_canonical)
{
	struct program *a = policies_load(pairs[_i].a);
	struct program *b = policies_load(pairs[_i].b);

	ck_assert_uint_gt(a->canonical.len, 0);
	ck_assert_int_eq(
	    slice_equal(a->canonical, b->canonical), pairs[_i].same);
	program_free(a);
	program_free(b);
}
END_TEST

START_TEST(test_canonical_text)
{
	struct program *p =
	    policies_load(POLICY_FIELDS("`a` : { `do`: `drop`, " BECAUSE " }"));

	ck_assert(slice_is(p->canonical,
	    "{\"bases\":{},\"conditions\":{},\"domains\":{},"
	    "\"policy\":\"p\",\"purpose\":\"p\",\"recipients\":{},"
	    "\"records\":{\"k\":{\"fields\":{\"a\":{\"because\":\"x\","
	    "\"do\":\"drop\"}},\"format\":\"json\"}},\"title\":\"t\","
	    "\"version\":\"2021-11-03\"}"));
	program_free(p);
}
END_TEST

/* Wherever memory ends, the policy is refused and nothing leaks. */
START_TEST(test_memory_ends)
{
	struct buf text = policies_text(everything);
	struct load load = { .name = "p",
		.text = buf_slice(&text),
		.work = 1 << 20,
		.program = 1 << 20 };
	size_t *limit = _i == 0 ? &load.work : &load.program;
	int status = -1;

	for (*limit = 0; status == -1; *limit += 64) {
		struct program *p = NULL;
		struct err err = { 0 };

		ck_assert_uint_lt(*limit, 1 << 20);
		status = load_text(&load, NULL, NULL, &p, &err);
		ck_assert_int_eq(status, p != NULL ? 0 : -1);
		ck_assert(status == 0 || err.code == ERR_NOMEM ||
			  err.code == ERR_POLICY);
		program_free(p);
	}
	buf_release(&text);
}
END_TEST

/* A policy of n rules; rule() writes each. */
static struct buf
many_rules(const char *head, int n, void (*rule)(struct buf *out, int i))
{
	struct buf out;

	buf_init(&out, LIMIT_POLICY);
	buf_add_text(&out, head);
	for (int i = 0; i < n; i++) {
		if (i > 0)
			buf_add_text(&out, ",");
		rule(&out, i);
	}
	buf_add_text(&out, "}}}}");
	ck_assert(!out.failed);
	return out;
}

static void
good_rule(struct buf *out, int i)
{
	buf_add_format(out,
	    "\"f%d.g\":{\"do\":\"keep\",\"must\":\"code\",\"because\":\"x\"}",
	    i);
}

static void
bad_rule(struct buf *out, int i)
{
	buf_add_format(out,
	    "\"f%d.g\":{\"do\":\"kepe\",\"must\":\"cod\",\"basis\":\"b%d\"}", i,
	    i);
}

static void
count_note(void *ctx, const struct note *note)
{
	size_t *count = ctx;

	*count += note->level == NOTE_ERROR;
}

#define ONE_LINE                                                        \
	"{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":\"t\"," \
	"\"purpose\":\"p\",\"records\":{\"k\":{\"format\":\"json\","    \
	"\"fields\":{"

static size_t
count_errors(struct buf *text, double *seconds)
{
	struct program *p = NULL;
	struct err err = { 0 };
	size_t errors = 0;
	clock_t begin = clock();

	policy_parse("p", buf_slice(text), count_note, &errors, &p, &err);
	*seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	program_free(p);
	buf_release(text);
	return errors;
}

/* A second is a bound against quadratic work, also under sanitizers. */
START_TEST(test_many_rules)
{
	struct buf good = many_rules(ONE_LINE, 1000, good_rule);
	struct buf bad = many_rules(ONE_LINE, 1000, bad_rule);
	struct buf too_many = many_rules(ONE_LINE, LIMIT_FIELDS + 1, good_rule);
	double seconds;

	ck_assert_uint_eq(count_errors(&good, &seconds), 0);
	ck_assert_double_lt(seconds, 1);
	ck_assert_uint_eq(count_errors(&bad, &seconds), 4000);
	ck_assert_double_lt(seconds, 1);
	ck_assert_uint_eq(count_errors(&too_many, &seconds), 1);
}
END_TEST

/*
 * A policy whose kind matches c0, the first of n conditions that each name
 * the next one in their place of `link`.
 */
static struct buf
chain(int n, void (*link)(struct buf *out, int next))
{
	struct buf out;

	buf_init(&out, LIMIT_POLICY);
	buf_add_text(&out,
	    "{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":"
	    "\"t\",\"purpose\":\"p\",\"conditions\":{");
	for (int i = 0; i < n; i++) {
		buf_add_format(&out, "\"c%d\":", i);
		link(&out, i + 1);
	}
	buf_add_format(&out,
	    "\"c%d\":{\"field\":\"f\",\"is\":1}},\"records\":{\"k\":"
	    "{\"format\":\"json\",\"match\":\"c0\",\"fields\":{}}}}",
	    n);
	ck_assert(!out.failed);
	return out;
}

static void
link_once(struct buf *out, int next)
{
	buf_add_format(out, "{\"not\":\"c%d\"},", next);
}

static void
link_twice(struct buf *out, int next)
{
	buf_add_format(out, "{\"all\":[\"c%d\",\"c%d\"]},", next, next);
}

/* So many that a stack would not do. */
START_TEST(test_long_chain)
{
	struct buf text = chain(30000, link_once);
	double seconds;

	ck_assert_uint_gt(count_errors(&text, &seconds), 0);
}
END_TEST

/* A condition that is named twice is compiled once. */
START_TEST(test_shared_conditions)
{
	struct buf text = chain(20, link_twice);
	struct program *p = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(
	    policy_parse("p", buf_slice(&text), NULL, NULL, &p, &err), 0);
	ck_assert_uint_eq(p->condition_count, 21);
	program_free(p);
	buf_release(&text);
}
END_TEST

Suite *policy_suite(void);

Suite *
policy_suite(void)
{
	Suite *suite = suite_create("policy");
	TCase *whole = tcase_create("whole");
	TCase *single = tcase_create("single");

	tcase_add_checked_fixture(whole, start, stop);
	tcase_add_test(whole, test_identity);
	tcase_add_test(whole, test_limits);
	tcase_add_test(whole, test_domains);
	tcase_add_test(whole, test_streams);
	tcase_add_test(whole, test_conditions);
	tcase_add_test(whole, test_rules);
	suite_add_tcase(suite, whole);

	tcase_set_timeout(single, 300);
	tcase_add_test(single, test_params);
	tcase_add_test(single, test_smallest);
	tcase_add_loop_test(
	    single, test_canonical, 0, (int)(sizeof(pairs) / sizeof(pairs[0])));
	tcase_add_test(single, test_canonical_text);
	tcase_add_loop_test(single, test_memory_ends, 0, 2);
	tcase_add_test(single, test_many_rules);
	tcase_add_test(single, test_long_chain);
	tcase_add_test(single, test_shared_conditions);
	suite_add_tcase(suite, single);
	return suite;
}
