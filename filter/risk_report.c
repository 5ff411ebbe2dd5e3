#include <inttypes.h>
#include <stdio.h>

#include "jsonout.h"
#include "risk_report.h"
#include "view.h"

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static double
percent(uint64_t part, uint64_t of)
{
	return 100.0 * (double)part / (double)of;
}

static const char *
about(bool exact)
{
	return exact ? "" : "about ";
}

/*
 * For people.
 */

static void
put_sizes(const struct tamis_risk_report *r)
{
	const struct tamis_risk_sizes *s = &r->sizes;

	printf("%" PRIu64 " record%s in %s%" PRIu64 " group%s by %zu field%s\n",
	    r->records, plural(r->records), about(s->exact), s->groups,
	    plural(s->groups), r->field_count, plural(r->field_count));
	if (!s->exact)
		printf("ESTIMATE from %" PRIu64
		       " of the groups: more than are counted exactly\n",
		    s->sampled);
	printf("k-anonymity: k %s %" PRIu64 "\n",
	    s->exact ? "=" : "<=", s->smallest);
	printf("in groups smaller than %" PRIu64 ": %s%" PRIu64
	       " record%s (%.2f %%) in %" PRIu64 " group%s",
	    r->k, about(s->exact), s->records_below, plural(s->records_below),
	    percent(s->records_below, r->records), s->groups_below,
	    plural(s->groups_below));
	if (!s->exact)
		printf(", standard error %" PRIu64, s->below_error);
	printf("\nalone in their group: %s%" PRIu64 " record%s (%.2f %%)\n",
	    about(s->exact), s->uniques, plural(s->uniques),
	    percent(s->uniques, r->records));
}

static void
put_attacks(const struct tamis_risk_report *r)
{
	const char *least = r->sizes.exact ? "" : "at least ";

	printf("prosecutor risk: highest %s%.2f %%, average %s%.2f %%\n", least,
	    100 * r->prosecutor.highest, about(r->sizes.exact),
	    100 * r->prosecutor.average);
	printf("journalist risk among %" PRIu64
	       ": highest %s%.4g %%, average %s%.4g %%\n",
	    r->population, least, 100 * r->journalist.highest,
	    about(r->sizes.exact), 100 * r->journalist.average);
}

static void
put_diversity(const struct tamis_risk_report *r)
{
	const struct tamis_risk_diversity *d = &r->sensitive;
	bool exact = r->sizes.exact;

	printf("sensitive: ");
	view_put(d->path);
	printf(
	    ", %" PRIu64 " different value%s\n", d->values, plural(d->values));
	printf("l-diversity: distinct l %s %" PRIu64 ", entropy l %s %.3f\n",
	    exact ? "=" : "<=", d->distinct, exact ? "=" : "<=", d->entropy);
	printf("t-closeness: t %s %.4f (equal distance)",
	    exact ? "=" : ">=", d->equal);
	if (d->has_order)
		printf(", t %s %.4f (ordered distance)",
		    exact ? "=" : ">=", d->ordered);
	putchar('\n');
}

static void
put_class(const struct tamis_risk_report *r, size_t i)
{
	const struct tamis_risk_class *c = &r->classes[i];
	bool last = i + 1 == TAMIS_RISK_CLASSES;
	uint64_t to = last ? 0 : r->classes[i + 1].from - 1;
	char size[48];

	if (last)
		snprintf(size, sizeof(size), "%" PRIu64 " and more", c->from);
	else if (to == c->from)
		snprintf(size, sizeof(size), "%" PRIu64, c->from);
	else
		snprintf(
		    size, sizeof(size), "%" PRIu64 " to %" PRIu64, c->from, to);
	printf("  %-16s %12" PRIu64 " %12" PRIu64 "\n", size, c->groups,
	    c->records);
}

static void
put_classes(const struct tamis_risk_report *r)
{
	printf("\n  %-16s %12s %12s\n", "size of groups", "groups", "records");
	for (size_t i = 0; i < TAMIS_RISK_CLASSES; i++)
		if (r->classes[i].groups > 0)
			put_class(r, i);
}

static void
put_step_sizes(const struct tamis_risk_sizes *s)
{
	printf("  %12" PRIu64 " %12" PRIu64 " %12" PRIu64 " %12" PRIu64 "  ",
	    s->smallest, s->records_below, s->uniques, s->groups);
}

/* A rule as in a policy, but without its marks. */
static void
put_step(const struct tamis_risk_field *f, const struct tamis_risk_step *step)
{
	put_step_sizes(&step->sizes);
	view_put(f->path);
	printf(": %s", step->action);
	if (step->text != NULL)
		printf(" %s %s", step->key, step->text);
	else if (step->key != NULL)
		printf(" %s %" PRIu64, step->key, step->number);
	if (step->unfit > 0)
		printf(" (%" PRIu64 " record%s cannot, and lose%s the value)",
		    step->unfit, plural(step->unfit),
		    step->unfit == 1 ? "s" : "");
	printf("%s%s\n", step->sizes.exact ? "" : " (estimate)",
	    f->seen > 0 ? "" : " (no record has a value there)");
}

static void
put_fields(const struct tamis_risk_report *r)
{
	printf("\n  %12s %12s %12s %12s  %s\n", "k", "below", "alone", "groups",
	    "if one field were coarser");
	for (size_t i = 0; i < r->field_count; i++)
		for (size_t k = 0; k < r->fields[i].step_count; k++)
			put_step(&r->fields[i], &r->fields[i].steps[k]);
	if (!r->has_first)
		return;
	put_step_sizes(&r->first);
	printf("the first step of each field at once%s\n",
	    r->first.exact ? "" : " (estimate)");
}

static void
put_value(const char *path, const char *value, bool hidden)
{
	view_put(path);
	if (hidden) {
		printf(" hidden: identifying shape");
	} else if (value == NULL) {
		printf(" missing");
	} else {
		printf(" \"");
		view_put(value);
		printf("\"");
	}
}

static void
put_group(const struct tamis_risk_report *r, const struct tamis_risk_group *g)
{
	printf("  %12" PRIu64 "  ", g->records);
	for (size_t i = 0; i < r->field_count; i++) {
		printf("%s", i == 0 ? "" : ", ");
		put_value(r->fields[i].path, g->values[i], g->hidden[i]);
	}
	putchar('\n');
}

static void
put_groups(const struct tamis_risk_report *r)
{
	if (r->shown_count == 0) {
		printf("\nno group has %" PRIu64
		       " records or more: none is shown\n",
		    r->k);
		return;
	}
	printf("\n  %12s  smallest groups of %" PRIu64 " or more\n", "records",
	    r->k);
	for (size_t i = 0; i < r->shown_count; i++)
		put_group(r, &r->shown[i]);
}

void
risk_as_text(const struct tamis_risk_report *r, enum risk_gate gate)
{
	put_sizes(r);
	put_attacks(r);
	if (r->has_sensitive)
		put_diversity(r);
	put_classes(r);
	put_fields(r);
	put_groups(r);
	if (gate == RISK_PASSED)
		printf("\nmet: every group has %" PRIu64 " records or more\n",
		    r->k);
	else if (gate == RISK_REFUSED && r->sizes.smallest < r->k)
		printf("\nNOT MET: a group has fewer than %" PRIu64
		       " records\n",
		    r->k);
	else if (gate == RISK_REFUSED)
		printf("\nNOT MET: an estimate cannot say that every group has "
		       "%" PRIu64 " records\n",
		    r->k);
}

/*
 * For programs.
 */

static void
add_sizes(struct jsonout *j, const struct tamis_risk_sizes *s)
{
	jsonout_bool(j, "exact", s->exact);
	jsonout_number(j, "sampled", s->sampled);
	jsonout_number(j, "groups", s->groups);
	jsonout_number(j, "k", s->smallest);
	jsonout_number(j, "largest", s->largest);
	jsonout_number(j, "groups_below", s->groups_below);
	jsonout_number(j, "records_below", s->records_below);
	jsonout_number(j, "records_below_error", s->below_error);
	jsonout_number(j, "uniques", s->uniques);
}

static void
add_attack(
    struct jsonout *j, const char *name, const struct tamis_risk_attack *a)
{
	jsonout_open(j, name, '{');
	jsonout_decimal(j, "highest", a->highest);
	jsonout_decimal(j, "average", a->average);
	jsonout_close(j, '}');
}

static void
add_diversity(struct jsonout *j, const struct tamis_risk_diversity *d)
{
	jsonout_open(j, "sensitive", '{');
	jsonout_text(j, "path", d->path);
	jsonout_number(j, "values", d->values);
	jsonout_number(j, "l_distinct", d->distinct);
	jsonout_decimal(j, "l_entropy", d->entropy);
	jsonout_decimal(j, "t_equal", d->equal);
	if (d->has_order)
		jsonout_decimal(j, "t_ordered", d->ordered);
	jsonout_close(j, '}');
}

static void
add_classes(struct jsonout *j, const struct tamis_risk_report *r)
{
	jsonout_open(j, "sizes", '[');
	for (size_t i = 0; i < TAMIS_RISK_CLASSES; i++) {
		jsonout_open(j, NULL, '{');
		jsonout_number(j, "from", r->classes[i].from);
		jsonout_number(j, "groups", r->classes[i].groups);
		jsonout_number(j, "records", r->classes[i].records);
		jsonout_close(j, '}');
	}
	jsonout_close(j, ']');
}

/* A rule as in a policy, and what it would make of the groups. */
static void
add_step(struct jsonout *j, const struct tamis_risk_step *step)
{
	jsonout_open(j, NULL, '{');
	jsonout_text(j, "do", step->action);
	if (step->text != NULL)
		jsonout_text(j, step->key, step->text);
	else if (step->key != NULL)
		jsonout_number(j, step->key, step->number);
	jsonout_number(j, "unfit", step->unfit);
	add_sizes(j, &step->sizes);
	jsonout_close(j, '}');
}

static void
add_fields(struct jsonout *j, const struct tamis_risk_report *r)
{
	jsonout_open(j, "quasi", '[');
	for (size_t i = 0; i < r->field_count; i++) {
		const struct tamis_risk_field *f = &r->fields[i];

		jsonout_open(j, NULL, '{');
		jsonout_text(j, "path", f->path);
		jsonout_number(j, "seen", f->seen);
		jsonout_open(j, "steps", '[');
		for (size_t k = 0; k < f->step_count; k++)
			add_step(j, &f->steps[k]);
		jsonout_close(j, ']');
		jsonout_close(j, '}');
	}
	jsonout_close(j, ']');
	if (!r->has_first)
		return;
	jsonout_open(j, "first_steps", '{');
	add_sizes(j, &r->first);
	jsonout_close(j, '}');
}

/* What is missing has no member; what is hidden is named apart. */
static void
add_group(struct jsonout *j, const struct tamis_risk_report *r,
    const struct tamis_risk_group *g)
{
	jsonout_open(j, NULL, '{');
	jsonout_number(j, "records", g->records);
	jsonout_open(j, "values", '{');
	for (size_t i = 0; i < r->field_count; i++)
		if (g->values[i] != NULL)
			jsonout_text(j, r->fields[i].path, g->values[i]);
	jsonout_close(j, '}');
	jsonout_open(j, "hidden", '[');
	for (size_t i = 0; i < r->field_count; i++)
		if (g->hidden[i])
			jsonout_text(j, NULL, r->fields[i].path);
	jsonout_close(j, ']');
	jsonout_close(j, '}');
}

void
risk_as_json(const struct tamis_risk_report *r, enum risk_gate gate)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "risk");
	jsonout_number(&j, "records", r->records);
	jsonout_number(&j, "below", r->k);
	add_sizes(&j, &r->sizes);
	add_attack(&j, "prosecutor", &r->prosecutor);
	jsonout_number(&j, "population", r->population);
	add_attack(&j, "journalist", &r->journalist);
	if (r->has_sensitive)
		add_diversity(&j, &r->sensitive);
	add_classes(&j, r);
	add_fields(&j, r);
	jsonout_open(&j, "smallest", '[');
	for (size_t i = 0; i < r->shown_count; i++)
		add_group(&j, r, &r->shown[i]);
	jsonout_close(&j, ']');
	if (gate != RISK_NO_GATE)
		jsonout_bool(&j, "met", gate == RISK_PASSED);
	jsonout_end(&j);
}
