/*
 * Documents inside of messages: which fields hold one, or lead to one.
 */
#include "format/hl7v2_filter.h"

/* Whether a text is a word in capitals or small letters. */
static bool
is_word(struct slice text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++)
		if ((text.p[i] | 0x20) != word[i])
			return false;
	return i == text.len && word[i] == '\0';
}

/* Whether a value may be a word of at most max letters. */
static inline bool
may_be_word(const struct hl7v2_filter *w, struct slice raw, size_t max)
{
	return raw.len <= max || !hl7v2_index_is_plain(w->index, raw);
}

/* Whether a value is one of some words. */
static bool
is_one_of(struct hl7v2_filter *w, struct slice raw, const char *const *words)
{
	struct buf *text = &w->s->text;

	if (!hl7v2_index_is_plain(w->index, raw) &&
	    hl7v2_index_has(w->index, raw, HL7V2_ESCAPE)) {
		buf_reset(text);
		if (hl7v2_decode(text, raw, &w->m->marks, w->m->charset) !=
		    REASON_NONE)
			return false;
		raw = buf_slice(text);
	}
	for (size_t i = 0; words[i] != NULL; i++)
		if (is_word(raw, words[i]))
			return true;
	return false;
}

/* Names of encodings, and how long they are. */
static const char *const encodings[] = { "base64", "hex", NULL };
#define IS_AS_LONG(begins) ((begins) << 6 | (begins) << 3)

/*
 * Whether a short field has nothing between two marks that is as long as the
 * name of an encoding, nor an escape, which may be shorter than it looks.
 */
static inline bool
is_too_plain(const struct hl7v2_index *ix, struct slice field)
{
	uint64_t end = UINT64_C(1) << field.len % 64, marks;

	if (field.len >= HL7V2_INDEX_GLANCE ||
	    (hl7v2_index_glance(ix, HL7V2_ESCAPE, field.p) & (end - 1)) != 0)
		return false;
	marks = hl7v2_index_glance(ix, HL7V2_INNER, field.p) & (end - 1);
	return (IS_AS_LONG(marks << 1 | 1) & (marks | end)) == 0;
}

/* Whether one of the components says that data are encoded. */
static bool
names_encoding(struct hl7v2_filter *w, struct slice field)
{
	struct slice repetition, component;

	if (is_too_plain(w->index, field))
		return false;
	while (
	    hl7v2_index_next(w->index, &field, HL7V2_REPETITION, &repetition))
		while (hl7v2_index_next(
		    w->index, &repetition, HL7V2_COMPONENT, &component))
			if (may_be_word(w, component, 6) &&
			    is_one_of(w, component, encodings))
				return true;
	return false;
}

bool
hl7v2_leads_to_document(struct hl7v2_filter *w, struct slice field)
{
	static const char *const foreign[] = { "ed", "rp", "fic", NULL };
	struct slice type;

	/* The field at hand is behind it. */
	hl7v2_message_part(w->m, w->line, 2, &type);
	if (!hl7v2_index_is_plain(w->index, type)) {
		type = hl7v2_index_part(w->index, type, HL7V2_REPETITION, 1);
		type = hl7v2_index_part(w->index, type, HL7V2_COMPONENT, 1);
	}
	return (may_be_word(w, type, 3) && is_one_of(w, type, foreign)) ||
	       names_encoding(w, field);
}
