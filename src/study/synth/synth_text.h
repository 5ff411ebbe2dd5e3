/*
 * synth_text: what the writers of synthetic records share.
 */
#ifndef STUDY_SYNTH_TEXT_H
#define STUDY_SYNTH_TEXT_H

#include "study/synth/synth.h"

#define SYNTH_ID_SIZE   37
#define SYNTH_TIME_SIZE sizeof("2021-00-00T00:00:00.000+01:00")

/* Writes so many decimal digits of a number, without an end. */
void synth_digits(char *to, uint32_t value, size_t digits);

/* The number in decimal, as a text.  Returns to. */
#define SYNTH_NUMBER_SIZE 12
const char *synth_number(char to[SYNTH_NUMBER_SIZE], uint32_t n);

/* Adds two numbers with a dot between. */
void synth_pair(struct buf *out, uint32_t a, uint32_t b);

/* The identifier of a record, in the form of a UUID of version 4. */
void synth_id(char to[SYNTH_ID_SIZE], const struct synth_record *r);

/* 2021-MM-DDThh:mm, and if whole :ss.mmm+01:00. */
void
synth_time(char to[SYNTH_TIME_SIZE], const struct synth_record *r, bool whole);

/* YYYY-MM-DD */
void synth_birth(char to[11], const struct person *who);

/* Leaves the digits of a date or time only. */
void synth_keep_digits(char *text);

/* NULL as "". */
const char *synth_or_nothing(const char *text);

/*
 * The pieces of which the comment is made; what is not needed is "".  Free
 * text carries what nobody expects, here and there a person.
 */
#define SYNTH_COMMENT 8
void synth_comment(
    const char *pieces[SYNTH_COMMENT + 1], const struct synth_record *r);

#endif
