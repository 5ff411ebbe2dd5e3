/*
 * replay_report: what came of data sets that went through a policy, for those
 * who fill it (study/replay/replay.h) and those who show it
 * (policy/replay_text.h).
 *
 * It has counts, places and ordinals, and never a value of a record.
 */
#ifndef POLICY_REPLAY_REPORT_H
#define POLICY_REPLAY_REPORT_H

#include "program/program.h"

/* Of so many records, the first ones, it is said which ones they are. */
#define REPLAY_FIRST 10

/* What is told of records. */
enum replay_what {
	REPLAY_REJECTED, /* for the reason `name`, at `path` or at none */
	REPLAY_UNNAMED,  /* no rule names the place `name`, where a value is */
	REPLAY_HIDDEN,   /* the same; its name has the shape that `name` says */

	/* Differences to another result. */
	REPLAY_APPEARS,      /* values at the place `name`, where none was */
	REPLAY_DISAPPEARS,   /* the other way round */
	REPLAY_CHANGES,      /* other values at the place `name` */
	REPLAY_AROUND,       /* equal values in another spelling or order */
	REPLAY_NOW_REJECTED, /* for the reason `name`; and was written */
	REPLAY_NOW_WRITTEN,  /* and was rejected, for the reason `name` */
	REPLAY_NOW_BECAUSE,  /* rejected, but for the reason `name` now */
	REPLAY_MORE,         /* a record that was not there */
	REPLAY_FEWER,        /* a record that is not there any more */
	REPLAY_WHATS,
};

/* Which result that is. */
enum replay_than {
	REPLAY_GOLDEN, /* what was expected */
	REPLAY_OLDER,  /* what another policy makes */
	REPLAY_THANS,
};

struct replay_at {
	uint32_t file;   /* its index */
	uint64_t record; /* from 1, in the file */
};

/* Something that is so in some records. */
struct replay_entry {
	enum replay_what what;
	enum replay_than than; /* of differences */
	enum format_id format;
	struct slice name, path; /* each may be empty */
	uint64_t records;
	struct replay_at first[REPLAY_FIRST];
	size_t first_count;
	struct replay_at last;
};

/* Why a file was not replayed. */
enum replay_why {
	REPLAY_WHY_ENDING, /* the end of its name says no format */
	REPLAY_WHY_FORMAT, /* the policy has no records of that format */
	REPLAY_WHY_LINK,   /* it is a symbolic link in a folder */
	REPLAY_WHY_KIND,   /* it is no regular file */
	REPLAY_WHY_OPEN,   /* it cannot be opened */
	REPLAY_WHY_GONE,   /* there is an expected result, and no such file */
	REPLAY_WHYS,
};

/* A file of the data set. */
struct replay_file {
	struct slice name;
	bool is_skipped;       /* it was not replayed: */
	enum replay_why why;   /* therefore; */
	enum format_id format; /* else it was, as this */
	uint64_t records, written, rejected, bytes;
	uint64_t nanoseconds; /* 0: not known */
	bool cut;             /* what follows its last record cannot be read */

	/* By what it was compared with. */
	bool compared[REPLAY_THANS];
	bool incomparable[REPLAY_THANS]; /* there is nothing to compare with */
	uint64_t differ[REPLAY_THANS];   /* records */
};

/* A rule that met no value. */
struct replay_unmatched {
	enum format_id format;
	const struct kind *kind;
	const struct field *field;
	const struct rule *rule;
};

struct replay_report {
	const char *path;            /* of the policy */
	const struct program *older; /* the other policy, or NULL */
	struct replay_file *files;
	size_t file_count;
	const struct replay_entry *entries; /* in the order of appearance */
	size_t entry_count;
	const struct replay_unmatched *unmatched;
	size_t unmatched_count;
	bool replayed[FORMAT_COUNT]; /* a file of the format was */
	struct replay_file all;      /* sums */
	uint64_t skipped;            /* files that were not replayed */
};

#endif
