/*
 * findings: in which ways a test failed, in the words of the policy.
 *
 * Tests are made of synthetic records, so what is found shows their values.
 */
#ifndef STUDY_FINDINGS_H
#define STUDY_FINDINGS_H

#include "base/arena.h"
#include "base/buf.h"
#include "program/program.h"

struct finding {
	struct finding *next;
	uint64_t record;            /* from 1; 0: not about one */
	struct slice path;          /* p == NULL: none */
	const char *note;           /* half a sentence, or NULL */
	struct slice expected, got; /* p == NULL: not about values */
	const struct rule *rule;    /* that wrote or dropped it, or NULL */
};

/* A list in an arena, which fails when something cannot be kept. */
struct findings {
	struct arena *arena;
	struct finding *first, **end;
	size_t count;
};

void findings_init(struct findings *f, struct arena *arena);

/* Adds a copy of a finding; its texts must be in the arena or constant. */
void findings_add(struct findings *f, const struct finding *finding);

/* A formatted text in an arena; p == NULL when it has failed. */
struct slice text_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
