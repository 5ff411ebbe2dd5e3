/*
 * page: a register as one page for a browser and for paper.
 *
 * It is a single file without script that asks for nothing from anywhere, the
 * same bytes each time for the same policy, and well-formed as XML.
 */
#ifndef POLICY_PAGE_H
#define POLICY_PAGE_H

#include "policy/register.h"

/* A test of the policy. */
struct page_test {
	struct slice name;
	bool passed;
};

/* What came of the tests of a policy. */
struct page_tests {
	const struct page_test *tests;
	size_t count, failed;
	uint64_t items, reached; /* of coverage */
	unsigned int percent;
	const struct slice *unreached; /* paths, and names of kinds */
	size_t unreached_count;
};

struct page {
	struct register_view view;
	const struct document *older;   /* to compare with, or NULL */
	const struct page_tests *tests; /* or NULL: they were not run */
	const char *tamis;              /* version of the program */
};

/* Adds the page.  ERR_NOMEM. */
int page_html(struct buf *out, const struct page *page, struct err *err);

#endif
