/*
 * The public API for replays of data sets: what differs from another result.
 */
#include "api_replay.h"

#include <unistd.h>

#include "base/limits.h"

struct contrast_side
api_replay_side(const struct replay_policy *p)
{
	lseek(p->spool.out, 0, SEEK_SET);
	lseek(p->spool.rejects, 0, SEEK_SET);
	return (struct contrast_side){ p->program, p->spool.out,
		p->spool.rejects, "the result", "its rejected records" };
}

static const struct recipient *
find_recipient(const struct test_keys *keys, struct slice name, size_t *i)
{
	const struct recipient *r = program_recipient(&keys->program, name);

	if (r != NULL)
		*i = (size_t)(r - keys->program.recipients);
	return r;
}

/* Adds what is sealed, as a value of a replay; false if it does not open. */
static bool
open_sealed(struct test_keys *keys, const struct sample_value *v,
    struct slice *recipient, struct buf *out)
{
	struct err err = { 0 };
	struct sealed sealed;
	struct unsealer *unsealer;
	enum value_kind kind;
	size_t i;

	if (v->value.kind != VALUE_TEXT ||
	    !sealed_parse(v->value.text, &sealed) ||
	    find_recipient(keys, sealed.recipient, &i) == NULL)
		return false;
	*recipient = sealed.recipient;
	unsealer = test_keys_unsealer(keys, i, &err);
	if (unsealer == NULL)
		return false;
	if (unseal_value(unsealer, &sealed, v->place, out, &kind) != UNSEALED)
		return false;
	buf_add_byte(out, (uint8_t)kind);
	return !out->failed;
}

/* Sealed values are other texts in each run: what is in them counts. */
static bool
are_same(void *ctx, const struct sample_value *before,
    const struct sample_value *now)
{
	struct tamis_replay *r = ctx;
	struct slice to[2];
	struct buf values[2];
	bool same;

	for (size_t i = 0; i < 2; i++)
		buf_init(&values[i], LIMIT_RECORD);
	same = open_sealed(&r->now.keys, before, &to[0], &values[0]) &&
	       open_sealed(&r->now.keys, now, &to[1], &values[1]) &&
	       slice_equal(to[0], to[1]) &&
	       slice_equal(buf_slice(&values[0]), buf_slice(&values[1]));
	for (size_t i = 0; i < 2; i++)
		buf_wipe(&values[i]);
	return same;
}

static void
hear_contrast(void *ctx, const struct contrast *found)
{
	static const enum replay_what whats[] = {
		[CONTRAST_APPEARS] = REPLAY_APPEARS,
		[CONTRAST_DISAPPEARS] = REPLAY_DISAPPEARS,
		[CONTRAST_CHANGES] = REPLAY_CHANGES,
		[CONTRAST_AROUND] = REPLAY_AROUND,
		[CONTRAST_REJECTED] = REPLAY_NOW_REJECTED,
		[CONTRAST_WRITTEN] = REPLAY_NOW_WRITTEN,
		[CONTRAST_REASON] = REPLAY_NOW_BECAUSE,
		[CONTRAST_MORE] = REPLAY_MORE,
		[CONTRAST_FEWER] = REPLAY_FEWER,
	};
	struct tamis_replay *r = ctx;
	uint32_t file = (uint32_t)(r->file_count - 1);

	replay_note(&r->notes,
	    &(struct replay_entry){ .what = whats[found->what],
		.than = r->than,
		.format = r->files[file].format,
		.name = found->name,
		.path = found->path },
	    (struct replay_at){ file, found->record });
}

int
api_replay_compare(struct tamis_replay *r, struct replay_file *file,
    enum replay_than than, const struct contrast_side *before, struct err *err)
{
	struct contrast_side now = api_replay_side(&r->now);
	struct contrast_job job = {
		.format = file->format,
		.before = before,
		.now = &now,
		.stop = r->job.stop,
		.same = are_same,
		.tell = hear_contrast,
		.ctx = r,
	};

	r->than = than;
	file->compared[than] = true;
	if (contrast_results(&job, &file->differ[than], err) < 0)
		return -1;
	return r->notes.arena.failed ? err_nomem(err) : 0;
}
