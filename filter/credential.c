#define _GNU_SOURCE /* secure_getenv() */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "credential.h"

static const char *
folder(void)
{
	const char *folder = secure_getenv("CREDENTIALS_DIRECTORY");

	return folder == NULL || folder[0] == '\0' ? NULL : folder;
}

bool
credential_find(const char *name, char path[static CREDENTIAL_PATH])
{
	int len;

	if (folder() == NULL)
		return false;
	len = snprintf(path, CREDENTIAL_PATH, "%s/%s", folder(), name);
	return len > 0 && len < CREDENTIAL_PATH;
}

bool
credential_is(const char *path)
{
	size_t len;

	if (folder() == NULL)
		return false;
	len = strlen(folder());
	return strncmp(path, folder(), len) == 0 && path[len] == '/' &&
	       strchr(path + len + 1, '/') == NULL;
}
