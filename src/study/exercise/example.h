/*
 * example: values as records have them, of people whom nobody is.
 *
 * What a value is about is guessed by the name of its place; numbers of persons
 * are those of study/synth/people.h, numbers of registers begin as nobody's
 * does (RPPS 0000, FINESS 00).  The same dice give the same values.
 */
#ifndef STUDY_EXAMPLE_H
#define STUDY_EXAMPLE_H

#include "action/type.h"
#include "base/arena.h"
#include "study/synth/people.h"

/* What a text is about. */
enum about {
	ABOUT_NOTHING,
	ABOUT_FIRST,
	ABOUT_FAMILY,
	ABOUT_TOWN,
	ABOUT_POSTCODE,
	ABOUT_STREET,
	ABOUT_PHONE,
	ABOUT_EMAIL,
	ABOUT_BIRTH,
	ABOUT_DATE,
	ABOUT_NIR,
	ABOUT_RPPS,
	ABOUT_FINESS,
	ABOUT_COUNTRY,
	ABOUT_SEX,
	ABOUT_MARK,
};

/* What a place of that name is about. */
enum about example_about(struct slice name);

/* Where the values of one record come from. */
struct example {
	struct dice *dice;
	struct arena *arena; /* texts are there */
	bool compact;        /* dates without separators */
	bool brief;          /* codes and texts of a few characters */
	struct person person;
	struct address home;
	uint32_t month, day, hour, minute; /* when it happened, in 2021 */
	bool named, given, housed, born;   /* what of the person was used */
};

/* Draws the person of a record. */
void example_begin(
    struct example *x, struct dice *dice, struct arena *arena, bool compact);

/*
 * A value of a type, for a place that is about something; TYPE_ANY and
 * TYPE_TEXT: text, of at most max characters unless max is 0.
 */
struct value example_value(
    struct example *x, enum type_id type, uint32_t max, enum about about);

/* When what the record is about happened: to the day, or to the minute. */
struct value example_event(struct example *x, bool minute);

/*
 * The i-th value, from 0, that may be of no type (policies/README.md, "Types");
 * false: there are no more.
 */
bool
example_wrong(struct example *x, uint32_t max, size_t i, struct value *value);

#endif
