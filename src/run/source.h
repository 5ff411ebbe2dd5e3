/*
 * source: a window over the bytes of a descriptor.
 *
 * The window grows up to a stated size and slides along the input; FORMAT_PAD
 * bytes beyond it are always readable.
 */
#ifndef RUN_SOURCE_H
#define RUN_SOURCE_H

#include "base/err.h"
#include "base/slice.h"
#include "crypto/sign.h"

struct source {
	int fd;
	const char *name; /* for messages */
	uint8_t *p;       /* owned */
	size_t begin, end, cap;
	size_t max;       /* cap never grows beyond this */
	size_t read_size; /* largest single read */
	uint64_t taken;   /* bytes taken up: offset of the window */
	bool eof;
	struct digest *digest; /* of what is read; the caller's, or NULL */
};

/* A window of at most max bytes; 0 for read_size means no limit of its own. */
void source_init(struct source *s, size_t max, size_t read_size);
void source_release(struct source *s);

/* Goes over to another descriptor, which stays the caller's. */
void source_open(struct source *s, int fd, const char *name);

static inline struct slice
source_window(const struct source *s)
{
	if (s->p == NULL)
		return (struct slice){ NULL, 0 };
	return (struct slice){ s->p + s->begin, s->end - s->begin };
}

static inline void
source_take(struct source *s, size_t n)
{
	s->begin += n;
	s->taken += n;
}

/* Whether a read would have to wait. */
bool source_pauses(const struct source *s);

/*
 * Waits until a read would not have to; false: until a signal came, which a
 * read could sleep through.
 */
bool source_wait(const struct source *s);

/* Whether nothing comes for a fifth of a second. */
bool source_rests(const struct source *s);

enum source_read {
	SOURCE_READ,        /* the window grew, or the end was reached */
	SOURCE_INTERRUPTED, /* by a signal; nothing changed */
	SOURCE_FAILED,      /* err says why */
};

/* Reads once.  ERR_IO, ERR_NOMEM. */
enum source_read source_fill(struct source *s, struct err *err);

#endif
