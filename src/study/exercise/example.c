#include "study/exercise/example.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "study/synth/synth_text.h"

#define COUNT(list)   ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define PICK(d, list) ((list)[draw((d), COUNT(list))])

/* Longer than any limit of characters that a policy is likely to have. */
#define LONGEST 65536

/* Parts of names, in small letters; the first that is there counts. */
static const struct {
	const char *part;
	enum about about;
} words[] = {
	{ "synthetic", ABOUT_MARK },
	{ "naiss", ABOUT_BIRTH },
	{ "birth", ABOUT_BIRTH },
	{ "dob", ABOUT_BIRTH },
	{ "rpps", ABOUT_RPPS },
	{ "finess", ABOUT_FINESS },
	{ "horodat", ABOUT_DATE },
	{ "pays", ABOUT_COUNTRY },
	{ "country", ABOUT_COUNTRY },
	{ "prenom", ABOUT_FIRST },
	{ "pr\xC3\xA9nom", ABOUT_FIRST },
	{ "given", ABOUT_FIRST },
	{ "first", ABOUT_FIRST },
	{ "mail", ABOUT_EMAIL },
	{ "phone", ABOUT_PHONE },
	{ "tel", ABOUT_PHONE },
	{ "t\xC3\xA9l", ABOUT_PHONE },
	{ "ville", ABOUT_TOWN },
	{ "commune", ABOUT_TOWN },
	{ "city", ABOUT_TOWN },
	{ "town", ABOUT_TOWN },
	{ "postal", ABOUT_POSTCODE },
	{ "postcode", ABOUT_POSTCODE },
	{ "zip", ABOUT_POSTCODE },
	{ "adresse", ABOUT_STREET },
	{ "address", ABOUT_STREET },
	{ "street", ABOUT_STREET },
	{ "ligne", ABOUT_STREET },
	{ "line", ABOUT_STREET },
	{ "date", ABOUT_DATE },
	{ "time", ABOUT_DATE },
	{ "sexe", ABOUT_SEX },
	{ "gender", ABOUT_SEX },
	{ "nir", ABOUT_NIR },
	{ "nom", ABOUT_FAMILY },
	{ "name", ABOUT_FAMILY },
	{ "family", ABOUT_FAMILY },
	{ "mother", ABOUT_FAMILY },
};

/* Of texts about nothing in particular; none is a name. */
static const char *const texts[] = { "matin", "midi", "soir", "salle",
	"couloir", "lot", "feuille", "suivi", "relevé", "tirage", "série",
	"contrôle" };

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

static bool
has_part(struct slice name, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= name.len; i++) {
		size_t n = 0;

		while (n < len && lower(name.p[i + n]) == (uint8_t)part[n])
			n++;
		if (n == len)
			return true;
	}
	return false;
}

enum about
example_about(struct slice name)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (has_part(name, words[i].part))
			return words[i].about;
	return ABOUT_NOTHING;
}

void
example_begin(
    struct example *x, struct dice *dice, struct arena *arena, bool compact)
{
	*x = (struct example){
		.dice = dice, .arena = arena, .compact = compact
	};
	people_person(dice, &x->person);
	if (x->person.nir[0] == '\0')
		people_nir(dice, &x->person);
	people_address(dice, &x->home);
	x->month = draw_between(dice, 9, 12);
	x->day = draw_between(dice, 1, 28);
	x->hour = draw_between(dice, 8, 19);
	x->minute = draw(dice, 60);
}

/*
 * Texts in the arena.
 */

static struct value
keep(struct example *x, enum value_kind kind, const char *text)
{
	return (struct value){ arena_copy(x->arena, slice_text(text)), kind };
}

static struct value
keep_text(struct example *x, const char *text)
{
	return keep(x, VALUE_TEXT, text);
}

/* A word and a number: no text is equal to one of another record, or holds it.
 */
static struct value
keep_numbered(struct example *x, const char *word, const char *between)
{
	char text[64];

	if (x->brief)
		snprintf(text, sizeof(text), "C%u",
		    (unsigned int)draw(x->dice, 100));
	else
		snprintf(text, sizeof(text), "%s%s%u", word, between,
		    (unsigned int)draw_between(x->dice, 10000000, 99999999));
	return keep_text(x, text);
}

static struct value
keep_date(struct example *x, uint32_t year, uint32_t month, uint32_t day)
{
	char text[11];

	memcpy(text, "0000-00-00", sizeof(text));
	synth_digits(text, year, 4);
	synth_digits(&text[5], month, 2);
	synth_digits(&text[8], day, 2);
	if (x->compact)
		synth_keep_digits(text);
	return keep_text(x, text);
}

static struct value
keep_moment(struct example *x, uint32_t day, uint32_t hour)
{
	char text[17];

	memcpy(text, "2021-00-00T00:00", sizeof(text));
	synth_digits(&text[5], x->month, 2);
	synth_digits(&text[8], day, 2);
	synth_digits(&text[11], hour, 2);
	synth_digits(&text[14], x->minute, 2);
	if (x->compact)
		synth_keep_digits(text);
	return keep_text(x, text);
}

struct value
example_event(struct example *x, bool minute)
{
	return minute ? keep_moment(x, x->day, x->hour)
		      : keep_date(x, 2021, x->month, x->day);
}

/*
 * Values of types.
 */

/* Of the person of the record, then of others. */
static struct person *
someone(struct example *x, bool *used)
{
	if (*used)
		people_person(x->dice, &x->person);
	*used = true;
	return &x->person;
}

static struct value
birth(struct example *x)
{
	const struct person *p = someone(x, &x->born);

	return keep_date(x, p->year, p->month, p->day);
}

static struct value
family(struct example *x)
{
	if (x->named)
		return keep_text(x, people_family(x->dice));
	x->named = true;
	return keep_text(x, x->person.family);
}

static struct value
first(struct example *x)
{
	struct person other;

	if (!x->given) {
		x->given = true;
		return keep_text(x, x->person.first[0]);
	}
	people_person(x->dice, &other);
	return keep_text(x, other.first[0]);
}

static struct value
nir(struct example *x)
{
	struct value v = keep_text(x, x->person.nir);

	/* The next one is somebody else's. */
	people_nir(x->dice, &x->person);
	return v;
}

static struct address *
home(struct example *x)
{
	if (x->housed)
		people_address(x->dice, &x->home);
	x->housed = true;
	return &x->home;
}

static struct value
street(struct example *x)
{
	const struct address *a = home(x);
	char text[96];

	snprintf(
	    text, sizeof(text), "%u %s", (unsigned int)a->number, a->street);
	return keep_text(x, text);
}

static struct value
phone(struct example *x)
{
	char text[PEOPLE_PHONE];

	people_mobile(x->dice, text);
	return keep_text(x, text);
}

static struct value
email(struct example *x)
{
	char text[64];

	do
		people_email(x->dice, "", text, sizeof(text));
	while (text[0] == '\0');
	return keep_text(x, text);
}

static struct value
registered(struct example *x, const char *start, size_t n)
{
	char text[16];

	people_number(x->dice, start, true, text, n);
	return keep_text(x, text);
}

/* Communes of the mainland, and of none that begins as a postcode does. */
static struct value
commune(struct example *x)
{
	char text[6] = "59000";

	synth_digits(&text[2], draw_between(x->dice, 1, 650), 3);
	return keep_text(x, text);
}

/* A postcode that has a region, too. */
static struct value
postcode(struct example *x)
{
	const char *text;

	do
		text = home(x)->town->postcode;
	while (memcmp(text, "97133", 5) == 0 || memcmp(text, "97150", 5) == 0 ||
	       memcmp(text, "98", 2) == 0);
	return keep_text(x, text);
}

static struct value
number(struct example *x, bool fraction)
{
	char text[SYNTH_NUMBER_SIZE + 2];
	bool half = fraction && draw_chance(x->dice, 50);

	snprintf(text, sizeof(text), "%u%s",
	    (unsigned int)draw_between(x->dice, 1, 120), half ? ".5" : "");
	return keep(x, VALUE_NUMBER, text);
}

static struct value
thing(struct example *x, enum about about)
{
	switch (about) {
	case ABOUT_FIRST:
		return first(x);
	case ABOUT_FAMILY:
		return family(x);
	case ABOUT_TOWN:
		return keep_text(x, home(x)->town->name);
	case ABOUT_POSTCODE:
		return postcode(x);
	case ABOUT_STREET:
		return street(x);
	case ABOUT_PHONE:
		return phone(x);
	case ABOUT_EMAIL:
		return email(x);
	case ABOUT_BIRTH:
		return birth(x);
	case ABOUT_DATE:
		return example_event(x, true);
	case ABOUT_NIR:
		return nir(x);
	case ABOUT_RPPS:
		return registered(x, "0000", 11);
	case ABOUT_FINESS:
		return registered(x, "00", 9);
	case ABOUT_COUNTRY:
		return keep_text(x, "FR");
	case ABOUT_SEX:
		return keep_text(x, x->person.woman ? "F" : "M");
	case ABOUT_MARK:
		return keep(x, VALUE_BOOLEAN, "true");
	case ABOUT_NOTHING:
	default:
		return keep_numbered(x, PICK(x->dice, texts), " ");
	}
}

static struct value
code(struct example *x, enum about about)
{
	return about == ABOUT_RPPS || about == ABOUT_FINESS
		   ? thing(x, about)
		   : keep_numbered(x, "C", "-");
}

static struct value
text(struct example *x, uint32_t max, enum about about)
{
	struct value v = thing(x, about);

	if (max > 0)
		v.text = utf8_first(v.text, max);
	return v;
}

struct value
example_value(
    struct example *x, enum type_id type, uint32_t max, enum about about)
{
	switch (type) {
	case TYPE_NIR:
	case TYPE_NIR_KEY:
	case TYPE_INS:
		return nir(x);
	case TYPE_RPPS:
		return registered(x, "0000", 11);
	case TYPE_FINESS:
		return registered(x, "00", 9);
	case TYPE_DATE:
		return about == ABOUT_BIRTH ? birth(x)
					    : example_event(x, false);
	case TYPE_DATETIME:
		return example_event(x, true);
	case TYPE_POSTCODE_FR:
		return postcode(x);
	case TYPE_INSEE_FR:
		return commune(x);
	case TYPE_PHONE:
		return phone(x);
	case TYPE_EMAIL:
		return email(x);
	case TYPE_CODE:
		return code(x, about);
	case TYPE_NUMBER:
		return number(x, true);
	case TYPE_INTEGER:
		return number(x, false);
	case TYPE_BOOLEAN:
		return keep(x, VALUE_BOOLEAN,
		    draw_chance(x->dice, 50) ? "true" : "false");
	case TYPE_ANY:
	case TYPE_TEXT:
	default:
		return text(x, max, about);
	}
}

/*
 * Values of no type.
 */

static struct value
too_long(struct example *x, uint32_t max)
{
	size_t len = max < LONGEST ? max + 1 : 0;
	uint8_t *p = arena_alloc(x->arena, len + 1);

	if (p == NULL)
		len = 0;
	else
		memset(p, 'x', len);
	return (struct value){ { p, len }, VALUE_TEXT };
}

bool
example_wrong(struct example *x, uint32_t max, size_t i, struct value *value)
{
	static const char *const wrong[] = { "no value", "??", "a b c" };

	if (i < COUNT(wrong))
		*value = keep_text(x, wrong[i]);
	else if (i == COUNT(wrong))
		*value = keep(x, VALUE_NUMBER, "12");
	else if (i == COUNT(wrong) + 1 && max > 0)
		*value = too_long(x, max);
	else
		return false;
	return true;
}
