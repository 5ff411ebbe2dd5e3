/*
 * api_replay: what the parts of the public interface for replays share, and
 * nobody else.
 */
#ifndef API_REPLAY_H
#define API_REPLAY_H

#include "api_text.h"
#include "run/contrast.h"
#include "study/replay/replay.h"
#include "study/test/test_keys.h"

/* What a policy makes of one file, for as long as it is compared. */
struct replay_spool {
	int out, rejects; /* files in memory, or -1 */
};

/* A policy that files are replayed by. */
struct replay_policy {
	const struct program *program; /* NULL: there is none */
	struct test_keys keys;
	struct replay_stream streams[FORMAT_COUNT];
	bool open[FORMAT_COUNT]; /* the streams that are there */
	struct replay_spool spool;
};

struct tamis_replay {
	struct tamis_replaying job;
	struct replay_policy now, older;
	struct replay_notes notes;
	struct replay_file *files; /* owned; names in the notes' arena */
	size_t file_count, file_cap;
	struct replay_unmatched *unmatched; /* owned: room for all rules */

	/* Of the file at hand. */
	struct buf rejects; /* as in a list of run/contrast.h */
	enum replay_than than;
};

/* What the policy has made of the file at hand, from its beginning. */
struct contrast_side api_replay_side(const struct replay_policy *policy);

/* Compares that of the newer policy with another result, and notes it down. */
int api_replay_compare(struct tamis_replay *replay, struct replay_file *file,
    enum replay_than than, const struct contrast_side *before, struct err *err);

/* All that came of the files so far; it borrows. */
struct replay_report api_replay_report(struct tamis_replay *replay);

#endif
