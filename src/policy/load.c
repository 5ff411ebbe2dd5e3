#include "policy/load.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"
#include "policy/use.h"

static const struct load_limits load_all = { LIMIT_PROGRAM, LIMIT_PROGRAM };

/* Compiles a policy and what it uses; NULL after a note or without memory. */
static struct program *
build_program(
    struct notes *notes, struct node *root, const char *path, size_t max)
{
	struct compiler c = { .notes = notes, .work = notes->arena };
	struct used_files used;

	use_files(notes, root, path, &used);
	if (notes->arena->failed)
		return NULL;
	c.roots = used.roots;
	c.root_count = used.count;
	c.incomplete = used.incomplete;
	c.program = program_new(max);
	if (c.program == NULL) {
		notes->arena->failed = true;
		return NULL;
	}
	if (compile_policy(&c) == 0)
		return c.program;
	/* An error is worth more than the news that memory ended after it. */
	if (notes->errors == 0)
		notes->arena->failed = true;
	program_free(c.program);
	return NULL;
}

/* Tells the notes, and says what became of the policy. */
static int
finish(struct notes *notes, const char *name, note_fn *tell, void *ctx,
    struct err *err)
{
	if (notes->arena->failed || notes_tell(notes, tell, ctx) == -1)
		return err_nomem(err);
	if (notes->errors == 0)
		return 0;
	return err_set(err, ERR_POLICY, "%s: refused: %zu %s", name,
	    notes->errors, notes->errors == 1 ? "error" : "errors");
}

static void
note_length(struct notes *notes, const struct source *source)
{
	notes_add(notes, CODE_UNREADABLE, place_first(source),
	    "longer than %zu bytes", (size_t)LIMIT_POLICY);
}

/* NULL after a note or without memory. */
static struct program *
build(struct notes *notes, const char *name, const char *path,
    struct slice text, size_t max)
{
	bool too_long = text.len > LIMIT_POLICY;
	struct source *source = source_new(notes->arena, name,
	    too_long ? (struct slice){ text.p, 0 } : text, 0);
	struct node *root;

	if (source == NULL)
		return NULL;
	if (too_long) {
		note_length(notes, source);
		return NULL;
	}
	root = parse_source(notes, source);
	if (!read_is(notes, root, NODE_OBJECT))
		return NULL;
	return build_program(notes, root, path, max);
}

int
load_text(const char *name, const char *path, struct slice text,
    const struct load_limits *limits, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	struct program *built;
	struct notes notes;
	struct arena work;
	int status;

	arena_init(&work, limits->work);
	notes_init(&notes, &work);
	built = build(&notes, name, path, text, limits->program);
	status = finish(&notes, name, note, ctx, err);
	arena_release(&work);
	if (status == 0)
		*program = built;
	else
		program_free(built);
	return status;
}

/* A file that cannot be read is a note on its first line. */
static int
refuse_file(const char *path, const struct err *why, note_fn *note, void *ctx,
    struct err *err)
{
	struct source *source;
	struct notes notes;
	struct arena work;
	int status;

	arena_init(&work, LIMIT_PROGRAM);
	notes_init(&notes, &work);
	source = source_new(&work, path, (struct slice){ 0 }, 0);
	if (source != NULL)
		notes_add(&notes, CODE_UNREADABLE, place_first(source), "%s",
		    why->text);
	status = finish(&notes, path, note, ctx, err);
	arena_release(&work);
	return status;
}

int
policy_load(const char *path, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	struct err why = { 0 };
	struct buf text;
	int status;

	buf_init(&text, LIMIT_POLICY);
	if (file_read(path, LIMIT_POLICY, &text, &why) == 0)
		status = load_text(path, path, buf_slice(&text), &load_all,
		    note, ctx, program, err);
	else if (why.code == ERR_NOMEM)
		status = err_nomem(err);
	else
		status = refuse_file(path, &why, note, ctx, err);
	buf_release(&text);
	return status;
}

int
policy_parse(const char *name, struct slice text, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	return load_text(name, NULL, text, &load_all, note, ctx, program, err);
}
