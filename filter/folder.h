/*
 * folder: the folder of a file, held open, so that the file can be renamed,
 * removed and put on the disk when no path can be opened any more.
 */
#ifndef FOLDER_H
#define FOLDER_H

/*
 * Opens the folder that a path names a file in; *name is the file's name there
 * (in path).  The caller closes the descriptor.  -1 and errno.
 */
int folder_open(const char *path, const char **name);

/* Puts the names in it on the disk.  -1 and errno. */
int folder_sync(int folder);

#endif
