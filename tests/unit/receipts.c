#include "receipts.h"

#include <check.h>
#include <stdio.h>

#include "crypto/crypto.h"
#include "folder.h"

/* RFC 8032, section 7.1, test 1. */
static const char secret_text[] =
    "tamis-secret 1 sign nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\n";
static const char public_text[] =
    "tamis-public 1 sign 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n";

static struct pair_secret *secret;
static struct pair_public signer;

void
receipts_start(void)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	folder_write("signer", slice_text(secret_text), 0600);
	folder_write("signer.pub", slice_text(public_text), 0644);
	ck_assert_msg(
	    pair_open_secret(
		&(struct pair_source){ .path = folder_file("signer") },
		PAIR_SIGN, &secret, &err) == 0,
	    "%s", err.text);
	pair_public_of(secret, &signer);
}

void
receipts_stop(void)
{
	pair_close_secret(secret);
	folder_remove();
}

const struct pair_secret *
receipts_secret(void)
{
	return secret;
}

const struct pair_public *
receipts_signer(void)
{
	return &signer;
}

static void
add(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		buf_add_byte(out, *text == '`' ? '"' : (uint8_t)*text);
}

static void
add_digest_of_output(struct buf *out)
{
	uint8_t digest[CRYPTO_DIGEST_LEN];
	char hex[RECEIPT_HEX];
	struct digest *output;
	struct err err = { 0 };

	ck_assert_int_eq(digest_output_new(&signer, &output, &err), 0);
	digest_add(output, slice_text("output\n"));
	digest_end(output, digest);
	digest_free(output);
	enc_hex((struct slice){ digest, sizeof(digest) }, hex);
	buf_add(out, hex, sizeof(hex));
}

struct buf
receipts_body(const char *counts, const char *outcome)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	add(&b, ",`tamis`:`0`,`policy`:`p`,`version`:`1`,`rules_digest`:"
		"`blake2b-256:3d430e669b49d5f02d9c897bcdac229acf32e0625b005131"
		"8ebae27d9b0a6913`,`keys`:[{`name`:`k`,`epoch`:1}],"
		"`recipients`:[],`format`:"
		"`json`,`inputs`:1,");
	add(&b, counts);
	add(&b, "`rules`:[],`never_matched`:[],`input_digest`:"
		"`keyed-blake2b-256:ff15375cf30c953c31fc21f409b347c7314493cd9f"
		"ee83e2310458489fcef897`,`output_digest`:`keyed-blake2b-256:");
	add_digest_of_output(&b);
	add(&b, "`,");
	add(&b, outcome);
	ck_assert(!b.failed);
	return b;
}

struct buf
receipts_line(
    const struct receipt_place *place, const char *counts, const char *outcome)
{
	struct buf body = receipts_body(counts, outcome);
	struct buf line;

	buf_init(&line, 1 << 20);
	receipt_add_line(&line, place, "2021-11-03T14:05:06Z", "none",
	    buf_slice(&body), secret);
	ck_assert(!line.failed);
	buf_release(&body);
	return line;
}

struct buf
receipts_file(unsigned int lines)
{
	struct receipt_place place = { .n = 1 };
	struct buf file;

	buf_init(&file, 1 << 20);
	for (; place.n <= lines; place.n++) {
		struct buf line =
		    receipts_line(&place, RECEIPTS_GOOD, RECEIPTS_ENDED);

		buf_add_slice(&file, buf_slice(&line));
		crypto_digest(
		    (struct slice){ line.p, line.len - 1 }, place.prev);
		buf_release(&line);
	}
	ck_assert(!file.failed);
	return file;
}

struct slice
receipts_nth(const struct buf *file, unsigned int i)
{
	struct slice rest = buf_slice(file);

	for (;;) {
		const uint8_t *feed = memchr(rest.p, '\n', rest.len);
		struct slice line = slice_between(rest.p, feed + 1);

		ck_assert_ptr_nonnull(feed);
		if (--i == 0)
			return line;
		rest = slice_skip(rest, line.len);
	}
}
