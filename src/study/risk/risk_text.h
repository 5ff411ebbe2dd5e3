/*
 * risk_text: what a group keeps of the values of its quasi-identifiers.
 *
 * A part for each quasi-identifier, in their order.  It has all values, if
 * they are short; of long ones the key and a beginning for people.
 */
#ifndef STUDY_RISK_TEXT_H
#define STUDY_RISK_TEXT_H

#include "base/buf.h"
#include "study/risk/risk_groups.h"

#define RISK_SHOWN 256 /* most bytes of a part, but for the key */

enum risk_mark {
	RISK_MISSING, /* there is no value */
	RISK_WHOLE,
	RISK_CUT,    /* the key, and a beginning */
	RISK_HIDDEN, /* the same, but a value identifies by its shape */
};

struct risk_part {
	enum risk_mark mark;
	struct slice body; /* what is hashed; or key and beginning */
};

/*
 * What is hashed of a field in a record: its number, and its values, each
 * behind its length.
 */
void risk_hashed_begin(struct buf *hashed, size_t field);
void risk_hashed_add(struct buf *hashed, struct slice value);

/* The same for a value that is made there, between the two calls; or there is
 * none after all. */
size_t risk_hashed_open(struct buf *hashed);
void risk_hashed_close(struct buf *hashed, size_t opened, bool made);

/* The values of it, and the next of them; false: there is none. */
struct slice risk_values(struct slice hashed);
bool risk_value_next(struct slice *values, struct slice *value);

/* Adds a part; of long values it has their key and what is shown. */
void risk_text_add(struct buf *text, struct slice hashed, struct risk_key key,
    struct slice shown);

/* Takes the next part off a text that has one. */
struct risk_part risk_text_next(struct slice *text);

/* The key of a part that is RISK_CUT or RISK_HIDDEN. */
struct risk_key risk_part_key(const struct risk_part *part);

/*
 * Adds a part that is not missing as people read it, without a zero byte in
 * it.  False: nothing was added, since one of its values, which may be longer
 * than what is kept of it, has a shape that identifies (action/detect.h).
 */
bool risk_part_show(const struct risk_part *part, struct buf *out);

/* By the values, missing ones first: negative, 0 or positive. */
int risk_text_order(struct slice a, struct slice b);

#endif
