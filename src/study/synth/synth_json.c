#include "study/synth/synth.h"

#include <string.h>

#include "study/synth/synth_text.h"

/*
 * JSON.
 */

struct page {
	struct buf *to;
	bool blanks; /* after colons and commas */
	bool ascii;  /* other characters as \uXXXX */
	bool first;  /* nothing stands in the current container yet */
};

static void
put_byte(struct page *p, char c)
{
	buf_add_byte(p->to, (uint8_t)c);
}

static void
put_bytes(struct page *p, const char *s)
{
	buf_add_text(p->to, s);
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

static bool
is_plain(const struct page *p, char c)
{
	return c != '\0' && !needs_escape(c) &&
	       !(p->ascii && (uint8_t)c >= 0x80);
}

/* The inside of a string. */
static void
put_text(struct page *p, const char *s)
{
	while (*s != '\0') {
		const char *end = s;

		while (is_plain(p, *end))
			end++;
		buf_add(p->to, s, (size_t)(end - s));
		s = end;
		if (needs_escape(*s))
			put_escaped(p, *s++);
		else if (*s != '\0')
			s = put_character(p, s);
	}
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

static void
put_id(struct page *p, const struct synth_record *r)
{
	char id[SYNTH_ID_SIZE];

	synth_id(id, r);
	put_member(p, "id_envoi", id);
}

static void
put_schema(struct page *p, const struct synth_record *r)
{
	char text[] = "1.4.0";

	synth_digits(&text[4], r->schema, 1);
	put_member(p, "version_schema", text);
}

static void
put_time(
    struct page *p, const char *name, const struct synth_record *r, bool whole)
{
	char text[SYNTH_TIME_SIZE];

	synth_time(text, r, whole);
	put_member(p, name, text);
}

static void
put_sent(struct page *p, const struct synth_record *r)
{
	put_time(p, "horodatage", r, true);
}

static void
put_street(struct page *p, const struct address *a)
{
	char number[] = "000 ";
	const char *start = number;

	synth_digits(number, a->number, 3);
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
put_birth(struct page *p, const struct person *who)
{
	char date[11];

	synth_birth(date, who);
	put_member(p, "date_naissance", date);
	put_member(p, "sexe", who->woman ? "F" : "M");
}

static void
put_insurer(struct page *p, const struct synth_record *r)
{
	put_name(p, "mutuelle");
	put_open(p, '{');
	put_member(p, "organisme", r->insurer);
	put_member(p, "numero", r->insured);
	put_close(p, '}');
}

static void
put_patient(struct page *p, const struct synth_record *r)
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
put_prescriber(struct page *p, const struct synth_record *r)
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
put_pharmacy(struct page *p, const struct synth_record *r)
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
put_sample(struct page *p, const struct synth_record *r)
{
	char lot[] = "L0000000";

	synth_digits(&lot[1], r->lot, 7);
	put_name(p, "prelevement");
	put_open(p, '{');
	put_time(p, "date", r, false);
	put_member(p, "type", r->throat ? "OROPHAR" : "NASO");
	put_member(p, "fabricant", r->maker);
	put_member(p, "lot", lot);
	put_close(p, '}');
}

static void
put_result(struct page *p, const struct synth_record *r)
{
	put_name(p, "resultat");
	put_open(p, '{');
	put_member(p, "code", r->result->code);
	put_member(p, "valeur", r->result->words);
	put_member(p, "loinc", "94558-4");
	put_close(p, '}');
}

static void
put_comment(struct page *p, const struct synth_record *r)
{
	const char *pieces[SYNTH_COMMENT + 1];

	synth_comment(pieces, r);
	put_name(p, "commentaire");
	put_string(p, pieces);
}

static void
put_number(struct page *p, const char *name, uint32_t number)
{
	put_name(p, name);
	buf_add_u64(p->to, number);
}

static void
put_technical(struct page *p, const struct synth_record *r)
{
	put_name(p, "technique");
	put_open(p, '{');
	put_member(p, "logiciel", r->program);
	put_name(p, "version");
	put_byte(p, '"');
	synth_pair(p->to, r->version[0], r->version[1]);
	put_byte(p, '"');
	put_name(p, "ip");
	put_bytes(p, "\"192.0.2.");
	buf_add_u64(p->to, r->host);
	put_byte(p, '"');
	put_number(p, "sequence", r->sequence);
	put_name(p, "duree_ms");
	synth_pair(p->to, r->tenths / 10, r->tenths % 10);
	put_close(p, '}');
}

/*
 * Three programs write the same record in three ways.
 */

typedef void put_fn(struct page *p, const struct synth_record *r);

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
find_layout(uint32_t chance)
{
	const struct layout *layout = layouts;

	while (chance >= layout->share)
		chance -= (layout++)->share;
	return layout;
}

void
synth_json(struct buf *out, const struct synth_record *r)
{
	const struct layout *layout = find_layout(r->layout);
	struct page page = {
		.to = out, .blanks = layout->blanks, .ascii = layout->ascii
	};

	put_open(&page, '{');
	for (size_t i = 0; layout->members[i] != NULL; i++)
		layout->members[i](&page, r);
	put_comment(&page, r);
	put_technical(&page, r);
	put_literal(&page, "synthetic", "true");
	put_close(&page, '}');
	put_byte(&page, '\n');
}
