/*
 * hl7v2_filter: what the parts of the filter of messages share, and nobody
 * else.
 *
 *	hl7v2.c			goes over a message, from its lines down
 *	hl7v2_value.c		what becomes of a value
 *	hl7v2_predicate.c	which predicates hold about a line or repetition
 *	hl7v2_document.c	which fields hold documents
 *	hl7v2_scratch.c		what is kept from one message to the next
 */
#ifndef FORMAT_HL7V2_FILTER_H
#define FORMAT_HL7V2_FILTER_H

#include "base/arena.h"
#include "engine/engine.h"
#include "format/hl7v2_message.h"
#include "format/hl7v2_steps.h"
#include "format/hl7v2_write.h"

/* Where names of segments lead in a machine, as far as it was asked. */
struct hl7v2_names {
	const struct machine *machine;
	struct {
		uint32_t name, state; /* name 0: none */
	} to[HL7V2_NAME_PLACES];
};

struct hl7v2_scratch {
	struct hl7v2_message message;
	struct buf text; /* of the value at hand, decoded */

	/* What leads on, by state: of look mode, and of each kind. */
	struct arena arena;
	const struct hl7v2_steps *look, **kinds;
	struct hl7v2_names names;
};

/* As those of struct format. */
void *hl7v2_scratch_new(const struct program *program);
void hl7v2_scratch_free(void *scratch);

/* One message on its way through the filter, and where in it we are. */
struct hl7v2_filter {
	struct engine *e;
	const struct program_limits *limits;
	struct hl7v2_scratch *s;
	const struct hl7v2_message *m;
	const struct hl7v2_index *index; /* of m */
	const struct hl7v2_steps *steps; /* by state */
	const struct hl7v2_line *line;
	struct hl7v2_place at;
	bool looking;
	bool enclosed; /* the field holds a document */
	bool asks;     /* about each value: because of the field, or looking */
	struct hl7v2_writer out;
};

/* Rejects the record.  Returns false, which the callers return in turn. */
static inline bool
hl7v2_fail(struct hl7v2_filter *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

/* `""` tells the receiver to delete what it knows. */
static inline bool
hl7v2_is_delete(struct slice raw)
{
	return raw.len == 2 && raw.p[0] == '"' && raw.p[1] == '"';
}

/* hl7v2_resolve() of a value with escapes. */
bool hl7v2_resolve_escapes(
    struct hl7v2_filter *w, struct slice raw, struct slice *text);

/* What a value stands for; valid until the next call. */
static inline bool
hl7v2_resolve(struct hl7v2_filter *w, struct slice raw, struct slice *text)
{
	*text = raw;
	return hl7v2_index_is_plain(w->index, raw) ||
	       !hl7v2_index_has(w->index, raw, HL7V2_ESCAPE) ||
	       hl7v2_resolve_escapes(w, raw, text);
}

static inline bool
hl7v2_in_header(const struct hl7v2_filter *w)
{
	return w->line == w->m->lines.items;
}

/* Whether the value is the character set, which we state ourselves. */
static inline bool
hl7v2_at_charset(const struct hl7v2_filter *w)
{
	return hl7v2_field_of(w->at) == HL7V2_CHARSET_FIELD &&
	       hl7v2_in_header(w) && !w->m->hprim;
}

/*
 * How many fields are counted before the first part of a line: MSH-1 is the
 * mark of fields itself, and HPRIM counts the name of the line.
 */
static inline uint32_t
hl7v2_fields_before(const struct hl7v2_filter *w)
{
	return hl7v2_in_header(w) || w->m->hprim;
}

/* The parts of a field; a value may stand at each of these levels. */
enum hl7v2_level {
	HL7V2_LEVEL_REPETITION,
	HL7V2_LEVEL_COMPONENT,
	HL7V2_LEVEL_SUB,
};

/* Whether a part of a level has no parts itself. */
static inline bool
hl7v2_is_value(
    const struct hl7v2_filter *w, struct slice raw, enum hl7v2_level level)
{
	if (level == HL7V2_LEVEL_REPETITION &&
	    hl7v2_index_has(w->index, raw, HL7V2_COMPONENT))
		return false;
	return level == HL7V2_LEVEL_SUB ||
	       !hl7v2_index_has(w->index, raw, HL7V2_SUB);
}

/* Releases the value at an act mode state as the engine decides. */
bool hl7v2_act(struct hl7v2_filter *w, struct slice raw, uint32_t state);

/* Tells the engine the value at a look mode state, if it is watched. */
bool hl7v2_look(struct hl7v2_filter *w, struct slice raw, uint32_t state);

/*
 * The state behind the predicates at a state, about a repetition, or about
 * the line if raw.p is NULL.
 */
bool hl7v2_decide(struct hl7v2_filter *w,
    const struct machine_selector *selector, struct slice raw, uint32_t *state);

/*
 * Whether the field at hand holds a document or leads to one: OBX-5 if OBX-2
 * is ED or RP, or if it looks like that; OBX-6 if OBX-3 is FIC in HPRIM.
 */
bool hl7v2_leads_to_document(struct hl7v2_filter *w, struct slice field);

#endif
