/* tokenize: a word that only the holder of the key can link to the value. */
#include "action/all.h"
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

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct tokenize *t = config;
	const struct action_domain *domain = &context->domains[t->as];
	struct buf *normal = context->scratch;

	(void)kind;
	if (!has_one_spelling(in) ||
	    !normalizations[domain->normalize].apply(in->text, normal))
		return VERDICT_INVALID;
	/* A failed buffer rejects the record; its token is never seen. */
	if (normal->len == 0 && !normal->failed)
		return VERDICT_INVALID;
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
