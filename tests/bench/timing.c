/*
 * timing [MEASUREMENTS]
 *
 * Whether the time of a call depends on what must not be known.  Two classes
 * of input are given to the same call in random order, and the times are
 * compared by Welch's t, after Reparaz, Balasch and Verbauwhede, "Dude, is my
 * code constant time?" (DATE 2017): |t| beyond 4.5 is taken for a difference,
 * if it stays and grows with the number of measurements.  The slowest times
 * are left out, since what interrupted them says nothing.  The last row is a
 * call that does depend, to see that the measure works.  Only prints.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>
#endif

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/reversible.h"
#include "crypto/token.h"

#define INPUT_LEN 64
#define BLOCK     128
#define BATCH     8 /* calls that are timed together */
#define CUT       0.9

static const char ring_text[] =
    "tamis-keyring 1\n"
    "key one 1 active 2021-11-03 5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs\n"
    "reversible two 1 active 2021-11-03 "
    "Bjhr18LMp3zdkn3Wqcks9UIS6cSPLj26hDAHamQ4cis\n"
    "end 2\n";

struct tools {
	struct token_maker *token;
	struct reversible *reversible;
	struct buf out;
	uint8_t fixed[INPUT_LEN];
	volatile uint64_t sum;
};

/* A call on an input of one class. */
typedef void call_fn(struct tools *t, const uint8_t input[static INPUT_LEN]);

static void
make_token(struct tools *t, const uint8_t input[static INPUT_LEN])
{
	buf_reset(&t->out);
	token_make(t->token, (struct slice){ input, 13 }, &t->out);
}

static void
make_reversible(struct tools *t, const uint8_t input[static INPUT_LEN])
{
	buf_reset(&t->out);
	reversible_make(t->reversible, (struct slice){ input, 13 }, &t->out);
}

/* Wrong in its first byte, or anywhere. */
static void
compare(struct tools *t, const uint8_t input[static INPUT_LEN])
{
	t->sum += crypto_equal(input, t->fixed, INPUT_LEN);
}

static void
write_base64url(struct tools *t, const uint8_t input[static INPUT_LEN])
{
	char text[ENC_BASE64_LEN(INPUT_LEN)];

	enc_base64url((struct slice){ input, INPUT_LEN }, text);
	t->sum += (uint8_t)text[0];
}

static void
compare_carelessly(struct tools *t, const uint8_t input[static INPUT_LEN])
{
	size_t i = 0;

	while (i < INPUT_LEN && input[i] == t->fixed[i])
		i++;
	t->sum += i;
}

static const struct {
	const char *name;
	call_fn *call;
} rows[] = {
	{ "token of two persons", make_token },
	{ "reversible token of two persons", make_reversible },
	{ "comparison", compare },
	{ "base64url of two keys", write_base64url },
	{ "a careless comparison (must differ)", compare_carelessly },
};

static uint64_t
clock_now(void)
{
#ifdef __x86_64__
	unsigned int core;

	return __rdtscp(&core);
#else
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
#endif
}

static uint64_t
time_call(struct tools *t, call_fn *call, const uint8_t *input)
{
	uint64_t start = clock_now();

	for (int i = 0; i < BATCH; i++)
		call(t, input);
	return clock_now() - start;
}

static int
order(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

struct sample {
	uint64_t time;
	int class;
};

/* The time that so large a part of all stays below. */
static uint64_t
cut_of(const struct sample *samples, size_t n)
{
	uint64_t *times = malloc(n * sizeof(*times)), cut;

	if (times == NULL)
		exit(EXIT_FAILURE);
	for (size_t i = 0; i < n; i++)
		times[i] = samples[i].time;
	qsort(times, n, sizeof(*times), order);
	cut = times[(size_t)((double)n * CUT)];
	free(times);
	return cut;
}

static double
welch(const struct sample *samples, size_t n)
{
	uint64_t cut = cut_of(samples, n);
	double count[2] = { 0 }, mean[2] = { 0 }, square[2] = { 0 };

	for (size_t i = 0; i < n; i++) {
		int c = samples[i].class;
		double x = (double)samples[i].time, d = x - mean[c];

		if (samples[i].time > cut)
			continue;
		count[c]++;
		mean[c] += d / count[c];
		square[c] += d * (x - mean[c]);
	}
	return (mean[0] - mean[1]) /
	       sqrt(square[0] / (count[0] - 1) / count[0] +
		    square[1] / (count[1] - 1) / count[1]);
}

/* Inputs that are there before the clock runs, so that making them does not
 * count: class 0 is always the same, class 1 another one each time. */
struct block {
	uint8_t inputs[BLOCK][INPUT_LEN];
	uint8_t classes[BLOCK];
};

static void
fill(struct block *b, const uint8_t fixed[static INPUT_LEN])
{
	crypto_random(b, sizeof(*b));
	for (size_t i = 0; i < BLOCK; i++) {
		b->classes[i] &= 1;
		if (b->classes[i] == 0)
			memcpy(b->inputs[i], fixed, INPUT_LEN);
	}
}

static void
measure(struct tools *t, call_fn *call, struct sample *samples, size_t n)
{
	struct block block;

	for (size_t i = 0; i < n; i++) {
		if (i % BLOCK == 0)
			fill(&block, t->fixed);
		samples[i].class = block.classes[i % BLOCK];
		samples[i].time = time_call(t, call, block.inputs[i % BLOCK]);
	}
}

static int
prepare(struct tools *t, struct err *err)
{
	const struct token_domain domain = { slice_text("person"),
		slice_text("patient"), slice_text("nir") };
	struct keyring *ring;

	*t = (struct tools){ 0 };
	buf_init(&t->out, 10000);
	if (crypto_start(err) == -1 ||
	    keytext_parse("ring", slice_text(ring_text), &ring, err) == -1)
		return -1;
	crypto_random(t->fixed, sizeof(t->fixed));
	if (token_maker_new(ring, 0, &domain, &t->token, err) == -1 ||
	    reversible_new(ring, 1, &domain, &t->reversible, err) == -1)
		return -1;
	keyring_close(ring);
	return 0;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
	struct sample *samples = calloc(n + 2, sizeof(*samples));
	struct err err = { .code = ERR_NONE };
	struct tools t;

	if (samples == NULL || prepare(&t, &err) == -1) {
		fprintf(stderr, "timing: %s\n", err.text);
		return EXIT_FAILURE;
	}
	printf("%-36s %8s   (beyond 4.5: a difference)\n", "", "t");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		measure(&t, rows[i].call, samples, n + 2);
		printf("%-36s %8.2f\n", rows[i].name, welch(samples, n + 2));
	}
	token_maker_free(t.token);
	reversible_free(t.reversible);
	buf_release(&t.out);
	free(samples);
	return EXIT_SUCCESS;
}
