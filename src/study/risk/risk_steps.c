#include "study/risk/risk_steps.h"

#include <stdlib.h>

#include "study/risk/risk_text.h"

static struct risk_key
minus(struct risk_key a, struct risk_key b)
{
	return (struct risk_key){ a.a - b.a, a.b - b.b };
}

static struct risk_key
plus(struct risk_key a, struct risk_key b)
{
	return (struct risk_key){ a.a + b.a, a.b + b.b };
}

/*
 * Makes in hashed, which fails without memory, what a step makes of a field's
 * values.  False: a value cannot take the step, and is missing there.
 */
static bool
climb(size_t field, const struct ladder_step *step, struct slice values,
    struct buf *hashed)
{
	struct slice value;
	bool all = true;

	risk_hashed_begin(hashed, field);
	while (risk_value_next(&values, &value)) {
		size_t from = risk_hashed_open(hashed);
		bool made = ladder_climb(step, value, hashed);

		risk_hashed_close(hashed, from, made);
		all = all && made;
	}
	return all;
}

/*
 * Steps of groups that are all there.
 */

/* The different values of one field. */
struct field_values {
	size_t field;
	struct risk_groups keys; /* of the values, in the order of their
				    numbers */
	uint32_t *numbers;       /* of the value, by group */
	struct slice *hashed;    /* by value, as long as the groups are */
	struct risk_key *to;     /* what a step makes of the value's key, */
	bool *unfit;             /* and whether it cannot take it */
	struct ladder_view view;
	bool cut; /* not all of each value is known */
};

struct regroup {
	const struct risk *r;
	struct field_values values;
	struct risk_key *moved; /* by group: its key behind first steps */
	bool any;               /* a field has a step */
	struct buf hashed;
	risk_step_fn *told;
	void *ctx;
};

static bool
is_short(const struct regroup *g)
{
	return g->values.numbers == NULL || g->values.hashed == NULL ||
	       g->values.to == NULL || g->values.unfit == NULL ||
	       g->moved == NULL;
}

static bool
regroup_init(
    struct regroup *g, const struct risk *r, risk_step_fn *told, void *ctx)
{
	size_t n = r->groups.count;

	*g = (struct regroup){
		.r = r,
		.values.numbers = calloc(n + 1, sizeof(uint32_t)),
		.values.hashed = calloc(n + 1, sizeof(struct slice)),
		.values.to = calloc(n + 1, sizeof(struct risk_key)),
		.values.unfit = calloc(n + 1, sizeof(bool)),
		.moved = calloc(n + 1, sizeof(struct risk_key)),
		.told = told,
		.ctx = ctx,
	};
	buf_init(&g->hashed, RISK_HASHED_MAX);
	if (is_short(g))
		return false;
	for (size_t i = 0; i < n; i++)
		g->moved[i] = r->groups.groups[i].key;
	return true;
}

static void
regroup_release(struct regroup *g)
{
	risk_groups_release(&g->values.keys);
	free(g->values.numbers);
	free(g->values.hashed);
	free(g->values.to);
	free(g->values.unfit);
	free(g->moved);
	buf_wipe(&g->hashed);
}

static struct risk_part
part_of(const struct risk_group *group, size_t field)
{
	struct slice text = { group->text, group->text_len };
	struct risk_part part = risk_text_next(&text);

	while (field-- > 0)
		part = risk_text_next(&text);
	return part;
}

static bool
is_cut(const struct risk_part *part)
{
	return part->mark == RISK_CUT || part->mark == RISK_HIDDEN;
}

static void
look_at(struct ladder_view *view, struct slice values)
{
	struct slice value;

	while (risk_value_next(&values, &value))
		ladder_look(view, value);
}

/* Finds the different values of a field.  False: no memory. */
static bool
find_values(struct regroup *g, size_t field)
{
	struct field_values *v = &g->values;
	const struct risk_groups *groups = &g->r->groups;

	v->field = field;
	v->view = (struct ladder_view){ 0 };
	v->cut = false;
	risk_groups_release(&v->keys);
	risk_groups_init(&v->keys, RISK_GROUPS_MAX, SIZE_MAX);
	for (size_t i = 0; i < groups->count; i++) {
		struct risk_part part = part_of(&groups->groups[i], field);
		struct risk_group *value = risk_groups_add(&v->keys,
		    is_cut(&part) ? risk_part_key(&part)
				  : risk_key_of(g->r, part.body),
		    1);

		if (value == NULL)
			return false;
		v->numbers[i] = (uint32_t)(value - v->keys.groups);
		v->cut = v->cut || is_cut(&part);
		if (value->count > 1 || is_cut(&part))
			continue;
		v->hashed[v->numbers[i]] = part.body;
		look_at(&v->view, risk_values(part.body));
	}
	return true;
}

/*
 * What a step makes of all values, and how many different ones that are.
 * False: no memory.
 */
static bool
climb_all(struct regroup *g, const struct ladder_step *step, size_t *different)
{
	struct field_values *v = &g->values;
	struct risk_groups made;
	bool good = true;

	risk_groups_init(&made, RISK_GROUPS_MAX, SIZE_MAX);
	for (size_t i = 0; good && i < v->keys.count; i++) {
		v->unfit[i] = !climb(
		    v->field, step, risk_values(v->hashed[i]), &g->hashed);
		v->to[i] = risk_key_of(g->r, buf_slice(&g->hashed));
		good = risk_groups_add(&made, v->to[i], 1) != NULL &&
		       !g->hashed.failed;
	}
	*different = made.count;
	risk_groups_release(&made);
	return good;
}

/* No value is left. */
static void
drop_all(struct regroup *g)
{
	struct field_values *v = &g->values;

	for (size_t i = 0; i < v->keys.count; i++) {
		v->to[i] = (struct risk_key){ 0, 0 };
		v->unfit[i] = false;
	}
}

/* By how much a group's key changes with a step. */
static struct risk_key
change_of(const struct field_values *v, size_t group)
{
	uint32_t number = v->numbers[group];

	return minus(v->to[number], v->keys.groups[number].key);
}

/* Tells of the groups behind a step that all values took.  False: no memory. */
static bool
tell_step(struct regroup *g, const struct ladder_step *step)
{
	const struct risk_groups *groups = &g->r->groups;
	const struct field_values *v = &g->values;
	struct risk_groups joined;
	uint64_t unfit = 0;
	bool good;

	risk_groups_init(&joined, groups->max, SIZE_MAX);
	for (size_t i = 0; i < groups->count && !joined.failed; i++) {
		uint64_t count = groups->groups[i].count;

		risk_groups_add(&joined,
		    plus(groups->groups[i].key, change_of(v, i)), count);
		unfit += v->unfit[v->numbers[i]] ? count : 0;
	}
	good = !joined.failed;
	if (good)
		g->told(g->ctx, v->field, step, &joined, unfit);
	risk_groups_release(&joined);
	return good;
}

/* The step is the first of its field. */
static void
move_all(struct regroup *g)
{
	g->any = true;
	for (size_t i = 0; i < g->r->groups.count; i++)
		g->moved[i] = plus(g->moved[i], change_of(&g->values, i));
}

static bool
tell_ladder(struct regroup *g, const struct ladder *ladder)
{
	size_t all = g->values.keys.count, left = all, different;

	for (size_t i = 0; i < ladder->count; i++) {
		if (!climb_all(g, &ladder->steps[i], &different))
			return false;
		if (different == left || different == 1)
			continue;
		if (left == all)
			move_all(g);
		left = different;
		if (!tell_step(g, &ladder->steps[i]))
			return false;
	}
	return true;
}

static bool
tell_field(struct regroup *g, size_t field)
{
	struct ladder ladder = { .count = 0 };

	if (!find_values(g, field))
		return false;
	if (!g->values.cut)
		ladder_choose(
		    &g->values.view, g->r->fields[field].hint, &ladder);
	if (!tell_ladder(g, &ladder))
		return false;
	drop_all(g);
	return tell_step(g, NULL);
}

static bool
tell_first_steps(const struct regroup *g)
{
	const struct risk_groups *groups = &g->r->groups;
	struct risk_groups joined;
	bool good;

	risk_groups_init(&joined, groups->max, SIZE_MAX);
	for (size_t i = 0; i < groups->count; i++)
		risk_groups_add(&joined, g->moved[i], groups->groups[i].count);
	good = !joined.failed;
	if (good && g->any)
		g->told(g->ctx, g->r->quasi_count, NULL, &joined, 0);
	risk_groups_release(&joined);
	return good;
}

static bool
regroup(const struct risk *r, risk_step_fn *told, void *ctx)
{
	struct regroup g;
	bool good = regroup_init(&g, r, told, ctx);

	for (size_t i = 0; good && i < r->quasi_count; i++)
		good = tell_field(&g, i);
	good = good && tell_first_steps(&g);
	regroup_release(&g);
	return good;
}

/*
 * Steps of records, since there are more groups than are counted exactly.
 */

struct rung {
	struct ladder_step step;
	struct risk_groups groups;
	uint64_t unfit; /* records with a value that cannot take it */
};

/* The steps of a field, and then the field dropped. */
struct rungs {
	struct rung steps[LADDER_STEPS];
	size_t count;
	struct risk_groups dropped;
};

struct risk_steps {
	size_t field_count;
	struct rungs fields[RISK_QUASI];
	struct risk_groups first; /* behind the first step of each field */
	bool has_first;
	struct buf hashed;
	bool failed; /* it has, once */
};

/* A copy with no more groups than are kept. */
static void
copy_groups(const struct risk_groups *from, struct risk_groups *to)
{
	size_t max =
	    from->max < RISK_STEP_GROUPS ? from->max : RISK_STEP_GROUPS;

	risk_groups_init(to, max, SIZE_MAX);
	for (size_t i = 0; i < from->count; i++)
		risk_groups_add(to, from->groups[i].key, from->groups[i].count);
}

static void
keep_step(void *ctx, size_t field, const struct ladder_step *step,
    const struct risk_groups *groups, uint64_t unfit)
{
	struct risk_steps *s = ctx;

	if (field == s->field_count) {
		s->has_first = true;
		copy_groups(groups, &s->first);
	} else if (step == NULL) {
		copy_groups(groups, &s->fields[field].dropped);
	} else {
		struct rungs *f = &s->fields[field];
		struct rung *rung = &f->steps[f->count++];

		rung->step = *step;
		rung->unfit = unfit;
		copy_groups(groups, &rung->groups);
	}
}

bool
risk_steps_start(struct risk *r)
{
	struct risk_steps *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return false;
	s->field_count = r->quasi_count;
	buf_init(&s->hashed, RISK_HASHED_MAX);
	r->steps = s;
	return regroup(r, keep_step, s) && !risk_steps_failed(s);
}

void
risk_steps_free(struct risk_steps *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->field_count; i++) {
		struct rungs *f = &s->fields[i];

		for (size_t k = 0; k < f->count; k++)
			risk_groups_release(&f->steps[k].groups);
		risk_groups_release(&f->dropped);
	}
	risk_groups_release(&s->first);
	buf_wipe(&s->hashed);
	free(s);
}

/* The key behind the first step, if the field has one. */
static struct risk_key
count_field(
    struct risk *r, size_t field, struct risk_key own, struct risk_key sum)
{
	struct risk_steps *s = r->steps;
	struct rungs *f = &s->fields[field];
	struct slice values = risk_values(buf_slice(&r->fields[field].hashed));
	struct risk_key others = minus(sum, own), first = own;

	risk_groups_add(&f->dropped, others, 1);
	for (size_t i = 0; i < f->count; i++) {
		struct rung *rung = &f->steps[i];
		struct risk_key key;

		rung->unfit += !climb(field, &rung->step, values, &s->hashed);
		s->failed = s->failed || s->hashed.failed;
		key = risk_key_of(r, buf_slice(&s->hashed));
		risk_groups_add(&rung->groups, plus(others, key), 1);
		if (i == 0)
			first = key;
	}
	return first;
}

void
risk_steps_count(
    struct risk *r, const struct risk_key *keys, struct risk_key sum)
{
	struct risk_key moved = { 0, 0 };

	for (size_t i = 0; i < r->quasi_count; i++)
		moved = plus(moved, count_field(r, i, keys[i], sum));
	if (r->steps->has_first)
		risk_groups_add(&r->steps->first, moved, 1);
}

bool
risk_steps_failed(const struct risk_steps *s)
{
	bool failed = s->failed || s->first.failed;

	for (size_t i = 0; i < s->field_count; i++) {
		const struct rungs *f = &s->fields[i];

		failed = failed || f->dropped.failed;
		for (size_t k = 0; k < f->count; k++)
			failed = failed || f->steps[k].groups.failed;
	}
	return failed;
}

static void
tell_counted(const struct risk_steps *s, risk_step_fn *told, void *ctx)
{
	for (size_t i = 0; i < s->field_count; i++) {
		const struct rungs *f = &s->fields[i];

		for (size_t k = 0; k < f->count; k++)
			told(ctx, i, &f->steps[k].step, &f->steps[k].groups,
			    f->steps[k].unfit);
		told(ctx, i, NULL, &f->dropped, 0);
	}
	if (s->has_first)
		told(ctx, s->field_count, NULL, &s->first, 0);
}

bool
risk_steps_tell(const struct risk *r, risk_step_fn *told, void *ctx)
{
	if (r->steps == NULL)
		return regroup(r, told, ctx);
	tell_counted(r->steps, told, ctx);
	return true;
}
