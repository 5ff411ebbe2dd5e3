/*
 * type: what a value must be, as a policy says with `must`.
 *
 * One table holds the names, the sentence shown to people, and the check.
 * Types look at the decoded text, so they serve every format alike.
 */
#ifndef ACTION_TYPE_H
#define ACTION_TYPE_H

#include "base/value.h"

enum type_id {
	TYPE_ANY, /* no `must`; not in the table of names */
	TYPE_NIR,
	TYPE_NIR_KEY,
	TYPE_INS,
	TYPE_RPPS,
	TYPE_FINESS,
	TYPE_DATE,
	TYPE_DATETIME,
	TYPE_POSTCODE_FR,
	TYPE_INSEE_FR,
	TYPE_PHONE,
	TYPE_EMAIL,
	TYPE_CODE,
	TYPE_NUMBER,
	TYPE_INTEGER,
	TYPE_BOOLEAN,
	TYPE_TEXT,
	TYPE_COUNT,
};

struct type {
	const char *name; /* as in a policy: "postcode-fr" */
	const char *help; /* one sentence, where it is defined */
	bool (*check)(const struct value *v);
	bool identifies; /* values of this type point at one person */
	bool bounds;     /* so narrow that `**` may release it */
};

/* The table; index 0 (TYPE_ANY) has no name. */
extern const struct type types[TYPE_COUNT];

/* The type called name, or TYPE_ANY if there is none. */
enum type_id type_find(struct slice name);

/*
 * Whether v is of the type.  max is the most characters of TYPE_TEXT, 0 for
 * no limit; other types ignore it.  A container is never asked about.
 */
bool type_holds(enum type_id type, uint32_t max, const struct value *v);

#endif
