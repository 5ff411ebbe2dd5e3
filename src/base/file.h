/*
 * file: whole files and whole writes.
 *
 * Every call retries after EINTR and waits on descriptors that do not block.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

/*
 * Reads the whole of a regular file, not a link, of at most max bytes into out
 * (which the caller has initialized and releases).  ERR_INPUT or ERR_IO on
 * failure, ERR_POLICY if others can change it (base/trust.h).
 */
int file_read(const char *path, size_t max, struct buf *out, struct err *err);

/* file_read() of a file that is open; its folder was looked at. */
int file_read_trusted(
    int fd, const char *path, size_t max, struct buf *out, struct err *err);

/* Whatever a descriptor gives, up to its end; name is for messages. */
int file_read_fd(
    int fd, const char *name, size_t max, struct buf *out, struct err *err);

/* Writes all of s.  ERR_IO on failure; name is for the message. */
int file_write(int fd, const char *name, struct slice s, struct err *err);

/* Puts a file on the disk.  -1 and errno; then what was written may be lost. */
int file_sync(int fd);

/* The same for the names in a folder, where a folder can be synced at all. */
int file_sync_folder(int folder);

/*
 * Creates a file that did not exist, readable by its owner alone (0600),
 * with this content, durable on return (file and folder synced).  Nothing is
 * left behind on failure.  ERR_OUTPUT or ERR_IO.
 */
int
file_create_private(const char *path, struct slice content, struct err *err);

/* The same, readable by all (0644) whatever the mask of the process. */
int file_create_public(const char *path, struct slice content, struct err *err);

/*
 * Puts a new private file in the place of the one called name in a folder,
 * durable on return: a crash or a failure leaves one or the other whole.  The
 * caller sees to it that nobody else does this to the same file; path is for
 * messages.  ERR_OUTPUT or ERR_IO.
 */
int file_replace_private(int folder, const char *name, const char *path,
    struct slice content, struct err *err);

/*
 * Opens the folder that a path names a file in, and sets *name to the file's
 * name there (in path).  The caller closes the descriptor.  -1 and errno.
 */
int file_open_folder(const char *path, const char **name);

#endif
