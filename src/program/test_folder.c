#include "program/test_folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define POLICY_END ".policy.jsonc"
#define TESTS_END  ".tests"

char *
test_folder_of(const char *policy)
{
	size_t len = strlen(policy), end = strlen(POLICY_END);
	char *folder;

	if (len > end && strcmp(policy + len - end, POLICY_END) == 0)
		len -= end;
	folder = malloc(len + sizeof(TESTS_END));
	if (folder == NULL)
		return NULL;
	memcpy(folder, policy, len);
	memcpy(folder + len, TESTS_END, sizeof(TESTS_END));
	return folder;
}

bool
test_folder_exists(const char *policy)
{
	char *folder = policy != NULL ? test_folder_of(policy) : NULL;
	struct stat st;
	bool exists =
	    folder != NULL && stat(folder, &st) == 0 && S_ISDIR(st.st_mode);

	free(folder);
	return exists;
}
