#include "study/synth.h"

#include <stdio.h>
#include <string.h>

#include "action/nir.h"
#include "study/synth_text.h"

#define COUNT(list)   ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define PICK(d, list) ((list)[draw((d), COUNT(list))])

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

/* With the towns whose postcode does not begin with its département. */
static const struct synth_town towns[] = { { "03200", "VICHY", "03" },
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

static const struct synth_result results[] = { { "P", "POSITIF" },
	{ "N", "NÉGATIF" }, { "I", "INDÉTERMINÉ" }, { "X", "NON CONFORME" } };

/* Mobile, Paris, west, east, south-east, south-west: numbers of films. */
static const char *const mobile_start = "063998";
static const char *const phone_starts[] = { "019900", "026191", "035301",
	"046571", "053649" };

/*
 * One record.
 */

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

static void
draw_nir(struct dice *d, struct synth_person *p)
{
	struct nir nir;

	p->nir[0] = p->woman ? '2' : '1';
	synth_digits(&p->nir[1], p->year % 100, 2);
	synth_digits(&p->nir[3], p->month, 2);
	draw_birthplace(d, &p->nir[5]);
	synth_digits(&p->nir[10], 0, 3);
	nir_parse((struct slice){ (const uint8_t *)p->nir, NIR_LEN }, &nir);
	synth_digits(&p->nir[NIR_LEN], nir_key(&nir), 2);
	p->nir[SYNTH_NIR_LEN] = '\0';
	if (draw_chance(d, 6))
		p->nir[0] = '\0';
}

static void
draw_person(struct dice *d, struct synth_person *p)
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
draw_address(struct dice *d, struct synth_address *a)
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
		synth_digits(&to[i], draw(d, 10), 1);
	right = luhn_digit(to, n - 1);
	synth_digits(&to[n - 1], (right + draw_between(d, 1, 9)) % 10, 1);
	to[n] = '\0';
}

static void
draw_patient(struct dice *d, struct synth_record *r)
{
	draw_person(d, &r->patient);
	draw_address(d, &r->home);
	draw_phone(d, mobile_start, r->phone);
	draw_email(d, r->patient.nir, r->email, sizeof(r->email));
	r->insurer = draw_chance(d, 70) ? PICK(d, insurers) : NULL;
	synth_digits(r->insured, draw(d, 1000000000), 10);
	r->insured[10] = '\0';
	r->symptoms = draw_chance(d, 40);
}

static void
draw_pharmacy(struct dice *d, struct synth_record *r)
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
draw_time(struct dice *d, struct synth_record *r)
{
	r->month = draw_between(d, 9, 12);
	r->day = draw_between(d, 1, 28);
	r->hour = draw_between(d, 8, 19);
	r->minute = draw(d, 60);
	r->second = draw(d, 60);
	r->milli = draw(d, 1000);
}

static void
draw_result(struct dice *d, struct synth_record *r)
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
draw_record(struct dice *d, uint32_t sequence, struct synth_record *r)
{
	*r = (struct synth_record){ .layout = draw(d, 100) };
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
 * What happens in real files.
 */

static void
change_key(struct dice *d, struct synth_record *r)
{
	char *key = &r->patient.nir[13];

	if (r->patient.nir[0] != '\0')
		synth_digits(key,
		    (uint32_t)((key[0] - '0') * 10 + (key[1] - '0') +
			       (int)draw_between(d, 1, 96)) %
			100,
		    2);
}

static void
cut_key(struct dice *d, struct synth_record *r)
{
	(void)d;
	if (r->patient.nir[0] != '\0')
		r->patient.nir[13] = '\0';
}

static void
lose_zero(struct dice *d, struct synth_record *r)
{
	memcpy(r->phone, mobile_start + 1, 5);
	synth_digits(&r->phone[5], draw(d, 10000), 4);
	r->phone[9] = '\0';
}

static void
lengthen_postcode(struct dice *d, struct synth_record *r)
{
	static const struct synth_town town = { "750180", "PARIS", "75" };

	(void)d;
	r->home.town = &town;
}

static void
give_number_away(struct dice *d, struct synth_record *r)
{
	(void)d;
	if (r->patient.nir[0] != '\0')
		snprintf(r->email, sizeof(r->email), "%s@patient.example",
		    r->patient.nir);
}

static void
bring_somebody(struct dice *d, struct synth_record *r)
{
	draw_person(d, &r->other);
	r->names_other = true;
	r->names_itself = false;
}

static void
empty_name(struct dice *d, struct synth_record *r)
{
	(void)d;
	r->patient.family = "";
	r->patient.second_family = NULL;
}

static void
mark_name(struct dice *d, struct synth_record *r)
{
	static const char *const names[] = { "O'\"Brien\"", "D|Est",
		"Le <Roux>", "Fon\\taine", "Saint;Jean", "Ro&binet^" };

	r->patient.family = PICK(d, names);
}

static void
make_nasty(struct dice *d, struct synth_record *r)
{
	static void (*const ways[])(struct dice *, struct synth_record *) = {
		change_key, cut_key, lose_zero, lengthen_postcode,
		give_number_away, bring_somebody, empty_name, mark_name
	};

	ways[draw(d, COUNT(ways))](d, r);
}

void
synth_begin(struct synth *s, uint64_t seed, uint32_t share)
{
	*s = (struct synth){ .people.state = seed, .share = share };
	/* Of its own, so that the people do not depend on the share. */
	s->nasty.state = ~seed;
}

void
synth_next(struct synth *s, struct synth_record *r)
{
	draw_record(&s->people, s->sequence++, r);
	if (draw_chance(&s->nasty, s->share))
		make_nasty(&s->nasty, r);
}
