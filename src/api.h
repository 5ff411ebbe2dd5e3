/*
 * api: what the parts of the public interface share, and nobody else.
 */
#ifndef API_H
#define API_H

#include "tamis.h"

#include "base/err.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "crypto/pair.h"
#include "crypto/passphrase.h"
#include "policy/document.h"
#include "policy/policy.h"
#include "program/program.h"
#include "run/checkpoint.h"
#include "run/notary.h"
#include "run/run.h"
#include "study/test/coverage.h"

#define API __attribute__((visibility("default")))

struct tamis_policy {
	struct document document; /* owned */
	struct program *program;  /* the document's */
	const char *const *files; /* besides its own; the document's */
	size_t file_count;
	uint8_t digest[CRYPTO_DIGEST_LEN];
};

struct tamis_keyring {
	struct keyring *ring;
};

struct tamis_checkpoint {
	struct checkpoint inner;
};

struct tamis_receipt {
	struct notary notary;
};

/* A passphrase that may be asked for, and a pointer to it unless there is
 * none. */
struct asking {
	struct tamis_passphrase public;
	struct passphrase inner;
	const struct passphrase *phrase;
};

/* public may be NULL.  The struct stays where it is. */
void asking_init(struct asking *a, const struct tamis_passphrase *public);

/* The inner form of a source, which borrows what is asked. */
struct pair_source
pair_source_of(const struct tamis_secret_source *source, struct asking *asking);

/* Hands an error to the caller.  Returns -1. */
static inline int
tell(struct tamis_error *out, const struct err *err)
{
	static const enum tamis_code codes[] = {
		[ERR_NONE] = TAMIS_OK,
		[ERR_USAGE] = TAMIS_EUSAGE,
		[ERR_POLICY] = TAMIS_EPOLICY,
		[ERR_REJECT] = TAMIS_EREJECT,
		[ERR_INPUT] = TAMIS_EINPUT,
		[ERR_OUTPUT] = TAMIS_EOUTPUT,
		[ERR_IO] = TAMIS_EIO,
		[ERR_STOPPED] = TAMIS_ESTOPPED,
		[ERR_KEY] = TAMIS_EKEY,
		[ERR_RESUME] = TAMIS_ERESUME,
		[ERR_NOMEM] = TAMIS_ENOMEM,
		[ERR_BUG] = TAMIS_EBUG,
	};

	out->code = codes[err->code];
	memcpy(out->text, err->text, sizeof(out->text));
	return -1;
}

static inline enum tamis_level
public_level(enum note_level level)
{
	static const enum tamis_level levels[] = {
		[NOTE_ERROR] = TAMIS_ERROR,
		[NOTE_WARNING] = TAMIS_WARNING,
		[NOTE_HINT] = TAMIS_HINT,
	};

	return levels[level];
}

/* Passes notes on in their public form: a note_fn with a struct teller. */
struct teller {
	tamis_note_fn *note;
	void *ctx;
};
void tell_note(void *ctx, const struct note *n);

/*
 * The format of a policy called name, or its only one if name is NULL.
 * ERR_USAGE.
 */
int policy_format_find(const struct program *program, const char *name,
    enum format_id *format, struct err *err);

struct tamis_cover public_cover(const struct cover_item *item);

static inline struct tamis_counts
public_counts(const struct run_counts *c)
{
	return (struct tamis_counts){ c->records, c->written, c->rejected,
		c->bytes_in, c->bytes_out };
}

#endif
