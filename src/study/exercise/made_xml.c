/*
 * XML: a record that is a document, or elements of one.
 */
#include "format/xml_write.h"
#include "study/exercise/made_page.h"

/* The attribute that says that a record is synthetic, in no namespace. */
#define MARK "@\1synthetic"

/* How many elements stand around the records: the record path ends in one of
 * them, and in its text. */
static size_t
levels(const struct made_page *page)
{
	size_t n = page->stream->record.step_count;

	return n > 2 ? n - 2 : 0;
}

static void
put_name(const struct made_page *page, struct slice name, struct buf *out)
{
	struct slice prefix = xml_prefix(page->stream, name.p[0]);

	if (prefix.len > 0) {
		buf_add_slice(out, prefix);
		buf_add_byte(out, ':');
	}
	buf_add_slice(out, slice_skip(name, 1));
}

/* All prefixes of the policy, on the outermost element. */
static void
declare(const struct made_page *page, struct buf *out)
{
	xml_declare(out, page->stream, out->len, UINT64_MAX);
}

static void
head(const struct made_page *page, struct buf *out)
{
	buf_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	for (size_t i = 0; i < levels(page); i++) {
		buf_add_byte(out, '<');
		put_name(page, page->stream->record.steps[i].name, out);
		if (i == 0)
			declare(page, out);
		buf_add_text(out, ">\n");
	}
}

static void
tail(const struct made_page *page, struct buf *out)
{
	for (size_t i = levels(page); i-- > 0;) {
		buf_add_text(out, "</");
		put_name(page, page->stream->record.steps[i].name, out);
		buf_add_text(out, ">\n");
	}
}

static bool
is_attribute(const struct made_name *name)
{
	return name->name.p[0] == '@';
}

static void
put_attributes(const struct made_page *page, const struct made *m,
    const struct made_element *element, struct buf *out)
{
	for (const struct made_name *n = element->names; n != NULL;
	     n = n->next) {
		if (n->elements == NULL || !is_attribute(n))
			continue;
		buf_add_byte(out, ' ');
		put_name(page, slice_skip(n->name, 1), out);
		buf_add_text(out, "=\"");
		xml_put_value(out, made_padded(m, n->elements->value.text));
		buf_add_byte(out, '"');
	}
}

static bool
has_content(const struct made_element *element)
{
	for (const struct made_name *n = element->names; n != NULL; n = n->next)
		if (n->elements != NULL && !is_attribute(n))
			return true;
	return false;
}

static void put_elements(const struct made_page *page, const struct made *m,
    const struct made_name *name, bool outermost, struct buf *out);

static void
put_content(const struct made_page *page, const struct made *m,
    const struct made_element *element, struct buf *out)
{
	for (const struct made_name *n = element->names; n != NULL;
	     n = n->next) {
		if (n->elements == NULL || is_attribute(n))
			continue;
		if (slice_is(n->name, PATH_XML_TEXT))
			xml_put_text(
			    out, made_padded(m, n->elements->value.text));
		else
			put_elements(page, m, n, false, out);
	}
}

static void
put_elements(const struct made_page *page, const struct made *m,
    const struct made_name *name, bool outermost, struct buf *out)
{
	for (const struct made_element *e = name->elements; e != NULL;
	     e = e->next) {
		buf_add_byte(out, '<');
		put_name(page, name->name, out);
		if (outermost)
			declare(page, out);
		put_attributes(page, m, e, out);
		if (!has_content(e)) {
			buf_add_text(out, "/>");
			continue;
		}
		buf_add_byte(out, '>');
		put_content(page, m, e, out);
		buf_add_text(out, "</");
		put_name(page, name->name, out);
		buf_add_byte(out, '>');
	}
}

static bool
record(const struct made_page *page, struct made *m, struct buf *out)
{
	if (m->record.names == NULL)
		return false;
	put_elements(page, m, m->record.names, levels(page) == 0, out);
	buf_add_byte(out, '\n');
	return true;
}

static bool
mark(const struct made_page *page, struct made *m)
{
	struct step steps[] = {
		{ .kind = STEP_NAME },
		MADE_STEP(STEP_NAME, MARK),
	};
	const struct value is_true = made_text("true");

	(void)page;
	if (m->record.names == NULL)
		return false;
	steps[0].name = m->record.names->name;
	return made_put_mark(
	    m, &(struct path){ .steps = steps, .step_count = 2 }, &is_true);
}

const struct made_format made_xml = {
	.head = head,
	.tail = tail,
	.record = record,
	.mark = mark,
};
