#include "study/audit/protected.h"

#include <stdlib.h>

/* Digits of one record. */
#define DIGITS_MAX ((size_t)1 << 30)

/* The number of a path among those that are protected, or their count. */
static size_t
find_path(const struct protected *p, struct slice path)
{
	size_t i = 0;

	while (i < p->path_count && !slice_equal(p->paths[i], path))
		i++;
	return i;
}

static int
add_path(struct protected *p, struct slice path, struct err *err)
{
	struct slice *more;

	if (find_path(p, path) < p->path_count)
		return 0;
	if (p->path_count == AUDIT_CONTROL)
		return err_set(err, ERR_POLICY,
		    "the policy protects more paths than an audit can tell "
		    "apart");
	more = realloc(p->paths, (p->path_count + 1) * sizeof(*more));
	if (more == NULL)
		return err_nomem(err);
	more[p->path_count++] = path;
	p->paths = more;
	return 0;
}

/* Paths of rules, and those that are listed, or of which new fields are made.
 */
static int
add_kind(struct protected *p, const struct stream *stream,
    const struct kind *kind, struct err *err)
{
	for (size_t f = 0; f < kind->field_count; f++)
		if (field_guards(&kind->fields[f]) &&
		    add_path(p, kind->fields[f].path.text, err) < 0)
			return -1;
	for (size_t i = 0; i < kind->guarded_count; i++)
		if (add_path(p, stream->operands[kind->guarded[i].operand].text,
			err) < 0)
			return -1;
	return 0;
}

/* Any order will do. */
static int
compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(uint64_t));
}

static void
sort_keys(struct buf *keys)
{
	if (keys->len > 0)
		qsort(keys->p, keys->len / sizeof(uint64_t), sizeof(uint64_t),
		    compare_keys);
}

/* Whether sorted keys have one. */
static bool
has_key(const struct buf *keys, const uint8_t *key)
{
	return keys->len > 0 &&
	       bsearch(key, keys->p, keys->len / sizeof(uint64_t),
		   sizeof(uint64_t), compare_keys) != NULL;
}

void
protected_end(struct protected *p)
{
	if (p->own.failed || p->shown.failed)
		err_nomem(&p->err);
	sort_keys(&p->own);
	for (size_t i = 0; i < p->shown.len; i += sizeof(uint64_t))
		if (!has_key(&p->own, p->shown.p + i) &&
		    audit_allow(
			p->audit, windows_key(p->shown.p + i), &p->err) < 0)
			break;
	buf_reset(&p->own);
	buf_reset(&p->shown);
}

static void
begin(void *ctx)
{
	protected_end(ctx);
}

/* Whether something of a value leaves by its rule. */
static bool
shows(const struct rule *rule)
{
	return rule != NULL && rule->action != ACTION_DROP &&
	       rule->action != ACTION_TOKENIZE && rule->action != ACTION_SEAL;
}

static void
meet(void *ctx, struct slice path, const struct field *field,
    const struct rule *rule, const struct value *v)
{
	struct protected *p = ctx;
	bool kept = rule != NULL && rule->action == ACTION_KEEP;
	bool guarded = field == NULL || field_guards(field);
	size_t i = find_path(p, path);

	if (p->err.code != ERR_NONE || v->text.len == 0 ||
	    v->kind == VALUE_BOOLEAN || v->kind == VALUE_NULL)
		return;
	if (shows(rule))
		audit_digits(p->audit, v->text, &p->shown);
	if (kept || !guarded || i == p->path_count)
		return;
	audit_digits(p->audit, v->text, &p->own);
	audit_value(p->audit, (uint16_t)i, v->text, &p->err);
}

int
protected_init(struct protected *p, struct audit *audit,
    const struct program *program, enum format_id format, struct err *err)
{
	const struct stream *stream = &program->streams[format];
	int result = 0;

	*p = (struct protected){ .audit = audit,
		.observer = { begin, meet, p } };
	buf_init(&p->own, DIGITS_MAX);
	buf_init(&p->shown, DIGITS_MAX);
	for (size_t i = 0; result == 0 && i < stream->kind_count; i++)
		result =
		    add_kind(p, stream, &program->kinds[stream->kinds[i]], err);
	if (result == 0 && p->path_count == 0)
		result = err_set(err, ERR_POLICY,
		    "the policy protects nothing in records of format %s: "
		    "there is nothing to look for",
		    format_names[format]);
	if (result < 0)
		protected_release(p);
	return result;
}

void
protected_release(struct protected *p)
{
	buf_wipe(&p->own);
	buf_wipe(&p->shown);
	free(p->paths);
	p->paths = NULL;
	p->path_count = 0;
}
