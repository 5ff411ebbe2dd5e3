/* tamis check: the mistakes of policies, for people and for editors. */
#include <stdio.h>

#include "given.h"
#include "jsonout.h"
#include "opt.h"
#include "sarif.h"
#include "view.h"

struct checking {
	const struct say *say;
	bool json;
	struct sarif *sarif;                /* NULL: not wanted */
	unsigned int count[TAMIS_HINT + 1]; /* notes by level */
};

static void
note_as_json(const struct tamis_note *note)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "note");
	jsonout_text(&j, "file", note->file);
	jsonout_number(&j, "line", note->line);
	jsonout_number(&j, "column", note->column);
	jsonout_number(&j, "width", note->width);
	jsonout_text(&j, "level", say_level(note->level));
	jsonout_text(&j, "code", note->code);
	jsonout_text(&j, "text", note->text);
	jsonout_end(&j);
}

static void
hear_note(void *ctx, const struct tamis_note *note)
{
	struct checking *c = ctx;

	c->count[note->level]++;
	if (c->sarif != NULL)
		sarif_note(c->sarif, note);
	else if (c->json)
		note_as_json(note);
	else
		say_note(c->say, note);
}

static void
verdict_as_json(const struct checking *c, const char *path, bool accepted)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "policy");
	jsonout_text(&j, "file", path);
	jsonout_bool(&j, "accepted", accepted);
	jsonout_number(&j, "errors", c->count[TAMIS_ERROR]);
	jsonout_number(&j, "warnings", c->count[TAMIS_WARNING]);
	jsonout_end(&j);
}

static void
verdict_as_text(const struct checking *c, const char *path)
{
	unsigned int errors = c->count[TAMIS_ERROR];
	unsigned int warnings = c->count[TAMIS_WARNING];

	view_put(path);
	if (errors + warnings == 0)
		printf(": ok\n");
	else
		printf(": %u error%s, %u warning%s\n", errors,
		    errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

static enum exit_code
check_one(const char *path, const struct given *given, const struct args *args,
    struct sarif *sarif, const struct say *say)
{
	struct checking c = { .say = say,
		.json = args->value[OPT_JSON] != NULL,
		.sarif = sarif };
	struct tamis_policy *policy = NULL;
	struct tamis_error err;
	bool accepted = tamis_policy_load_with(&policy, path, given->recipients,
			    given->recipient_count, hear_note, &c, &err) == 0;
	bool known = accepted || err.code == TAMIS_EPOLICY;

	if (accepted)
		known = tamis_policy_check_tests(
			    policy, path, hear_note, &c, &err) == 0;
	tamis_policy_free(policy);
	if (!known)
		return say_failure(say, &err);
	if (sarif == NULL && c.json)
		verdict_as_json(&c, path, accepted);
	else if (sarif == NULL)
		verdict_as_text(&c, path);
	fflush(stdout);
	if (!accepted)
		return CLI_POLICY;
	return c.count[TAMIS_WARNING] > 0 &&
		       args->value[OPT_DENY_WARNINGS] != NULL
		   ? CLI_FOUND
		   : CLI_DONE;
}

/* All policies are looked at; the worst of the results is the result. */
static enum exit_code
check_all(const struct given *given, const struct args *args,
    struct sarif *sarif, const struct say *say)
{
	enum exit_code worst = CLI_DONE;

	for (int i = 0; i < args->operand_count; i++) {
		enum exit_code code =
		    check_one(args->operands[i], given, args, sarif, say);

		worst = code > worst ? code : worst;
	}
	return worst;
}

static enum exit_code
check_as_sarif(
    const struct given *given, const struct args *args, const struct say *say)
{
	enum exit_code code;
	struct sarif sarif;

	sarif_begin(&sarif, stdout);
	code = check_all(given, args, &sarif, say);
	sarif_end(&sarif,
	    code == CLI_DONE || code == CLI_FOUND || code == CLI_POLICY);
	return code;
}

enum exit_code
cmd_check(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct given given;
	enum exit_code code;

	if (args->value[OPT_JSON] != NULL && args->value[OPT_SARIF] != NULL) {
		say_error(say, "--json and --sarif are two formats");
		return CLI_USAGE;
	}
	if (given_read(&given, args, &err) != 0)
		code = say_failure(say, &err);
	else if (args->value[OPT_SARIF] != NULL)
		code = check_as_sarif(&given, args, say);
	else
		code = check_all(&given, args, NULL, say);
	given_release(&given);
	return say_end(say, code);
}
