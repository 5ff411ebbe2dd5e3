/*
 * jsonout: JSON for other programs, one object a line.
 *
 * Every object begins with "v":1; members are only ever added.  Nothing has
 * to be checked between begin and end: a failed write is kept by the stream
 * and found by jsonout_flush().
 */
#ifndef JSONOUT_H
#define JSONOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct jsonout {
	FILE *to;
	bool comma; /* something stands before the next member */
};

/* An object of one line: { "v": 1 ... } */
void jsonout_begin(struct jsonout *j, FILE *to);
void jsonout_end(struct jsonout *j);

/* Members; key is NULL for an element of an array. */
void jsonout_text(struct jsonout *j, const char *key, const char *text);
void jsonout_number(struct jsonout *j, const char *key, uint64_t number);
void jsonout_decimal(struct jsonout *j, const char *key, double number);
void jsonout_bool(struct jsonout *j, const char *key, bool truth);

/* Containers as members: bracket is `{` or `[`, then `}` or `]`. */
void jsonout_open(struct jsonout *j, const char *key, char bracket);
void jsonout_close(struct jsonout *j, char bracket);

/* Writes out what is buffered: 0, or -1 if any write failed (errno). */
int jsonout_flush(FILE *to);

#endif
