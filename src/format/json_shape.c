#define _GNU_SOURCE /* explicit_bzero */

#include "format/json_shape.h"

#define SLOTS (2 * JSON_SHAPE_MEMBERS)

struct json_shape *
json_shape_at_any(struct json_shapes *shapes, struct json_shape **place,
    const struct machine *machine, uint32_t state)
{
	struct json_shape *s = *place;

	while (s != NULL && (s->state != state || s->machine != machine))
		s = s->other;
	if (s != NULL)
		return s;
	if (shapes->count == JSON_SHAPES) {
		shapes->refused++;
		return NULL;
	}
	s = &shapes->all[shapes->count++];
	s->machine = machine;
	s->state = state;
	s->other = *place;
	*place = s;
	return s;
}

/* Where the search for a sign begins. */
static size_t
slot_of(uint64_t sign)
{
	return machine_place(sign) % SLOTS;
}

static bool
is_called(const struct json_member *m, struct slice name, uint64_t sign)
{
	return m->sign == sign && m->len == name.len + 3 &&
	       memcmp((const uint8_t *)m->text + 1, name.p, name.len) == 0;
}

struct json_member *
json_shape_find(struct json_shape *s, struct slice name, uint64_t sign)
{
	size_t i = slot_of(sign);

	/* Half of the slots are empty. */
	for (; s->slots[i] != 0; i = (i + 1) % SLOTS) {
		struct json_member *m = &s->members[s->slots[i] - 1];

		if (is_called(m, name, sign))
			return m;
	}
	return NULL;
}

static void
spell(struct json_member *m, struct slice name)
{
	uint8_t text[JSON_SHAPE_TEXT] = { '"' }, mask[JSON_SHAPE_TEXT] = { 0 };

	m->len = (uint32_t)name.len + 3;
	if (name.len > 0)
		memcpy(text + 1, name.p, name.len);
	text[name.len + 1] = '"';
	text[name.len + 2] = ':';
	memset(mask, 0xFF, m->len);
	memcpy(m->text, text, sizeof(text));
	memcpy(m->mask, mask, sizeof(mask));
}

struct json_member *
json_shape_learn(struct json_shape *s, struct slice name, uint64_t sign)
{
	struct json_member *m = &s->members[s->count];
	size_t i = slot_of(sign);

	if (s->count == JSON_SHAPE_MEMBERS || name.len + 3 > JSON_SHAPE_TEXT)
		return NULL;
	spell(m, name);
	m->sign = sign;
	m->child = machine_child(s->machine, s->state, name, sign);
	m->bit = UINT64_C(1) << s->count;
	while (s->slots[i] != 0)
		i = (i + 1) % SLOTS;
	s->slots[i] = (uint8_t)++s->count;
	return m;
}

void
json_shapes_wipe(struct json_shapes *shapes)
{
	explicit_bzero(shapes->all, shapes->count * sizeof(shapes->all[0]));
	shapes->count = shapes->refused = 0;
	shapes->root = NULL;
}

void
json_shapes_refresh(struct json_shapes *shapes)
{
	if (shapes->refused >= JSON_SHAPES_REFUSED)
		json_shapes_wipe(shapes);
}
