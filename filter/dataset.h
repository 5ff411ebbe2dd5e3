/*
 * dataset: the files that a tester names, also those of whole folders, all
 * opened before anything is read.
 */
#ifndef DATASET_H
#define DATASET_H

#include "cli.h"
#include "out.h"

struct dataset_file {
	char *path;         /* owned; as it is told */
	const char *inside; /* in path: its name below the folder, or alone */
	bool in_folder;     /* of a folder that was named, not itself */
	int fd;             /* open, or -1: it is skipped */
	int again;          /* the same, opened once more, or -1 */
	enum tamis_replay_why why; /* therefore */
	const char *format;        /* to read it as; NULL: it is skipped */
};

struct dataset {
	struct dataset_file *files; /* owned */
	size_t count, cap;
	bool has_folder; /* one was named */
	uint64_t total;  /* bytes to read */
};

/*
 * Lists the files among the names, and in place of folders all files in them,
 * sorted; what begins with a dot is left out, links in a folder are listed as
 * skipped.  dataset_release() frees the list, after a failure too.
 * TAMIS_EINPUT: a name or folder is not there, or there is no file;
 * TAMIS_ENOMEM.
 */
int dataset_find(
    struct dataset *d, char **names, int count, struct tamis_error *err);

/*
 * Chooses the format of each file: `given` if that is not NULL; for a file that
 * was named itself, the only one of the policy; else by the end of its name.
 * TAMIS_EUSAGE: the policy does not have the format that is given.
 */
int dataset_choose(struct dataset *d, const struct tamis_policy *policy,
    const char *given, struct tamis_error *err);

/*
 * Opens all files that have a format, or each twice; what cannot be opened is
 * skipped.  TAMIS_EINPUT: there are more than the process may have open.
 */
int dataset_open(struct dataset *d, bool twice, struct tamis_error *err);
void dataset_release(struct dataset *d);

/* Refuses an output that is an open file of the data set.  TAMIS_EUSAGE. */
int dataset_refuse(
    const struct dataset *d, const struct out *out, struct tamis_error *err);

#endif
