#include <string.h>

#include "action/detect.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "policy/identify.h"
#include "policy/note.h"
#include "study/learn/learn_seen.h"

/* A draft as it is written. */
struct draft {
	struct learner *l;
	const struct dialect *dialect;
	struct spelling spelling;
	struct buf fields; /* before the namespaces that they need are known */
	struct buf *out;
	size_t written, unnamed;
};

/* How many types a remark names at most. */
#define TYPES_SHOWN 3

/* Types from narrow to wide. */
static const enum type_id narrow_first[] = { TYPE_NIR_KEY, TYPE_NIR, TYPE_RPPS,
	TYPE_FINESS, TYPE_BOOLEAN, TYPE_DATETIME, TYPE_DATE, TYPE_POSTCODE_FR,
	TYPE_INSEE_FR, TYPE_EMAIL, TYPE_PHONE, TYPE_INTEGER, TYPE_NUMBER,
	TYPE_CODE };

#define NARROW (sizeof(narrow_first) / sizeof(narrow_first[0]))

/* Escapes also what no policy may show. */
static void
put_quoted(struct buf *out, struct slice text)
{
	struct slice rest = text;
	uint32_t c;

	buf_add_byte(out, '"');
	while (utf8_next(&rest, &c)) {
		if (c == '"' || c == '\\')
			buf_add_byte(out, '\\');
		if (c < 0x20 || note_is_misleading(c))
			buf_add_format(out, "\\u%04x", (unsigned int)c);
		else
			buf_add_char(out, c);
	}
	buf_add_byte(out, '"');
}

/*
 * Marks a place that another one goes on below.  In HL7 v2, PID-3.1.2 is below
 * PID-3, whose parts `.1` places leave away.
 */
static void
mark_place(const struct learner *l, struct slice place)
{
	struct seen *seen = learn_find(l, place);
	int parts = 1;

	if (seen == NULL && l->format == FORMAT_HL7V2 && place.len > 2 &&
	    place.p[place.len - 2] == '.' && place.p[place.len - 1] == '1') {
		place.len -= 2;
		parts = 2;
		seen = learn_find(l, place);
	}
	if (seen == NULL)
		return;
	seen->has_below = true;
	if (seen->parts < parts)
		seen->parts = parts;
}

/* Marks what has a place in it, before any is spelled. */
static void
mark_around(const struct learner *l, struct slice place)
{
	bool in_braces = false;

	for (size_t i = 1; i < place.len; i++) {
		uint8_t c = place.p[i];
		bool attribute =
		    c == '/' && i + 1 < place.len && place.p[i + 1] == '@';

		in_braces = l->format == FORMAT_XML &&
			    (c == '{' || (in_braces && c != '}'));
		if (!in_braces && !attribute &&
		    (c == '.' || c == '[' || c == '/'))
			mark_place(l, (struct slice){ place.p, i });
	}
}

static void
mark_all(const struct learner *l)
{
	if (l->format == FORMAT_CSV)
		return;
	for (size_t i = 0; i < l->seen_count; i++)
		mark_around(l, l->seen[i].place);
}

static void
put_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
	buf_add_u64(out, n);
	buf_add_byte(out, ' ');
	buf_add_text(out, n == 1 ? one : many);
}

static bool
has_type(const struct seen *seen, enum type_id type)
{
	return seen->values > 0 && (seen->types & UINT32_C(1) << type) != 0;
}

static void
put_types(struct buf *out, const struct seen *seen)
{
	const char *before = "; could be ";
	size_t shown = 0;

	for (size_t i = 0; i < NARROW && shown < TYPES_SHOWN; i++) {
		if (!has_type(seen, narrow_first[i]))
			continue;
		buf_add_text(out, before);
		buf_add_text(out, types[narrow_first[i]].name);
		before = ", ";
		shown++;
	}
	if (shown == 0 && seen->values > 0)
		buf_add_text(out, "; text");
}

static bool
identifies(
    const struct draft *d, const struct seen *seen, const struct path *path)
{
	for (enum type_id t = TYPE_NIR; t < TYPE_COUNT; t++)
		if (types[t].identifies && has_type(seen, t))
			return true;
	return identify_path(d->l->format, path);
}

/* What is known of a place, in numbers and names of types only. */
static void
put_remark(struct draft *d, const struct seen *seen, const struct path *path)
{
	struct buf *out = &d->fields;

	buf_add_text(out, "\n// ");
	if (identifies(d, seen, path))
		buf_add_text(out, "IDENTIFYING: ");
	put_count(out, seen->values, "value", "values");
	if (seen->values > 0) {
		buf_add_text(out, ", ");
		buf_add_u64(out, seen->different_count);
		if (seen->different_count == LEARN_DIFFERENT)
			buf_add_text(out, " or more");
		buf_add_text(out, " different");
	}
	if (seen->empty > 0) {
		buf_add_text(out, ", ");
		buf_add_u64(out, seen->empty);
		buf_add_text(out, " empty");
	}
	put_types(out, seen);
	buf_add_byte(out, '\n');
}

static void
put_field(struct draft *d, const struct seen *seen)
{
	struct path path;

	/* Parts of HL7 v2 have numbers; elsewhere, what is around is dropped
	 * with what is in it. */
	if (seen->has_below && d->l->format != FORMAT_HL7V2)
		return;
	if (!learn_path(
		d->l, &d->spelling, d->dialect->hprim, seen->place, &path)) {
		d->unnamed++;
		return;
	}
	if (d->written++ > 0)
		buf_add_byte(&d->fields, ',');
	put_remark(d, seen, &path);
	put_quoted(&d->fields, path.text);
	buf_add_text(
	    &d->fields, ": { \"do\": \"drop\", \"because\": \"to fill in\" }");
}

static void
put_fields(struct draft *d)
{
	for (size_t i = 0; i < d->l->seen_count; i++)
		put_field(d, &d->l->seen[i]);
	if (d->unnamed > 0) {
		buf_add_text(&d->fields, "\n// ");
		put_count(&d->fields, d->unnamed, "place has", "places have");
		buf_add_text(
		    &d->fields, " no path: what stands there never leaves.\n");
	}
}

static void
put_namespaces(struct draft *d)
{
	const struct spelling *s = &d->spelling;

	if (s->namespace_count == 0)
		return;
	buf_add_text(d->out, ", \"namespaces\": {");
	for (size_t i = 0; i < s->namespace_count; i++) {
		if (i > 0)
			buf_add_byte(d->out, ',');
		put_quoted(d->out, s->namespaces[i].prefix);
		buf_add_byte(d->out, ':');
		put_quoted(d->out, s->namespaces[i].uri);
	}
	buf_add_byte(d->out, '}');
}

static void
put_dialect(struct draft *d)
{
	const struct dialect *dialect = d->dialect;

	if (d->l->format == FORMAT_CSV) {
		buf_add_text(d->out, ", \"delimiter\": ");
		put_quoted(d->out, (struct slice){ &dialect->delimiter, 1 });
		buf_add_text(d->out, ", \"encoding\": ");
		put_quoted(
		    d->out, slice_text(charset_names[dialect->encoding]));
	}
	if (dialect->hprim)
		buf_add_text(d->out, ", \"dialect\": \"hprim\"");
	put_namespaces(d);
}

static void
put_head(struct buf *out, uint64_t records)
{
	buf_add_text(out, "// A draft, made from ");
	put_count(out, records, "record", "records");
	buf_add_text(out,
	    " of samples: everything is dropped.\n"
	    "// Choose what has to leave, in which form and why; `check` says "
	    "what is missing.\n"
	    "// What you do not name is dropped as well.\n\n"
	    "{ \"policy\": \"draft\", \"version\": \"2000-01-01\",\n"
	    "\"title\": \"to fill in\",\n"
	    "\"purpose\": \"to fill in: why the data leave at all\",\n\n"
	    "\"records\": { \"record\": { \"format\": ");
}

/* A table that was read with another delimiter than it has looks so. */
static bool
delimiter_is_doubtful(const struct draft *d)
{
	if (d->l->format != FORMAT_CSV || d->l->seen_count != 1)
		return false;
	for (const char *c = ",;\t|"; *c != '\0'; c++)
		if (memchr(d->l->seen[0].place.p, *c,
			d->l->seen[0].place.len) != NULL)
			return true;
	return false;
}

static void
put_draft(struct draft *d, uint64_t records)
{
	if (delimiter_is_doubtful(d))
		buf_add_text(d->out,
		    "// One column, with a delimiter in its name: is it that "
		    "of the table?\n");
	put_head(d->out, records);
	put_quoted(d->out, slice_text(format_names[d->l->format]));
	put_dialect(d);
	buf_add_text(d->out, ", \"fields\": {");
	buf_add_slice(d->out, buf_slice(&d->fields));
	buf_add_text(d->out, "} } } }\n");
}

/*
 * A draft shows names.  Where a table has no header, or members are called by
 * values, that would show what somebody is known by.
 */
static int
refuse_values_as_names(const struct learner *l, struct err *err)
{
	size_t at;

	if (l->format != FORMAT_CSV && l->format != FORMAT_JSON)
		return 0;
	for (size_t i = 0; i < l->seen_count; i++)
		for (enum detector d = 0; d < DETECT_COUNT; d++)
			if (detect_in(d, l->seen[i].place, &at))
				return err_set(err, ERR_REJECT,
				    "a name in the samples has the shape of "
				    "%s, and a draft would show it",
				    detector_names[d]);
	return 0;
}

int
learn_draft(struct learner *l, const struct dialect *dialect, uint64_t records,
    struct buf *out, struct err *err)
{
	struct draft d = { .l = l, .dialect = dialect, .out = out };

	if (l->too_many)
		return err_set(err, ERR_USAGE,
		    "the samples have more than %d places: a policy has no "
		    "more rules",
		    LIMIT_FIELDS);
	if (refuse_values_as_names(l, err) < 0)
		return -1;
	buf_init(&d.fields, LEARN_DRAFT);
	mark_all(l);
	put_fields(&d);
	put_draft(&d, records);
	if (d.fields.failed)
		out->failed = true;
	buf_release(&d.fields);
	return l->arena.failed || out->failed ? err_nomem(err) : 0;
}
