/*
 * pinned INPUT COMMAND [ARGUMENT...]
 *
 * Runs a command on one core with INPUT as its standard input and /dev/null
 * as its standard output, and prints how long it took and how much memory it
 * had at most: SECONDS KIBIBYTES.  The measure begins before the process does
 * and ends when it is gone, so that starting is part of it.
 */
#define _GNU_SOURCE /* sched_setaffinity(), wait4() */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
fail(const char *what)
{
	fprintf(stderr, "pinned: %s: %s\n", what, strerror(errno));
	_exit(EXIT_FAILURE);
}

/* The last core we may use: the first one serves most interrupts. */
static void
pin(void)
{
	cpu_set_t allowed, one;
	size_t core = CPU_SETSIZE - 1;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		fail("sched_getaffinity");
	while (core > 0 && !CPU_ISSET(core, &allowed))
		core--;
	CPU_ZERO(&one);
	CPU_SET(core, &one);
	if (sched_setaffinity(0, sizeof(one), &one) != 0)
		fail("sched_setaffinity");
}

static void
redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags);

	if (fd < 0 || dup2(fd, to) < 0 || close(fd) != 0)
		fail(path);
}

static void
become(const char *input, char **command)
{
	pin();
	redirect(input, O_RDONLY, STDIN_FILENO);
	redirect("/dev/null", O_WRONLY, STDOUT_FILENO);
	execvp(command[0], command);
	fail(command[0]);
}

static double
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		fail("clock_gettime");
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	struct rusage usage;
	double start;
	int status;
	pid_t child;

	if (argc < 3) {
		fprintf(stderr, "usage: pinned INPUT COMMAND [ARGUMENT...]\n");
		return 64;
	}
	start = now();
	child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0)
		become(argv[1], argv + 2);
	if (wait4(child, &status, 0, &usage) != child)
		fail("wait4");
	if (status != 0) {
		fprintf(stderr, "pinned: %s failed\n", argv[2]);
		return EXIT_FAILURE;
	}
	printf("%.6f %ld\n", now() - start, usage.ru_maxrss);
	return EXIT_SUCCESS;
}
