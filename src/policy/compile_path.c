#include "policy/compile.h"
#include "policy/read.h"

bool
compile_path(struct compiler *c, struct place place, struct slice text,
    struct path *path)
{
	struct slice kept = compile_keep(c, text);
	struct path_fault fault;

	if (kept.p == NULL)
		return false;
	if (path_parse_json(&c->program->arena, kept, path, &fault) == 0)
		return true;
	if (fault.why != NULL)
		notes_add(c->notes, CODE_BAD_PATH,
		    place_within(place, text, fault.at), "%s", fault.why);
	return false;
}

/* Adds an operand that is not known yet. */
static bool
add_operand(struct compiler *c, struct operands *o, const struct node *node,
    uint32_t *operand)
{
	struct path path;

	if (!compile_path(c, node->place, node->text, &path))
		return false;
	if (path.deep) {
		notes_add(c->notes, CODE_DEEP_WATCH, node->place,
		    "`**` is not allowed where one place is meant");
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
	return *operand != NAMES_NONE || add_operand(c, o, node, operand);
}
