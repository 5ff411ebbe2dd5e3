/*
 * diff_part: comparisons of parts, for diff*.c alone.
 */
#ifndef POLICY_DIFF_PART_H
#define POLICY_DIFF_PART_H

#include "policy/diff.h"

/* How the newer part stands to the older one. */
enum diff_order {
	ORDER_SAME,
	ORDER_EQUAL, /* other, but lets out neither more nor less */
	ORDER_LESS,  /* lets out less */
	ORDER_MORE,
	ORDER_OTHER, /* cannot be compared */
};

/* The mark of an order other than ORDER_SAME. */
enum diff_mark diff_mark_of(enum diff_order order);

/* One policy, and of it the records of one format. */
struct diff_side {
	const struct document *document;
	enum format_id format;
};

/* Conditions by index; -1 is one that always holds. */
enum diff_order diff_when(const struct diff_side *older, int32_t a,
    const struct diff_side *newer, int32_t b);

/* Whether every record for which b holds is one for which a does. */
bool diff_implies(const struct diff_side *from, int32_t b,
    const struct diff_side *to, int32_t a);

/* Whether a and b hold for no record together. */
bool diff_excludes(const struct diff_side *older, int32_t a,
    const struct diff_side *newer, int32_t b);

/* As what a value leaves. */
enum diff_order
diff_form(const struct diff_side *older, const struct register_row *a,
    const struct diff_side *newer, const struct register_row *b);

/* A comparison at work.  Of pairs, the older one is first. */
struct diff {
	struct diff_side side[2];
	struct register_kind kind[2]; /* at hand; kind NULL: not there */
	struct arena arena;           /* of the rows */
	struct buf text, part[2];     /* of the difference at hand */
	enum language language;
	diff_fn *tell;
	void *ctx;
};

/* Which values leave, and which records are rejected. */
enum diff_order diff_check(const struct diff *d, const struct register_row *a,
    const struct register_row *b);

/* The rules of one field. */
struct diff_rules {
	const struct register_row *rows;
	size_t count; /* 0: no rule, which drops */
};

/* Empties the two texts of a difference. */
void diff_begin(struct diff *d);

/* Tells a difference, with the two texts in the places of a sentence. */
void diff_tell(struct diff *d, enum diff_mark mark, enum diff_what what,
    struct slice kind, struct slice path, enum word sentence);

/* The same about a field of the kind at hand. */
void diff_tell_field(struct diff *d, enum diff_mark mark, enum diff_what what,
    struct slice path, enum word sentence);

/* Whose phrases those of a side are. */
struct phrase diff_phrase(const struct diff *d, int side);

/* Compares the rules of one field. */
void diff_fields(struct diff *d, struct slice path, struct diff_rules a,
    struct diff_rules b);

/* Whether the older rules let out at least what the newer ones do. */
bool diff_covers(struct diff *d, struct diff_rules a, struct diff_rules b);

/*
 * Whether steps of paths of both sides can be compared: those of XML hold
 * numbers, which are places in the list of namespaces.
 */
bool diff_steps_alike(const struct diff *d);

/* Compares the fields of the kinds at hand. */
void diff_paths(struct diff *d);

/* Compares what the kinds at hand search in what leaves. */
void diff_never(struct diff *d);

/* Compares what the kinds share: domains, recipients, limits, spellings. */
void diff_head(struct diff *d);

#endif
