/* tamis generate: synthetic records. */
#include <limits.h>

#include "opt.h"
#include "out.h"

/* How many of 100 records are as real ones are, if nothing is said. */
#define NASTY 5

/* A number that an option gives, or another one without the option. */
static int
read_number(const struct args *args, enum opt_id id, unsigned long max,
    unsigned long otherwise, uint64_t *n, struct tamis_error *err)
{
	unsigned long number = otherwise;

	if (args->value[id] != NULL &&
	    !cli_number(args->value[id], max, &number))
		return cli_fail(err, TAMIS_EUSAGE,
		    "--%s takes a number up to %lu", option_rows[id].name, max);
	*n = number;
	return 0;
}

static int
read_job(const struct args *args, struct tamis_generation *g,
    struct tamis_error *err)
{
	uint64_t nasty = 0;

	if (read_number(args, OPT_RECORDS, UINT32_MAX, 1000, &g->count, err) ||
	    read_number(args, OPT_SEED, ULONG_MAX, 1, &g->seed, err) ||
	    read_number(args, OPT_NASTY, 100, NASTY, &nasty, err))
		return -1;
	g->kind = args->value[OPT_KIND];
	g->format = args->value[OPT_FORMAT_OF];
	g->nasty = (uint32_t)nasty;
	return 0;
}

enum exit_code
cmd_generate(const struct args *args, const struct say *say)
{
	struct tamis_generation g;
	struct out out = OUT_CLOSED;
	struct tamis_error err;

	if (read_job(args, &g, &err) != 0 ||
	    out_open(&out, args->value[OPT_OUT], &err) != 0 ||
	    tamis_generate(&g, out.fd, &err) != 0) {
		out_discard(&out);
		return say_failure(say, &err);
	}
	return out_commit(&out, &err) == 0 ? CLI_DONE : say_failure(say, &err);
}
