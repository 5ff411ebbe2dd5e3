#include "action/luhn.h"

/* Of every second character counted from the last, which is one of them if
 * twice, the sum of the digits of its double; a letter is 0. */
static unsigned int
sum_of(struct slice digits, bool twice)
{
	unsigned int sum = 0;

	for (size_t i = digits.len; i > 0; i--) {
		uint8_t c = digits.p[i - 1];
		unsigned int n = c > '9' ? 0 : c - (unsigned int)'0';

		sum += !twice ? n : n < 5 ? 2 * n : 2 * n - 9;
		twice = !twice;
	}
	return sum;
}

bool
luhn_holds(struct slice digits)
{
	return sum_of(digits, false) % 10 == 0;
}

unsigned int
luhn_digit(struct slice digits)
{
	return (10 - sum_of(digits, true) % 10) % 10;
}
