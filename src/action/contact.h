/*
 * contact: telephone numbers and e-mail addresses.
 *
 * A number is read in international form, +33 6 12 34 56 78 or 0033 6...,
 * or in French national form, 06 12 34 56 78; blanks (see compact.h), dots
 * and dashes may stand between the digits.  Nine digits without the 0 are no
 * number: nothing says what was lost.
 *
 * The overseas departments have country codes of their own, but are dialled
 * from France like any other number, so that both forms occur for one line.
 * Numbers 0262 0263 0269 0639 0692 0693 get +262, 0590 0690 0691 get +590,
 * 0594 0694 get +594, 0596 0696 0697 get +596; also when written with +33.
 */
#ifndef ACTION_CONTACT_H
#define ACTION_CONTACT_H

#include "base/slice.h"

/* A number as E.164 writes it: "+33612345678". */
struct phone {
	uint8_t text[16];
	size_t len;
};

/* Reads a number; false if the text is none. */
bool contact_parse_phone(struct slice text, struct phone *phone);

/*
 * Whether s is an addr-spec (RFC 5322, section 3.4.1) of the plain kind: a
 * dot-atom and a host name of two labels or more; 254 bytes, of which 64
 * before the @.  No comments, no quoted strings, ASCII only.
 */
bool contact_is_email(struct slice s);

#endif
