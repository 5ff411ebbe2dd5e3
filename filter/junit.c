#include <stdlib.h>
#include <unistd.h>

#include "junit.h"
#include "text.h"

int
junit_open(struct junit *j, const char *path, struct tamis_error *err)
{
	*j = (struct junit){ .out = OUT_CLOSED };
	if (path == NULL)
		return 0;
	if (out_open(&j->out, path, err) != 0)
		return -1;
	j->suites = open_memstream(&j->suites_text, &j->suites_len);
	j->cases = open_memstream(&j->text, &j->len);
	if (j->cases == NULL || j->suites == NULL) {
		junit_discard(j);
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	}
	return 0;
}

static void
attribute(FILE *to, const char *name, const char *value)
{
	fprintf(to, " %s=\"", name);
	text_xml(to, value);
	fputc('"', to);
}

void
junit_case(
    struct junit *j, const char *suite, const char *name, const char *failure)
{
	if (j->cases == NULL)
		return;
	j->tests++;
	fputs("    <testcase", j->cases);
	attribute(j->cases, "classname", suite);
	attribute(j->cases, "name", name);
	if (failure == NULL) {
		fputs("/>\n", j->cases);
		return;
	}
	j->failures++;
	fputs(">\n      <failure", j->cases);
	attribute(j->cases, "message", "failed");
	fputc('>', j->cases);
	text_xml(j->cases, failure);
	fputs("</failure>\n    </testcase>\n", j->cases);
}

static void
put_counts(FILE *to, unsigned int tests, unsigned int failures)
{
	fprintf(to, " tests=\"%u\" failures=\"%u\" errors=\"0\">\n", tests,
	    failures);
}

void
junit_suite(struct junit *j, const char *name)
{
	if (j->cases == NULL)
		return;
	fflush(j->cases);
	fputs("  <testsuite", j->suites);
	attribute(j->suites, "name", name);
	put_counts(j->suites, j->tests, j->failures);
	fwrite(j->text, 1, (size_t)ftello(j->cases), j->suites);
	fputs("  </testsuite>\n", j->suites);
	rewind(j->cases);
	j->all_tests += j->tests;
	j->all_failures += j->failures;
	j->tests = j->failures = 0;
}

/* Writes the file. */
static int
put_file(const struct junit *j, FILE *to)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", to);
	put_counts(to, j->all_tests, j->all_failures);
	fwrite(j->suites_text, 1, j->suites_len, to);
	fputs("</testsuites>\n", to);
	return fflush(to) == 0 && ferror(to) == 0 ? 0 : -1;
}

static void
close_memory(struct junit *j)
{
	if (j->cases != NULL)
		fclose(j->cases);
	if (j->suites != NULL)
		fclose(j->suites);
	free(j->text);
	free(j->suites_text);
	j->cases = j->suites = NULL;
	j->text = j->suites_text = NULL;
}

int
junit_close(struct junit *j, struct tamis_error *err)
{
	const char *name = j->out.name;
	FILE *to;
	int result;

	if (j->cases == NULL)
		return 0;
	result = fflush(j->suites) == 0 && ferror(j->cases) == 0 ? 0 : -1;
	to = result == 0 ? fdopen(dup(j->out.fd), "w") : NULL;
	if (to == NULL || put_file(j, to) != 0)
		result = -1;
	if (to != NULL && fclose(to) != 0)
		result = -1;
	close_memory(j);
	if (result == 0)
		return out_commit(&j->out, err);
	out_discard(&j->out);
	return cli_fail_errno(err, TAMIS_EIO, "%s", name);
}

void
junit_discard(struct junit *j)
{
	close_memory(j);
	out_discard(&j->out);
}
