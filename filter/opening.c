#include <inttypes.h>
#include <string.h>

#include "box.h"
#include "keys.h"
#include "opening.h"
#include "same.h"
#include "stop.h"
#include "view.h"

/* How many values that are left are told one by one. */
#define TOLD_MOST 100

struct hearer {
	struct opening *o;
	const struct opening_way *way;
};

static int
load_policy(struct opening *o, struct tamis_error *err)
{
	const char *path = o->args->value[OPT_MADE_BY];

	if (path == NULL)
		return 0;
	if (view_load(&o->policy, path, NULL, o->say, err) != 0)
		return -1;
	o->job.policy = o->policy;
	return 0;
}

int
opening_keyring(struct opening *o, struct tamis_error *err)
{
	return keys_open(o->args, &o->keys, &o->hint, err);
}

int
opening_format(struct opening *o, struct tamis_error *err)
{
	const char *format = o->args->value[OPT_FORMAT];
	const char *delimiter = o->args->value[OPT_DELIMITER];

	if (o->policy == NULL && format == NULL) {
		o->hint = "-f names the format of the records, or -p the "
			  "policy by which they were made";
		return cli_fail(err, TAMIS_EUSAGE,
		    "the format of the records is not known");
	}
	if (o->policy == NULL) {
		o->job.format = format;
		return cli_delimiter(delimiter, format, &o->job.delimiter, err);
	}
	if (delimiter != NULL)
		return cli_fail(
		    err, TAMIS_EUSAGE, "the policy states the delimiter");
	o->hint = "-f names one of the formats of the policy";
	o->job.format = tamis_policy_format(o->policy, format, err);
	return o->job.format == NULL ? -1 : 0;
}

int
opening_lines(struct opening *o, struct tamis_error *err)
{
	if (o->args->value[OPT_FORMAT] == NULL &&
	    o->args->value[OPT_DELIMITER] == NULL)
		return 0;
	return cli_fail(
	    err, TAMIS_EUSAGE, "what is read are lines, of no format");
}

static int
open_inputs(struct opening *o, struct tamis_error *err)
{
	if (in_open(&o->in, o->args->operands, o->args->operand_count, err) !=
	    0) {
		o->hint = err->code == TAMIS_EUSAGE
			      ? "name a FILE, or pipe records into tamis"
			      : NULL;
		return -1;
	}
	o->hint = NULL;
	o->job.inputs = o->in.inputs;
	o->job.input_count = o->in.count;
	return 0;
}

static int
open_output(struct opening *o, struct tamis_error *err)
{
	if (out_open(&o->out, o->args->value[OPT_OUT], err) != 0 ||
	    same_refuse(&o->out, o->args, o->policy, err) != 0 ||
	    in_refuse(&o->in, &o->out, err) != 0)
		return -1;
	o->job.out = o->out.fd;
	return 0;
}

static int
prepare(
    struct opening *o, const struct opening_way *way, struct tamis_error *err)
{
	if (load_policy(o, err) != 0 || way->open_keys(o, err) != 0 ||
	    way->choose(o, err) != 0)
		return -1;
	return open_inputs(o, err) != 0 ? -1 : open_output(o, err);
}

/* Everything is open: from here on nothing else can be. */
static int
enter_sandbox(struct opening *o, struct tamis_error *err)
{
	return box_enter(o->args, o->say, &o->out.folder, 1, &o->hint, err) ==
		       NULL
		   ? -1
		   : 0;
}

/*
 * The run.
 */

static void
hear_left(void *ctx, const struct tamis_left *left)
{
	const struct hearer *h = ctx;

	if (h->way->stays && h->o->told == TOLD_MOST)
		return;
	h->o->told++;
	progress_end(&h->o->progress);
	say_warning(h->o->say, "%s %" PRIu64 "%s%.*s: %s", h->way->unit,
	    left->record, left->place_len > 0 ? ", " : "", (int)left->place_len,
	    left->place_len > 0 ? left->place : "", h->way->left);
}

/* Of a wrong key, every value of the input is left. */
static void
say_untold(const struct opening *o, const struct opening_way *way)
{
	uint64_t more = o->opened.left - o->told;

	if (more > 0)
		say_warning(o->say, "%" PRIu64 " more value%s: %s", more,
		    more == 1 ? "" : "s", way->left);
}

static void
hear_progress(void *ctx, const struct tamis_counts *counts)
{
	const struct hearer *h = ctx;

	progress_show(&h->o->progress, counts);
}

static int
work(struct opening *o, const struct opening_way *way, struct tamis_error *err)
{
	struct hearer hearer = { o, way };
	int result;

	o->job.stop = stop_flag();
	o->job.left = hear_left;
	o->job.progress = hear_progress;
	o->job.ctx = &hearer;
	progress_start(&o->progress, o->say,
	    o->args->value[OPT_NO_PROGRESS] == NULL, o->in.total);
	result = way->work(o, err);
	progress_end(&o->progress);
	say_untold(o, way);
	if (o->opened.others > 0)
		say_info(o->say, "%" PRIu64 " value%s sealed to others: left",
		    o->opened.others, o->opened.others == 1 ? "" : "s");
	return result;
}

/* Whole records, or no output at all. */
static enum exit_code
end_output(struct opening *o, enum exit_code code)
{
	struct tamis_error err;

	if (code != CLI_DONE && code != CLI_FOUND && code != CLI_REJECTED) {
		out_discard(&o->out);
		return code;
	}
	return out_commit(&o->out, &err) == 0 ? code
					      : say_failure(o->say, &err);
}

static enum exit_code
run(struct opening *o, const struct opening_way *way)
{
	struct tamis_error err;
	enum exit_code code;

	if (prepare(o, way, &err) != 0 || enter_sandbox(o, &err) != 0) {
		code = say_failure_hint(o->say, &err, o->hint);
		out_discard(&o->out);
		return code;
	}
	o->hint = NULL;
	if (work(o, way, &err) == 0)
		code = o->opened.left + o->opened.others > 0 ? CLI_FOUND
							     : CLI_DONE;
	else
		code = say_failure_hint(o->say, &err, o->hint);
	return end_output(o, code);
}

enum exit_code
opening_run(const struct args *args, const struct say *say,
    const struct opening_way *way)
{
	struct opening o = { .args = args, .say = say, .out = OUT_CLOSED };
	enum exit_code code;

	stop_watch();
	code = run(&o, way);
	in_close(&o.in);
	tamis_secret_close(o.secret);
	tamis_keyring_close(o.keys);
	tamis_policy_free(o.policy);
	stop_die();
	return code;
}
