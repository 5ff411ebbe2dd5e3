/*
 * xml_texts: the state to which the text of an element leads, found out before
 * any record.
 */
#ifndef FORMAT_XML_TEXTS_H
#define FORMAT_XML_TEXTS_H

#include "base/arena.h"
#include "engine/engine.h"

/* By state of the element: in look mode, and in each kind of the program. */
struct xml_texts {
	const uint32_t *look, **kinds;
};

/* Makes them in the arena, which has failed if there is no memory. */
struct xml_texts xml_texts_make(struct arena *a, const struct program *program);

#endif
