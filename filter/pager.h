/*
 * pager: long texts on a terminal, page by page.
 *
 * A pager is started before the process enters its sandbox, and waits there
 * for the text; without one it ends unseen.
 */
#ifndef PAGER_H
#define PAGER_H

#include <sys/types.h>

#include "say.h"

struct pager {
	int fd; /* to write to; -1: there is none */
	pid_t child;
};

#define PAGER_NONE ((struct pager){ .fd = -1 })

/*
 * Starts the program that PAGER names, or less, when standard output is a
 * terminal.  An empty PAGER, or cat, is none.
 */
void pager_start(struct pager *p);

/* Ends it without a text; a pager that ended before stays as it is. */
void pager_end(struct pager *p);

/*
 * Prints a text on standard output, through the pager if there is one and it
 * can be run, and frees it.  The pager has ended then.
 */
enum exit_code pager_print(struct pager *p, struct tamis_text *text,
    enum exit_code code, const struct say *say);

#endif
