#include "action/action.h"

#include "action/all.h"

const struct action *const actions[ACTION_COUNT] = {
	[ACTION_KEEP] = &action_keep,
	[ACTION_DROP] = &action_drop,
	[ACTION_TOKENIZE] = &action_tokenize,
	[ACTION_TRUNCATE] = &action_truncate,
	[ACTION_GENERALIZE] = &action_generalize,
	[ACTION_MASK] = &action_mask,
	[ACTION_REPLACE] = &action_replace,
	[ACTION_MAP] = &action_map,
	[ACTION_SHIFT] = &action_shift,
	[ACTION_SEAL] = &action_seal,
};

const struct action *
action_find(struct slice name)
{
	for (size_t i = 0; i < ACTION_COUNT; i++)
		if (slice_is(name, actions[i]->name))
			return actions[i];
	return NULL;
}
