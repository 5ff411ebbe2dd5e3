/*
 * UTF-8: validity is what reading character by character says; characters
 * come back byte for byte; cuts fall between characters.
 */
#include "base/utf8.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads characters as far as they are valid; returns their number. */
static size_t
read_all(struct slice *rest)
{
	size_t count = 0;
	uint32_t c;

	for (;;) {
		const uint8_t *at = rest->p;
		uint8_t bytes[4];
		size_t len;

		if (!utf8_next(rest, &c))
			return count;
		MUST(c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF));
		len = utf8_put(c, bytes);
		MUST(at + len == rest->p && memcmp(at, bytes, len) == 0);
		count++;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	struct slice text = { p, size }, rest = text;
	size_t count = read_all(&rest), n = size > 0 ? data[0] : 0;
	bool valid = rest.len == 0;

	MUST(utf8_valid(text) == valid);
	if (valid) {
		struct slice first = utf8_first(text, n);
		struct slice last = utf8_last(text, count > n ? count - n : 0);

		MUST(utf8_count(text) == count);
		MUST(utf8_valid(first) && utf8_valid(last));
		MUST(utf8_count(first) == (n < count ? n : count));
		MUST(first.len + last.len == size);
	}
	free(p);
	return 0;
}
