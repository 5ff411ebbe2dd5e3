/*
 * The layout of policies: what can be read has one, which is its own layout;
 * the rules stay, if there are some.
 */
#include "base/limits.h"
#include "exact.h"
#include "policy/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
lay_out(struct slice text, struct buf *out, struct err *err)
{
	buf_init(out, LAYOUT_MAX);
	return policy_layout("fuzz", text, NULL, NULL, out, err);
}

/* Whether two texts are the same policy, or none. */
static void
check_rules(struct slice a, struct slice b)
{
	struct program *x = NULL, *y = NULL;
	struct err err = { 0 }, other = { 0 };

	policy_parse("fuzz", a, NULL, NULL, &x, &err);
	policy_parse("fuzz", b, NULL, NULL, &y, &other);
	MUST((x != NULL) == (y != NULL));
	if (x != NULL)
		MUST(slice_equal(x->canonical, y->canonical));
	program_free(x);
	program_free(y);
}

static void
check_layout(struct slice text, struct slice layout)
{
	struct err err = { 0 };
	struct buf again;

	if (layout.len > LIMIT_POLICY)
		return;
	MUST(lay_out(layout, &again, &err) == 0);
	MUST(slice_equal(layout, buf_slice(&again)));
	buf_release(&again);
	check_rules(text, layout);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = exact_copy(data, size, 0, 0);
	struct slice text = { copy, size };
	struct err err = { 0 };
	struct buf out;

	if (lay_out(text, &out, &err) == 0)
		check_layout(text, buf_slice(&out));
	else
		MUST(err.code == ERR_POLICY);
	buf_release(&out);
	free(copy);
	return 0;
}
