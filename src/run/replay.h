/*
 * replay: what a former run put on the disk is not written again.
 *
 * A run that is resumed reads its input from the beginning, and makes the same
 * records again.  As far as a checkpoint says that the output is on the disk,
 * they are compared with what is there, so that one output never holds the
 * records of two runs; behind that, the file is cut and written.  Therefore a
 * resumed run leaves what an uninterrupted one would have left.
 *
 * Sealed values (crypto/seal.h) are other bytes each time, of the same number:
 * of them, only that is compared.
 */
#ifndef RUN_REPLAY_H
#define RUN_REPLAY_H

#include "base/buf.h"
#include "base/err.h"

struct replay {
	bool active; /* bytes are compared; false: they are written */
	int fd;
	const char *name;   /* for messages */
	uint64_t at, end;   /* bytes compared; bytes to compare */
	bool complete;      /* nothing may follow */
	struct buf on_disk; /* owned */
};

/* One that is not active. */
void replay_init(struct replay *r);
void replay_release(struct replay *r);

/*
 * Begins with the first `end` bytes of a regular file that can be read and, if
 * it is not complete, written.  ERR_RESUME: it has fewer, or, if it is
 * complete, more; ERR_IO.
 */
int replay_begin(struct replay *r, int fd, const char *name, uint64_t end,
    bool complete, struct err *err);

/*
 * Compares up to n bytes, as far as they are to be on the disk: *done of them,
 * which become those that are there.  ERR_RESUME: they are others, or bytes
 * follow a complete file; ERR_IO, ERR_NOMEM.
 */
int replay_compare(
    struct replay *r, uint8_t *bytes, size_t n, size_t *done, struct err *err);

/*
 * If all was compared: is not active any more, and cuts the file, so that
 * writing goes on there.  ERR_IO.
 */
int replay_leave(struct replay *r, struct err *err);

/* The records have ended.  ERR_RESUME: the file has more of them. */
int replay_end(const struct replay *r, struct err *err);

#endif
