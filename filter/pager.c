#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pager.h"
#include "view.h"

/* The pager to use, or NULL. */
static const char *
find_pager(void)
{
	const char *pager = getenv("PAGER");

	if (isatty(STDOUT_FILENO) != 1)
		return NULL;
	if (pager == NULL)
		return "less";
	return pager[0] == '\0' || strcmp(pager, "cat") == 0 ? NULL : pager;
}

/* In the child: less leaves colours alone and ends when all fits. */
static void
become(const char *pager, const int ends[2])
{
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	setenv("LESS", "FRX", 0);
	execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
	_exit(127);
}

/* 0 if the pager showed the text; whoever closes it early has seen enough. */
static int
show(const char *pager, const struct tamis_text *text)
{
	int ends[2], status = -1;
	struct tamis_error err;
	pid_t child;

	if (pipe(ends) != 0)
		return -1;
	child = fork();
	if (child == 0)
		become(pager, ends);
	close(ends[0]);
	if (child > 0)
		view_write_all(ends[1], text, &err);
	close(ends[1]);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? -1 : 0;
}

enum exit_code
pager_print(struct tamis_text *text, enum exit_code code, const struct say *say)
{
	const char *pager = find_pager();

	if (pager == NULL || show(pager, text) != 0)
		return view_print(text, code, say);
	tamis_text_free(text);
	return code;
}
