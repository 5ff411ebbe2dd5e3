/* tamis key passphrase: that of a keyring or a secret key, changed. */
#include "phrase.h"

/* Copies are as good as the passphrase that they are under. */
static void
say_changed(const struct say *say, const char *path, bool removed)
{
	say_info(say, "changed %s", path);
	if (removed)
		say_hint(say, "whoever gets the file can use it now");
	else
		say_hint(
		    say, "its copies still are as they were: replace them");
}

enum exit_code
cmd_key_passphrase(const struct args *args, const struct say *say)
{
	bool remove = args->value[OPT_REMOVE] != NULL;
	const char *path = args->operands[0];
	struct phrase before, now;
	struct tamis_error err;

	if (remove && args->value[OPT_NEW_PASSPHRASE_FD] != NULL) {
		say_error(say, "--remove takes no new passphrase");
		return CLI_USAGE;
	}
	if (phrase_init(&before, args, OPT_PASSPHRASE_FD, path, &err) != 0 ||
	    phrase_init(&now, args, OPT_NEW_PASSPHRASE_FD, path, &err) != 0)
		return say_failure(say, &err);
	now.is_new = true;
	if (tamis_passphrase_change(
		path, &before.ask, remove ? NULL : &now.ask, &err) != 0)
		return say_failure(say, &err);
	say_changed(say, path, remove);
	return CLI_DONE;
}
