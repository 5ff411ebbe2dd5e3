#include <stdlib.h>
#include <unistd.h>

#include "stats.h"

#define PREFIX "blake2b-256:"

static int
part_init(struct stats_part *p)
{
	*p = (struct stats_part){ 0 };
	p->json.to = open_memstream(&p->text, &p->len);
	return p->json.to == NULL ? -1 : 0;
}

static void
part_release(struct stats_part *p)
{
	if (p->json.to != NULL)
		fclose(p->json.to);
	free(p->text);
	*p = (struct stats_part){ 0 };
}

int
stats_init(struct stats *s, struct tamis_error *err)
{
	*s = (struct stats){ 0 };
	if (part_init(&s->keys) == 0 && part_init(&s->recipients) == 0 &&
	    part_init(&s->rules) == 0 && part_init(&s->never) == 0 &&
	    part_init(&s->reasons) == 0)
		return 0;
	stats_release(s);
	return cli_fail(err, TAMIS_ENOMEM, "out of memory");
}

void
stats_release(struct stats *s)
{
	part_release(&s->keys);
	part_release(&s->recipients);
	part_release(&s->rules);
	part_release(&s->never);
	part_release(&s->reasons);
}

void
stats_key(struct stats *s, const struct tamis_epoch *used)
{
	struct jsonout *j = &s->keys.json;

	jsonout_open(j, NULL, '{');
	jsonout_text(j, "name", used->key);
	jsonout_number(j, "epoch", used->epoch);
	jsonout_close(j, '}');
}

void
stats_recipient(struct stats *s, const struct tamis_sealing *sealing)
{
	struct jsonout *j = &s->recipients.json;

	jsonout_open(j, NULL, '{');
	jsonout_text(j, "name", sealing->recipient);
	jsonout_text(j, "key", sealing->key);
	jsonout_close(j, '}');
}

void
stats_rule(struct stats *s, const struct tamis_rule_counts *rule)
{
	struct jsonout *j = &s->rules.json;

	jsonout_open(j, NULL, '{');
	jsonout_text(j, "kind", rule->kind);
	jsonout_text(j, "path", rule->path);
	jsonout_text(j, "do", rule->action);
	jsonout_number(j, "line", rule->line);
	jsonout_number(j, "applied", rule->applied);
	jsonout_number(j, "dropped", rule->dropped);
	jsonout_close(j, '}');
	if (rule->applied + rule->dropped == 0)
		jsonout_text(&s->never.json, NULL, rule->path);
}

void
stats_reason(struct stats *s, const struct tamis_reason_counts *reason)
{
	jsonout_number(&s->reasons.json, reason->reason, reason->records);
}

/* The gathered members or elements, as a container of the object. */
static int
put_part(struct jsonout *j, const char *key, const char *brackets,
    struct stats_part *part)
{
	if (jsonout_flush(part->json.to) != 0)
		return -1;
	jsonout_open(j, key, brackets[0]);
	fwrite(part->text, 1, part->len, j->to);
	jsonout_close(j, brackets[1]);
	return 0;
}

static void
put_policy(struct jsonout *j, const struct tamis_policy *policy)
{
	uint8_t digest[32];
	char text[sizeof(PREFIX) + 2 * sizeof(digest)] = PREFIX;
	char *end = text + sizeof(PREFIX) - 1;

	tamis_policy_digest(policy, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		end += snprintf(end, 3, "%02x", digest[i]);
	jsonout_text(j, "policy", tamis_policy_name(policy));
	jsonout_text(j, "version", tamis_policy_version(policy));
	jsonout_text(j, "rules_digest", text);
}

static void
put_counts(struct jsonout *j, const struct tamis_counts *c)
{
	jsonout_number(j, "records", c->records);
	jsonout_number(j, "written", c->written);
	jsonout_number(j, "rejected", c->rejected);
	jsonout_bool(j, "conserved", c->records == c->written + c->rejected);
	jsonout_number(j, "bytes_in", c->bytes_in);
	jsonout_number(j, "bytes_out", c->bytes_out);
}

int
stats_write(struct stats *s, const struct tamis_policy *policy,
    const char *format, const struct tamis_counts *counts, int fd,
    struct tamis_error *err)
{
	/* A descriptor of its own: closing the stream must not close fd. */
	int copy = dup(fd);
	FILE *to = copy == -1 ? NULL : fdopen(copy, "w");
	struct jsonout j;
	int complete;

	if (to == NULL) {
		cli_fail_errno(err, TAMIS_EIO, "the statistics");
		if (copy != -1)
			close(copy);
		return -1;
	}
	jsonout_begin(&j, to);
	put_policy(&j, policy);
	jsonout_text(&j, "format", format);
	complete = put_part(&j, "keys", "[]", &s->keys) == 0 &&
		   put_part(&j, "recipients", "[]", &s->recipients) == 0;
	put_counts(&j, counts);
	complete = complete &&
		   put_part(&j, "reasons", "{}", &s->reasons) == 0 &&
		   put_part(&j, "rules", "[]", &s->rules) == 0 &&
		   put_part(&j, "never_matched", "[]", &s->never) == 0;
	jsonout_end(&j);
	if (!complete)
		cli_fail(err, TAMIS_ENOMEM, "out of memory");
	else if (jsonout_flush(to) != 0)
		complete =
		    cli_fail_errno(err, TAMIS_EIO, "the statistics") == 0;
	fclose(to);
	return complete ? 0 : -1;
}
