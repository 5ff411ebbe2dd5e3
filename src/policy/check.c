#include "policy/check.h"

#include "base/limits.h"
#include "policy/identify.h"
#include "policy/load.h"
#include "program/test_folder.h"

/* The field's own name: the last one of its path; there, numbers are none. */
static struct slice
field_name(const struct site *site)
{
	const struct path *path = site->path;
	struct slice name = { 0 };

	if (site->format == FORMAT_XML)
		return path_xml_name(path);
	if (site->format == FORMAT_HL7V2)
		return path->text;
	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind == STEP_NAME)
			name = path->steps[i].name;
	return name;
}

static void
check_kept(struct compiler *c, const struct site *site, struct place place,
    const struct rule *rule)
{
	struct slice name = field_name(site);

	if (rule->one_of_count > 0 || rule->must == TYPE_BOOLEAN)
		return;
	if (identify_path(site->format, site->path))
		notes_add(c->notes, CODE_KEEPS_NAME, place,
		    "`%.*s` looks identifying, and is kept as it is",
		    SHOWN(name));
	else if (types[rule->must].identifies)
		notes_add(c->notes, CODE_KEEPS_TYPE, place,
		    "a value of type %s points at one person, and is kept as "
		    "it is",
		    types[rule->must].name);
	else if (rule->must == TYPE_ANY || rule->must == TYPE_TEXT)
		notes_add(c->notes, CODE_KEEPS_TEXT, place,
		    "any text may leave here; say what it must be");
}

/* A domain's normalization may refuse what no person or address has. */
static bool
refuses_malformed(enum normalize_id normalize)
{
	return normalize == NORMALIZE_NIR || normalize == NORMALIZE_PHONE ||
	       normalize == NORMALIZE_EMAIL || normalize == NORMALIZE_IDENTITY;
}

/* A token of a value that is no identifier hides that it is none. */
static void
check_token(struct compiler *c, const struct site *site, struct place place,
    const struct rule *rule)
{
	uint32_t domain;

	if (rule->action != ACTION_TOKENIZE ||
	    !rule_setting(rule, PARAM_DOMAIN, &domain))
		return;
	if (rule->must == TYPE_ANY && rule->one_of_count == 0 &&
	    !refuses_malformed(c->program->domains[domain].normalize) &&
	    identify_path(site->format, site->path))
		notes_add(c->notes, CODE_LOOSE_TOKEN, place,
		    "without `must`, anything written here becomes a token");
}

/*
 * Whether a record that lacks every field takes this alternative, and another
 * one lets out less.
 */
static bool
is_negative(
    const struct compiler *c, const struct site *site, const struct rule *rule)
{
	if (rule->when == -1)
		return site->after_drop ||
		       (site->after_less &&
			   actions[rule->action]->releases_raw);
	return c->for_nothing.p[rule->when] != 0;
}

void
check_rule(struct compiler *c, const struct site *site, const struct node *node,
    const struct rule *rule)
{
	const struct action *action = actions[rule->action];
	struct place place = node_find(node, "do")->place;

	if (action->releases_raw)
		check_kept(c, site, place, rule);
	if (!site->is_new)
		check_token(c, site, place, rule);
	if (action->releases && is_negative(c, site, rule))
		notes_add(c->notes, CODE_NEGATIVE, place,
		    "a record that lacks the fields of the condition releases "
		    "this; say when it may leave, not when it may not");
}

void
check_unused(
    struct compiler *c, const struct symbols *s, enum policy_code unused)
{
	for (uint32_t i = 0; i < s->names.count; i++)
		if (s->all[i].own && !s->all[i].used)
			notes_add(c->notes, unused, s->all[i].place,
			    "the %s `%.*s` is not used", s->what,
			    SHOWN(s->all[i].name));
}

/* Whoever cannot be sealed to stops every run: better said before. */
static void
check_recipients(struct compiler *c)
{
	for (uint32_t i = 0; i < c->recipients.names.count; i++) {
		const struct symbol *s = &c->recipients.all[i];

		if (s->used && !c->program->recipients[i].has_key)
			notes_add(c->notes, CODE_NO_KEY,
			    node_find(s->node, "key")->place,
			    "the public key of `%.*s` cannot be read here: "
			    "without it, or --recipient, nothing can be sealed",
			    SHOWN(s->name));
	}
}

/* Which rules tests reach is known to those who run them. */
static void
check_tests(struct compiler *c)
{
	const struct member *coverage =
	    node_member(c->roots[0], slice_text("coverage"));

	if (c->program->coverage > 0 && c->program->test_count == 0 &&
	    !test_folder_exists(c->load->path))
		notes_add(c->notes, CODE_UNTESTED, coverage->place,
		    "the policy asks for coverage, but has no test");
}

void
check_policy(struct compiler *c)
{
	check_tests(c);
	check_unused(c, &c->conditions, CODE_UNUSED_CONDITION);
	check_unused(c, &c->domains, CODE_UNUSED_DOMAIN);
	check_unused(c, &c->bases, CODE_UNUSED_BASIS);
	check_unused(c, &c->recipients, CODE_UNUSED_RECIPIENT);
	check_recipients(c);
	check_kinds(c);
}
