/*
 * learn_seen: what a learner has seen, for those who write it down.
 */
#ifndef STUDY_LEARN_SEEN_H
#define STUDY_LEARN_SEEN_H

#include "action/type.h"
#include "study/learn/learn.h"

/* One place of the samples. */
struct seen {
	struct slice place;
	uint64_t values, empty; /* null and "" are empty */
	uint32_t types;         /* a bit for each that all values have */
	uint64_t *different;    /* a table of hashes, 0 where it is free */
	uint32_t different_count, room;
	bool has_below; /* another place is in what stands here */
	int parts;      /* of HL7 v2: levels below this one that are named */
};

struct learner {
	struct arena arena;
	enum format_id format;
	struct seen *seen; /* in the order in which they were met */
	size_t seen_count;
	uint32_t *table; /* numbers of places, from 1, by hash */
	bool too_many;
};

/* The place, or NULL. */
struct seen *learn_find(const struct learner *l, struct slice place);

/* How the paths of a draft are spelled: the prefixes of namespaces. */
struct spelling {
	struct namespace namespaces[PATH_XML_NAMESPACES];
	size_t namespace_count;
};

/*
 * Adds the path that rules write for a place; false if there is none, since
 * no path can say it.  Namespaces get prefixes as they come.
 */
bool learn_path(struct learner *l, struct spelling *s, bool hprim,
    struct slice place, struct path *path);

#endif
