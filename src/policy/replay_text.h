/*
 * replay_text: what came of a replay, as a text or as a page.
 */
#ifndef POLICY_REPLAY_TEXT_H
#define POLICY_REPLAY_TEXT_H

#include "policy/page.h"
#include "policy/replay_report.h"

/* Adds the report.  ERR_NOMEM. */
int replay_text(struct buf *out, const struct register_view *view,
    const struct replay_report *report, struct err *err);

/* The same as a page, like that of a register. */
int replay_html(struct buf *out, const struct page *page,
    const struct replay_report *report, struct err *err);

#endif
