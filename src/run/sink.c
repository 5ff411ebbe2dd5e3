#include "run/sink.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/limits.h"

/* How long a reader may take once the run is to end, in milliseconds. */
#define PATIENCE 100

void
sink_init(struct sink *s, int fd, const char *name)
{
	*s = (struct sink){ .fd = fd, .name = name, .last = '\n' };
	buf_init(&s->bytes, LIMIT_GATHERED);
	replay_init(&s->replay);
}

void
sink_release(struct sink *s)
{
	buf_release(&s->bytes);
	replay_release(&s->replay);
	free(s->ends);
	s->ends = NULL;
}

int
sink_end_record(struct sink *s, struct err *err)
{
	if (s->bytes.failed)
		return err_nomem(err);
	if (s->end_count == s->end_cap &&
	    !array_grow((void **)&s->ends, &s->end_cap, sizeof(*s->ends)))
		return err_nomem(err);
	s->ends[s->end_count++] = s->bytes.len;
	return 0;
}

void
sink_end_line(struct sink *s)
{
	const struct buf *b = &s->bytes;
	uint8_t last = b->len > 0 ? b->p[b->len - 1] : s->last;

	if (last != '\n')
		buf_add_byte(&s->bytes, '\n');
}

/*
 * Waits until the descriptor takes bytes; when the run was asked to end, not
 * for long.  False when there is nothing more to wait for.
 */
static bool
wait_writable(const struct sink *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLOUT };
	bool stopped = s->stop != NULL && *s->stop != 0;
	bool ready = poll(&p, 1, stopped ? PATIENCE : -1) != 0;

	errno = EINTR;
	return ready || !stopped;
}

/*
 * Writes as much as can be written, but for the first `done` bytes, which are
 * there.  Returns the number of bytes that are there now.
 */
static size_t
write_most(struct sink *s, size_t done)
{
	if (s->fd == SINK_NOWHERE)
		return s->bytes.len;
	while (done < s->bytes.len) {
		ssize_t n =
		    write(s->fd, s->bytes.p + done, s->bytes.len - done);

		if (n > 0)
			done += (size_t)n;
		else if (n == 0 || (errno != EAGAIN && errno != EINTR) ||
			 !wait_writable(s))
			break;
	}
	return done;
}

/* Cuts a regular file back by n bytes; others have gone their way. */
static void
cut_back(int fd, size_t n)
{
	struct stat st;
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (n == 0 || at < (off_t)n || fstat(fd, &st) < 0 ||
	    !S_ISREG(st.st_mode))
		return;
	if (ftruncate(fd, at - (off_t)n) == 0)
		lseek(fd, at - (off_t)n, SEEK_SET);
}

/* Counts the records that end within the first `done` bytes. */
static size_t
take_records(struct sink *s, size_t done)
{
	size_t end = 0, i;

	for (i = 0; i < s->end_count && s->ends[i] <= done; i++)
		end = s->ends[i];
	s->records += i;
	s->end_count = 0;
	return end;
}

/* So many of the gathered bytes have arrived, and stay. */
static void
count_bytes(struct sink *s, size_t n)
{
	s->written += n;
	if (s->digest != NULL)
		digest_add(s->digest, (struct slice){ s->bytes.p, n });
}

int
sink_resume(struct sink *s, uint64_t n, bool complete, struct err *err)
{
	return replay_begin(&s->replay, s->fd, s->name, n, complete, err);
}

int
sink_sync(struct sink *s, struct err *err)
{
	if (file_sync(s->fd) == -1)
		return err_errno(err, ERR_IO, "%s: cannot write", s->name);
	return 0;
}

int
sink_compare(struct sink *s, struct err *err)
{
	if (s->bytes.failed)
		return err_nomem(err);
	if (!s->replay.active)
		return 0;
	return replay_compare(
	    &s->replay, s->bytes.p, s->bytes.len, &s->there, err);
}

int
sink_flush(struct sink *s, struct err *err)
{
	size_t there = s->there, done, whole;
	int error;

	if (s->bytes.failed)
		return err_nomem(err);
	s->there = 0;
	if (replay_leave(&s->replay, err) == -1)
		return -1;
	if (s->bytes.len == 0) {
		/* Records of which nothing is written are whole, too. */
		take_records(s, 0);
		return 0;
	}
	errno = EIO; /* of a write that takes nothing, and says nothing */
	done = write_most(s, there);
	error = errno;
	whole = take_records(s, done);
	if (done == s->bytes.len) {
		count_bytes(s, done);
		s->last = s->bytes.p[done - 1];
		buf_reset(&s->bytes);
		return 0;
	}
	count_bytes(s, whole);
	cut_back(s->fd, done - whole);
	buf_reset(&s->bytes);
	errno = error;
	return err_errno(err, ERR_IO, "%s: cannot write", s->name);
}
