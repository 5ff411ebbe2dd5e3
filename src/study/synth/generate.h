/*
 * generate: synthetic records of a kind that the shipped policies know, in
 * each of the four formats.
 */
#ifndef STUDY_GENERATE_H
#define STUDY_GENERATE_H

#include "base/err.h"
#include "program/program.h"
#include "study/synth/synth.h"

struct generator {
	struct synth synth;
	const struct generator_format *format;
	uint64_t left;
};

/*
 * Begins count records of a kind ("sidep-antigen"), and adds what stands
 * before them.  share is how many of 100 have something in them that real
 * files have (synth.h).  ERR_USAGE: no such kind.
 */
int generator_begin(struct generator *g, const char *kind,
    enum format_id format, uint64_t count, uint64_t seed, uint32_t share,
    struct buf *out, struct err *err);

/* Adds the next record; false: what stands behind them was added. */
bool generator_next(struct generator *g, struct buf *out);

#endif
