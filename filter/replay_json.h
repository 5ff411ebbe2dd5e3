/*
 * replay_json: what came of a replay, for programs: one object a line.
 *
 *	event	file		file, format, records, written, rejected,
 *				bytes_in, nanoseconds, and cut if what follows
 *				its last record cannot be read; or file and
 *				not_replayed
 *		reason		format, reason, path, records, first
 *		unnamed		format, place, records, first; or in place of
 *				place the shape that it has itself
 *		unmatched	file, line, format, kind, path, do
 *		total		files, not_replayed, records, written,
 *				rejected, conserved, bytes_in, nanoseconds
 *
 * first is { file, record } each, of the first records.
 */
#ifndef REPLAY_JSON_H
#define REPLAY_JSON_H

#include "tamis.h"

/* Prints all of it; policy is the path of its file. */
void replay_json(struct tamis_replay *replay, const char *policy,
    struct tamis_replayed *all);

#endif
