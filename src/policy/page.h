/*
 * page: a register as one page for a browser and for paper.
 *
 * It is a single file without script that asks for nothing from anywhere, the
 * same bytes each time for the same policy, and well-formed as XML.
 */
#ifndef POLICY_PAGE_H
#define POLICY_PAGE_H

#include "policy/register.h"

struct page {
	struct register_view view;
	const struct document *older; /* to compare with, or NULL */
	const char *tamis;            /* version of the program */
};

/* Adds the page.  ERR_NOMEM. */
int page_html(struct buf *out, const struct page *page, struct err *err);

#endif
