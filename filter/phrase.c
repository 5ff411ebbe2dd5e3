#define _DEFAULT_SOURCE /* explicit_bzero() */

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "phrase.h"
#include "tty.h"

/* read() that waits. */
static ssize_t
read_some(int fd, uint8_t *out, size_t room)
{
	ssize_t got;

	do {
		got = read(fd, out, room);
		if (got == -1 && errno == EAGAIN) {
			struct pollfd wait = { .fd = fd, .events = POLLIN };

			poll(&wait, 1, -1);
		}
	} while (got == -1 && (errno == EINTR || errno == EAGAIN));
	return got;
}

/* Reads until there is no room or nothing left, behind what was read. */
static int
fill(int fd, uint8_t *out, size_t room, size_t *used, struct tamis_error *err)
{
	ssize_t got = 1;

	while (*used < room && got > 0) {
		got = read_some(fd, out + *used, room - *used);
		if (got == -1)
			return cli_fail_errno(err, TAMIS_EKEY,
			    "the passphrase cannot be read from descriptor %d",
			    fd);
		*used += (size_t)got;
	}
	return 0;
}

/* All that a descriptor gives, without the end of its last line. */
static int
read_fd(int fd, uint8_t *out, size_t room, size_t *len, struct tamis_error *err)
{
	size_t used = 0, more = 0;
	uint8_t rest[2]; /* the end of a line that fills the room, and more */

	if (fill(fd, out, room, &used, err) != 0 ||
	    (used == room && fill(fd, rest, sizeof(rest), &more, err) != 0))
		return -1;
	if (more > 1 || (more == 1 && rest[0] != '\n'))
		return cli_fail(err, TAMIS_EKEY, "the passphrase is too long");
	if (used > 0 && more == 0 && out[used - 1] == '\n')
		used--;
	if (used == 0)
		return cli_fail(err, TAMIS_EKEY, "the passphrase is empty");
	*len = used;
	return 0;
}

/* Asks again, behind what was typed, and compares. */
static int
confirm(uint8_t *out, size_t room, size_t len, struct tamis_error *err)
{
	size_t again = 0;
	int result =
	    tty_ask("The same again: ", out + len, room - len, &again, err);
	bool same = again == len && memcmp(out, out + len, len) == 0;

	explicit_bzero(out + len, room - len);
	if (result != 0)
		return -1;
	if (!same)
		return cli_fail(err, TAMIS_EKEY, "the two are not the same");
	return 0;
}

static int
ask(void *ctx, uint8_t *out, size_t room, size_t *len, struct tamis_error *err)
{
	const struct phrase *p = ctx;
	char prompt[256];

	if (p->fd != -1)
		return read_fd(p->fd, out, room, len, err);
	snprintf(prompt, sizeof(prompt),
	    "%s for %.200s: ", p->is_new ? "New passphrase" : "Passphrase",
	    p->path);
	if (tty_ask(prompt, out, room / 2, len, err) != 0)
		return -1;
	return p->is_new ? confirm(out, room, *len, err) : 0;
}

int
phrase_init(struct phrase *p, const struct args *args, enum opt_id option,
    const char *path, struct tamis_error *err)
{
	const char *fd = args->value[option];
	unsigned long number;

	*p = (struct phrase){ { ask, p }, path, -1, false };
	if (fd == NULL)
		return 0;
	if (!cli_number(fd, INT_MAX, &number))
		return cli_fail(err, TAMIS_EUSAGE,
		    "--%s takes the number of a descriptor",
		    option_rows[option].name);
	p->fd = (int)number;
	return 0;
}
