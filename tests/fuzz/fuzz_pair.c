/*
 * Files of keys: of a public file, what is accepted is a key that is of use,
 * and is written in one way only; a protected file is refused or asks for its
 * passphrase, and never reads a byte too much.
 */
#define _GNU_SOURCE /* memfd_create() */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/enc.h"
#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/pair.h"
#include "crypto/protect.h"
#include "crypto/secret.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file with this content, and its path. */
static int
file_with(const uint8_t *data, size_t size, char path[static 64])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	MUST(fd != -1 && fchmod(fd, 0600) == 0);
	MUST(size == 0 || write(fd, data, size) == (ssize_t)size);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void
check_public(const struct pair_public *public, const uint8_t *data, size_t size)
{
	char text[ENC_BASE64_LEN(PAIR_LEN) + 1] = { 0 }, line[100];
	int len;

	enc_base64url((struct slice){ public->bytes, PAIR_LEN }, text);
	len = snprintf(line, sizeof(line), "tamis-public 1 %s %s\n",
	    pair_use_names[public->use], text);
	MUST((size_t)len == size && memcmp(line, data, size) == 0);
}

static void
read_public(const uint8_t *data, size_t size)
{
	char path[64];
	int fd = file_with(data, size, path);

	for (int use = 0; use < PAIR_USE_COUNT; use++) {
		struct err err = { .code = ERR_NONE };
		struct pair_public public;

		if (pair_read_public(path, (enum pair_use)use, &public, &err) ==
		    0)
			check_public(&public, data, size);
		else
			MUST(err.code == ERR_KEY);
	}
	close(fd);
}

static int
say_nothing(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *err)
{
	(void)ctx;
	(void)out;
	(void)room;
	(void)len;
	return err_set(err, ERR_KEY, "nobody");
}

static void
open_protected(enum protect_kind kind, const uint8_t *data, size_t size)
{
	const struct passphrase phrase = { say_nothing, NULL };
	struct err err = { .code = ERR_NONE };
	struct buf text;

	MUST(secret_buf_init(&text, size, &err) == 0);
	buf_add(&text, data, size);
	if (protect_found(kind, buf_slice(&text))) {
		MUST(protect_open(kind, "file", &text, &phrase, &err) == -1);
		MUST(err.code == ERR_KEY);
	} else {
		MUST(protect_open(kind, "file", &text, NULL, &err) == 0);
	}
	MUST(text.len == size);
	secret_buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };

	MUST(crypto_start(&err) == 0);
	if (size > LIMIT_KEYRING)
		return 0;
	read_public(data, size);
	open_protected(PROTECT_KEYRING, data, size);
	open_protected(PROTECT_SECRET, data, size);
	return 0;
}
