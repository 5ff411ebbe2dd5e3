/*
 * replay_text: what came of a replay, as a text.
 */
#ifndef POLICY_REPLAY_TEXT_H
#define POLICY_REPLAY_TEXT_H

#include "policy/register.h"
#include "policy/replay_report.h"

/* Adds the report.  ERR_NOMEM. */
int replay_text(struct buf *out, const struct register_view *view,
    const struct replay_report *report, struct err *err);

#endif
