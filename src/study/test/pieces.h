/*
 * pieces: the records of an input that is in memory, one by one.
 *
 * What run/run.h does with descriptors, for inputs of a few records.
 */
#ifndef STUDY_PIECES_H
#define STUDY_PIECES_H

#include "format/format.h"

struct pieces {
	const struct program *program;
	const struct format *format;
	void *scratch; /* of the format, from its scratch_new() */

	/* As a format's filter; FILTERED_REJECTED sets *why. */
	enum filtered (*record)(void *ctx, const struct piece *piece,
	    struct buf *out, struct rejection *why);

	/* A record was rejected, by that or by the format's split. */
	void (*rejected)(void *ctx, const struct rejection *why, bool split);

	void *ctx;
	bool as_received; /* so is written what stands around records */
};

/*
 * Goes over the text, which FORMAT_PAD bytes follow, adding to out.  It ends
 * where no later record can be found; rejected() has then been told.
 */
void pieces_go(const struct pieces *p, struct slice text, struct buf *out);

#endif
