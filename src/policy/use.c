#include "policy/use.h"

#include "base/limits.h"
#include "policy/below.h"
#include "policy/names.h"
#include "policy/read.h"

/* The policy's folder, and what was read from it. */
struct folder {
	struct notes *notes;
	const char *path; /* of the policy */
	struct used_files *used;
};

static void
check_sections(struct notes *notes, const struct node *root)
{
	static const char *const sections[] = { "bases", "domains",
		"conditions", "recipients", "$schema" };

	for (size_t i = 0; i < root->count; i++) {
		const struct member *m = &root->members[i];
		bool known = false;

		for (size_t j = 0; j < 5; j++)
			known |= slice_is(m->key, sections[j]);
		if (!known)
			notes_add(notes, CODE_BAD_SHARE, m->place,
			    "a used file may share bases, domains, conditions "
			    "and recipients, and nothing else");
	}
}

/* The tree of a used file, or NULL after a note. */
static struct node *
parse_used(struct folder *f, const struct node *entry, struct slice text,
    unsigned int order)
{
	const char *name = below_name(f->notes->arena, f->path, entry->text);
	struct source *source = NULL;
	struct node *root = NULL;

	if (name != NULL)
		source = source_new(f->notes->arena, name, text, order);
	if (source != NULL)
		root = parse_source(f->notes, source);
	if (!read_is(f->notes, root, NODE_OBJECT))
		return NULL;
	check_sections(f->notes, root);
	return root;
}

static void
note_unread(struct folder *f, const struct node *entry, const struct err *why)
{
	if (why->code == ERR_POLICY)
		notes_add(
		    f->notes, CODE_UNREADABLE, entry->place, "%s", why->text);
	else
		notes_add(f->notes, CODE_UNREADABLE, entry->place,
		    "`%.*s` cannot be read: it must be a regular file below "
		    "the policy's folder, without symbolic links",
		    SHOWN(entry->text));
}

static void
use_file(struct folder *f, const struct node *entry, unsigned int order)
{
	struct err why = { .code = ERR_NONE };
	struct node *root = NULL;
	struct buf text;

	buf_init(&text, LIMIT_POLICY);
	if (below_read(f->notes->arena, f->path, entry->text, &text, &why) ==
	    -1)
		note_unread(f, entry, &why);
	else
		root = parse_used(f, entry, buf_slice(&text), order);
	buf_release(&text);
	if (root != NULL)
		f->used->roots[f->used->count++] = root;
	else
		f->used->incomplete = true;
}

/* Whether an entry of `use` may be read; a note if not. */
static bool
check_entry(struct folder *f, const struct node *entry, struct names *seen)
{
	const char *why;

	if (!read_is(f->notes, entry, NODE_STRING))
		return false;
	why = below_refusal(entry->text);
	if (why == NULL && names_find(seen, entry->text) != NAMES_NONE)
		why = "this file is used already";
	if (why == NULL)
		return names_add(seen, entry->text) != NAMES_NONE;
	notes_add(f->notes, CODE_BAD_USE, entry->place, "%s", why);
	return false;
}

static void
use_list(struct folder *f, const struct node *list)
{
	struct names seen;

	names_init(&seen, f->notes->arena);
	if (list->count > LIMIT_USED_FILES) {
		notes_add(f->notes, CODE_OUT_OF_RANGE, list->place,
		    "at most %d files may be used", LIMIT_USED_FILES);
		f->used->incomplete = true;
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (check_entry(f, list->items[i], &seen))
			use_file(f, list->items[i], (unsigned int)i + 1);
		else
			f->used->incomplete = true;
	}
}

void
use_files(struct notes *notes, struct node *policy, const char *path,
    struct used_files *used)
{
	const struct member *use = node_member(policy, slice_text("use"));
	struct folder f = { .notes = notes, .path = path, .used = used };

	used->incomplete = false;
	used->count = 0;
	used->roots = arena_array(
	    notes->arena, 1 + LIMIT_USED_FILES, sizeof(*used->roots));
	if (used->roots == NULL)
		return;
	used->roots[used->count++] = policy;
	if (use == NULL)
		return;
	if (path == NULL) {
		notes_add(notes, CODE_BAD_USE, use->place,
		    "a policy that is not a file cannot use files");
		used->incomplete = true;
		return;
	}
	if (read_is(notes, use->value, NODE_ARRAY))
		use_list(&f, use->value);
	else
		used->incomplete = true;
}
