/*
 * scan --keys RING ENTITY LABEL NORMALIZATION
 * scan PID NAME=HEX...
 *
 * The first prints, as NAME=HEX, what nobody may find of the first key of a
 * keyring: its bytes, its text, and what a token domain derives from it.  The
 * second looks for such bytes in all memory of a process, and prints for each
 * NAME how often it stands in memory that is locked and left out of core
 * dumps, and how often elsewhere: NAME GUARDED OPEN.  Ends with 77 when the
 * memory cannot be read.
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
#include "crypto/subkey.h"

#define CHUNK     ((size_t)1 << 20)
#define LONGEST   128
#define MOST      16
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
print_keys(const struct keyring *ring, char **names)
{
	const struct token_domain domain = { slice_text(names[0]),
		slice_text(names[1]), slice_text(names[2]) };
	char text[ENC_BASE64_LEN(KEY_LEN)], hex[2 * KEY_LEN];
	struct slice key = { keyring_bytes(ring, 0), KEY_LEN };
	uint8_t subkey[BLAKE2B_KEY_LEN];
	struct blake2b_key absorbed;

	enc_base64url(key, text);
	enc_hex(key, hex);
	subkey_derive(ring, 0, "tamis tk1", &domain, subkey, sizeof(subkey));
	blake2b_key_init(&absorbed, subkey, 16);
	print_hex("key", key.p, key.len);
	print_hex("first-half", key.p, key.len / 2);
	print_hex("second-half", key.p + key.len / 2, key.len / 2);
	print_hex("base64url", text, sizeof(text));
	print_hex("hexadecimal", hex, sizeof(hex));
	print_hex("subkey", subkey, sizeof(subkey));
	print_hex("absorbed", absorbed.chain, sizeof(absorbed.chain));
}

static int
list_keys(char **args)
{
	struct err err = { .code = ERR_NONE };
	struct keyring *ring;

	if (crypto_start(&err) == -1 ||
	    keyring_open(args[0], &ring, &err) == -1) {
		fprintf(stderr, "scan: %s\n", err.text);
		return EXIT_FAILURE;
	}
	print_keys(ring, args + 1);
	keyring_close(ring);
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
	int n = argc - 2;

	if (argc == 6 && strcmp(argv[1], "--keys") == 0)
		return list_keys(argv + 2);
	if (n < 1 || n > MOST)
		return 64;
	for (int i = 0; i < n; i++)
		if (read_pattern(&patterns[i], argv[i + 2]) == -1)
			return 64;
	return scan(argv[1], patterns, n);
}
