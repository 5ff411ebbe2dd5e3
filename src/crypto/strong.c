#include "crypto/strong.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

#define MIN_DIFFERENT 16

/* Whether somebody may have typed it. */
static bool
is_text(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = s.p[i];

		if (c == 0x7F ||
		    (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
			return false;
	}
	return utf8_valid(s);
}

bool
strong_is(const uint8_t bytes[static STRONG_LEN])
{
	size_t different = 0;

	for (size_t i = 0; i < STRONG_LEN; i++) {
		bool seen = false;

		for (size_t j = 0; j < i; j++)
			seen = seen || bytes[j] == bytes[i];
		different += !seen;
	}
	return different >= MIN_DIFFERENT &&
	       !is_text((struct slice){ bytes, STRONG_LEN });
}

void
strong_draw(uint8_t bytes[static STRONG_LEN])
{
	do
		crypto_random(bytes, STRONG_LEN);
	while (!strong_is(bytes));
}
