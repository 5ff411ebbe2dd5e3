#include "policy/identify.h"

#include <stdlib.h>

#include "base/utf8.h"

#define WORD_MAX 24

/* French and English, without accents, sorted. */
static const char *const words[] = {
	"addr",
	"address",
	"addresses",
	"adresse",
	"adresses",
	"birth",
	"birthdate",
	"birthday",
	"birthplace",
	"contact",
	"contacts",
	"courriel",
	"ddn",
	"dob",
	"email",
	"emails",
	"family",
	"familyname",
	"fax",
	"firstname",
	"forename",
	"fullname",
	"geo",
	"geolocation",
	"given",
	"gps",
	"house",
	"iban",
	"identifiant",
	"ine",
	"ins",
	"ip",
	"ipp",
	"lastname",
	"lat",
	"latitude",
	"ligne",
	"lignes",
	"line",
	"lines",
	"lng",
	"login",
	"lon",
	"longitude",
	"maiden",
	"mail",
	"matricule",
	"mobile",
	"mrn",
	"mssante",
	"naissance",
	"name",
	"names",
	"ne",
	"nee",
	"nir",
	"nom",
	"noms",
	"nss",
	"passeport",
	"passport",
	"patronyme",
	"phone",
	"phones",
	"photo",
	"photograph",
	"portable",
	"prenom",
	"prenoms",
	"rue",
	"secu",
	"securite",
	"security",
	"signature",
	"ssn",
	"street",
	"surname",
	"tel",
	"telecom",
	"telephone",
	"telephones",
	"user",
	"username",
	"vitale",
	"voie",
};

struct list {
	const char *const *words;
	size_t count;
};

#define LIST(array)                                       \
	(struct list)                                     \
	{                                                 \
		array, sizeof(array) / sizeof((array)[0]) \
	}

/* The word under way. */
struct word {
	char text[WORD_MAX + 1];
	size_t len; /* also of what did not fit */
};

/* Names that say nothing without the one before them, sorted. */
static const char *const empty_words[] = {
	"content",
	"data",
	"display",
	"extension",
	"id",
	"reference",
	"text",
	"url",
	"valeur",
	"value",
};

/* What points at somebody when such a name is below it, sorted. */
static const char *const parents[] = {
	"asserter",
	"author",
	"beneficiary",
	"guardian",
	"identifier",
	"individual",
	"informant",
	"patient",
	"performer",
	"practitioner",
	"recorder",
	"requester",
	"subject",
};

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

static bool
is_listed(struct word *w, struct list list)
{
	if (w->len == 0 || w->len > WORD_MAX)
		return false;
	w->text[w->len] = '\0';
	return bsearch(w->text, list.words, list.count, sizeof(*list.words),
		   compare) != NULL;
}

/* The letter without accent and in lower case; 0 for anything else. */
static char
plain_letter(uint32_t c)
{
	/* U+00C0 to U+00DE; the small ones follow at a distance of 32. */
	static const char capitals[] = "aaaaaaaceeeeiiiidnooooo.ouuuuyt";

	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if (c >= 'a' && c <= 'z')
		return (char)c;
	if (c >= 0xE0 && c <= 0xFE)
		c -= 0x20;
	if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
		return capitals[c - 0xC0];
	return 0;
}

static bool
is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE);
}

static void
add_letter(struct word *w, char letter)
{
	if (w->len < WORD_MAX)
		w->text[w->len] = letter;
	w->len++;
}

/* Splits a name; a word of capitals ends before its last, as in NIRPatient. */
static bool
has_word(struct slice name, struct list list)
{
	struct word w = { .len = 0 };
	bool was_capital = false;
	uint32_t c, next;

	while (utf8_next(&name, &c)) {
		struct slice rest = name;
		bool capital = is_capital(c);
		bool small_follows = utf8_next(&rest, &next) &&
				     plain_letter(next) != 0 &&
				     !is_capital(next);

		if (plain_letter(c) == 0 ||
		    (capital && (!was_capital || small_follows))) {
			if (is_listed(&w, list))
				return true;
			w.len = 0;
		}
		if (plain_letter(c) != 0)
			add_letter(&w, plain_letter(c));
		was_capital = capital;
	}
	return is_listed(&w, list);
}

bool
identify_name(struct slice name)
{
	return has_word(name, LIST(words));
}

/* The name of a step, without what XML puts in front of it. */
static struct slice
plain_name(enum format_id format, const struct step *step)
{
	struct slice name = step->name;

	if (format != FORMAT_XML)
		return name;
	if (name.len > 0 && name.p[0] == '@')
		name = slice_skip(name, 1);
	return name.len > 0 ? slice_skip(name, 1) : name;
}

void
identify_tail(enum format_id format, const struct path *path,
    struct slice tail[static IDENTIFY_TAIL])
{
	size_t n = 0;

	for (size_t i = 0; i < IDENTIFY_TAIL; i++)
		tail[i] = (struct slice){ NULL, 0 };
	for (size_t i = path->step_count; i > 0 && n < IDENTIFY_TAIL; i--) {
		const struct step *step = &path->steps[i - 1];

		/* The text of an element is named by the element. */
		if (step->kind == STEP_NAME &&
		    (format != FORMAT_XML ||
			!slice_is(step->name, PATH_XML_TEXT)))
			tail[n++] = plain_name(format, step);
	}
}

bool
identify_says_nothing(struct slice name)
{
	return has_word(name, LIST(empty_words));
}

static bool
is_empty_word(struct slice name)
{
	struct list list = LIST(empty_words);

	for (size_t i = 0; i < list.count; i++)
		if (slice_is(name, list.words[i]))
			return true;
	return false;
}

/* Numbers of persons in France (INS) and of social security in the USA. */
static bool
is_person_oid(struct slice text)
{
	static const char *const oids[] = { "1.2.250.1.213.1.4.",
		"2.16.840.1.113883.4.1" };
	static const struct slice urn = { (const uint8_t *)"urn:oid:", 8 };

	if (slice_starts(text, urn))
		text = slice_skip(text, urn.len);
	for (size_t i = 0; i < sizeof(oids) / sizeof(oids[0]); i++)
		if (slice_starts(text, slice_text(oids[i])))
			return true;
	return false;
}

/* Whether a predicate asks for numbers of persons, or for other such things. */
static bool
selects_person(const struct path *path)
{
	for (size_t i = 0; i < path->step_count; i++) {
		const struct step *step = &path->steps[i];

		for (size_t k = 0; k < step->predicate_count; k++) {
			const struct predicate *p = &step->predicates[k];

			if (p->op != PREDICATE_IS_NOT &&
			    (is_person_oid(p->value) ||
				identify_name(p->value)))
				return true;
		}
	}
	return false;
}

bool
identify_path(enum format_id format, const struct path *path)
{
	struct slice tail[IDENTIFY_TAIL];

	if (format == FORMAT_HL7V2)
		return identify_hl7v2(path);
	identify_tail(format, path, tail);
	if (identify_name(tail[0]))
		return true;
	if (!identify_says_nothing(tail[0]))
		return false;
	if (selects_person(path))
		return true;
	for (size_t i = 0; i < IDENTIFY_TAIL; i++) {
		if (identify_name(tail[i]) || has_word(tail[i], LIST(parents)))
			return true;
		/* valueQuantity says something, if it has such a word. */
		if (i > 0 && !is_empty_word(tail[i]))
			return false;
	}
	return false;
}
