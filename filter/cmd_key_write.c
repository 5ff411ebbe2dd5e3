/* tamis key new, add, rotate, revoke, pair: what makes and changes keys. */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "opt.h"
#include "phrase.h"

/* A command on a file of keys: the file, the date, and how to ask. */
struct order {
	const char *path;
	char date[CLOCK_LEN + 1]; /* YYYY-MM-DD */
	struct phrase phrase;
	struct tamis_new_keys new; /* of the operands behind the file */
};

static int
order_init(struct order *o, const struct args *args, struct tamis_error *err)
{
	o->path = args->operands[0];
	o->new = (struct tamis_new_keys){
		.names = (const char *const *)args->operands + 1,
		.count = (size_t)args->operand_count - 1,
		.reversible = args->value[OPT_REVERSIBLE] != NULL,
		.created = o->date,
	};
	if (clock_now(o->date, err) != 0)
		return -1;
	o->date[CLOCK_DAY] = '\0';
	return phrase_init(&o->phrase, args, OPT_PASSPHRASE_FD, o->path, err);
}

/* How to ask for the passphrase of a new file, or NULL if it gets none. */
static const struct tamis_passphrase *
new_passphrase(struct order *o, const struct args *args)
{
	o->phrase.is_new = true;
	return args->value[OPT_PASSPHRASE] != NULL ||
		       args->value[OPT_PASSPHRASE_FD] != NULL
		   ? &o->phrase.ask
		   : NULL;
}

enum exit_code
cmd_key_new(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct order o;

	if (order_init(&o, args, &err) != 0)
		return say_failure(say, &err);
	if (tamis_keyring_create(
		o.path, &o.new, new_passphrase(&o, args), &err) != 0)
		return say_failure_hint(say, &err,
		    access(o.path, F_OK) == 0
			? "what is there is never written over; `tamis key "
			  "add` adds a key to a keyring"
			: NULL);
	say_info(say, "created %s", o.path);
	say_hint(say,
	    "keep a copy where only you can read it, then use it with -k %s",
	    o.path);
	return CLI_DONE;
}

/* Whoever restores an old copy would not have what is new. */
static void
say_changed(const struct say *say, const struct order *o)
{
	say_info(say, "changed %s", o->path);
	say_hint(say, "its copy is old now: keep a new one");
}

enum exit_code
cmd_key_add(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct order o;

	if (order_init(&o, args, &err) != 0 ||
	    tamis_keyring_add(o.path, &o.new, &o.phrase.ask, &err) != 0)
		return say_failure(say, &err);
	say_changed(say, &o);
	return CLI_DONE;
}

enum exit_code
cmd_key_rotate(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct order o;

	if (order_init(&o, args, &err) != 0 ||
	    tamis_keyring_rotate(
		o.path, args->operands[1], o.date, &o.phrase.ask, &err) != 0)
		return say_failure(say, &err);
	say_changed(say, &o);
	return CLI_DONE;
}

enum exit_code
cmd_key_revoke(const struct args *args, const struct say *say)
{
	struct tamis_error err;
	struct order o;
	unsigned long epoch;

	if (!cli_number(args->operands[2], UINT32_MAX, &epoch)) {
		say_error(say, "an epoch is a number; see `tamis key list`");
		return CLI_USAGE;
	}
	if (order_init(&o, args, &err) != 0 ||
	    tamis_keyring_revoke(o.path, args->operands[1], (uint32_t)epoch,
		&o.phrase.ask, &err) != 0)
		return say_failure(say, &err);
	say_changed(say, &o);
	return CLI_DONE;
}

static void
say_pair(const struct say *say, const char *path, enum tamis_pair_use use)
{
	say_info(say, "created %s and %s.pub", path, path);
	if (use == TAMIS_PAIR_SEAL)
		say_hint(say,
		    "%s.pub is for those who seal; without %s nobody opens "
		    "what they sealed: keep a copy",
		    path, path);
	else
		say_hint(say,
		    "%s.pub is for those who verify; whoever has %s can sign",
		    path, path);
}

enum exit_code
cmd_key_pair(const struct args *args, const struct say *say)
{
	const char *path = args->operands[0], *word = args->value[OPT_FOR];
	bool seal = strcmp(word, "seal") == 0;
	enum tamis_pair_use use = seal ? TAMIS_PAIR_SEAL : TAMIS_PAIR_SIGN;
	struct tamis_error err;
	struct order o;

	if (!seal && strcmp(word, "sign") != 0) {
		say_error(say, "--for takes seal or sign");
		return CLI_USAGE;
	}
	if (order_init(&o, args, &err) != 0 ||
	    tamis_pair_create(path, use, new_passphrase(&o, args), &err) != 0)
		return say_failure(say, &err);
	say_pair(say, path, use);
	return CLI_DONE;
}
