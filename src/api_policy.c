/*
 * The public API for policies.
 */
#include "api.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/binding.h"
#include "policy/files.h"

void
tell_note(void *ctx, const struct note *n)
{
	const struct teller *teller = ctx;
	struct tamis_note note = {
		.level = public_level(n->level),
		.code = n->code,
		.file = n->file,
		.line = n->line,
		.column = n->column,
		.width = n->width,
		.text = n->text,
		.source = (const char *)n->source.p,
		.source_len = n->source.len,
	};

	if (teller->note != NULL)
		teller->note(teller->ctx, &note);
}

/* Reads the public keys that were given, each for another recipient. */
static int
read_keys(struct policy_key *keys, const struct tamis_recipient *recipients,
    size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		keys[i].recipient = recipients[i].name;
		for (size_t j = 0; j < i; j++)
			if (strcmp(keys[j].recipient, keys[i].recipient) == 0)
				return err_set(err, ERR_USAGE,
				    "two keys are given for the recipient "
				    "`%s`",
				    keys[i].recipient);
		if (pair_read_public(
			recipients[i].file, PAIR_SEAL, &keys[i].key, err) < 0)
			return -1;
	}
	return 0;
}

static int
load(struct tamis_policy *p, const char *path,
    const struct tamis_recipient *recipients, size_t n, struct teller *teller,
    struct err *err)
{
	struct policy_key *keys = calloc(n + 1, sizeof(*keys));
	int result;

	if (keys == NULL)
		return err_nomem(err);
	result = read_keys(keys, recipients, n, err);
	if (result == 0)
		result = document_load(
		    path, keys, n, tell_note, teller, &p->document, err);
	free(keys);
	if (result == 0 && files_list(&p->document, path, &p->files,
			       &p->file_count, err) < 0) {
		document_release(&p->document);
		result = -1;
	}
	return result;
}

API int
tamis_policy_load_with(struct tamis_policy **policy, const char *path,
    const struct tamis_recipient *recipients, size_t n, tamis_note_fn *note,
    void *ctx, struct tamis_error *out)
{
	struct teller teller = { note, ctx };
	struct err err = { 0 };
	struct tamis_policy *p = calloc(1, sizeof(*p));

	if (p == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (load(p, path, recipients, n, &teller, &err) < 0) {
		free(p);
		return tell(out, &err);
	}
	p->program = p->document.program;
	crypto_digest(p->program->canonical, p->digest);
	*policy = p;
	return 0;
}

API int
tamis_policy_load(struct tamis_policy **policy, const char *path,
    tamis_note_fn *note, void *ctx, struct tamis_error *out)
{
	return tamis_policy_load_with(policy, path, NULL, 0, note, ctx, out);
}

API void
tamis_policy_free(struct tamis_policy *policy)
{
	if (policy == NULL)
		return;
	document_release(&policy->document);
	free(policy);
}

API const char *
tamis_policy_file(const struct tamis_policy *policy, size_t i)
{
	return i < policy->file_count ? policy->files[i] : NULL;
}

API const char *
tamis_policy_name(const struct tamis_policy *policy)
{
	return (const char *)policy->program->name.p;
}

API const char *
tamis_policy_version(const struct tamis_policy *policy)
{
	return (const char *)policy->program->version.p;
}

API void
tamis_policy_digest(const struct tamis_policy *policy, uint8_t out[32])
{
	memcpy(out, policy->digest, sizeof(policy->digest));
}

API bool
tamis_policy_needs_keys(const struct tamis_policy *policy)
{
	return binding_needs_keys(policy->program);
}

/* The only format that the program has records of, or FORMAT_COUNT. */
static enum format_id
only_format(const struct program *program)
{
	enum format_id found = FORMAT_COUNT;

	for (enum format_id f = 0; f < FORMAT_COUNT; f++) {
		if (program->streams[f].kind_count == 0)
			continue;
		if (found != FORMAT_COUNT)
			return FORMAT_COUNT;
		found = f;
	}
	return found;
}

/* Of what formats the program has records, with commas. */
struct format_list {
	char text[64];
};

static struct format_list
list_formats(const struct program *program)
{
	struct format_list list = { "" };
	size_t len = 0;

	for (enum format_id f = 0; f < FORMAT_COUNT; f++)
		if (program->streams[f].kind_count > 0)
			len += (size_t)snprintf(list.text + len,
			    sizeof(list.text) - len, "%s%s",
			    len == 0 ? "" : ", ", format_names[f]);
	return list;
}

int
policy_format_find(const struct program *program, const char *name,
    enum format_id *format, struct err *err)
{
	if (name == NULL) {
		*format = only_format(program);
		if (*format == FORMAT_COUNT)
			return err_set(err, ERR_USAGE,
			    "the policy has records of several formats: %s",
			    list_formats(program).text);
		return 0;
	}
	if (format_id_read(name, format, err) < 0)
		return -1;
	if (program->streams[*format].kind_count == 0)
		return err_set(err, ERR_USAGE,
		    "the policy has no records of format %s, but of %s", name,
		    list_formats(program).text);
	return 0;
}

API const char *
tamis_policy_format(const struct tamis_policy *policy, const char *name,
    struct tamis_error *out)
{
	enum format_id format;
	struct err err = { 0 };

	if (policy_format_find(policy->program, name, &format, &err) < 0) {
		tell(out, &err);
		return NULL;
	}
	return format_names[format];
}
