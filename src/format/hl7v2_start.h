/*
 * hl7v2_start: where in a stream of lines something new may begin.
 */
#ifndef FORMAT_HL7V2_START_H
#define FORMAT_HL7V2_START_H

#include "base/cpu.h"
#include "base/slice.h"

/* Bytes with which lines begin that may be the first of something. */
struct hl7v2_starts {
	uint8_t bytes[4];
};

/*
 * The first CR or LF in [p, end) with one of the bytes behind it, or end.
 * FORMAT_PAD bytes beyond the end can be read; the first of them counts.
 */
const uint8_t *hl7v2_start_find(
    const uint8_t *p, const uint8_t *end, struct hl7v2_starts starts);

/* The same in one of the ways that the processor can go. */
const uint8_t *hl7v2_start_find_as(enum cpu cpu, const uint8_t *p,
    const uint8_t *end, struct hl7v2_starts starts);

#endif
