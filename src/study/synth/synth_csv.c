#include "study/synth/synth.h"

#include <string.h>

#include "study/synth/synth_text.h"

static void
put_quoted(struct buf *to, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_add_byte(to, '"');
		buf_add_byte(to, (uint8_t)*s);
	}
}

static void
put_cell(struct buf *to, const char *const *pieces)
{
	bool quoted = false;

	for (size_t i = 0; pieces[i] != NULL; i++)
		quoted |= strpbrk(pieces[i], "\";\n") != NULL;
	if (quoted)
		buf_add_byte(to, '"');
	for (; *pieces != NULL; pieces++)
		if (quoted)
			put_quoted(to, *pieces);
		else
			buf_add_text(to, *pieces);
	if (quoted)
		buf_add_byte(to, '"');
}

/* A cell made of pieces, behind the one before it. */
#define CELL(to, ...)                      \
	(buf_add_byte((to), (uint8_t)';'), \
	    put_cell((to), (const char *const[]){ __VA_ARGS__, NULL }))

void
synth_csv_head(struct buf *to)
{
	buf_add_text(to,
	    "id_envoi;version_schema;horodatage;patient_nir;patient_nom;"
	    "patient_prenoms;patient_date_naissance;patient_sexe;"
	    "patient_ligne1;patient_ligne2;patient_code_postal;patient_ville;"
	    "patient_pays;patient_telephone;patient_email;patient_mutuelle;"
	    "patient_mutuelle_numero;patient_symptomes;prescripteur_rpps;"
	    "prescripteur_nom;pharmacie_finess;pharmacie_nom;"
	    "pharmacie_ligne1;pharmacie_code_postal;pharmacie_ville;"
	    "pharmacie_telephone;prelevement_date;prelevement_type;"
	    "prelevement_fabricant;prelevement_lot;resultat_code;"
	    "resultat_valeur;resultat_loinc;commentaire;logiciel;version;"
	    "ip;sequence;duree_ms;synthetic\n");
}

static void
put_csv_patient(struct buf *to, const struct synth_record *r)
{
	const struct person *who = &r->patient;
	char birth[11];

	synth_birth(birth, who);
	CELL(to, who->nir);
	CELL(to, who->family, who->second_family != NULL ? "-" : "",
	    synth_or_nothing(who->second_family));
	CELL(to, who->first[0], who->first_count > 1 ? " " : "",
	    synth_or_nothing(who->first[1]), who->first_count > 2 ? " " : "",
	    synth_or_nothing(who->first[2]));
	CELL(to, birth);
	CELL(to, who->woman ? "F" : "M");
}

static void
put_csv_street(struct buf *to, const struct address *a)
{
	char text[SYNTH_NUMBER_SIZE];

	CELL(to, synth_number(text, a->number), " ", a->street);
}

static void
put_csv_home(struct buf *to, const struct synth_record *r)
{
	put_csv_street(to, &r->home);
	CELL(to, synth_or_nothing(r->home.complement));
	CELL(to, r->home.town->postcode);
	CELL(to, r->home.town->name);
	CELL(to, "FR");
	CELL(to, r->phone);
	CELL(to, r->email);
	CELL(to, synth_or_nothing(r->insurer));
	CELL(to, r->insurer != NULL ? r->insured : "");
	CELL(to, r->symptoms ? "oui" : "non");
}

static void
put_csv_professionals(struct buf *to, const struct synth_record *r)
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
put_csv_test(struct buf *to, const struct synth_record *r)
{
	char text[SYNTH_TIME_SIZE], lot[] = "L0000000";
	const char *comment[SYNTH_COMMENT + 1];

	synth_time(text, r, false);
	synth_digits(&lot[1], r->lot, 7);
	CELL(to, text);
	CELL(to, r->throat ? "OROPHAR" : "NASO");
	CELL(to, r->maker);
	CELL(to, lot);
	CELL(to, r->result->code);
	CELL(to, r->result->words);
	CELL(to, "94558-4");
	synth_comment(comment, r);
	buf_add_byte(to, ';');
	put_cell(to, comment);
}

static void
put_csv_technical(struct buf *to, const struct synth_record *r)
{
	CELL(to, r->program);
	buf_add_byte(to, ';');
	synth_pair(to, r->version[0], r->version[1]);
	buf_add_text(to, ";192.0.2.");
	buf_add_u64(to, r->host);
	buf_add_byte(to, ';');
	buf_add_u64(to, r->sequence);
	buf_add_byte(to, ';');
	synth_pair(to, r->tenths / 10, r->tenths % 10);
	buf_add_text(to, ";true\n");
}

void
synth_csv(struct buf *to, const struct synth_record *r)
{
	char id[SYNTH_ID_SIZE], time[SYNTH_TIME_SIZE], schema[] = "1.4.0";

	synth_id(id, r);
	synth_time(time, r, true);
	synth_digits(&schema[4], r->schema, 1);
	put_cell(to, (const char *const[]){ id, NULL });
	CELL(to, schema);
	CELL(to, time);
	put_csv_patient(to, r);
	put_csv_home(to, r);
	put_csv_professionals(to, r);
	put_csv_test(to, r);
	put_csv_technical(to, r);
}
