/*
 * xml_spaces: the namespaces in scope (Namespaces in XML 1.0, third edition).
 *
 * A stack of declarations: an element takes off what it declared.  A namespace
 * is a number: that of the policy's list (match/path.h) or, if the list does
 * not have it, one of its own as long as it is in scope.
 */
#ifndef FORMAT_XML_SPACES_H
#define FORMAT_XML_SPACES_H

#include "base/limits.h"
#include "engine/engine.h"

#define XML_SPACE_UNDECLARED 0u
#define XML_SPACE_FOREIGN    64u /* and on: not in the policy's list */

struct xml_binding {
	struct slice prefix; /* empty: what names without prefix are in */
	struct slice uri;    /* as written, or p == NULL: see `at` */
	size_t at, len;      /* in `texts` */
	size_t before;       /* bytes of `texts` without it */
	uint32_t space;
};

struct xml_spaces {
	const struct dialect *dialect;
	struct xml_binding bindings[LIMIT_NAMESPACES];
	uint32_t count;
	uint32_t fallback; /* the namespace of elements without prefix */
	struct buf texts;  /* URIs that are not written as they are */
};

void xml_spaces_init(struct xml_spaces *s, const struct dialect *dialect);
void xml_spaces_release(struct xml_spaces *s);

/* Takes off all declarations but the first n. */
void xml_spaces_keep(struct xml_spaces *s, uint32_t n);

/*
 * Declares a prefix, or with an empty one the default, as the attribute with
 * this value as written does.  The bytes of both must stay as long as it is
 * declared.  What may not be declared is REASON_SYNTAX.
 */
enum reason xml_spaces_declare(
    struct xml_spaces *s, struct slice prefix, struct slice value, bool plain);

/* The namespace of a prefix that is not empty. */
uint32_t xml_spaces_find(const struct xml_spaces *s, struct slice prefix);

#endif
