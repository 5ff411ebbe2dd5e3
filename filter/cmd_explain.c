/* tamis explain: the register of a policy, one field of it, or a code. */
#include <string.h>

#include "view.h"

static int
explain_policy(const struct args *args, const struct tamis_view *view,
    const struct given *given, const struct say *say, struct tamis_text *text,
    struct tamis_error *err)
{
	const char *path = args->operand_count > 1 ? args->operands[1] : NULL;
	struct tamis_policy *policy;
	int result;

	if (view_load(&policy, args->operands[0], given, say, err) != 0)
		return -1;
	result = tamis_explain(policy, view, path, text, err);
	tamis_policy_free(policy);
	return result;
}

/* A letter and four digits, and nothing else to read. */
static bool
is_code(const struct args *args)
{
	const char *word = args->operands[0];

	return args->operand_count == 1 && strlen(word) == 5 &&
	       strchr("EWN", word[0]) != NULL &&
	       strspn(word + 1, "0123456789") == 4;
}

static int
explain(const struct args *args, const struct given *given,
    const struct say *say, struct tamis_text *text, struct tamis_error *err)
{
	struct tamis_view view;

	if (view_read(&view, args, err) != 0)
		return -1;
	if (is_code(args))
		return tamis_explain_code(args->operands[0], &view, text, err);
	return explain_policy(args, &view, given, say, text, err);
}

enum exit_code
cmd_explain(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct tamis_text text;
	struct given given;
	enum exit_code code;

	if (given_read(&given, args, &err) == 0 &&
	    explain(args, &given, say, &text, &err) == 0)
		code = view_print(&text, CLI_DONE, say);
	else
		code = say_failure(say, &err);
	given_release(&given);
	return code;
}
