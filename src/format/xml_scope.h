/*
 * xml_scope: the namespaces in scope, by their names (Namespaces in XML 1.0,
 * third edition).
 *
 * A stack of declarations: an element takes off what it declared.
 */
#ifndef FORMAT_XML_SCOPE_H
#define FORMAT_XML_SCOPE_H

#include "base/buf.h"

struct xml_binding {
	size_t prefix, uri, end; /* in the scope's texts */
};

struct xml_scope {
	struct xml_binding *items; /* owned */
	size_t count, cap;
	struct buf texts;
};

void xml_scope_init(struct xml_scope *s);
void xml_scope_release(struct xml_scope *s);

/* Declares a prefix; the empty one is the default.  False without memory. */
bool
xml_scope_declare(struct xml_scope *s, struct slice prefix, struct slice uri);

/* Takes off all declarations but the first n. */
void xml_scope_keep(struct xml_scope *s, size_t n);

/* The namespace of a prefix; empty: none.  Valid until the next call. */
struct slice xml_scope_find(const struct xml_scope *s, struct slice prefix);

#endif
