#include "format/xml_scope.h"

#include <stdlib.h>

#include "base/array.h"

/* More than a record, and the tags around it, can declare. */
#define TEXTS_MAX ((size_t)64 << 20)

#define XML_URI "http://www.w3.org/XML/1998/namespace"

void
xml_scope_init(struct xml_scope *s)
{
	*s = (struct xml_scope){ 0 };
	buf_init(&s->texts, TEXTS_MAX);
}

void
xml_scope_release(struct xml_scope *s)
{
	buf_release(&s->texts);
	free(s->items);
	*s = (struct xml_scope){ 0 };
}

static bool
make_room(struct xml_scope *s)
{
	return s->count < s->cap ||
	       array_grow((void **)&s->items, &s->cap, sizeof(*s->items));
}

bool
xml_scope_declare(struct xml_scope *s, struct slice prefix, struct slice uri)
{
	struct xml_binding b = { .prefix = s->texts.len };

	buf_add_slice(&s->texts, prefix);
	b.uri = s->texts.len;
	buf_add_slice(&s->texts, uri);
	b.end = s->texts.len;
	if (s->texts.failed || !make_room(s))
		return false;
	s->items[s->count++] = b;
	return true;
}

void
xml_scope_keep(struct xml_scope *s, size_t n)
{
	s->count = n;
	s->texts.len = n == 0 ? 0 : s->items[n - 1].end;
}

static struct slice
text(const struct xml_scope *s, size_t begin, size_t end)
{
	return (struct slice){ s->texts.p + begin, end - begin };
}

struct slice
xml_scope_find(const struct xml_scope *s, struct slice prefix)
{
	for (size_t i = s->count; i > 0; i--) {
		const struct xml_binding *b = &s->items[i - 1];

		if (slice_equal(text(s, b->prefix, b->uri), prefix))
			return text(s, b->uri, b->end);
	}
	return slice_text(slice_is(prefix, "xml") ? XML_URI : "");
}
