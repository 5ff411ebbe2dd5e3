/* tamis generate: synthetic records. */
#include <limits.h>

#include "opt.h"
#include "out.h"

/* How many of 100 records are as real ones are, if nothing is said. */
#define NASTY 5

static int
read_job(const struct args *args, struct tamis_generation *g,
    struct tamis_error *err)
{
	uint64_t nasty = NASTY;

	g->count = 1000;
	g->seed = 1;
	if (opt_number(args, OPT_RECORDS, 0, UINT32_MAX, &g->count, err) < 0 ||
	    opt_number(args, OPT_SEED, 0, ULONG_MAX, &g->seed, err) < 0 ||
	    opt_number(args, OPT_NASTY, 0, 100, &nasty, err) < 0)
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
