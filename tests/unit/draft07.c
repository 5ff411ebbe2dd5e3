#include "draft07.h"

#include <check.h>
#include <regex.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/utf8.h"
#include "policy/canonical.h"

struct checking {
	const struct node *root; /* of the schema */
	draft07_fn *tell;
	void *ctx;
};

/* What looks at one keyword; returns the faults. */
typedef size_t keyword_fn(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value);

static size_t check(const struct checking *c, const struct node *schema,
    const struct node *value);

static size_t
refuse(const struct checking *c, const char *keyword, const struct node *value)
{
	struct draft07_fault fault = { value->place, keyword };

	if (c->tell != NULL)
		c->tell(c->ctx, &fault);
	return 1;
}

static size_t
require(const struct checking *c, bool good, const char *keyword,
    const struct node *value)
{
	return good ? 0 : refuse(c, keyword, value);
}

/* Whether a schema accepts a value, without a word. */
static bool
accepts(const struct checking *c, const struct node *schema,
    const struct node *value)
{
	struct checking quiet = { c->root, NULL, NULL };

	return check(&quiet, schema, value) == 0;
}

/* A key as a value, for schemas about names. */
static struct node
key_of(const struct member *m)
{
	return (struct node){
		.kind = NODE_STRING, .place = m->place, .text = m->key
	};
}

static bool
is_of_type(const struct node *value, struct slice type)
{
	static const char *const names[] = {
		[NODE_NULL] = "null",
		[NODE_BOOLEAN] = "boolean",
		[NODE_NUMBER] = "number",
		[NODE_STRING] = "string",
		[NODE_ARRAY] = "array",
		[NODE_OBJECT] = "object",
	};

	if (!slice_is(type, "integer"))
		return slice_is(type, names[value->kind]);
	return value->kind == NODE_NUMBER && num_is_integer(value->text);
}

static size_t
check_type(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	bool good = false;

	(void)schema;
	if (argument->kind == NODE_STRING)
		good = is_of_type(value, argument->text);
	for (size_t i = 0; argument->kind == NODE_ARRAY && i < argument->count;
	     i++)
		good |= is_of_type(value, argument->items[i]->text);
	return require(c, good, "type", value);
}

static bool
is_same(const struct node *a, const struct node *b)
{
	struct buf x, y;
	bool same;

	buf_init(&x, 1 << 20);
	buf_init(&y, 1 << 20);
	canonical_node(&x, a);
	canonical_node(&y, b);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

static size_t
check_enum(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	for (size_t i = 0; i < argument->count; i++)
		if (is_same(argument->items[i], value))
			return 0;
	return refuse(c, "enum", value);
}

static size_t
check_const(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(c, is_same(argument, value), "const", value);
}

static bool
matches(struct slice pattern, struct slice text)
{
	char *name = strndup((const char *)pattern.p, pattern.len);
	char *subject = strndup((const char *)text.p, text.len);
	regex_t regex;
	bool found;

	ck_assert_int_eq(regcomp(&regex, name, REG_EXTENDED | REG_NOSUB), 0);
	found = regexec(&regex, subject, 0, NULL, 0) == 0;
	regfree(&regex);
	free(name);
	free(subject);
	return found;
}

static size_t
check_pattern(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(c,
	    value->kind != NODE_STRING || matches(argument->text, value->text),
	    "pattern", value);
}

static uint64_t
number_of(const struct node *argument)
{
	uint64_t n;

	ck_assert(num_u64(argument->text, &n));
	return n;
}

/* Bounds of numbers. */
static bool
is_ordered(const struct node *low, const struct node *high)
{
	int order;

	if (low->kind != NODE_NUMBER || high->kind != NODE_NUMBER)
		return true;
	return num_compare(low->text, high->text, &order) && order <= 0;
}

static size_t
check_minimum(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(c, is_ordered(argument, value), "minimum", value);
}

static size_t
check_maximum(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(c, is_ordered(value, argument), "maximum", value);
}

/* How much there is of a value; of those of another kind, always enough. */
static bool
has_least(
    const struct node *value, enum node_kind kind, const struct node *argument)
{
	size_t n = kind == NODE_STRING ? utf8_count(value->text) : value->count;

	return value->kind != kind || n >= number_of(argument);
}

static bool
has_most(
    const struct node *value, enum node_kind kind, const struct node *argument)
{
	size_t n = kind == NODE_STRING ? utf8_count(value->text) : value->count;

	return value->kind != kind || n <= number_of(argument);
}

/* minLength and the like: keyword, kind, least or most. */
#define SIZE_KEYWORD(keyword, kind, has)                             \
	static size_t check_##keyword(const struct checking *c,      \
	    const struct node *schema, const struct node *argument,  \
	    const struct node *value)                                \
	{                                                            \
		(void)schema;                                        \
		return require(                                      \
		    c, has(value, kind, argument), #keyword, value); \
	}

SIZE_KEYWORD(minLength, NODE_STRING, has_least)
SIZE_KEYWORD(maxLength, NODE_STRING, has_most)
SIZE_KEYWORD(minItems, NODE_ARRAY, has_least)
SIZE_KEYWORD(maxItems, NODE_ARRAY, has_most)
SIZE_KEYWORD(minProperties, NODE_OBJECT, has_least)
SIZE_KEYWORD(maxProperties, NODE_OBJECT, has_most)

static size_t
check_unique(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	if (value->kind != NODE_ARRAY || !argument->truth)
		return 0;
	for (size_t i = 0; i < value->count; i++)
		for (size_t j = 0; j < i; j++)
			if (is_same(value->items[i], value->items[j]))
				return refuse(
				    c, "uniqueItems", value->items[i]);
	return 0;
}

static size_t
check_items(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; value->kind == NODE_ARRAY && i < value->count; i++)
		faults += check(c, argument, value->items[i]);
	return faults;
}

static size_t
check_required(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; value->kind == NODE_OBJECT && i < argument->count;
	     i++)
		if (node_member(value, argument->items[i]->text) == NULL)
			faults += refuse(c, "required", value);
	return faults;
}

static size_t
check_properties(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; value->kind == NODE_OBJECT && i < value->count;
	     i++) {
		const struct member *m = &value->members[i];
		const struct member *rule = node_member(argument, m->key);

		if (rule != NULL)
			faults += check(c, rule->value, m->value);
	}
	return faults;
}

static size_t
check_patterns(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; value->kind == NODE_OBJECT && i < value->count; i++)
		for (size_t k = 0; k < argument->count; k++)
			if (matches(argument->members[k].key,
				value->members[i].key))
				faults += check(c, argument->members[k].value,
				    value->members[i].value);
	return faults;
}

static bool
is_named(const struct node *schema, struct slice key)
{
	const struct node *names = node_find(schema, "properties");
	const struct node *patterns = node_find(schema, "patternProperties");

	if (names != NULL && node_member(names, key) != NULL)
		return true;
	for (size_t i = 0; patterns != NULL && i < patterns->count; i++)
		if (matches(patterns->members[i].key, key))
			return true;
	return false;
}

static size_t
check_additional(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	for (size_t i = 0; value->kind == NODE_OBJECT && i < value->count; i++)
		if (!is_named(schema, value->members[i].key))
			faults += check(c, argument, value->members[i].value);
	return faults;
}

static size_t
check_names(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; value->kind == NODE_OBJECT && i < value->count;
	     i++) {
		struct node key = key_of(&value->members[i]);

		faults += check(c, argument, &key);
	}
	return faults;
}

static size_t
check_all_of(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	size_t faults = 0;

	(void)schema;
	for (size_t i = 0; i < argument->count; i++)
		faults += check(c, argument->items[i], value);
	return faults;
}

static size_t
count_accepting(const struct checking *c, const struct node *schemas,
    const struct node *value)
{
	size_t n = 0;

	for (size_t i = 0; i < schemas->count; i++)
		n += accepts(c, schemas->items[i], value);
	return n;
}

static size_t
check_one_of(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(
	    c, count_accepting(c, argument, value) == 1, "oneOf", value);
}

static size_t
check_any_of(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(
	    c, count_accepting(c, argument, value) > 0, "anyOf", value);
}

static size_t
check_not(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)schema;
	return require(c, !accepts(c, argument, value), "not", value);
}

static size_t
check_if(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	const struct node *branch =
	    node_find(schema, accepts(c, argument, value) ? "then" : "else");

	return branch != NULL ? check(c, branch, value) : 0;
}

/* "#/definitions/NAME" */
static size_t
check_reference(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	static const struct slice head = { (const uint8_t *)"#/definitions/",
		14 };
	const struct node *definitions = node_find(c->root, "definitions");
	const struct member *m;

	/* Draft-07 ignores what stands beside a reference. */
	ck_assert_uint_eq(schema->count, 1);
	ck_assert(slice_starts(argument->text, head));
	m = node_member(definitions, slice_skip(argument->text, head.len));
	ck_assert_ptr_nonnull(m);
	return check(c, m->value, value);
}

/* What says nothing about values, or is looked at by another keyword. */
static size_t
check_nothing(const struct checking *c, const struct node *schema,
    const struct node *argument, const struct node *value)
{
	(void)c, (void)schema, (void)argument, (void)value;
	return 0;
}

static const struct {
	const char *name;
	keyword_fn *check;
} keywords[] = {
	{ "$ref", check_reference },
	{ "$schema", check_nothing },
	{ "additionalProperties", check_additional },
	{ "allOf", check_all_of },
	{ "anyOf", check_any_of },
	{ "const", check_const },
	{ "defaultSnippets", check_nothing },
	{ "definitions", check_nothing },
	{ "description", check_nothing },
	{ "else", check_nothing },
	{ "enum", check_enum },
	{ "enumDescriptions", check_nothing },
	{ "if", check_if },
	{ "items", check_items },
	{ "maxItems", check_maxItems },
	{ "maxLength", check_maxLength },
	{ "maxProperties", check_maxProperties },
	{ "maximum", check_maximum },
	{ "minItems", check_minItems },
	{ "minLength", check_minLength },
	{ "minProperties", check_minProperties },
	{ "minimum", check_minimum },
	{ "not", check_not },
	{ "oneOf", check_one_of },
	{ "pattern", check_pattern },
	{ "patternProperties", check_patterns },
	{ "properties", check_properties },
	{ "propertyNames", check_names },
	{ "required", check_required },
	{ "then", check_nothing },
	{ "title", check_nothing },
	{ "type", check_type },
	{ "uniqueItems", check_unique },
};

#define KEYWORDS (sizeof(keywords) / sizeof(keywords[0]))

static keyword_fn *
find_keyword(struct slice name)
{
	for (size_t i = 0; i < KEYWORDS; i++)
		if (slice_is(name, keywords[i].name))
			return keywords[i].check;
	ck_abort_msg("unknown keyword %.*s", SHOWN(name));
	return NULL;
}

static size_t
check(const struct checking *c, const struct node *schema,
    const struct node *value)
{
	size_t faults = 0;

	if (schema->kind == NODE_BOOLEAN)
		return require(c, schema->truth, "false", value);
	ck_assert_int_eq(schema->kind, NODE_OBJECT);
	for (size_t i = 0; i < schema->count; i++) {
		const struct member *m = &schema->members[i];

		faults += find_keyword(m->key)(c, schema, m->value, value);
	}
	return faults;
}

size_t
draft07_check(const struct node *schema, const struct node *value,
    draft07_fn *tell, void *ctx)
{
	struct checking c = { schema, tell, ctx };

	return check(&c, schema, value);
}
