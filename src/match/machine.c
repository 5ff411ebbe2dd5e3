#include "match/machine.h"

uint32_t
machine_classify(const struct machine_operand *operand, struct slice text)
{
	size_t low = 0, high = operand->class_count;

	/* Constants by text; what follows them counts as above. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct machine_class *class = &operand->classes[middle];
		int order =
		    class->prefix ? 1 : slice_word_order(class->text, text);

		if (order == 0)
			return (uint32_t)middle + 1;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < operand->class_count &&
	       (!operand->classes[low].prefix ||
		   !slice_starts(text, operand->classes[low].text)))
		low++;
	return (uint32_t)low + 1;
}
