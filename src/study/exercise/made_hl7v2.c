/*
 * HL7 v2, and HPRIM Sante: messages of lines that end in CR.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/num.h"
#include "format/hl7v2_text.h"
#include "study/exercise/made_page.h"

/* Which fields of a header can be named first. */
#define FIRST_OF_HEADER 3

/* The line that ends a message of HPRIM. */
#define LAST "L"

/* How one of the dialects is spelled. */
struct spelling {
	const char *header;   /* with its marks, and the end of a field */
	size_t name;          /* bytes of its name */
	const char *end;      /* a last line, or nothing */
	uint64_t first;       /* number of a line's first field */
	enum charset charset; /* of what is written */
};

static const struct spelling spellings[] = {
	{ "MSH|^~\\&|", 3, "", 1, CHARSET_UTF_8 },
	{ "H|~^\\&|", 1, LAST "|1\r", 2, CHARSET_LATIN_1 },
};

/* The usual order of lines; others come behind. */
static const char *const order[] = { "MSH", "H", "SFT", "EVN", "PID", "P",
	"PD1", "NK1", "PV1", "PV2", "IN1", "ORC", "OBR", "TQ1", "OBX", "NTE",
	"SPM" };

#define ORDERED (sizeof(order) / sizeof(order[0]))

/* A message at work. */
struct message {
	const struct spelling *spelling;
	struct hl7v2_marks marks;
	struct made *made;
	struct buf *out;
};

static const struct spelling *
spelling_of(const struct made_page *page)
{
	return &spellings[page->stream->dialect.hprim];
}

static uint64_t
number_of(const struct made_name *name)
{
	uint64_t n = 0;

	num_u64(name->name, &n);
	return n;
}

/* The part that has the lowest number from `from` on; NULL: there is none. */
static const struct made_name *
next_part(const struct made_element *element, uint64_t from)
{
	const struct made_name *found = NULL;

	for (const struct made_name *n = element->names; n != NULL; n = n->next)
		if (n->elements != NULL && number_of(n) >= from &&
		    (found == NULL || number_of(n) < number_of(found)))
			found = n;
	return found;
}

/* A repetition with its components, or a component with its own parts. */
static void
put_parts(struct message *w, const struct made_element *element, uint8_t mark)
{
	const struct made_name *part;

	if (element->has_value)
		hl7v2_encode(w->out, made_padded(w->made, element->value.text),
		    &w->marks);
	for (uint64_t at = 1; (part = next_part(element, at + 1)) != NULL;) {
		for (; at < number_of(part); at++)
			buf_add_byte(w->out, mark);
		put_parts(w, part->elements, w->marks.sub);
	}
}

static void
put_field(struct message *w, const struct made_name *field)
{
	for (const struct made_element *e = field->elements; e != NULL;
	     e = e->next) {
		if (e != field->elements)
			buf_add_byte(w->out, w->marks.repetition);
		put_parts(w, e, w->marks.component);
	}
}

/* The fields of a line, of which `at` is where the output is. */
static void
put_fields(struct message *w, const struct made_element *line, uint64_t at)
{
	const struct made_name *field;
	uint64_t next = at;

	while ((field = next_part(line, next)) != NULL) {
		for (; at < number_of(field); at++)
			buf_add_byte(w->out, w->marks.field);
		put_field(w, field);
		next = at + 1;
	}
	buf_add_byte(w->out, '\r');
}

static size_t
rank(const struct made_name *name)
{
	size_t i = 0;

	if (slice_is(name->name, LAST))
		return ORDERED + 1;
	while (i < ORDERED && !slice_is(name->name, order[i]))
		i++;
	return i;
}

static void
put_lines(struct message *w, const struct made_name *name)
{
	for (const struct made_element *e = name->elements; e != NULL;
	     e = e->next) {
		buf_add_slice(w->out, name->name);
		put_fields(w, e, w->spelling->first - 1);
	}
}

static struct slice
header_name(const struct spelling *s)
{
	return (struct slice){ (const uint8_t *)s->header, s->name };
}

static void
put_header(struct message *w)
{
	static const struct made_element nothing = { .names = NULL };
	const struct made_name *header =
	    made_find(&w->made->record, header_name(w->spelling));

	buf_add_text(w->out, w->spelling->header);
	put_fields(
	    w, header != NULL ? header->elements : &nothing, FIRST_OF_HEADER);
}

static void
put_message(struct message *w)
{
	put_header(w);
	for (size_t r = 0; r <= ORDERED + 1; r++)
		for (const struct made_name *n = w->made->record.names;
		     n != NULL; n = n->next)
			if (rank(n) == r &&
			    !slice_equal(n->name, header_name(w->spelling)))
				put_lines(w, n);
	if (made_find(&w->made->record, slice_text(LAST)) == NULL)
		buf_add_text(w->out, w->spelling->end);
}

/* Says in which charset a message is that has more than ASCII. */
static void
state_charset(struct made *m)
{
	static const struct step steps[] = {
		MADE_STEP(STEP_NAME, "MSH"),
		MADE_STEP(STEP_NAME, "18"),
		{ .kind = STEP_EACH },
	};
	const struct value utf8 = made_text("UNICODE UTF-8");

	made_put(m, &(struct path){ .steps = steps, .step_count = 3 }, &utf8,
	    MADE_FREE);
}

static bool
record(const struct made_page *page, struct made *m, struct buf *out)
{
	const struct spelling *s = spelling_of(page);
	struct message w = { .spelling = s, .made = m };
	struct buf text;
	bool good;

	buf_init(&text, LIMIT_RECORD);
	w.out = &text;
	hl7v2_marks_read(slice_text(s->header), s->name, &w.marks);
	put_message(&w);
	if (s->charset == CHARSET_UTF_8 &&
	    !charset_is_ascii(buf_slice(&text))) {
		state_charset(m);
		buf_reset(&text);
		put_message(&w);
	}
	good = !text.failed &&
	       charset_from_utf8(s->charset, buf_slice(&text), out);
	buf_release(&text);
	return good;
}

/* HPRIM has no place for it. */
static bool
mark(const struct made_page *page, struct made *m)
{
	static const struct step steps[] = {
		MADE_STEP(STEP_NAME, "MSH"),
		MADE_STEP(STEP_NAME, "11"),
		{ .kind = STEP_EACH },
	};
	const struct value test = made_text("T");

	return !page->stream->dialect.hprim &&
	       made_put_mark(
		   m, &(struct path){ .steps = steps, .step_count = 3 }, &test);
}

const struct made_format made_hl7v2 = {
	.record = record,
	.mark = mark,
};
