/* What a kind searches in what leaves. */
#include "match/specific.h"
#include "policy/diff_part.h"

static const struct node *
never_list(const struct diff *d, int side, const char *key)
{
	const struct node *never = node_find(d->kind[side].node, "neverOutput");

	return never != NULL ? node_find(never, key) : NULL;
}

static bool
is_listed(const struct node *list, struct slice item)
{
	for (size_t i = 0; list != NULL && i < list->count; i++)
		if (slice_equal(list->items[i]->text, item))
			return true;
	return false;
}

/* What one side searches in what leaves, and the other one does not. */
static void
compare_lists(struct diff *d, int side)
{
	for (size_t k = 0; k < REGISTER_NEVER; k++) {
		const char *key = register_never_keys[k];
		const struct node *list = never_list(d, side, key);
		const struct node *other = never_list(d, 1 - side, key);

		for (size_t i = 0; list != NULL && i < list->count; i++) {
			struct slice item = list->items[i]->text;

			if (is_listed(other, item))
				continue;
			diff_begin(d);
			buf_add_slice(&d->part[side], item);
			diff_tell_field(d,
			    side == 1 ? DIFF_STRONGER : DIFF_WEAKER, DIFF_NEVER,
			    slice_text(key),
			    side == 1 ? WORD_NEVER_ADDED : WORD_NEVER_REMOVED);
		}
	}
}

/*
 * What rules protect.
 */

static bool
shows(const struct kind *kind)
{
	for (size_t f = 0; f < kind->field_count; f++)
		for (size_t i = 0; i < kind->fields[f].rule_count; i++)
			if (kind->fields[f].rules[i].shows)
				return true;
	return false;
}

static const struct path *
guarded_path(const struct diff *d, int side, size_t i)
{
	const struct kind *kind = d->kind[side].kind;
	const struct stream *stream =
	    &d->side[side].document->program->streams[kind->format];

	return &stream->operands[kind->guarded[i].operand];
}

/* Whether values at a path are those of another one, too. */
static bool
is_within(const struct diff *d, const struct path *path, const struct path *of)
{
	return slice_equal(path->text, of->text) ||
	       (diff_steps_alike(d) && specific_than(path, of));
}

/*
 * Whether the newer kind protects values at a path, or keeps them: that was
 * told as their form.
 */
static bool
is_protected(const struct diff *d, const struct path *path)
{
	const struct kind *kind = d->kind[1].kind;

	for (size_t f = 0; f < kind->field_count; f++) {
		const struct field *field = &kind->fields[f];
		bool known = field_guards(field);

		for (size_t i = 0; i < field->rule_count; i++)
			known |= field->rules[i].action == ACTION_KEEP;
		if (known && is_within(d, path, &field->path))
			return true;
	}
	for (size_t i = 0; i < kind->guarded_count; i++)
		if (is_within(d, path, guarded_path(d, 1, i)))
			return true;
	return false;
}

/* A path whose values the older kind protected. */
static void
compare_protected(struct diff *d, const struct path *path)
{
	if (is_protected(d, path) ||
	    is_listed(never_list(d, 0, "echo"), path->text))
		return;
	diff_begin(d);
	buf_add_slice(&d->part[0], path->text);
	diff_tell_field(
	    d, DIFF_WEAKER, DIFF_NEVER, path->text, WORD_PROTECTION_REMOVED);
}

void
diff_never(struct diff *d)
{
	const struct kind *older = d->kind[0].kind;

	compare_lists(d, 1);
	compare_lists(d, 0);
	if (!shows(d->kind[1].kind))
		return;
	for (size_t f = 0; f < older->field_count; f++)
		if (field_guards(&older->fields[f]))
			compare_protected(d, &older->fields[f].path);
	for (size_t i = 0; i < older->guarded_count; i++)
		compare_protected(d, guarded_path(d, 0, i));
}
