#include "run/source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "format/format.h"

#define FIRST_SIZE ((size_t)256 << 10)
#define REST       200 /* milliseconds */

void
source_init(struct source *s, size_t max, size_t read_size)
{
	*s = (struct source){
		.fd = -1,
		.max = max,
		.read_size = read_size > 0 ? read_size : SIZE_MAX,
	};
}

void
source_release(struct source *s)
{
	if (s->p != NULL)
		memset(s->p, 0, s->cap + FORMAT_PAD);
	free(s->p);
	s->p = NULL;
}

void
source_open(struct source *s, int fd, const char *name)
{
	s->fd = fd;
	s->name = name;
	s->begin = s->end = 0;
	s->taken = 0;
	s->eof = false;
}

static bool
is_silent(const struct source *s, int milliseconds)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };

	return poll(&p, 1, milliseconds) == 0;
}

bool
source_pauses(const struct source *s)
{
	return is_silent(s, 0);
}

bool
source_wait(const struct source *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };

	/* Whatever else fails, a read says what it is. */
	return poll(&p, 1, -1) != -1 || errno != EINTR;
}

bool
source_rests(const struct source *s)
{
	return is_silent(s, REST);
}

/* Moves the window to the front, and doubles the memory if it is full. */
static int
make_room(struct source *s, struct err *err)
{
	size_t cap = s->cap == 0 ? FIRST_SIZE : s->cap * 2;
	uint8_t *p;

	if (s->begin > 0) {
		memmove(s->p, s->p + s->begin, s->end - s->begin);
		s->end -= s->begin;
		s->begin = 0;
	}
	if (s->end < s->cap)
		return 0;
	if (cap > s->max)
		cap = s->max;
	if (s->end >= cap)
		return err_set(err, ERR_BUG, "a window cannot grow further");
	p = realloc(s->p, cap + FORMAT_PAD);
	if (p == NULL)
		return err_nomem(err);
	memset(p + s->end, 0, cap + FORMAT_PAD - s->end);
	s->p = p;
	s->cap = cap;
	return 0;
}

enum source_read
source_fill(struct source *s, struct err *err)
{
	size_t room;
	ssize_t n;

	if (make_room(s, err) < 0)
		return SOURCE_FAILED;
	room = s->cap - s->end;
	n = read(
	    s->fd, s->p + s->end, room < s->read_size ? room : s->read_size);
	if (n >= 0) {
		if (s->digest != NULL)
			digest_add(s->digest,
			    (struct slice){ s->p + s->end, (size_t)n });
		s->end += (size_t)n;
		s->eof = n == 0;
		return SOURCE_READ;
	}
	if (errno == EINTR)
		return SOURCE_INTERRUPTED;
	if (errno == EAGAIN) {
		source_wait(s);
		return SOURCE_INTERRUPTED;
	}
	err_errno(err, ERR_IO, "%s: cannot read", s->name);
	return SOURCE_FAILED;
}
