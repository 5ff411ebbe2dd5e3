/*
 * tokenize: a word that only the holder of the key can link to the value, or,
 * in a reversible domain, turn back into it.
 */
#include "action/all.h"
#include "action/identity.h"
#include "base/num.h"

struct tokenize {
	uint32_t as; /* domain */
};

static const struct param params[] = {
	{
	    .name = "as",
	    .kind = PARAM_DOMAIN,
	    .offset = offsetof(struct tokenize, as),
	    .required = true,
	    .help = "the domain: equal values of one domain have equal "
		    "tokens",
	},
	{ .name = NULL },
};

/* One number has many spellings (1, 1.0, 1e0): only plain digits are safe. */
static bool
has_one_spelling(const struct value *v)
{
	return v->kind == VALUE_TEXT ||
	       (v->kind == VALUE_NUMBER && num_is_digits(v->text));
}

/* Adds the normalized form of a value; false if it has none. */
static bool
add_normal(
    const struct action_domain *domain, const struct value *v, struct buf *out)
{
	size_t before = out->len;

	/* A failed buffer rejects the record; its token is never seen. */
	return has_one_spelling(v) &&
	       normalizations[domain->normalize].apply(v->text, out) &&
	       (out->len > before || out->failed);
}

/* The same of all parts, joined. */
static bool
add_parts(const struct action_domain *domain,
    const struct action_context *context, struct buf *out)
{
	for (size_t i = 0; i < context->part_count; i++) {
		if (i > 0)
			buf_add_byte(out, IDENTITY_JOIN);
		if (!add_normal(domain, &context->parts[i], out))
			return false;
	}
	return true;
}

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct tokenize *t = config;
	const struct action_domain *domain = &context->domains[t->as];
	struct buf *normal = context->scratch;

	(void)kind;
	if (context->parts != NULL ? !add_parts(domain, context, normal)
				   : !add_normal(domain, in, normal))
		return VERDICT_INVALID;
	if (domain->reversible != NULL)
		reversible_make(domain->reversible, buf_slice(normal), out);
	else
		token_make(domain->maker, buf_slice(normal), out);
	return VERDICT_CHANGED;
}

const struct action action_tokenize = {
	.name = "tokenize",
	.help = "leaves as a token made with a secret key",
	.params = params,
	.size = sizeof(struct tokenize),
	.releases = true,
	.apply = apply,
};
