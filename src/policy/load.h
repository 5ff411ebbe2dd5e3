/*
 * load: policy_load() and policy_parse() with the memory they may take.
 *
 * Inside the policy floor, and for tests that let memory end anywhere.
 */
#ifndef POLICY_LOAD_H
#define POLICY_LOAD_H

#include "policy/document.h"

struct load {
	const char *name; /* for messages */
	const char *path; /* of the policy's file; NULL: it is not one */
	struct slice text;
	const struct policy_key *keys;
	size_t key_count;
	size_t work, program; /* most bytes of the arenas */
};

/* Text to program, as policy_load_with(). */
int load_text(const struct load *load, note_fn *note, void *ctx,
    struct program **program, struct err *err);

/* Text to document, as document_load(). */
int load_document(const struct load *load, note_fn *note, void *ctx,
    struct document *document, struct err *err);

#endif
