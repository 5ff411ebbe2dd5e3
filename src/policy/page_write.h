/*
 * page_write: the parts of a page, for page*.c alone.
 */
#ifndef POLICY_PAGE_WRITE_H
#define POLICY_PAGE_WRITE_H

#include "policy/html.h"
#include "policy/page.h"

struct page_writing {
	const struct page *page;
	struct buf *out;
	struct buf text; /* of the phrase at hand */
};

/* The buffer for a phrase, empty. */
struct buf *page_begin(struct page_writing *w);

/* All before <body>, and the end of the page with a text at its foot. */
void page_open(struct page_writing *w);
void page_close(struct page_writing *w);

/* A sentence of the table, and the phrase at hand, as an element. */
void page_word(struct page_writing *w, const char *tag, const char *class,
    enum word which);
void page_phrase(struct page_writing *w, const char *tag, const char *class);

/* A badge of an action. */
void page_badge(struct page_writing *w, enum action_id action);

/* <section id="PREFIX-NUMBER"> with its heading; and </section>. */
void page_section(
    struct page_writing *w, const char *prefix, size_t number, enum word title);
void page_section_end(struct page_writing *w);

/* An entry of a <dl>: name and text. */
void page_entry(struct page_writing *w, struct slice name, struct slice text);

/* What leaves and what stays of a kind. */
void page_kind(
    struct page_writing *w, size_t number, const struct register_kind *kind);

/* The conditions of an object, as a <dl>. */
void page_conditions(
    struct page_writing *w, const struct phrase *p, const struct node *all);

/* The differences to the older policy.  ERR_NOMEM. */
int page_differences(struct page_writing *w, struct err *err);

/* What came of the policy's tests. */
void page_tests(struct page_writing *w);

/* The records of the policy's own tests, before and after. */
void page_examples(struct page_writing *w);
bool page_has_examples(const struct document *document);

#endif
