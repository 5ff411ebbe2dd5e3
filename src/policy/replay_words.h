/*
 * replay_words: what reports of replays say of their own accord, in both
 * languages of their readers, with places as in policy/words.h.
 */
#ifndef POLICY_REPLAY_WORDS_H
#define POLICY_REPLAY_WORDS_H

#include "policy/replay_report.h"
#include "policy/words.h"

enum replay_word {
	REPLAY_WORD_TITLE,
	REPLAY_WORD_FILES,
	REPLAY_WORD_FORMAT,
	REPLAY_WORD_COUNTS,
	REPLAY_WORD_CUT,
	REPLAY_WORD_SKIPPED,
	REPLAY_WORD_ALL,
	REPLAY_WORD_TOOK,
	REPLAY_WORD_SPEED,
	REPLAY_WORD_REJECTED,
	REPLAY_WORD_UNNAMED,
	REPLAY_WORD_UNMATCHED,
	REPLAY_WORD_UNTRIED,
	REPLAY_WORD_SHAPE,
	REPLAY_WORD_OTHERS,
	REPLAY_WORD_THAN_GOLDEN,
	REPLAY_WORD_THAN_OLDER,
	REPLAY_WORD_DIFFER,
	REPLAY_WORD_NO_GOLDEN,
	REPLAY_WORD_FILE,
	REPLAY_WORD_RESULT,
	REPLAY_WORD_HOW_FAST,
	REPLAY_WORD_WHAT,
	REPLAY_WORD_RECORDS,
	REPLAY_WORD_FIRST,
	REPLAY_WORD_NONE,
	REPLAY_WORD_GOOD,
	REPLAY_WORD_BAD,
	REPLAY_WORD_MADE_BY,
	REPLAY_WORD_NO_OLDER,
	REPLAY_WORD_COUNT,
};

const char *replay_word(enum language l, enum replay_word w);

/* Adds a sentence with its places filled, by n slices. */
void replay_say(struct buf *out, enum language l, enum replay_word w,
    const struct slice *fill, size_t n);

/* replay_say() with numbers, at most REPLAY_NUMBERS. */
#define REPLAY_NUMBERS 4
void replay_say_numbers(struct buf *out, enum language l, enum replay_word w,
    const uint64_t *numbers, size_t n);

/* Why a file was not replayed. */
const char *replay_why(enum language l, enum replay_why why);

/* Adds how fast a file was, and how long all of them took. */
void
replay_speed(struct buf *out, enum language l, const struct replay_file *f);
void replay_took(struct buf *out, enum language l, const struct replay_file *f);

/* Adds a text from elsewhere, which stays on its line. */
void replay_add_text(struct buf *out, struct slice text);

/* Adds what a result was compared with, as a heading. */
void replay_than(struct buf *out, enum language l, enum replay_than than,
    const struct replay_report *report);

/* Adds what an entry is about. */
void replay_about(
    struct buf *out, enum language l, const struct replay_entry *entry);

/* Whether the program has rules for a format that no file had. */
bool replay_is_untried(const struct replay_report *report,
    const struct program *program, enum format_id format);

#endif
