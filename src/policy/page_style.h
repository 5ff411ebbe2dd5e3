/*
 * page_style: how the page of a register looks: on narrow and wide screens,
 * light, dark, and on paper.
 */
#ifndef POLICY_PAGE_STYLE_H
#define POLICY_PAGE_STYLE_H

#include "base/buf.h"

/*
 * Adds the style sheet.  Name and version of the policy stand at the head of
 * printed pages; neither has characters that CSS knows.
 */
void page_style(struct buf *out, struct slice name, struct slice version);

#endif
