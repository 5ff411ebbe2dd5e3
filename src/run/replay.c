#include "run/replay.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#define SEALED "sb1."

void
replay_init(struct replay *r)
{
	*r = (struct replay){ .active = false };
	/* As much as a sink gathers. */
	buf_init(&r->on_disk, LIMIT_GATHERED);
}

void
replay_release(struct replay *r)
{
	buf_release(&r->on_disk);
}

int
replay_begin(struct replay *r, int fd, const char *name, uint64_t end,
    bool complete, struct err *err)
{
	struct stat file;

	if (fstat(fd, &file) == -1)
		return err_errno(err, ERR_IO, "%s: cannot examine", name);
	if (!S_ISREG(file.st_mode) || (uint64_t)file.st_size < end)
		return err_set(err, ERR_RESUME,
		    "the %s is shorter than the checkpoint says", name);
	if (complete && (uint64_t)file.st_size != end)
		return err_set(err, ERR_RESUME,
		    "the %s is longer than the checkpoint says", name);
	r->active = true;
	r->fd = fd;
	r->name = name;
	r->at = 0;
	r->end = end;
	r->complete = complete;
	return 0;
}

static int
read_disk(struct replay *r, size_t n, struct err *err)
{
	buf_reset(&r->on_disk);
	if (buf_reserve(&r->on_disk, n) == NULL)
		return err_nomem(err);
	while (r->on_disk.len < n) {
		ssize_t got = pread(r->fd, r->on_disk.p + r->on_disk.len,
		    n - r->on_disk.len, (off_t)(r->at + r->on_disk.len));

		if (got > 0)
			r->on_disk.len += (size_t)got;
		else if (got == 0)
			return err_set(err, ERR_RESUME,
			    "the %s is shorter than the checkpoint says",
			    r->name);
		else if (errno != EINTR)
			return err_errno(
			    err, ERR_IO, "%s: cannot read", r->name);
	}
	return 0;
}

/* A character that a sealed value may have. */
static bool
is_of_sealed(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
}

/* Where the word around p begins, not before `first`. */
static const uint8_t *
word_start(const uint8_t *first, const uint8_t *p)
{
	while (p > first && is_of_sealed(p[-1]))
		p--;
	return p;
}

static const uint8_t *
word_end(const uint8_t *p, const uint8_t *end)
{
	while (p < end && is_of_sealed(*p))
		p++;
	return p;
}

/* Whether two texts differ in the bytes of sealed values alone. */
static bool
is_same(const uint8_t *a, const uint8_t *b, size_t n)
{
	const size_t mark = sizeof(SEALED) - 1;
	size_t i = 0;

	if (memcmp(a, b, n) == 0)
		return true;
	while (i < n) {
		const uint8_t *start, *end;

		if (a[i] == b[i]) {
			i++;
			continue;
		}
		start = word_start(a, a + i);
		end = word_end(a + i, a + n);
		if (a + i < start + mark || memcmp(start, SEALED, mark) != 0 ||
		    word_end(b + i, b + n) - b != end - a)
			return false;
		i = (size_t)(end - a);
	}
	return true;
}

int
replay_compare(
    struct replay *r, uint8_t *bytes, size_t n, size_t *done, struct err *err)
{
	uint64_t left = r->end - r->at;
	size_t known = n < left ? n : (size_t)left;

	if (r->complete && n > left)
		return err_set(err, ERR_RESUME,
		    "the run is complete, but the input goes on behind it");
	if (known > 0) {
		if (read_disk(r, known, err) == -1)
			return -1;
		if (!is_same(r->on_disk.p, bytes, known))
			return err_set(err, ERR_RESUME,
			    "the %s is not what this input, policy and keys "
			    "give",
			    r->name);
		memcpy(bytes, r->on_disk.p, known);
	}
	r->at += known;
	*done = known;
	return 0;
}

int
replay_leave(struct replay *r, struct err *err)
{
	if (!r->active || r->at < r->end)
		return 0;
	r->active = false;
	if (r->complete)
		return 0;
	if (ftruncate(r->fd, (off_t)r->end) == -1 ||
	    lseek(r->fd, (off_t)r->end, SEEK_SET) == -1)
		return err_errno(err, ERR_IO, "%s: cannot write", r->name);
	return 0;
}

int
replay_end(const struct replay *r, struct err *err)
{
	if (!r->active || r->at == r->end)
		return 0;
	return err_set(err, ERR_RESUME,
	    "the %s has more records than this input gives", r->name);
}
