#include "study/test/matcher.h"

#include "base/limits.h"
#include "study/test/findings.h"

/* A label, and the token that it stands for. */
struct matched_label {
	struct matched_label *next;
	struct slice domain, label, token;
};

/* Reading. */

/* The index of a name of the policy, or -1. */
static int
find_domain(const struct program *program, struct slice name)
{
	for (size_t i = 0; i < program->domain_count; i++)
		if (slice_equal(program->domains[i].name, name))
			return (int)i;
	return -1;
}

/* Takes what stands up to a word off the front; all of it without the word. */
static struct slice
take_until(struct slice *rest, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= rest->len; i++) {
		if (memcmp(rest->p + i, word, len) == 0) {
			struct slice before = { rest->p, i };

			*rest = slice_skip(*rest, i + len);
			return before;
		}
	}
	return (struct slice){ rest->p, rest->len };
}

static bool
take(struct slice *rest, const char *text)
{
	if (!slice_starts(*rest, slice_text(text)))
		return false;
	*rest = slice_skip(*rest, strlen(text));
	return true;
}

/* How many dollar signs stand before the brace that the text begins with; 0:
 * there is no such brace. */
static size_t
dollars(struct slice text)
{
	size_t n = 0;

	while (n < text.len && text.p[n] == '$')
		n++;
	return n < text.len && text.p[n] == '{' ? n : 0;
}

/* What stands behind the name. */
static const char *
read_rest(struct matcher *m, struct slice rest)
{
	if (take(&rest, "of ") && rest.len > 0)
		m->of = rest;
	else if (m->kind == MATCHER_TOKEN && take(&rest, "same ") &&
		 rest.len > 0)
		m->same = rest;
	else
		return "this is not how a matcher goes on: `of VALUE`, or for "
		       "tokens `same LABEL`";
	return NULL;
}

const char *
matcher_read(
    const struct program *program, struct slice text, struct matcher *m)
{
	struct slice rest = text;
	bool more;

	*m = (struct matcher){ .text = text };
	if (dollars(text) != 1) {
		m->text = slice_skip(text, dollars(text) > 1);
		return NULL;
	}
	rest = slice_skip(text, 2);
	if (rest.p[rest.len - 1] != '}')
		return "a matcher is a whole value, from `${` to `}`";
	rest.len--;
	if (take(&rest, "token:"))
		m->kind = MATCHER_TOKEN;
	else if (take(&rest, "sealed:"))
		m->kind = MATCHER_SEALED;
	else
		return "no matcher begins so: there are `${token:DOMAIN}` and "
		       "`${sealed:RECIPIENT}`";
	more = slice_take_until(&rest, ' ', &m->name);
	if (!more)
		m->name = rest;
	if (m->kind == MATCHER_TOKEN && find_domain(program, m->name) < 0)
		return "the policy has no such domain";
	if (m->kind == MATCHER_SEALED &&
	    program_recipient(program, m->name) == NULL)
		return "the policy has no such recipient";
	return more ? read_rest(m, rest) : NULL;
}

/* Tokens. */

/* A rule that makes tokens of a domain, or NULL. */
static const struct rule *
token_rule(const struct program *program, uint32_t domain)
{
	for (size_t k = 0; k < program->kind_count; k++) {
		const struct kind *kind = &program->kinds[k];

		for (size_t f = 0; f < kind_all_fields(kind); f++) {
			const struct rule *rule = kind->fields[f].rules;
			uint32_t i;

			for (size_t r = 0; r < kind->fields[f].rule_count;
			     r++, rule++)
				if (rule->action == ACTION_TOKENIZE &&
				    rule_setting(rule, PARAM_DOMAIN, &i) &&
				    i == domain)
					return rule;
		}
	}
	return NULL;
}

/* Whether the test's key gives this token for the values. */
static bool
is_token_of(const struct matching *m, const struct rule *rule,
    const struct value *parts, size_t n, struct slice token)
{
	struct buf out, scratch;
	struct action_context context = {
		.domains = m->keys->binding->domains,
		.scratch = &scratch,
		.parts = n > 1 ? parts : NULL,
		.part_count = n > 1 ? n : 0,
	};
	enum value_kind kind = VALUE_TEXT;
	bool is;

	buf_init(&out, LIMIT_RECORD);
	buf_init(&scratch, LIMIT_RECORD);
	is = actions[ACTION_TOKENIZE]->apply(rule->config, &context, parts,
		 &out, &kind) == VERDICT_CHANGED &&
	     slice_equal(buf_slice(&out), token);
	buf_release(&out);
	buf_release(&scratch);
	return is;
}

/* The values that `of` lists. */
static bool
is_token_of_list(const struct matching *m, const struct rule *rule,
    struct slice list, struct slice token)
{
	struct value parts[LIMIT_PARTS] = { { .kind = VALUE_TEXT } };
	size_t n = 0;

	while (list.len > 0 && n < LIMIT_PARTS) {
		struct slice part = take_until(&list, " + ");

		parts[n++] = (struct value){ part, VALUE_TEXT };
		if (part.len == list.len && part.p == list.p)
			break;
	}
	return is_token_of(m, rule, parts, n, token);
}

/* Whether it is the token of one of the values that came in. */
static bool
is_token_of_input(
    const struct matching *m, const struct rule *rule, struct slice token)
{
	for (size_t i = 0; i < m->input->count; i++)
		if (is_token_of(m, rule, &m->input->all[i].value, 1, token))
			return true;
	return false;
}

#define TOKEN_TAIL 26 /* characters of a one-way token behind its epoch */

/* Whether a text looks like a token of the domain's key. */
static bool
has_form(const struct domain *domain, struct slice text)
{
	if (!take(&text, domain->reversible ? "rv1." : "tk1.") ||
	    !slice_starts(text, domain->key))
		return false;
	text = slice_skip(text, domain->key.len);
	if (!take(&text, ".1."))
		return false;
	for (size_t i = 0; !domain->reversible && i < text.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz234567", text.p[i]) ==
		    NULL)
			return false;
	return domain->reversible || text.len == TOKEN_TAIL;
}

/*
 * Of several values together, which ones is not known without `of`; then the
 * form has to do.
 */
static bool
is_token(const struct matching *m, uint32_t domain, struct slice text)
{
	const struct program *program = &m->keys->program;
	const struct domain *d = &program->domains[domain];
	const struct rule *rule = token_rule(program, domain);

	if (rule == NULL || !has_form(d, text))
		return false;
	return normalizations[d->normalize].joins ||
	       is_token_of_input(m, rule, text);
}

/* One label, one token; two labels, two tokens. */
static const char *
match_label(
    struct matching *m, const struct matcher *matcher, struct slice token)
{
	struct matched_label *l;

	for (l = m->labels; l != NULL; l = l->next) {
		bool same = slice_equal(l->label, matcher->same);

		if (!slice_equal(l->domain, matcher->name))
			continue;
		if (same && !slice_equal(l->token, token))
			return "this token is another than the one before "
			       "with this label";
		if (!same && slice_equal(l->token, token))
			return "this token is the same as one with another "
			       "label";
	}
	l = arena_alloc(m->arena, sizeof(*l));
	if (l == NULL)
		return NULL;
	*l = (struct matched_label){ m->labels, matcher->name, matcher->same,
		token };
	m->labels = l;
	return NULL;
}

static const char *
match_token(
    struct matching *m, const struct matcher *matcher, struct slice token)
{
	uint32_t domain =
	    (uint32_t)find_domain(&m->keys->program, matcher->name);
	const struct rule *rule = token_rule(&m->keys->program, domain);

	if (rule == NULL)
		return "no rule makes tokens of this domain";
	if (matcher->of.p != NULL)
		return is_token_of_list(m, rule, matcher->of, token)
			   ? NULL
			   : "this is not the token of that value";
	if (!is_token(m, domain, token))
		return "this is not a token of this domain";
	return matcher->same.p != NULL ? match_label(m, matcher, token) : NULL;
}

/* Sealed values. */

static const char *
open_sealed(struct matching *m, const struct matcher *matcher,
    const struct found_value *got, struct buf *value)
{
	const struct program *program = &m->keys->program;
	const struct recipient *r = program_recipient(program, matcher->name);
	struct err err = { 0 };
	enum value_kind kind;
	struct sealed sealed;
	struct unsealer *u;

	if (!sealed_parse(got->value.text, &sealed) ||
	    !slice_equal(sealed.recipient, matcher->name) ||
	    !slice_equal(sealed.policy, program->name))
		return "this is not sealed to this recipient";
	u = test_keys_unsealer(
	    m->keys, (size_t)(r - program->recipients), &err);
	if (u == NULL ||
	    unseal_value(u, &sealed, got->place, value, &kind) != UNSEALED)
		return "the recipient cannot open this here";
	return NULL;
}

static const char *
match_sealed(struct matching *m, const struct matcher *matcher,
    const struct found_value *got)
{
	const char *why;
	struct buf value;

	buf_init(&value, LIMIT_RECORD);
	why = open_sealed(m, matcher, got, &value);
	if (why == NULL && matcher->of.p != NULL &&
	    !slice_equal(buf_slice(&value), matcher->of))
		why = "another value is sealed here";
	buf_release(&value);
	return why;
}

const char *
matcher_accepts(struct matching *m, const struct matcher *matcher,
    const struct found_value *got)
{
	if (got->value.kind != VALUE_TEXT)
		return "this is not a text";
	return matcher->kind == MATCHER_TOKEN
		   ? match_token(m, matcher, got->value.text)
		   : match_sealed(m, matcher, got);
}

/* Guessing. */

static struct slice
join(struct arena *arena, const char *before, struct slice name,
    const char *after)
{
	size_t len = strlen(before) + name.len + strlen(after);
	uint8_t *text = arena_alloc(arena, len + 1);

	if (text == NULL)
		return (struct slice){ NULL, 0 };
	memcpy(text, before, strlen(before));
	memcpy(text + strlen(before), name.p, name.len);
	memcpy(text + strlen(before) + name.len, after, strlen(after));
	return (struct slice){ text, len };
}

/* The domain of which a text is a token, or -1. */
static int
guess_domain(const struct matching *m, struct slice text)
{
	const struct program *program = &m->keys->program;
	int found = -1;

	for (uint32_t i = 0; i < program->domain_count; i++) {
		const struct rule *rule = token_rule(program, i);

		if (rule == NULL || !is_token(m, i, text))
			continue;
		/* Sure, and not only of this form. */
		if (is_token_of_input(m, rule, text))
			return (int)i;
		found = (int)i;
	}
	return found;
}

/* The recipient to whom a text is sealed, or NULL. */
static const struct recipient *
guess_recipient(const struct matching *m, struct slice text)
{
	struct sealed sealed;

	return sealed_parse(text, &sealed)
		   ? program_recipient(&m->keys->program, sealed.recipient)
		   : NULL;
}

struct slice
matcher_guess(struct matching *m, const struct found_value *got)
{
	const struct program *program = &m->keys->program;
	struct slice text = got->value.text;
	const struct recipient *r;
	int domain;

	if (got->value.kind != VALUE_TEXT)
		return text;
	domain = guess_domain(m, text);
	if (domain >= 0)
		return join(
		    m->arena, "${token:", program->domains[domain].name, "}");
	r = guess_recipient(m, text);
	if (r != NULL)
		return join(m->arena, "${sealed:", r->name, "}");
	return dollars(text) > 0 ? join(m->arena, "$", text, "") : text;
}

struct slice
matcher_describe(struct matching *m, const struct found_value *got)
{
	const struct recipient *r = guess_recipient(m, got->value.text);
	struct matcher matcher = { .kind = MATCHER_SEALED };
	struct slice text;
	struct buf value;

	if (r == NULL)
		return matcher_guess(m, got);
	matcher.name = r->name;
	text = join(m->arena, "${sealed:", r->name, "}");
	buf_init(&value, LIMIT_RECORD);
	if (open_sealed(m, &matcher, got, &value) == NULL)
		text = text_format(m->arena, "${sealed:%.*s of %.*s}",
		    (int)r->name.len, (const char *)r->name.p, (int)value.len,
		    (const char *)value.p);
	buf_release(&value);
	return text;
}
