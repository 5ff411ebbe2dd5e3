#include "policy/identify.h"

#include <stdlib.h>

#include "base/utf8.h"

#define WORD_MAX 24

/* French and English, without accents, sorted. */
static const char *const words[] = {
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
	"mobile",
	"mrn",
	"naissance",
	"name",
	"names",
	"nir",
	"nom",
	"noms",
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
	"voie",
};

/* The word under way. */
struct word {
	char text[WORD_MAX + 1];
	size_t len; /* also of what did not fit */
};

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

static bool
is_listed(struct word *w)
{
	if (w->len == 0 || w->len > WORD_MAX)
		return false;
	w->text[w->len] = '\0';
	return bsearch(w->text, words, sizeof(words) / sizeof(words[0]),
		   sizeof(words[0]), compare) != NULL;
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
bool
identify_name(struct slice name)
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
			if (is_listed(&w))
				return true;
			w.len = 0;
		}
		if (plain_letter(c) != 0)
			add_letter(&w, plain_letter(c));
		was_capital = capital;
	}
	return is_listed(&w);
}
