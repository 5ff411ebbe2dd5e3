#include "policy/files.h"

#include "policy/below.h"

static const struct node *
recipients_of(const struct node *root)
{
	return node_find(root, "recipients");
}

static size_t
count_most(const struct document *d)
{
	size_t n = d->root_count;

	for (size_t i = 0; i < d->root_count; i++)
		if (recipients_of(d->roots[i]) != NULL)
			n += recipients_of(d->roots[i])->count;
	return n;
}

static size_t
list_keys(struct document *d, const char *path, const struct node *root,
    const char **names)
{
	const struct node *all = recipients_of(root);
	size_t n = 0;

	for (size_t i = 0; all != NULL && i < all->count; i++) {
		const struct node *key =
		    node_find(all->members[i].value, "key");

		if (key != NULL)
			names[n++] = below_name(&d->arena, path, key->text);
	}
	return n;
}

int
files_list(struct document *document, const char *path,
    const char *const **names, size_t *count, struct err *err)
{
	struct document *d = document;
	const char **list =
	    arena_array(&d->arena, count_most(d), sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; list != NULL && i < d->root_count; i++) {
		if (i > 0)
			list[n++] = d->roots[i]->place.source->name;
		n += list_keys(d, path, d->roots[i], list + n);
	}
	*names = list;
	*count = n;
	return d->arena.failed ? err_nomem(err) : 0;
}
