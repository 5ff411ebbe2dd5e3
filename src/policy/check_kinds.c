/*
 * What only shows when kinds are compared, whatever their formats: a field
 * that one of them protects and another one lets out.
 *
 * A field is taken for another one when its own name is the same, whatever its
 * case and accents, and what it stands in, if both stand in something:
 * `patient.dossier`, the column `Dossier` and `/envoi/patient/dossier`.  HL7 v2
 * has numbers for names, which are those of no other format.
 */
#include "policy/check.h"

#include "base/fold.h"
#include "policy/identify.h"

/* What a field is called: folded. */
struct title {
	struct slice own, around; /* around.len 0: it stands in nothing */
};

/* A rule that hides what another kind may show. */
struct hidden {
	struct title title;
	uint32_t kind;
	const struct rule *rule;
	struct hidden *next; /* of the same own name */
};

struct comparing {
	struct compiler *c;
	struct names names;    /* own names of what is hidden */
	struct hidden **heads; /* by name */
};

typedef void look_fn(struct comparing *k, uint32_t kind,
    const struct field *field, const struct node *node);

/* The letters and digits of a name, without accents and in lower case. */
static void
add_folded(struct buf *out, struct slice name)
{
	uint8_t letters[FOLD_MAX];
	size_t len;

	while (name.len > 0)
		if (fold_next(&name, letters, &len) == FOLD_LETTERS)
			buf_add(out, letters, len);
}

/* Longer than any name of a path, with what is before it. */
#define TITLE_MAX (2 * FOLD_MAX * 256)

static struct slice
take_folded(struct compiler *c, struct slice before, struct slice name)
{
	struct slice folded;
	struct buf out;

	buf_init(&out, TITLE_MAX);
	add_folded(&out, before);
	add_folded(&out, name);
	folded = arena_copy(c->work, buf_slice(&out));
	if (out.failed)
		c->work->failed = true;
	buf_release(&out);
	return folded;
}

/* False if no other field can be called so. */
static bool
read_title(struct compiler *c, enum format_id format, const struct path *path,
    struct title *title)
{
	struct slice tail[IDENTIFY_TAIL];
	struct slice nothing = { NULL, 0 };

	*title = (struct title){ 0 };
	if (path->deep)
		return false;
	if (format == FORMAT_HL7V2) {
		title->own = compile_place(c, format, path);
		return title->own.len > 0;
	}
	identify_tail(format, path, tail);
	if (identify_says_nothing(tail[0])) {
		title->own = take_folded(c, tail[1], tail[0]);
		title->around = take_folded(c, nothing, tail[2]);
	} else {
		title->own = take_folded(c, nothing, tail[0]);
		title->around = take_folded(c, nothing, tail[1]);
	}
	return title->own.len > 0;
}

static bool
is_same(const struct title *a, const struct title *b)
{
	return slice_equal(a->own, b->own) &&
	       (a->around.len == 0 || b->around.len == 0 ||
		   slice_equal(a->around, b->around));
}

static bool
hides(const struct rule *rule)
{
	return rule->action == ACTION_TOKENIZE || rule->action == ACTION_SEAL ||
	       rule->action == ACTION_MASK;
}

static const struct rule *
find_hiding(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (hides(&field->rules[i]))
			return &field->rules[i];
	return NULL;
}

/* Remembers a field that a rule hides. */
static void
note_hidden(struct comparing *k, uint32_t kind, const struct field *field,
    const struct node *node)
{
	enum format_id format = k->c->program->kinds[kind].format;
	const struct rule *rule = find_hiding(field);
	struct title title;
	struct hidden *h;
	uint32_t i;

	(void)node;
	if (rule == NULL || !read_title(k->c, format, &field->path, &title))
		return;
	i = names_find(&k->names, title.own);
	if (i == NAMES_NONE)
		i = names_add(&k->names, title.own);
	h = arena_alloc(k->c->work, sizeof(*h));
	if (h == NULL || i == NAMES_NONE)
		return;
	*h = (struct hidden){ title, kind, rule, k->heads[i] };
	k->heads[i] = h;
}

/* What another kind hides of a field, or NULL. */
static const struct hidden *
find_hidden(const struct comparing *k, uint32_t kind, const struct title *title)
{
	uint32_t i = names_find(&k->names, title->own);

	if (i == NAMES_NONE)
		return NULL;
	for (const struct hidden *h = k->heads[i]; h != NULL; h = h->next)
		if (h->kind != kind && is_same(&h->title, title))
			return h;
	return NULL;
}

/* Whether a value leaves as it is, and nothing was said about it yet. */
static bool
shows(enum format_id format, const struct path *path, const struct rule *rule)
{
	return actions[rule->action]->releases_raw && rule->one_of_count == 0 &&
	       rule->must != TYPE_BOOLEAN && !types[rule->must].identifies &&
	       !identify_path(format, path);
}

static const struct node *
nth_rule(const struct node *node, size_t i)
{
	return node->kind == NODE_ARRAY ? node->items[i] : node;
}

/* Warns of what leaves of a field that another kind hides. */
static void
check_shown(struct comparing *k, uint32_t kind, const struct field *field,
    const struct node *node)
{
	const struct program *program = k->c->program;
	enum format_id format = program->kinds[kind].format;
	const struct hidden *h;
	struct title title;

	if (!read_title(k->c, format, &field->path, &title))
		return;
	h = find_hidden(k, kind, &title);
	for (size_t i = 0; h != NULL && i < field->rule_count; i++)
		if (shows(format, &field->path, &field->rules[i]))
			notes_add(k->c->notes, CODE_UNEVEN,
			    node_find(nth_rule(node, i), "do")->place,
			    "this is kept as it is, but kind `%.*s` has `%s` "
			    "for it (line %u)",
			    SHOWN(program->kinds[h->kind].name),
			    actions[h->rule->action]->name, h->rule->line);
}

/* Looks at all fields that the input has, with their rules as written. */
static void
look_at_fields(struct comparing *k, const struct node *records, look_fn *look)
{
	for (uint32_t i = 0; i < k->c->program->kind_count; i++) {
		const struct kind *kind = &k->c->program->kinds[i];
		const struct node *fields =
		    node_find(records->members[i].value, "fields");
		size_t n = 0;

		for (size_t m = 0; m < fields->count; m++)
			if (!compile_is_new(fields->members[m].key))
				look(k, i, &kind->fields[n++],
				    fields->members[m].value);
	}
}

void
check_kinds(struct compiler *c)
{
	const struct node *records = node_find(c->roots[0], "records");
	struct comparing k = { .c = c };
	size_t fields = 0;

	if (c->program->kind_count < 2)
		return;
	for (size_t i = 0; i < c->program->kind_count; i++)
		fields += c->program->kinds[i].field_count;
	names_init(&k.names, c->work);
	k.heads = arena_array(c->work, fields, sizeof(*k.heads));
	if (k.heads == NULL)
		return;
	look_at_fields(&k, records, note_hidden);
	look_at_fields(&k, records, check_shown);
}
