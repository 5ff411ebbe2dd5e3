#include "run/contrast.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/num.h"
#include "run/written.h"

/* Bytes of a list of rejected records. */
#define REJECTS_MAX ((size_t)1 << 30)

/* A result as it is read. */
struct side {
	const struct contrast_side *from;
	struct written written;
	struct buf rejects;
	struct slice rest; /* lines that were not read yet */
	uint64_t line;

	uint64_t next; /* number of the next rejected record; 0: none */
	struct slice reason, path;

	enum { SIDE_END, SIDE_WRITTEN, SIDE_REJECTED } state; /* of a record */
};

/*
 * Rejected records.
 */

void
contrast_add_reject(
    struct buf *out, uint64_t record, const char *reason, struct slice path)
{
	buf_add_u64(out, record);
	buf_add_byte(out, ' ');
	buf_add_text(out, reason);
	if (path.len > 0)
		buf_add_byte(out, ' ');
	buf_add_slice(out, path);
	buf_add_byte(out, '\n');
}

static bool
read_reject(struct side *s, struct slice line)
{
	struct slice number;
	uint64_t last = s->next;

	if (!slice_take_until(&line, ' ', &number) ||
	    !num_u64(number, &s->next) || s->next <= last)
		return false;
	s->path = (struct slice){ NULL, 0 };
	if (slice_take_until(&line, ' ', &s->reason))
		s->path = line;
	else
		s->reason = line;
	return s->reason.len > 0;
}

/* Goes on to the next line. */
static int
next_reject(struct side *s, struct err *err)
{
	struct slice line;

	if (s->rest.len == 0) {
		s->next = 0;
		return 0;
	}
	s->line++;
	if (slice_take_until(&s->rest, '\n', &line) && read_reject(s, line))
		return 0;
	return err_set(err, ERR_INPUT,
	    "%s, line %llu: not the number of a later record, a reason, and "
	    "perhaps a path",
	    s->from->rejects_name, (unsigned long long)s->line);
}

/*
 * Sides.
 */

static int
side_init(struct side *s, const struct contrast_side *from,
    enum format_id format, struct err *err)
{
	*s = (struct side){ .from = from };
	buf_init(&s->rejects, REJECTS_MAX);
	if (written_init(&s->written, from->policy, format) < 0)
		return err_nomem(err);
	written_open(&s->written, from->out, from->out_name);
	if (from->rejects >= 0 &&
	    file_read_fd(from->rejects, from->rejects_name, REJECTS_MAX,
		&s->rejects, err) < 0)
		return -1;
	s->rest = buf_slice(&s->rejects);
	return next_reject(s, err);
}

static void
side_release(struct side *s)
{
	written_release(&s->written);
	buf_release(&s->rejects);
}

/* Finds what became of the record with a number. */
static int
side_go(struct side *s, uint64_t record, struct err *err)
{
	int more;

	if (s->next == record) {
		s->state = SIDE_REJECTED;
		return 0;
	}
	more = written_next(&s->written, err);
	/* Behind what is written, only rejected records can be missing; and the
	 * last element of an array that was cut. */
	s->state = more > 0 ? SIDE_WRITTEN : SIDE_END;
	if (more == 0 && s->next != 0 && !s->written.is_cut)
		return err_set(err, ERR_INPUT,
		    "%s: record %llu is neither written nor in %s",
		    s->from->out_name, (unsigned long long)record,
		    s->from->rejects_name);
	return more < 0 ? -1 : 0;
}

/*
 * Records.
 */

struct comparing {
	const struct contrast_job *job;
	struct side before, now;
	uint64_t record;
};

static int
tell(const struct comparing *c, enum contrast_what what, const struct side *s)
{
	struct contrast found = { .what = what, .record = c->record };

	if (s != NULL) {
		found.name = s->reason;
		found.path = s->path;
	}
	c->job->tell(c->job->ctx, &found);
	return 1;
}

/* Sealed values differ in each run, and with them what stands around. */
static bool
has_sealed(const struct written *w)
{
	for (size_t i = 0; i < w->values.count; i++)
		if (slice_starts(
			w->values.all[i].value.text, slice_text("sb1.")))
			return true;
	return false;
}

static int
compare_written(const struct comparing *c)
{
	const struct written *a = &c->before.written, *b = &c->now.written;
	struct contrast_values before = { a->values.all, a->values.count };
	struct contrast_values now = { b->values.all, b->values.count };
	int told = contrast_values(c->job, c->record, &before, &now);

	if (told != 0 || slice_equal(a->record, b->record) || has_sealed(b))
		return told;
	return tell(c, CONTRAST_AROUND, NULL);
}

static int
compare_rejected(const struct comparing *c)
{
	if (slice_equal(c->before.reason, c->now.reason) &&
	    slice_equal(c->before.path, c->now.path))
		return 0;
	return tell(c, CONTRAST_REASON, &c->now);
}

/* How much was told; -1 without memory. */
static int
compare_record(const struct comparing *c)
{
	if (c->before.state == SIDE_END)
		return tell(c, CONTRAST_MORE, NULL);
	if (c->now.state == SIDE_END)
		return tell(c, CONTRAST_FEWER, NULL);
	if (c->before.state == SIDE_REJECTED && c->now.state == SIDE_REJECTED)
		return compare_rejected(c);
	if (c->before.state == SIDE_REJECTED)
		return tell(c, CONTRAST_WRITTEN, &c->before);
	if (c->now.state == SIDE_REJECTED)
		return tell(c, CONTRAST_REJECTED, &c->now);
	return compare_written(c);
}

/* Goes over to the next record: 1; 0 at the end of both, -1. */
static int
go_on(struct comparing *c, struct err *err)
{
	if (c->before.state == SIDE_REJECTED &&
	    next_reject(&c->before, err) < 0)
		return -1;
	if (c->now.state == SIDE_REJECTED && next_reject(&c->now, err) < 0)
		return -1;
	c->record++;
	if (side_go(&c->before, c->record, err) < 0 ||
	    side_go(&c->now, c->record, err) < 0)
		return -1;
	return c->before.state != SIDE_END || c->now.state != SIDE_END;
}

static bool
is_stopped(const struct contrast_job *job)
{
	return job->stop != NULL && *job->stop != 0;
}

static int
compare_all(struct comparing *c, uint64_t *records, struct err *err)
{
	int more;

	while ((more = go_on(c, err)) > 0) {
		int told = compare_record(c);

		if (told < 0)
			return err_nomem(err);
		*records += told > 0;
		if (is_stopped(c->job))
			return err_set(err, ERR_STOPPED, "stopped by a signal");
	}
	return more;
}

int
contrast_results(
    const struct contrast_job *job, uint64_t *records, struct err *err)
{
	struct comparing *c = calloc(1, sizeof(*c));
	int result;

	*records = 0;
	if (c == NULL)
		return err_nomem(err);
	c->job = job;
	result = side_init(&c->before, job->before, job->format, err);
	if (result == 0)
		result = side_init(&c->now, job->now, job->format, err);
	if (result == 0)
		result = compare_all(c, records, err);
	side_release(&c->before);
	side_release(&c->now);
	free(c);
	return result;
}
