/*
 * tamis: a sieve for health records.  The commands are in commands.c.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "opt.h"
#include "stop.h"

/*
 * A closed standard descriptor is taken by a file that is opened later, and
 * messages would go into data.  It is filled so that every use of it fails.
 */
static int
fill_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) != -1)
			continue;
		if (open("/dev/null",
			fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return -1;
	}
	return 0;
}

/*
 * A reader that went away, a file that may not grow: errors of write().  Who
 * asks for counters before there are any gets none, and ends nothing.
 */
static int
ignore_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	if (sigaction(SIGPIPE, &ignore, NULL) != 0 ||
	    sigaction(SIGXFSZ, &ignore, NULL) != 0)
		return -1;
	return sigaction(SIGUSR1, &ignore, NULL);
}

static enum exit_code
dispatch(int argc, char **argv, struct say *say)
{
	struct args args;

	if (opt_parse(argc, argv, &args, say) != 0)
		return CLI_USAGE;
	if (say_init(say, args.value[OPT_COLOR]) != 0) {
		say_error(say, "--color takes auto, always or never");
		return CLI_USAGE;
	}
	if (args.value[OPT_HELP] != NULL)
		return cmd_help_about(args.command, say);
	return args.command->run(&args, say);
}

int
main(int argc, char **argv)
{
	struct say say;
	struct tamis_error err;

	if (fill_descriptors() != 0 || ignore_signals() != 0)
		return CLI_BUG;
	stop_leave();
	umask(077);
	say_init(&say, NULL);
	if (tamis_init(&err) != 0 || tamis_guard_process(&err) != 0)
		return (int)say_failure(&say, &err);
	return (int)dispatch(argc, argv, &say);
}
