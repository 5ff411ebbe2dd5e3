#include <stdlib.h>

#include "format/hl7v2_filter.h"

void
hl7v2_scratch_free(void *scratch)
{
	struct hl7v2_scratch *s = scratch;

	if (s == NULL)
		return;
	hl7v2_message_release(&s->message);
	buf_wipe(&s->text);
	arena_release(&s->arena);
	free(s);
}

static void
note_steps(struct hl7v2_scratch *s, const struct program *program)
{
	const struct stream *stream = &program->streams[FORMAT_HL7V2];
	uint32_t max = program->limits.members;

	if (stream->look != NULL)
		s->look = hl7v2_steps_of(&s->arena, stream->look, max);
	s->kinds =
	    arena_array(&s->arena, program->kind_count, sizeof(*s->kinds));
	for (size_t i = 0; i < stream->kind_count && s->kinds != NULL; i++) {
		uint32_t kind = stream->kinds[i];

		s->kinds[kind] = hl7v2_steps_of(
		    &s->arena, program->kinds[kind].machine, max);
	}
}

void *
hl7v2_scratch_new(const struct program *program)
{
	struct hl7v2_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	hl7v2_message_init(&s->message, program);
	buf_init(&s->text, program->limits.record * 3);
	arena_init(&s->arena, LIMIT_PROGRAM);
	note_steps(s, program);
	if (!s->arena.failed)
		return s;
	hl7v2_scratch_free(s);
	return NULL;
}
