/*
 * find: the policies that a command line is about.
 */
#ifndef FIND_H
#define FIND_H

#include "cli.h"

struct found_policies {
	char **paths; /* owned */
	size_t count, cap;
};

/*
 * Lists the files among the names as they are, and in place of folders all
 * files NAME.policy.jsonc in them, sorted; what begins with a dot is left out.
 * find_release() frees the list, after a failure too.  TAMIS_EINPUT,
 * TAMIS_ENOMEM.
 */
int find_policies(struct found_policies *found, char **names, int count,
    struct tamis_error *err);
void find_release(struct found_policies *found);

/* Takes an entry of a folder; the path is its own.  depth: of that folder. */
typedef int
find_entry_fn(void *ctx, char *path, int depth, struct tamis_error *err);

/*
 * Gives all entries of a folder, until one fails; what begins with a dot is
 * left out.  TAMIS_EINPUT, also for folders that are too deep; TAMIS_ENOMEM.
 */
int find_entries(const char *folder, int depth, find_entry_fn *entry, void *ctx,
    struct tamis_error *err);

/* FOLDER/NAME on the heap, or NULL. */
char *find_join(const char *folder, const char *name);

/*
 * A number that changes when a file does, or comes or goes, that is in one of
 * these folders, or in the folder of one of these files.
 */
uint64_t find_state(char **names, int count);

#endif
