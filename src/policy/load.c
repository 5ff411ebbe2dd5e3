#include "policy/load.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"
#include "policy/use.h"

/* Compiles a policy and what it uses; NULL after a note or without memory. */
static struct program *
build_program(struct notes *notes, struct node *root, const struct load *load,
    struct document *document)
{
	struct compiler c = {
		.notes = notes, .work = notes->arena, .load = load
	};
	struct used_files used;

	use_files(notes, root, load->path, &used);
	if (notes->arena->failed)
		return NULL;
	document->roots = c.roots = used.roots;
	document->root_count = c.root_count = used.count;
	c.incomplete = used.incomplete;
	c.program = program_new(load->program);
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
build(struct notes *notes, const struct load *load, struct document *document)
{
	bool too_long = load->text.len > LIMIT_POLICY;
	struct source *source = source_new(notes->arena, load->name,
	    too_long ? (struct slice){ load->text.p, 0 } : load->text, 0);
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
	return build_program(notes, root, load, document);
}

/* A key that nobody gets would be a mistake that nobody sees. */
static int
check_keys(
    const struct load *load, const struct program *program, struct err *err)
{
	for (size_t i = 0; i < load->key_count; i++) {
		const char *name = load->keys[i].recipient;

		if (program_recipient(program, slice_text(name)) == NULL)
			return err_set(err, ERR_USAGE,
			    "%s: the policy has no recipient `%s`", load->name,
			    name);
	}
	return 0;
}

int
load_document(const struct load *load, note_fn *note, void *ctx,
    struct document *document, struct err *err)
{
	struct document d = { 0 };
	struct notes notes;
	int status;

	arena_init(&d.arena, load->work);
	notes_init(&notes, &d.arena);
	d.program = build(&notes, load, &d);
	status = finish(&notes, load->name, note, ctx, err);
	if (status == 0)
		status = check_keys(load, d.program, err);
	if (status == 0)
		*document = d;
	else
		document_release(&d);
	return status;
}

int
load_text(const struct load *load, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	struct document d;

	if (load_document(load, note, ctx, &d, err) < 0)
		return -1;
	*program = document_take_program(&d);
	return 0;
}

void
document_release(struct document *document)
{
	program_free(document->program);
	arena_release(&document->arena);
}

struct program *
document_take_program(struct document *document)
{
	struct program *program = document->program;

	document->program = NULL;
	document_release(document);
	return program;
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
document_load(const char *path, const struct policy_key *keys, size_t key_count,
    note_fn *note, void *ctx, struct document *document, struct err *err)
{
	struct err why = { 0 };
	struct load load = {
		.name = path,
		.path = path,
		.keys = keys,
		.key_count = key_count,
		.work = LIMIT_PROGRAM,
		.program = LIMIT_PROGRAM,
	};
	struct buf text;
	int status;

	buf_init(&text, LIMIT_POLICY);
	if (file_read(path, LIMIT_POLICY, &text, &why) == 0) {
		load.text = buf_slice(&text);
		status = load_document(&load, note, ctx, document, err);
	} else if (why.code == ERR_NOMEM) {
		status = err_nomem(err);
	} else {
		status = refuse_file(path, &why, note, ctx, err);
	}
	buf_release(&text);
	return status;
}

int
document_parse(const char *name, struct slice text, note_fn *note, void *ctx,
    struct document *document, struct err *err)
{
	struct load load = {
		.name = name,
		.text = text,
		.work = LIMIT_PROGRAM,
		.program = LIMIT_PROGRAM,
	};

	return load_document(&load, note, ctx, document, err);
}

int
policy_load_with(const char *path, const struct policy_key *keys,
    size_t key_count, note_fn *note, void *ctx, struct program **program,
    struct err *err)
{
	struct document d;

	if (document_load(path, keys, key_count, note, ctx, &d, err) < 0)
		return -1;
	*program = document_take_program(&d);
	return 0;
}

int
policy_load(const char *path, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	return policy_load_with(path, NULL, 0, note, ctx, program, err);
}

int
policy_parse(const char *name, struct slice text, note_fn *note, void *ctx,
    struct program **program, struct err *err)
{
	struct document d;

	if (document_parse(name, text, note, ctx, &d, err) < 0)
		return -1;
	*program = document_take_program(&d);
	return 0;
}
