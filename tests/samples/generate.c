/*
 * Synthetic results of antigen tests in French pharmacies.
 *
 *	generate [-f format] [-n records] [-s seed]     writes records
 *	generate -c FILE                checks the numbers of persons in JSON
 *
 * Formats: json, one object a line; csv, with semicolons; xml, one document.
 * The same seed gives the same bytes everywhere, and the same people in every
 * format.  Nobody is meant: the order number of every NIR is 000, which is
 * never given to a person; the check digits of pharmacies and prescribers are
 * wrong on purpose; phone numbers are those set aside in France for films,
 * domains and addresses of machines those set aside for documents (RFC 2606,
 * RFC 5737).
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(list)   ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define PICK(d, list) ((list)[draw((d), COUNT(list))])

#define NIR_LEN 15

/*
 * Chance.
 */

struct dice {
	uint64_t state;
};

/*
 * SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014; constants of variant 13 of Stafford's mixer.
 */
static uint64_t
dice_next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* A number below n. */
static uint32_t
draw(struct dice *d, uint32_t n)
{
	return (uint32_t)((dice_next(d) >> 32) * n >> 32);
}

static uint32_t
draw_between(struct dice *d, uint32_t low, uint32_t high)
{
	return low + draw(d, high - low + 1);
}

static bool
draw_chance(struct dice *d, uint32_t percent)
{
	return draw(d, 100) < percent;
}

/*
 * What there is to choose from.
 */

static const char *const families[] = { "Aubry", "Béranger", "Besson",
	"Bouchet", "Boulanger", "Breton", "Carpentier", "Charrier", "Chauvin",
	"Collet", "Cordier", "Coste", "Cousin", "Delattre", "Delmas",
	"Descamps", "Deschamps", "Étienne", "Évrard", "Ferrand", "Forestier",
	"Gilbert", "Godard", "Grégoire", "Guyot", "Haÿs", "Huet", "Humbert",
	"Imbert", "Jacquot", "Jégou", "Klein", "L'Hostis", "Labbé", "Lagarde",
	"Le Bihan", "Le Goff", "Lebrun", "Maçon", "Maillard", "Maréchal",
	"Ménard", "Millet", "Monnier", "Ollivier", "Paris", "Pasquier",
	"Pélissier", "Poirier", "Prévost", "Quéré", "Raynaud", "Renault",
	"Sauvage", "Tanguy", "Teixeira", "Tessier", "Tournié", "Vallée",
	"Verdier", "Voisin", "Weber", "de La Tour", "N'Guessan", "Nuñez",
	"Şahin" };

static const char *const women[] = { "Adèle", "Alice", "Amélie", "Anne-Sophie",
	"Aurélie", "Béatrice", "Bérénice", "Céleste", "Clémence", "Corinne",
	"Élise", "Fatou", "Fleur", "Gaëlle", "Geneviève", "Jeanne", "Joëlle",
	"Juliette", "Lina", "Marie-Claude", "Mathilde", "Nadège", "Océane",
	"Odile", "Rose", "Ségolène", "Solène", "Valérie", "Yasmine", "Zélie" };

static const char *const men[] = { "Adrien", "Aurélien", "Baptiste", "Bilal",
	"Cédric", "Clément", "Damien", "Éric", "Fabien", "Frédéric", "Gérard",
	"Grégory", "Hervé", "Ibrahima", "Jean-Baptiste", "Jean-François",
	"Joël", "Lucas", "Maël", "Marc", "Maxime", "Noé", "Paul", "Régis",
	"Romain", "Sébastien", "Thibault", "Timéo", "Ulysse", "Yann" };

static const char *const streets[] = { "rue des Tilleuls", "rue du Lavoir",
	"avenue de la Libération", "rue Émile Zola", "boulevard de l'Océan",
	"allée des Érables", "chemin des Vignes", "place du Marché aux Blés",
	"rue de la Fontaine", "impasse du Pré", "rue du 8 Mai 1945",
	"route de Saint-Gilles", "cours Gambetta", "quai des Brumes",
	"rue de l'Abbé Grégoire", "sentier des Mûriers", "rue Haute",
	"passage de la Forge" };

static const char *const complements[] = { "Bâtiment C", "Appartement 204",
	"Résidence \"Les Glycines\"", "3e étage gauche", "Lieu-dit Kerhuel",
	"Foyer \\ chambre 12", "Boîte 17" };

struct town {
	const char *postcode, *name, *finess;
};

/* With the towns whose postcode does not begin with its département. */
static const struct town towns[] = { { "03200", "VICHY", "03" },
	{ "09000", "FOIX", "09" }, { "12000", "RODEZ", "12" },
	{ "14400", "BAYEUX", "14" }, { "20137", "PORTO-VECCHIO", "2A" },
	{ "20250", "CORTE", "2B" }, { "20600", "FURIANI", "2B" },
	{ "22000", "SAINT-BRIEUC", "22" }, { "25000", "BESANÇON", "25" },
	{ "33120", "ARCACHON", "33" }, { "34200", "SÈTE", "34" },
	{ "39100", "DOLE", "39" }, { "44600", "SAINT-NAZAIRE", "44" },
	{ "49000", "ANGERS", "49" }, { "54000", "NANCY", "54" },
	{ "58000", "NEVERS", "58" }, { "63000", "CLERMONT-FERRAND", "63" },
	{ "66000", "PERPIGNAN", "66" }, { "74000", "ANNECY", "74" },
	{ "75018", "PARIS", "75" }, { "76600", "LE HAVRE", "76" },
	{ "83000", "TOULON", "83" }, { "87000", "LIMOGES", "87" },
	{ "91000", "ÉVRY-COURCOURONNES", "91" }, { "94300", "VINCENNES", "94" },
	{ "97122", "BAIE-MAHAULT", "97" },
	{ "97133", "SAINT-BARTHÉLEMY", "97" },
	{ "97150", "SAINT-MARTIN", "97" }, { "97200", "FORT-DE-FRANCE", "97" },
	{ "97300", "CAYENNE", "97" }, { "97410", "SAINT-PIERRE", "97" },
	{ "97600", "MAMOUDZOU", "97" }, { "98800", "NOUMÉA", "98" } };

static const char *const pharmacies[] = { "Pharmacie du Beffroi",
	"Pharmacie des Remparts", "Grande Pharmacie du Port",
	"Pharmacie \"La Belle Époque\"", "Pharmacie de l'Hôpital",
	"Pharmacie du Centre Commercial", "SELAS Pharmacie du Vieux-Pont",
	"Pharmacie Centrale & Mutualiste", "Pharmacie des Trois Épis",
	"Pharmacie du Canal", "Pharmacie de la Mairie" };

static const char *const insurers[] = { "Mutuelle des Deux-Rives",
	"La Prévoyance Générale", "Mutuelle Bleue", "Santé Solidaire",
	"Caisse des Métiers d'Art", "Entraide & Famille" };

static const char *const programs[] = { "OfficineSoft", "PharmaLien",
	"Caducée Pro", "Comptoir+", "Médistock" };

static const char *const makers[] = { "Abbott", "AAZ", "Biosynex", "NG Biotech",
	"Roche", "Siemens Healthineers" };

static const char *const comments[] = { "", "", "", "", "sans symptôme",
	"cas contact au travail", "deuxième test de la semaine",
	"perte de l'odorat depuis 3 jours",
	"rappeler la mère au sujet du certificat",
	"dit \"aller mieux\", toux sèche",
	"prélèvement difficile\nnarine gauche seulement",
	"départ en avion\tvol du soir", "fiche scannée : C:\\SCANS\\FICHE.PDF",
	"œdème ; traitement en cours — à surveiller", "très inquiet 😷" };

struct result {
	const char *code, *words;
};

static const struct result results[] = { { "P", "POSITIF" }, { "N", "NÉGATIF" },
	{ "I", "INDÉTERMINÉ" }, { "X", "NON CONFORME" } };

/* Mobile, Paris, west, east, south-east, south-west: numbers of films. */
static const char *const mobile_start = "063998";
static const char *const phone_starts[] = { "019900", "026191", "035301",
	"046571", "053649" };

/*
 * One record, before its layout.
 */

struct person {
	char nir[NIR_LEN + 1];
	bool woman;
	const char *family, *second_family;
	const char *first[3];
	uint32_t first_count;
	uint32_t year, month, day;
};

struct address {
	uint32_t number;
	const char *street, *complement;
	const struct town *town;
};

struct record {
	uint64_t id[2];
	uint32_t sequence, schema;
	uint32_t month, day, hour, minute, second, milli;

	struct person patient;
	struct address home;
	char phone[20], email[64];
	const char *insurer;
	char insured[11];
	bool symptoms;

	bool prescribed;
	char prescriber[12];
	const char *prescriber_family;

	char finess[10];
	const char *pharmacy;
	struct address counter;
	char pharmacy_phone[20];

	bool throat;
	const char *maker;
	uint32_t lot;
	const struct result *result;
	const char *comment;
	bool names_itself;

	const char *program;
	uint32_t version[2], host, tenths;
};

/* Characters, so that the compiler sees that the digits fit. */
static void
put_digits(char *to, uint32_t value, size_t digits)
{
	while (digits-- > 0) {
		to[digits] = (char)('0' + value % 10);
		value /= 10;
	}
}

static uint64_t
digits_value(const char *digits, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value * 10 + (uint64_t)(digits[i] - '0');
	return value;
}

/* The key of 13 characters: 97 - N mod 97, where 2A is 19 and 2B is 18. */
static uint32_t
nir_key(const char *nir)
{
	char digits[13];

	memcpy(digits, nir, sizeof(digits));
	if (nir[6] == 'A' || nir[6] == 'B')
		memcpy(&digits[5], nir[6] == 'A' ? "19" : "18", 2);
	return 97 - (uint32_t)(digits_value(digits, sizeof(digits)) % 97);
}

/* The last digit that would make the digits before it right (Luhn). */
static uint32_t
luhn_digit(const char *digits, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++) {
		uint32_t digit = digits[len - 1 - i] > '9'
				     ? 0
				     : (uint32_t)(digits[len - 1 - i] - '0');

		if (i % 2 == 0)
			digit *= 2;
		sum += digit / 10 + digit % 10;
	}
	return (10 - sum % 10) % 10;
}

/* Place of birth: département and commune, or 99 and a country. */
static void
draw_birthplace(struct dice *d, char to[5])
{
	uint32_t kind = draw(d, 100);

	if (kind < 4) {
		put_digits(to, 97100 + 100 * draw(d, 4), 5);
		put_digits(to + 3, draw_between(d, 1, 34), 2);
	} else if (kind < 16) {
		put_digits(to, 99000 + draw_between(d, 101, 517), 5);
	} else if (kind < 20) {
		put_digits(to, 20000 + draw_between(d, 1, 366), 5);
		to[1] = draw_chance(d, 50) ? 'A' : 'B';
	} else {
		uint32_t departement = draw_between(d, 1, 94);

		if (departement >= 20)
			departement++;
		put_digits(to, departement, 2);
		put_digits(to + 2, draw_between(d, 1, 559), 3);
	}
}

static void
draw_nir(struct dice *d, struct person *p)
{
	p->nir[0] = p->woman ? '2' : '1';
	put_digits(&p->nir[1], p->year % 100, 2);
	put_digits(&p->nir[3], p->month, 2);
	draw_birthplace(d, &p->nir[5]);
	put_digits(&p->nir[10], 0, 3);
	put_digits(&p->nir[13], nir_key(p->nir), 2);
	p->nir[NIR_LEN] = '\0';
	if (draw_chance(d, 6))
		p->nir[0] = '\0';
}

static void
draw_person(struct dice *d, struct person *p)
{
	p->woman = draw_chance(d, 52);
	p->year = draw_between(d, 1924, 2020);
	p->month = draw_between(d, 1, 12);
	p->day = draw_between(d, 1, 28);
	p->family = PICK(d, families);
	p->second_family = draw_chance(d, 7) ? PICK(d, families) : NULL;
	p->first_count = draw_between(d, 1, 3);
	for (uint32_t i = 0; i < p->first_count; i++)
		p->first[i] = p->woman ? PICK(d, women) : PICK(d, men);
	draw_nir(d, p);
}

static void
draw_address(struct dice *d, struct address *a)
{
	a->number = draw_between(d, 1, 220);
	a->street = PICK(d, streets);
	a->complement = draw_chance(d, 30) ? PICK(d, complements) : NULL;
	a->town = &PICK(d, towns);
}

/* Ten digits, written together, in pairs, or with the code of the country. */
static void
draw_phone(struct dice *d, const char *start, char to[20])
{
	char digits[10];
	uint32_t style = draw(d, 10);
	size_t n = 0;

	memcpy(digits, start, 6);
	put_digits(&digits[6], draw(d, 10000), 4);
	if (style < 6) {
		memcpy(to, "+33", 3);
		memcpy(to + 3, digits + 1, 9);
		to[12] = '\0';
		return;
	}
	for (size_t i = 0; i < sizeof(digits); i++) {
		if (style < 8 && i > 0 && i % 2 == 0)
			to[n++] = ' ';
		to[n++] = digits[i];
	}
	to[n] = '\0';
}

static void
draw_email(struct dice *d, const char *nir, char *to, size_t size)
{
	uint32_t chance = draw(d, 100);

	to[0] = '\0';
	if (chance < 10 && nir[0] != '\0')
		snprintf(to, size, "%s@patient.example", nir);
	else if (chance < 60)
		snprintf(to, size, "p%06u@example.org",
		    (unsigned int)draw(d, 1000000));
}

/* n characters of a register, with a last digit that is not the right one. */
static void
draw_registered(struct dice *d, const char *start, char *to, size_t n)
{
	size_t len = strlen(start);
	uint32_t right;

	memcpy(to, start, len);
	for (size_t i = len; i < n - 1; i++)
		put_digits(&to[i], draw(d, 10), 1);
	right = luhn_digit(to, n - 1);
	put_digits(&to[n - 1], (right + draw_between(d, 1, 9)) % 10, 1);
	to[n] = '\0';
}

static void
draw_patient(struct dice *d, struct record *r)
{
	draw_person(d, &r->patient);
	draw_address(d, &r->home);
	draw_phone(d, mobile_start, r->phone);
	draw_email(d, r->patient.nir, r->email, sizeof(r->email));
	r->insurer = draw_chance(d, 70) ? PICK(d, insurers) : NULL;
	put_digits(r->insured, draw(d, 1000000000), 10);
	r->insured[10] = '\0';
	r->symptoms = draw_chance(d, 40);
}

static void
draw_pharmacy(struct dice *d, struct record *r)
{
	r->prescribed = draw_chance(d, 45);
	draw_registered(d, "10", r->prescriber, 11);
	r->prescriber_family = PICK(d, families);
	draw_address(d, &r->counter);
	draw_registered(d, r->counter.town->finess, r->finess, 9);
	r->pharmacy = PICK(d, pharmacies);
	draw_phone(d, PICK(d, phone_starts), r->pharmacy_phone);
}

static void
draw_time(struct dice *d, struct record *r)
{
	r->month = draw_between(d, 9, 12);
	r->day = draw_between(d, 1, 28);
	r->hour = draw_between(d, 8, 19);
	r->minute = draw(d, 60);
	r->second = draw(d, 60);
	r->milli = draw(d, 1000);
}

static void
draw_result(struct dice *d, struct record *r)
{
	uint32_t chance = draw(d, 1000);

	r->throat = draw_chance(d, 6);
	r->maker = PICK(d, makers);
	r->lot = draw(d, 10000000);
	r->result = &results[chance < 120   ? 0
			     : chance < 985 ? 1
			     : chance < 995 ? 2
					    : 3];
	r->comment = PICK(d, comments);
	r->names_itself = draw_chance(d, 2);
}

static void
draw_record(struct dice *d, uint32_t sequence, struct record *r)
{
	memset(r, 0, sizeof(*r));
	r->id[0] = dice_next(d);
	r->id[1] = dice_next(d);
	r->sequence = sequence;
	r->schema = draw(d, 3);
	draw_time(d, r);
	draw_patient(d, r);
	draw_pharmacy(d, r);
	draw_result(d, r);
	r->program = PICK(d, programs);
	r->version[0] = draw(d, 20);
	r->version[1] = draw(d, 10);
	r->host = draw_between(d, 1, 254);
	r->tenths = draw(d, 9000);
}

/*
 * JSON.
 */

struct page {
	FILE *to;
	bool blanks; /* after colons and commas */
	bool ascii;  /* other characters as \uXXXX */
	bool first;  /* nothing stands in the current container yet */
};

/* The library's own lock would cost more than the character. */
static void
put_byte(struct page *p, char c)
{
	putc_unlocked(c, p->to);
}

static void
put_bytes(struct page *p, const char *s)
{
	for (; *s != '\0'; s++)
		put_byte(p, *s);
}

static void
put_unit(struct page *p, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";

	put_bytes(p, "\\u");
	for (int shift = 12; shift >= 0; shift -= 4)
		put_byte(p, hex[unit >> shift & 15]);
}

/* The character at s, which is UTF-8 of this file; returns what follows. */
static const char *
put_character(struct page *p, const char *s)
{
	uint32_t c = (uint8_t)*s++;
	int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;

	c &= 0x3Fu >> more;
	while (more-- > 0)
		c = c << 6 | ((uint8_t)*s++ & 0x3F);
	if (c >= 0x10000) {
		put_unit(p, 0xD800 + ((c - 0x10000) >> 10));
		c = 0xDC00 + ((c - 0x10000) & 0x3FF);
	}
	put_unit(p, c);
	return s;
}

/* The lists hold no other control character. */
static bool
needs_escape(char c)
{
	return c == '"' || c == '\\' || c == '\n' || c == '\t';
}

static void
put_escaped(struct page *p, char c)
{
	put_byte(p, '\\');
	put_byte(p, c == '\n' ? 'n' : c == '\t' ? 't' : c);
}

/* The inside of a string. */
static void
put_text(struct page *p, const char *s)
{
	while (*s != '\0')
		if (p->ascii && (uint8_t)*s >= 0x80)
			s = put_character(p, s);
		else if (needs_escape(*s))
			put_escaped(p, *s++);
		else
			put_byte(p, *s++);
}

static void
put_separator(struct page *p)
{
	if (!p->first)
		put_bytes(p, p->blanks ? ", " : ",");
	p->first = false;
}

static void
put_name(struct page *p, const char *name)
{
	put_separator(p);
	put_byte(p, '"');
	put_bytes(p, name);
	put_bytes(p, p->blanks ? "\": " : "\":");
}

static void
put_open(struct page *p, char bracket)
{
	put_byte(p, bracket);
	p->first = true;
}

static void
put_close(struct page *p, char bracket)
{
	put_byte(p, bracket);
	p->first = false;
}

/* A string made of pieces, the last of which is NULL. */
static void
put_string(struct page *p, const char *const *pieces)
{
	put_byte(p, '"');
	for (; *pieces != NULL; pieces++)
		put_text(p, *pieces);
	put_byte(p, '"');
}

#define STRING(p, ...) \
	put_string((p), (const char *const[]){ __VA_ARGS__, NULL })

static void
put_member(struct page *p, const char *name, const char *value)
{
	put_name(p, name);
	STRING(p, value);
}

static void
put_literal(struct page *p, const char *name, const char *value)
{
	put_name(p, name);
	put_bytes(p, value);
}

/*
 * The members of a record.
 */

#define ID_SIZE 37

static void
format_id(char to[ID_SIZE], const struct record *r)
{
	snprintf(to, ID_SIZE, "%08x-%04x-4%03x-a%03x-%012llx",
	    (unsigned int)(r->id[0] >> 32),
	    (unsigned int)(r->id[0] >> 16 & 0xFFFF),
	    (unsigned int)(r->id[0] & 0xFFF), (unsigned int)(r->id[1] >> 52),
	    (unsigned long long)(r->id[1] & 0xFFFFFFFFFFFF));
}

static void
put_id(struct page *p, const struct record *r)
{
	char id[ID_SIZE];

	format_id(id, r);
	put_member(p, "id_envoi", id);
}

static void
put_schema(struct page *p, const struct record *r)
{
	char text[] = "1.4.0";

	put_digits(&text[4], r->schema, 1);
	put_member(p, "version_schema", text);
}

#define TIME_SIZE sizeof("2021-00-00T00:00:00.000+01:00")

/* 2021-MM-DDThh:mm:ss.mmm+01:00, of which a part is wanted. */
static void
format_time(char to[TIME_SIZE], const struct record *r, bool whole)
{
	memcpy(to, "2021-00-00T00:00:00.000+01:00", TIME_SIZE);
	put_digits(&to[5], r->month, 2);
	put_digits(&to[8], r->day, 2);
	put_digits(&to[11], r->hour, 2);
	put_digits(&to[14], r->minute, 2);
	put_digits(&to[17], r->second, 2);
	put_digits(&to[20], r->milli, 3);
	if (!whole)
		to[16] = '\0';
}

static void
put_time(struct page *p, const char *name, const struct record *r, bool whole)
{
	char text[TIME_SIZE];

	format_time(text, r, whole);
	put_member(p, name, text);
}

static void
put_sent(struct page *p, const struct record *r)
{
	put_time(p, "horodatage", r, true);
}

static void
put_street(struct page *p, const struct address *a)
{
	char number[] = "000 ";
	const char *start = number;

	put_digits(number, a->number, 3);
	while (*start == '0')
		start++;
	put_name(p, "ligne1");
	STRING(p, start, a->street);
}

static void
put_home(struct page *p, const struct address *a)
{
	put_name(p, "adresse");
	put_open(p, '{');
	put_street(p, a);
	if (a->complement != NULL)
		put_member(p, "ligne2", a->complement);
	put_member(p, "code_postal", a->town->postcode);
	put_member(p, "ville", a->town->name);
	put_member(p, "pays", "FR");
	put_close(p, '}');
}

static void
put_names(struct page *p, const struct person *who)
{
	put_name(p, "nom");
	if (who->second_family != NULL)
		STRING(p, who->family, "-", who->second_family);
	else
		STRING(p, who->family);
	put_name(p, "prenoms");
	put_open(p, '[');
	for (uint32_t i = 0; i < who->first_count; i++) {
		put_separator(p);
		STRING(p, who->first[i]);
	}
	put_close(p, ']');
}

static void
format_birth(char to[11], const struct person *who)
{
	memcpy(to, "0000-00-00", 11);
	put_digits(&to[0], who->year, 4);
	put_digits(&to[5], who->month, 2);
	put_digits(&to[8], who->day, 2);
}

static void
put_birth(struct page *p, const struct person *who)
{
	char date[11];

	format_birth(date, who);
	put_member(p, "date_naissance", date);
	put_member(p, "sexe", who->woman ? "F" : "M");
}

static void
put_insurer(struct page *p, const struct record *r)
{
	put_name(p, "mutuelle");
	put_open(p, '{');
	put_member(p, "organisme", r->insurer);
	put_member(p, "numero", r->insured);
	put_close(p, '}');
}

static void
put_patient(struct page *p, const struct record *r)
{
	put_name(p, "patient");
	put_open(p, '{');
	if (r->patient.nir[0] == '\0')
		put_literal(p, "nir", "null");
	else
		put_member(p, "nir", r->patient.nir);
	put_names(p, &r->patient);
	put_birth(p, &r->patient);
	put_home(p, &r->home);
	put_member(p, "telephone", r->phone);
	if (r->email[0] != '\0')
		put_member(p, "email", r->email);
	if (r->insurer != NULL)
		put_insurer(p, r);
	put_literal(p, "symptomes", r->symptoms ? "true" : "false");
	put_close(p, '}');
}

static void
put_prescriber(struct page *p, const struct record *r)
{
	if (!r->prescribed)
		return;
	put_name(p, "prescripteur");
	put_open(p, '{');
	put_member(p, "rpps", r->prescriber);
	put_name(p, "nom");
	STRING(p, "Dr ", r->prescriber_family);
	put_close(p, '}');
}

static void
put_pharmacy(struct page *p, const struct record *r)
{
	put_name(p, "pharmacie");
	put_open(p, '{');
	put_member(p, "finess", r->finess);
	put_member(p, "nom", r->pharmacy);
	put_name(p, "adresse");
	put_open(p, '{');
	put_street(p, &r->counter);
	put_member(p, "code_postal", r->counter.town->postcode);
	put_member(p, "ville", r->counter.town->name);
	put_close(p, '}');
	put_member(p, "telephone", r->pharmacy_phone);
	put_close(p, '}');
}

static void
put_sample(struct page *p, const struct record *r)
{
	char lot[] = "L0000000";

	put_digits(&lot[1], r->lot, 7);
	put_name(p, "prelevement");
	put_open(p, '{');
	put_time(p, "date", r, false);
	put_member(p, "type", r->throat ? "OROPHAR" : "NASO");
	put_member(p, "fabricant", r->maker);
	put_member(p, "lot", lot);
	put_close(p, '}');
}

static void
put_result(struct page *p, const struct record *r)
{
	put_name(p, "resultat");
	put_open(p, '{');
	put_member(p, "code", r->result->code);
	put_member(p, "valeur", r->result->words);
	put_member(p, "loinc", "94558-4");
	put_close(p, '}');
}

/* Free text carries what nobody expects, here and there the patient. */
static void
put_comment(struct page *p, const struct record *r)
{
	put_name(p, "commentaire");
	if (r->names_itself)
		STRING(p, r->comment, " (", r->patient.first[0], " ",
		    r->patient.family, ", tél. ", r->phone, ")");
	else
		STRING(p, r->comment);
}

static void
put_technical(struct page *p, const struct record *r)
{
	char text[24];

	put_name(p, "technique");
	put_open(p, '{');
	put_member(p, "logiciel", r->program);
	snprintf(text, sizeof(text), "%u.%u", (unsigned int)r->version[0],
	    (unsigned int)r->version[1]);
	put_member(p, "version", text);
	snprintf(text, sizeof(text), "192.0.2.%u", (unsigned int)r->host);
	put_member(p, "ip", text);
	snprintf(text, sizeof(text), "%u", (unsigned int)r->sequence);
	put_literal(p, "sequence", text);
	snprintf(text, sizeof(text), "%u.%u", (unsigned int)(r->tenths / 10),
	    (unsigned int)(r->tenths % 10));
	put_literal(p, "duree_ms", text);
	put_close(p, '}');
}

/*
 * Three programs write the same record in three ways.
 */

typedef void put_fn(struct page *p, const struct record *r);

#define MEMBERS 9

struct layout {
	uint32_t share; /* percent of the records */
	bool blanks, ascii;
	put_fn *members[MEMBERS];
};

static const struct layout layouts[] = {
	{ 70, false, false,
	    { put_id, put_schema, put_sent, put_patient, put_prescriber,
		put_pharmacy, put_sample, put_result, NULL } },
	{ 20, false, false,
	    { put_result, put_sample, put_pharmacy, put_schema, put_patient,
		put_id, put_sent, put_prescriber, NULL } },
	{ 10, true, true,
	    { put_id, put_schema, put_sent, put_patient, put_prescriber,
		put_pharmacy, put_sample, put_result, NULL } },
};

static const struct layout *
draw_layout(struct dice *d)
{
	const struct layout *layout = layouts;
	uint32_t chance = draw(d, 100);

	while (chance >= layout->share)
		chance -= (layout++)->share;
	return layout;
}

static void
put_record(FILE *to, const struct layout *layout, const struct record *r)
{
	struct page page = {
		.to = to, .blanks = layout->blanks, .ascii = layout->ascii
	};

	put_open(&page, '{');
	for (size_t i = 0; layout->members[i] != NULL; i++)
		layout->members[i](&page, r);
	put_comment(&page, r);
	put_technical(&page, r);
	put_close(&page, '}');
	put_byte(&page, '\n');
}

/*
 * CSV: a table of everything.
 */

static void
put_cell(FILE *to, const char *const *pieces)
{
	bool quoted = false;

	for (size_t i = 0; pieces[i] != NULL; i++)
		quoted |= pieces[i][strcspn(pieces[i], "\";\n")] != '\0';
	if (quoted)
		putc_unlocked('"', to);
	for (; *pieces != NULL; pieces++)
		for (const char *s = *pieces; *s != '\0'; s++) {
			if (*s == '"')
				putc_unlocked('"', to);
			putc_unlocked(*s, to);
		}
	if (quoted)
		putc_unlocked('"', to);
}

/* A cell made of pieces, behind the one before it. */
#define CELL(to, ...)              \
	(putc_unlocked(';', (to)), \
	    put_cell((to), (const char *const[]){ __VA_ARGS__, NULL }))

static const char *
or_nothing(const char *text)
{
	return text != NULL ? text : "";
}

static void
put_csv_head(FILE *to)
{
	fputs("id_envoi;version_schema;horodatage;patient_nir;patient_nom;"
	      "patient_prenoms;patient_date_naissance;patient_sexe;"
	      "patient_ligne1;patient_ligne2;patient_code_postal;patient_ville;"
	      "patient_pays;patient_telephone;patient_email;patient_mutuelle;"
	      "patient_mutuelle_numero;patient_symptomes;prescripteur_rpps;"
	      "prescripteur_nom;pharmacie_finess;pharmacie_nom;"
	      "pharmacie_ligne1;pharmacie_code_postal;pharmacie_ville;"
	      "pharmacie_telephone;prelevement_date;prelevement_type;"
	      "prelevement_fabricant;prelevement_lot;resultat_code;"
	      "resultat_valeur;resultat_loinc;commentaire;logiciel;version;"
	      "ip;sequence;duree_ms\n",
	    to);
}

static void
put_csv_patient(FILE *to, const struct record *r)
{
	const struct person *who = &r->patient;
	char birth[11];

	format_birth(birth, who);
	CELL(to, who->nir);
	CELL(to, who->family, who->second_family != NULL ? "-" : "",
	    or_nothing(who->second_family));
	CELL(to, who->first[0], who->first_count > 1 ? " " : "",
	    or_nothing(who->first[1]), who->first_count > 2 ? " " : "",
	    or_nothing(who->first[2]));
	CELL(to, birth);
	CELL(to, who->woman ? "F" : "M");
}

static void
put_csv_street(FILE *to, const struct address *a)
{
	char text[12];

	snprintf(text, sizeof(text), "%u ", (unsigned int)a->number);
	CELL(to, text, a->street);
}

static void
put_csv_home(FILE *to, const struct record *r)
{
	put_csv_street(to, &r->home);
	CELL(to, or_nothing(r->home.complement));
	CELL(to, r->home.town->postcode);
	CELL(to, r->home.town->name);
	CELL(to, "FR");
	CELL(to, r->phone);
	CELL(to, r->email);
	CELL(to, or_nothing(r->insurer));
	CELL(to, r->insurer != NULL ? r->insured : "");
	CELL(to, r->symptoms ? "oui" : "non");
}

static void
put_csv_professionals(FILE *to, const struct record *r)
{
	CELL(to, r->prescribed ? r->prescriber : "");
	CELL(to, r->prescribed ? "Dr " : "",
	    r->prescribed ? r->prescriber_family : "");
	CELL(to, r->finess);
	CELL(to, r->pharmacy);
	put_csv_street(to, &r->counter);
	CELL(to, r->counter.town->postcode);
	CELL(to, r->counter.town->name);
	CELL(to, r->pharmacy_phone);
}

static void
put_csv_test(FILE *to, const struct record *r)
{
	char text[TIME_SIZE], lot[] = "L0000000";

	format_time(text, r, false);
	put_digits(&lot[1], r->lot, 7);
	CELL(to, text);
	CELL(to, r->throat ? "OROPHAR" : "NASO");
	CELL(to, r->maker);
	CELL(to, lot);
	CELL(to, r->result->code);
	CELL(to, r->result->words);
	CELL(to, "94558-4");
	if (r->names_itself)
		CELL(to, r->comment, " (", r->patient.first[0], " ",
		    r->patient.family, ", tél. ", r->phone, ")");
	else
		CELL(to, r->comment);
}

static void
put_csv_technical(FILE *to, const struct record *r)
{
	CELL(to, r->program);
	fprintf(to, ";%u.%u;192.0.2.%u;%u;%u.%u\n", (unsigned int)r->version[0],
	    (unsigned int)r->version[1], (unsigned int)r->host,
	    (unsigned int)r->sequence, (unsigned int)(r->tenths / 10),
	    (unsigned int)(r->tenths % 10));
}

static void
put_csv(FILE *to, const struct layout *layout, const struct record *r)
{
	char id[ID_SIZE], time[TIME_SIZE], schema[] = "1.4.0";

	(void)layout;
	format_id(id, r);
	format_time(time, r, true);
	put_digits(&schema[4], r->schema, 1);
	put_cell(to, (const char *const[]){ id, NULL });
	CELL(to, schema);
	CELL(to, time);
	put_csv_patient(to, r);
	put_csv_home(to, r);
	put_csv_professionals(to, r);
	put_csv_test(to, r);
	put_csv_technical(to, r);
}

/*
 * XML: a document whose elements are the records.
 */

static void
put_xml_text(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '&')
			fputs("&amp;", to);
		else if (*s == '<')
			fputs("&lt;", to);
		else if (*s == '>')
			fputs("&gt;", to);
		else
			putc_unlocked(*s, to);
}

static void
put_element(FILE *to, const char *name, const char *const *pieces)
{
	fprintf(to, "<%s>", name);
	for (; *pieces != NULL; pieces++)
		put_xml_text(to, *pieces);
	fprintf(to, "</%s>", name);
}

/* An element whose text is made of pieces. */
#define ELEMENT(to, name, ...) \
	put_element((to), (name), (const char *const[]){ __VA_ARGS__, NULL })

static void
put_xml_head(FILE *to)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<envois>\n", to);
}

static void
put_xml_tail(FILE *to)
{
	fputs("</envois>\n", to);
}

static void
put_xml_person(FILE *to, const struct person *who)
{
	char birth[11];

	format_birth(birth, who);
	if (who->nir[0] == '\0')
		fputs("<nir/>", to);
	else
		ELEMENT(to, "nir", who->nir);
	ELEMENT(to, "nom", who->family, who->second_family != NULL ? "-" : "",
	    or_nothing(who->second_family));
	for (uint32_t i = 0; i < who->first_count; i++)
		ELEMENT(to, "prenom", who->first[i]);
	ELEMENT(to, "date_naissance", birth);
	ELEMENT(to, "sexe", who->woman ? "F" : "M");
}

static void
put_xml_address(FILE *to, const struct address *a)
{
	char number[12];

	snprintf(number, sizeof(number), "%u ", (unsigned int)a->number);
	fputs("<adresse>", to);
	ELEMENT(to, "ligne1", number, a->street);
	if (a->complement != NULL)
		ELEMENT(to, "ligne2", a->complement);
	ELEMENT(to, "code_postal", a->town->postcode);
	ELEMENT(to, "ville", a->town->name);
	fputs("</adresse>", to);
}

static void
put_xml_patient(FILE *to, const struct record *r)
{
	fputs("<patient>", to);
	put_xml_person(to, &r->patient);
	put_xml_address(to, &r->home);
	ELEMENT(to, "telephone", r->phone);
	if (r->email[0] != '\0')
		ELEMENT(to, "email", r->email);
	if (r->insurer != NULL) {
		fputs("<mutuelle>", to);
		ELEMENT(to, "organisme", r->insurer);
		ELEMENT(to, "numero", r->insured);
		fputs("</mutuelle>", to);
	}
	ELEMENT(to, "symptomes", r->symptoms ? "true" : "false");
	fputs("</patient>", to);
}

static void
put_xml_professionals(FILE *to, const struct record *r)
{
	if (r->prescribed) {
		fputs("<prescripteur>", to);
		ELEMENT(to, "rpps", r->prescriber);
		ELEMENT(to, "nom", "Dr ", r->prescriber_family);
		fputs("</prescripteur>", to);
	}
	fputs("<pharmacie>", to);
	ELEMENT(to, "finess", r->finess);
	ELEMENT(to, "nom", r->pharmacy);
	put_xml_address(to, &r->counter);
	ELEMENT(to, "telephone", r->pharmacy_phone);
	fputs("</pharmacie>", to);
}

static void
put_xml_test(FILE *to, const struct record *r)
{
	char text[TIME_SIZE], lot[] = "L0000000";

	format_time(text, r, false);
	put_digits(&lot[1], r->lot, 7);
	fputs("<prelevement>", to);
	ELEMENT(to, "date", text);
	ELEMENT(to, "type", r->throat ? "OROPHAR" : "NASO");
	ELEMENT(to, "fabricant", r->maker);
	ELEMENT(to, "lot", lot);
	fputs("</prelevement><resultat>", to);
	ELEMENT(to, "code", r->result->code);
	ELEMENT(to, "valeur", r->result->words);
	ELEMENT(to, "loinc", "94558-4");
	fputs("</resultat>", to);
	if (r->names_itself)
		ELEMENT(to, "commentaire", r->comment, " (",
		    r->patient.first[0], " ", r->patient.family, ", tél. ",
		    r->phone, ")");
	else
		ELEMENT(to, "commentaire", r->comment);
}

static void
put_xml_technical(FILE *to, const struct record *r)
{
	fputs("<technique>", to);
	ELEMENT(to, "logiciel", r->program);
	fprintf(to,
	    "<version>%u.%u</version><ip>192.0.2.%u</ip>"
	    "<sequence>%u</sequence><duree_ms>%u.%u</duree_ms></technique>",
	    (unsigned int)r->version[0], (unsigned int)r->version[1],
	    (unsigned int)r->host, (unsigned int)r->sequence,
	    (unsigned int)(r->tenths / 10), (unsigned int)(r->tenths % 10));
}

static void
put_xml(FILE *to, const struct layout *layout, const struct record *r)
{
	char id[ID_SIZE], time[TIME_SIZE], schema[] = "1.4.0";

	(void)layout;
	format_id(id, r);
	format_time(time, r, true);
	put_digits(&schema[4], r->schema, 1);
	fputs("<envoi>", to);
	ELEMENT(to, "id_envoi", id);
	ELEMENT(to, "version_schema", schema);
	ELEMENT(to, "horodatage", time);
	put_xml_patient(to, r);
	put_xml_professionals(to, r);
	put_xml_test(to, r);
	put_xml_technical(to, r);
	fputs("</envoi>\n", to);
}

/*
 * Messages of HL7 v2: ORU^R01, lines that end in CR.
 */

static const char *
hl7_escape(char c)
{
	switch (c) {
	case '|':
		return "\\F\\";
	case '^':
		return "\\S\\";
	case '&':
		return "\\T\\";
	case '~':
		return "\\R\\";
	case '\\':
		return "\\E\\";
	case '\n':
		return "\\.br\\";
	default:
		return NULL;
	}
}

static void
put_hl7_text(FILE *to, const char *text)
{
	for (; *text != '\0'; text++) {
		const char *escape = hl7_escape(*text);

		if (escape != NULL)
			fputs(escape, to);
		else
			putc_unlocked(*text, to);
	}
}

/* Texts with their escapes, and the marks before each of them as they are. */
static void
put_hl7_pieces(FILE *to, const char *const *pieces)
{
	for (; pieces[0] != NULL; pieces += 2) {
		fputs(pieces[0], to);
		put_hl7_text(to, pieces[1]);
	}
}

#define HL7(to, ...) \
	put_hl7_pieces((to), (const char *const[]){ __VA_ARGS__, NULL })

/* The digits of a date or time. */
static void
keep_digits(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			*to++ = *text;
	*to = '\0';
}

static void
put_hl7_patient(FILE *to, const struct record *r)
{
	const struct person *who = &r->patient;
	const struct address *home = &r->home;
	char birth[11], street[12];

	format_birth(birth, who);
	keep_digits(birth);
	snprintf(street, sizeof(street), "%u ", (unsigned int)home->number);
	fprintf(to,
	    "PID|1||%s^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.8&ISO^INS~%u^^^"
	    "%s^PI",
	    who->nir, (unsigned int)r->sequence, r->finess);
	HL7(to, "||", who->family, who->second_family != NULL ? "-" : "",
	    or_nothing(who->second_family), "^", who->first[0], "^",
	    who->first_count > 1 ? who->first[1] : "");
	fprintf(to, "^^^^L||%s|%s", birth, who->woman ? "F" : "M");
	HL7(to, "|||", street, "", home->street, "^",
	    or_nothing(home->complement), "^", home->town->name, "^^",
	    home->town->postcode, "^FR^H||", r->phone, "^PRN^PH~^NET^Internet^",
	    r->email);
	fputs("\rPV1|1|O\r", to);
}

static void
put_hl7_result(FILE *to, const struct record *r, const char *taken)
{
	char lot[] = "L0000000";

	put_digits(&lot[1], r->lot, 7);
	HL7(to, "OBX|1|CWE|94558-4^SARS-CoV-2 Ag^LN||", r->result->code, "^",
	    r->result->words, "^L||||||F|||", taken, "||", r->finess, "||",
	    r->maker, "^", lot, "\rSPM|1|||", r->throat ? "OROPHAR" : "NASO");
	if (r->names_itself)
		HL7(to, "\rNTE|1|L|", r->comment, " (", r->patient.first[0],
		    " ", r->patient.family, ", ", r->phone, ")", "");
	else if (r->comment[0] != '\0')
		HL7(to, "\rNTE|1|L|", r->comment);
	fputs("\r", to);
}

static void
put_hl7(FILE *to, const struct layout *layout, const struct record *r)
{
	char id[ID_SIZE], sent[TIME_SIZE], taken[TIME_SIZE];
	const char *rpps = r->prescribed ? r->prescriber : "";
	const char *doctor = r->prescribed ? r->prescriber_family : "";

	(void)layout;
	format_id(id, r);
	format_time(sent, r, false);
	keep_digits(sent);
	format_time(taken, r, false);
	keep_digits(taken);
	HL7(to, "MSH|^~\\&|", r->program, "|", r->pharmacy, "^", r->finess);
	fprintf(to,
	    "^FINESS|SIDEP|APHP|%s+0100||ORU^R01^ORU_R01|%.20s|P|2.5.1|||AL|NE|"
	    "FRA|UNICODE UTF-8|FR\r",
	    sent, id);
	put_hl7_patient(to, r);
	HL7(to, "ORC|RE|", id, "|||CM||||", sent, "|||", rpps, "^", doctor);
	HL7(to, "\rOBR|1|", id,
	    "||94558-4^SARS-CoV-2 Ag Resp Ql IA.rapid^LN|||", taken,
	    "|||||||||", rpps, "^", doctor);
	fprintf(to, "||||||%s|||F\r", sent);
	put_hl7_result(to, r, taken);
}

/*
 * The formats.
 */

struct writer {
	const char *name;
	void (*head)(FILE *to); /* before the records; or NULL */
	void (*record)(
	    FILE *to, const struct layout *layout, const struct record *r);
	void (*tail)(FILE *to); /* behind the records; or NULL */
};

static const struct writer writers[] = {
	{ "json", NULL, put_record, NULL },
	{ "csv", put_csv_head, put_csv, NULL },
	{ "xml", put_xml_head, put_xml, put_xml_tail },
	{ "hl7v2", NULL, put_hl7, NULL },
};

static const struct writer *
find_writer(const char *name)
{
	for (uint32_t i = 0; i < COUNT(writers); i++)
		if (strcmp(name, writers[i].name) == 0)
			return &writers[i];
	return NULL;
}

static int
generate(const struct writer *writer, uint32_t count, uint64_t seed)
{
	static char buffer[1 << 18];
	struct dice dice = { .state = seed };
	struct record record;

	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	if (writer->head != NULL)
		writer->head(stdout);
	for (uint32_t i = 0; i < count && !ferror(stdout); i++) {
		const struct layout *layout = draw_layout(&dice);

		draw_record(&dice, i, &record);
		writer->record(stdout, layout, &record);
	}
	if (writer->tail != NULL)
		writer->tail(stdout);
	if (ferror(stdout) || fclose(stdout) != 0) {
		fprintf(
		    stderr, "generate: cannot write: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

/*
 * The check of a file.
 */

/*
 * The key by the other rule for Corsica (the letter counts as 0, then a
 * million less for A and two for B), so that one mistake is not made twice.
 */
static bool
nir_is_harmless(const char *nir)
{
	char digits[NIR_LEN];
	uint64_t number;

	memcpy(digits, nir, NIR_LEN);
	if (nir[6] == 'A' || nir[6] == 'B')
		digits[6] = '0';
	for (size_t i = 0; i < NIR_LEN; i++)
		if (digits[i] < '0' || digits[i] > '9')
			return false;
	if (memcmp(&digits[10], "000", 3) != 0)
		return false;
	number = digits_value(digits, 13);
	number -= nir[6] == 'A' ? 1000000 : nir[6] == 'B' ? 2000000 : 0;
	return (number + digits_value(&digits[13], 2)) % 97 == 0;
}

/* A line whose one NIR is null or is harmless; counts what it found. */
static bool
line_is_harmless(const char *line, size_t *numbers)
{
	static const char name[] = "\"nir\":";
	const char *value = strstr(line, name);

	if (value == NULL)
		return false;
	value += sizeof(name) - 1;
	value += strspn(value, " ");
	if (strncmp(value, "null", 4) == 0)
		return true;
	++*numbers;
	return *value == '"' && strcspn(value + 1, "\"") == NIR_LEN &&
	       nir_is_harmless(value + 1);
}

static int
check(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0, lines = 0, numbers = 0;
	bool good = file != NULL;

	while (good && getline(&line, &size, file) > 0) {
		lines++;
		good = line_is_harmless(line, &numbers);
		if (!good)
			fprintf(stderr,
			    "generate: %s: line %zu names somebody\n", path,
			    lines);
	}
	if (file == NULL || ferror(file)) {
		fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
		good = false;
	}
	if (good && numbers == 0) {
		fprintf(stderr, "generate: %s: no number in it\n", path);
		good = false;
	}
	if (good)
		printf("%zu records, %zu numbers\n", lines, numbers);
	free(line);
	if (file != NULL)
		fclose(file);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
parse_number(const char *text, uint64_t max, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 &&
	       *number <= max;
}

int
main(int argc, char **argv)
{
	uint64_t count = 1000, seed = 1;
	const struct writer *writer = &writers[0];
	const char *checked = NULL;
	bool good = true;
	int option;

	while ((option = getopt(argc, argv, "f:n:s:c:")) != -1) {
		if (option == 'f')
			good = (writer = find_writer(optarg)) != NULL && good;
		else if (option == 'n')
			good = good && parse_number(optarg, UINT32_MAX, &count);
		else if (option == 's')
			good = good && parse_number(optarg, UINT64_MAX, &seed);
		else if (option == 'c')
			checked = optarg;
		else
			good = false;
	}
	if (!good || optind != argc) {
		fprintf(stderr,
		    "usage: generate [-f json|csv|xml] [-n records] [-s seed] | "
		    "-c FILE\n");
		return 64;
	}
	return checked != NULL ? check(checked)
			       : generate(writer, (uint32_t)count, seed);
}
