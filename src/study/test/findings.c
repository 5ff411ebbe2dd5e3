#include "study/test/findings.h"

#include <stdarg.h>
#include <stdio.h>

void
findings_init(struct findings *f, struct arena *arena)
{
	*f = (struct findings){ .arena = arena, .end = &f->first };
}

void
findings_add(struct findings *f, const struct finding *finding)
{
	struct finding *copy = arena_alloc(f->arena, sizeof(*copy));

	if (copy == NULL)
		return;
	*copy = *finding;
	copy->next = NULL;
	*f->end = copy;
	f->end = &copy->next;
	f->count++;
}

struct slice
text_format(struct arena *arena, const char *format, ...)
{
	struct slice text = { NULL, 0 };
	va_list args, again;
	char *to;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	to = n < 0 ? NULL : arena_alloc(arena, (size_t)n + 1);
	if (to != NULL) {
		vsnprintf(to, (size_t)n + 1, format, again);
		text = (struct slice){ (const uint8_t *)to, (size_t)n };
	}
	va_end(again);
	va_end(args);
	return text;
}
