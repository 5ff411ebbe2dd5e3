/*
 * sarif: notes about policies as one log of SARIF 2.1.0 (OASIS, 2020), which
 * code reviews and editors show.
 *
 * One run of one tool, with a rule for every code of notes and a result for
 * every note.  Columns count characters.
 */
#ifndef SARIF_H
#define SARIF_H

#include "jsonout.h"
#include "tamis.h"

struct sarif {
	struct jsonout j;
};

/* The log up to its results; each note; the rest.  Always in this order. */
void sarif_begin(struct sarif *s, FILE *to);
void sarif_note(struct sarif *s, const struct tamis_note *note);

/* `complete`: every policy was looked at to its end. */
void sarif_end(struct sarif *s, bool complete);

#endif
