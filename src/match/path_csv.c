#include "base/limits.h"
#include "base/utf8.h"
#include "match/path.h"

/* What is wrong with a text as the name of a column, or NULL. */
static const char *
why_no_column(struct slice text)
{
	if (text.len == 0)
		return "the path is empty";
	if (text.len > LIMIT_NAME)
		return "the name is too long";
	if (!utf8_valid(text))
		return "the path is not valid UTF-8";
	if (memchr(text.p, 0, text.len) != NULL)
		return "a name cannot hold U+0000";
	return NULL;
}

int
path_parse_csv(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	const char *why = why_no_column(text);
	struct step *step = NULL;
	struct slice copy = { NULL, 0 };

	if (why == NULL) {
		step = arena_alloc(a, sizeof(*step));
		copy = arena_copy(a, text);
	}
	if (step == NULL || copy.p == NULL) {
		*fault = (struct path_fault){ why, 0 };
		return -1;
	}
	*step = (struct step){ .kind = STEP_NAME, .name = copy };
	*path = (struct path){ .text = copy, .steps = step, .step_count = 1 };
	return 0;
}
