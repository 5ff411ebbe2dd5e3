#include "crypto/store.h"
#include "base/file.h"
#include "base/limits.h"

static int
put(const struct store *to, struct slice content, struct err *err)
{
	if (to->file == NULL)
		return file_create_private(to->path, content, err);
	return keyfile_replace(to->file, content, err);
}

static int
refuse_length(struct err *err)
{
	return err_set(err, ERR_USAGE, "too many keys");
}

static int
put_protected(const struct store *to, struct slice plain, struct err *err)
{
	struct buf text;
	int result;

	buf_init(&text, LIMIT_KEYRING);
	result = protect_close(to->kind, plain, to->phrase, &text, err);
	if (result == 0 && text.failed)
		result = refuse_length(err);
	if (result == 0)
		result = put(to, buf_slice(&text), err);
	buf_release(&text);
	return result;
}

int
store_text(const struct store *to, const struct buf *plain, struct err *err)
{
	if (plain->failed)
		return refuse_length(err);
	if (to->phrase != NULL)
		return put_protected(to, buf_slice(plain), err);
	return put(to, buf_slice(plain), err);
}
