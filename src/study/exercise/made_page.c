#include "study/exercise/made_page.h"

#include <stdlib.h>

#include "format/format.h"

static const struct made_format *const formats[FORMAT_COUNT] = {
	[FORMAT_JSON] = &made_json,
	[FORMAT_CSV] = &made_csv,
	[FORMAT_XML] = &made_xml,
	[FORMAT_HL7V2] = &made_hl7v2,
};

static void
add_column(struct made_page *page, struct slice name)
{
	for (size_t i = 0; i < page->column_count; i++)
		if (slice_equal(page->columns[i], name))
			return;
	page->columns[page->column_count++] = name;
}

/* The columns that the policy names: of rules, then of what it looks at. */
static int
list_columns(struct made_page *page)
{
	const struct stream *s = page->stream;
	size_t most = s->operand_count + 1;

	for (size_t k = 0; k < s->kind_count; k++)
		most += page->program->kinds[s->kinds[k]].field_count;
	page->columns = calloc(most, sizeof(*page->columns));
	if (page->columns == NULL)
		return -1;
	for (size_t k = 0; k < s->kind_count; k++) {
		const struct kind *kind = &page->program->kinds[s->kinds[k]];

		for (size_t f = 0; f < kind->field_count; f++)
			add_column(page, kind->fields[f].path.steps[0].name);
	}
	for (size_t i = 0; i < s->operand_count; i++)
		add_column(page, s->operands[i].steps[0].name);
	return 0;
}

int
made_page_init(struct made_page *page, const struct program *program,
    enum format_id format)
{
	*page = (struct made_page){
		.program = program,
		.stream = &program->streams[format],
		.format = formats[format],
		.between = "",
	};
	page->one =
	    format == FORMAT_XML && page->stream->record.step_count <= 2;
	if (format == FORMAT_JSON && page->stream->record.step_count > 0)
		page->between = ",\n";
	return format == FORMAT_CSV ? list_columns(page) : 0;
}

void
made_page_release(struct made_page *page)
{
	free(page->columns);
	*page = (struct made_page){ .columns = NULL };
}

/* The value where a path of names leads; NULL: there is none. */
static const struct value *
value_at(const struct made *m, const struct path *path)
{
	const struct made_element *at = &m->record;

	for (size_t i = 0; i < path->step_count; i++) {
		const struct made_name *name;

		if (path->steps[i].kind != STEP_NAME)
			continue;
		name = made_find(at, path->steps[i].name);
		if (name == NULL)
			return NULL;
		at = name->elements;
	}
	return at->has_value ? &at->value : NULL;
}

struct slice
made_padded(const struct made *m, struct slice text)
{
	uint8_t *copy = arena_alloc(m->arena, text.len + FORMAT_PAD);

	if (copy == NULL)
		return (struct slice){ NULL, 0 };
	if (text.len > 0)
		memcpy(copy, text.p, text.len);
	return (struct slice){ copy, text.len };
}

bool
made_put_mark(
    struct made *m, const struct path *path, const struct value *value)
{
	const struct value *found;

	made_put(m, path, value, MADE_FREE);
	found = value_at(m, path);
	return found != NULL && slice_equal(found->text, value->text);
}
