#include "run/receipt_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "run/receipt_read.h"

/* A line is looked for in so many bytes at the end of the file, then more. */
#define FIRST_TAIL ((size_t)64 << 10)

static bool
is_stopped(const struct receipt_file *f)
{
	return f->stop != NULL && *f->stop != 0;
}

static int
lock(const struct receipt_file *f, struct err *err)
{
	int result;

	do
		result = flock(f->fd, LOCK_EX);
	while (result == -1 && errno == EINTR && !is_stopped(f));
	if (result == 0)
		return 0;
	if (errno == EINTR)
		return err_set(err, ERR_STOPPED,
		    "%s: stopped by a signal while others held it", f->path);
	return err_errno(err, ERR_OUTPUT, "%s: cannot be locked", f->path);
}

static void
unlock(const struct receipt_file *f)
{
	flock(f->fd, LOCK_UN);
}

/* The size of a file that still has a name. */
static int
examine(const struct receipt_file *f, uint64_t *size, struct err *err)
{
	struct stat st;

	if (fstat(f->fd, &st) == -1)
		return err_errno(err, ERR_OUTPUT, "%s", f->path);
	if (!S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_OUTPUT, "%s: not a regular file", f->path);
	if (st.st_nlink == 0)
		return err_set(
		    err, ERR_OUTPUT, "%s: was removed meanwhile", f->path);
	*size = (uint64_t)st.st_size;
	return 0;
}

static int
read_at(const struct receipt_file *f, uint64_t at, struct buf *out, size_t len,
    struct err *err)
{
	if (buf_reserve(out, len) == NULL)
		return err_nomem(err);
	while (out->len < len) {
		ssize_t n = pread(f->fd, out->p + out->len, len - out->len,
		    (off_t)(at + out->len));

		if (n > 0)
			out->len += (size_t)n;
		else if (n == 0)
			return err_set(
			    err, ERR_OUTPUT, "%s: was cut meanwhile", f->path);
		else if (errno != EINTR)
			return err_errno(
			    err, ERR_OUTPUT, "%s: cannot be read", f->path);
	}
	return 0;
}

/*
 * Whether the bytes, the last of a file, hold the whole of its last line.  The
 * line is what it is then set to, without its line feed.
 */
static bool
find_line(struct slice tail, bool whole_file, struct slice *line)
{
	size_t begin = tail.len - 1;

	while (begin > 0 && tail.p[begin - 1] != '\n')
		begin--;
	*line = (struct slice){ tail.p + begin, tail.len - 1 - begin };
	return begin > 0 || whole_file;
}

/* Reads the last line of a file of this size (not 0) into tail. */
static int
read_last(const struct receipt_file *f, uint64_t size, struct buf *tail,
    struct slice *line, struct err *err)
{
	size_t len = FIRST_TAIL;
	bool whole;

	do {
		whole = len >= size;
		if (whole)
			len = (size_t)size;
		buf_reset(tail);
		if (read_at(f, size - len, tail, len, err) < 0)
			return -1;
		if (tail->p[len - 1] != '\n')
			return err_set(err, ERR_OUTPUT,
			    "%s: its last line was cut off", f->path);
		if (find_line(buf_slice(tail), whole, line))
			return 0;
		len *= 2;
	} while (len <= LIMIT_RECEIPT * 2);
	return err_set(
	    err, ERR_OUTPUT, "%s: its last line is no receipt", f->path);
}

/* Where the line behind this one stands. */
static int
follow(const struct receipt_file *f, struct slice line,
    struct receipt_place *place, struct err *err)
{
	struct receipt last;
	const char *wrong = receipt_read(line, &last);

	if (wrong != NULL)
		return err_set(
		    err, ERR_OUTPUT, "%s: its last line: %s", f->path, wrong);
	if (!sign_verify(f->signer, last.signed_part, last.signature))
		return err_set(err, ERR_OUTPUT,
		    "%s: its last line is not signed by this key", f->path);
	place->n = last.place.n + 1;
	crypto_digest(line, place->prev);
	return 0;
}

/* Where the next line of a file of this size stands; it must be locked. */
static int
find_place(const struct receipt_file *f, uint64_t size,
    struct receipt_place *place, struct err *err)
{
	struct slice line;
	struct buf tail;
	int result;

	*place = (struct receipt_place){ .n = 1 };
	if (size == 0)
		return 0;
	buf_init(&tail, LIMIT_RECEIPT * 2);
	result = read_last(f, size, &tail, &line, err);
	if (result == 0)
		result = follow(f, line, place, err);
	buf_release(&tail);
	return result;
}

static int
check_locked(const struct receipt_file *f, int folder, struct err *err)
{
	struct receipt_place place;
	uint64_t size;

	if (examine(f, &size, err) < 0 || find_place(f, size, &place, err) < 0)
		return -1;
	/* The name of a new file is on the disk when its folder is. */
	if (size == 0 && file_sync_folder(folder) < 0)
		return err_errno(err, ERR_OUTPUT, "%s", f->path);
	return 0;
}

static int
check(const struct receipt_file *f, int folder, struct err *err)
{
	uint64_t size;
	int result;

	/* What is no file is not locked: nobody knows what that means. */
	if (examine(f, &size, err) < 0 || lock(f, err) < 0)
		return -1;
	result = check_locked(f, folder, err);
	unlock(f);
	return result;
}

static int
open_in(struct receipt_file *f, int folder, const char *name, struct err *err)
{
	/* Opening a FIFO must not wait for somebody who reads. */
	f->fd = openat(folder, name,
	    O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
		O_CLOEXEC,
	    0600);
	if (f->fd == -1 && errno == ELOOP)
		return err_set(err, ERR_OUTPUT, "%s: a symbolic link", f->path);
	if (f->fd == -1)
		return err_errno(err, ERR_OUTPUT, "%s", f->path);
	if (check(f, folder, err) == 0)
		return 0;
	receipt_file_close(f);
	return -1;
}

int
receipt_file_open(struct receipt_file *f, const char *path,
    const struct pair_public *signer, const volatile sig_atomic_t *stop,
    struct err *err)
{
	const char *name;
	int folder = file_open_folder(path, &name);
	int result;

	*f = (struct receipt_file){ -1, path, signer, stop };
	if (folder == -1)
		return err_errno(err, ERR_OUTPUT, "%s", path);
	result = open_in(f, folder, name, err);
	close(folder);
	return result;
}

void
receipt_file_close(struct receipt_file *f)
{
	if (f->fd != -1)
		close(f->fd);
	f->fd = -1;
}

/*
 * Writes a line in one piece: whoever reads meanwhile sees it whole or not at
 * all.  What a full disk took of it is taken back.
 */
static int
write_line(const struct receipt_file *f, uint64_t size, struct slice line,
    struct err *err)
{
	ssize_t n;

	do
		n = write(f->fd, line.p, line.len);
	while (n == -1 && errno == EINTR);
	if (n == (ssize_t)line.len && fsync(f->fd) == 0)
		return 0;
	if (n >= 0 && n < (ssize_t)line.len)
		err_set(
		    err, ERR_IO, "%s: there is no room for a line", f->path);
	else
		err_errno(err, ERR_IO, "%s: cannot write", f->path);
	if (ftruncate(f->fd, (off_t)size) == 0)
		fsync(f->fd);
	return -1;
}

static int
add_locked(const struct receipt_file *f, const char *time, const char *sandbox,
    struct slice body, const struct pair_secret *secret, struct err *err)
{
	struct receipt_place place;
	struct buf line;
	uint64_t size;
	int result;

	if (examine(f, &size, err) < 0 || find_place(f, size, &place, err) < 0)
		return -1;
	buf_init(&line, LIMIT_RECEIPT);
	receipt_add_line(&line, &place, time, sandbox, body, secret);
	result = line.failed ? err_nomem(err)
			     : write_line(f, size, buf_slice(&line), err);
	buf_release(&line);
	return result;
}

int
receipt_file_add(const struct receipt_file *f, const char *time,
    const char *sandbox, struct slice body, const struct pair_secret *secret,
    struct err *err)
{
	struct err why = { .code = ERR_NONE };

	if (lock(f, &why) == 0) {
		add_locked(f, time, sandbox, body, secret, &why);
		unlock(f);
	}
	if (why.code == ERR_NONE)
		return 0;
	/* It could be opened before the run: this is no wrong name. */
	return err_set(
	    err, why.code == ERR_OUTPUT ? ERR_IO : why.code, "%s", why.text);
}
