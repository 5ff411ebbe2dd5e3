/* Runs a command whose standard input and output do not block. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	for (int fd = 0; fd <= 1; fd++) {
		int flags = fcntl(fd, F_GETFL);

		if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
			perror("nonblock");
			return 99;
		}
	}
	if (argc < 2)
		return 99;
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 99;
}
