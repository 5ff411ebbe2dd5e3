#include "box.h"

#define FOLDERS 4

const char *
box_enter(const struct args *args, const struct say *say, const int *folders,
    size_t folder_count, const char **hint, struct tamis_error *err)
{
	int open[FOLDERS];
	const char *sandbox;
	size_t n = 0;

	if (args->value[OPT_NO_SANDBOX] != NULL) {
		say_warning(say, "this run is in no sandbox");
		return "none";
	}
	for (size_t i = 0; i < folder_count && n < FOLDERS; i++)
		if (folders[i] != -1)
			open[n++] = folders[i];
	sandbox = tamis_sandbox(open, n, err);
	if (sandbox == NULL)
		*hint = "--no-sandbox runs without one, and says so";
	return sandbox;
}
