/*
 * register_write: the parts of a register as text, for register_*.c alone.
 */
#ifndef POLICY_REGISTER_WRITE_H
#define POLICY_REGISTER_WRITE_H

#include "policy/register.h"
#include "policy/sheet.h"

#define WRITING_BADGE 2  /* column of what is done */
#define WRITING_PATH  14 /* and of the path and the details */

/* A register on its way into a sheet. */
struct writing {
	const struct register_view *view;
	struct sheet sheet;
	struct buf text; /* of the phrase at hand */
};

void writing_init(
    struct writing *w, struct buf *out, const struct register_view *view);

/* Frees what it owns.  ERR_NOMEM if something could not be written. */
int writing_end(struct writing *w, struct err *err);

/* The buffer for a phrase, empty. */
struct buf *writing_begin(struct writing *w);

/* The head of a kind: its name, format, title, and which records it is of. */
void writing_kind(struct writing *w, const struct register_kind *k);

/* A rule, and a condition under its name. */
void writing_row(
    struct writing *w, const struct phrase *p, const struct register_row *row);
void writing_condition(struct writing *w, const struct phrase *p,
    struct slice name, const struct node *condition);

#endif
