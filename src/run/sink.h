/*
 * sink: whole records on their way to a descriptor.
 *
 * Bytes are gathered and written in large pieces.  When writing fails, what
 * reached a regular file is cut back to the end of a record, and the sink
 * knows how many records are whole there.
 */
#ifndef RUN_SINK_H
#define RUN_SINK_H

#include <limits.h>
#include <signal.h>

#include "base/buf.h"
#include "base/err.h"
#include "crypto/sign.h"
#include "run/replay.h"

/* Gathered bytes from which on a sink is to be flushed. */
#define SINK_FULL ((size_t)256 << 10)

/* In place of a descriptor: what is written is counted, and is nowhere. */
#define SINK_NOWHERE INT_MIN

struct sink {
	int fd;           /* or SINK_NOWHERE */
	const char *name; /* for messages */
	struct buf bytes; /* not yet written; add records here */
	size_t *ends;     /* owned: offsets in bytes where records end */
	size_t end_count, end_cap;
	uint64_t records; /* wholly written */
	uint64_t written; /* bytes */
	uint8_t last;     /* byte written, at first as if a line had ended */
	struct replay replay;  /* of what a former run wrote */
	size_t there;          /* gathered bytes that were compared */
	struct digest *digest; /* of `written`; the caller's, or NULL */
	const volatile sig_atomic_t *stop; /* not 0: wait for no reader */
};

/* A sink for a descriptor, which stays the caller's. */
void sink_init(struct sink *s, int fd, const char *name);
void sink_release(struct sink *s);

/* Says that the gathered bytes now end at the end of a record.  ERR_NOMEM. */
int sink_end_record(struct sink *s, struct err *err);

/* Adds a line end, unless one was added last, or nothing at all. */
void sink_end_line(struct sink *s);

/*
 * Goes on behind the first n bytes of the descriptor's file, a regular one
 * that can be read: they are compared, not written (run/replay.h).
 */
int sink_resume(struct sink *s, uint64_t n, bool complete, struct err *err);

/*
 * Compares what was gathered, as far as it is there; before sink_flush().
 * As replay_compare(); ERR_NOMEM if gathering failed.
 */
int sink_compare(struct sink *s, struct err *err);

/* Writes what was gathered.  ERR_IO, or ERR_NOMEM if gathering failed. */
int sink_flush(struct sink *s, struct err *err);

/* Puts what was written on the disk.  ERR_IO. */
int sink_sync(struct sink *s, struct err *err);

#endif
