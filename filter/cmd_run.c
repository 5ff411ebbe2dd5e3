/*
 * tamis run: everything that can be refused is refused before the first
 * record is read: policy, keys, format, inputs, outputs, in this order.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "box.h"
#include "folder.h"
#include "given.h"
#include "in.h"
#include "keys.h"
#include "opt.h"
#include "out.h"
#include "progress.h"
#include "receipt.h"
#include "resume.h"
#include "same.h"
#include "stats.h"
#include "stop.h"

struct session {
	const struct args *args;
	const struct say *say;
	struct given given;

	struct tamis_policy *policy;
	struct tamis_keyring *keys; /* NULL: the policy needs none */
	const char *format;
	unsigned int warnings; /* of the policy */

	struct in in;
	struct out out, stats_out;
	int quarantine;                /* descriptor, or -1 */
	int quarantine_folder;         /* likewise */
	const char *quarantine_name;   /* in the folder */
	struct tamis_receipt *receipt; /* or NULL */
	struct resume resume;
	const char *sandbox; /* which one the run is in */

	struct stats stats;
	struct progress progress;
	struct tamis_counts counts;

	const char *hint;    /* what to do about a failure, or NULL */
	enum exit_code code; /* after the run */
	bool has_stats;      /* they are written */
	bool lost;           /* something could not be put on the disk */
};

static void
hear_note(void *ctx, const struct tamis_note *note)
{
	struct session *s = ctx;

	if (note->level == TAMIS_ERROR)
		say_note(s->say, note);
	else if (note->level == TAMIS_WARNING)
		s->warnings++;
}

static int
load_policy(struct session *s, struct tamis_error *err)
{
	const char *path = s->args->value[OPT_POLICY];

	if (tamis_policy_load_with(&s->policy, path, s->given.recipients,
		s->given.recipient_count, hear_note, s, err) != 0)
		return -1;
	if (s->warnings > 0)
		say_warning(s->say, "%s: %u warning%s; see `tamis check`", path,
		    s->warnings, s->warnings == 1 ? "" : "s");
	return 0;
}

static int
open_keys(struct session *s, struct tamis_error *err)
{
	if (!tamis_policy_needs_keys(s->policy))
		return 0;
	return keys_open(s->args, &s->keys, &s->hint, err);
}

static int
choose_format(struct session *s, struct tamis_error *err)
{
	s->format =
	    tamis_policy_format(s->policy, s->args->value[OPT_FORMAT], err);
	if (s->format != NULL)
		return 0;
	s->hint = "-f names one of the formats of the policy";
	return -1;
}

static int
open_inputs(struct session *s, struct tamis_error *err)
{
	if (in_open(&s->in, s->args->operands, s->args->operand_count, err) ==
	    0)
		return 0;
	if (err->code == TAMIS_EUSAGE)
		s->hint = "name a FILE, or pipe records into tamis";
	return -1;
}

/* Whether the name of the quarantine is free: errno if not. */
static bool
may_create_quarantine(struct session *s, const char *path)
{
	struct stat file;

	s->quarantine_folder = folder_open(path, &s->quarantine_name);
	if (s->quarantine_folder == -1)
		return false;
	if (s->resume.reached.begun ||
	    fstatat(s->quarantine_folder, s->quarantine_name, &file,
		AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	errno = EEXIST;
	return false;
}

/*
 * Never over an existing file, unless a former run of this one made it: what
 * was rejected before is not lost.  A checkpoint is begun in between, so that
 * no run takes somebody else's file for its own.
 */
static int
create_quarantine(struct session *s, struct tamis_error *err)
{
	const char *path = s->args->value[OPT_QUARANTINE];

	if (path == NULL)
		return resume_begin(&s->resume, err);
	if (may_create_quarantine(s, path)) {
		if (resume_begin(&s->resume, err) != 0)
			return -1;
		s->quarantine = resume_open_quarantine(
		    &s->resume, s->quarantine_folder, s->quarantine_name);
	}
	if (s->quarantine != -1)
		return 0;
	if (errno == EEXIST)
		s->hint = "an earlier quarantine is never written over";
	return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", path);
}

static int
refuse_output(
    const struct session *s, const struct out *out, struct tamis_error *err)
{
	struct stat quarantine;

	if (same_refuse(out, s->args, s->policy, err) != 0 ||
	    in_refuse(&s->in, out, err) != 0)
		return -1;
	if (out->fd == s->quarantine || s->quarantine == -1 ||
	    fstat(s->quarantine, &quarantine) != 0)
		return 0;
	return out_refuse(out, &quarantine, "quarantine", err);
}

/* A quarantine to go on with is cut where it ended; so would other files be. */
static int
refuse_same(const struct session *s, struct tamis_error *err)
{
	const struct out quarantine = { .fd = s->quarantine,
		.folder = -1,
		.name = s->args->value[OPT_QUARANTINE] };
	const char *receipt = s->args->value[OPT_RECEIPT];

	if (refuse_output(s, &quarantine, err) != 0 ||
	    refuse_output(s, &s->out, err) != 0 ||
	    refuse_output(s, &s->stats_out, err) != 0)
		return -1;
	return receipt == NULL ? 0 : in_refuse_named(&s->in, receipt, err);
}

static int
open_stats(struct session *s, struct tamis_error *err)
{
	const char *path = s->args->value[OPT_STATS];

	if (path == NULL)
		return 0;
	if (out_open(&s->stats_out, path, err) != 0)
		return -1;
	if (out_same(&s->out, &s->stats_out))
		return cli_fail(err, TAMIS_EUSAGE,
		    "records and statistics cannot both go to %s",
		    s->stats_out.name);
	return 0;
}

/*
 * The file of receipts is opened last: from here on, little is refused.  It is
 * locked, which would wait for itself if it were another file of the run; and
 * it can be one that is only there when it is open.
 */
static int
create_outputs(struct session *s, struct tamis_error *err)
{
	if (resume_open(&s->resume, s->args, &s->in, err) != 0 ||
	    create_quarantine(s, err) != 0 ||
	    resume_open_out(
		&s->resume, &s->out, s->args->value[OPT_OUT], err) != 0 ||
	    open_stats(s, err) != 0 || refuse_same(s, err) != 0 ||
	    receipt_open(&s->receipt, s->args, err) != 0)
		return -1;
	return s->receipt == NULL ? 0 : refuse_same(s, err);
}

static int
prepare(struct session *s, struct tamis_error *err)
{
	if (receipt_check_options(s->args, err) != 0 ||
	    resume_check_options(s->args, err) != 0 ||
	    given_read(&s->given, s->args, err) != 0 ||
	    stats_init(&s->stats, err) != 0 || load_policy(s, err) != 0 ||
	    open_keys(s, err) != 0 || choose_format(s, err) != 0 ||
	    open_inputs(s, err) != 0)
		return -1;
	return create_outputs(s, err);
}

static void
hear_progress(void *ctx, const struct tamis_counts *counts)
{
	struct session *s = ctx;

	progress_show(&s->progress, counts);
}

static void
hear_rule(void *ctx, const struct tamis_rule_counts *rule)
{
	struct session *s = ctx;

	stats_rule(&s->stats, rule);
}

static void
hear_reason(void *ctx, const struct tamis_reason_counts *reason)
{
	struct session *s = ctx;

	stats_reason(&s->stats, reason);
}

static void
hear_key(void *ctx, const struct tamis_epoch *used)
{
	struct session *s = ctx;

	stats_key(&s->stats, used);
}

static void
hear_recipient(void *ctx, const struct tamis_sealing *sealing)
{
	struct session *s = ctx;

	stats_recipient(&s->stats, sealing);
}

/* Everything is open: from here on nothing else can be. */
static int
enter_sandbox(struct session *s, struct tamis_error *err)
{
	const int folders[] = { s->out.folder, s->stats_out.folder,
		s->quarantine_folder };

	s->sandbox = box_enter(s->args, s->say, folders,
	    sizeof(folders) / sizeof(folders[0]), &s->hint, err);
	return s->sandbox == NULL ? -1 : 0;
}

/* What to do when a run cannot begin, or stopped; NULL if nothing is known. */
static const char *
hint_of(const struct session *s, enum tamis_code code)
{
	switch (code) {
	case TAMIS_EREJECT:
		return s->quarantine == -1
			   ? "with --quarantine FILE it is noted there instead"
			   : NULL;
	case TAMIS_ERESUME:
		return "to begin anew, remove the checkpoint, the output's "
		       "part and the quarantine";
	case TAMIS_EPOLICY:
		return "--recipient NAME=FILE names a public key";
	case TAMIS_EKEY:
		return "`tamis key list` shows the keys of a keyring, `tamis "
		       "key add` adds one";
	default:
		return NULL;
	}
}

static int
filter(struct session *s, struct tamis_error *err)
{
	struct tamis_job job = {
		.policy = s->policy,
		.keys = s->keys,
		.epochs = s->given.epochs,
		.epoch_count = s->given.epoch_count,
		.format = s->format,
		.inputs = s->in.inputs,
		.input_count = s->in.count,
		.out = s->out.fd,
		.quarantine = s->quarantine,
		.receipt = s->receipt,
		.checkpoint = s->resume.checkpoint,
		.stop = stop_flag(),
		.progress = hear_progress,
		.rule = hear_rule,
		.reason = hear_reason,
		.key = hear_key,
		.recipient = hear_recipient,
		.ctx = s,
	};
	int result;

	resume_say_begin(&s->resume, s->args, s->say);
	progress_start(&s->progress, s->say,
	    s->args->value[OPT_NO_PROGRESS] == NULL, s->in.total);
	result = tamis_run(&job, &s->counts, err);
	progress_end(&s->progress);
	if (result == 0)
		resume_say_end(&s->resume, s->args, s->say);
	else
		s->hint = hint_of(s, err->code);
	return result;
}

/* Records that were noted as rejected must not get lost with the power. */
static int
close_quarantine(struct session *s, struct tamis_error *err)
{
	const char *path = s->args->value[OPT_QUARANTINE];
	int fd = s->quarantine;
	int synced;

	if (fd == -1)
		return 0;
	s->quarantine = -1;
	synced = fsync(fd);
	if (close(fd) != 0 || synced != 0 ||
	    folder_sync(s->quarantine_folder) != 0)
		return cli_fail_errno(err, TAMIS_EIO, "%s", path);
	return 0;
}

static int
write_stats(struct session *s, struct tamis_error *err)
{
	if (s->stats_out.fd == -1 || s->has_stats)
		return 0;
	s->has_stats = stats_write(&s->stats, s->policy, s->format, &s->counts,
			   s->stats_out.fd, err) == 0;
	if (s->has_stats)
		return 0;
	out_discard(&s->stats_out);
	return -1;
}

/* Without its statistics, an output does not appear; a direct one has left. */
static int
write_stats_of_file(struct session *s, struct tamis_error *err)
{
	return out_is_direct(&s->out) ? 0 : write_stats(s, err);
}

static int
close_stats(struct session *s, struct tamis_error *err)
{
	if (write_stats(s, err) != 0)
		return -1;
	return s->has_stats ? out_commit(&s->stats_out, err) : 0;
}

/*
 * Whether the output may appear: it holds what the run is said to write.  With
 * a checkpoint, a run that stopped at a record can go on when it was mended.
 */
static bool
is_whole(const struct session *s)
{
	return s->code == CLI_DONE || s->code == CLI_FOUND ||
	       (s->code == CLI_REJECTED && s->resume.checkpoint == NULL);
}

/* What does not leave needs no receipt; what is lost gets none. */
static int
write_receipt(struct session *s, struct tamis_error *err)
{
	if (s->receipt == NULL || s->resume.reached.complete ||
	    (!is_whole(s) && !out_is_direct(&s->out)))
		return 0;
	if (s->lost)
		return cli_fail(
		    err, TAMIS_EIO, "%s has no receipt", s->out.name);
	return receipt_vouch(s->receipt, s->sandbox, &s->out, err);
}

/* From here on, the run is not to be repeated. */
static int
close_checkpoint(struct session *s, struct tamis_error *err)
{
	return is_whole(s) && !s->lost ? resume_complete(&s->resume, err) : 0;
}

/* What is there after a run: whole records, or no output at all. */
static int
close_output(struct session *s, struct tamis_error *err)
{
	if (is_whole(s))
		return out_commit(&s->out, err);
	out_discard(&s->out);
	return 0;
}

/* Every step is tried; the first failure decides the exit code. */
static void
finish(struct session *s)
{
	static int (*const steps[])(struct session *, struct tamis_error *) = {
		close_quarantine,
		write_stats_of_file,
		write_receipt,
		close_checkpoint,
		close_output,
		close_stats,
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct tamis_error err;
		enum exit_code failure;

		if (steps[i](s, &err) == 0)
			continue;
		s->lost = true;
		failure = say_failure(s->say, &err);
		if (is_whole(s))
			s->code = failure;
	}
}

/* Nothing was read: nothing is left behind, but what a former run has left. */
static void
abandon(struct session *s)
{
	if (s->quarantine != -1) {
		close(s->quarantine);
		s->quarantine = -1;
		if (!s->resume.reached.begun)
			unlinkat(s->quarantine_folder, s->quarantine_name, 0);
	}
	s->out.stays = s->resume.reached.begun;
	out_discard(&s->stats_out);
	out_discard(&s->out);
	resume_abandon(&s->resume);
}

static void
release(struct session *s)
{
	in_close(&s->in);
	if (s->quarantine_folder != -1)
		close(s->quarantine_folder);
	tamis_receipt_close(s->receipt);
	resume_close(&s->resume);
	stats_release(&s->stats);
	tamis_keyring_close(s->keys);
	tamis_policy_free(s->policy);
	given_release(&s->given);
}

enum exit_code
cmd_run(const struct args *args, const struct say *say)
{
	struct session s = { .args = args,
		.say = say,
		.out = OUT_CLOSED,
		.stats_out = OUT_CLOSED,
		.quarantine = -1,
		.quarantine_folder = -1 };
	struct tamis_error err;

	stop_watch();
	if (prepare(&s, &err) != 0 || enter_sandbox(&s, &err) != 0) {
		s.code = say_failure_hint(say, &err, s.hint);
		abandon(&s);
	} else if (filter(&s, &err) != 0) {
		s.code = say_failure_hint(say, &err, s.hint);
		if (s.counts.bytes_in == 0 && s.counts.records == 0)
			abandon(&s);
		else
			finish(&s);
	} else {
		s.code = s.counts.rejected > 0 ? CLI_FOUND : CLI_DONE;
		finish(&s);
	}
	release(&s);
	stop_die();
	return s.code;
}
