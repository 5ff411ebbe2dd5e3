#include "study/synth/people.h"

#include <stdio.h>
#include <string.h>

#include "action/luhn.h"
#include "study/synth/synth_text.h"

#define COUNT(list)   ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define PICK(d, list) ((list)[draw((d), COUNT(list))])

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

/* Paris, west, east, south-east, south-west: numbers of films. */
static const char *const phone_starts[] = { "019900", "026191", "035301",
	"046571", "053649" };

const char *
people_family(struct dice *d)
{
	return PICK(d, families);
}

/* Place of birth: département and commune, or 99 and a country. */
static void
draw_birthplace(struct dice *d, char to[5])
{
	uint32_t kind = draw(d, 100);

	if (kind < 4) {
		synth_digits(to, 97100 + 100 * draw(d, 4), 5);
		synth_digits(to + 3, draw_between(d, 1, 34), 2);
	} else if (kind < 16) {
		synth_digits(to, 99000 + draw_between(d, 101, 517), 5);
	} else if (kind < 20) {
		synth_digits(to, 20000 + draw_between(d, 1, 366), 5);
		to[1] = draw_chance(d, 50) ? 'A' : 'B';
	} else {
		uint32_t departement = draw_between(d, 1, 94);

		if (departement >= 20)
			departement++;
		synth_digits(to, departement, 2);
		synth_digits(to + 2, draw_between(d, 1, 559), 3);
	}
}

void
people_nir(struct dice *d, struct person *p)
{
	struct nir nir;

	p->nir[0] = p->woman ? '2' : '1';
	synth_digits(&p->nir[1], p->year % 100, 2);
	synth_digits(&p->nir[3], p->month, 2);
	draw_birthplace(d, &p->nir[5]);
	synth_digits(&p->nir[10], 0, 3);
	nir_parse((struct slice){ (const uint8_t *)p->nir, NIR_LEN }, &nir);
	synth_digits(&p->nir[NIR_LEN], nir_key(&nir), 2);
	p->nir[NIR_WHOLE_LEN] = '\0';
}

void
people_person(struct dice *d, struct person *p)
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
	people_nir(d, p);
	if (draw_chance(d, 6))
		p->nir[0] = '\0';
}

void
people_address(struct dice *d, struct address *a)
{
	a->number = draw_between(d, 1, 220);
	a->street = PICK(d, streets);
	a->complement = draw_chance(d, 30) ? PICK(d, complements) : NULL;
	a->town = &PICK(d, towns);
}

/* Ten digits, written together, in pairs, or with the code of the country. */
static void
draw_phone(struct dice *d, const char *start, char to[PEOPLE_PHONE])
{
	char digits[10];
	uint32_t style = draw(d, 10);
	size_t n = 0;

	memcpy(digits, start, 6);
	synth_digits(&digits[6], draw(d, 10000), 4);
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

void
people_mobile(struct dice *d, char to[PEOPLE_PHONE])
{
	draw_phone(d, PEOPLE_MOBILE, to);
}

void
people_landline(struct dice *d, char to[PEOPLE_PHONE])
{
	draw_phone(d, PICK(d, phone_starts), to);
}

void
people_email(struct dice *d, const char *nir, char *to, size_t size)
{
	uint32_t chance = draw(d, 100);

	to[0] = '\0';
	if (chance < 10 && nir[0] != '\0')
		snprintf(to, size, "%s@patient.example", nir);
	else if (chance < 60)
		snprintf(to, size, "p%06u@example.org",
		    (unsigned int)draw(d, 1000000));
}

void
people_number(struct dice *d, const char *start, bool right, char *to, size_t n)
{
	size_t len = strlen(start);
	uint32_t last;

	memcpy(to, start, len);
	for (size_t i = len; i < n - 1; i++)
		synth_digits(&to[i], draw(d, 10), 1);
	last = luhn_digit((struct slice){ (const uint8_t *)to, n - 1 });
	if (!right)
		last = (last + draw_between(d, 1, 9)) % 10;
	synth_digits(&to[n - 1], last, 1);
	to[n] = '\0';
}
