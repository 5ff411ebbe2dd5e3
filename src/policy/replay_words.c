#include "policy/replay_words.h"

#include <stdio.h>

#define DIGITS 400 /* of any number */

#define NB "\xC2\xA0" /* the space that keeps together */

typedef const char *const translated[LANGUAGE_COUNT];

static translated sentences[REPLAY_WORD_COUNT] = {
	[REPLAY_WORD_TITLE] = { "Replay of a data set",
	    "Rejeu d'un jeu de données" },
	[REPLAY_WORD_FILES] = { "Files", "Fichiers" },
	[REPLAY_WORD_FORMAT] = { "Format", "Format" },
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
	[REPLAY_WORD_THAN_GOLDEN] = { "Compared with what was expected",
	    "Comparé à ce qui était attendu" },
	[REPLAY_WORD_THAN_OLDER] = { "Compared with {0}, version {1}",
	    "Comparé à {0}, version {1}" },
	[REPLAY_WORD_DIFFER] = { "records that differ: {0}",
	    "enregistrements qui diffèrent" NB ": {0}" },
	[REPLAY_WORD_FILE] = { "File", "Fichier" },
	[REPLAY_WORD_RESULT] = { "Result", "Résultat" },
	[REPLAY_WORD_HOW_FAST] = { "Speed", "Vitesse" },
	[REPLAY_WORD_WHAT] = { "What", "Quoi" },
	[REPLAY_WORD_RECORDS] = { "Records", "Enregistrements" },
	[REPLAY_WORD_FIRST] = { "The first ones", "Les premiers" },
	[REPLAY_WORD_NONE] = { "None.", "Aucun." },
	[REPLAY_WORD_GOOD] = { "good", "bon" },
	[REPLAY_WORD_BAD] = { "to look at", "à voir" },
	[REPLAY_WORD_MADE_BY] = { "Made by tamis {0}: no value of a record is "
				  "in this page.",
	    "Fait par tamis {0}" NB
	    ": aucune valeur d'un enregistrement n'est dans cette page." },
	[REPLAY_WORD_NO_GOLDEN] = { "nothing is expected: --update notes what "
				    "happens",
	    "rien n'est attendu" NB ": --update note ce qui arrive" },
	[REPLAY_WORD_NO_OLDER] = { "the other policy has no records of this "
				   "format",
	    "l'autre politique n'a pas d'enregistrements de ce format" },
};

/* What is said of a difference, before what it is about. */
static translated differences[REPLAY_WHATS] = {
	[REPLAY_APPEARS] = { "appears", "apparaît" },
	[REPLAY_DISAPPEARS] = { "disappears", "disparaît" },
	[REPLAY_CHANGES] = { "changes", "change" },
	[REPLAY_AROUND] = { "the same values, in another spelling or order",
	    "mêmes valeurs, autre écriture ou autre ordre" },
	[REPLAY_NOW_REJECTED] = { "now rejected", "désormais rejeté" },
	[REPLAY_NOW_WRITTEN] = { "now written, and was rejected",
	    "désormais écrit, et était rejeté" },
	[REPLAY_NOW_BECAUSE] = { "now rejected for another reason",
	    "désormais rejeté pour un autre motif" },
	[REPLAY_MORE] = { "more records than before",
	    "enregistrements en plus" },
	[REPLAY_FEWER] = { "fewer records than before",
	    "enregistrements en moins" },
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
	[REPLAY_WHY_GONE] = { "a result is expected, but there is no such file",
	    "un résultat est attendu, mais ce fichier n'existe pas" },
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
replay_than(struct buf *out, enum language l, enum replay_than than,
    const struct replay_report *report)
{
	struct slice fill[2];

	if (than == REPLAY_GOLDEN) {
		buf_add_text(out, replay_word(l, REPLAY_WORD_THAN_GOLDEN));
		return;
	}
	fill[0] = report->older->name;
	fill[1] = report->older->version;
	replay_say(out, l, REPLAY_WORD_THAN_OLDER, fill, 2);
}

/* Whether an entry without a name is about records alone. */
static bool
has_no_name(const struct replay_entry *e)
{
	return e->what == REPLAY_AROUND || e->what == REPLAY_MORE ||
	       e->what == REPLAY_FEWER;
}

static void
add_name(struct buf *out, enum language l, const struct replay_entry *e)
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

void
replay_about(struct buf *out, enum language l, const struct replay_entry *e)
{
	const char *difference = differences[e->what][l];

	if (difference != NULL)
		buf_add_text(out, difference);
	if (has_no_name(e))
		return;
	if (difference != NULL)
		buf_add_text(out, ": ");
	add_name(out, l, e);
}

bool
replay_is_untried(const struct replay_report *report,
    const struct program *program, enum format_id format)
{
	return program->streams[format].kind_count > 0 &&
	       !report->replayed[format];
}
