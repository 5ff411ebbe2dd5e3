/* tamis explain: the register of a policy, one field of it, or a code. */
#include <string.h>

#include "view.h"

/* What was asked, and how it is answered. */
struct asking {
	const struct args *args;
	const struct say *say;
	struct given given;
	struct tamis_view view;
	const char *path; /* of a field, or NULL */
	const char *html; /* the file for the page, or NULL */
	struct tamis_policy *policy;
};

static int
explain_policy(
    const struct asking *a, struct tamis_text *text, struct tamis_error *err)
{
	const char *against = a->args->value[OPT_AGAINST];
	struct tamis_policy *older = NULL;
	int result;

	if (a->html == NULL)
		return tamis_explain(a->policy, &a->view, a->path, text, err);
	if (against != NULL &&
	    view_load(&older, against, NULL, a->say, err) != 0)
		return -1;
	result = tamis_page(
	    a->policy, a->args->operands[0], older, &a->view, text, err);
	tamis_policy_free(older);
	return result;
}

/* What only makes sense together. */
static int
check_options(const struct asking *a, struct tamis_error *err)
{
	if (a->html != NULL && a->path != NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "a page shows the whole policy: --html takes no PATH");
	if (a->html == NULL && a->args->value[OPT_AGAINST] != NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "--against goes with --html; see `tamis help diff`");
	return 0;
}

/* A letter in either case and four digits, and nothing else to read. */
static bool
is_code(const struct args *args)
{
	const char *word = args->operands[0];

	return args->operand_count == 1 && args->value[OPT_HTML] == NULL &&
	       strlen(word) == 5 && strchr("EWNewn", word[0]) != NULL &&
	       strspn(word + 1, "0123456789") == 4;
}

static int
explain(struct asking *a, struct tamis_text *text, struct tamis_error *err)
{
	if (given_read(&a->given, a->args, err) != 0 ||
	    view_read(&a->view, a->args, err) != 0 ||
	    check_options(a, err) != 0)
		return -1;
	if (is_code(a->args)) {
		if (a->view.language != TAMIS_ENGLISH)
			say_hint(a->say, "codes are explained in English");
		return tamis_explain_code(
		    a->args->operands[0], &a->view, text, err);
	}
	return view_load(&a->policy, a->args->operands[0], &a->given, a->say,
		   err) != 0
		   ? -1
		   : explain_policy(a, text, err);
}

enum exit_code
cmd_explain(const struct args *args, const struct say *say)
{
	struct asking a = {
		.args = args,
		.say = say,
		.path = args->operand_count > 1 ? args->operands[1] : NULL,
		.html = args->value[OPT_HTML],
	};
	struct tamis_error err;
	struct tamis_text text;
	enum exit_code code;

	if (explain(&a, &text, &err) != 0)
		code = say_failure(say, &err);
	else if (a.html == NULL)
		code = view_print(&text, CLI_DONE, say);
	else if (view_write(&text, args, a.policy, &err) != 0)
		code = say_failure(say, &err);
	else
		code = CLI_DONE;
	tamis_policy_free(a.policy);
	given_release(&a.given);
	return code;
}
