#include "policy/phrase.h"

/*
 * Small parts.
 */

static struct slice
text_at(const struct node *node, const char *key)
{
	const struct node *found = node_find(node, key);

	return found != NULL ? found->text : (struct slice){ 0 };
}

/* A constant: texts in quotes, the others as they are written. */
static void
add_constant(struct buf *out, enum language l, const struct node *node)
{
	if (node->kind == NODE_STRING)
		words_say(out, l, WORD_QUOTED, node->text, (struct slice){ 0 });
	else
		buf_add_slice(out, node->text);
}

static void
add_constants(struct buf *out, enum language l, const struct node *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buf_add_text(out, ", ");
		add_constant(out, l, list->items[i]);
	}
}

/* A phrase that is made apart, to fill a place of another. */
static void
apart_init(struct buf *b, const struct buf *out)
{
	buf_init(b, out->max);
}

/* The phrase fills its place; one for which memory ended fills none. */
static void
apart_end(struct buf *out, struct buf *b)
{
	out->failed |= b->failed;
	buf_release(b);
}

/* Adds the sentence, with the phrase in its first place. */
static void
apart_say(struct buf *out, enum language l, enum word w, struct buf *b)
{
	words_say(out, l, w, buf_slice(b), (struct slice){ 0 });
	apart_end(out, b);
}

const struct node *
phrase_definition(
    const struct document *document, const char *section, struct slice name)
{
	for (size_t i = 0; i < document->root_count; i++) {
		const struct node *all = node_find(document->roots[i], section);
		const struct member *m =
		    all != NULL ? node_member(all, name) : NULL;

		if (m != NULL)
			return m->value;
	}
	return NULL;
}

const struct node *
phrase_named_condition(const struct phrase *p, struct slice name)
{
	const struct node *own = node_find(p->kind, "conditions");
	const struct member *m = own != NULL ? node_member(own, name) : NULL;

	return m != NULL ? m->value
			 : phrase_definition(p->document, "conditions", name);
}

/*
 * As what a value leaves.
 */

static void
add_table(struct buf *out, enum language l, const struct node *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct member *m = &table->members[i];

		if (i > 0)
			buf_add_text(out, ", ");
		words_say(out, l, WORD_QUOTED, m->key, (struct slice){ 0 });
		buf_add_text(out, " → ");
		add_constant(out, l, m->value);
	}
}

static void
form_table(struct buf *out, enum language l, const struct node *node)
{
	bool drops = slice_is(text_at(node, "else"), "drop");
	struct buf table, whole;

	apart_init(&table, out);
	apart_init(&whole, out);
	add_table(&table, l, node_find(node, "table"));
	apart_say(&whole, l, WORD_TABLE, &table);
	apart_say(
	    out, l, drops ? WORD_TABLE_DROPS : WORD_TABLE_REJECTS, &whole);
}

static void
form_coarser(struct buf *out, enum language l, const struct node *node)
{
	struct slice to = text_at(node, "to"), at = text_at(node, "at");

	if (to.p == NULL)
		words_say(out, l, WORD_STEP, text_at(node, "step"), at);
	else
		words_fill(out, words_coarser(l, to), &at, 1);
}

/* How many characters stay at one end; false if none do. */
static bool
form_end(struct buf *out, enum language l, const struct node *node, bool first)
{
	struct slice n = text_at(node, first ? "first" : "last");
	enum word several = first ? WORD_FIRST : WORD_LAST;
	enum word single = first ? WORD_FIRST_ONE : WORD_LAST_ONE;

	if (n.p == NULL || slice_is(n, "0"))
		return false;
	words_say(out, l, slice_is(n, "1") ? single : several, n,
	    (struct slice){ 0 });
	return true;
}

static void
form_mask(struct buf *out, enum language l, const struct node *node)
{
	static const enum word sentences[] = { WORD_MASK, WORD_MASK_BUT,
		WORD_MASK_BUT_BOTH };
	const struct node *with = node_find(node, "with");
	struct slice fill[3] = { with != NULL ? with->text : slice_text("*") };
	struct buf ends[2];
	size_t count = 0;

	for (size_t i = 0; i < 2; i++) {
		apart_init(&ends[i], out);
		if (form_end(&ends[i], l, node, i == 0))
			fill[++count] = buf_slice(&ends[i]);
	}
	words_fill(out, word(l, sentences[count]), fill, count + 1);
	apart_end(out, &ends[0]);
	apart_end(out, &ends[1]);
}

static void
form_token(struct buf *out, const struct phrase *p, const struct rule *rule,
    const struct node *node)
{
	const struct domain *domains = p->document->program->domains;
	const struct node *from = node_find(node, "from");
	struct buf token, parts;
	uint32_t i = 0;

	apart_init(&token, out);
	rule_setting(rule, PARAM_DOMAIN, &i);
	words_say(&token, p->language,
	    domains[i].reversible ? WORD_TOKEN_BACK : WORD_TOKEN,
	    domains[i].name, (struct slice){ 0 });
	if (from == NULL) {
		buf_add_slice(out, buf_slice(&token));
	} else {
		apart_init(&parts, out);
		for (size_t k = 0; k < from->count; k++) {
			buf_add_text(&parts, k > 0 ? ", " : "");
			buf_add_slice(&parts, from->items[k]->text);
		}
		words_say(out, p->language, WORD_TOKEN_OF, buf_slice(&token),
		    buf_slice(&parts));
		apart_end(out, &parts);
	}
	apart_end(out, &token);
}

static void
form_shift(struct buf *out, const struct phrase *p, const struct rule *rule,
    const struct node *node)
{
	const struct domain *domains = p->document->program->domains;
	struct slice fill[3];
	uint32_t i = 0;

	rule_setting(rule, PARAM_DOMAIN, &i);
	fill[0] = text_at(node, "maxDays");
	fill[1] = domains[i].entity;
	fill[2] = text_at(node, "per");
	words_fill(out, word(p->language, WORD_SHIFT), fill, 3);
}

static void
form_seal(struct buf *out, const struct phrase *p, const struct node *node)
{
	const struct node *to =
	    phrase_definition(p->document, "recipients", text_at(node, "to"));

	words_say(out, p->language, WORD_SEAL,
	    words_of(node_find(to, "name"), p->language), (struct slice){ 0 });
}

void
phrase_form(struct buf *out, const struct phrase *p, const struct rule *rule,
    const struct node *node)
{
	enum language l = p->language;
	struct buf constant;

	switch (rule->action) {
	case ACTION_KEEP:
		buf_add_text(out, word(l, WORD_KEEP));
		break;
	case ACTION_TOKENIZE:
		form_token(out, p, rule, node);
		break;
	case ACTION_TRUNCATE:
		form_end(out, l, node, node_find(node, "first") != NULL);
		break;
	case ACTION_GENERALIZE:
		form_coarser(out, l, node);
		break;
	case ACTION_MASK:
		form_mask(out, l, node);
		break;
	case ACTION_REPLACE:
		apart_init(&constant, out);
		add_constant(&constant, l, node_find(node, "with"));
		apart_say(out, l, WORD_CONSTANT, &constant);
		break;
	case ACTION_MAP:
		form_table(out, l, node);
		break;
	case ACTION_SHIFT:
		form_shift(out, p, rule, node);
		break;
	case ACTION_SEAL:
		form_seal(out, p, node);
		break;
	default:
		buf_add_text(out, word(l, WORD_DROP));
	}
}

/*
 * What a value must be.
 */

static void
check_type(struct buf *out, enum language l, const struct rule *rule,
    const struct node *node)
{
	struct slice type = slice_text(words_type(l, rule->must));
	struct buf must;

	apart_init(&must, out);
	if (rule->text_max > 0)
		words_say(&must, l, WORD_MUST_MAX, type, text_at(node, "max"));
	else
		buf_add_slice(&must, type);
	apart_say(out, l, WORD_MUST, &must);
}

static void
check_list(struct buf *out, enum language l, const struct node *list)
{
	struct buf constants;

	apart_init(&constants, out);
	add_constants(&constants, l, list);
	apart_say(out, l, list->count == 1 ? WORD_MUST : WORD_MUST_ONE_OF,
	    &constants);
}

static void
add_part(struct buf *out, enum language l, size_t before, const char *text)
{
	if (out->len > before)
		buf_add_text(out, word(l, WORD_SEMICOLON));
	buf_add_text(out, text);
}

/* Whether there are values from which the action makes nothing. */
static bool
is_choosy(const struct rule *rule)
{
	switch (rule->action) {
	case ACTION_TOKENIZE:
		return rule->from_count == 0;
	case ACTION_TRUNCATE:
	case ACTION_GENERALIZE:
	case ACTION_MASK:
	case ACTION_SHIFT:
		return true;
	default:
		return false;
	}
}

/* What becomes of a value without the field to which it refers. */
static void
check_lone(struct buf *out, enum language l, size_t before,
    const struct rule *rule, const struct node *node)
{
	const char *key = rule->action == ACTION_SHIFT ? "per" : "at";

	add_part(out, l, before, "");
	words_say(out, l,
	    rule->invalid_drops ? WORD_LONE_DROPS : WORD_LONE_REJECTS,
	    text_at(node, key), (struct slice){ 0 });
}

void
phrase_check(struct buf *out, const struct phrase *p, const struct rule *rule,
    const struct node *node)
{
	enum language l = p->language;
	size_t before = out->len;

	if (rule->must != TYPE_ANY)
		check_type(out, l, rule, node);
	if (rule->one_of_count > 0) {
		add_part(out, l, before, "");
		check_list(out, l, node_find(node, "oneOf"));
	}
	if (out->len > before)
		add_part(out, l, before,
		    word(l, rule->invalid_drops ? WORD_INVALID_DROPS
						: WORD_INVALID_REJECTS));
	else if (is_choosy(rule))
		add_part(out, l, before,
		    word(l, rule->invalid_drops ? WORD_UNFIT_DROPS
						: WORD_UNFIT_REJECTS));
	if (rule->at >= 0)
		check_lone(out, l, before, rule, node);
	if (rule->absent_rejects)
		add_part(out, l, before, word(l, WORD_ABSENT_REJECTS));
}

/*
 * Conditions.
 */

static const struct {
	const char *key;
	enum word says;
} tests[] = {
	{ "is", WORD_IS },
	{ "in", WORD_IS_ONE_OF },
	{ "before", WORD_BEFORE },
	{ "after", WORD_AFTER },
	{ "atLeast", WORD_AT_LEAST },
	{ "atMost", WORD_AT_MOST },
	{ "ageUnder", WORD_AGE_UNDER },
	{ "ageFrom", WORD_AGE_FROM },
};

static void
add_test(struct buf *out, enum language l, const struct node *node)
{
	const struct node *exists = node_find(node, "exists");
	struct slice fill[3] = { text_at(node, "field"), { 0 },
		text_at(node, "at") };

	if (exists != NULL) {
		words_fill(out,
		    word(l, exists->truth ? WORD_EXISTS : WORD_MISSING), fill,
		    1);
		return;
	}
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		const struct node *test = node_find(node, tests[i].key);
		struct buf constant;

		if (test == NULL)
			continue;
		apart_init(&constant, out);
		if (test->kind == NODE_ARRAY)
			add_constants(&constant, l, test);
		else
			add_constant(&constant, l, test);
		fill[1] = buf_slice(&constant);
		words_fill(out, word(l, tests[i].says), fill, 3);
		apart_end(out, &constant);
	}
}

static void
add_leaf(struct buf *out, enum language l, const struct node *node)
{
	const struct node *every = node_find(node, "every");
	struct buf test;

	if (every == NULL || !every->truth) {
		add_test(out, l, node);
		return;
	}
	apart_init(&test, out);
	add_test(&test, l, node);
	apart_say(out, l, WORD_EVERY, &test);
}

/* Several conditions, each of which that has parts itself in brackets. */
static void
add_joined(struct buf *out, const struct phrase *p, const struct node *list,
    enum word between)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct node *part = list->items[i];
		bool bracket = list->count > 1 && part->kind == NODE_OBJECT &&
			       (node_find(part, "all") != NULL ||
				   node_find(part, "any") != NULL);

		if (i > 0)
			buf_add_text(out, word(p->language, between));
		buf_add_text(out, bracket ? "(" : "");
		phrase_when(out, p, part);
		buf_add_text(out, bracket ? ")" : "");
	}
}

static void
add_negated(
    struct buf *out, const struct phrase *p, const struct node *condition)
{
	struct buf inner;

	apart_init(&inner, out);
	phrase_when(&inner, p, condition);
	apart_say(out, p->language, WORD_NOT, &inner);
}

void
phrase_condition(
    struct buf *out, const struct phrase *p, const struct node *condition)
{
	const struct node *all, *any, *not ;

	if (condition->kind == NODE_STRING) {
		phrase_when(out, p, condition);
		return;
	}
	all = node_find(condition, "all");
	any = node_find(condition, "any");
	not = node_find(condition, "not");
	if (all != NULL)
		add_joined(out, p, all, WORD_AND);
	else if (any != NULL)
		add_joined(out, p, any, WORD_OR);
	else if (not != NULL)
		add_negated(out, p, not );
	else
		add_leaf(out, p->language, condition);
}

void
phrase_when(struct buf *out, const struct phrase *p, const struct node *when)
{
	const struct node *named = when;
	struct slice title;

	if (when->kind == NODE_STRING)
		named = phrase_named_condition(p, when->text);
	title = named->kind == NODE_OBJECT
		    ? words_of(node_find(named, "title"), p->language)
		    : (struct slice){ 0 };
	if (title.len > 0)
		buf_add_slice(out, title);
	else if (when->kind == NODE_STRING)
		words_say(out, p->language, WORD_QUOTED, when->text,
		    (struct slice){ 0 });
	else
		phrase_condition(out, p, when);
}

void
phrase_domain(struct buf *out, enum language l, const struct domain *domain)
{
	const struct slice fill[] = {
		domain->entity,
		domain->key,
		slice_text(words_normal(l, domain->normalize)),
		slice_text(word(
		    l, domain->reversible ? WORD_REVERSIBLE : WORD_ONE_WAY)),
	};

	words_fill(out, word(l, WORD_DOMAIN), fill, 4);
}
