/*
 * Tokens of JSON: the answer does not depend on what lies behind the end;
 * whatever is accepted can be unescaped; whatever is text comes back when it
 * was quoted.
 */
#include "base/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
	size_t len; /* of the token; SIZE_MAX: none */
	enum json_fault fault;
	bool escaped;
};

static struct reading
read_string(const uint8_t *data, size_t size, uint8_t fill)
{
	uint8_t *p = exact_copy(data, size, JSON_PAD, fill);
	struct reading r = { SIZE_MAX, JSON_OK, false };
	const uint8_t *end = json_string(p, p + size, &r.escaped, &r.fault);

	if (end != NULL)
		r.len = (size_t)(end - p);
	MUST((end == NULL) == (r.fault != JSON_OK));
	free(p);
	return r;
}

static bool
same(struct reading a, struct reading b)
{
	return a.len == b.len && a.fault == b.fault && a.escaped == b.escaped;
}

static void
check_string(const uint8_t *data, size_t size)
{
	struct reading r = read_string(data, size, '"');
	struct slice inside = { data, r.len };
	struct buf text;

	MUST(same(r, read_string(data, size, '\\')));
	MUST(same(r, read_string(data, size, 0)));
	if (r.len == SIZE_MAX)
		return;
	MUST(r.len < size && data[r.len] == '"');
	buf_init(&text, size);
	json_unescape(&text, inside);
	MUST(!text.failed && utf8_valid(buf_slice(&text)));
	MUST(json_has_nul(inside) ==
	     (text.len > 0 && memchr(text.p, 0, text.len) != NULL));
	MUST(r.escaped || slice_equal(buf_slice(&text), inside));
	buf_release(&text);
}

static void
check_number(const uint8_t *data, size_t size)
{
	uint8_t *p = exact_copy(data, size, 0, 0);
	enum json_fault fault = JSON_OK;
	const uint8_t *end = json_number(p, p + size, &fault);

	MUST((end == NULL) == (fault != JSON_OK));
	if (end != NULL)
		MUST(end > p && num_is_decimal(slice_between(p, end)));
	free(p);
}

static void
check_quote(const uint8_t *data, size_t size)
{
	struct slice text = { data, size };
	enum json_fault fault;
	struct buf quoted, back;
	const uint8_t *end;
	bool escaped;

	if (!utf8_valid(text))
		return;
	buf_init(&quoted, 6 * size + 2);
	buf_init(&back, 6 * size);
	json_quote(&quoted, text);
	MUST(!quoted.failed);
	end =
	    json_string(quoted.p + 1, quoted.p + quoted.len, &escaped, &fault);
	MUST(end == quoted.p + quoted.len - 1);
	json_unescape(&back, slice_between(quoted.p + 1, end));
	MUST(slice_equal(buf_slice(&back), text));
	buf_release(&quoted);
	buf_release(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_string(data, size);
	check_number(data, size);
	check_quote(data, size);
	return 0;
}
