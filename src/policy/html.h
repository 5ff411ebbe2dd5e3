/*
 * html: a page that is well-formed XML, too.
 *
 * Texts are shown as texts, whatever they hold: markup is escaped, and what
 * could not be seen, or turn the direction of what is read, is shown as `?`.
 */
#ifndef POLICY_HTML_H
#define POLICY_HTML_H

#include "base/buf.h"

/* Adds markup as it stands. */
void html_raw(struct buf *out, const char *markup);

/* Adds a text, for elements and for attributes in double quotes. */
void html_text(struct buf *out, struct slice text);

/* Adds <TAG>, or <TAG class="CLASS">; and </TAG>. */
void html_open(struct buf *out, const char *tag, const char *class);
void html_close(struct buf *out, const char *tag);

/* Adds an element with a text; nothing if the text is empty. */
void html_element(
    struct buf *out, const char *tag, const char *class, struct slice text);

/* Adds a path as code that may be broken behind its marks. */
void html_path(struct buf *out, struct slice path);

#endif
