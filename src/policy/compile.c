#include "policy/compile.h"

#include "base/limits.h"
#include "policy/canonical.h"
#include "policy/check.h"
#include "policy/read.h"

/* What lists may grow to: the arena that they are copied to is smaller. */
#define LIST_MAX LIMIT_PROGRAM

/* Escapes make a string at most six times as long. */
#define CANONICAL_MAX (6 * LIMIT_POLICY * (1 + LIMIT_USED_FILES))

static void
check_keys(struct compiler *c)
{
	static const char *const keys[] = { "$schema", "policy", "version",
		"title", "purpose", "approved", "bases", "recipients",
		"domains", "conditions", "records", "limits", "use", "coverage",
		NULL };

	read_keys(c->notes, c->roots[0], keys);
}

/* Copies a list into the program's arena and frees it. */
static void *
take_list(struct compiler *c, struct buf *list)
{
	void *copy = arena_alloc(&c->program->arena, list->len);

	if (copy != NULL && list->len > 0)
		memcpy(copy, list->p, list->len);
	if (list->failed)
		c->work->failed = true;
	buf_release(list);
	return copy;
}

static void
finish_conditions(struct compiler *c)
{
	struct program *program = c->program;

	program->condition_count = c->lowered.len / sizeof(struct condition);
	program->conditions = take_list(c, &c->lowered);
	buf_release(&c->for_nothing);
}

/* The machine that finds operands in a record; none without operands. */
static void
build_look(struct compiler *c, struct stream *stream)
{
	size_t n = stream->operand_count;
	const struct path **paths = arena_array(c->work, n, sizeof(*paths));

	if (paths == NULL || n == 0 || c->program->arena.failed)
		return;
	for (size_t i = 0; i < n; i++)
		paths[i] = &stream->operands[i];
	stream->look = machine_build(&c->program->arena, paths, n, NULL, NULL);
	if (stream->look == NULL)
		notes_add(c->notes, CODE_TOO_COMPLEX,
		    place_first(c->roots[0]->place.source),
		    "the paths of the conditions take too much memory together");
}

static void
finish_stream(struct compiler *c, size_t format)
{
	struct operands *o = &c->operands[format];
	struct stream *stream = &c->program->streams[format];

	stream->operand_count = o->texts.count;
	stream->operands = take_list(c, &o->paths);
	if (stream->operands != NULL)
		build_look(c, stream);
}

static void
finish_canonical(struct compiler *c)
{
	struct buf out;

	buf_init(&out, CANONICAL_MAX);
	canonical_policy(&out, c);
	c->program->canonical = compile_keep(c, buf_slice(&out));
	if (out.failed)
		c->work->failed = true;
	buf_release(&out);
}

static void
compile_parts(struct compiler *c)
{
	struct scope scope = { .policy = &c->conditions };

	check_keys(c);
	compile_identity(c);
	compile_limits(c);
	compile_bases(c);
	compile_recipients(c);
	compile_domains(c);
	compile_symbols(c, &c->conditions, "conditions", "condition");
	compile_conditions(c, &c->conditions, &scope);
	if (!c->work->failed && !c->program->arena.failed)
		compile_kinds(c);
}

int
compile_policy(struct compiler *c)
{
	buf_init(&c->lowered, LIST_MAX);
	buf_init(&c->for_nothing, LIST_MAX);
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		buf_init(&c->operands[i].paths, LIST_MAX);
		names_init(&c->operands[i].texts, c->work);
	}
	compile_parts(c);
	if (c->lowered.failed || c->for_nothing.failed)
		c->work->failed = true;
	finish_conditions(c);
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		finish_stream(c, i);
	if (c->notes->errors == 0 && !c->work->failed) {
		check_policy(c);
		finish_canonical(c);
	}
	return c->notes->errors > 0 || c->work->failed ||
		       c->program->arena.failed
		   ? -1
		   : 0;
}
