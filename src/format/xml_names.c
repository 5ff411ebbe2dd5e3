#include "format/xml_names.h"

#include <stdlib.h>

#include "base/limits.h"
#include "format/xml_write.h"

#define FIRST_CAP 32 /* a power of two */

/* An empty place or that of an equal name. */
static const struct xml_name **
find_slot(const struct xml_names *t, const struct xml_name *name)
{
	uint32_t i = xml_names_place(name->head, name->local.len, name->kind);

	for (;; i++) {
		const struct xml_name **slot = &t->slots[i & t->mask];

		if (*slot == NULL || slice_equal((*slot)->name, name->name))
			return slot;
	}
}

/* Makes room for one more; half of the slots stay empty. */
static bool
make_room(struct xml_names *t)
{
	uint32_t cap = t->cap == 0 ? FIRST_CAP : t->cap * 2;
	struct xml_name *items;

	if (t->count < t->cap)
		return true;
	free(t->slots);
	t->slots = calloc((size_t)cap * 2, sizeof(*t->slots));
	items = realloc(t->items, cap * sizeof(*items));
	if (items != NULL)
		t->items = items;
	if (items == NULL || t->slots == NULL)
		return false;
	t->mask = cap * 2 - 1;
	t->cap = cap;
	for (uint32_t i = 0; i < t->count; i++)
		*find_slot(t, &items[i]) = &items[i];
	return true;
}

/* A text in the arena. */
static struct slice
keep(struct xml_names *t, const char *begin, struct slice prefix,
    struct slice local, const char *end)
{
	struct slice kept;
	struct buf b;

	buf_init(&b, LIMIT_POLICY);
	buf_add_text(&b, begin);
	buf_add_slice(&b, prefix);
	buf_add_text(&b, prefix.len > 0 ? ":" : "");
	buf_add_slice(&b, local);
	buf_add_text(&b, end);
	kept = arena_copy(&t->texts, buf_slice(&b));
	t->failed |= b.failed || kept.p == NULL;
	buf_release(&b);
	return kept;
}

static void
spell(struct xml_names *t, struct xml_name *n, uint8_t number)
{
	struct slice prefix = xml_prefix(t->stream, number), none = { NULL, 0 };

	if (n->is_attribute) {
		n->before = keep(t, " ", prefix, n->local, "=\"");
		n->after = keep(t, "\"", none, none, "");
	} else {
		n->before = keep(t, "<", prefix, n->local, ">");
		n->before.len -= n->before.len > 0;
		n->after = keep(t, "</", prefix, n->local, ">");
	}
}

/* Everything but how it is written. */
static struct xml_name
take_apart(struct slice name, uint8_t *number)
{
	struct xml_name n = {
		.name = name,
		.sign = machine_sign(name.p, name.len),
		.is_attribute = name.p[0] == '@',
	};
	uint8_t head[16] = { 0 };

	*number = name.p[n.is_attribute];
	n.local = slice_skip(name, (size_t)n.is_attribute + 1);
	n.kind = xml_names_kind(*number, n.is_attribute);
	if (*number != PATH_XML_NO_NAMESPACE)
		n.space = UINT64_C(1) << *number;
	memcpy(head, n.local.p, n.local.len < 16 ? n.local.len : 16);
	memcpy(n.head, head, sizeof(head));
	return n;
}

void
xml_names_add(struct xml_names *t, struct slice name)
{
	uint8_t number;
	struct xml_name n;
	const struct xml_name **slot;

	if (t->failed || slice_is(name, PATH_XML_TEXT))
		return;
	if (!make_room(t)) {
		t->failed = true;
		return;
	}
	n = take_apart(name, &number);
	slot = find_slot(t, &n);
	if (*slot != NULL)
		return;
	spell(t, &n, number);
	t->items[t->count] = n;
	*slot = &t->items[t->count++];
}

/* The names between the slashes of an operand. */
static void
add_operand(struct xml_names *t, struct slice operand)
{
	while (operand.len > 0) {
		const uint8_t *slash = memchr(operand.p, '/', operand.len);
		size_t len =
		    slash == NULL ? operand.len : (size_t)(slash - operand.p);

		xml_names_add(t, (struct slice){ operand.p, len });
		operand = slice_skip(operand, len + (slash != NULL));
	}
}

static void
add_state(struct xml_names *t, const struct machine_state *s)
{
	for (uint64_t i = 0; s->edges != NULL && i <= s->mask; i++)
		if (s->edges[i].name.p != NULL)
			xml_names_add(t, s->edges[i].name);
	for (size_t i = 0;
	     s->selector != NULL && i < s->selector->operand_count; i++)
		add_operand(t, s->selector->operands[i].name);
}

static void
add_machine(struct xml_names *t, const struct machine *m)
{
	for (uint32_t i = 0; i < m->state_count; i++)
		add_state(t, &m->states[i]);
}

/* The machine of a kind, and the root that new fields stand in. */
static void
add_kind(struct xml_names *t, const struct kind *kind)
{
	add_machine(t, kind->machine);
	for (size_t i = 0; i < kind->new_count; i++)
		xml_names_add(
		    t, kind->fields[kind->field_count + i].path.steps[0].name);
}

void
xml_names_add_all(struct xml_names *t, const struct program *program)
{
	const struct stream *s = &program->streams[FORMAT_XML];

	if (s->look != NULL)
		add_machine(t, s->look);
	for (size_t i = 0; i < s->kind_count; i++)
		add_kind(t, &program->kinds[s->kinds[i]]);
}

void
xml_names_init(struct xml_names *t, const struct stream *stream)
{
	*t = (struct xml_names){ .stream = stream };
	arena_init(&t->texts, LIMIT_PROGRAM);
	t->failed = !make_room(t);
}

void
xml_names_release(struct xml_names *t)
{
	arena_release(&t->texts);
	free(t->items);
	free(t->slots);
}
