/*
 * The job of job.policy.jsonc with cJSON and libsodium, line by line.
 *
 * Written as a careful user of cJSON would: members are found by name, and
 * what is kept is written at once instead of building a second tree.
 */
#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_BYTES crypto_generichash_BYTES_MIN
#define TOKEN_TEXT  26

static const unsigned char key[crypto_generichash_KEYBYTES] = "benchmark";

static void
put_bytes(const char *s)
{
	for (; *s != '\0'; s++)
		putc_unlocked(*s, stdout);
}

static void
put_character(char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = strchr(plain, c);

	if ((unsigned char)c >= 0x20 && c != '"' && c != '\\') {
		putc_unlocked(c, stdout);
	} else if (found != NULL) {
		putc_unlocked('\\', stdout);
		putc_unlocked(letters[found - plain], stdout);
	} else {
		printf("\\u%04x", (unsigned int)(unsigned char)c);
	}
}

static void
put_string(const char *s, size_t first)
{
	putc_unlocked('"', stdout);
	for (; *s != '\0' && first > 0; s++) {
		put_character(*s);
		if (((unsigned char)s[1] & 0xC0) != 0x80)
			first--;
	}
	putc_unlocked('"', stdout);
}

static void
put_token(const char *value)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char bytes[TOKEN_BYTES + 1] = { 0 };
	char text[TOKEN_TEXT + 1] = { 0 };

	crypto_generichash(bytes, TOKEN_BYTES, (const unsigned char *)value,
	    strlen(value), key, sizeof(key));
	for (size_t i = 0; i < TOKEN_TEXT; i++) {
		size_t bit = i * 5;
		unsigned int pair =
		    (unsigned int)(bytes[bit / 8] << 8 | bytes[bit / 8 + 1]);

		text[i] = letters[pair >> (11 - bit % 8) & 31];
	}
	put_bytes("\"tk1.bench.1.");
	put_bytes(text);
	putc_unlocked('"', stdout);
}

struct object {
	const cJSON *from;
	bool begun;
};

static struct object
open_object(const char *text, const cJSON *from)
{
	put_bytes(text);
	return (struct object){ .from = from };
}

/* The member if it is a string; its name is then written. */
static const char *
begin(struct object *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o->from, name);

	if (!cJSON_IsString(item))
		return NULL;
	if (o->begun)
		putc_unlocked(',', stdout);
	o->begun = true;
	putc_unlocked('"', stdout);
	put_bytes(name);
	put_bytes("\":");
	return item->valuestring;
}

static void
truncated(struct object *o, const char *name, size_t first)
{
	const char *value = begin(o, name);

	if (value != NULL)
		put_string(value, first);
}

static void
kept(struct object *o, const char *name)
{
	truncated(o, name, SIZE_MAX);
}

static void
tokenized(struct object *o, const char *name)
{
	const char *value = begin(o, name);

	if (value != NULL)
		put_token(value);
}

static const cJSON *
child(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static void
put_patient(const cJSON *patient)
{
	struct object o = open_object(",\"patient\":{", patient);
	struct object address;

	tokenized(&o, "nir");
	truncated(&o, "date_naissance", 4);
	kept(&o, "sexe");
	put_bytes(o.begun ? "," : "");
	address = open_object("\"adresse\":{", child(patient, "adresse"));
	truncated(&address, "code_postal", 2);
	put_bytes("}}");
}

static void
put_record(const cJSON *record)
{
	struct object o = open_object("{", record);

	kept(&o, "version_schema");
	put_patient(child(record, "patient"));
	o = open_object(",\"pharmacie\":{", child(record, "pharmacie"));
	kept(&o, "finess");
	kept(&o, "nom");
	o = open_object("},\"prelevement\":{", child(record, "prelevement"));
	kept(&o, "date");
	kept(&o, "type");
	o = open_object("},\"resultat\":{", child(record, "resultat"));
	kept(&o, "code");
	kept(&o, "valeur");
	kept(&o, "loinc");
	put_bytes("}}\n");
}

int
main(void)
{
	static char in[1 << 18], out[1 << 18];
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (sodium_init() < 0)
		return EXIT_FAILURE;
	setvbuf(stdin, in, _IOFBF, sizeof(in));
	setvbuf(stdout, out, _IOFBF, sizeof(out));
	while ((len = getline(&line, &size, stdin)) > 0) {
		cJSON *record = cJSON_ParseWithLength(line, (size_t)len);

		if (record == NULL)
			return EXIT_FAILURE;
		put_record(record);
		cJSON_Delete(record);
	}
	free(line);
	return ferror(stdin) || fclose(stdout) != 0;
}
