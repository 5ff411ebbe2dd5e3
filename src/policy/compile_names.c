#include "policy/compile.h"

#include "policy/read.h"

/* Prepares a set for at most n names. */
static void
symbols_init(struct compiler *c, struct symbols *s, const char *what, size_t n)
{
	s->what = what;
	names_init(&s->names, c->work);
	s->all = arena_array(c->work, n, sizeof(*s->all));
}

struct symbol *
symbols_find(const struct symbols *s, struct slice name)
{
	uint32_t i = names_find(&s->names, name);

	return i != NAMES_NONE ? &s->all[i] : NULL;
}

static void
note_twice(struct compiler *c, const struct member *m, const struct symbol *old)
{
	notes_add(c->notes, CODE_DEFINED_TWICE, m->place,
	    "`%.*s` is already defined in %s on line %u", SHOWN(m->key),
	    old->place.source->name, place_line(old->place));
}

static void
add_symbol(
    struct compiler *c, struct symbols *s, const struct member *m, bool own)
{
	const struct symbol *old = symbols_find(s, m->key);
	uint32_t i;

	if (old != NULL) {
		note_twice(c, m, old);
		return;
	}
	/* A name that is spelled wrongly is noted, and can be referred to. */
	read_name(c->notes, m->key, m->place, true);
	i = names_add(&s->names, m->key);
	if (i != NAMES_NONE)
		s->all[i] = (struct symbol){
			.name = m->key,
			.place = m->place,
			.node = m->value,
			.own = own,
		};
}

static void
add_members(
    struct compiler *c, struct symbols *s, const struct node *object, bool own)
{
	for (size_t i = 0; i < object->count && !c->work->failed; i++)
		add_symbol(c, s, &object->members[i], own);
}

void
compile_own_symbols(struct compiler *c, struct symbols *s,
    const struct node *object, const char *what)
{
	symbols_init(c, s, what, object->count);
	add_members(c, s, object, true);
}

void
compile_symbols(struct compiler *c, struct symbols *s, const char *section,
    const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < c->root_count; i++) {
		const struct node *object = node_find(c->roots[i], section);

		n += object != NULL ? object->count : 0;
	}
	symbols_init(c, s, what, n);
	for (size_t i = 0; i < c->root_count; i++) {
		const struct node *object = node_find(c->roots[i], section);

		if (read_is(c->notes, object, NODE_OBJECT))
			add_members(c, s, object, i == 0);
	}
}

struct symbol *
compile_reference(struct compiler *c, const struct symbols *s,
    const struct node *node, enum policy_code unknown)
{
	struct symbol *found;
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return NULL;
	found = symbols_find(s, name);
	if (found == NULL && !c->incomplete)
		notes_unknown(c->notes, unknown, node->place, s->what, name,
		    read_nearest_name(name, &s->names));
	return found;
}
