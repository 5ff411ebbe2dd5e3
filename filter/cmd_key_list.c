/* tamis key: keyrings, and never the bytes of a key. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "jsonout.h"
#include "opt.h"

static const char *const states[] = {
	[TAMIS_KEY_ACTIVE] = "active",
	[TAMIS_KEY_OLD] = "old",
	[TAMIS_KEY_REVOKED] = "revoked",
};

/* Today in UTC, as YYYY-MM-DD. */
static int
today(char text[static 11], struct tamis_error *err)
{
	time_t now = time(NULL);
	struct tm parts;

	if (now == (time_t)-1 || gmtime_r(&now, &parts) == NULL ||
	    strftime(text, 11, "%Y-%m-%d", &parts) != 10)
		return cli_fail(err, TAMIS_EIO, "the clock cannot be read");
	return 0;
}

enum exit_code
cmd_key_new(const struct args *args, const struct say *say)
{
	const char *path = args->operands[0];
	const char *const *names = (const char *const *)args->operands + 1;
	size_t count = (size_t)args->operand_count - 1;
	struct tamis_error err;
	char date[11];

	if (today(date, &err) != 0 ||
	    tamis_keyring_create(path, names, count, date, &err) != 0)
		return say_failure(say, &err);
	say_info(say, "created %s", path);
	say_hint(say,
	    "keep a copy where only you can read it, then use it with -k %s",
	    path);
	return CLI_DONE;
}

static size_t
longest_name(const struct tamis_keyring *keys)
{
	size_t longest = strlen("NAME");

	for (size_t i = 0; i < tamis_keyring_count(keys); i++) {
		size_t len = strlen(tamis_keyring_key(keys, i).name);

		longest = len > longest ? len : longest;
	}
	return longest;
}

static void
print_table(const struct tamis_keyring *keys)
{
	int width = (int)longest_name(keys);

	printf("%-*s  EPOCH  %-7s  CREATED\n", width, "NAME", "STATE");
	for (size_t i = 0; i < tamis_keyring_count(keys); i++) {
		struct tamis_key key = tamis_keyring_key(keys, i);

		printf("%-*s  %5" PRIu32 "  %-7s  %s\n", width, key.name,
		    key.epoch, states[key.state], key.created);
	}
}

static void
print_json(const struct tamis_keyring *keys)
{
	for (size_t i = 0; i < tamis_keyring_count(keys); i++) {
		struct tamis_key key = tamis_keyring_key(keys, i);
		struct jsonout j;

		jsonout_begin(&j, stdout);
		jsonout_text(&j, "event", "key");
		jsonout_text(&j, "name", key.name);
		jsonout_number(&j, "epoch", key.epoch);
		jsonout_text(&j, "state", states[key.state]);
		jsonout_text(&j, "created", key.created);
		jsonout_end(&j);
	}
}

enum exit_code
cmd_key_list(const struct args *args, const struct say *say)
{
	struct tamis_keyring *keys;
	struct tamis_error err;

	if (tamis_keyring_open(&keys, args->operands[0], &err) != 0)
		return say_failure(say, &err);
	if (args->value[OPT_JSON] != NULL)
		print_json(keys);
	else
		print_table(keys);
	tamis_keyring_close(keys);
	return say_end(say, CLI_DONE);
}
