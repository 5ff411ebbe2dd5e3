/*
 * tty [TYPED...] -- COMMAND [ARGUMENT...]
 *
 * Runs a command whose terminal is a new one, and types each TYPED when it
 * asks: when what it printed there ends with a colon and a blank.  Prints what
 * a person would have seen, and at the end, and whenever the command stops
 * (and is woken up), whether the terminal echoes.  Ends as the command does;
 * death by signal N is 128 + N.
 */
#define _XOPEN_SOURCE 700 /* posix_openpt() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

struct session {
	int master, slave;
	int ended[2]; /* pipe: what the command ended with */
	char **typed; /* what is still to be typed, up to "--" */
	char last[2]; /* characters that were printed */
	pid_t leader;
};

static void
fail(const char *what)
{
	fprintf(stderr, "tty: %s: %s\n", what, strerror(errno));
	exit(99);
}

static void
open_terminal(struct session *s)
{
	s->master = posix_openpt(O_RDWR | O_NOCTTY);
	if (s->master == -1 || grantpt(s->master) == -1 ||
	    unlockpt(s->master) == -1)
		fail("posix_openpt");
	s->slave = open(ptsname(s->master), O_RDWR | O_NOCTTY);
	if (s->slave == -1)
		fail("slave");
}

/* On the terminal, so that it stands where it belongs. */
static void
print_echo(const struct session *s)
{
	struct termios t;

	if (tcgetattr(s->slave, &t) == -1)
		fail("tcgetattr");
	dprintf(
	    s->slave, "[echo %s]\n", (t.c_lflag & ECHO) != 0 ? "on" : "off");
}

/* Whoever ran the tests may ignore them, and children inherit that. */
static void
hear_signals(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (signal(signals[i], SIG_DFL) == SIG_ERR)
			fail("signal");
}

/* The command, in the foreground. */
static void
become(const struct session *s, char **command)
{
	sigset_t background, before;

	sigemptyset(&background);
	sigaddset(&background, SIGTTOU);
	sigprocmask(SIG_BLOCK, &background, &before);
	if (setpgid(0, 0) == -1 || tcsetpgrp(s->slave, getpid()) == -1)
		fail("tcsetpgrp");
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(s->slave);
	hear_signals();
	execvp(command[0], command);
	fail(command[0]);
}

/* What a shell does: only its children can be stopped. */
static void
lead(struct session *s, char **command)
{
	int status, end;
	pid_t child;

	close(s->master);
	close(s->ended[0]);
	/* The first terminal that a session opens is its own. */
	if (setsid() == -1 || open(ttyname(s->slave), O_RDWR) == -1)
		fail("setsid");
	child = fork();
	if (child == 0)
		become(s, command);
	while (
	    waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
		print_echo(s);
		kill(-child, SIGCONT);
	}
	print_echo(s);
	end =
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	if (write(s->ended[1], &end, sizeof(end)) != sizeof(end))
		fail("write");
	/* The terminal goes with its session. */
	pause();
}

static void
type_next(struct session *s)
{
	const char *text = *s->typed;

	if (strcmp(text, "--") == 0)
		return;
	s->typed++;
	if (write(s->master, text, strlen(text)) == -1)
		fail("write");
}

/* Passes on what was printed; types when it is a question.  False if nothing
 * was for a while. */
static bool
listen_once(struct session *s)
{
	struct pollfd wait = { .fd = s->master, .events = POLLIN };
	char text[256];
	ssize_t got;

	if (poll(&wait, 1, 50) <= 0 || (wait.revents & POLLIN) == 0)
		return false;
	got = read(s->master, text, sizeof(text));
	for (ssize_t i = 0; i < got; i++) {
		if (text[i] != '\r')
			putchar(text[i]);
		s->last[0] = s->last[1];
		s->last[1] = text[i];
	}
	if (got > 0 && memcmp(s->last, ": ", 2) == 0)
		type_next(s);
	return got > 0;
}

static bool
has_ended(const struct session *s, int *end)
{
	struct pollfd wait = { .fd = s->ended[0], .events = POLLIN };

	if (poll(&wait, 1, 0) != 1)
		return false;
	if (read(s->ended[0], end, sizeof(*end)) != sizeof(*end))
		fail("the command did not end");
	return true;
}

int
main(int argc, char **argv)
{
	struct session s = { .typed = argv + 1 };
	char **command = argv + 1;
	int end;

	while (*command != NULL && strcmp(*command, "--") != 0)
		command++;
	if (argc < 3 || *command == NULL || command[1] == NULL) {
		fprintf(stderr, "usage: tty [TYPED...] -- COMMAND...\n");
		return 64;
	}
	open_terminal(&s);
	if (pipe(s.ended) == -1)
		fail("pipe");
	s.leader = fork();
	if (s.leader == -1)
		fail("fork");
	if (s.leader == 0)
		lead(&s, command + 1);
	close(s.ended[1]);
	while (!has_ended(&s, &end))
		listen_once(&s);
	while (listen_once(&s))
		;
	kill(s.leader, SIGKILL);
	waitpid(s.leader, NULL, 0);
	return end;
}
