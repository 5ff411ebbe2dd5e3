/*
 * measuring: what tests of the risk of records share.
 */
#ifndef MEASURING_H
#define MEASURING_H

#include <stdio.h>

#include "tamis.h"

/* Starts the library: a fixture. */
void measuring_setup(void);

/* A file of these bytes, to be read from its start. */
FILE *measuring_file(const char *bytes, size_t len);

/* Goes back to the start of a file that was written. */
void measuring_rewind(FILE *f);

/* tamis_risk_read() of one file. */
int measuring_read(struct tamis_risk *risk, FILE *f, struct tamis_error *err);

/* Measures a file, and closes it; the risk is to be freed. */
struct tamis_risk *measuring_report(
    const struct tamis_measuring *m, FILE *f, struct tamis_risk_report *report);

#endif
