#include "study/synth/synth.h"

#include <string.h>

#include "study/synth/synth_text.h"

/* ORU^R01, lines that end in CR. */

static const char *
escape_of(char c)
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
put_hl7_text(struct buf *to, const char *text)
{
	for (; *text != '\0'; text++) {
		const char *escape = escape_of(*text);

		if (escape != NULL)
			buf_add_text(to, escape);
		else
			buf_add_byte(to, (uint8_t)*text);
	}
}

/* Texts with their escapes, and the marks before each of them as they are. */
static void
put_hl7_pieces(struct buf *to, const char *const *pieces)
{
	for (; pieces[0] != NULL; pieces += 2) {
		buf_add_text(to, pieces[0]);
		put_hl7_text(to, pieces[1]);
	}
}

#define HL7(to, ...) \
	put_hl7_pieces((to), (const char *const[]){ __VA_ARGS__, NULL })

static void
put_hl7_patient(struct buf *to, const struct synth_record *r)
{
	const struct person *who = &r->patient;
	const struct address *home = &r->home;
	char birth[11], number[SYNTH_NUMBER_SIZE], street[SYNTH_NUMBER_SIZE];

	synth_birth(birth, who);
	synth_keep_digits(birth);
	synth_number(number, r->sequence);
	synth_number(street, home->number);
	HL7(to, "PID|1||", who->nir,
	    "^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.8&ISO^INS~", number, "^^^",
	    r->finess, "^PI||", who->family,
	    who->second_family != NULL ? "-" : "",
	    synth_or_nothing(who->second_family), "^", who->first[0], "^",
	    who->first_count > 1 ? who->first[1] : "", "^^^^L||", birth, "|",
	    who->woman ? "F" : "M", "|||", street, " ", home->street, "^",
	    synth_or_nothing(home->complement), "^", home->town->name, "^^",
	    home->town->postcode, "^FR^H||", r->phone, "^PRN^PH~^NET^Internet^",
	    r->email);
	buf_add_text(to, "\rPV1|1|O\r");
}

static void
put_hl7_result(struct buf *to, const struct synth_record *r, const char *taken)
{
	const char *comment[SYNTH_COMMENT + 1];
	char lot[] = "L0000000";

	synth_digits(&lot[1], r->lot, 7);
	HL7(to, "OBX|1|CWE|94558-4^SARS-CoV-2 Ag^LN||", r->result->code, "^",
	    r->result->words, "^L||||||F|||", taken, "||", r->finess, "||",
	    r->maker, "^", lot, "\rSPM|1|||", r->throat ? "OROPHAR" : "NASO");
	synth_comment(comment, r);
	if (comment[0][0] != '\0' || comment[1] != NULL)
		buf_add_text(to, "\rNTE|1|L|");
	for (size_t i = 0; comment[i] != NULL; i++)
		put_hl7_text(to, comment[i]);
	buf_add_text(to, "\r");
}

void
synth_hl7v2(struct buf *to, const struct synth_record *r)
{
	char id[SYNTH_ID_SIZE], sent[SYNTH_TIME_SIZE], taken[SYNTH_TIME_SIZE];
	char control[21]; /* of MSH-10, in which no more fit */
	const char *rpps = r->prescribed ? r->prescriber : "";
	const char *doctor = r->prescribed ? r->prescriber_family : "";

	synth_id(id, r);
	synth_time(sent, r, false);
	synth_keep_digits(sent);
	synth_time(taken, r, false);
	synth_keep_digits(taken);
	memcpy(control, id, 20);
	control[20] = '\0';
	HL7(to, "MSH|^~\\&|", r->program, "|", r->pharmacy, "^", r->finess,
	    "^FINESS|SIDEP|APHP|", sent, "+0100||ORU^R01^ORU_R01|", control,
	    "|T|2.5.1|||AL|NE|FRA|UNICODE UTF-8|FR\r", "");
	put_hl7_patient(to, r);
	HL7(to, "ORC|RE|", id, "|||CM||||", sent, "|||", rpps, "^", doctor);
	HL7(to, "\rOBR|1|", id,
	    "||94558-4^SARS-CoV-2 Ag Resp Ql IA.rapid^LN|||", taken,
	    "|||||||||", rpps, "^", doctor, "||||||", sent, "|||F\r", "");
	put_hl7_result(to, r, taken);
}
