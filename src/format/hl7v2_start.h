/*
 * hl7v2_start: where in a stream of lines something new may begin.
 */
#ifndef FORMAT_HL7V2_START_H
#define FORMAT_HL7V2_START_H

#include "base/cpu.h"
#include "base/slice.h"

/*
 * Bytes with which lines begin that may be the first of something; and the same
 * each at the place of its own low half, where a processor looks up many at
 * once.  Other places hold bytes that belong elsewhere.
 */
struct hl7v2_starts {
	uint8_t bytes[4];
	uint8_t by_half[16];
};

extern const struct hl7v2_starts hl7v2_starts_of_messages;
extern const struct hl7v2_starts hl7v2_starts_of_hprim;

/*
 * The first CR or LF in [p, end) with one of the bytes behind it, or end.
 * FORMAT_PAD bytes beyond the end can be read; the first of them counts.
 */
const uint8_t *hl7v2_start_find(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts);

/* The same in one of the ways that the processor can go. */
const uint8_t *hl7v2_start_find_as(enum cpu cpu, const uint8_t *p,
    const uint8_t *end, const struct hl7v2_starts *starts);

#endif
