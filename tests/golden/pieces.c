/*
 * pieces: the same run of standard input (a file) with reads of different
 * sizes.  Takes the options of `tamis run`, prints what the first run wrote,
 * and complains when another one differs in anything.  Exit codes: 0 or 1,
 * 2 when it cannot run, 3 for a command line that is not only about standard
 * input and output.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tamis.h"

/* 0 is the default, which the others are compared with. */
static const size_t sizes[] = { 0, 1, 2, 3, 7, 4096 };

struct options {
	const char *policy, *keys, *format;
	bool quarantine;
};

struct result {
	enum tamis_code code;
	struct tamis_counts counts;
	FILE *out, *quarantine;
};

_Noreturn static void
stop(const char *why)
{
	fprintf(stderr, "pieces: %s\n", why);
	exit(2);
}

static struct options
parse(int argc, char **argv)
{
	static const struct option quarantine[] = {
		{ "quarantine", required_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	struct options o = { 0 };
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "p:k:f:", quarantine, NULL)) !=
	       -1) {
		switch (letter) {
		case 'p':
			o.policy = optarg;
			break;
		case 'k':
			o.keys = optarg;
			break;
		case 'f':
			o.format = optarg;
			break;
		case 'q':
			o.quarantine = true;
			break;
		default:
			exit(3);
		}
	}
	if (optind < argc)
		exit(3);
	return o;
}

static void
ignore_note(void *ctx, const struct tamis_note *note)
{
	(void)ctx;
	(void)note;
}

static struct result
run(struct tamis_job *job, size_t size, bool quarantine)
{
	static const struct tamis_input in = { STDIN_FILENO, "stdin" };
	struct result r = { .out = tmpfile(), .quarantine = tmpfile() };
	struct tamis_error err;

	if (r.out == NULL || r.quarantine == NULL ||
	    lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
		stop("no temporary file, or standard input is no file");
	job->inputs = &in;
	job->input_count = 1;
	job->out = fileno(r.out);
	job->quarantine = quarantine ? fileno(r.quarantine) : -1;
	job->read_size = size;
	if (tamis_run(job, &r.counts, &err) != 0)
		r.code = err.code;
	return r;
}

static bool
same_bytes(FILE *a, FILE *b)
{
	int c;

	rewind(a);
	rewind(b);
	do {
		c = getc(a);
		if (c != getc(b))
			return false;
	} while (c != EOF);
	return true;
}

static const char *
difference(const struct result *a, const struct result *b)
{
	if (a->code != b->code)
		return "the result";
	if (a->counts.records != b->counts.records ||
	    a->counts.written != b->counts.written ||
	    a->counts.rejected != b->counts.rejected ||
	    a->counts.bytes_out != b->counts.bytes_out)
		return "the counts";
	if (!same_bytes(a->out, b->out))
		return "the output";
	if (!same_bytes(a->quarantine, b->quarantine))
		return "the quarantine";
	return NULL;
}

static void
release(struct result *r)
{
	fclose(r->out);
	fclose(r->quarantine);
}

static void
print(FILE *from)
{
	int c;

	rewind(from);
	while ((c = getc(from)) != EOF)
		putchar(c);
}

static int
compare_sizes(struct tamis_job *job, bool quarantine)
{
	struct result whole = run(job, sizes[0], quarantine);
	int differ = 0;

	print(whole.out);
	for (size_t i = 1; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct result r = run(job, sizes[i], quarantine);
		const char *what = difference(&whole, &r);

		if (what != NULL) {
			fprintf(stderr, "with reads of %zu: %s differs\n",
			    sizes[i], what);
			differ = 1;
		}
		release(&r);
	}
	release(&whole);
	return differ;
}

int
main(int argc, char **argv)
{
	struct options o = parse(argc, argv);
	struct tamis_policy *policy = NULL;
	struct tamis_keyring *keys = NULL;
	struct tamis_job job = { 0 };
	struct tamis_error err;
	int differ;

	if (tamis_init(&err) != 0 || o.policy == NULL ||
	    tamis_policy_load(&policy, o.policy, ignore_note, NULL, &err) != 0)
		stop("the policy cannot be loaded");
	if (tamis_policy_needs_keys(policy) && o.keys != NULL &&
	    tamis_keyring_open(&keys,
		&(struct tamis_keyring_source){ .path = o.keys }, &err) != 0)
		stop("the keyring cannot be opened");
	job.policy = policy;
	job.keys = keys;
	job.format = tamis_policy_format(policy, o.format, &err);
	if (job.format == NULL)
		stop("the format is not of the policy");
	differ = compare_sizes(&job, o.quarantine);
	tamis_keyring_close(keys);
	tamis_policy_free(policy);
	return differ;
}
