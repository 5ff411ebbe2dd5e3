#include "policy/compile_draft.h"

/* Whether a condition holds for a record that lacks every field. */
static bool
holds_for_nothing(const struct compiler *c, const struct condition *condition)
{
	const uint8_t *known = c->for_nothing.p;
	size_t holding = 0;

	for (size_t i = 0; i < condition->part_count; i++)
		holding += known[condition->parts[i]];
	switch (condition->op) {
	case CONDITION_ALL:
		return holding == condition->part_count;
	case CONDITION_ANY:
		return holding > 0;
	case CONDITION_NOT:
		return holding == 0;
	default:
		return condition->op == CONDITION_MISSING;
	}
}

/* Adds a condition of the program; false when memory ends. */
static bool
emit(struct compiler *c, const struct condition *condition, uint32_t *index)
{
	bool holds = holds_for_nothing(c, condition);

	*index = (uint32_t)c->for_nothing.len;
	buf_add(&c->lowered, condition, sizeof(*condition));
	buf_add_byte(&c->for_nothing, holds);
	return !c->lowered.failed && !c->for_nothing.failed;
}

static bool
lower_parts(struct compiler *c, const struct draft *d, enum format_id format,
    struct condition *out)
{
	uint32_t *parts =
	    arena_array(&c->program->arena, d->part_count, sizeof(*parts));
	bool good = parts != NULL;

	for (size_t i = 0; parts != NULL && i < d->part_count; i++)
		good &= compile_draft(c, d->parts[i], format, &parts[i]);
	out->parts = parts;
	out->part_count = d->part_count;
	return good;
}

static bool
lower_operands(struct compiler *c, const struct draft *d, enum format_id format,
    struct condition *out)
{
	bool good = true;

	if (d->field != NULL)
		good &= compile_operand(c, format, d->field, &out->operand);
	if (d->at != NULL)
		good &= compile_operand(c, format, d->at, &out->at_operand);
	return good;
}

static bool
lower_object(struct compiler *c, const struct draft *d, enum format_id format,
    uint32_t *index)
{
	struct condition out = {
		.op = d->op,
		.every = d->every,
		.constants = d->constants,
		.constant_count = d->constant_count,
		.bound = d->bound,
		.age = d->age,
	};

	if (!lower_parts(c, d, format, &out) ||
	    !lower_operands(c, d, format, &out))
		return false;
	return emit(c, &out, index);
}

bool
compile_draft(
    struct compiler *c, struct draft *d, enum format_id format, uint32_t *index)
{
	if (d->symbol != NULL)
		d->symbol->used = true;
	if (d->broken || (d->symbol != NULL && d->symbol->draft == NULL))
		return false;
	if (d->lowered[format] == 0) {
		bool good =
		    d->symbol != NULL
			? compile_draft(c, d->symbol->draft, format, index)
			: lower_object(c, d, format, index);

		d->broken = !good;
		d->lowered[format] = good ? *index + 1 : 0;
	}
	*index = d->lowered[format] - 1;
	return !d->broken;
}
