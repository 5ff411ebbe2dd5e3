/*
 * json_marks: the places of a JSON text where a string can end, or where it
 * has to be looked at byte by byte.
 *
 * A mark is a quote, a backslash or a control character; and, where the text
 * is not valid UTF-8, the first of each run of bytes beyond ASCII.  Between two
 * marks nothing can be wrong with a string: if the mark behind an opening quote
 * is a quote, it closes the string, and all between them is plain.
 *
 * Finding marks needs no decision from byte to byte, so it goes many bytes at a
 * time; who walks over the text then never waits for the end of a string.  This
 * is the first stage of Langdale and Lemire, Parsing Gigabytes of JSON per
 * Second, 2019, without what a strict walk finds by itself.
 */
#ifndef BASE_JSON_MARKS_H
#define BASE_JSON_MARKS_H

#include "base/cpu.h"
#include "base/slice.h"

/* How many bytes of text are gone over at a time. */
#define JSON_MARKS_SPAN 8192

/* Bytes beyond the text that must be readable, with any content. */
#define JSON_MARKS_PAD 64

struct json_marks {
	const uint8_t *begin, *end; /* the span */
	/* Where the marks are; NULL twice behind the last one. */
	const uint8_t *at[JSON_MARKS_SPAN + 16];
};

/*
 * Finds the marks of the text [p, end), which begins with a character, up to
 * the end of a span.
 */
void
json_marks_find(struct json_marks *m, const uint8_t *p, const uint8_t *end);

/* The same in one of the ways that the processor can go. */
void json_marks_find_as(
    enum cpu cpu, struct json_marks *m, const uint8_t *p, const uint8_t *end);

#endif
