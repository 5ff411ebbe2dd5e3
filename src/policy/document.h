/*
 * document: an accepted policy, as a program and as it was written.
 *
 * What is shown to people (registers, differences) needs both: what a rule
 * does, and the texts, titles and names around it in all their languages,
 * which no run needs.
 */
#ifndef POLICY_DOCUMENT_H
#define POLICY_DOCUMENT_H

#include "policy/parse.h"
#include "policy/policy.h"

struct document {
	struct program *program;   /* owned */
	struct node *const *roots; /* the policy, then the files it uses */
	size_t root_count;
	struct arena arena; /* owns the nodes */
};

/*
 * policy_load_with() and policy_parse() for a document, which the caller
 * releases with document_release().
 */
int
document_load(const char *path, const struct policy_key *keys, size_t key_count,
    note_fn *note, void *ctx, struct document *document, struct err *err);
int document_parse(const char *name, struct slice text, note_fn *note,
    void *ctx, struct document *document, struct err *err);

/* Frees what it owns; one of zeros is ignored. */
void document_release(struct document *document);

/* Takes the program out of it, and frees the rest. */
struct program *document_take_program(struct document *document);

#endif
