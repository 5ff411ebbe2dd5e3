#define _GNU_SOURCE /* explicit_bzero */

#include "format/xml_tags.h"

/* Places in which a tag may be kept. */
#define PROBES 4

static void
empty(struct xml_tags *t, struct xml_tag *tag)
{
	*tag = (struct xml_tag){ .len = UINT32_MAX };
	for (size_t i = 0; i < XML_TAGS_NEXT; i++)
		tag->next[i] = &t->other;
}

void
xml_tags_init(struct xml_tags *t)
{
	empty(t, &t->other);
	for (size_t i = 0; i < XML_TAGS; i++)
		empty(t, &t->kept[i]);
	t->last = &t->other;
}

void
xml_tags_wipe(struct xml_tags *t)
{
	explicit_bzero(t, sizeof(*t));
}

static bool
is_named(const struct xml_tag *tag, struct slice name)
{
	return tag->len == name.len && memcmp(tag->text, name.p, name.len) == 0;
}

/* The place of a tag; where there is no more, what was kept gives way. */
static struct xml_tag *
place(struct xml_tags *t, struct slice name)
{
	uint64_t at = machine_place(machine_sign(name.p, name.len));
	struct xml_tag *tag;

	for (size_t i = 0; i < PROBES; i++) {
		tag = &t->kept[(at + i) % XML_TAGS];
		if (is_named(tag, name))
			return tag;
		if (tag->len == UINT32_MAX)
			break;
	}
	empty(t, tag);
	memcpy(tag->text, name.p, name.len);
	tag->text[name.len] = '>';
	tag->len = (uint32_t)name.len;
	return tag;
}

/* Notes what stands behind a tag. */
static void
put_next(struct xml_tag *tag, struct xml_tag *next)
{
	if (tag->next[0] == next)
		return;
	for (size_t i = XML_TAGS_NEXT - 1; i > 0; i--)
		tag->next[i] = tag->next[i - 1];
	tag->next[0] = next;
}

void
xml_tags_learn(struct xml_tags *t, struct slice name, uint32_t space,
    const struct xml_name *known)
{
	struct xml_tag *tag;

	if (name.len >= XML_TAG_MAX) {
		xml_tags_pass(t);
		return;
	}
	tag = place(t, name);
	tag->space = space;
	tag->known = known;
	put_next(t->last, tag);
	t->last = tag;
}
