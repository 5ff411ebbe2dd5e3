/* tamis diff: what a newer policy lets out that an older one did not. */
#include <inttypes.h>
#include <stdio.h>

#include "box.h"
#include "in.h"
#include "jsonout.h"
#include "view.h"

static const struct {
	const char *name, *color;
} marks[] = {
	[TAMIS_WEAKER] = { "weaker", "\033[1;31m" },
	[TAMIS_STRONGER] = { "stronger", "\033[1;32m" },
	[TAMIS_CHANGED] = { "changed", "\033[1;36m" },
};

struct comparing {
	const struct args *args;
	const struct say *say;
	const char *hint; /* what to do about a failure, or NULL */
	bool json, color;
	unsigned int count[TAMIS_CHANGED + 1]; /* by mark */
	bool appears; /* something newly leaves of the sample */
};

static void
print_as_json(const struct tamis_difference *d)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "difference");
	jsonout_text(&j, "mark", marks[d->mark].name);
	jsonout_text(&j, "what", d->what);
	if (d->kind != NULL)
		jsonout_text(&j, "kind", d->kind);
	if (d->path != NULL)
		jsonout_text(&j, "path", d->path);
	jsonout_text(&j, "text", d->text);
	jsonout_end(&j);
}

static void
print_as_text(const struct comparing *c, const struct tamis_difference *d)
{
	printf("%s%s%s: ", c->color ? marks[d->mark].color : "",
	    marks[d->mark].name, c->color ? "\033[0m" : "");
	if (d->kind != NULL)
		printf("%s: ", d->kind);
	if (d->path != NULL) {
		view_put(d->path);
		fputs(": ", stdout);
	}
	view_put(d->text);
	fputc('\n', stdout);
}

static void
hear(void *ctx, const struct tamis_difference *d)
{
	struct comparing *c = ctx;

	c->count[d->mark]++;
	if (c->json)
		print_as_json(d);
	else
		print_as_text(c, d);
}

static void
print_counts(const struct comparing *c)
{
	struct jsonout j;

	if (!c->json) {
		printf("%u weaker, %u stronger, %u changed\n",
		    c->count[TAMIS_WEAKER], c->count[TAMIS_STRONGER],
		    c->count[TAMIS_CHANGED]);
		return;
	}
	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "differences");
	for (enum tamis_mark m = 0; m <= TAMIS_CHANGED; m++)
		jsonout_number(&j, marks[m].name, c->count[m]);
	jsonout_end(&j);
}

static void
print_change_as_json(const struct tamis_change *change)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "change");
	jsonout_text(&j, "place", change->place);
	jsonout_number(&j, "appears", change->appears);
	jsonout_number(&j, "disappears", change->disappears);
	jsonout_number(&j, "changes", change->changes);
	jsonout_end(&j);
}

static void
hear_change(void *ctx, const struct tamis_change *change)
{
	struct comparing *c = ctx;

	c->appears |= change->appears > 0;
	if (c->json) {
		print_change_as_json(change);
		return;
	}
	fputs("sample: ", stdout);
	view_put(change->place);
	printf(": newly leaves in %" PRIu64 ", no longer in %" PRIu64
	       ", otherwise in %" PRIu64 "\n",
	    change->appears, change->disappears, change->changes);
}

static void
print_sampled(const struct comparing *c, const struct tamis_sampled *s)
{
	struct jsonout j;

	if (!c->json) {
		printf("sample: of %" PRIu64 " records %" PRIu64
		       " were written, and now %" PRIu64 "\n",
		    s->records, s->written_older, s->written_newer);
		return;
	}
	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "sample");
	jsonout_number(&j, "records", s->records);
	jsonout_number(&j, "written_older", s->written_older);
	jsonout_number(&j, "written_newer", s->written_newer);
	jsonout_end(&j);
}

static int
enter_sandbox(void *ctx, struct tamis_error *err)
{
	struct comparing *c = ctx;

	return box_enter(c->args, c->say, NULL, 0, &c->hint, err) == NULL ? -1
									  : 0;
}

/* Both policies have records of the format. */
static int
compare_sample(struct comparing *c, const struct tamis_policy *older,
    const struct tamis_policy *newer, struct tamis_error *err)
{
	const char *format = c->args->value[OPT_FORMAT];
	struct tamis_sampling job = { .older = older,
		.newer = newer,
		.opened = enter_sandbox,
		.change = hear_change,
		.ctx = c };
	struct tamis_sampled sampled;
	struct in in;
	int result;

	job.format = tamis_policy_format(newer, format, err);
	if (job.format == NULL ||
	    tamis_policy_format(older, job.format, err) == NULL)
		return -1;
	result = in_open(&in, c->args->operands + 2, 1, err);
	if (result == 0) {
		job.input = in.inputs[0];
		result = tamis_diff_sample(&job, &sampled, err);
	}
	if (result == 0)
		print_sampled(c, &sampled);
	in_close(&in);
	return result;
}

static int
compare(struct comparing *c, struct tamis_error *err)
{
	const struct args *args = c->args;
	struct tamis_policy *older = NULL, *newer = NULL;
	struct tamis_view view;
	int result = view_read(&view, args, err);

	c->color = view.color;
	if (result == 0)
		result =
		    view_load(&older, args->operands[0], NULL, c->say, err);
	if (result == 0)
		result =
		    view_load(&newer, args->operands[1], NULL, c->say, err);
	if (result == 0)
		result = tamis_diff(older, newer, &view, hear, c, err);
	if (result == 0)
		print_counts(c);
	if (result == 0 && args->operand_count > 2)
		result = compare_sample(c, older, newer, err);
	tamis_policy_free(older);
	tamis_policy_free(newer);
	return result;
}

enum exit_code
cmd_diff(const struct args *args, const struct say *say)
{
	struct comparing c = {
		.args = args, .say = say, .json = args->value[OPT_JSON] != NULL
	};
	struct tamis_error err;

	if (compare(&c, &err) != 0)
		return say_failure_hint(say, &err, c.hint);
	return say_end(
	    say, c.count[TAMIS_WEAKER] > 0 || c.appears ? CLI_FOUND : CLI_DONE);
}
