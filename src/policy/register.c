#include "policy/register.h"

/* The field of a kind that a member is. */
static const struct field *
next_field(const struct kind *kind, bool is_new, size_t *old, size_t *new)
{
	return is_new ? &kind->fields[kind->field_count + (*new)++]
		      : &kind->fields[(*old)++];
}

static void
add_rows(struct register_kind *k, const struct field *field,
    const struct node *node, bool is_new)
{
	for (size_t i = 0; i < field->rule_count; i++)
		k->rows[k->count++] = (struct register_row){
			.rule = &field->rules[i],
			.node =
			    node->kind == NODE_ARRAY ? node->items[i] : node,
			.field = field,
			.first = i == 0,
			.last = i + 1 == field->rule_count,
			.is_new = is_new,
		};
}

static size_t
count_rules(const struct kind *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < kind_all_fields(kind); i++)
		n += kind->fields[i].rule_count;
	return n;
}

int
register_rows(const struct document *document, size_t kind, struct arena *a,
    struct register_kind *rows, struct err *err)
{
	const struct node *records = node_find(document->roots[0], "records");
	const struct kind *k = &document->program->kinds[kind];
	const struct node *node = records->members[kind].value;
	const struct node *fields = node_find(node, "fields");
	size_t old = 0, new = 0;

	*rows = (struct register_kind){
		.kind = k,
		.node = node,
		.rows = arena_array(a, count_rules(k), sizeof(*rows->rows)),
	};
	if (rows->rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < fields->count; i++) {
		const struct member *m = &fields->members[i];
		bool is_new = m->key.p[0] == '+';

		add_rows(
		    rows, next_field(k, is_new, &old, &new), m->value, is_new);
	}
	return 0;
}

struct phrase
register_phrase(
    const struct register_view *view, const struct register_kind *kind)
{
	return (struct phrase){ view->document, kind->node, view->language };
}

/* A row with a condition that is the last one drops what is left. */
void
register_when(
    struct buf *out, const struct phrase *p, const struct register_row *row)
{
	const struct node *when = node_find(row->node, "when");

	if (when == NULL) {
		buf_add_text(out,
		    word(p->language, row->first ? WORD_ALWAYS : WORD_ELSE));
		return;
	}
	if (!row->first) {
		buf_add_text(out, word(p->language, WORD_ELSE));
		buf_add_text(out, ", ");
	}
	phrase_when(out, p, when);
	if (row->last && row->rule->action != ACTION_DROP) {
		buf_add_text(out, word(p->language, WORD_SEMICOLON));
		buf_add_text(out, word(p->language, WORD_ELSE_DROPPED));
	}
}

void
register_match(
    struct buf *out, const struct phrase *p, const struct register_kind *kind)
{
	const struct node *match = node_find(kind->node, "match");
	struct buf when;

	if (match == NULL) {
		buf_add_text(out, word(p->language, WORD_ANY_RECORD));
		return;
	}
	buf_init(&when, out->max);
	phrase_when(&when, p, match);
	words_say(out, p->language, WORD_ONLY_RECORDS, buf_slice(&when),
	    (struct slice){ 0 });
	out->failed |= when.failed;
	buf_release(&when);
}

void
register_condition(
    struct buf *out, const struct phrase *p, const struct node *condition)
{
	struct slice title = { 0 };

	if (condition->kind == NODE_OBJECT)
		title = words_of(node_find(condition, "title"), p->language);
	if (title.len > 0) {
		buf_add_slice(out, title);
		buf_add_text(out, word(p->language, WORD_COLON));
	}
	phrase_condition(out, p, condition);
}

const char *const register_never_keys[REGISTER_NEVER] = { "echo", "detect",
	"literals" };

void
register_never(struct buf *out, const struct phrase *p, size_t list)
{
	static const enum word says[REGISTER_NEVER] = { WORD_NEVER_ECHO,
		WORD_NEVER_DETECT, WORD_NEVER_LITERALS };
	const struct node *never = node_find(p->kind, "neverOutput");
	const struct node *items =
	    never != NULL ? node_find(never, register_never_keys[list]) : NULL;
	struct buf text;

	if (items == NULL || items->count == 0)
		return;
	buf_init(&text, out->max);
	for (size_t i = 0; i < items->count; i++) {
		buf_add_text(&text, i > 0 ? ", " : "");
		buf_add_slice(&text, items->items[i]->text);
	}
	words_say(out, p->language, says[list], buf_slice(&text),
	    (struct slice){ 0 });
	out->failed |= text.failed;
	buf_release(&text);
}

void
register_recipient(
    struct buf *out, const struct register_view *view, struct slice name)
{
	const struct node *node =
	    phrase_definition(view->document, "recipients", name);

	buf_add_slice(out, words_of(node_find(node, "name"), view->language));
	if (slice_is(name, "quarantine"))
		buf_add_format(out, " (%s)",
		    word(view->language, WORD_RECIPIENT_QUARANTINE));
}

void
register_approval(struct buf *out, const struct register_view *view)
{
	static const struct {
		const char *key;
		enum word says;
	} parts[] = {
		{ "by", WORD_APPROVED_BY },
		{ "on", WORD_APPROVED_ON },
		{ "note", WORD_QUOTED },
	};
	const struct node *approved =
	    node_find(view->document->roots[0], "approved");
	size_t before = out->len;

	for (size_t i = 0; approved != NULL && i < 3; i++) {
		const struct node *part = node_find(approved, parts[i].key);

		if (part == NULL)
			continue;
		if (out->len > before)
			buf_add_text(out, ", ");
		words_say(out, view->language, parts[i].says,
		    words_of(part, view->language), (struct slice){ 0 });
	}
	if (out->len == before)
		buf_add_text(out, word(view->language, WORD_NOT_APPROVED));
}
