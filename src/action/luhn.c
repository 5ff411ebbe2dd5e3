#include "action/luhn.h"

bool
luhn_holds(struct slice digits)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < digits.len; i++) {
		unsigned int n = digits.p[i] - (unsigned int)'0';
		bool twice = (digits.len - i) % 2 == 0;

		/* The sum of the digits of 2n. */
		sum += !twice ? n : n < 5 ? 2 * n : 2 * n - 9;
	}
	return sum % 10 == 0;
}
