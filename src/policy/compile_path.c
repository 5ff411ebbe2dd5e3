#include "base/limits.h"
#include "policy/compile.h"
#include "policy/read.h"

int
compile_parse(struct arena *a, const struct dialect *dialect,
    enum format_id format, struct slice text, struct path *path,
    struct path_fault *fault)
{
	switch (format) {
	case FORMAT_JSON:
		return path_parse_json(a, text, path, fault);
	case FORMAT_XML:
		return path_parse_xml(a, text, dialect->namespaces,
		    dialect->namespace_count, path, fault);
	case FORMAT_CSV:
		return path_parse_csv(a, text, path, fault);
	case FORMAT_HL7V2:
		return path_parse_hl7v2(a, text, dialect->hprim, path, fault);
	default:
		*fault =
		    (struct path_fault){ "this format has no paths yet", 0 };
		return -1;
	}
}

/* Reads a path behind so many bytes of a text, which it keeps whole. */
static bool
read_path(struct compiler *c, enum format_id format, struct place place,
    struct slice text, size_t behind, struct path *path)
{
	struct slice kept = compile_keep(c, text);
	struct path_fault fault;

	if (kept.p == NULL)
		return false;
	if (compile_parse(&c->program->arena,
		&c->program->streams[format].dialect, format,
		slice_skip(kept, behind), path, &fault) == 0) {
		path->text = kept;
		return true;
	}
	if (fault.why != NULL)
		notes_add(c->notes, CODE_BAD_PATH,
		    place_within(place, text, behind + fault.at), "%s",
		    fault.why);
	return false;
}

/* Notes a first name that would be the record itself in JSONPath. */
static void
note_jsonpath(struct compiler *c, enum format_id format, struct place place,
    struct slice text)
{
	if (format == FORMAT_JSON && (slice_starts(text, slice_text("$.")) ||
					 slice_starts(text, slice_text("$["))))
		notes_add(c->notes, CODE_JSONPATH, place,
		    "`$` is the name of a member here: a path begins below "
		    "the record");
}

bool
compile_path(struct compiler *c, enum format_id format, struct place place,
    struct slice text, struct path *path)
{
	if (!read_path(c, format, place, text, 0, path))
		return false;
	note_jsonpath(c, format, place, text);
	return true;
}

bool
compile_new_path(struct compiler *c, enum format_id format, struct place place,
    struct slice text, struct path *path)
{
	return read_path(c, format, place, text, 1, path);
}

/* Escapes make a name at most six times as long; others are bounded by it. */
#define PLACE_MAX (LIMIT_STEPS * (2 * LIMIT_NAME + 6 * LIMIT_NAME + 4))

struct slice
compile_place(
    struct compiler *c, enum format_id format, const struct path *path)
{
	const struct dialect *dialect = &c->program->streams[format].dialect;
	struct slice place = { NULL, 0 };
	struct buf out;

	buf_init(&out, PLACE_MAX);
	if (format == FORMAT_JSON)
		path_place_json(path, &out);
	else if (format == FORMAT_CSV)
		path_place_csv(path, &out);
	else if (format == FORMAT_HL7V2)
		path_place_hl7v2(path, &out);
	else
		path_place_xml(path, dialect->namespaces, &out);
	if (out.failed)
		c->work->failed = true;
	else
		place = compile_keep(c, buf_slice(&out));
	buf_release(&out);
	return place;
}

const char *
compile_deep_mark(enum format_id format)
{
	return format == FORMAT_XML ? "//" : "**";
}

/* Adds an operand that is not known yet. */
static bool
add_operand(struct compiler *c, enum format_id format, const struct node *node,
    uint32_t *operand)
{
	struct operands *o = &c->operands[format];
	struct path path;

	if (!compile_path(c, format, node->place, node->text, &path))
		return false;
	if (path.deep) {
		notes_add(c->notes, CODE_DEEP_WATCH, node->place,
		    "`%s` is not allowed where one place is meant",
		    compile_deep_mark(format));
		return false;
	}
	buf_add(&o->paths, &path, sizeof(path));
	*operand = names_add(&o->texts, path.text);
	return *operand != NAMES_NONE && !o->paths.failed;
}

bool
compile_operand(struct compiler *c, enum format_id format,
    const struct node *node, uint32_t *operand)
{
	struct operands *o = &c->operands[format];
	struct slice text;

	if (!read_string(c->notes, node, &text))
		return false;
	*operand = names_find(&o->texts, text);
	return *operand != NAMES_NONE || add_operand(c, format, node, operand);
}
