/*
 * The public API for the library and the process it runs in.
 */
#include "api.h"

#include "run/sandbox.h"

API int
tamis_init(struct tamis_error *out)
{
	struct err err = { 0 };

	return crypto_start(&err) < 0 ? tell(out, &err) : 0;
}

API int
tamis_guard_process(struct tamis_error *out)
{
	struct err err = { 0 };

	return crypto_guard_process(&err) < 0 ? tell(out, &err) : 0;
}

API const char *
tamis_sandbox(const int *folders, size_t folder_count, struct tamis_error *out)
{
	struct sandbox_rules rules = { .folder_count = 0 };
	enum sandbox state;
	struct err err = { 0 };

	if (folder_count > SANDBOX_FOLDERS) {
		err_set(&err, ERR_USAGE, "too many folders for the sandbox");
		tell(out, &err);
		return NULL;
	}
	for (size_t i = 0; i < folder_count; i++)
		rules.folders[rules.folder_count++] = folders[i];
	if (sandbox_enter(&rules, &state, &err) < 0) {
		tell(out, &err);
		return NULL;
	}
	return sandbox_names[state];
}

API const char *
tamis_version(void)
{
	return TAMIS_VERSION;
}
