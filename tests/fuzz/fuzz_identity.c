/*
 * Names and dates of birth: a normalized value is normalized to itself, is
 * spelled in few characters, and holds nothing that joins values.
 */
#include "action/identity.h"
#include "base/utf8.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
normalize(const uint8_t *data, size_t size, struct buf *out)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	bool ok = identity_normalize((struct slice){ p, size }, out);

	free(p);
	MUST(!out->failed);
	return ok;
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0x03B1 && c <= 0x03C9) ||
	       (c >= 0x0430 && c <= 0x052F);
}

static void
check_form(struct slice form)
{
	uint32_t c;

	MUST(form.len > 0);
	while (utf8_next(&form, &c))
		MUST(is_letter(c) || (c >= '0' && c <= '9') || c == '-');
	MUST(form.len == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once, twice;

	/* A character of two bytes may become three letters. */
	buf_init(&once, 3 * size + 16);
	buf_init(&twice, 3 * size + 16);
	if (normalize(data, size, &once)) {
		MUST(utf8_valid((struct slice){ data, size }));
		check_form(buf_slice(&once));
		MUST(normalize(once.p, once.len, &twice));
		MUST(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
