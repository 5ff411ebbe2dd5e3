/*
 * walker: every value of a record, without any policy.
 *
 * A walker calls its visitor for each value of a well-formed record, in the
 * order of the record, and the visitor may put another value in its place.
 * The record is written with these values, and is otherwise as received.
 *
 * Values are what rules can be about: in JSON every scalar; in CSV every cell;
 * in HL7 v2 every part that has no parts and is not empty, also `""`, which
 * is the text of two quotes; in XML every attribute but those that declare
 * namespaces, and the text of every element without children.
 */
#ifndef FORMAT_WALKER_H
#define FORMAT_WALKER_H

#include "base/buf.h"
#include "base/limits.h"
#include "base/value.h"
#include "format/format.h"

/* A value, valid until the visitor returns. */
struct visit {
	struct slice place; /* match/path.h */
	struct value value;

	/* Where `[]` would stand in the place: of each array in JSON that the
	 * value is an element of, or in one; the bytes before it. */
	const size_t *elements;
	size_t element_count;
};

enum visited {
	VISIT_LEAVE,   /* the value stays as it was received */
	VISIT_REPLACE, /* *to, valid until the next call, takes its place */
	VISIT_FAIL,    /* no memory: the record is rejected */
};

/*
 * Numbers and booleans are written as they are: whoever makes them sees to
 * it that they are well-formed.  Texts are valid UTF-8.
 */
typedef enum visited
visit_fn(void *ctx, const struct visit *v, struct value *to);

/* A walker of one stream, in one thread. */
struct walker {
	visit_fn *visit;
	void *ctx;
	enum reason reason; /* why the last record was rejected */

	/* For the formats. */
	const struct format *format;
	void *scratch;    /* what the format's split is given, too */
	void *memory;     /* of the format's walk */
	struct buf place; /* of the value at hand */
	size_t elements[LIMIT_DEPTH]; /* of the same, */
	size_t element_count;         /* set by formats that have some */
	struct buf text;              /* of the same, decoded */
	struct buf to;                /* of a new one */
	struct buf *out;              /* to which the record goes */
	const uint8_t *at; /* what stands before it in the record is there */
	bool checking;     /* the first time: nothing is visited */
};

/*
 * A walker of records of a format, of which the program only states limits,
 * dialect and record path; it must outlive the walker.  -1 without memory.
 */
int walker_init(struct walker *w, const struct program *program,
    enum format_id format, visit_fn *visit, void *ctx);
void walker_release(struct walker *w);

/*
 * Walks over one record that split found, adding it to out.  Answers as a
 * format's filter does; w->reason says why a record was rejected: because it
 * is malformed, and then it was not visited at all, or because a new value
 * cannot be written in it (REASON_CHARSET).
 */
enum filtered
walker_record(struct walker *w, const struct piece *piece, struct buf *out);

/*
 * Meets the values of one record that is not written, and of which the visitor
 * replaces none.  Returns as a format's walk does; `spare` is overwritten.
 */
enum reason
walker_visit(struct walker *w, const struct piece *piece, struct buf *spare);

/*
 * For the formats: the value v, in place w->place, stands at raw.  After
 * VISIT_REPLACE the record is in out up to there, and goes on behind raw: the
 * format adds *to, FORMAT_PAD bytes beyond whose text can be read.  While the
 * record is checked, the answer is VISIT_LEAVE.
 */
enum visited walker_meet(struct walker *w, struct slice raw,
    const struct value *v, struct value *to);

/* For the formats: writes the record up to p as received. */
void walker_copy(struct walker *w, const uint8_t *p);

#endif
