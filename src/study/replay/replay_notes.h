/*
 * replay_notes: what is said of the records of a replay, each thing once, with
 * how many records it is said of and which ones come first.
 */
#ifndef STUDY_REPLAY_NOTES_H
#define STUDY_REPLAY_NOTES_H

#include "policy/replay_report.h"

struct replay_notes {
	struct arena arena;
	struct replay_entry *entries; /* in the arena, in order of appearance */
	size_t count, room;
	uint32_t *table; /* numbers of entries, from 1, by hash */
};

/* -1 without memory. */
int replay_notes_init(struct replay_notes *n);
void replay_notes_release(struct replay_notes *n);

/*
 * Says something of a record, which counts once for each thing; texts are
 * copied.  Of more different things than LIMIT_FIELDS, those that have no
 * place any more are together one without name and path.  Without memory the
 * arena has failed.
 */
void replay_note(struct replay_notes *n, const struct replay_entry *thing,
    struct replay_at at);

#endif
