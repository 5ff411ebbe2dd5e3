/*
 * scan --keys RING I ENTITY LABEL NORMALIZATION
 * scan --secret SECRET
 * scan --session SECRET <TEXT
 * scan PID NAME=HEX...
 *
 * The first prints, as NAME=HEX, what nobody may find of a key of a keyring:
 * its bytes, its text, and what a token domain derives from it.  The second
 * does so for the secret key of a pair, the third for the key under which a run
 * sealed the first value of a text for the holder of a secret key.  The last
 * looks for such bytes in all memory of a process, and prints for each NAME how
 * often it stands in memory that is locked and left out of core dumps, and how
 * often elsewhere: NAME GUARDED OPEN.  Ends with 77 when the memory cannot be
 * read.
 */
#define _GNU_SOURCE /* memmem() */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/enc.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "crypto/pair.h"
#include "crypto/seal.h"
#include "crypto/subkey.h"

#include <sodium.h>

#define CHUNK     ((size_t)1 << 20)
#define LONGEST   128
#define MOST      32
#define CANNOT    77
#define LINE_ROOM 512

struct pattern {
	const char *name;
	uint8_t bytes[LONGEST];
	size_t len;
	unsigned long guarded, open;
};

static void
print_hex(const char *name, const void *bytes, size_t len)
{
	printf("%s=", name);
	for (size_t i = 0; i < len; i++)
		printf("%02x", ((const uint8_t *)bytes)[i]);
	putchar('\n');
}

static void
print_key(const uint8_t bytes[static KEY_LEN])
{
	char text[ENC_BASE64_LEN(KEY_LEN)], hex[2 * KEY_LEN];
	struct slice key = { bytes, KEY_LEN };

	enc_base64url(key, text);
	enc_hex(key, hex);
	print_hex("key", key.p, key.len);
	print_hex("first-half", key.p, key.len / 2);
	print_hex("second-half", key.p + key.len / 2, key.len / 2);
	print_hex("base64url", text, sizeof(text));
	print_hex("hexadecimal", hex, sizeof(hex));
}

static void
print_derived(const struct keyring *ring, size_t i, char **names)
{
	const struct token_domain domain = { slice_text(names[0]),
		slice_text(names[1]), slice_text(names[2]) };
	uint8_t subkey[BLAKE2B_KEY_LEN];
	struct blake2b_key absorbed;

	subkey_derive(ring, i, "tamis tk1", &domain, subkey, sizeof(subkey));
	blake2b_key_init(&absorbed, subkey, 16);
	print_hex("subkey", subkey, sizeof(subkey));
	print_hex("absorbed", absorbed.chain, sizeof(absorbed.chain));
}

static int
list_keys(char **args)
{
	struct err err = { .code = ERR_NONE };
	struct keyring *ring;
	size_t i = strtoul(args[1], NULL, 10);

	if (keyring_open(args[0], &ring, &err) == -1) {
		fprintf(stderr, "scan: %s\n", err.text);
		return EXIT_FAILURE;
	}
	print_key(keyring_bytes(ring, i));
	print_derived(ring, i, args + 2);
	keyring_close(ring);
	return EXIT_SUCCESS;
}

static struct pair_secret *
open_secret(const char *path)
{
	const struct pair_source source = { .path = path };
	struct pair_secret *secret = NULL;

	for (int use = 0; use < PAIR_USE_COUNT && secret == NULL; use++) {
		struct err err = { .code = ERR_NONE };

		pair_open_secret(&source, (enum pair_use)use, &secret, &err);
	}
	return secret;
}

static int
list_secret(const char *path)
{
	struct pair_secret *secret = open_secret(path);

	if (secret == NULL)
		return EXIT_FAILURE;
	print_key(pair_bytes(secret));
	pair_close_secret(secret);
	return EXIT_SUCCESS;
}

/* The public key of the run that sealed the first value of a text. */
static int
find_run(char *text, uint8_t public[static PAIR_LEN])
{
	char *value = strstr(text, SEAL_PREFIX);
	struct sealed sealed;
	uint8_t head[PAIR_LEN + 1]; /* whole groups of characters */

	if (value == NULL)
		return -1;
	value[strcspn(value, "\"\n")] = '\0';
	if (!sealed_parse(slice_text(value), &sealed) ||
	    !enc_from_base64url(
		(struct slice){ sealed.box.p, ENC_BASE64_LEN(sizeof(head)) },
		head, sizeof(head)))
		return -1;
	memcpy(public, head, PAIR_LEN);
	return 0;
}

static int
list_session(const char *path)
{
	struct pair_secret *secret = open_secret(path);
	uint8_t key[crypto_kx_SESSIONKEYBYTES], other[sizeof(key)];
	uint8_t public[PAIR_LEN];
	char text[LINE_ROOM * 8] = { 0 };

	if (secret == NULL || fread(text, 1, sizeof(text) - 1, stdin) == 0 ||
	    find_run(text, public) == -1 ||
	    crypto_kx_server_session_keys(key, other,
		pair_bytes(secret) + PAIR_LEN, pair_bytes(secret), public) != 0)
		return EXIT_FAILURE;
	print_hex("session", key, sizeof(key));
	pair_close_secret(secret);
	return EXIT_SUCCESS;
}

static int
read_pattern(struct pattern *p, char *text)
{
	char *hex = strchr(text, '=');
	unsigned int byte;

	if (hex == NULL)
		return -1;
	*hex++ = '\0';
	p->name = text;
	for (; hex[0] != '\0'; hex += 2) {
		if (p->len == LONGEST || sscanf(hex, "%2x", &byte) != 1)
			return -1;
		p->bytes[p->len++] = (uint8_t)byte;
	}
	return p->len >= 8 ? 0 : -1;
}

static unsigned long
count(const uint8_t *memory, size_t len, const struct pattern *p)
{
	const uint8_t *at = memory, *end = memory + len;
	unsigned long n = 0;

	while (
	    (at = memmem(at, (size_t)(end - at), p->bytes, p->len)) != NULL) {
		n++;
		at++;
	}
	return n;
}

struct region {
	unsigned long begin, end;
	int guarded;
};

/* A piece of memory, and so much of the next that nothing is cut. */
static void
scan_piece(int memory, const struct region *r, unsigned long from,
    struct pattern *patterns, int n)
{
	static uint8_t piece[CHUNK + LONGEST];
	ssize_t got = pread(memory, piece, sizeof(piece), (off_t)from);

	for (int i = 0; i < n && got > 0; i++) {
		size_t len = (size_t)got;
		unsigned long found;

		if (len > CHUNK + patterns[i].len - 1)
			len = CHUNK + patterns[i].len - 1;
		if (len > r->end - from)
			len = r->end - from;
		found = count(piece, len, &patterns[i]);
		if (r->guarded)
			patterns[i].guarded += found;
		else
			patterns[i].open += found;
	}
}

/* The next region and whether it is guarded, from /proc/PID/smaps. */
static int
next_region(FILE *smaps, struct region *r)
{
	char line[LINE_ROOM];

	r->end = 0;
	while (fgets(line, sizeof(line), smaps) != NULL) {
		if (strncmp(line, "VmFlags:", 8) == 0) {
			r->guarded = strstr(line, " lo") != NULL &&
				     strstr(line, " dd") != NULL;
			return 1;
		}
		if (r->end == 0 &&
		    sscanf(line, "%lx-%lx", &r->begin, &r->end) != 2)
			r->end = 0;
	}
	return 0;
}

static FILE *
open_smaps(const char *pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/smaps", pid);
	return fopen(path, "r");
}

static int
open_memory(const char *pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/mem", pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static int
scan(const char *pid, struct pattern *patterns, int n)
{
	FILE *smaps = open_smaps(pid);
	int memory = open_memory(pid);
	struct region r;

	if (smaps == NULL || memory == -1)
		return CANNOT;
	while (next_region(smaps, &r)) {
		for (unsigned long at = r.begin; at < r.end; at += CHUNK)
			scan_piece(memory, &r, at, patterns, n);
	}
	fclose(smaps);
	close(memory);
	for (int i = 0; i < n; i++)
		printf("%s %lu %lu\n", patterns[i].name, patterns[i].guarded,
		    patterns[i].open);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	static struct pattern patterns[MOST];
	struct err err = { .code = ERR_NONE };
	int n = argc - 2;

	if (crypto_start(&err) == -1)
		return EXIT_FAILURE;
	if (argc == 7 && strcmp(argv[1], "--keys") == 0)
		return list_keys(argv + 2);
	if (argc == 3 && strcmp(argv[1], "--secret") == 0)
		return list_secret(argv[2]);
	if (argc == 3 && strcmp(argv[1], "--session") == 0)
		return list_session(argv[2]);
	if (n < 1 || n > MOST)
		return 64;
	for (int i = 0; i < n; i++)
		if (read_pattern(&patterns[i], argv[i + 2]) == -1)
			return 64;
	return scan(argv[1], patterns, n);
}
