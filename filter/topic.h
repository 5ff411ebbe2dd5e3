/*
 * topic: what there is to know beside the commands, for `tamis help TOPIC` and
 * the manual pages.
 */
#ifndef TOPIC_H
#define TOPIC_H

#include "cli.h"

enum topic_list {
	TOPIC_TEXT,  /* nothing */
	TOPIC_WORDS, /* words of the library */
	TOPIC_EXITS, /* exit codes */
};

struct topic_word {
	char name[40];
	const char *help;
};

struct topic {
	const char *name, *title;
	bool of_policies; /* for authors of policies */
	const char *text; /* paragraphs, with an empty line between; lines that
			     begin with two blanks are an example */

	enum topic_list list; /* what follows the text */
	enum tamis_words set; /* TOPIC_WORDS */
};

extern const struct topic topics[];
extern const size_t topic_count;

/* The topic of this name, or NULL. */
const struct topic *topic_find(const char *name);

/* The i-th of the words that follow a topic's text; false: no more. */
bool topic_word(const struct topic *t, size_t i, struct topic_word *word);

/* Prints a topic on standard output. */
void topic_print(const struct topic *topic);

#endif
