/* The tables of the library's words, for those who explain them. */
#include "api.h"

#include "action/action.h"
#include "engine/reason.h"

static bool
next_parameter(size_t i, struct tamis_word *word)
{
	for (size_t id = 0; id < ACTION_COUNT; id++) {
		const struct param *p = actions[id]->params;

		for (; p != NULL && p->name != NULL; p++) {
			if (i-- > 0)
				continue;
			*word = (struct tamis_word){ p->name, p->help,
				actions[id]->name };
			return true;
		}
	}
	return false;
}

API bool
tamis_word(enum tamis_words set, size_t i, struct tamis_word *word)
{
	switch (set) {
	case TAMIS_ACTIONS:
		if (i >= ACTION_COUNT)
			return false;
		*word = (struct tamis_word){ actions[i]->name, actions[i]->help,
			NULL };
		return true;
	case TAMIS_PARAMETERS:
		return next_parameter(i, word);
	case TAMIS_TYPES:
		i++; /* the first one is no type */
		if (i >= TYPE_COUNT)
			return false;
		*word =
		    (struct tamis_word){ types[i].name, types[i].help, NULL };
		return true;
	case TAMIS_NORMALIZATIONS:
		if (i >= NORMALIZE_COUNT)
			return false;
		*word = (struct tamis_word){ normalizations[i].name,
			normalizations[i].help, NULL };
		return true;
	case TAMIS_REASONS:
		i++; /* the first one is none */
		if (i >= REASON_COUNT)
			return false;
		*word = (struct tamis_word){ reasons[i].name, reasons[i].help,
			NULL };
		return true;
	}
	return false;
}
