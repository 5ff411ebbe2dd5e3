/*
 * all: the actions, each of which is a file of the same name.  Others find
 * them in the table of action.h.
 */
#ifndef ACTION_ALL_H
#define ACTION_ALL_H

#include "action/action.h"

extern const struct action action_keep;
extern const struct action action_drop;
extern const struct action action_tokenize;
extern const struct action action_truncate;
extern const struct action action_generalize;
extern const struct action action_mask;
extern const struct action action_replace;
extern const struct action action_map;
extern const struct action action_shift;
extern const struct action action_seal;

#endif
