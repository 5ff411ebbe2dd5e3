/*
 * detect: shapes that identify, wherever they stand in a text.
 *
 * Each has something to be checked by, so that few other texts have the shape:
 *
 *	nir	15 characters with the right key (action/nir.h), in blanks,
 *		dots and dashes, also inside longer runs of digits
 *	rpps	11 digits, not part of a longer run, with the right check digit;
 *		also behind the 8 of an IDNPS
 *	email	an address (action/contact.h), also behind mailto:
 *	phone	a French number, or an international one behind + or 00
 *	iban	ISO 13616: a country's letters and length, check digits by
 *		ISO/IEC 7064, MOD 97-10
 */
#ifndef ACTION_DETECT_H
#define ACTION_DETECT_H

#include "action/type.h"
#include "base/slice.h"

enum detector {
	DETECT_NIR,
	DETECT_RPPS,
	DETECT_EMAIL,
	DETECT_PHONE,
	DETECT_IBAN,
	DETECT_COUNT,
};

/* As in a policy: "nir". */
extern const char *const detector_names[DETECT_COUNT];

/* The detector called name, or DETECT_COUNT. */
enum detector detector_find(struct slice name);

/* Whether it is what a type says that a value is: not refused then. */
bool detector_expected(enum detector detector, enum type_id must);

/*
 * Whether a text holds the shape; *at is the offset of its first character, or
 * of what stands together with it.
 */
bool detect_in(enum detector detector, struct slice text, size_t *at);

#endif
