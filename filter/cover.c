#include "cover.h"

#include "text.h"

void
cover_show(
    FILE *to, const char *path, const char *who, const struct tamis_cover *c)
{
	text_show(to, path);
	if (c->line > 0)
		fprintf(to, ":%u:%u", c->line, c->column);
	fprintf(to, ": %s reaches ", who);
	if (c->what == TAMIS_COVER_KIND) {
		fprintf(to, "a record of format %s that is of no kind\n",
		    c->format);
		return;
	}
	text_show(to, c->kind);
	fputc('/', to);
	text_show(to, c->path);
	if (c->what == TAMIS_COVER_RULE)
		fprintf(to, ": %s\n", c->action);
	else if (c->what == TAMIS_COVER_REJECT)
		fprintf(to, ": rejected (%s)\n", c->reason);
	else
		fputs(": no alternative applies\n", to);
}
