/*
 * checkpoint: how far a run has come, in a small file that outlives it.
 *
 * The file has two slots, at bytes 0 and 4096, which are written in turn, so
 * that one of them is whole wherever a write ends.  A slot is a line of text,
 * filled up with blanks to 512 bytes:
 *
 *	tamis-checkpoint 1 <n> <begun|open|complete> <records> <written>
 *	<rejected> <output> <quarantine> <run> <check>
 *
 * n: number of the slot, from 1; the higher one counts.  output, quarantine:
 * bytes of these files that are on the disk, and that the records before make.
 * run: digest of what the run depends on but its input: rules, epochs of keys,
 * public keys of recipients, format, number of inputs, whether there is a
 * quarantine; zeros while nothing was read.  check: BLAKE2b-256 of the line
 * before it, blank included; both in hexadecimal.
 *
 * Nothing of a record is in it: neither bytes nor a digest of any.  Whether the
 * input is still the same is seen by what the run writes (run/replay.h).
 */
#ifndef RUN_CHECKPOINT_H
#define RUN_CHECKPOINT_H

#include "base/err.h"
#include "crypto/crypto.h"
#include "run/run.h"

enum checkpoint_phase {
	CHECKPOINT_BEGUN,    /* nothing was read */
	CHECKPOINT_OPEN,     /* something is on the disk */
	CHECKPOINT_COMPLETE, /* all of it */
};

struct checkpoint_state {
	enum checkpoint_phase phase;
	uint64_t records, written, rejected;
	uint64_t output, quarantine; /* bytes */
};

struct checkpoint {
	int fd;
	const char *path; /* for messages */
	uint64_t number;  /* of the slot that counts; 0: there is none */
	struct checkpoint_state state;
	uint8_t run[CRYPTO_DIGEST_LEN];
};

/*
 * Opens a checkpoint that is there, or creates an empty file (0600), and locks
 * it (flock()) until it is closed.  path must live as long.  ERR_OUTPUT: it
 * cannot be opened, is no regular file or a symbolic link, or another run has
 * it; ERR_RESUME: it is no checkpoint.  Then nothing is to be closed.
 */
int checkpoint_open(struct checkpoint *c, const char *path, struct err *err);
void checkpoint_close(struct checkpoint *c);

/* Writes a first slot, durable on return, if there is none.  ERR_IO. */
int checkpoint_begin(struct checkpoint *c, struct err *err);

/*
 * Says which run it is for: that of a job under rules with this digest.
 * ERR_RESUME: it is another one's; ERR_NOMEM.
 */
int checkpoint_bind(struct checkpoint *c, const struct run_job *job,
    const uint8_t rules[static CRYPTO_DIGEST_LEN], struct err *err);

/*
 * Notes down a state, durable on return; what it speaks of is on the disk
 * already.  ERR_IO: the state before counts.
 */
int checkpoint_save(struct checkpoint *c, const struct checkpoint_state *state,
    struct err *err);

/* Empties the file: as if the run had never begun.  ERR_IO. */
int checkpoint_discard(struct checkpoint *c, struct err *err);

#endif
