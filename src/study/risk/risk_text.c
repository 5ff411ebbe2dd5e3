#include "study/risk/risk_text.h"

#include "action/detect.h"

#define NUMBER 1 /* bytes of a field's number */

void
risk_hashed_begin(struct buf *hashed, size_t field)
{
	uint8_t number = (uint8_t)field;

	buf_reset(hashed);
	buf_add_byte(hashed, number);
}

/* Adds a text behind its length. */
static void
add(struct buf *to, struct slice text)
{
	uint32_t len = (uint32_t)text.len;

	buf_add(to, &len, sizeof(len));
	buf_add_slice(to, text);
}

void
risk_hashed_add(struct buf *hashed, struct slice value)
{
	add(hashed, value);
}

size_t
risk_hashed_open(struct buf *hashed)
{
	uint32_t unknown = 0;

	buf_add(hashed, &unknown, sizeof(unknown));
	return hashed->len;
}

void
risk_hashed_close(struct buf *hashed, size_t opened, bool made)
{
	uint32_t len = (uint32_t)(hashed->len - opened);

	if (hashed->failed)
		return;
	if (made)
		memcpy(hashed->p + opened - sizeof(len), &len, sizeof(len));
	else
		hashed->len = opened - sizeof(len);
}

struct slice
risk_values(struct slice hashed)
{
	return slice_skip(hashed, NUMBER);
}

/* Takes a text off that stands behind its length. */
static struct slice
take(struct slice *rest)
{
	struct slice text;
	uint32_t len;

	memcpy(&len, rest->p, sizeof(len));
	text = (struct slice){ rest->p + sizeof(len), len };
	*rest = slice_skip(*rest, sizeof(len) + len);
	return text;
}

bool
risk_value_next(struct slice *values, struct slice *value)
{
	if (values->len == 0)
		return false;
	*value = take(values);
	return true;
}

static bool
identify(struct slice values)
{
	struct slice value;
	size_t at;

	while (risk_value_next(&values, &value))
		for (int i = 0; i < DETECT_COUNT; i++)
			if (detect_in((enum detector)i, value, &at))
				return true;
	return false;
}

void
risk_text_add(struct buf *text, struct slice hashed, struct risk_key key,
    struct slice shown)
{
	struct slice values = risk_values(hashed);
	uint32_t len = (uint32_t)(sizeof(key) + shown.len);

	if (hashed.len <= RISK_SHOWN) {
		buf_add_byte(text, values.len == 0 ? RISK_MISSING : RISK_WHOLE);
		add(text, hashed);
		return;
	}
	buf_add_byte(text, identify(values) ? RISK_HIDDEN : RISK_CUT);
	buf_add(text, &len, sizeof(len));
	buf_add(text, &key, sizeof(key));
	buf_add_slice(text, shown);
}

struct risk_part
risk_text_next(struct slice *text)
{
	enum risk_mark mark = (enum risk_mark)text->p[0];

	*text = slice_skip(*text, 1);
	return (struct risk_part){ mark, take(text) };
}

struct risk_key
risk_part_key(const struct risk_part *part)
{
	struct risk_key key;

	memcpy(&key, part->body.p, sizeof(key));
	return key;
}

static void
add_shown(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_byte(out, text.p[i] == '\0' ? ' ' : text.p[i]);
}

bool
risk_part_show(const struct risk_part *part, struct buf *out)
{
	struct slice rest, value;
	bool first = true;

	if (part->mark == RISK_HIDDEN)
		return false;
	if (part->mark == RISK_CUT) {
		add_shown(out, slice_skip(part->body, sizeof(struct risk_key)));
		return true;
	}
	rest = risk_values(part->body);
	if (identify(rest))
		return false;
	while (risk_value_next(&rest, &value)) {
		buf_add_text(out, first ? "" : ", ");
		add_shown(out, value);
		first = false;
	}
	return true;
}

/* By the first value that differs; fewer values come first. */
static int
order_values(struct slice a, struct slice b)
{
	while (a.len > 0 && b.len > 0) {
		int order = slice_order(take(&a), take(&b));

		if (order != 0)
			return order;
	}
	return (a.len > 0) - (b.len > 0);
}

int
risk_text_order(struct slice a, struct slice b)
{
	int order = 0;

	while (order == 0 && a.len > 0) {
		struct risk_part one = risk_text_next(&a);
		struct risk_part other = risk_text_next(&b);

		order = (int)one.mark - (int)other.mark;
		if (order == 0 && one.mark == RISK_WHOLE)
			order = order_values(
			    risk_values(one.body), risk_values(other.body));
		else if (order == 0)
			order = slice_order(one.body, other.body);
	}
	return order;
}
