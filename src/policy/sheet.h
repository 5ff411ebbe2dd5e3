/*
 * sheet: text for a terminal, wrapped at blanks.
 *
 * Characters that could steer a terminal are shown as `?`.
 */
#ifndef POLICY_SHEET_H
#define POLICY_SHEET_H

#include "base/buf.h"

#define SHEET_WIDTH 79

struct sheet {
	struct buf *out;
	bool color;
};

/* A heading with a line below it: '=' or '-'; 0: none. */
void sheet_heading(struct sheet *s, struct slice text, char line);

/*
 * A paragraph: `label` in bold in column `at`, then the text, wrapped, in
 * column `indent`, on the next line if the label reaches it.
 */
void sheet_put(struct sheet *s, size_t at, struct slice label, size_t indent,
    struct slice text);

/* A paragraph without label. */
void sheet_text(struct sheet *s, size_t indent, struct slice text);

/* Lines that stay as they are, each in a column. */
void sheet_lines(struct sheet *s, size_t indent, struct slice text);

void sheet_blank(struct sheet *s);

#endif
