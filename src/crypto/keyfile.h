/*
 * keyfile: files that nobody but their owner can have read or changed, of
 * this floor alone.
 *
 * What is read goes into a buffer that the call makes (secret_buf_init()) and
 * the caller frees after success.  Every failure is ERR_KEY but where said.
 */
#ifndef CRYPTO_KEYFILE_H
#define CRYPTO_KEYFILE_H

#include "base/buf.h"
#include "base/err.h"

/* Who may have a right to a file that is read. */
enum keyfile_trust {
	KEYFILE_OWNER,      /* as keyring_open() says */
	KEYFILE_CREDENTIAL, /* the same, and root's group may read root's file:
			     * so the access lists of systemd are shown */
};

/* Reads a file that is safe. */
int keyfile_read(const char *path, enum keyfile_trust trust, struct buf *out,
    struct err *err);

/*
 * Reads a descriptor to its end: a file or a pipe that is safe, or a socket.
 * It stays open; name is for messages.
 */
int keyfile_read_fd(int fd, const char *name, struct buf *out, struct err *err);

/*
 * Adds the content of a file of at most max bytes that all may read to out,
 * which is the caller's: file_read().
 */
int keyfile_read_public(
    const char *path, size_t max, struct buf *out, struct err *err);

/* A safe file that is being changed, and that nobody else changes so. */
struct keyfile {
	const char *path; /* borrowed */
	const char *name; /* in the folder */
	int folder, fd;
};

/* Opens a file, when others have finished changing it.  keyfile_close(). */
int keyfile_open(struct keyfile *file, const char *path, struct err *err);
int
keyfile_content(const struct keyfile *file, struct buf *out, struct err *err);

/* file_replace_private(); then there is nothing left but to close. */
int keyfile_replace(
    const struct keyfile *file, struct slice content, struct err *err);
void keyfile_close(struct keyfile *file);

#endif
