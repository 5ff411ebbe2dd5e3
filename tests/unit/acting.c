#include "acting.h"

#include <check.h>
#include <stdlib.h>

#include "base/utf8.h"

static const struct param *
find_param(const struct acting *a, const char *name)
{
	const struct param *p = a->action->params;

	while (p->name != NULL && strcmp(p->name, name) != 0)
		p++;
	ck_assert_msg(p->name != NULL, "%s", name);
	return p;
}

void
acting_put(struct acting *a, const char *param, const void *bytes, size_t len)
{
	size_t offset = find_param(a, param)->offset;

	ck_assert_uint_le(offset + len, a->action->size);
	memcpy((uint8_t *)a->config + offset, bytes, len);
}

void
acting_set(struct acting *a, const char *param, uint32_t n)
{
	acting_put(a, param, &n, sizeof(n));
}

void
acting_choose(struct acting *a, const char *param, const char *choice)
{
	const struct param *p = find_param(a, param);
	uint32_t n = 0;

	ck_assert_int_eq(p->kind, PARAM_CHOICE);
	while (p->choices[n] != NULL && strcmp(p->choices[n], choice) != 0)
		n++;
	ck_assert_msg(p->choices[n] != NULL, "%s", choice);
	acting_set(a, param, n + 1);
}

static void
set_default(struct acting *a, const struct param *p)
{
	int32_t none = -1;
	uint32_t c;
	struct slice text;

	if (p->kind == PARAM_PATH)
		acting_put(a, p->name, &none, sizeof(none));
	if (p->fallback == NULL)
		return;
	text = slice_text(p->fallback);
	ck_assert(utf8_next(&text, &c));
	acting_set(a, p->name, c);
}

void
acting_init(struct acting *a, const char *action)
{
	*a = (struct acting){ .action = action_find(slice_text(action)) };
	ck_assert_ptr_nonnull(a->action);
	a->config = calloc(1, a->action->size + 1);
	ck_assert_ptr_nonnull(a->config);
	buf_init(&a->scratch, 1000);
	buf_init(&a->out, 1000);
	a->context.scratch = &a->scratch;
	for (const struct param *p = a->action->params; p->name != NULL; p++)
		set_default(a, p);
}

void
acting_release(struct acting *a)
{
	free(a->config);
	buf_release(&a->scratch);
	buf_release(&a->out);
}

const char *
acting_check(const struct acting *a, enum type_id must)
{
	return a->action->check != NULL ? a->action->check(a->config, must)
					: NULL;
}

enum verdict
acting_on(struct acting *a, enum value_kind kind, const char *text)
{
	struct value in = { slice_text(text), kind };

	buf_reset(&a->scratch);
	buf_reset(&a->out);
	a->kind = VALUE_TEXT;
	return a->action->apply(a->config, &a->context, &in, &a->out, &a->kind);
}

struct slice
acting_result(struct acting *a, const char *text)
{
	switch (acting_on(a, VALUE_TEXT, text)) {
	case VERDICT_CHANGED:
		return buf_slice(&a->out);
	case VERDICT_KEEP:
		return slice_text("keep");
	case VERDICT_DROP:
		return slice_text("drop");
	case VERDICT_INVALID:
		return slice_text("invalid");
	default:
		return slice_text("refuse");
	}
}
