#include "rings.h"

#include <check.h>

#include "base/buf.h"
#include "base/enc.h"
#include "folder.h"
#include "vectors.h"

struct keyring *
rings_with(
    const char *word, const char *name, const char *epoch, const char *hex)
{
	char text[ENC_BASE64_LEN(KEY_LEN) + 1] = { 0 };
	struct keyring *ring = NULL;
	struct err err = { .code = ERR_NONE };
	uint8_t bytes[KEY_LEN];
	struct buf file;

	vectors_hex(hex, bytes, KEY_LEN);
	enc_base64url((struct slice){ bytes, KEY_LEN }, text);
	buf_init(&file, 1000);
	buf_add_format(&file,
	    "tamis-keyring 1\n%s %s %s active 2021-11-03 %s\nend 1\n", word,
	    name, epoch, text);
	ck_assert(!file.failed);
	folder_write("ring", buf_slice(&file), 0600);
	buf_release(&file);
	ck_assert_msg(keyring_open(folder_file("ring"), &ring, &err) == 0, "%s",
	    err.text);
	return ring;
}
