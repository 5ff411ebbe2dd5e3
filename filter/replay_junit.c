#include "replay_junit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The files of a replay. */
struct listing {
	struct tamis_replay_file *files; /* owned */
	size_t count, cap;
	bool failed;
};

static void
hear_file(void *ctx, const struct tamis_replay_file *file)
{
	struct listing *l = ctx;

	if (l->count == l->cap && !l->failed) {
		size_t cap = l->cap == 0 ? 64 : l->cap * 2;
		struct tamis_replay_file *more =
		    realloc(l->files, cap * sizeof(*more));

		l->failed = more == NULL;
		if (more != NULL) {
			l->files = more;
			l->cap = cap;
		}
	}
	if (!l->failed)
		l->files[l->count++] = *file;
}

/* What is wrong with a file, of one kind, as lines. */
struct listed {
	FILE *to;
	const char *file;
	bool differences; /* to `than`; else rejected records */
	enum tamis_replay_than than;
};

static const char *
word_for(enum tamis_replay_what what)
{
	static const char *const words[] = {
		[TAMIS_REPLAY_REJECTED] = "rejected",
		[TAMIS_REPLAY_APPEARS] = "appears",
		[TAMIS_REPLAY_DISAPPEARS] = "disappears",
		[TAMIS_REPLAY_CHANGES] = "changes",
		[TAMIS_REPLAY_AROUND] = "another spelling or order",
		[TAMIS_REPLAY_NOW_REJECTED] = "now rejected",
		[TAMIS_REPLAY_NOW_WRITTEN] = "now written, and was rejected",
		[TAMIS_REPLAY_NOW_BECAUSE] = "now rejected for another reason",
		[TAMIS_REPLAY_MORE] = "more records than before",
		[TAMIS_REPLAY_FEWER] = "fewer records than before",
	};

	return words[what];
}

static bool
is_meant(const struct listed *l, const struct tamis_replay_note *note)
{
	if (!l->differences)
		return note->what == TAMIS_REPLAY_REJECTED;
	return note->what >= TAMIS_REPLAY_APPEARS && note->than == l->than;
}

/* "WHAT: NAME, PATH (record 4, 7)", of those first records that are here. */
static void
hear_note(void *ctx, const struct tamis_replay_note *note)
{
	const struct listed *l = ctx;
	size_t here = 0;

	if (!is_meant(l, note))
		return;
	for (size_t i = 0; i < note->first_count; i++) {
		if (strcmp(note->first[i].file, l->file) != 0)
			continue;
		if (here++ == 0) {
			fprintf(l->to, "%s%s", word_for(note->what),
			    note->name != NULL ? ": " : "");
			if (note->name != NULL)
				text_show(l->to, note->name);
			if (note->path != NULL)
				fputs(", ", l->to);
			if (note->path != NULL)
				text_show(l->to, note->path);
		}
		fprintf(l->to, "%s%" PRIu64, here == 1 ? " (record " : ", ",
		    note->first[i].record);
	}
	if (here > 0)
		fputs(")\n", l->to);
}

/* A failure with all that is known of it; the caller frees it. */
static char *
describe(struct tamis_replay *replay, struct listed *l, uint64_t records,
    const char *what)
{
	const struct tamis_replay_listener listener = { .note = hear_note,
		.ctx = l };
	struct tamis_replayed all;
	char *text = NULL;
	size_t len;

	l->to = open_memstream(&text, &len);
	if (l->to == NULL)
		return NULL;
	fprintf(l->to, "%s: %" PRIu64 "\n", what, records);
	tamis_replay_tell(replay, &listener, &all);
	fclose(l->to);
	return text;
}

static void
put_case(struct junit *j, const struct tamis_replay_file *file,
    const char *name, const char *failure)
{
	junit_case(j, file->name, name, failure);
}

static void
put_rejected(struct junit *j, struct tamis_replay *replay,
    const struct tamis_replay_file *file)
{
	struct listed l = { .file = file->name };
	char *text = NULL;

	if (file->counts.rejected > 0)
		text = describe(
		    replay, &l, file->counts.rejected, "rejected records");
	put_case(j, file, "no record is rejected",
	    text == NULL && file->counts.rejected > 0 ? "rejected" : text);
	free(text);
}

static void
put_comparison(struct junit *j, struct tamis_replay *replay,
    const struct tamis_replay_file *file, enum tamis_replay_than than)
{
	static const char *const names[TAMIS_REPLAY_THANS] = {
		[TAMIS_REPLAY_GOLDEN] = "the result is the expected one",
		[TAMIS_REPLAY_OLDER] = "the result is that of the other policy",
	};
	struct listed l = {
		.file = file->name, .differences = true, .than = than
	};
	char *text = NULL;

	if (file->incomparable[than]) {
		put_case(j, file, names[than], "there is no such result");
		return;
	}
	if (!file->compared[than])
		return;
	if (file->differ[than] > 0)
		text = describe(
		    replay, &l, file->differ[than], "records that differ");
	put_case(j, file, names[than],
	    text == NULL && file->differ[than] > 0 ? "records differ" : text);
	free(text);
}

static void
put_file(struct junit *j, struct tamis_replay *replay, bool compares,
    const struct tamis_replay_file *file)
{
	const struct tamis_counts *c = &file->counts;

	put_case(j, file, "the file is replayed", file->why);
	if (file->why == NULL) {
		put_case(j, file, "records are written or rejected",
		    c->records == c->written + c->rejected
			? NULL
			: "records were lost");
		if (!compares)
			put_rejected(j, replay, file);
		put_comparison(j, replay, file, TAMIS_REPLAY_GOLDEN);
		put_comparison(j, replay, file, TAMIS_REPLAY_OLDER);
	}
	junit_suite(j, file->name);
}

int
replay_junit(struct junit *j, struct tamis_replay *replay, bool compares,
    struct tamis_error *err)
{
	struct listing l = { .files = NULL };
	const struct tamis_replay_listener listener = { .file = hear_file,
		.ctx = &l };
	struct tamis_replayed all;

	if (j->cases == NULL)
		return 0;
	tamis_replay_tell(replay, &listener, &all);
	for (size_t i = 0; i < l.count; i++)
		put_file(j, replay, compares, &l.files[i]);
	free(l.files);
	return l.failed ? cli_fail(err, TAMIS_ENOMEM, "out of memory") : 0;
}
