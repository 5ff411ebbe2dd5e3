/*
 * hl7v2_message: one message made ready to be walked: its lines, its marks,
 * its text in UTF-8.
 */
#ifndef FORMAT_HL7V2_MESSAGE_H
#define FORMAT_HL7V2_MESSAGE_H

#include "format/hl7v2_lines.h"
#include "format/hl7v2_text.h"
#include "format/format.h"

/* Bytes of a header up to behind its declaration: a name and seven more. */
#define HL7V2_HEAD 10
_Static_assert(HL7V2_HEAD <= HL7V2_BLOCK, "a header is compared as a block");

/*
 * How a segment begins: its name and a mark of fields, as one number.  What is
 * known of it is kept in one of these places.
 */
#define HL7V2_NAME_PLACES 64

static inline uint32_t
hl7v2_name_of(const uint8_t *line)
{
	uint32_t name;

	memcpy(&name, line, sizeof(name));
	return name;
}

static inline size_t
hl7v2_name_place(uint32_t name)
{
	return (name * UINT32_C(0x9E3779B1)) >> 26;
}

struct hl7v2_message {
	struct hl7v2_lines lines; /* the header first */
	struct hl7v2_marks marks;
	uint8_t head[HL7V2_BLOCK]; /* the bytes that the marks were read from */
	struct hl7v2_index index;  /* of the text that the lines are in */
	size_t declaration;        /* bytes of the header: name and marks */
	size_t name;               /* bytes of the header's name */
	enum charset charset;      /* as received, now only of \X escapes */
	bool unstated;             /* the header states no set but ASCII */
	bool hprim;
	uint32_t names[HL7V2_NAME_PLACES]; /* good ones that were seen */
	struct buf joined, text;           /* owned */
};

void hl7v2_message_init(struct hl7v2_message *m, const struct program *p);
void hl7v2_message_release(struct hl7v2_message *m);

/*
 * Reads a record.  The lines are valid as long as it and m.  Checks what is
 * true of a whole message: control characters, line ends, delimiters,
 * character set, names of segments, no part of a batch, no continuation, and
 * for HPRIM the last line.  REASON_NONE if it is good.
 */
enum reason hl7v2_message_read(
    struct hl7v2_message *m, struct slice record, size_t max_lines);

/* The name of a line; the message is good so far. */
static inline struct slice
hl7v2_message_name(const struct hl7v2_message *m, struct slice line)
{
	size_t len = m->hprim ? 1 : 3;

	while (len < 3 && len < line.len && line.p[len] != m->marks.field)
		len++;
	return (struct slice){ line.p, len };
}

/*
 * The part with a number of a line, from 1 on behind the name; the header's
 * marks count as one part.  False if there are not so many.
 */
static inline bool
hl7v2_message_part(const struct hl7v2_message *m, const struct hl7v2_line *line,
    size_t n, struct slice *part)
{
	const struct hl7v2_index *ix = &m->index;
	size_t at = line->first + n;

	if (at > line->last)
		return false;
	*part = slice_between(
	    ix->begin + ix->ends[at - 1] + 1, ix->begin + ix->ends[at]);
	return true;
}

#endif
