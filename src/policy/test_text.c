#include "policy/test_text.h"

#include "base/charset.h"
#include "base/json.h"
#include "base/limits.h"
#include "policy/read.h"

/* Escapes, and quotes of cells, make a text at most six times as long. */
#define TEXT_MAX (6 * LIMIT_POLICY)

/* A text that is being written. */
struct writing {
	struct compiler *c;
	enum format_id format;
	bool matchers; /* objects may be matchers */
	bool good;     /* nothing was noted */
	struct buf *out;
};

static bool
refuse(struct writing *w, struct place place, const char *why)
{
	notes_add(w->c->notes, CODE_BAD_TEST, place, "%s", why);
	w->good = false;
	return false;
}

/* Matchers. */

static const struct node *
matcher_name(const struct node *node, const char **kind)
{
	static const char *const kinds[] = { "$token", "$sealed" };

	for (size_t i = 0; node->kind == NODE_OBJECT && i < 2; i++) {
		*kind = kinds[i];
		if (node_find(node, kinds[i]) != NULL)
			return node_find(node, kinds[i]);
	}
	return NULL;
}

static bool
is_scalar(const struct node *node)
{
	return node->kind != NODE_OBJECT && node->kind != NODE_ARRAY &&
	       node->kind != NODE_NULL;
}

/* The value, or the parts, of which something was made. */
static void
write_of(struct writing *w, const struct node *of, struct buf *text)
{
	bool one = of->kind != NODE_ARRAY;
	size_t n = one ? 1 : of->count;

	buf_add_text(text, " of ");
	for (size_t i = 0; i < n; i++) {
		const struct node *part = one ? of : of->items[i];

		if (!is_scalar(part))
			refuse(w, part->place,
			    "`of` is a value, or an array of the values that "
			    "one token is made of");
		if (i > 0)
			buf_add_text(text, " + ");
		buf_add_slice(text, part->text);
	}
}

/* Whether the matcher's name is one of the policy's. */
static void
check_name(struct writing *w, const struct node *name, bool token)
{
	const struct symbols *s = token ? &w->c->domains : &w->c->recipients;
	struct slice text;

	if (!read_string(w->c->notes, name, &text)) {
		w->good = false;
	} else if (symbols_find(s, text) == NULL) {
		notes_unknown(w->c->notes,
		    token ? CODE_UNKNOWN_DOMAIN : CODE_UNKNOWN_RECIPIENT,
		    name->place, s->what, text,
		    read_nearest_name(text, &s->names));
		w->good = false;
	}
}

static void
write_matcher(struct writing *w, const struct node *node,
    const struct node *name, const char *kind, struct buf *text)
{
	static const char *const token_keys[] = { "$token", "of", "same",
		NULL };
	static const char *const sealed_keys[] = { "$sealed", "of", NULL };
	bool token = strcmp(kind, "$token") == 0;
	const struct node *of = node_find(node, "of");
	const struct node *same = node_find(node, "same");
	struct slice label;

	read_keys(w->c->notes, node, token ? token_keys : sealed_keys);
	check_name(w, name, token);
	buf_add_format(text, "${%s:", kind + 1);
	buf_add_slice(text, name->text);
	if (of != NULL && same != NULL)
		refuse(w, same->place, "`of` says already which token it is");
	if (of != NULL)
		write_of(w, of, text);
	else if (read_string(w->c->notes, same, &label)) {
		buf_add_text(text, " same ");
		buf_add_slice(text, label);
	}
	buf_add_byte(text, '}');
}

/* Adds the text of a scalar or matcher; false if the node is neither. */
static bool
write_plain(struct writing *w, const struct node *node, struct buf *text)
{
	const char *kind;
	const struct node *name = matcher_name(node, &kind);

	if (name != NULL && w->matchers)
		write_matcher(w, node, name, kind, text);
	else if (is_scalar(node))
		buf_add_slice(text, node->text);
	else
		return node->kind == NODE_NULL;
	return true;
}

/* JSON. */

static void write_json(struct writing *w, const struct node *node);

static void
write_members(struct writing *w, const struct node *object)
{
	buf_add_byte(w->out, '{');
	for (size_t i = 0; i < object->count; i++) {
		if (i > 0)
			buf_add_byte(w->out, ',');
		json_quote(w->out, object->members[i].key);
		buf_add_byte(w->out, ':');
		write_json(w, object->members[i].value);
	}
	buf_add_byte(w->out, '}');
}

static void
write_items(struct writing *w, const struct node *array)
{
	buf_add_byte(w->out, '[');
	for (size_t i = 0; i < array->count; i++) {
		if (i > 0)
			buf_add_byte(w->out, ',');
		write_json(w, array->items[i]);
	}
	buf_add_byte(w->out, ']');
}

static void
write_quoted_matcher(struct writing *w, const struct node *node)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	write_plain(w, node, &text);
	json_quote(w->out, buf_slice(&text));
	w->out->failed |= text.failed;
	buf_release(&text);
}

static void
write_json(struct writing *w, const struct node *node)
{
	const char *kind;

	if (w->matchers && matcher_name(node, &kind) != NULL)
		write_quoted_matcher(w, node);
	else if (node->kind == NODE_OBJECT)
		write_members(w, node);
	else if (node->kind == NODE_ARRAY)
		write_items(w, node);
	else if (node->kind == NODE_STRING)
		json_quote(w->out, node->text);
	else
		buf_add_slice(w->out, node->text);
}

/* Lines of XML and HL7 v2. */

static void
write_lines(struct writing *w, const struct node *node)
{
	if (node->kind == NODE_STRING) {
		buf_add_slice(w->out, node->text);
		return;
	}
	if (node->kind != NODE_ARRAY) {
		refuse(w, node->place,
		    "records of this format are a string, or an array of "
		    "lines");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (node->items[i]->kind != NODE_STRING)
			refuse(w, node->items[i]->place, "a line is a string");
		buf_add_slice(w->out, node->items[i]->text);
		buf_add_byte(w->out, w->format == FORMAT_XML ? '\n' : '\r');
	}
}

/* Tables. */

static void
write_cell(struct writing *w, struct slice text)
{
	uint8_t mark = w->c->program->streams[FORMAT_CSV].dialect.delimiter;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++)
		quoted |= text.p[i] == mark || text.p[i] == '"' ||
			  text.p[i] == '\n' || text.p[i] == '\r';
	if (!quoted) {
		buf_add_slice(w->out, text);
		return;
	}
	buf_add_byte(w->out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '"')
			buf_add_byte(w->out, '"');
		buf_add_byte(w->out, text.p[i]);
	}
	buf_add_byte(w->out, '"');
}

static void
add_column(struct names *columns, struct slice name)
{
	if (names_find(columns, name) == NAMES_NONE)
		names_add(columns, name);
}

/* Columns that rules and conditions name: the header must have them. */
static void
add_known_columns(const struct compiler *c, struct names *columns)
{
	const struct program *p = c->program;
	const struct names *watched = &c->operands[FORMAT_CSV].texts;

	for (size_t k = 0; k < p->kind_count; k++)
		for (size_t f = 0; p->kinds[k].format == FORMAT_CSV &&
				   f < p->kinds[k].field_count;
		     f++)
			add_column(
			    columns, p->kinds[k].fields[f].path.steps[0].name);
	for (uint32_t i = 0; i < watched->count; i++)
		add_column(columns, watched->names[i]);
}

static void
write_row(
    struct writing *w, const struct node *row, const struct names *columns)
{
	uint8_t mark = w->c->program->streams[FORMAT_CSV].dialect.delimiter;
	struct buf cell;

	buf_init(&cell, TEXT_MAX);
	for (uint32_t i = 0; i < columns->count; i++) {
		const struct member *m = node_member(row, columns->names[i]);

		buf_reset(&cell);
		if (i > 0)
			buf_add_byte(w->out, mark);
		if (m != NULL && !write_plain(w, m->value, &cell))
			refuse(w, m->value->place, "a cell is a text");
		write_cell(w, buf_slice(&cell));
	}
	buf_add_byte(w->out, '\n');
	w->out->failed |= cell.failed;
	buf_release(&cell);
}

static void
write_header(struct writing *w, const struct names *columns)
{
	uint8_t mark = w->c->program->streams[FORMAT_CSV].dialect.delimiter;

	for (uint32_t i = 0; i < columns->count; i++) {
		if (i > 0)
			buf_add_byte(w->out, mark);
		write_cell(w, columns->names[i]);
	}
	buf_add_byte(w->out, '\n');
}

/* Row i of a table; NULL after a note. */
static const struct node *
row_of(struct writing *w, const struct node *table, size_t i)
{
	const struct node *row =
	    table->kind == NODE_ARRAY ? table->items[i] : table;

	if (row->kind == NODE_OBJECT)
		return row;
	refuse(w, row->place,
	    "a row of a table is an object: cells by the names of columns");
	return NULL;
}

static void
write_table(struct writing *w, const struct node *table)
{
	size_t n = table->kind == NODE_ARRAY ? table->count : 1;
	struct names columns;

	names_init(&columns, w->c->work);
	for (size_t i = 0; i < n; i++) {
		const struct node *row = row_of(w, table, i);

		if (row == NULL)
			return;
		for (size_t j = 0; j < row->count; j++)
			add_column(&columns, row->members[j].key);
	}
	if (!w->matchers)
		add_known_columns(w->c, &columns);
	write_header(w, &columns);
	for (size_t i = 0; i < n; i++)
		write_row(w, row_of(w, table, i), &columns);
}

static bool
write(struct compiler *c, enum format_id format, const struct node *node,
    bool matchers, struct buf *out)
{
	struct writing w = {
		.c = c,
		.format = format,
		.matchers = matchers,
		.good = true,
		.out = out,
	};

	if (format == FORMAT_JSON)
		write_json(&w, node);
	else if (format == FORMAT_CSV)
		write_table(&w, node);
	else
		write_lines(&w, node);
	if (out->failed)
		c->work->failed = true;
	return w.good && !c->work->failed;
}

/* A table is read in the encoding that the policy states. */
static bool
encode(struct compiler *c, const struct node *node, struct slice utf8,
    struct slice *text)
{
	struct buf bytes;
	bool good;

	buf_init(&bytes, TEXT_MAX);
	good = charset_from_utf8(
	    c->program->streams[FORMAT_CSV].dialect.encoding, utf8, &bytes);
	if (good)
		*text = compile_keep(c, buf_slice(&bytes));
	else if (bytes.failed)
		c->work->failed = true;
	else
		notes_add(c->notes, CODE_BAD_TEST, node->place,
		    "a character here is not in the table's encoding");
	buf_release(&bytes);
	return good;
}

bool
test_text_in(struct compiler *c, enum format_id format, const struct node *node,
    struct slice *text)
{
	struct buf out;
	bool good;

	buf_init(&out, TEXT_MAX);
	good = write(c, format, node, false, &out);
	if (good && format == FORMAT_CSV)
		good = encode(c, node, buf_slice(&out), text);
	else if (good)
		*text = compile_keep(c, buf_slice(&out));
	buf_release(&out);
	return good;
}

bool
test_text_out(struct compiler *c, enum format_id format,
    const struct node *node, struct slice *text)
{
	struct buf out;
	bool good;

	buf_init(&out, TEXT_MAX);
	good = write(c, format, node, true, &out);
	if (good)
		*text = compile_keep(c, buf_slice(&out));
	buf_release(&out);
	return good;
}
