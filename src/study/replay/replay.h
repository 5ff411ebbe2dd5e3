/*
 * replay: a data set goes through a policy, and a tester hears what came of it.
 *
 * One replay_stream serves the files of one format, one after the other; what
 * it finds is noted in replay_notes.h.  It works on records that somebody else
 * finds (run/run.h): its functions are those of a struct run_work.
 */
#ifndef STUDY_REPLAY_H
#define STUDY_REPLAY_H

#include "format/walker.h"
#include "study/replay/named.h"
#include "study/replay/replay_notes.h"

struct replay_stream {
	const struct format *format;
	struct engine engine;
	struct walker walker; /* its scratch is what the format's split is
				 given, too */
	struct named named;
	struct buf spare;

	struct replay_notes *notes; /* or NULL */
	struct replay_at at;        /* the record at hand */

	/* Called for a record of which nothing is written, with a word for why;
	 * or NULL. */
	void (*absent)(
	    void *ctx, uint64_t record, const char *why, struct slice path);

	/* Called before each record; or NULL. */
	void (*pace)(void *ctx);
	void *ctx;
};

/*
 * A stream of a format; program, binding and notes must outlive it.
 * replay_stream_release() frees it, after a failure too.  ERR_POLICY: the
 * program has no records of the format; ERR_NOMEM.
 */
int replay_stream_init(struct replay_stream *s, const struct program *program,
    enum format_id format, const struct binding *binding,
    struct replay_notes *notes, struct err *err);
void replay_stream_release(struct replay_stream *s);

/*
 * The records that follow are those of another file, which has nothing to do
 * with those before: what is written of it begins anew.  ERR_NOMEM.
 */
int replay_stream_open(struct replay_stream *s, uint32_t file, struct err *err);

/* For struct run_work. */
enum filtered replay_record(void *ctx, const struct piece *piece,
    struct buf *out, struct rejection *why);
void replay_rejected(void *ctx, const struct rejection *why);

/* In place of a reason: the record was written, but there is nothing of it. */
#define REPLAY_NOTHING "nothing"

#endif
