#include "study/synth/synth.h"

#include <stdio.h>
#include <string.h>

#include "study/synth/synth_text.h"

#define COUNT(list)   ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define PICK(d, list) ((list)[draw((d), COUNT(list))])

/*
 * What there is to choose from.
 */

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

/*
 * One record.
 */

static void
draw_patient(struct dice *d, struct synth_record *r)
{
	people_person(d, &r->patient);
	people_address(d, &r->home);
	people_mobile(d, r->phone);
	people_email(d, r->patient.nir, r->email, sizeof(r->email));
	r->insurer = draw_chance(d, 70) ? PICK(d, insurers) : NULL;
	synth_digits(r->insured, draw(d, 1000000000), 10);
	r->insured[10] = '\0';
	r->symptoms = draw_chance(d, 40);
}

static void
draw_pharmacy(struct dice *d, struct synth_record *r)
{
	r->prescribed = draw_chance(d, 45);
	people_number(d, "10", false, r->prescriber, 11);
	r->prescriber_family = people_family(d);
	people_address(d, &r->counter);
	people_number(d, r->counter.town->finess, false, r->finess, 9);
	r->pharmacy = PICK(d, pharmacies);
	people_landline(d, r->pharmacy_phone);
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
	memcpy(r->phone, &PEOPLE_MOBILE[1], 5);
	synth_digits(&r->phone[5], draw(d, 10000), 4);
	r->phone[9] = '\0';
}

static void
lengthen_postcode(struct dice *d, struct synth_record *r)
{
	static const struct town town = { "750180", "PARIS", "75" };

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
	people_person(d, &r->other);
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
