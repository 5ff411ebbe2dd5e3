/* tamis replay: a data set goes through a policy; what came of it? */
#include <stdio.h>
#include <sys/stat.h>

#include "box.h"
#include "golden.h"
#include "pace.h"
#include "progress.h"
#include "replay_json.h"
#include "replay_junit.h"
#include "same.h"
#include "stop.h"
#include "view.h"

#define RATE_MOST 1000000000

struct session {
	const struct args *args;
	const struct say *say;
	struct tamis_view view;

	struct tamis_policy *policy, *older; /* older may be NULL */
	struct dataset data;
	struct golden golden; /* without a folder, there is none */
	bool updates;
	struct junit junit;
	struct out page; /* with --html */
	struct tamis_replay *replay;

	struct pace pace;
	struct progress progress;
	struct tamis_counts before; /* of the files before the one at hand */
	struct tamis_counts here;   /* of that one */
	const char *hint;           /* what to do about a failure, or NULL */
};

static uint64_t
read_clock(void *ctx)
{
	(void)ctx;
	return pace_now();
}

static void
keep_pace(void *ctx)
{
	struct session *s = ctx;

	pace_wait(&s->pace);
}

static struct tamis_counts
sum(const struct tamis_counts *a, const struct tamis_counts *b)
{
	return (struct tamis_counts){
		a->records + b->records,
		a->written + b->written,
		a->rejected + b->rejected,
		a->bytes_in + b->bytes_in,
		a->bytes_out + b->bytes_out,
	};
}

static void
hear_progress(void *ctx, const struct tamis_counts *counts)
{
	struct session *s = ctx;
	struct tamis_counts all = sum(&s->before, counts);

	s->here = *counts;
	progress_show(&s->progress, &all);
}

static int
open_data(struct session *s, struct tamis_error *err)
{
	const struct args *args = s->args;

	if (dataset_find(&s->data, args->operands, args->operand_count, err) !=
	    0)
		return -1;
	s->hint = "-f names one of the formats of the policy";
	if (dataset_choose(&s->data, s->policy, args->value[OPT_FORMAT], err) !=
	    0)
		return -1;
	s->hint = "raise `ulimit -n`, or replay the files in parts";
	if (dataset_open(&s->data, s->older != NULL, err) != 0)
		return -1;
	s->hint = NULL;
	return 0;
}

static int
open_golden(struct session *s, struct tamis_error *err)
{
	const char *folder = s->args->value[OPT_GOLDEN];

	if (folder == NULL)
		return 0;
	if (golden_open(&s->golden, folder, &s->data, s->updates, err) == 0)
		return 0;
	if (err->code == TAMIS_EINPUT)
		s->hint = "--update writes what happens there";
	return -1;
}

static int
open_replay(struct session *s, struct tamis_error *err)
{
	struct tamis_replaying job = {
		.policy = s->policy,
		.path = s->args->value[OPT_POLICY],
		.older = s->older,
		.golden = s->golden.folder != NULL,
		.stop = stop_flag(),
		.now = read_clock,
		.pace = s->pace.rate > 0 ? keep_pace : NULL,
		.progress = hear_progress,
		.ctx = s,
	};

	return tamis_replay_new(&s->replay, &job, err);
}

static int
check_options(struct session *s, struct tamis_error *err)
{
	s->updates = s->args->value[OPT_UPDATE_GOLDEN] != NULL;
	if (!s->updates)
		return 0;
	if (s->args->value[OPT_GOLDEN] == NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "--update writes to the folder of --golden");
	return cli_may_update(err);
}

static int
load_policies(struct session *s, struct tamis_error *err)
{
	const char *older = s->args->value[OPT_AGAINST];

	if (view_load(
		&s->policy, s->args->value[OPT_POLICY], NULL, s->say, err) != 0)
		return -1;
	return older == NULL ? 0
			     : view_load(&s->older, older, NULL, s->say, err);
}

/* No report is written over what it is about. */
static int
refuse_same(
    const struct session *s, const struct out *out, struct tamis_error *err)
{
	return same_refuse(out, s->args, s->policy, err) != 0
		   ? -1
		   : dataset_refuse(&s->data, out, err);
}

static int
create_outputs(struct session *s, struct tamis_error *err)
{
	const char *junit = s->args->value[OPT_JUNIT];
	const char *html = s->args->value[OPT_HTML];

	if (junit_open(&s->junit, junit, err) != 0 ||
	    (junit != NULL && refuse_same(s, &s->junit.out, err) != 0))
		return -1;
	if (html == NULL)
		return 0;
	if (out_open(&s->page, html, err) != 0 ||
	    refuse_same(s, &s->page, err) != 0)
		return -1;
	if (junit != NULL && out_same(&s->page, &s->junit.out))
		return cli_fail(err, TAMIS_EUSAGE,
		    "the page and the results cannot both go to %s", html);
	return 0;
}

static int
open_all(struct session *s, struct tamis_error *err)
{
	if (check_options(s, err) != 0 ||
	    opt_number(s->args, OPT_RATE, 1, RATE_MOST, &s->pace.rate, err) !=
		0 ||
	    view_read(&s->view, s->args, err) != 0 ||
	    load_policies(s, err) != 0 || open_data(s, err) != 0 ||
	    open_golden(s, err) != 0 || open_replay(s, err) != 0)
		return -1;
	return create_outputs(s, err);
}

/*
 * Everything is open: from here on nothing else can be, unless expected results
 * are written, file by file.
 */
static int
enter_sandbox(struct session *s, struct tamis_error *err)
{
	const int folders[] = { s->junit.out.folder, s->page.folder };

	if (s->updates)
		return 0;
	return box_enter(s->args, s->say, folders, 2, &s->hint, err) == NULL
		   ? -1
		   : 0;
}

/* What happens is what is expected from now on. */
static int
update(struct session *s, size_t i, const struct tamis_replay_input *file,
    struct tamis_error *err)
{
	struct tamis_replay_input in = *file;
	struct tamis_replay_result result;

	if (golden_begin(&s->golden, i, &result, err) != 0)
		return -1;
	in.update = &result;
	if (tamis_replay_file(s->replay, &in, err) == 0)
		return golden_commit(&s->golden, i, err);
	golden_discard(&s->golden);
	return -1;
}

static int
replay_file(struct session *s, size_t i, struct tamis_error *err)
{
	const struct dataset_file *file = &s->data.files[i];
	struct tamis_replay_input in = {
		.format = file->format,
		.input = { file->fd, file->path },
		.again = file->again,
	};
	int result;

	if (file->format == NULL)
		return tamis_replay_skip(s->replay, file->path, file->why, err);
	if (s->golden.folder != NULL)
		in.golden = golden_of(&s->golden, i);
	result = s->updates ? update(s, i, &in, err)
			    : tamis_replay_file(s->replay, &in, err);
	s->before = sum(&s->before, &s->here);
	return result;
}

/* Results that are expected of files that are not there. */
static int
skip_left(struct session *s, struct tamis_error *err)
{
	for (size_t i = 0; i < s->golden.left.count; i++)
		if (tamis_replay_skip(s->replay, s->golden.left.files[i].path,
			TAMIS_REPLAY_GONE, err) != 0)
			return -1;
	return 0;
}

static int
replay_all(struct session *s, struct tamis_error *err)
{
	int result = 0;

	progress_start(&s->progress, s->say,
	    s->args->value[OPT_NO_PROGRESS] == NULL, s->data.total);
	for (size_t i = 0; result == 0 && i < s->data.count; i++)
		result = replay_file(s, i, err);
	progress_end(&s->progress);
	return result == 0 ? skip_left(s, err) : result;
}

static bool
compares(const struct session *s)
{
	return s->golden.folder != NULL || s->older != NULL;
}

/* Prints the report. */
static int
print(struct session *s, struct tamis_error *err)
{
	struct tamis_text text;

	if (s->args->value[OPT_JSON] != NULL) {
		replay_json(s->replay, s->args->value[OPT_POLICY]);
		return 0;
	}
	if (tamis_replay_text(s->replay, &s->view, false, &text, err) != 0)
		return -1;
	fwrite(text.p, 1, text.len, stdout);
	tamis_text_free(&text);
	return 0;
}

static int
write_page(struct session *s, struct tamis_error *err)
{
	struct tamis_text text;
	int result;

	if (s->args->value[OPT_HTML] == NULL)
		return 0;
	if (tamis_replay_text(s->replay, &s->view, true, &text, err) != 0)
		return -1;
	result = view_write_all(s->page.fd, &text, err);
	tamis_text_free(&text);
	return result == 0 ? out_commit(&s->page, err) : -1;
}

static int
report(struct session *s, struct tamis_error *err)
{
	if (print(s, err) != 0 ||
	    replay_junit(&s->junit, s->replay, compares(s), err) != 0 ||
	    junit_close(&s->junit, err) != 0)
		return -1;
	return write_page(s, err);
}

/* Where something is expected, that decides; else no record may be rejected. */
static bool
is_good(const struct session *s)
{
	const struct tamis_replay_listener nobody = { .ctx = NULL };
	struct tamis_replayed all;

	tamis_replay_tell(s->replay, &nobody, &all);
	for (int t = 0; t < TAMIS_REPLAY_THANS; t++)
		if (all.differ[t] > 0 || all.incomparable[t])
			return false;
	return all.skipped == 0 && (compares(s) || all.counts.rejected == 0);
}

enum exit_code
cmd_replay(const struct args *args, const struct say *say)
{
	struct session s = { .args = args,
		.say = say,
		.junit = { .out = OUT_CLOSED },
		.page = OUT_CLOSED };
	struct tamis_error err;
	enum exit_code code;

	stop_watch();
	if (open_all(&s, &err) != 0 || enter_sandbox(&s, &err) != 0 ||
	    replay_all(&s, &err) != 0 || report(&s, &err) != 0)
		code = say_failure_hint(say, &err, s.hint);
	else
		code = say_end(say, is_good(&s) ? CLI_DONE : CLI_FOUND);
	junit_discard(&s.junit);
	out_discard(&s.page);
	tamis_replay_free(s.replay);
	golden_release(&s.golden);
	dataset_release(&s.data);
	tamis_policy_free(s.older);
	tamis_policy_free(s.policy);
	stop_die();
	return code;
}
