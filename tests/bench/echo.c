/*
 * echo POLICY FORMAT KEYRING DATA [ROUNDS]
 *
 * What it costs to look for protected values in what leaves: runs a policy over
 * a file as it is, and as if nothing had to be searched, in turn, and prints
 * the seconds of processor time of both (medians) and their ratio.
 *
 * No policy and no option can switch the search off, so it is switched off in
 * the compiled program here.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "policy/policy.h"
#include "run/run.h"

#define ROUNDS_MAX 99

struct work {
	struct program *program;
	const struct binding *binding;
	enum format_id format;
	int in, out;
};

static void
fail(const char *what, const struct err *err)
{
	fprintf(stderr, "echo: %s: %s\n", what, err->text);
	exit(EXIT_FAILURE);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One run over the file; how long it took. */
static double
measure(const struct work *w)
{
	struct run_input input = { w->in, "data" };
	struct run_job job = {
		.program = w->program,
		.binding = w->binding,
		.format = w->format,
		.inputs = &input,
		.input_count = 1,
		.out = w->out,
		.quarantine = -1,
	};
	struct run_counts counts;
	struct engine engine;
	struct err err = { 0 };
	double begin;

	lseek(w->in, 0, SEEK_SET);
	if (engine_init(&engine, w->program, w->format, w->binding, &err) < 0)
		fail("engine", &err);
	begin = now();
	if (run(&job, &engine, &counts, &err) < 0)
		fail("run", &err);
	begin = now() - begin;
	engine_release(&engine);
	return begin;
}

/* The kinds of a program, without anything to search for. */
static struct kind *
without(const struct program *program)
{
	struct kind *kinds = calloc(program->kind_count, sizeof(*kinds));

	for (size_t i = 0; kinds != NULL && i < program->kind_count; i++) {
		kinds[i] = program->kinds[i];
		kinds[i].nets = false;
	}
	return kinds;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print(double *with, double *bare, size_t n)
{
	double ratios[ROUNDS_MAX];

	for (size_t i = 0; i < n; i++)
		ratios[i] = with[i] / bare[i];
	qsort(with, n, sizeof(*with), compare);
	qsort(bare, n, sizeof(*bare), compare);
	qsort(ratios, n, sizeof(*ratios), compare);
	printf("searched %.3f s, not searched %.3f s: %+.1f %%\n", with[n / 2],
	    bare[n / 2], (ratios[n / 2] - 1) * 100);
}

int
main(int argc, char **argv)
{
	double with[ROUNDS_MAX], bare[ROUNDS_MAX];
	struct binding_keys keys = { 0 };
	struct keyring *ring;
	struct binding *binding;
	struct work w = { 0 };
	const struct kind *kinds;
	struct kind *none;
	struct err err = { 0 };
	size_t rounds;

	if (argc < 5)
		return EXIT_FAILURE;
	rounds = argc > 5 ? strtoul(argv[5], NULL, 10) : 5;
	if (rounds == 0 || rounds > ROUNDS_MAX)
		return EXIT_FAILURE;
	if (crypto_start(&err) < 0 ||
	    policy_load(argv[1], NULL, NULL, &w.program, &err) < 0 ||
	    keyring_open(argv[3], &ring, &err) < 0)
		fail(argv[1], &err);
	keys.ring = ring;
	if (binding_new(w.program, &keys, &binding, &err) < 0)
		fail(argv[3], &err);
	w.binding = binding;
	w.format = format_id_find(slice_text(argv[2]));
	w.in = open(argv[4], O_RDONLY);
	w.out = open("/dev/null", O_WRONLY);
	none = without(w.program);
	if (w.format == FORMAT_COUNT || w.in < 0 || w.out < 0 || none == NULL)
		return EXIT_FAILURE;
	kinds = w.program->kinds;
	measure(&w);
	for (size_t i = 0; i < rounds; i++) {
		w.program->kinds = kinds;
		with[i] = measure(&w);
		w.program->kinds = none;
		bare[i] = measure(&w);
	}
	print(with, bare, rounds);
	w.program->kinds = kinds;
	free(none);
	binding_free(binding);
	keyring_close(ring);
	program_free(w.program);
	return EXIT_SUCCESS;
}
