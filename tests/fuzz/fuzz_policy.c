/*
 * Policies: a policy is refused exactly when an error is noted; notes come
 * in order and point into the text; the canonical form of what is accepted is
 * accepted, and is its own canonical form.
 */
#include "base/limits.h"
#include "exact.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	unsigned int line, column;
	size_t errors;
};

static void
check_note(void *ctx, const struct note *note)
{
	struct seen *seen = ctx;

	MUST(note->line > seen->line ||
	     (note->line == seen->line && note->column >= seen->column));
	MUST(note->column >= 1 && note->width >= 1);
	MUST(note->column - 1 <= note->source.len);
	for (const char *p = note->text; *p != '\0'; p++)
		MUST((unsigned char)*p >= 0x20 && *p != 0x7F);
	seen->line = note->line;
	seen->column = note->column;
	seen->errors += note->level == NOTE_ERROR;
}

static struct program *
load(struct slice text)
{
	struct program *program = NULL;
	struct seen seen = { 0 };
	struct err err = { 0 };
	int status =
	    policy_parse("fuzz", text, check_note, &seen, &program, &err);

	if (status == -1 && err.code == ERR_NOMEM)
		return NULL;
	MUST((status == 0) == (seen.errors == 0));
	MUST((status == 0) == (program != NULL));
	return program;
}

static void
check_canonical(const struct program *program)
{
	struct program *again;

	if (program->canonical.len > LIMIT_POLICY)
		return;
	again = load(program->canonical);
	MUST(again != NULL);
	MUST(slice_equal(program->canonical, again->canonical));
	MUST(program->rule_count == again->rule_count);
	program_free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = exact_copy(data, size, 0, 0);
	struct program *program = load((struct slice){ copy, size });

	if (program != NULL)
		check_canonical(program);
	program_free(program);
	free(copy);
	return 0;
}
