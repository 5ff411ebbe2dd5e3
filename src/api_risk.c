/*
 * The public API for measurements of risk.
 */
#include "api.h"

#include <stdlib.h>

#include "study/risk/risk_figures.h"
#include "study/risk/risk_paths.h"
#include "study/risk/risk_steps.h"
#include "study/risk/risk_text.h"

_Static_assert(TAMIS_RISK_QUASI == RISK_QUASI, "the same");
_Static_assert(TAMIS_RISK_CLASSES == RISK_CLASSES, "the same");

#define GROUPS_LEAST 1000               /* fewer make no estimate */
#define FIELD_STEPS  (LADDER_STEPS + 1) /* and dropped */

/* Of the values of all groups that are shown. */
#define SHOWN_MAX ((size_t)TAMIS_RISK_SHOWN * RISK_QUASI * (RISK_SHOWN + 64))

struct tamis_risk {
	struct slice paths[RISK_QUASI + 1]; /* the caller's */
	size_t quasi_count;
	bool asked; /* for these paths, by name */
	bool sensitive;
	bool read; /* the records were, or some of them */
	uint64_t k, population;
	enum format_id format;
	struct program *program; /* owned */
	struct risk risk;
	struct tamis_risk_step *steps; /* owned; FIELD_STEPS for each field */
	struct arena shown;            /* values of groups */
};

/*
 * What is measured.
 */

static int
find_released(
    struct tamis_risk *t, const struct tamis_policy *policy, struct err *err)
{
	size_t n = 0;

	if (policy != NULL)
		n = risk_released(
		    policy->program, t->format, t->paths, RISK_QUASI);
	if (n > RISK_QUASI)
		return err_set(err, ERR_USAGE,
		    "the policy releases more than %d fields generalized or "
		    "truncated: name those that count",
		    RISK_QUASI);
	t->quasi_count = n;
	if (n > 0)
		return 0;
	return err_set(err, ERR_USAGE,
	    policy == NULL ? "no quasi-identifier is named"
			   : "the policy releases nothing generalized or "
			     "truncated in this format");
}

static int
find_paths(
    struct tamis_risk *t, const struct tamis_measuring *m, struct err *err)
{
	t->asked = m->quasi_count > 0;
	if (!t->asked && find_released(t, m->policy, err) < 0)
		return -1;
	for (size_t i = 0; i < m->quasi_count; i++)
		if (risk_split(slice_text(m->quasi[i]), t->format, t->paths,
			RISK_QUASI, &t->quasi_count, err) < 0)
			return -1;
	t->sensitive = m->sensitive != NULL;
	if (t->sensitive)
		t->paths[t->quasi_count] = slice_text(m->sensitive);
	return 0;
}

static void
hint_fields(struct tamis_risk *t, const struct tamis_policy *policy)
{
	for (size_t i = 0; policy != NULL && i < t->quasi_count; i++)
		t->risk.fields[i].hint =
		    risk_hint(policy->program, t->format, t->paths[i]);
}

static int
set_up(struct tamis_risk *t, const struct tamis_measuring *m, struct err *err)
{
	size_t groups = m->groups == 0 ? TAMIS_RISK_GROUPS : m->groups;
	uint8_t key[BLAKE2B_KEY_LEN];

	if (m->k < 2)
		return err_set(err, ERR_USAGE, "k is at least 2");
	if (groups < GROUPS_LEAST || groups > RISK_GROUPS_MAX)
		return err_set(err, ERR_USAGE,
		    "the groups to count exactly are %d to %zu", GROUPS_LEAST,
		    RISK_GROUPS_MAX);
	t->k = m->k;
	t->population = m->population;
	if (format_id_read(m->format, &t->format, err) < 0 ||
	    find_paths(t, m, err) < 0)
		return -1;
	t->program = risk_program(m->policy == NULL ? NULL : m->policy->program,
	    t->format, (uint8_t)m->delimiter, t->paths,
	    t->quasi_count + t->sensitive, err);
	if (t->program == NULL)
		return -1;
	crypto_random(key, sizeof(key));
	risk_init(
	    &t->risk, t->program, t->quasi_count, t->sensitive, groups, key);
	crypto_wipe(key, sizeof(key));
	hint_fields(t, m->policy);
	t->steps = calloc(t->quasi_count * FIELD_STEPS, sizeof(*t->steps));
	return t->steps != NULL ? 0 : err_nomem(err);
}

API int
tamis_risk_new(struct tamis_risk **risk, const struct tamis_measuring *m,
    struct tamis_error *out)
{
	struct tamis_risk *t = calloc(1, sizeof(*t));
	struct err err = { 0 };

	if (t == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	arena_init(&t->shown, SHOWN_MAX);
	if (set_up(t, m, &err) < 0) {
		tamis_risk_free(t);
		return tell(out, &err);
	}
	*risk = t;
	return 0;
}

API void
tamis_risk_free(struct tamis_risk *t)
{
	if (t == NULL)
		return;
	risk_release(&t->risk);
	program_free(t->program);
	free(t->steps);
	arena_release(&t->shown);
	free(t);
}

/*
 * The records.
 */

struct measuring {
	struct risk *risk;
	const struct format *format;
	struct engine engine;
	void *scratch;
	bool failed; /* the measurement cannot go on */
};

static enum filtered
measure_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct measuring *m = ctx;
	size_t before = out->len;
	enum filtered answer =
	    m->format->filter(piece, &m->engine, m->scratch, out);

	*why = m->engine.rejection;
	if (answer != FILTERED_WRITTEN || risk_record(m->risk))
		return answer;
	m->failed = true;
	out->len = before;
	*why = (struct rejection){ .reason = REASON_MEMORY };
	return FILTERED_REJECTED;
}

static void
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct tamis_reading *reading = ctx;
	struct tamis_counts public = public_counts(counts);

	reading->progress(reading->ctx, &public);
}

static int
measure(struct tamis_risk *t, const struct run_job *job, struct err *err)
{
	struct measuring m = { &t->risk, format_get(t->format), { 0 }, NULL,
		false };
	struct run_work work = { .record = measure_record, .ctx = &m };
	struct run_counts counts = { 0 };
	struct err why = { 0 };
	int result;

	if (engine_init(&m.engine, t->program, t->format, job->binding, err) <
	    0)
		return -1;
	engine_observe(&m.engine, &t->risk.observer);
	m.scratch = m.format->scratch_new(t->program);
	work.split = m.format->split;
	work.scratch = m.scratch;
	result = m.scratch == NULL ? err_nomem(&why)
				   : run_records(job, &work, &counts, &why);
	if (m.failed)
		risk_error(&t->risk, err);
	else if (result < 0)
		*err = why;
	m.format->scratch_free(m.scratch);
	engine_release(&m.engine);
	return result;
}

/* A path without values is a mistake, and would make every k look good. */
static int
check_seen(const struct tamis_risk *t, struct err *err)
{
	const struct field *fields = t->program->kinds[0].fields;
	size_t unseen = 0;

	if (t->risk.records == 0)
		return err_set(err, ERR_INPUT, "there is no record");
	if (t->population != 0 && t->population < t->risk.records)
		return err_set(err, ERR_USAGE,
		    "there are more records than the population has people");
	for (size_t i = 0; i < t->quasi_count + t->sensitive; i++) {
		if (t->risk.fields[i].seen > 0)
			continue;
		if (t->asked || i == t->quasi_count)
			return err_set(err, ERR_USAGE,
			    "no record has a value at `%s`",
			    (const char *)fields[i].path.text.p);
		unseen++;
	}
	if (unseen == t->quasi_count)
		return err_set(err, ERR_USAGE,
		    "no record has a value at any of the policy's paths");
	return 0;
}

API int
tamis_risk_read(struct tamis_risk *t, const struct tamis_reading *reading,
    struct tamis_error *out)
{
	const struct binding without_keys = { 0 };
	struct tamis_reading copy = *reading;
	struct err err = { 0 };
	struct run_input *inputs =
	    calloc(reading->input_count + 1, sizeof(*inputs));
	struct run_job job = {
		.program = t->program,
		.binding = &without_keys,
		.format = t->format,
		.inputs = inputs,
		.input_count = reading->input_count,
		.out = SINK_NOWHERE,
		.quarantine = -1,
		.stop = reading->stop,
		.progress = reading->progress == NULL ? NULL : tell_progress,
		.ctx = &copy,
	};

	for (size_t i = 0; inputs != NULL && i < reading->input_count; i++)
		inputs[i] = (struct run_input){ reading->inputs[i].fd,
			reading->inputs[i].name };
	if (inputs == NULL)
		err_nomem(&err);
	else if (t->read)
		err_set(&err, ERR_USAGE, "the measurement has its records");
	else if (measure(t, &job, &err) == 0)
		check_seen(t, &err);
	free(inputs);
	t->read = true;
	return err.code == ERR_NONE ? 0 : tell(out, &err);
}

/*
 * The report.
 */

static uint64_t
whole(double number)
{
	return (uint64_t)(number + 0.5);
}

/* Of all records, at most: an estimate may be above. */
static uint64_t
part_of(const struct tamis_risk *t, double records)
{
	uint64_t n = whole(records);

	return n < t->risk.records ? n : t->risk.records;
}

static struct tamis_risk_sizes
public_sizes(const struct tamis_risk *t, const struct risk_sizes *s)
{
	return (struct tamis_risk_sizes){
		.exact = s->exact,
		.sampled = s->sampled,
		.groups = whole(s->groups),
		.smallest = s->smallest,
		.largest = s->largest,
		.groups_below = whole(s->groups_below),
		.records_below = part_of(t, s->records_below),
		.below_error = whole(s->below_error),
		.uniques = part_of(t, s->uniques),
	};
}

static struct tamis_risk_attack
public_attack(struct risk_attack a)
{
	return (struct tamis_risk_attack){ a.highest, a.average };
}

static void
report_sizes(const struct tamis_risk *t, struct tamis_risk_report *report)
{
	uint64_t records = t->risk.records;
	struct risk_sizes s;

	risk_sizes(&t->risk.groups, t->k, &s);
	report->sizes = public_sizes(t, &s);
	report->prosecutor = public_attack(risk_attack(&s, records, records));
	report->journalist =
	    public_attack(risk_attack(&s, records, report->population));
	for (size_t i = 0; i < RISK_CLASSES; i++)
		report->classes[i] = (struct tamis_risk_class){ risk_classes[i],
			whole(s.class_groups[i]), whole(s.class_records[i]) };
}

/* Where a report of steps is written. */
struct stepping {
	struct tamis_risk *risk;
	struct tamis_risk_report *report;
	size_t counts[RISK_QUASI];
};

static struct tamis_risk_step
public_step(const struct ladder_step *step)
{
	struct ladder_words words;

	if (step == NULL)
		return (struct tamis_risk_step){
			.action = actions[ACTION_DROP]->name,
		};
	words = ladder_words(step);
	return (struct tamis_risk_step){
		.action = actions[step->action]->name,
		.key = words.key,
		.text = words.text,
		.number = step->setting,
	};
}

static void
hear_step(void *ctx, size_t field, const struct ladder_step *step,
    const struct risk_groups *groups, uint64_t unfit)
{
	struct stepping *s = ctx;
	struct tamis_risk *t = s->risk;
	struct tamis_risk_step *public;
	struct risk_sizes sizes;

	risk_sizes(groups, t->k, &sizes);
	if (field == t->quasi_count) {
		s->report->has_first = true;
		s->report->first = public_sizes(t, &sizes);
		return;
	}
	public = &t->steps[field * FIELD_STEPS + s->counts[field]++];
	*public = public_step(step);
	public->unfit = unfit;
	public->sizes = public_sizes(t, &sizes);
}

static int
report_fields(
    struct tamis_risk *t, struct tamis_risk_report *report, struct err *err)
{
	const struct field *fields = t->program->kinds[0].fields;
	struct stepping s = { .risk = t, .report = report };

	if (!risk_steps_tell(&t->risk, hear_step, &s))
		return err_nomem(err);
	report->field_count = t->quasi_count;
	for (size_t i = 0; i < t->quasi_count; i++)
		report->fields[i] = (struct tamis_risk_field){
			(const char *)fields[i].path.text.p,
			t->risk.fields[i].seen,
			&t->steps[i * FIELD_STEPS],
			s.counts[i],
		};
	return 0;
}

/* What a group has of each field, as far as it may be shown. */
static void
report_values(struct tamis_risk *t, const struct risk_group *group,
    struct tamis_risk_group *shown, struct buf *value)
{
	struct slice text = { group->text, group->text_len };

	shown->records = group->count;
	for (size_t i = 0; i < t->quasi_count; i++) {
		struct risk_part part = risk_text_next(&text);

		shown->values[i] = NULL;
		shown->hidden[i] = false;
		if (part.mark == RISK_MISSING)
			continue;
		buf_reset(value);
		shown->hidden[i] = !risk_part_show(&part, value);
		if (!shown->hidden[i])
			shown->values[i] = (const char *)arena_copy(
			    &t->shown, buf_slice(value))
					       .p;
	}
}

static int
report_groups(
    struct tamis_risk *t, struct tamis_risk_report *report, struct err *err)
{
	const struct risk_group *shown[TAMIS_RISK_SHOWN];
	struct buf value;
	bool failed;

	buf_init(&value, (size_t)RISK_SHOWN * 2);
	report->shown_count =
	    risk_smallest(&t->risk.groups, t->k, shown, TAMIS_RISK_SHOWN);
	for (size_t i = 0; i < report->shown_count; i++)
		report_values(t, shown[i], &report->shown[i], &value);
	failed = value.failed || t->shown.failed;
	buf_wipe(&value);
	return failed ? err_nomem(err) : 0;
}

static int
report_diversity(const struct tamis_risk *t, struct tamis_risk_report *report,
    struct err *err)
{
	const struct field *fields = t->program->kinds[0].fields;
	struct risk_diversity d;

	report->has_sensitive = t->sensitive;
	if (!t->sensitive)
		return 0;
	if (risk_diversity(&t->risk, &d, err) < 0)
		return -1;
	report->sensitive = (struct tamis_risk_diversity){
		.path = (const char *)fields[t->quasi_count].path.text.p,
		.values = d.values,
		.distinct = d.distinct,
		.entropy = d.entropy,
		.equal = d.equal,
		.has_order = d.has_order,
		.ordered = d.ordered,
	};
	return 0;
}

API int
tamis_risk_report(struct tamis_risk *t, struct tamis_risk_report *report,
    struct tamis_error *out)
{
	struct err err = { 0 };

	*report = (struct tamis_risk_report){ .records = t->risk.records,
		.k = t->k,
		.population =
		    t->population == 0 ? t->risk.records : t->population };
	arena_release(&t->shown);
	report_sizes(t, report);
	if (report_fields(t, report, &err) < 0 ||
	    report_groups(t, report, &err) < 0 ||
	    report_diversity(t, report, &err) < 0)
		return tell(out, &err);
	return 0;
}
