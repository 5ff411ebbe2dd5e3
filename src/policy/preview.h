/*
 * preview: a sample, record by record and field by field, before and after.
 *
 * A field is shown by its place: all its values as received, all that leave
 * from there, and the rules that were used for them.
 */
#ifndef POLICY_PREVIEW_H
#define POLICY_PREVIEW_H

#include "policy/page.h"
#include "program/sample.h"

/* Adds a sample as text for a terminal.  ERR_NOMEM. */
int preview_text(struct buf *out, const struct register_view *view,
    const struct sample *sample, struct err *err);

/* The same as a page. */
int preview_html(struct buf *out, const struct page *page,
    const struct sample *sample, struct err *err);

#endif
