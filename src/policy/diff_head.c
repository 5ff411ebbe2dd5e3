/* What the kinds of a policy share. */
#include "policy/diff_part.h"

static const struct program *
program_of(const struct diff *d, int side)
{
	return d->side[side].document->program;
}

/* A difference about a name of the policy. */
static void
tell_name(struct diff *d, enum diff_mark mark, enum diff_what what,
    struct slice name, enum word sentence)
{
	diff_tell(d, mark, what, (struct slice){ 0 }, name, sentence);
}

/*
 * Domains.
 */

static const struct domain *
find_domain(const struct program *program, struct slice name)
{
	for (size_t i = 0; i < program->domain_count; i++)
		if (slice_equal(program->domains[i].name, name))
			return &program->domains[i];
	return NULL;
}

static bool
same_tokens(const struct domain *a, const struct domain *b)
{
	return slice_equal(a->entity, b->entity) &&
	       slice_equal(a->key, b->key) && a->normalize == b->normalize;
}

static void
compare_domain(struct diff *d, const struct domain *a, const struct domain *b)
{
	diff_begin(d);
	if (a->reversible != b->reversible)
		tell_name(d, b->reversible ? DIFF_WEAKER : DIFF_STRONGER,
		    DIFF_REVERSIBLE, b->name,
		    b->reversible ? WORD_REVERSIBLE_NOW : WORD_ONE_WAY_NOW);
	if (same_tokens(a, b))
		return;
	phrase_domain(&d->part[0], d->language, a);
	phrase_domain(&d->part[1], d->language, b);
	tell_name(d, DIFF_CHANGED, DIFF_DOMAIN, b->name, WORD_DOMAIN_CHANGED);
}

/* Two projects never share a domain: their records could be joined. */
static void
compare_shared(struct diff *d, const struct domain *a, const struct domain *b)
{
	const struct program *older = program_of(d, 0);

	if (slice_equal(older->name, program_of(d, 1)->name) ||
	    !same_tokens(a, b))
		return;
	diff_begin(d);
	buf_add_slice(&d->part[0], older->name);
	tell_name(
	    d, DIFF_WEAKER, DIFF_DOMAIN_SHARED, b->name, WORD_DOMAIN_SHARED);
}

static void
compare_domains(struct diff *d)
{
	const struct program *newer = program_of(d, 1);

	for (size_t i = 0; i < newer->domain_count; i++) {
		const struct domain *b = &newer->domains[i];
		const struct domain *a = find_domain(program_of(d, 0), b->name);

		if (a == NULL)
			continue;
		compare_domain(d, a, b);
		compare_shared(d, a, b);
	}
}

/*
 * Recipients.
 */

static const struct node *
definition(const struct diff *d, int side, struct slice name)
{
	return phrase_definition(d->side[side].document, "recipients", name);
}

/* Who it is, and in which file the key lies. */
static void
put_recipient(struct diff *d, int side, struct slice name)
{
	const struct node *node = definition(d, side, name);

	buf_add_slice(
	    &d->part[side], words_of(node_find(node, "name"), d->language));
	buf_add_text(&d->part[side], " (");
	buf_add_slice(&d->part[side], node_find(node, "key")->text);
	buf_add_text(&d->part[side], ")");
}

static bool
same_recipient(
    const struct diff *d, const struct recipient *a, const struct recipient *b)
{
	if (a->has_key && b->has_key &&
	    memcmp(a->key.bytes, b->key.bytes, sizeof(a->key.bytes)) != 0)
		return false;
	return slice_equal(a->title, b->title) &&
	       slice_equal(node_find(definition(d, 0, a->name), "key")->text,
		   node_find(definition(d, 1, b->name), "key")->text);
}

/* The recipients of one side, beside those of the other one. */
static void
compare_recipients(struct diff *d, int side)
{
	const struct program *own = program_of(d, side);

	for (size_t i = 0; i < own->recipient_count; i++) {
		const struct recipient *r = &own->recipients[i];
		const struct recipient *other =
		    program_recipient(program_of(d, 1 - side), r->name);

		diff_begin(d);
		put_recipient(d, side, r->name);
		if (other == NULL) {
			tell_name(d, side == 1 ? DIFF_WEAKER : DIFF_STRONGER,
			    side == 1 ? DIFF_RECIPIENT_ADDED
				      : DIFF_RECIPIENT_REMOVED,
			    r->name,
			    side == 1 ? WORD_RECIPIENT_ADDED
				      : WORD_RECIPIENT_REMOVED);
		} else if (side == 1 && !same_recipient(d, other, r)) {
			put_recipient(d, 0, r->name);
			tell_name(d, DIFF_WEAKER, DIFF_RECIPIENT, r->name,
			    WORD_RECIPIENT_CHANGED);
		}
	}
}

/*
 * Limits and spellings.
 */

static void
compare_limit(struct diff *d, const char *name, uint64_t a, uint64_t b)
{
	if (a == b)
		return;
	diff_begin(d);
	buf_add_u64(&d->part[0], a);
	buf_add_u64(&d->part[1], b);
	tell_name(d, b > a ? DIFF_WEAKER : DIFF_STRONGER, DIFF_LIMIT,
	    slice_text(name), WORD_LIMIT_CHANGED);
}

static void
compare_limits(struct diff *d)
{
	const struct program_limits *a = &program_of(d, 0)->limits;
	const struct program_limits *b = &program_of(d, 1)->limits;

	compare_limit(d, "record", a->record, b->record);
	compare_limit(d, "depth", a->depth, b->depth);
	compare_limit(d, "name", a->name, b->name);
	compare_limit(d, "number", a->number, b->number);
	compare_limit(d, "members", a->members, b->members);
	compare_limit(d, "value", a->value, b->value);
}

/* Prefixes of both that stand for other namespaces. */
static bool
same_namespaces(const struct dialect *a, const struct dialect *b)
{
	for (size_t i = 0; i < a->namespace_count; i++)
		for (size_t k = 0; k < b->namespace_count; k++)
			if (slice_equal(a->namespaces[i].prefix,
				b->namespaces[k].prefix) &&
			    !slice_equal(
				a->namespaces[i].uri, b->namespaces[k].uri))
				return false;
	return true;
}

static void
compare_streams(struct diff *d)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		const struct stream *a = &program_of(d, 0)->streams[i];
		const struct stream *b = &program_of(d, 1)->streams[i];

		if (a->kind_count == 0 || b->kind_count == 0)
			continue;
		if (slice_equal(a->record.text, b->record.text) &&
		    a->dialect.delimiter == b->dialect.delimiter &&
		    a->dialect.encoding == b->dialect.encoding &&
		    a->dialect.hprim == b->dialect.hprim &&
		    same_namespaces(&a->dialect, &b->dialect))
			continue;
		diff_begin(d);
		tell_name(d, DIFF_WEAKER, DIFF_SPELLING,
		    slice_text(format_names[i]), WORD_SPELLING_CHANGED);
	}
}

void
diff_head(struct diff *d)
{
	compare_domains(d);
	compare_recipients(d, 1);
	compare_recipients(d, 0);
	compare_limits(d);
	compare_streams(d);
}
