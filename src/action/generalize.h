/*
 * generalize: the settings of the action, for those who look for a coarser
 * form of values that it has made.
 */
#ifndef ACTION_GENERALIZE_H
#define ACTION_GENERALIZE_H

#include "base/buf.h"

/* In the order of the choices of a policy, from 1. */
enum generalize_to {
	GENERALIZE_DEPARTEMENT = 1,
	GENERALIZE_REGION,
	GENERALIZE_YEAR,
	GENERALIZE_QUARTER,
	GENERALIZE_MONTH,
	GENERALIZE_DAY,
	GENERALIZE_HOUR,
	GENERALIZE_AGE_1Y,
	GENERALIZE_AGE_5Y,
	GENERALIZE_AGE_10Y,
};

struct generalize {
	uint32_t to; /* enum generalize_to; 0: by steps */
	uint32_t step;
	int32_t at; /* whose value is context->at; -1: none */
};

/* As in a policy: "age-5y". */
const char *generalize_name(enum generalize_to to);

/* Adds full years in a class of this width: 37, 35-39, 30-39, or 90+. */
void generalize_class(int years, int width, struct buf *out);

#endif
