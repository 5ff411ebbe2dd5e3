#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "stop.h"
#include "tty.h"

struct tty {
	int fd;
	int signals; /* descriptor; those that end or stop us arrive here */
	sigset_t watched, before;
	struct termios shown;
};

static int
open_tty(struct tty *t, struct tamis_error *err)
{
	t->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (t->fd != -1 && tcgetattr(t->fd, &t->shown) == 0)
		return 0;
	if (t->fd != -1)
		close(t->fd);
	return cli_fail(err, TAMIS_EKEY,
	    "there is no terminal to ask for the passphrase on");
}

/* From now on signals wait until the terminal is as it was. */
static int
watch_signals(struct tty *t, struct tamis_error *err)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM,
		SIGTSTP };

	sigemptyset(&t->watched);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&t->watched, numbers[i]);
	sigprocmask(SIG_BLOCK, &t->watched, &t->before);
	t->signals = signalfd(-1, &t->watched, SFD_CLOEXEC);
	if (t->signals != -1)
		return 0;
	sigprocmask(SIG_SETMASK, &t->before, NULL);
	return cli_fail_errno(err, TAMIS_EKEY, "signals cannot be watched");
}

static void
hide(const struct tty *t)
{
	struct termios hidden = t->shown;

	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	hidden.c_lflag |= ICANON | ISIG;
	tcsetattr(t->fd, TCSAFLUSH, &hidden);
}

static void
show(const struct tty *t)
{
	tcsetattr(t->fd, TCSAFLUSH, &t->shown);
}

static void
print(const struct tty *t, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t put = write(t->fd, text, len);

		if (put == -1 && errno != EINTR)
			return;
		if (put > 0) {
			text += put;
			len -= (size_t)put;
		}
	}
}

/*
 * Lets a signal do what it does.  Whoever was only stopped, or asked to end, is
 * back here.
 */
static void
obey(const struct tty *t)
{
	struct signalfd_siginfo info;

	if (read(t->signals, &info, sizeof(info)) != sizeof(info))
		return;
	show(t);
	print(t, "\n");
	sigprocmask(SIG_SETMASK, &t->before, NULL);
	raise((int)info.ssi_signo);
	sigprocmask(SIG_BLOCK, &t->watched, NULL);
}

/* Waits until something was typed; false if a signal came instead. */
static bool
wait_typed(const struct tty *t)
{
	struct pollfd wait[] = {
		{ .fd = t->signals, .events = POLLIN },
		{ .fd = t->fd, .events = POLLIN },
	};

	while (poll(wait, 2, -1) == -1 && errno == EINTR)
		;
	if (wait[0].revents == 0)
		return true;
	obey(t);
	return false;
}

static int
read_line(const struct tty *t, uint8_t *out, size_t room, size_t *len,
    struct tamis_error *err)
{
	ssize_t got;

	do
		got = read(t->fd, out, room);
	while (got == -1 && errno == EINTR);
	if (got <= 1)
		return cli_fail(err, TAMIS_EKEY, "no passphrase was typed");
	if (out[got - 1] != '\n')
		return cli_fail(err, TAMIS_EKEY, "the passphrase is too long");
	*len = (size_t)got - 1;
	return 0;
}

static int
ask_hidden(const struct tty *t, const char *prompt, uint8_t *out, size_t room,
    size_t *len, struct tamis_error *err)
{
	int result;

	do {
		if (*stop_flag() != 0)
			return cli_fail(err, TAMIS_ESTOPPED,
			    "stopped by a signal: no passphrase was typed");
		hide(t);
		print(t, prompt);
	} while (!wait_typed(t));
	result = read_line(t, out, room, len, err);
	show(t);
	print(t, "\n");
	return result;
}

int
tty_ask(const char *prompt, uint8_t *out, size_t room, size_t *len,
    struct tamis_error *err)
{
	struct tty t;
	int result = -1;

	if (open_tty(&t, err) != 0)
		return -1;
	if (watch_signals(&t, err) == 0) {
		result = ask_hidden(&t, prompt, out, room, len, err);
		close(t.signals);
		sigprocmask(SIG_SETMASK, &t.before, NULL);
	}
	close(t.fd);
	return result;
}
