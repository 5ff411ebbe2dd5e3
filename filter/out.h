/*
 * out: files that appear whole or not at all.
 *
 * A regular file is written under another name in the same folder, readable
 * by its owner alone, and takes its own name when it is complete and on the
 * disk; until then an older file of that name stays what it was.  What is
 * not a regular file (a device, a pipe) is written directly.
 *
 * An output that something vouches for is kept: from out_keep() on it is
 * not removed by force, and when it cannot take its name it stays under the
 * other one.
 *
 * The output of a run that can be resumed has a fixed name while it is not
 * complete, OUT.tamis-part, and stays under it whatever happens.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>
#include <sys/stat.h>

#include "cli.h"

struct out {
	int fd;           /* to write to */
	const char *name; /* as given; for messages */
	char *path;       /* final, without links; NULL: written directly */
	char *temporary;
	const char *path_name, *temporary_name; /* in the folder */
	int folder;                             /* descriptor, or -1 */
	bool kept;
	bool stays;    /* is not removed when it is discarded */
	bool finished; /* has its name already, and is only read */
};

/* An output that was not opened; out_discard() does nothing to it. */
#define OUT_CLOSED ((struct out){ .fd = -1, .folder = -1 })

/*
 * Opens the output called path, or standard output if it is NULL or "-".
 * TAMIS_EOUTPUT.  *o stays where it is until it is committed or discarded.
 */
int out_open(struct out *o, const char *path, struct tamis_error *err);

/*
 * Opens the output of a run that can be resumed, to be read and written, and
 * locks it (flock()).  complete: the run that wrote it has ended; then it may
 * have its own name already.  TAMIS_EUSAGE: path is no regular file;
 * TAMIS_EOUTPUT: also a part that is not out_is_own(); TAMIS_EIO.
 */
int out_open_part(
    struct out *o, const char *path, bool complete, struct tamis_error *err);

/*
 * Whether an open file is regular, belongs to the user or to root, and has no
 * other name: what others may have put there is not written to.
 */
bool out_is_own(const struct stat *file);

/* Whether a file is the one that the output replaces or writes to. */
bool out_is(const struct out *o, const struct stat *file);

/* Refuses an output that is a file of the run.  TAMIS_EUSAGE. */
int out_refuse(const struct out *o, const struct stat *file, const char *what,
    struct tamis_error *err);

/* The same for a file by its name, if it is there; NULL is none. */
int out_refuse_named(const struct out *o, const char *path, const char *what,
    struct tamis_error *err);

/* Whether two open outputs are one, or one is the other's part. */
bool out_same(const struct out *a, const struct out *b);

/* Whether what is written has left at once. */
static inline bool
out_is_direct(const struct out *o)
{
	return o->path == NULL;
}

/* Puts what was written on the disk, if it can be.  TAMIS_EIO. */
int out_sync(struct out *o, struct tamis_error *err);

/* Keeps what was written, unless it is discarded. */
void out_keep(struct out *o);

/*
 * Removes all outputs that are not complete; for a process that is about to be
 * ended by force, also from its signal handlers.
 */
void out_remove_incomplete(void);

/*
 * Closes the output and gives it its name.  TAMIS_EIO; then it is as after
 * out_discard(), or, if it is kept, the text says where it is.
 */
int out_commit(struct out *o, struct tamis_error *err);

/* Closes the output and removes what was written. */
void out_discard(struct out *o);

#endif
