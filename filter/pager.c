#include <poll.h>
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

/*
 * In the child: once there is a text.  less leaves colours alone and ends when
 * all fits.
 */
static void
become(const char *pager, int text)
{
	struct pollfd in = { .fd = text, .events = POLLIN };

	if (poll(&in, 1, -1) != 1 || (in.revents & POLLIN) == 0)
		_exit(0);
	dup2(text, STDIN_FILENO);
	close(text);
	setenv("LESS", "FRX", 0);
	execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
	_exit(127);
}

void
pager_start(struct pager *p)
{
	const char *pager = find_pager();
	int ends[2];

	*p = PAGER_NONE;
	if (pager == NULL || pipe(ends) != 0)
		return;
	p->child = fork();
	if (p->child == 0) {
		close(ends[1]);
		become(pager, ends[0]);
	}
	close(ends[0]);
	if (p->child < 0)
		close(ends[1]);
	else
		p->fd = ends[1];
}

/* Waits until the pager has ended; false if it could not be run. */
static bool
wait_for(struct pager *p)
{
	int status = -1;

	close(p->fd);
	p->fd = -1;
	return waitpid(p->child, &status, 0) == p->child &&
	       !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

void
pager_end(struct pager *p)
{
	if (p->fd != -1)
		wait_for(p);
}

/* Whoever closes the pager early has seen enough. */
static bool
show(struct pager *p, const struct tamis_text *text)
{
	struct tamis_error err;

	if (p->fd == -1)
		return false;
	view_write_all(p->fd, text, &err);
	return wait_for(p);
}

enum exit_code
pager_print(struct pager *p, struct tamis_text *text, enum exit_code code,
    const struct say *say)
{
	if (!show(p, text))
		return view_print(text, code, say);
	tamis_text_free(text);
	return code;
}
