/*
 * risk_report: how a measurement of risk is shown.
 */
#ifndef RISK_REPORT_H
#define RISK_REPORT_H

#include "tamis.h"

/* What was asked for, and whether it is so. */
enum risk_gate { RISK_NO_GATE, RISK_PASSED, RISK_REFUSED };

/* Print on standard output, for people and for programs. */
void risk_as_text(const struct tamis_risk_report *report, enum risk_gate gate);
void risk_as_json(const struct tamis_risk_report *report, enum risk_gate gate);

#endif
