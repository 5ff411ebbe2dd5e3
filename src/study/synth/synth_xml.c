#include "study/synth/synth.h"

#include <string.h>

#include "study/synth/synth_text.h"

static void
put_xml_text(struct buf *to, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '&')
			buf_add_text(to, "&amp;");
		else if (*s == '<')
			buf_add_text(to, "&lt;");
		else if (*s == '>')
			buf_add_text(to, "&gt;");
		else
			buf_add_byte(to, (uint8_t)*s);
}

static void
put_element(struct buf *to, const char *name, const char *const *pieces)
{
	buf_add_byte(to, '<');
	buf_add_text(to, name);
	buf_add_byte(to, '>');
	for (; *pieces != NULL; pieces++)
		put_xml_text(to, *pieces);
	buf_add_text(to, "</");
	buf_add_text(to, name);
	buf_add_byte(to, '>');
}

/* An element whose text is made of pieces. */
#define ELEMENT(to, name, ...) \
	put_element((to), (name), (const char *const[]){ __VA_ARGS__, NULL })

void
synth_xml_head(struct buf *to)
{
	buf_add_text(
	    to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<envois>\n");
}

void
synth_xml_tail(struct buf *to)
{
	buf_add_text(to, "</envois>\n");
}

static void
put_xml_person(struct buf *to, const struct person *who)
{
	char birth[11];

	synth_birth(birth, who);
	if (who->nir[0] == '\0')
		buf_add_text(to, "<nir/>");
	else
		ELEMENT(to, "nir", who->nir);
	ELEMENT(to, "nom", who->family, who->second_family != NULL ? "-" : "",
	    synth_or_nothing(who->second_family));
	for (uint32_t i = 0; i < who->first_count; i++)
		ELEMENT(to, "prenom", who->first[i]);
	ELEMENT(to, "date_naissance", birth);
	ELEMENT(to, "sexe", who->woman ? "F" : "M");
}

static void
put_xml_address(struct buf *to, const struct address *a)
{
	char number[SYNTH_NUMBER_SIZE];

	buf_add_text(to, "<adresse>");
	ELEMENT(to, "ligne1", synth_number(number, a->number), " ", a->street);
	if (a->complement != NULL)
		ELEMENT(to, "ligne2", a->complement);
	ELEMENT(to, "code_postal", a->town->postcode);
	ELEMENT(to, "ville", a->town->name);
	buf_add_text(to, "</adresse>");
}

static void
put_xml_patient(struct buf *to, const struct synth_record *r)
{
	buf_add_text(to, "<patient>");
	put_xml_person(to, &r->patient);
	put_xml_address(to, &r->home);
	ELEMENT(to, "telephone", r->phone);
	if (r->email[0] != '\0')
		ELEMENT(to, "email", r->email);
	if (r->insurer != NULL) {
		buf_add_text(to, "<mutuelle>");
		ELEMENT(to, "organisme", r->insurer);
		ELEMENT(to, "numero", r->insured);
		buf_add_text(to, "</mutuelle>");
	}
	ELEMENT(to, "symptomes", r->symptoms ? "true" : "false");
	buf_add_text(to, "</patient>");
}

static void
put_xml_professionals(struct buf *to, const struct synth_record *r)
{
	if (r->prescribed) {
		buf_add_text(to, "<prescripteur>");
		ELEMENT(to, "rpps", r->prescriber);
		ELEMENT(to, "nom", "Dr ", r->prescriber_family);
		buf_add_text(to, "</prescripteur>");
	}
	buf_add_text(to, "<pharmacie>");
	ELEMENT(to, "finess", r->finess);
	ELEMENT(to, "nom", r->pharmacy);
	put_xml_address(to, &r->counter);
	ELEMENT(to, "telephone", r->pharmacy_phone);
	buf_add_text(to, "</pharmacie>");
}

static void
put_xml_test(struct buf *to, const struct synth_record *r)
{
	char text[SYNTH_TIME_SIZE], lot[] = "L0000000";
	const char *comment[SYNTH_COMMENT + 1];

	synth_time(text, r, false);
	synth_digits(&lot[1], r->lot, 7);
	buf_add_text(to, "<prelevement>");
	ELEMENT(to, "date", text);
	ELEMENT(to, "type", r->throat ? "OROPHAR" : "NASO");
	ELEMENT(to, "fabricant", r->maker);
	ELEMENT(to, "lot", lot);
	buf_add_text(to, "</prelevement><resultat>");
	ELEMENT(to, "code", r->result->code);
	ELEMENT(to, "valeur", r->result->words);
	ELEMENT(to, "loinc", "94558-4");
	buf_add_text(to, "</resultat>");
	synth_comment(comment, r);
	put_element(to, "commentaire", comment);
}

static void
put_xml_technical(struct buf *to, const struct synth_record *r)
{
	buf_add_text(to, "<technique>");
	ELEMENT(to, "logiciel", r->program);
	buf_add_text(to, "<version>");
	synth_pair(to, r->version[0], r->version[1]);
	buf_add_text(to, "</version><ip>192.0.2.");
	buf_add_u64(to, r->host);
	buf_add_text(to, "</ip><sequence>");
	buf_add_u64(to, r->sequence);
	buf_add_text(to, "</sequence><duree_ms>");
	synth_pair(to, r->tenths / 10, r->tenths % 10);
	buf_add_text(to, "</duree_ms></technique>");
}

void
synth_xml(struct buf *to, const struct synth_record *r)
{
	char id[SYNTH_ID_SIZE], time[SYNTH_TIME_SIZE], schema[] = "1.4.0";

	synth_id(id, r);
	synth_time(time, r, true);
	synth_digits(&schema[4], r->schema, 1);
	buf_add_text(to, "<envoi>");
	ELEMENT(to, "id_envoi", id);
	ELEMENT(to, "version_schema", schema);
	ELEMENT(to, "horodatage", time);
	put_xml_patient(to, r);
	put_xml_professionals(to, r);
	put_xml_test(to, r);
	put_xml_technical(to, r);
	buf_add_text(to, "<synthetic>true</synthetic></envoi>\n");
}
