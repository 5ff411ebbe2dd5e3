/*
 * synth: results of antigen tests in French pharmacies, of people whom nobody
 * is.
 *
 * Nobody is meant: the order number of every NIR is 000, which is never given
 * to a person; the check digits of pharmacies and prescribers are wrong on
 * purpose; phone numbers are those set aside in France for films (ARCEP),
 * domains and addresses of machines those set aside for documents (RFC 2606,
 * RFC 5737).  Every record says in its format that it is synthetic: a member,
 * column or element `synthetic`, in HL7 v2 the processing id T of MSH-11.
 *
 * The same seed gives the same people everywhere, and in every format.
 */
#ifndef STUDY_SYNTH_H
#define STUDY_SYNTH_H

#include "base/buf.h"
#include "study/synth/people.h"

struct synth_result {
	const char *code, *words;
};

struct synth_record {
	uint64_t id[2];
	uint32_t sequence, schema;
	uint32_t month, day, hour, minute, second, milli;

	struct person patient;
	struct address home;
	char phone[PEOPLE_PHONE], email[64];
	const char *insurer;
	char insured[11];
	bool symptoms;

	bool prescribed;
	char prescriber[12];
	const char *prescriber_family;

	char finess[10];
	const char *pharmacy;
	struct address counter;
	char pharmacy_phone[PEOPLE_PHONE];

	bool throat;
	const char *maker;
	uint32_t lot;
	const struct synth_result *result;
	const char *comment;
	bool names_itself; /* the comment goes on with the patient */
	bool names_other;  /* or with somebody else, who is a person, too */
	struct person other;

	uint32_t layout; /* which of the programs' ways to write JSON */
	const char *program;
	uint32_t version[2], host, tenths;
};

/* Where the people of a seed come from. */
struct synth {
	struct dice people, nasty;
	uint32_t share; /* of 100 records: those to which something happens */
	uint32_t sequence;
};

void synth_begin(struct synth *s, uint64_t seed, uint32_t share);

/*
 * Draws the next record, before its layout.  To a share of them happens what
 * happens in real files: a NIR with a wrong key or without one, a telephone
 * number of nine digits, a postcode of six, a NIR in the e-mail address, a
 * second person in the comment, a name that is empty or has marks of all
 * formats in it.  The people are the same, whatever the share.
 */
void synth_next(struct synth *s, struct synth_record *r);

/* The records in a format, and what stands before and behind them. */
void synth_json(struct buf *out, const struct synth_record *r);
void synth_csv_head(struct buf *out);
void synth_csv(struct buf *out, const struct synth_record *r);
void synth_xml_head(struct buf *out);
void synth_xml(struct buf *out, const struct synth_record *r);
void synth_xml_tail(struct buf *out);
void synth_hl7v2(struct buf *out, const struct synth_record *r);

#endif
