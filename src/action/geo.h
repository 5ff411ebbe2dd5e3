/*
 * geo: where a French postcode or commune lies, as coarsely as departments
 * and regions.
 *
 * Departments are those of today: 2A and 2B for Corsica, 971 to 988 with
 * three digits overseas.  Regions are the eighteen of 2016 by their INSEE
 * codes.  Limits: a few postcodes serve communes of a neighbouring
 * department, and postcodes of organizations (CEDEX) that begin otherwise
 * than their department are not known.
 */
#ifndef ACTION_GEO_H
#define ACTION_GEO_H

#include "base/slice.h"

/* The shapes: five digits; or five characters that may begin with 2A, 2B. */
bool geo_is_postcode(struct slice s);
bool geo_is_insee(struct slice s);

/*
 * The department of a postcode, or of an INSEE commune code, as a text that
 * lives for ever.  NULL if there is none: malformed codes, Monaco, military
 * posts, foreign countries, Corsica before 1976 (20...).
 */
const char *geo_department_of_postcode(struct slice postcode);
const char *geo_department_of_insee(struct slice insee);

/* Whether a text is a department of these: 59, 2A, 971. */
bool geo_is_department(struct slice s);

/*
 * The region of a department, as given by the calls above.  NULL if it has
 * none, as overseas collectivities.
 */
const char *geo_region(const char *department);

#endif
