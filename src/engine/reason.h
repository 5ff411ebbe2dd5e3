/*
 * reason: why a record was rejected, as a stable word.
 *
 * Reasons stand in quarantine lines, statistics and messages.  They say which
 * rule was broken, never what stood in the record.
 */
#ifndef ENGINE_REASON_H
#define ENGINE_REASON_H

#include <stdbool.h>

enum reason {
	REASON_NONE,

	/* The record is not of its format. */
	REASON_SYNTAX,
	REASON_CUT,
	REASON_TRAILING,
	REASON_UTF8,
	REASON_DUPLICATE,
	REASON_HEADER,
	REASON_QUOTE,
	REASON_RAGGED,
	REASON_DOCTYPE,
	REASON_MARKS,
	REASON_LINE_END,
	REASON_CHARSET,
	REASON_ESCAPE,
	REASON_CONTINUATION,

	/* A limit was reached. */
	REASON_RECORD_SIZE,
	REASON_DEPTH,
	REASON_NAME_SIZE,
	REASON_NUMBER_SIZE,
	REASON_MEMBERS,
	REASON_VALUE_SIZE,

	/* The policy does not accept it. */
	REASON_KIND,
	REASON_TYPE,
	REASON_ONE_OF,
	REASON_ABSENT,
	REASON_AT,
	REASON_FROM,
	REASON_PER,
	REASON_MAP,
	REASON_DOCUMENT,
	REASON_FORMULA,
	/* What may never come out was about to. */
	REASON_ECHO,
	REASON_LITERAL,
	REASON_DETECT,

	/* Memory ended; the run stops. */
	REASON_MEMORY,
	REASON_COUNT,
};

struct reason_text {
	const char *name; /* "too-deep" */
	const char *help; /* one sentence */
};

extern const struct reason_text reasons[REASON_COUNT];

/* Whether a record is so malformed that its end may be another one. */
static inline bool
reason_misleads(enum reason reason)
{
	return reason == REASON_SYNTAX || reason == REASON_CUT ||
	       reason == REASON_TRAILING;
}

#endif
