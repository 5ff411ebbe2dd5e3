/*
 * Filters one message.
 *
 * A walk goes line by line, field by field, repetition by repetition, down to
 * components and subcomponents, as deep as the policy's paths go.  The same
 * walk serves look mode, in which nothing leaves.
 *
 * Positions have a meaning, so what is released is written with as many marks
 * before it as its place needs, and only then: nothing trails behind the last
 * part that left.
 */
#include "format/hl7v2.h"

#include <stdlib.h>

#include "base/num.h"
#include "format/hl7v2_message.h"

/* The largest number that a path can spell. */
#define NUMBERS 999

#define CHARSET_FIELD 18

/* The name of a part: its number as a path spells it. */
struct number {
	struct slice name;
	uint64_t sign;
	uint8_t text[4];
};

struct scratch {
	struct hl7v2_message message;
	struct buf text; /* of the value at hand, decoded */
	struct number numbers[NUMBERS + 1];
};

/* Where in a line a value stands; all numbers begin at 1. */
struct place {
	size_t field, component, sub;
};

struct walk {
	struct engine *e;
	const struct program_limits *limits;
	struct scratch *s;
	const struct hl7v2_message *m;
	struct buf *out;
	struct slice line;
	struct place at, written; /* in the line; written.field: 0 is none */
	bool looking;
	bool opened;    /* the line has its name in the output */
	bool begun;     /* the repetition has something in the output */
	bool enclosed;  /* the field holds a document */
	bool in_header; /* the line is the header */

	/*
	 * MSH-18 goes in last: what it says depends on what was written.  It
	 * stands in the output at charset_at, behind this many marks.
	 */
	bool states_charset;
	size_t charset_at, charset_marks;
};

static bool
fail(struct walk *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

/*
 * Values.
 */

/* `""` tells the receiver to delete what it knows. */
static bool
is_delete(struct slice raw)
{
	return raw.len == 2 && raw.p[0] == '"' && raw.p[1] == '"';
}

static bool
is_escaped(const struct walk *w, struct slice raw)
{
	return hl7v2_has(raw, w->m->marks.escape);
}

/* What a value stands for; valid until the next call. */
static bool
decode(struct walk *w, struct slice raw, struct slice *text)
{
	enum reason reason;

	*text = raw;
	if (!is_escaped(w, raw))
		return true;
	buf_reset(&w->s->text);
	reason = hl7v2_decode(&w->s->text, raw, &w->m->marks, w->m->charset);
	*text = buf_slice(&w->s->text);
	return reason == REASON_NONE || fail(w, reason);
}

/*
 * Output.
 */

static void
put_marks(struct walk *w, size_t n, uint8_t mark)
{
	uint8_t *o = n > 0 ? buf_reserve(w->out, n) : NULL;

	if (o == NULL)
		return;
	memset(o, mark, n);
	w->out->len += n;
}

static void
open_line(struct walk *w)
{
	const uint8_t *p = w->line.p;
	const uint8_t *end = hl7v2_find(p, p + w->line.len, w->m->marks.field);

	if (!w->opened)
		buf_add_slice(w->out, slice_between(p, end));
	w->opened = true;
}

/* Remembers where the character set would be stated, once it is passed. */
static void
mark_charset(struct walk *w, size_t field)
{
	if (!w->in_header || w->charset_marks > 0 || field <= CHARSET_FIELD)
		return;
	w->charset_at = w->out->len;
	w->charset_marks = CHARSET_FIELD - w->written.field;
}

/* Writes what stands before a value: the line's name, and marks. */
static void
begin_value(struct walk *w)
{
	const struct hl7v2_marks *marks = &w->m->marks;

	open_line(w);
	mark_charset(w, w->at.field);
	if (w->written.field < w->at.field)
		put_marks(w, w->at.field - w->written.field, marks->field);
	else if (!w->begun)
		put_marks(w, 1, marks->repetition);
	if (!w->begun)
		w->written = (struct place){ w->at.field, 1, 1 };
	w->begun = true;
	if (w->written.component < w->at.component) {
		put_marks(w, w->at.component - w->written.component,
		    marks->component);
		w->written.component = w->at.component;
		w->written.sub = 1;
	}
	put_marks(w, w->at.sub - w->written.sub, marks->sub);
	w->written.sub = w->at.sub;
}

/* Copies a value as received, unless its escapes mean bytes of a charset. */
static bool
splice(struct walk *w, struct slice raw)
{
	struct slice text;

	if (raw.len > w->limits->value)
		return fail(w, REASON_VALUE_SIZE);
	if (!decode(w, raw, &text))
		return false;
	begin_value(w);
	if (text.p != raw.p && w->m->charset != CHARSET_UTF_8)
		hl7v2_encode(w->out, text, &w->m->marks);
	else
		buf_add_slice(w->out, raw);
	return true;
}

static void
put_result(struct walk *w)
{
	struct slice text = buf_slice(&w->e->result);

	if (text.len == 0)
		return;
	begin_value(w);
	hl7v2_encode(w->out, text, &w->m->marks);
}

/* Whether the value is the character set, which we state ourselves. */
static bool
is_charset(const struct walk *w)
{
	return w->in_header && !w->m->hprim && w->at.field == CHARSET_FIELD;
}

/* Releases the value at a state as the engine decides. */
static bool
act_on(struct walk *w, struct slice raw, uint32_t state)
{
	enum value_kind kind = VALUE_TEXT;
	struct value value = { .kind = VALUE_TEXT };
	const struct rule *rule;
	enum leaf leaf = engine_leaf(w->e, state, is_delete(raw), &rule);

	if (leaf == LEAF_APPLY) {
		if (!decode(w, raw, &value.text))
			return false;
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	}
	if (leaf == LEAF_DROP)
		return true;
	if (leaf == LEAF_REJECT)
		return false;
	if (w->enclosed)
		return fail(w, REASON_DOCUMENT);
	if (is_charset(w))
		w->states_charset = true;
	else if (leaf == LEAF_SPLICE)
		return splice(w, raw);
	else if (kind != VALUE_NULL)
		put_result(w);
	return true;
}

static bool
look_at(struct walk *w, struct slice raw, uint32_t state)
{
	struct value value = { .kind = VALUE_TEXT };

	if (!engine_watches(w->e, state) || is_delete(raw))
		return true;
	return decode(w, raw, &value.text) &&
	       engine_sight(w->e, state, &value) == 0;
}

/* Fields are numbered from 1 behind the line's name; HPRIM counts that, too. */
static size_t
first_field(const struct walk *w)
{
	return w->m->hprim ? 2 : 1;
}

/*
 * Predicates.
 */

enum level { LEVEL_REPETITION, LEVEL_COMPONENT, LEVEL_SUB };

/* The mark between the parts of a level; there is none below the last. */
static uint8_t
mark_below(const struct walk *w, enum level level)
{
	return level == LEVEL_REPETITION ? w->m->marks.component
					 : w->m->marks.sub;
}

/* Whether a part of a level has no parts itself. */
static bool
is_value(const struct walk *w, struct slice raw, enum level level)
{
	if (level == LEVEL_REPETITION && hl7v2_has(raw, w->m->marks.component))
		return false;
	return level == LEVEL_SUB || !hl7v2_has(raw, w->m->marks.sub);
}

/* Takes the number before the next dot off an operand. */
static size_t
take_number(struct slice *operand)
{
	size_t n = 0;
	const uint8_t *p = operand->p, *end = p + operand->len;

	for (; p < end && *p != '.'; p++)
		n = n * 10 + (size_t)(*p - '0');
	*operand = slice_between(p < end ? p + 1 : end, end);
	return n;
}

/* The part with a number, from 1; empty if there is none. */
static struct slice
part_of(struct slice raw, uint8_t mark, size_t n)
{
	struct slice part;

	while (hl7v2_next(&raw, mark, &part))
		if (--n == 0)
			return part;
	return (struct slice){ NULL, 0 };
}

/* The value that an operand means in a repetition; empty if there is none. */
static struct slice
operand_in(const struct walk *w, struct slice raw, struct slice operand)
{
	enum level level = LEVEL_REPETITION;

	while (operand.len > 0) {
		raw = part_of(raw, mark_below(w, level), take_number(&operand));
		level++;
	}
	return is_value(w, raw, level) ? raw : (struct slice){ NULL, 0 };
}

/* The same in a line, whose field must not be repeated. */
static struct slice
operand_in_line(const struct walk *w, struct slice operand)
{
	size_t field = take_number(&operand);
	/* MSH-1 is the mark of fields itself. */
	size_t shift = w->in_header || w->m->hprim;
	struct slice raw = hl7v2_message_part(w->m, w->line, field - shift);

	if (hl7v2_has(raw, w->m->marks.repetition))
		return (struct slice){ NULL, 0 };
	return operand_in(w, raw, operand);
}

/*
 * The state behind the predicates at a state, about a repetition, or about
 * the line if raw.p is NULL.
 */
static bool
select_state(struct walk *w, struct slice raw, uint32_t *state)
{
	const struct machine_selector *selector = engine_selector(w->e, *state);
	uint32_t sum = 0;

	if (selector == NULL)
		return true;
	for (size_t i = 0; i < selector->operand_count; i++) {
		const struct machine_operand *o = &selector->operands[i];
		struct slice text = raw.p != NULL ? operand_in(w, raw, o->name)
						  : operand_in_line(w, o->name);

		if (text.len == 0 || is_delete(text))
			continue;
		if (!decode(w, text, &text))
			return false;
		sum += o->stride * machine_classify(o, text);
	}
	*state = machine_select(selector, sum);
	return true;
}

/*
 * Documents.
 */

/* Whether a text is a word in capitals or small letters. */
static bool
is_word(struct slice text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++)
		if ((text.p[i] | 0x20) != word[i])
			return false;
	return i == text.len && word[i] == '\0';
}

static bool
is_one_of(struct walk *w, struct slice raw, const char *const *words)
{
	buf_reset(&w->s->text);
	if (hl7v2_decode(&w->s->text, raw, &w->m->marks, w->m->charset) !=
	    REASON_NONE)
		return false;
	for (size_t i = 0; words[i] != NULL; i++)
		if (is_word(buf_slice(&w->s->text), words[i]))
			return true;
	return false;
}

/* Whether one of the components says that data are encoded. */
static bool
names_encoding(struct walk *w, struct slice field)
{
	static const char *const encodings[] = { "base64", "hex", NULL };
	struct slice repetition, component;

	while (hl7v2_next(&field, w->m->marks.repetition, &repetition))
		while (
		    hl7v2_next(&repetition, w->m->marks.component, &component))
			if (is_one_of(w, component, encodings))
				return true;
	return false;
}

/*
 * Whether the field at hand holds a document or leads to one: OBX-5 if OBX-2
 * is ED or RP, or if it looks like that; OBX-6 if OBX-3 is FIC in HPRIM.
 */
static bool
encloses_document(struct walk *w, struct slice field)
{
	static const char *const foreign[] = { "ed", "rp", "fic", NULL };
	size_t first = first_field(w);
	struct slice type;

	if (w->at.field != first + 4 ||
	    !slice_starts(w->line, slice_text("OBX")))
		return false;
	type = hl7v2_message_part(w->m, w->line, 2);
	type = part_of(type, w->m->marks.repetition, 1);
	type = part_of(type, w->m->marks.component, 1);
	return is_one_of(w, type, foreign) || names_encoding(w, field);
}

/*
 * The walk.
 */

static uint32_t
child(const struct walk *w, uint32_t state, size_t number)
{
	const struct number *n = &w->s->numbers[number];

	return number > NUMBERS ? MACHINE_DEAD
				: engine_child(w->e, state, n->name, n->sign);
}

/* Whether the engine lets a part that has parts be entered. */
static bool
enter(struct walk *w, uint32_t *state)
{
	if (w->looking)
		return true;
	switch (engine_container(w->e, *state)) {
	case LEAF_REJECT:
		return false;
	case LEAF_DROP:
		*state = MACHINE_DEAD;
		break;
	default:
		break;
	}
	return true;
}

static bool
filter_part(struct walk *w, struct slice raw, uint32_t state, enum level level);

/* Goes over the components of a repetition, or the parts of a component. */
static bool
filter_parts(struct walk *w, struct slice raw, uint32_t state, enum level level)
{
	uint8_t mark = mark_below(w, level);
	struct slice part;
	size_t n = 0;

	while (hl7v2_next(&raw, mark, &part)) {
		uint32_t below = child(w, state, ++n);

		if (n > w->limits->members)
			return fail(w, REASON_MEMBERS);
		if (below == MACHINE_DEAD || part.len == 0)
			continue;
		if (level == LEVEL_REPETITION)
			w->at.component = n;
		w->at.sub = level == LEVEL_REPETITION ? 1 : n;
		if (!filter_part(w, part, below, level + 1))
			return false;
	}
	return true;
}

/* A part that is not empty, at a state that is not dead. */
static bool
filter_part(struct walk *w, struct slice raw, uint32_t state, enum level level)
{
	if (is_value(w, raw, level)) {
		if (w->looking ? !look_at(w, raw, state)
			       : !act_on(w, raw, state))
			return false;
	} else if (!enter(w, &state)) {
		return false;
	}
	if (level == LEVEL_SUB || state == MACHINE_DEAD)
		return true;
	return filter_parts(w, raw, state, level);
}

static bool
filter_repetition(struct walk *w, struct slice raw, uint32_t state)
{
	if (!select_state(w, raw, &state))
		return false;
	if (state == MACHINE_DEAD)
		return true;
	w->begun = false;
	w->at.component = 1;
	w->at.sub = 1;
	return filter_part(w, raw, state, LEVEL_REPETITION);
}

static bool
filter_field(struct walk *w, struct slice field, uint32_t state)
{
	uint32_t each = engine_each(w->e, state);
	struct slice raw;
	size_t n = 0;

	w->enclosed = !w->looking && encloses_document(w, field);
	while (hl7v2_next(&field, w->m->marks.repetition, &raw)) {
		if (n++ == w->limits->members)
			return fail(w, REASON_MEMBERS);
		if (raw.len > 0 && !filter_repetition(w, raw, each))
			return false;
	}
	return true;
}

/* Goes over the fields of a line, which `rest` begins with. */
static bool
filter_fields(struct walk *w, struct slice rest, uint32_t state)
{
	struct slice field;

	while (hl7v2_next(&rest, w->m->marks.field, &field)) {
		uint32_t below = child(w, state, ++w->at.field);

		if (w->at.field > w->limits->members)
			return fail(w, REASON_MEMBERS);
		if (below != MACHINE_DEAD && field.len > 0 &&
		    !filter_field(w, field, below))
			return false;
	}
	return true;
}

/* Behind a name or declaration of `len` bytes, what the mark leads to. */
static struct slice
behind(struct slice line, size_t len)
{
	return len < line.len ? slice_skip(line, len + 1)
			      : (struct slice){ NULL, 0 };
}

static bool
filter_header(struct walk *w)
{
	struct slice line = w->m->lines.items[0];
	struct slice name = { line.p, w->m->name };
	uint32_t state = engine_child(
	    w->e, engine_start(w->e), name, machine_sign(name.p, name.len));
	bool good = true;

	w->line = line;
	w->in_header = true;
	w->opened = true;
	w->charset_marks = 0;
	w->at.field = 2;
	w->written.field = 2;
	if (!w->looking)
		buf_add_slice(
		    w->out, (struct slice){ line.p, w->m->declaration });
	if (state != MACHINE_DEAD)
		good = select_state(w, (struct slice){ NULL, 0 }, &state) &&
		       filter_fields(w, behind(line, w->m->declaration), state);
	mark_charset(w, SIZE_MAX);
	w->in_header = false;
	if (!w->looking)
		buf_add_text(w->out, w->m->lines.end);
	return good;
}

static bool
filter_line(struct walk *w, struct slice line, bool must_be)
{
	const uint8_t *end =
	    hl7v2_find(line.p, line.p + line.len, w->m->marks.field);
	struct slice name = slice_between(line.p, end);
	uint32_t state = engine_child(
	    w->e, engine_start(w->e), name, machine_sign(name.p, name.len));

	if (state == MACHINE_DEAD && !must_be)
		return true;
	w->line = line;
	w->opened = false;
	w->at.field = first_field(w) - 1;
	w->written.field = w->at.field;
	if (must_be && !w->looking)
		open_line(w);
	if (!select_state(w, (struct slice){ NULL, 0 }, &state) ||
	    !filter_fields(w, behind(line, name.len), state))
		return false;
	if (w->opened)
		buf_add_text(w->out, w->m->lines.end);
	return true;
}

static bool
walk_message(struct walk *w, bool looking)
{
	const struct hl7v2_lines *lines = &w->m->lines;

	w->looking = looking;
	if (!filter_header(w))
		return false;
	for (size_t i = 1; i < lines->count; i++)
		if (!filter_line(w, lines->items[i],
			w->m->hprim && i + 1 == lines->count))
			return false;
	return true;
}

/*
 * The end of a message.
 */

/* Puts MSH-18 where it belongs. */
static void
state_charset(struct walk *w)
{
	struct buf text;
	uint8_t *p;
	size_t at = w->charset_at, tail;
	bool passed = at < w->out->len && w->out->p[at] == w->m->marks.field;

	buf_init(&text, 256);
	for (size_t i = 0; i < w->charset_marks && !passed; i++)
		buf_add_byte(&text, w->m->marks.field);
	hl7v2_encode(&text, slice_text("UNICODE UTF-8"), &w->m->marks);
	if (passed)
		at += w->charset_marks;
	p = text.failed ? NULL : buf_reserve(w->out, text.len);
	if (p != NULL) {
		tail = w->out->len - at;
		memmove(w->out->p + at + text.len, w->out->p + at, tail);
		memcpy(w->out->p + at, text.p, text.len);
		w->out->len += text.len;
	}
	buf_release(&text);
}

/* Turns what was written from `begin` on into ISO-8859-1. */
static bool
write_latin_1(struct walk *w, size_t begin)
{
	uint8_t *o = w->out->p + begin, *end = w->out->p + w->out->len;

	for (const uint8_t *p = o; p < end; p++) {
		if (*p > 0xC3)
			return fail(w, REASON_CHARSET);
		*o = *p;
		if (*p >= 0x80) {
			*o = (uint8_t)(p[0] << 6 | (p[1] & 0x3F));
			p++;
		}
		o++;
	}
	w->out->len = (size_t)(o - w->out->p);
	return true;
}

static bool
finish(struct walk *w, size_t begin)
{
	bool ascii;

	if (w->out->failed)
		return fail(w, REASON_MEMORY);
	ascii = charset_is_ascii(buf_slice_from(w->out, begin));
	if (w->m->hprim)
		return ascii || write_latin_1(w, begin);
	if (w->states_charset || !ascii)
		state_charset(w);
	return !w->out->failed || fail(w, REASON_MEMORY);
}

static bool
look_then_act(struct walk *w, struct slice record)
{
	size_t begin = w->out->len;
	enum reason reason =
	    hl7v2_message_read(&w->s->message, record, w->limits->members);

	if (reason != REASON_NONE)
		return fail(w, reason);
	if (engine_looks(w->e) && !walk_message(w, true))
		return false;
	return engine_decide(w->e) == 0 && walk_message(w, false) &&
	       finish(w, begin);
}

static enum filtered
hl7v2_filter(
    const struct piece *piece, struct engine *e, void *scratch, struct buf *out)
{
	struct scratch *s = scratch;
	size_t before = out->len;
	struct walk w = {
		.e = e,
		.limits = &e->program->limits,
		.s = s,
		.m = &s->message,
		.out = out,
	};

	engine_begin(e);
	look_then_act(&w, piece->record);
	if (engine_end(e) == 0)
		return FILTERED_WRITTEN;
	out->len = before;
	return FILTERED_REJECTED;
}

static void
hl7v2_scratch_free(void *scratch)
{
	struct scratch *s = scratch;

	if (s == NULL)
		return;
	hl7v2_message_release(&s->message);
	buf_wipe(&s->text);
	free(s);
}

/* Spells a number as paths do. */
static void
spell(struct number *number, size_t n)
{
	for (size_t power = 100; power > 0; power /= 10)
		if (n >= power)
			number->text[number->name.len++] =
			    (uint8_t)('0' + n / power % 10);
	number->name.p = number->text;
	number->sign = machine_sign(number->name.p, number->name.len);
}

static void *
hl7v2_scratch_new(const struct program *program)
{
	struct scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	hl7v2_message_init(&s->message, program);
	buf_init(&s->text, program->limits.record * 3);
	for (size_t n = 1; n <= NUMBERS; n++)
		spell(&s->numbers[n], n);
	return s;
}

const struct format format_hl7v2 = {
	.id = FORMAT_HL7V2,
	.split = hl7v2_split,
	.filter = hl7v2_filter,
	.scratch_new = hl7v2_scratch_new,
	.scratch_free = hl7v2_scratch_free,
};
