/* tamis risk: how well people hide among equal records. */
#include <inttypes.h>
#include <limits.h>

#include "box.h"
#include "in.h"
#include "opt.h"
#include "progress.h"
#include "risk_report.h"
#include "view.h"

#define K 5 /* if nothing is said */

struct session {
	const struct args *args;
	const struct say *say;
	struct tamis_policy *policy; /* or NULL */
	struct tamis_risk *risk;
	struct tamis_measuring measuring;
	const char *quasi[OPT_REPEATS];
	struct in in;
	struct progress progress;
	const char *hint; /* what to do about a failure, or NULL */
};

static int
read_numbers(struct session *s, struct tamis_error *err)
{
	uint64_t groups = 0;

	s->measuring.k = K;
	if (opt_number(
		s->args, OPT_MIN_K, 2, UINT32_MAX, &s->measuring.k, err) < 0 ||
	    opt_number(s->args, OPT_POPULATION, 1, ULONG_MAX,
		&s->measuring.population, err) < 0 ||
	    opt_number(s->args, OPT_GROUPS, 1000, 1000000000, &groups, err) < 0)
		return -1;
	s->measuring.groups = groups;
	return 0;
}

static void
read_paths(struct session *s)
{
	for (int i = 0; i < s->args->repeat_count; i++)
		if (s->args->repeats[i].id == OPT_QUASI)
			s->quasi[s->measuring.quasi_count++] =
			    s->args->repeats[i].value;
	s->measuring.quasi = s->quasi;
	s->measuring.sensitive = s->args->value[OPT_SENSITIVE];
}

/* How the records are spelled: a policy says it, or -f. */
static int
read_spelling(struct session *s, struct tamis_error *err)
{
	const char *delimiter = s->args->value[OPT_DELIMITER];

	s->measuring.format = s->args->value[OPT_FORMAT];
	if (s->args->value[OPT_MADE_BY] == NULL) {
		if (s->measuring.format != NULL)
			return cli_delimiter(delimiter, s->measuring.format,
			    &s->measuring.delimiter, err);
		s->hint = "-f names the format, -p the policy that made them";
		return cli_fail(err, TAMIS_EUSAGE, "the format is not stated");
	}
	if (delimiter != NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "the policy states the delimiter, not --delimiter");
	if (view_load(
		&s->policy, s->args->value[OPT_MADE_BY], NULL, s->say, err) < 0)
		return -1;
	s->hint = "-f names one of the formats of the policy";
	s->measuring.policy = s->policy;
	s->measuring.format =
	    tamis_policy_format(s->policy, s->measuring.format, err);
	if (s->measuring.format == NULL)
		return -1;
	s->hint = NULL;
	return 0;
}

static int
open_all(struct session *s, struct tamis_error *err)
{
	if (read_numbers(s, err) < 0 || read_spelling(s, err) < 0)
		return -1;
	read_paths(s);
	if (s->measuring.quasi_count == 0)
		s->hint =
		    "--quasi names paths that people can be recognized by";
	if (tamis_risk_new(&s->risk, &s->measuring, err) < 0)
		return -1;
	s->hint = NULL;
	return in_open(&s->in, s->args->operands, s->args->operand_count, err);
}

static void
hear_progress(void *ctx, const struct tamis_counts *counts)
{
	struct session *s = ctx;

	progress_show(&s->progress, counts);
}

static int
read_records(struct session *s, struct tamis_error *err)
{
	struct tamis_reading reading = {
		.inputs = s->in.inputs,
		.input_count = s->in.count,
		.progress = hear_progress,
		.ctx = s,
	};
	int result;

	if (box_enter(s->args, s->say, NULL, 0, &s->hint, err) == NULL)
		return -1;
	progress_start(&s->progress, s->say,
	    s->args->value[OPT_NO_PROGRESS] == NULL, s->in.total);
	result = tamis_risk_read(s->risk, &reading, err);
	progress_end(&s->progress);
	return result;
}

static enum risk_gate
decide(const struct session *s, const struct tamis_risk_report *report)
{
	if (s->args->value[OPT_MIN_K] == NULL)
		return RISK_NO_GATE;
	return report->sizes.exact && report->sizes.smallest >= report->k
		   ? RISK_PASSED
		   : RISK_REFUSED;
}

static enum exit_code
show(const struct session *s, const struct tamis_risk_report *report)
{
	enum risk_gate gate = decide(s, report);

	if (s->args->value[OPT_JSON] != NULL)
		risk_as_json(report, gate);
	else
		risk_as_text(report, gate);
	return gate == RISK_REFUSED ? CLI_FOUND : CLI_DONE;
}

enum exit_code
cmd_risk(const struct args *args, const struct say *say)
{
	struct session s = { .args = args, .say = say };
	struct tamis_risk_report report;
	struct tamis_error err;
	enum exit_code code;

	if (open_all(&s, &err) < 0 || read_records(&s, &err) < 0 ||
	    tamis_risk_report(s.risk, &report, &err) < 0)
		code = say_failure_hint(say, &err, s.hint);
	else
		code = show(&s, &report);
	in_close(&s.in);
	tamis_risk_free(s.risk);
	tamis_policy_free(s.policy);
	return say_end(say, code);
}
