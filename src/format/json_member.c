#include "format/json_member.h"

/* Rejects the record for what its names say. */
static const uint8_t *
fail_names(struct json_filter *w, enum json_named named)
{
	return json_fail(
	    w, named == JSON_TWICE ? REASON_DUPLICATE : REASON_MEMORY);
}

/*
 * The member of the shape with this name, which is learned if need be.  Not
 * once the object has other names: it could be one of them.
 */
static struct json_member *
recall(struct json_filter *w, const struct json_members *o, struct slice name,
    bool escaped, uint64_t sign)
{
	struct json_member *known;

	if (o->shape == NULL)
		return NULL;
	known = json_shape_find(o->shape, name, sign);
	if (known == NULL && !escaped && json_count_others(w, o) == 0)
		known = json_shape_learn(o->shape, name, sign);
	return known;
}

const uint8_t *
json_read_unexpected(struct json_filter *w, const uint8_t *p,
    struct json_members *o, struct json_member **known, uint32_t *state)
{
	enum json_named named;
	struct slice name;
	bool escaped;
	uint64_t sign;

	p = json_read_name(w, p, &name, &escaped);
	if (p == NULL)
		return NULL;
	sign = machine_sign(name.p, name.len);
	*known = recall(w, o, name, escaped, sign);
	if (*known != NULL)
		return p;
	*state = engine_child(w->e, o->state, name, sign);
	if (w->looking)
		return p;
	if (json_count_others(w, o) == w->limits->members)
		return json_fail(w, REASON_MEMBERS);
	named = json_names_add(&w->s->names, &o->others, name, sign);
	return named == JSON_NEW ? p : fail_names(w, named);
}

const uint8_t *
json_fail_members(struct json_filter *w, size_t count, enum json_named named)
{
	if (count > w->limits->members)
		return json_fail(w, REASON_MEMBERS);
	return fail_names(w, named);
}
