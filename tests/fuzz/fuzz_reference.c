/*
 * Characters that a text names: what it stands for has no more bytes than it
 * has, nor more digits of ASCII; a text that names none is left as it is; and
 * UTF-8 stays UTF-8 unless bytes are named.
 */
#include "base/reference.h"
#include "base/utf8.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count(struct slice text, uint8_t first, uint8_t last)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] >= first && text.p[i] <= last;
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	struct slice text = { p, size }, stands_for;
	struct buf out;
	bool found;

	buf_init(&out, size);
	found = reference_resolve(text, &out);
	MUST(!out.failed);
	stands_for = buf_slice(&out);
	if (found) {
		MUST(stands_for.len < size);
		MUST(count(stands_for, '0', '9') <= count(text, '0', '9'));
	} else {
		MUST(slice_equal(stands_for, text));
	}
	if (utf8_valid(text) && count(text, '%', '%') == 0)
		MUST(utf8_valid(stands_for));
	buf_release(&out);
	free(p);
	return 0;
}
