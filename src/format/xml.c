/*
 * Filters one XML record: reads it into a tree, walks that once to look and
 * once to act, and writes what the engine releases.
 *
 * An element is opened in the output when it is entered, and taken back when
 * nothing in it was released; only names that the policy spells are entered.
 */
#include "format/xml.h"

#include <stdlib.h>

#include "base/limits.h"
#include "format/xml_filter.h"
#include "format/xml_new.h"
#include "format/xml_write.h"

enum act { ACT_REJECT, ACT_DROP, ACT_WRITE };

/* Whether a value leaves as it stands in the record, whatever that says. */
static inline bool
is_copied(const struct xml_filter *w, uint32_t state, const struct xml_node *n)
{
	return n->is_plain && n->len > 0 && n->len <= w->limits->value &&
	       engine_plain_leaf(w->e, state) == LEAF_SPLICE;
}

/* Asks the engine about a value; *text is what leaves of it. */
static enum act
ask(struct xml_filter *w, uint32_t state, const struct xml_node *n,
    struct slice *text)
{
	struct value value = { .kind = VALUE_TEXT };
	enum value_kind kind = VALUE_TEXT;
	const struct rule *rule;
	enum leaf leaf;

	value.text = xml_text(w->tree, n);
	leaf = engine_leaf(w->e, state, value.text.len == 0, &rule);
	if (leaf == LEAF_APPLY)
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	if (leaf == LEAF_DROP)
		return ACT_DROP;
	if (leaf == LEAF_REJECT)
		return ACT_REJECT;
	if (value.text.len > w->limits->value) {
		xml_filter_fail(w, REASON_VALUE_SIZE);
		return ACT_REJECT;
	}
	*text = value.text;
	if (leaf == LEAF_APPLY)
		*text = buf_slice(&w->e->result);
	if (kind == VALUE_NULL)
		text->len = 0;
	return ACT_WRITE;
}

/* Decides on a value; *text is what leaves of it. */
static inline enum act
act_on(struct xml_filter *w, uint32_t state, const struct xml_node *n,
    struct slice *text)
{
	if (state == MACHINE_DEAD)
		return ACT_DROP;
	if (!is_copied(w, state, n))
		return ask(w, state, n, text);
	*text = (struct slice){ n->text, n->len };
	engine_note_spliced(w->e, state, *text);
	return ACT_WRITE;
}

/* Writes a few characters. */
static inline void
put(struct xml_filter *w, const char *text)
{
	buf_put(w->out, slice_text(text));
}

/* Writes the name of an element or attribute, and what ends it. */
static inline void
put_before(struct xml_filter *w, const struct xml_node *n)
{
	buf_put(w->out, n->name->before);
	w->used |= n->name->space;
}

static inline void
put_after(struct xml_filter *w, const struct xml_node *n)
{
	buf_put(w->out, n->name->after);
}

/* Writes the attributes that leave; returns where the children begin, 0 when
 * the record is rejected. */
static uint32_t
act_on_attributes(
    struct xml_filter *w, uint32_t i, uint32_t state, uint32_t end)
{
	for (; i < end && xml_filter_node(w, i)->name->is_attribute; i++) {
		const struct xml_node *n = xml_filter_node(w, i);
		struct slice text;

		switch (
		    act_on(w, xml_filter_child(w, state, n->name), n, &text)) {
		case ACT_REJECT:
			return 0;
		case ACT_DROP:
			continue;
		case ACT_WRITE:
			break;
		}
		put_before(w, n);
		xml_put_value(w->out, text);
		put_after(w, n);
	}
	return i;
}

/* Writes what follows the start of an element with text alone. */
static inline void
put_text(struct xml_filter *w, const struct xml_node *n, struct slice text)
{
	if (text.len == 0) {
		put(w, "/>");
		return;
	}
	put(w, ">");
	xml_put_text(w->out, text);
	put_after(w, n);
}

/* Writes an element that has text alone. */
static inline void
put_leaf(struct xml_filter *w, const struct xml_node *n, struct slice text)
{
	if (text.len == 0) {
		put_before(w, n);
		put(w, "/>");
		return;
	}
	buf_put(w->out, xml_name_tag(n->name));
	w->used |= n->name->space;
	xml_put_text(w->out, text);
	put_after(w, n);
}

static bool
act(struct xml_filter *w, uint32_t i, uint32_t state, bool *released);

static bool
act_on_text(struct xml_filter *w, uint32_t state, const struct xml_node *n,
    bool *released)
{
	struct slice text = { NULL, 0 };

	switch (act_on(w, xml_filter_text(w, state), n, &text)) {
	case ACT_REJECT:
		return false;
	case ACT_DROP:
		put(w, "/>");
		return true;
	case ACT_WRITE:
		break;
	}
	*released = true;
	put_text(w, n, text);
	return true;
}

/* A rule about the text of an element that has children; false: rejected. */
static bool
may_enter(struct xml_filter *w, uint32_t state, bool *enter)
{
	uint32_t text = xml_filter_text(w, state);
	enum leaf leaf =
	    text == MACHINE_DEAD ? LEAF_SPLICE : engine_container(w->e, text);

	*enter = leaf == LEAF_SPLICE;
	return leaf != LEAF_REJECT;
}

static bool
act_on_children(struct xml_filter *w, const struct xml_node *n, uint32_t i,
    uint32_t state, bool *released)
{
	size_t before = w->out->len;
	bool enter, any = false;

	if (!may_enter(w, state, &enter))
		return false;
	put(w, ">");
	for (; enter && i < n->end; i = xml_filter_node(w, i)->end)
		if (!act(w, i, state, &any))
			return false;
	*released |= any;
	if (any) {
		put_after(w, n);
		return true;
	}
	w->out->len = before;
	put(w, "/>");
	return true;
}

/* Writes an element that was entered in this state, as far as it leaves. */
static bool
act_on_element(struct xml_filter *w, uint32_t i, uint32_t state, bool *released)
{
	const struct xml_node *n = xml_filter_node(w, i);
	size_t head;

	if (!xml_filter_select(w, i, &state))
		return false;
	put_before(w, n);
	head = w->out->len;
	i = act_on_attributes(w, i + 1, state, n->end);
	if (i == 0)
		return false;
	*released |= w->out->len > head;
	return n->has_children ? act_on_children(w, n, i, state, released)
			       : act_on_text(w, state, n, released);
}

/* Writes an element that has text alone, if that leaves. */
static bool
act_on_leaf(struct xml_filter *w, uint32_t i, uint32_t state, bool *released)
{
	const struct xml_node *n = xml_filter_node(w, i);
	struct slice text;
	enum act answer;

	if (!xml_filter_select(w, i, &state))
		return false;
	answer = act_on(w, xml_filter_text(w, state), n, &text);
	if (answer == ACT_WRITE) {
		put_leaf(w, n, text);
		*released = true;
	}
	return answer != ACT_REJECT;
}

/* Writes the child i of an element in a state, if anything of it leaves. */
static bool
act(struct xml_filter *w, uint32_t i, uint32_t state, bool *released)
{
	const struct xml_node *n = xml_filter_node(w, i);
	size_t before = w->out->len;
	uint64_t used = w->used;
	bool own = false;

	state = xml_filter_child(w, state, n->name);
	if (state == MACHINE_DEAD)
		return true;
	if (!n->has_children && n->end == i + 1)
		return act_on_leaf(w, i, state, released);
	if (!act_on_element(w, i, state, &own))
		return false;
	*released |= own;
	if (!own) {
		w->out->len = before;
		w->used = used;
	}
	return true;
}

/* The namespaces that the elements around a record have declared. */
static uint64_t
declared_around(const struct xml_filter *w)
{
	size_t levels = w->stream->record.step_count;

	return levels == 0 ? 0 : xml_declared(w->stream, levels - 2);
}

/* The root is written in any case; a policy that does not know it is about
 * other records. */
static bool
act_on_root(struct xml_filter *w)
{
	size_t before = w->out->len;
	bool released = false;
	uint32_t state;
	uint64_t missing;

	if (w->tree->count == 0)
		return xml_filter_fail(w, REASON_KIND);
	state = xml_filter_child(
	    w, engine_start(w->e), xml_filter_node(w, 0)->name);
	if (state == MACHINE_DEAD &&
	    !xml_new_in(w->e, xml_filter_node(w, 0)->name->name))
		return xml_filter_fail(w, REASON_KIND);
	if (!act_on_element(w, 0, state, &released) ||
	    xml_new_add(w->e, w->out, before, &w->used) < 0)
		return false;
	missing = w->used & ~declared_around(w);
	if (missing != 0)
		xml_declare(w->out, w->stream,
		    before + xml_filter_node(w, 0)->name->before.len, missing);
	return true;
}

/*
 * The record.
 */

/* *s as UTF-8, in b if it is anything else. */
static enum reason
recode(enum charset charset, struct slice *s, struct buf *b)
{
	if (charset == CHARSET_UTF_8 || charset_is_ascii(*s))
		return REASON_NONE;
	buf_reset(b);
	if (!charset_to_utf8(charset, *s, b))
		return b->failed ? REASON_MEMORY : REASON_CHARSET;
	*s = buf_slice(b);
	return REASON_NONE;
}

/* Reads the record, unless split did that to find its end. */
enum reason
xml_check(const struct piece *piece, void *scratch)
{
	struct xml_scratch *s = scratch;
	struct slice record = piece->record, around = piece->around;
	enum reason reason;

	if (s->read.p == record.p && s->read.len == record.len)
		return REASON_NONE;
	reason = recode(piece->charset, &record, &s->record);
	if (reason == REASON_NONE)
		reason = recode(piece->charset, &around, &s->around);
	if (reason == REASON_NONE)
		xml_read(s->reader, around, record, &reason);
	return reason;
}

static void
look_then_act(struct xml_filter *w, const struct xml_texts *texts)
{
	w->texts = texts->look;
	if (engine_looks(w->e) && w->tree->count > 0 &&
	    !xml_filter_look(w, 0, engine_start(w->e)))
		return;
	if (engine_decide(w->e) < 0)
		return;
	w->texts = texts->kinds[w->e->kind - w->e->program->kinds];
	act_on_root(w);
}

static enum filtered
xml_filter(
    const struct piece *piece, struct engine *e, void *scratch, struct buf *out)
{
	struct xml_scratch *s = scratch;
	size_t before = out->len;
	struct xml_filter w = {
		.e = e,
		.limits = &e->program->limits,
		.stream = e->stream,
		.out = out,
	};
	enum reason reason;

	engine_begin(e, piece->record);
	reason = xml_check(piece, scratch);
	w.tree = xml_reader_tree(s->reader);
	if (reason == REASON_NONE)
		look_then_act(&w, &s->texts);
	else
		xml_filter_fail(&w, reason);
	if (engine_end(e) < 0) {
		out->len = before;
		return FILTERED_REJECTED;
	}
	return FILTERED_WRITTEN;
}

static void
xml_scratch_free(void *scratch)
{
	struct xml_scratch *s = scratch;

	if (s == NULL)
		return;
	xml_reader_free(s->reader);
	xml_names_release(&s->names);
	buf_wipe(&s->record);
	buf_wipe(&s->around);
	arena_release(&s->arena);
	free(s);
}

static void *
xml_scratch_new(const struct program *program)
{
	const struct stream *stream = &program->streams[FORMAT_XML];
	struct xml_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	buf_init(&s->record, 3 * program->limits.record);
	buf_init(&s->around, 3 * (size_t)XML_AROUND);
	xml_names_init(&s->names, stream);
	xml_names_add_all(&s->names, program);
	s->reader =
	    xml_reader_new(&program->limits, &stream->dialect, &s->names);
	arena_init(&s->arena, LIMIT_PROGRAM);
	s->texts = xml_texts_make(&s->arena, program);
	if (s->names.failed || s->reader == NULL || s->arena.failed) {
		xml_scratch_free(s);
		return NULL;
	}
	return s;
}

const struct format format_xml = {
	.id = FORMAT_XML,
	.split = xml_split,
	.filter = xml_filter,
	.scratch_new = xml_scratch_new,
	.scratch_free = xml_scratch_free,
	.walk = xml_walk,
	.walk_new = xml_walk_new,
	.walk_free = xml_walk_free,
};
