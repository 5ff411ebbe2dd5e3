/*
 * people: people whom nobody is, where they live, and how they are reached.
 *
 * The order number of every NIR is 000, which is never given to a person;
 * telephone numbers are those set aside in France for films (ARCEP), domains
 * those set aside for documents (RFC 2606).  The same dice give the same
 * people.
 */
#ifndef STUDY_PEOPLE_H
#define STUDY_PEOPLE_H

#include "action/nir.h"
#include "study/synth/dice.h"

struct town {
	const char *postcode, *name, *finess; /* how FINESS numbers begin */
};

struct person {
	char nir[NIR_WHOLE_LEN + 1];
	bool woman;
	const char *family, *second_family; /* the second may be NULL */
	const char *first[3];
	uint32_t first_count;
	uint32_t year, month, day; /* of birth */
};

struct address {
	uint32_t number;
	const char *street, *complement; /* the complement may be NULL */
	const struct town *town;
};

#define PEOPLE_PHONE  20       /* bytes of a telephone number, with its end */
#define PEOPLE_MOBILE "063998" /* how numbers of films begin */

const char *people_family(struct dice *d);

/* Somebody; of a hundred, some have no NIR: "". */
void people_person(struct dice *d, struct person *p);

/* The NIR of the person, drawn again. */
void people_nir(struct dice *d, struct person *p);

void people_address(struct dice *d, struct address *a);

/* A telephone number, written together, in pairs, or with the code of the
 * country. */
void people_mobile(struct dice *d, char to[PEOPLE_PHONE]);
void people_landline(struct dice *d, char to[PEOPLE_PHONE]);

/* An address for e-mail; "" for some, and for some one with the NIR in it. */
void people_email(struct dice *d, const char *nir, char *to, size_t size);

/*
 * n digits of a register, that begin so; the last one is the check digit
 * (Luhn), or, unless `right`, another.  to has n + 1 bytes.
 */
void people_number(
    struct dice *d, const char *start, bool right, char *to, size_t n);

#endif
