/*
 * stats: what a run did, rule by rule and reason by reason, as one JSON
 * object for other programs:
 *
 *	v               1; members are only ever added
 *	policy          its name
 *	version         its version
 *	rules_digest    "blake2b-256:" and 64 hexadecimal digits
 *	format          "json", ...
 *	keys            { name, epoch } each: of the keyring, that rules use
 *	recipients      { name, key } each: to whom values or rejected
 *	                records are sealed, with the public key
 *	records, written, rejected, bytes_in, bytes_out
 *	conserved       whether records == written + rejected
 *	reasons         rejected records by reason
 *	rules           { kind, path, do, line, applied, dropped } each
 *	never_matched   paths of rules that met no value
 */
#ifndef STATS_H
#define STATS_H

#include "cli.h"
#include "jsonout.h"

/* A part of the object, written while the numbers come in. */
struct stats_part {
	struct jsonout json; /* into text */
	char *text;
	size_t len;
};

struct stats {
	struct stats_part keys, recipients, rules, never, reasons;
};

/* TAMIS_ENOMEM; then there is nothing to release. */
int stats_init(struct stats *s, struct tamis_error *err);
void stats_release(struct stats *s);

/* Add what a run tells of itself. */
void stats_key(struct stats *s, const struct tamis_epoch *used);
void stats_recipient(struct stats *s, const struct tamis_sealing *sealing);
void stats_rule(struct stats *s, const struct tamis_rule_counts *rule);
void stats_reason(struct stats *s, const struct tamis_reason_counts *reason);

/* Writes the object to a descriptor.  TAMIS_EIO, TAMIS_ENOMEM. */
int stats_write(struct stats *s, const struct tamis_policy *policy,
    const char *format, const struct tamis_counts *counts, int fd,
    struct tamis_error *err);

#endif
