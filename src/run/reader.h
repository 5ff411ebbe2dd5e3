/*
 * reader: the records of a stream, one at a time, as they are asked for.
 *
 *	reader_init(&r, program, format, work, 0);
 *	reader_open(&r, fd, name);
 *	for (;;)
 *		switch (reader_step(&r, &out, &found)) {
 *		case READING_MORE:
 *			... source_fill(&r.source, err) ...
 *
 * run/run.h goes over whole inputs with one.  In place of a descriptor, bytes
 * can be fed (run/source.h).
 */
#ifndef RUN_READER_H
#define RUN_READER_H

#include "run/run.h"
#include "run/source.h"

struct reader {
	const struct run_work *work;
	const struct program *program;
	enum format_id format;
	struct source source;
	struct splitter splitter;
	size_t used; /* bytes of the window that the last step took up */
};

/* What a step has come to. */
enum reading {
	READING_NOTHING,  /* no record; perhaps bytes between records */
	READING_WRITTEN,  /* a record, with what stands around it */
	READING_REJECTED, /* a record, of which nothing was written */
	READING_LAST,     /* the same, and what follows cannot be read */
	READING_MORE,     /* the source must be filled */
	READING_END,      /* the input ended well */
};

/* A record that was rejected. */
struct reading_reject {
	uint64_t offset; /* of its first byte in the input */
	struct rejection why;
	struct slice content; /* as received, until the next step; p == NULL:
				 it is not in memory as a whole */
};

/*
 * A reader of streams of a format that the program describes; program and work
 * must outlive it.  read_size as in struct run_job.
 */
void reader_init(struct reader *r, const struct program *program,
    enum format_id format, const struct run_work *work, size_t read_size);
void reader_release(struct reader *r);

/* Goes over to another input, at its beginning. */
void reader_open(struct reader *r, int fd, const char *name);

/*
 * Goes on by one piece; what is to be written of it is added to out.  *reject
 * is set for READING_REJECTED and READING_LAST.
 */
enum reading
reader_step(struct reader *r, struct buf *out, struct reading_reject *reject);

#endif
