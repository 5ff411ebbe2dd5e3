#include "run/open.h"

#include "base/json.h"
#include "base/utf8.h"
#include "run/lines.h"
#include "run/rewrite.h"

/* What is opened is shorter than a record. */
#define VALUE_MAX LIMIT_RECORD

struct opening {
	const struct open_job *job;
	struct open_counts *counts;
	struct buf value;
};

static bool
is_number(struct slice text)
{
	enum json_fault fault;
	const uint8_t *end = text.p + text.len;

	return text.len > 0 && text.len <= LIMIT_NUMBER &&
	       json_number(text.p, end, &fault) == end;
}

/* Whether a value is one that a record can have had. */
static bool
is_sound(const struct value *v)
{
	switch (v->kind) {
	case VALUE_TEXT:
		return utf8_valid(v->text) &&
		       (v->text.len == 0 ||
			   memchr(v->text.p, 0, v->text.len) == NULL);
	case VALUE_NUMBER:
		return is_number(v->text);
	case VALUE_BOOLEAN:
		return slice_is(v->text, "true") || slice_is(v->text, "false");
	case VALUE_NULL:
		break;
	}
	return false;
}

/* Opens a text, and sees to it that what comes out of it is sound. */
static enum opened
open_text(
    struct opening *o, struct slice text, struct slice place, struct value *to)
{
	const struct opener *opener = &o->job->opener;
	enum value_kind kind = VALUE_TEXT;
	enum opened opened;

	buf_reset(&o->value);
	opened = opener->open(opener->ctx, text, place, &o->value, &kind);
	if (opened != OPEN_DONE)
		return opened;
	if (o->value.failed)
		return OPEN_NOMEM;
	*to = (struct value){ buf_slice(&o->value), kind };
	return is_sound(to) ? OPEN_DONE : OPEN_LEFT;
}

/* Counts what became of a text of the record at hand. */
static void
account(struct opening *o, enum opened opened, struct slice place)
{
	struct left left = { o->counts->run.records + 1, place };

	o->counts->opened += opened == OPEN_DONE;
	o->counts->left += opened == OPEN_LEFT;
	o->counts->others += opened == OPEN_OTHERS;
	if (opened == OPEN_LEFT && o->job->left != NULL)
		o->job->left(o->job->ctx, &left);
}

static enum visited
visit(void *ctx, const struct visit *v, struct value *to)
{
	struct opening *o = ctx;
	enum opened opened;

	if (v->value.kind != VALUE_TEXT)
		return VISIT_LEAVE;
	opened = open_text(o, v->value.text, v->place, to);
	if (opened == OPEN_NOMEM)
		return VISIT_FAIL;
	account(o, opened, v->place);
	return opened == OPEN_DONE ? VISIT_REPLACE : VISIT_LEAVE;
}

static struct opening
begin(const struct open_job *job, struct open_counts *counts)
{
	struct opening o = { .job = job, .counts = counts };

	*counts = (struct open_counts){ 0 };
	buf_init(&o.value, VALUE_MAX);
	return o;
}

int
open_records(
    const struct open_job *job, struct open_counts *counts, struct err *err)
{
	struct opening o = begin(job, counts);
	int result = rewrite(&job->run, visit, &o, &counts->run, err);

	buf_wipe(&o.value);
	return result;
}

/*
 * Lists.
 */

/* A line end in a value would make two entries of one. */
static bool
fits_line(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '\n' || text.p[i] == '\r')
			return false;
	return true;
}

static enum filtered
open_line(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	const struct slice nowhere = { NULL, 0 };
	struct opening *o = ctx;
	struct value to;
	enum opened opened = open_text(o, piece->record, nowhere, &to);

	if (opened == OPEN_NOMEM) {
		*why = (struct rejection){ .reason = REASON_MEMORY };
		return FILTERED_REJECTED;
	}
	/* A list holds nothing else. */
	if ((opened == OPEN_NOT && piece->record.len > 0) ||
	    (opened == OPEN_DONE && !fits_line(to.text)))
		opened = OPEN_LEFT;
	account(o, opened, nowhere);
	buf_add_slice(out, opened == OPEN_DONE ? to.text : piece->record);
	return FILTERED_WRITTEN;
}

int
open_list(
    const struct open_job *job, struct open_counts *counts, struct err *err)
{
	struct opening o = begin(job, counts);
	struct run_work work = {
		.split = lines_split,
		.record = open_line,
		.ctx = &o,
		.as_received = true,
	};
	int result = run_records(&job->run, &work, &counts->run, err);

	buf_wipe(&o.value);
	return result;
}
