/* tamis generate: synthetic records. */
#include <inttypes.h>
#include <limits.h>
#include <sys/stat.h>

#include "cover.h"
#include "out.h"
#include "same.h"
#include "view.h"

/* How many of 100 records are as real ones are, if nothing is said. */
#define NASTY 5

/* Of a kind. */

static int
read_kind(const struct args *args, struct tamis_generation *g,
    struct tamis_error *err)
{
	uint64_t nasty = NASTY;

	g->count = 1000;
	g->seed = 1;
	if (opt_number(args, OPT_RECORDS, 0, UINT32_MAX, &g->count, err) < 0 ||
	    opt_number(args, OPT_SEED, 0, ULONG_MAX, &g->seed, err) < 0 ||
	    opt_number(args, OPT_NASTY, 0, 100, &nasty, err) < 0)
		return -1;
	g->kind = args->value[OPT_KIND];
	g->format = args->value[OPT_FORMAT_OF];
	g->nasty = (uint32_t)nasty;
	return 0;
}

static enum exit_code
generate_kind(const struct args *args, const struct say *say)
{
	struct tamis_generation g;
	struct out out = OUT_CLOSED;
	struct tamis_error err;

	if (read_kind(args, &g, &err) != 0 ||
	    out_open(&out, args->value[OPT_OUT], &err) != 0 ||
	    tamis_generate(&g, out.fd, &err) != 0) {
		out_discard(&out);
		return say_failure(say, &err);
	}
	return out_commit(&out, &err) == 0 ? CLI_DONE : say_failure(say, &err);
}

/* From a policy. */

/* What is open, and what came of it. */
struct exercise {
	const struct say *say;
	const char *path; /* of the policy */
	const char *to;   /* file or folder, or NULL */
	struct tamis_policy *policy;
	struct tamis_exercising job;
	struct tamis_exercise *made;
	bool more;   /* documents than were written */
	bool missed; /* something could not be reached */
};

static void
hear_missed(void *ctx, const struct tamis_cover *cover)
{
	struct exercise *e = ctx;

	e->missed = true;
	cover_show(stderr, e->path, "no record that could be made", cover);
}

static int
read_policy(
    struct exercise *e, const struct args *args, struct tamis_error *err)
{
	struct tamis_exercising *job = &e->job;
	uint64_t nasty = 0;

	job->seed = 1;
	if (opt_number(args, OPT_RECORDS, 0, UINT32_MAX, &job->count, err) <
		0 ||
	    opt_number(args, OPT_SEED, 0, ULONG_MAX, &job->seed, err) < 0 ||
	    opt_number(args, OPT_NASTY, 0, 100, &nasty, err) < 0 ||
	    view_load(&e->policy, e->path, NULL, e->say, err) != 0)
		return -1;
	job->policy = e->policy;
	job->nasty = (uint32_t)nasty;
	job->format =
	    tamis_policy_format(e->policy, args->value[OPT_FORMAT_OF], err);
	return job->format != NULL ? tamis_exercise_new(&e->made, job, err)
				   : -1;
}

/* Writes a file: all records, or a document. */
static int
write_file(struct exercise *e, const char *path, struct tamis_error *err)
{
	struct out out = OUT_CLOSED;

	if (out_open(&out, path, err) == 0 &&
	    out_refuse_named(&out, e->path, "policy", err) == 0 &&
	    same_refuse_files(&out, e->policy, err) == 0 &&
	    tamis_exercise_write(e->made, out.fd, &e->more, err) == 0)
		return out_commit(&out, err);
	out_discard(&out);
	return -1;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return path != NULL && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Writes documents: 1.xml, 2.xml, ... */
static int
write_folder(struct exercise *e, struct tamis_error *err)
{
	char path[4096];
	unsigned int n = 0;

	do {
		int len = snprintf(
		    path, sizeof(path), "%s/%u.%s", e->to, ++n, e->job.format);

		if (len < 0 || (size_t)len >= sizeof(path))
			return cli_fail(err, TAMIS_EOUTPUT,
			    "the name of the folder is too long");
		if (write_file(e, path, err) != 0)
			return -1;
	} while (e->more);
	return 0;
}

static int
write_all(struct exercise *e, struct tamis_error *err)
{
	if (!tamis_exercise_documents(e->made))
		return write_file(e, e->to, err);
	if (is_folder(e->to))
		return write_folder(e, err);
	if (e->job.count > 1)
		return cli_fail(err, TAMIS_EUSAGE,
		    "each record of this policy is a document: to write "
		    "several, --out names a folder");
	return write_file(e, e->to, err);
}

static void
say_done(struct exercise *e)
{
	struct tamis_exercised done =
	    tamis_exercise_report(e->made, hear_missed, e);

	if (e->more)
		say_hint(e->say,
		    "each record of this policy is a document, and more are "
		    "needed to reach all of it: --out FOLDER takes them");
	else if (done.reached < done.items && !e->missed)
		say_hint(e->say,
		    "%" PRIu64 " of %" PRIu64
		    " rules, alternatives and reasons are reached; without -n "
		    "there are as many records as it takes",
		    done.reached, done.items);
	if (done.unmarked > 0)
		say_hint(e->say,
		    "%" PRIu64 " of %" PRIu64
		    " records cannot say that they are synthetic; a file "
		    "OUT.synthetic beside them does",
		    done.unmarked, done.records);
}

static enum exit_code
generate_from(const struct args *args, const struct say *say)
{
	struct exercise e = {
		.say = say,
		.path = args->value[OPT_FROM_POLICY],
		.to = args->value[OPT_OUT],
	};
	struct tamis_error err;
	enum exit_code code;

	if (read_policy(&e, args, &err) != 0 || write_all(&e, &err) != 0) {
		code = say_failure(say, &err);
	} else {
		say_done(&e);
		code = e.missed ? CLI_FOUND : CLI_DONE;
	}
	tamis_exercise_free(e.made);
	tamis_policy_free(e.policy);
	return code;
}

/* Says what is wrong with the options. */
static enum exit_code
refuse(const struct say *say, const char *why)
{
	say_error(say, "%s", why);
	say_hint(say, "see `tamis help generate`");
	return CLI_USAGE;
}

enum exit_code
cmd_generate(const struct args *args, const struct say *say)
{
	bool kind = args->value[OPT_KIND] != NULL;
	bool from = args->value[OPT_FROM_POLICY] != NULL;

	if (kind && from)
		return refuse(say, "--kind and --from exclude each other");
	if (!kind && !from)
		return refuse(say, "--kind or --from is missing");
	if (kind && args->value[OPT_FORMAT_OF] == NULL) {
		opt_missing(say, args->command, OPT_FORMAT_OF);
		return CLI_USAGE;
	}
	return kind ? generate_kind(args, say) : generate_from(args, say);
}
