/*
 * resume: a run with --checkpoint, and what a former run of it has left.
 */
#ifndef RESUME_H
#define RESUME_H

#include "in.h"
#include "opt.h"
#include "out.h"

struct resume {
	struct tamis_checkpoint *checkpoint; /* NULL: none is asked for */
	struct tamis_reached reached;        /* when it was opened */
};

/* Whether --checkpoint is given with what it needs.  TAMIS_EUSAGE. */
int resume_check_options(const struct args *args, struct tamis_error *err);

/*
 * Opens the checkpoint, if one is asked for, which must not be an input.
 * TAMIS_EUSAGE, and as tamis_checkpoint_open().
 */
int resume_open(struct resume *r, const struct args *args, const struct in *in,
    struct tamis_error *err);
void resume_close(struct resume *r);

/* Notes down that outputs are about to be created.  TAMIS_EIO. */
int resume_begin(struct resume *r, struct tamis_error *err);

/*
 * Opens the file of rejected records in a folder: a new one, or that of the
 * run.  -1 and errno; EEXIST: somebody else's file has the name.
 */
int
resume_open_quarantine(const struct resume *r, int folder, const char *name);

/* Opens the output, a regular file if there is a checkpoint. */
int resume_open_out(const struct resume *r, struct out *o, const char *path,
    struct tamis_error *err);

/* Say where the run goes on, before it does, and that nothing was to do. */
void resume_say_begin(
    const struct resume *r, const struct args *args, const struct say *say);
void resume_say_end(
    const struct resume *r, const struct args *args, const struct say *say);

/* Notes down that all is done.  TAMIS_EIO. */
int resume_complete(struct resume *r, struct tamis_error *err);

/* Nothing was read: what a run that just began has left is nothing. */
void resume_abandon(struct resume *r);

#endif
