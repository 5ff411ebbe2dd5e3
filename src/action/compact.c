#include "action/compact.h"

static const char *const blanks[] = { " ", "\t", "\xC2\xA0", "\xE2\x80\xAF" };

#define BLANKS (sizeof(blanks) / sizeof(blanks[0]))

/* How many bytes of a blank stand at the start of s. */
static size_t
leading_blank(struct slice s)
{
	/* Most bytes begin none. */
	if (s.len > 0 && s.p[0] > ' ' && s.p[0] < 0x80)
		return 0;
	for (size_t i = 0; i < BLANKS; i++)
		if (slice_starts(s, slice_text(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}

static size_t
trailing_blank(struct slice s)
{
	for (size_t i = 0; i < BLANKS; i++) {
		struct slice blank = slice_text(blanks[i]);

		if (s.len >= blank.len &&
		    slice_equal(slice_skip(s, s.len - blank.len), blank))
			return blank.len;
	}
	return 0;
}

static bool
is_mark(uint8_t byte, const char *marks)
{
	for (; *marks != '\0'; marks++)
		if (byte == (uint8_t)*marks)
			return true;
	return false;
}

bool
compact_next(struct slice *rest, const char *marks, uint8_t *byte)
{
	while (rest->len > 0) {
		size_t skip = leading_blank(*rest);

		if (skip == 0 && is_mark(rest->p[0], marks))
			skip = 1;
		if (skip == 0) {
			*byte = rest->p[0];
			*rest = slice_skip(*rest, 1);
			return true;
		}
		*rest = slice_skip(*rest, skip);
	}
	return false;
}

size_t
compact_copy(struct slice text, const char *marks, uint8_t *out, size_t max)
{
	size_t n = 0;
	uint8_t byte;

	while (compact_next(&text, marks, &byte)) {
		if (n == max)
			return 0;
		out[n++] = byte;
	}
	return n;
}

struct slice
compact_trim(struct slice text)
{
	size_t n;

	while ((n = leading_blank(text)) > 0)
		text = slice_skip(text, n);
	while ((n = trailing_blank(text)) > 0)
		text.len -= n;
	return text;
}
