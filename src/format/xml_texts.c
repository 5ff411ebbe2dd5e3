#include "format/xml_texts.h"

static const uint32_t *
texts_of(struct arena *a, const struct machine *machine)
{
	static const uint8_t text[] = PATH_XML_TEXT;
	struct slice name = { text, sizeof(text) - 1 };
	uint64_t sign = machine_sign(name.p, name.len);
	uint32_t *to = arena_array(a, machine->state_count, sizeof(*to));

	for (uint32_t i = 0; to != NULL && i < machine->state_count; i++)
		to[i] = machine_child(machine, i, name, sign);
	return to;
}

struct xml_texts
xml_texts_make(struct arena *a, const struct program *program)
{
	const struct stream *stream = &program->streams[FORMAT_XML];
	struct xml_texts t = { .look = NULL };

	if (stream->look != NULL)
		t.look = texts_of(a, stream->look);
	t.kinds = arena_array(a, program->kind_count, sizeof(*t.kinds));
	for (size_t i = 0; t.kinds != NULL && i < stream->kind_count; i++) {
		uint32_t k = stream->kinds[i];

		t.kinds[k] = texts_of(a, program->kinds[k].machine);
	}
	return t;
}
