/*
 * json: records that are JSON values (RFC 8259).
 *
 * The bytes of an input are one of:
 *
 *	- values that each begin on a line of their own, on one line (NDJSON)
 *	  or over several; two values on one line are rejected;
 *	- an array: its elements are the records;
 *	- with a record path, documents whose elements at that path are the
 *	  records; their output keeps the names of the path and nothing else.
 *
 * A byte order mark at the start is skipped.  A malformed record that is one
 * line costs that line; one over several lines costs all up to the next line
 * that begins with "{"; in an array or document nothing after it can be
 * trusted, and the input ends there.
 *
 * A value goes on over lines until its last bracket, or until a line begins
 * with "{" where no object can stand in it: then it was cut.  One that is too
 * large or too deep is skipped the same way, so that what is inside it is not
 * taken for a record.
 *
 * split (json_split.c) finds records by their brackets, filter (json.c) checks
 * every byte of them.
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "format/format.h"

extern const struct format format_json;

/* For format_json; the contracts are those of struct format. */
enum split json_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum reason json_walk(const struct piece *piece, struct walker *w);
void *json_walk_new(const struct program *program);
void json_walk_free(void *memory);

#endif
