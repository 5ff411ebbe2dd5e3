/* tamis test: the tests of policies. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "find.h"
#include "opt.h"
#include "stop.h"
#include "test_out.h"
#include "view.h"

#define WATCH_EVERY 200000000 /* nanoseconds */
#define FAILURE     80

/* One policy at work. */
struct testing {
	const struct args *args;
	const struct say *say;
	struct test_out out;
	struct tamis_tested tested;
	bool failed_to_update;
	bool *untested; /* set if there is no test */
};

static void
hear_test(void *ctx, const struct tamis_test *test)
{
	const struct testing *t = ctx;

	test_out_test(&t->out, test);
}

static void
hear_cover(void *ctx, const struct tamis_cover *cover)
{
	const struct testing *t = ctx;

	if (t->tested.percent < t->tested.floor ||
	    t->args->value[OPT_COVERAGE] != NULL)
		test_out_cover(&t->out, cover);
}

/* Puts what happens in the place of what was expected. */
static void
update_file(void *ctx, const char *file, const char *bytes, size_t len)
{
	struct testing *t = ctx;
	FILE *to = fopen(file, "w");
	bool good = to != NULL && fwrite(bytes, 1, len, to) == len;

	if (to != NULL && fclose(to) != 0)
		good = false;
	if (good) {
		say_info(t->say, "%s: updated", file);
	} else {
		say_error(t->say, "%s: %s", file, strerror(errno));
		t->failed_to_update = true;
	}
}

/* What is wrong with the policy's tests as a whole, or NULL. */
static const char *
failure_of(const struct tamis_tested *tested, char text[static FAILURE])
{
	if (tested->tests == 0)
		return "no test was found";
	if (tested->percent >= tested->floor)
		return NULL;
	snprintf(text, FAILURE, "the policy asks for %u %%", tested->floor);
	return text;
}

static enum exit_code
verdict(const struct testing *t)
{
	char text[FAILURE];
	const char *failure = failure_of(&t->tested, text);

	test_out_policy(&t->out, &t->tested, failure);
	if (t->tested.tests == 0)
		*t->untested = true;
	return failure != NULL || t->tested.failed > 0 ? CLI_FOUND : CLI_DONE;
}

static int
run_tests(struct testing *t, const struct tamis_policy *policy, bool update,
    struct tamis_error *err)
{
	struct tamis_testing job = {
		.policy = policy,
		.path = t->out.path,
		.propose = update ? update_file : NULL,
		.test = hear_test,
		.cover = update ? NULL : hear_cover,
		.ctx = t,
	};

	return tamis_test(&job, &t->tested, err);
}

/* Tests are updated first, and then run as they are now. */
static enum exit_code
test_policy(struct testing *t, const struct tamis_policy *policy)
{
	struct tamis_error err;

	if (t->args->value[OPT_UPDATE] != NULL) {
		struct test_out *out = &t->out;
		struct junit *junit = out->junit;

		out->junit = &(struct junit){ .cases = NULL };
		out->updating = true;
		if (run_tests(t, policy, true, &err) != 0)
			return say_failure(t->say, &err);
		out->updating = false;
		out->junit = junit;
		if (t->failed_to_update)
			return CLI_CANTCREATE;
	}
	if (run_tests(t, policy, false, &err) != 0)
		return say_failure(t->say, &err);
	return verdict(t);
}

static enum exit_code
test_path(const char *path, const struct args *args, const struct say *say,
    struct junit *junit, bool *untested)
{
	struct testing t = {
		.args = args,
		.say = say,
		.untested = untested,
		.out = { .say = say,
		    .path = path,
		    .json = args->value[OPT_JSON] != NULL,
		    .junit = junit },
	};
	struct tamis_policy *policy = NULL;
	struct tamis_error err;
	enum exit_code code;

	if (view_load(&policy, path, NULL, say, &err) != 0) {
		test_out_policy(&t.out, &t.tested, "refused");
		return err.code == TAMIS_EPOLICY ? CLI_POLICY
						 : say_failure(say, &err);
	}
	code = test_policy(&t, policy);
	tamis_policy_free(policy);
	fflush(stdout);
	return code;
}

/* Results are never written over a policy that gave them. */
static int
refuse_policies(const struct found_policies *found, const struct junit *junit,
    struct tamis_error *err)
{
	for (size_t i = 0; i < found->count; i++)
		if (out_refuse_named(
			&junit->out, found->paths[i], "policy", err) != 0)
			return -1;
	return 0;
}

/* All policies are tested; the worst of the results is the result. */
static enum exit_code
test_all(const struct args *args, const struct say *say, struct junit *junit)
{
	struct found_policies found;
	enum exit_code worst = CLI_DONE;
	struct tamis_error err;
	bool untested = false;

	if (find_policies(&found, args->operands, args->operand_count, &err) !=
	    0) {
		worst = say_failure(say, &err);
	} else if (found.count == 0) {
		say_error(say, "no policy was found: their names end with "
			       "`.policy.jsonc`");
		worst = CLI_FOUND;
	} else if (refuse_policies(&found, junit, &err) != 0) {
		junit_discard(junit);
		find_release(&found);
		return say_failure(say, &err);
	}
	for (size_t i = 0; i < found.count; i++) {
		enum exit_code code =
		    test_path(found.paths[i], args, say, junit, &untested);

		worst = code > worst ? code : worst;
	}
	if (untested)
		say_hint(say,
		    "a folder NAME.tests/CASE beside the policy, with an "
		    "input, is a test; --update writes what it expects");
	find_release(&found);
	return worst;
}

static enum exit_code
test_once(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	enum exit_code code;
	struct junit junit;

	if (junit_open(&junit, args->value[OPT_JUNIT], &err) != 0)
		return say_failure(say, &err);
	code = test_all(args, say, &junit);
	if (junit_close(&junit, &err) != 0)
		return say_failure(say, &err);
	return say_end(say, code);
}

/* Waits for a file to change; false when a signal asks to end. */
static bool
wait_for_change(const struct args *args, uint64_t state)
{
	const struct timespec pause = { .tv_nsec = WATCH_EVERY };

	while (*stop_flag() == 0) {
		if (find_state(args->operands, args->operand_count) != state)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* The lines in brackets tell editors where a round begins and ends. */
static enum exit_code
watch(const struct args *args, const struct say *say)
{
	enum exit_code code;
	uint64_t state;

	stop_watch();
	do {
		state = find_state(args->operands, args->operand_count);
		puts("[tamis] watching: start");
		code = test_once(args, say);
		printf("[tamis] watching: done: %s\n",
		    code == CLI_DONE ? "passed" : "failed");
		fflush(stdout);
	} while (wait_for_change(args, state));
	stop_die();
	return code;
}

enum exit_code
cmd_test(const struct args *args, const struct say *say)
{
	struct tamis_error err;

	if (args->value[OPT_UPDATE] != NULL && cli_may_update(&err) != 0)
		return say_failure(say, &err);
	if (args->value[OPT_UPDATE] != NULL && args->value[OPT_WATCH] != NULL) {
		say_error(say, "--update and --watch do not go together");
		return CLI_USAGE;
	}
	return args->value[OPT_WATCH] != NULL ? watch(args, say)
					      : test_once(args, say);
}
