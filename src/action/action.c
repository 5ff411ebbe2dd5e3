#include "action/action.h"

extern const struct action action_keep, action_drop, action_tokenize,
    action_truncate, action_generalize, action_mask, action_replace,
    action_map;

const struct action *const actions[ACTION_COUNT] = {
	[ACTION_KEEP] = &action_keep,
	[ACTION_DROP] = &action_drop,
	[ACTION_TOKENIZE] = &action_tokenize,
	[ACTION_TRUNCATE] = &action_truncate,
	[ACTION_GENERALIZE] = &action_generalize,
	[ACTION_MASK] = &action_mask,
	[ACTION_REPLACE] = &action_replace,
	[ACTION_MAP] = &action_map,
};

const struct action *
action_find(struct slice name)
{
	for (size_t i = 0; i < ACTION_COUNT; i++)
		if (slice_is(name, actions[i]->name))
			return actions[i];
	return NULL;
}
