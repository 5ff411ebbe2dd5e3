/* tamis key list: all of a keyring but the bytes of its keys. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jsonout.h"
#include "opt.h"
#include "phrase.h"

static const char *const states[] = {
	[TAMIS_KEY_ACTIVE] = "active",
	[TAMIS_KEY_OLD] = "old",
	[TAMIS_KEY_REVOKED] = "revoked",
};

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

	printf("%-*s  EPOCH  %-7s  %-10s  SORT\n", width, "NAME", "STATE",
	    "CREATED");
	for (size_t i = 0; i < tamis_keyring_count(keys); i++) {
		struct tamis_key key = tamis_keyring_key(keys, i);

		printf("%-*s  %5" PRIu32 "  %-7s  %s  %s\n", width, key.name,
		    key.epoch, states[key.state], key.created,
		    key.reversible ? "reversible" : "one-way");
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
		jsonout_bool(&j, "reversible", key.reversible);
		jsonout_end(&j);
	}
}

enum exit_code
cmd_key_list(const struct args *args, const struct say *say)
{
	struct tamis_keyring_source source = { .path = args->operands[0] };
	struct tamis_keyring *keys;
	struct tamis_error err;
	struct phrase phrase;

	if (phrase_init(&phrase, args, OPT_PASSPHRASE_FD, source.path, &err) !=
	    0)
		return say_failure(say, &err);
	source.passphrase = &phrase.ask;
	if (tamis_keyring_open(&keys, &source, &err) != 0)
		return say_failure(say, &err);
	if (args->value[OPT_JSON] != NULL)
		print_json(keys);
	else
		print_table(keys);
	tamis_keyring_close(keys);
	return say_end(say, CLI_DONE);
}
