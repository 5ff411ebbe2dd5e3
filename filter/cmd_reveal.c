/* tamis reveal: reversible tokens become values again. */
#include "opening.h"

static int
reveal(struct opening *o, struct tamis_error *err)
{
	return tamis_reveal(&o->job, o->keys, &o->opened, err);
}

static int
reveal_list(struct opening *o, struct tamis_error *err)
{
	return tamis_reveal_list(&o->job, o->keys, &o->opened, err);
}

enum exit_code
cmd_reveal(const struct args *args, const struct say *say)
{
	static const struct opening_way records = { opening_keyring,
		opening_format, reveal, "record", "left as it is",
		.stays = true };
	static const struct opening_way list = { opening_keyring, opening_lines,
		reveal_list, "line", "left as it is", .stays = true };

	return opening_run(
	    args, say, args->value[OPT_LIST] == NULL ? &records : &list);
}
