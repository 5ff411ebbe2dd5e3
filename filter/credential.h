/*
 * credential: files that systemd puts into $CREDENTIALS_DIRECTORY for a
 * service.  The variable says where they are, not what is in them.
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <stdbool.h>

#define CREDENTIAL_PATH 4096

/* The path of a credential; false if there is no such folder. */
bool credential_find(const char *name, char path[static CREDENTIAL_PATH]);

/* Whether a path names one, as the variable spells the folder. */
bool credential_is(const char *path);

#endif
