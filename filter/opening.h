/*
 * opening: what the commands for holders of keys share.
 *
 * Everything that can be refused is refused before anything is read: policy,
 * keys, format, inputs, output, in this order.  The output then appears as
 * that of `tamis run` does.
 */
#ifndef OPENING_H
#define OPENING_H

#include "in.h"
#include "opt.h"
#include "out.h"
#include "progress.h"

struct opening {
	const struct args *args;
	const struct say *say;

	struct tamis_policy *policy; /* NULL: none was given */
	struct tamis_keyring *keys;  /* one of the two */
	struct tamis_secret *secret;
	struct in in;
	struct out out;
	struct progress progress;

	struct tamis_opening job;
	struct tamis_opened opened;
	uint64_t told;    /* values that are left, one by one */
	const char *hint; /* what to do about a failure, or NULL */
};

typedef int opening_step(struct opening *o, struct tamis_error *err);

/* How commands differ. */
struct opening_way {
	opening_step *open_keys;
	opening_step *choose; /* what is read: the rest of the job */
	opening_step *work;
	const char *unit; /* what a record is for messages: "line" */
	const char *left; /* what is said of one: "left as it is" */
	bool stays;       /* it is in the output, where it can be looked for */
};

/* The whole of a command. */
enum exit_code opening_run(const struct args *args, const struct say *say,
    const struct opening_way *way);

/* Steps. */
int opening_keyring(struct opening *o, struct tamis_error *err);
int opening_format(struct opening *o, struct tamis_error *err);
int opening_lines(struct opening *o, struct tamis_error *err);

#endif
