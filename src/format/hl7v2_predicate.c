/*
 * Which predicates hold, about a line or about a repetition of a field.
 */
#include "format/hl7v2_filter.h"

/* The mark between the parts of a level; there is none below the last. */
static inline enum hl7v2_mark
mark_below(enum hl7v2_level level)
{
	return level == HL7V2_LEVEL_REPETITION ? HL7V2_COMPONENT : HL7V2_SUB;
}

/* Takes the number before the next dot off an operand. */
static size_t
take_number(struct slice *operand)
{
	size_t n = 0;
	const uint8_t *p = operand->p, *end = p + operand->len;

	for (; p < end && *p != '.'; p++)
		n = n * 10 + (size_t)(*p - '0');
	*operand = slice_between(p < end ? p + 1 : end, end);
	return n;
}

/* The value that an operand means in a repetition; empty if there is none. */
static inline struct slice
operand_in(const struct hl7v2_filter *w, struct slice raw, struct slice operand)
{
	enum hl7v2_level level = HL7V2_LEVEL_REPETITION;

	while (operand.len > 0) {
		raw = hl7v2_index_part(
		    w->index, raw, mark_below(level), take_number(&operand));
		level++;
	}
	return hl7v2_is_value(w, raw, level) ? raw : (struct slice){ NULL, 0 };
}

/* The same in a line, whose field must not be repeated. */
static __attribute__((noinline)) struct slice
operand_in_line(const struct hl7v2_filter *w, struct slice operand)
{
	size_t field = take_number(&operand), before = hl7v2_fields_before(w);
	struct slice raw;

	if (field <= before)
		return hl7v2_message_name(w->m, w->line->text);
	if (!hl7v2_message_part(w->m, w->line, field - before, &raw) ||
	    hl7v2_index_has(w->index, raw, HL7V2_REPETITION))
		return (struct slice){ NULL, 0 };
	return operand_in(w, raw, operand);
}

bool
hl7v2_decide(struct hl7v2_filter *w, const struct machine_selector *selector,
    struct slice raw, uint32_t *state)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < selector->operand_count; i++) {
		const struct machine_operand *o = &selector->operands[i];
		struct slice text = raw.p != NULL ? operand_in(w, raw, o->name)
						  : operand_in_line(w, o->name);

		if (text.len == 0 || hl7v2_is_delete(text))
			continue;
		if (!hl7v2_resolve(w, text, &text))
			return false;
		sum += o->stride * machine_classify(o, text);
	}
	*state = machine_select(selector, sum);
	return true;
}
