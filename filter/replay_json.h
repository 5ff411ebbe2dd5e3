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
 *		difference	to (golden, older), what, format, place or
 *				reason and path, records, first; what is
 *				appears, disappears, changes, around (the same
 *				values in another spelling or order), rejected,
 *				written, reason, more, fewer (records)
 *		unmatched	file, line, format, kind, path, do
 *		total		files, not_replayed, records, written,
 *				rejected, conserved, bytes_in, nanoseconds
 *
 * Where results were compared, file and total have differ_golden and
 * differ_older, which are numbers of records, and not_compared where there was
 * nothing to compare with.
 *
 * first is { file, record } each, of the first records.
 */
#ifndef REPLAY_JSON_H
#define REPLAY_JSON_H

#include "tamis.h"

/* Prints all of it; policy is the path of its file. */
void replay_json(struct tamis_replay *replay, const char *policy);

#endif
