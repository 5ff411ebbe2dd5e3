#include "policy/use.h"

#include "base/limits.h"
#include "policy/below.h"
#include "policy/names.h"
#include "policy/read.h"

/* The policy's folder, and what was read from it. */
struct folder {
	struct notes *notes;
	const char *path; /* of the policy */
	size_t prefix;    /* its bytes up to the file's own name */
	struct used_files *used;
};

/* The name in messages: beside the policy's own. */
static const char *
full_name(const struct folder *f, struct slice path)
{
	uint8_t *name = arena_alloc(f->notes->arena, f->prefix + path.len + 1);

	if (name == NULL)
		return NULL;
	memcpy(name, f->path, f->prefix);
	memcpy(name + f->prefix, path.p, path.len);
	return (const char *)name;
}

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
	const char *name = full_name(f, entry->text);
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
use_file(struct folder *f, const struct node *entry, unsigned int order)
{
	struct node *root = NULL;
	struct buf text;

	buf_init(&text, LIMIT_POLICY);
	if (below_read(f->notes->arena, f->path, entry->text, &text) == -1)
		notes_add(f->notes, CODE_UNREADABLE, entry->place,
		    "`%.*s` cannot be read: it must be a regular file below "
		    "the policy's folder, without symbolic links",
		    SHOWN(entry->text));
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
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

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
	f.prefix = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	if (read_is(notes, use->value, NODE_ARRAY))
		use_list(&f, use->value);
	else
		used->incomplete = true;
}
