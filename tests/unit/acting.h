/*
 * acting: an action with settings, given by the names of its parameters, and
 * what it makes of a value.
 */
#ifndef TEST_ACTING_H
#define TEST_ACTING_H

#include "action/action.h"

struct acting {
	const struct action *action;
	void *config;
	struct action_context context;
	struct buf scratch, out;
	enum value_kind kind; /* of what is in out */
};

/* An action whose parameters are not given; fallbacks are in force. */
void acting_init(struct acting *a, const char *action);
void acting_release(struct acting *a);

/* Settings: numbers, choices by their text, and anything else by its bytes. */
void acting_set(struct acting *a, const char *param, uint32_t n);
void acting_choose(struct acting *a, const char *param, const char *choice);
void
acting_put(struct acting *a, const char *param, const void *bytes, size_t len);

/* What the settings' check says; NULL if the action has none. */
const char *acting_check(const struct acting *a, enum type_id must);

/* Applies to a value; a->out holds what was added. */
enum verdict
acting_on(struct acting *a, enum value_kind kind, const char *text);

/* Applies to a text: the result, or "drop", "keep", "invalid", "refuse". */
struct slice acting_result(struct acting *a, const char *text);

#endif
