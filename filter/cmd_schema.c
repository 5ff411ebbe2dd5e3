/* tamis schema: the language of policies, for editors. */
#include <stdio.h>

#include "opt.h"

enum exit_code
cmd_schema(const struct args *args, const struct say *say)
{
	(void)args;
	fputs(tamis_policy_schema(), stdout);
	return say_end(say, CLI_DONE);
}
