/*
 * golden: the folder that holds what a replay is to give.
 *
 *	DIR/NAME		what is written of the data set's file NAME
 *	DIR/NAME.reject		which of its records are not written, and why;
 *				no such file: all are
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "dataset.h"
#include "out.h"

/* What is expected of one file. */
struct golden_file {
	char *out_name, *rejects_name; /* owned; with DIR */
	struct tamis_replay_result result;
	bool is_there;
};

struct golden {
	const char *folder;
	const struct dataset *data;
	struct golden_file *files; /* owned; by file of the data set */
	size_t count;
	struct dataset left; /* results of files that are not there */

	struct out out, rejects; /* of the file that is updated */
};

/*
 * Finds and opens all that is expected of a data set, in a folder; what is
 * there for no file is listed as left if the data set is one of folders.  With
 * `update`, nothing need be there, and nothing is opened.  golden_release()
 * frees it, after a failure too, before the data set goes.  TAMIS_EUSAGE: two
 * files have one name;
 * TAMIS_EINPUT: the folder is missing, or holds nothing; TAMIS_ENOMEM.
 */
int golden_open(struct golden *g, const char *folder, const struct dataset *d,
    bool update, struct tamis_error *err);
void golden_release(struct golden *g);

/* What is expected of a file, or NULL: nothing. */
const struct tamis_replay_result *
golden_of(const struct golden *g, size_t file);

/*
 * Begins to write what is expected of a file from now on, to *result; then puts
 * both of its files in their places, whole, or forgets them.  TAMIS_EUSAGE: one
 * of them is a file of the data set; TAMIS_EOUTPUT, TAMIS_EIO.
 */
int golden_begin(struct golden *g, size_t file,
    struct tamis_replay_result *result, struct tamis_error *err);
int golden_commit(struct golden *g, size_t file, struct tamis_error *err);
void golden_discard(struct golden *g);

#endif
