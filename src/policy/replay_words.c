#include "policy/replay_words.h"

#include <stdio.h>

#define DIGITS 400 /* of any number */

#define NB "\xC2\xA0" /* the space that keeps together */

typedef const char *const translated[LANGUAGE_COUNT];

static translated sentences[REPLAY_WORD_COUNT] = {
	[REPLAY_WORD_TITLE] = { "Replay of a data set",
	    "Rejeu d'un jeu de données" },
	[REPLAY_WORD_FILES] = { "Files", "Fichiers" },
	[REPLAY_WORD_FORMAT] = { "format", "format" },
	[REPLAY_WORD_COUNTS] = { "records {0} = written {1} + rejected {2}",
	    "enregistrements {0} = écrits {1} + rejetés {2}" },
	[REPLAY_WORD_CUT] = { "what follows record {0} cannot be read",
	    "la suite de l'enregistrement {0} est illisible" },
	[REPLAY_WORD_SKIPPED] = { "not replayed: {0}",
	    "non rejoué" NB ": {0}" },
	[REPLAY_WORD_ALL] = { "files {0}, not replayed {1}",
	    "fichiers {0}, non rejoués {1}" },
	[REPLAY_WORD_TOOK] = { "{0} s, {1} records/s, {2} MB/s",
	    "{0} s, {1} enregistrements/s, {2} Mo/s" },
	[REPLAY_WORD_SPEED] = { "{0} MB/s", "{0} Mo/s" },
	[REPLAY_WORD_REJECTED] = { "Rejected records",
	    "Enregistrements rejetés" },
	[REPLAY_WORD_UNNAMED] = { "Seen, but named by no rule",
	    "Vus, mais nommés par aucune règle" },
	[REPLAY_WORD_UNMATCHED] = { "Rules that never matched",
	    "Règles qui n'ont jamais servi" },
	[REPLAY_WORD_UNTRIED] = { "no file was of format {0}: its rules were "
				  "not tried",
	    "aucun fichier n'était au format {0}" NB
	    ": ses règles n'ont pas été essayées" },
	[REPLAY_WORD_SHAPE] = { "a name that has the shape {0} itself",
	    "un nom qui a lui-même la forme {0}" },
	[REPLAY_WORD_OTHERS] = { "all others", "tous les autres" },
	[REPLAY_WORD_NOTHING] = { "none", "rien" },
};

static translated whys[REPLAY_WHYS] = {
	[REPLAY_WHY_ENDING] = { "the end of its name says no format: give -f",
	    "la fin de son nom n'indique pas de format" NB ": donnez -f" },
	[REPLAY_WHY_FORMAT] = { "the policy has no records of this format",
	    "la politique n'a pas d'enregistrements de ce format" },
	[REPLAY_WHY_LINK] = { "it is a symbolic link",
	    "c'est un lien symbolique" },
	[REPLAY_WHY_KIND] = { "it is no regular file",
	    "ce n'est pas un fichier ordinaire" },
	[REPLAY_WHY_OPEN] = { "it cannot be opened",
	    "il ne peut pas être ouvert" },
};

const char *
replay_word(enum language l, enum replay_word w)
{
	return sentences[w][l];
}

void
replay_say(struct buf *out, enum language l, enum replay_word w,
    const struct slice *fill, size_t n)
{
	words_fill(out, replay_word(l, w), fill, n);
}

const char *
replay_why(enum language l, enum replay_why why)
{
	return whys[why][l];
}

void
replay_say_numbers(struct buf *out, enum language l, enum replay_word w,
    const uint64_t *numbers, size_t n)
{
	struct slice fill[REPLAY_NUMBERS];
	char texts[REPLAY_NUMBERS][DIGITS];

	for (size_t i = 0; i < n; i++) {
		snprintf(
		    texts[i], DIGITS, "%llu", (unsigned long long)numbers[i]);
		fill[i] = slice_text(texts[i]);
	}
	replay_say(out, l, w, fill, n);
}

/* A number with a point, or a comma in French. */
static struct slice
decimal(enum language l, double number, int places, char text[static DIGITS])
{
	char *point;

	snprintf(text, DIGITS, "%.*f", places, number);
	point = strchr(text, '.');
	if (l == LANGUAGE_FR && point != NULL)
		*point = ',';
	return slice_text(text);
}

static double
per_second(uint64_t n, const struct replay_file *f)
{
	return (double)n * 1e9 / (double)f->nanoseconds;
}

void
replay_speed(struct buf *out, enum language l, const struct replay_file *f)
{
	char text[DIGITS];
	struct slice speed = decimal(l, per_second(f->bytes, f) / 1e6, 1, text);

	replay_say(out, l, REPLAY_WORD_SPEED, &speed, 1);
}

void
replay_took(struct buf *out, enum language l, const struct replay_file *f)
{
	char texts[3][DIGITS];
	const struct slice fill[] = {
		decimal(l, (double)f->nanoseconds / 1e9, 3, texts[0]),
		decimal(l, per_second(f->records, f), 0, texts[1]),
		decimal(l, per_second(f->bytes, f) / 1e6, 1, texts[2]),
	};

	replay_say(out, l, REPLAY_WORD_TOOK, fill, 3);
}

void
replay_add_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_byte(out, text.p[i] == '\n' ? '?' : text.p[i]);
}

void
replay_about(struct buf *out, enum language l, const struct replay_entry *e)
{
	if (e->name.len == 0)
		buf_add_text(out, replay_word(l, REPLAY_WORD_OTHERS));
	else if (e->what == REPLAY_HIDDEN)
		replay_say(out, l, REPLAY_WORD_SHAPE, &e->name, 1);
	else
		replay_add_text(out, e->name);
	if (e->path.len == 0)
		return;
	buf_add_text(out, ", ");
	replay_add_text(out, e->path);
}

bool
replay_is_untried(const struct replay_report *report,
    const struct program *program, enum format_id format)
{
	return program->streams[format].kind_count > 0 &&
	       !report->replayed[format];
}
