/*
 * JSON: a record on a line, or in the array of its document.
 */
#include "base/json.h"
#include "study/exercise/made_page.h"

/* The containers of the record path. */
static void
head(const struct made_page *page, struct buf *out)
{
	const struct path *record = &page->stream->record;

	for (size_t i = 0; i < record->step_count; i++) {
		if (record->steps[i].kind != STEP_NAME) {
			buf_add_text(out, "[\n");
			continue;
		}
		buf_add_byte(out, '{');
		json_quote(out, record->steps[i].name);
		buf_add_byte(out, ':');
	}
}

static void
tail(const struct made_page *page, struct buf *out)
{
	const struct path *record = &page->stream->record;

	for (size_t i = record->step_count; i-- > 0;)
		buf_add_byte(
		    out, record->steps[i].kind == STEP_NAME ? '}' : ']');
	if (record->step_count > 0)
		buf_add_byte(out, '\n');
}

static void
put_value(const struct value *value, struct buf *out)
{
	switch (value->kind) {
	case VALUE_TEXT:
		json_quote(out, value->text);
		break;
	case VALUE_NULL:
		buf_add_text(out, "null");
		break;
	case VALUE_NUMBER:
	case VALUE_BOOLEAN:
	default:
		buf_add_slice(out, value->text);
		break;
	}
}

static void put_element(const struct made_element *element, struct buf *out);

static void
put_array(const struct made_name *name, struct buf *out)
{
	buf_add_byte(out, '[');
	for (const struct made_element *e = name->elements; e != NULL;
	     e = e->next) {
		if (e != name->elements)
			buf_add_byte(out, ',');
		put_element(e, out);
	}
	buf_add_byte(out, ']');
}

static void
put_member(const struct made_name *name, struct buf *out)
{
	json_quote(out, name->name);
	buf_add_byte(out, ':');
	if (name->array)
		put_array(name, out);
	else
		put_element(name->elements, out);
}

static void
put_object(const struct made_element *element, struct buf *out)
{
	bool first = true;

	buf_add_byte(out, '{');
	for (const struct made_name *n = element->names; n != NULL;
	     n = n->next) {
		if (n->elements == NULL)
			continue;
		if (!first)
			buf_add_byte(out, ',');
		first = false;
		put_member(n, out);
	}
	buf_add_byte(out, '}');
}

static void
put_element(const struct made_element *element, struct buf *out)
{
	const struct made_name *array = made_find(element, MADE_NAMELESS);

	if (element->has_value)
		put_value(&element->value, out);
	else if (array != NULL)
		put_array(array, out);
	else
		put_object(element, out);
}

static bool
record(const struct made_page *page, struct made *m, struct buf *out)
{
	put_object(&m->record, out);
	if (page->stream->record.step_count == 0)
		buf_add_byte(out, '\n');
	return true;
}

/* Resources of FHIR have a label, and no members of their own. */
static bool
mark(const struct made_page *page, struct made *m)
{
	static const struct step label[] = {
		MADE_STEP(STEP_NAME, "meta"),
		MADE_STEP(STEP_NAME, "security"),
		{ .kind = STEP_EACH },
		MADE_STEP(STEP_NAME, "code"),
	};
	static const struct step member[] = {
		MADE_STEP(STEP_NAME, "synthetic"),
	};
	const struct value is_true = { slice_text("true"), VALUE_BOOLEAN };
	const struct value test = made_text("HTEST");

	(void)page;
	if (made_find(&m->record, slice_text("resourceType")) != NULL &&
	    made_put_mark(
		m, &(struct path){ .steps = label, .step_count = 4 }, &test))
		return true;
	return made_put_mark(
	    m, &(struct path){ .steps = member, .step_count = 1 }, &is_true);
}

const struct made_format made_json = {
	.head = head,
	.tail = tail,
	.record = record,
	.mark = mark,
};
