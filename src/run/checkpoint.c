#include "run/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/enc.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/trust.h"

#define NAME     "tamis-checkpoint 1 "
#define SLOT     512
#define DISTANCE 4096 /* no disk writes more than that at once */
#define WORDS    11
#define HEX      ENC_HEX_LEN(CRYPTO_DIGEST_LEN)

static const char *const phases[] = {
	[CHECKPOINT_BEGUN] = "begun",
	[CHECKPOINT_OPEN] = "open",
	[CHECKPOINT_COMPLETE] = "complete",
};

static off_t
place_of(uint64_t number)
{
	return number % 2 == 1 ? 0 : DISTANCE;
}

/*
 * Slots.
 */

static bool
read_phase(struct slice word, enum checkpoint_phase *phase)
{
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		if (slice_equal(word, slice_text(phases[i]))) {
			*phase = (enum checkpoint_phase)i;
			return true;
		}
	}
	return false;
}

/* Whether the last word is the digest of all that is before it. */
static bool
is_whole(struct slice line, struct slice check)
{
	uint8_t digest[CRYPTO_DIGEST_LEN], read[CRYPTO_DIGEST_LEN];

	crypto_digest(slice_between(line.p, check.p), digest);
	return enc_from_hex(check, read, sizeof(read)) &&
	       memcmp(digest, read, sizeof(read)) == 0;
}

/* Splits a line at single blanks. */
static bool
split_words(struct slice line, struct slice words[static WORDS])
{
	for (size_t i = 0; i < WORDS; i++)
		if (!slice_take_until(&line, ' ', &words[i]))
			return false;
	return true;
}

/* Reads a slot; false if it is none, or torn. */
static bool
read_slot(const uint8_t bytes[static SLOT], struct checkpoint *c)
{
	struct slice line = { bytes, SLOT }, w[WORDS];
	struct checkpoint_state s;

	if (!split_words(line, w) || !slice_starts(line, slice_text(NAME)) ||
	    !is_whole(line, w[10]) || !num_u64(w[2], &c->number) ||
	    !read_phase(w[3], &s.phase) || !num_u64(w[4], &s.records) ||
	    !num_u64(w[5], &s.written) || !num_u64(w[6], &s.rejected) ||
	    !num_u64(w[7], &s.output) || !num_u64(w[8], &s.quarantine) ||
	    !enc_from_hex(w[9], c->run, sizeof(c->run)))
		return false;
	c->state = s;
	return true;
}

static void
make_slot(const struct checkpoint *c, uint8_t slot[static SLOT])
{
	const struct checkpoint_state *s = &c->state;
	uint8_t digest[CRYPTO_DIGEST_LEN];
	char run[HEX], check[HEX];
	int len;

	enc_hex((struct slice){ c->run, sizeof(c->run) }, run);
	memset(slot, ' ', SLOT);
	slot[SLOT - 1] = '\n';
	len = snprintf((char *)slot, SLOT,
	    NAME "%llu %s %llu %llu %llu %llu %llu %.*s ",
	    (unsigned long long)c->number, phases[s->phase],
	    (unsigned long long)s->records, (unsigned long long)s->written,
	    (unsigned long long)s->rejected, (unsigned long long)s->output,
	    (unsigned long long)s->quarantine, (int)HEX, run);
	crypto_digest((struct slice){ slot, (size_t)len }, digest);
	enc_hex((struct slice){ digest, sizeof(digest) }, check);
	memcpy(slot + len, check, sizeof(check));
	slot[(size_t)len + sizeof(check)] = ' ';
}

/*
 * The file.
 */

/* Reads up to n bytes; fewer only at the end of the file. */
static ssize_t
read_at(int fd, uint8_t *to, size_t n, off_t at)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = pread(fd, to + done, n - done, at + (off_t)done);

		if (got == 0)
			break;
		if (got > 0)
			done += (size_t)got;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)done;
}

static bool
is_blank(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Finds the slot that counts.  A file that was never written has none. */
static int
read_slots(struct checkpoint *c, struct err *err)
{
	bool blank = true;

	for (int i = 0; i < 2; i++) {
		struct checkpoint found = *c;
		uint8_t slot[SLOT];
		ssize_t got = read_at(c->fd, slot, SLOT, i * DISTANCE);

		if (got == -1)
			return err_errno(
			    err, ERR_IO, "%s: cannot read", c->path);
		blank = blank && is_blank(slot, (size_t)got);
		if (got == SLOT && read_slot(slot, &found) &&
		    found.number > c->number)
			*c = found;
	}
	if (c->number == 0 && !blank)
		return err_set(err, ERR_RESUME,
		    "%s is no checkpoint, or damaged", c->path);
	return 0;
}

static int
lock(const struct checkpoint *c, struct err *err)
{
	struct stat file;
	int result;

	if (fstat(c->fd, &file) == -1)
		return err_errno(err, ERR_OUTPUT, "%s", c->path);
	if (!S_ISREG(file.st_mode))
		return err_set(
		    err, ERR_OUTPUT, "%s is not a regular file", c->path);
	if (trust_is_foreign(&file) || file.st_nlink > 1)
		return err_set(err, ERR_OUTPUT,
		    "%s belongs to another user, or has another name as well",
		    c->path);
	do
		result = flock(c->fd, LOCK_EX | LOCK_NB);
	while (result == -1 && errno == EINTR);
	if (result == -1 && errno == EWOULDBLOCK)
		return err_set(
		    err, ERR_OUTPUT, "%s: another run has it", c->path);
	return result == 0 ? 0 : err_errno(err, ERR_OUTPUT, "%s", c->path);
}

int
checkpoint_open(struct checkpoint *c, const char *path, struct err *err)
{
	*c = (struct checkpoint){ .path = path };
	do
		c->fd = open(path,
		    O_RDWR | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK |
			O_CLOEXEC,
		    0600);
	while (c->fd == -1 && errno == EINTR);
	if (c->fd == -1)
		return err_errno(err, ERR_OUTPUT, "%s", path);
	if (lock(c, err) == 0 && read_slots(c, err) == 0)
		return 0;
	checkpoint_close(c);
	return -1;
}

void
checkpoint_close(struct checkpoint *c)
{
	close(c->fd);
	c->fd = -1;
}

static int
write_at(int fd, const uint8_t *p, size_t n, off_t at)
{
	while (n > 0) {
		ssize_t put = pwrite(fd, p, n, at);

		if (put > 0) {
			p += put;
			n -= (size_t)put;
			at += put;
		} else if (put == 0 || errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int
checkpoint_save(
    struct checkpoint *c, const struct checkpoint_state *state, struct err *err)
{
	struct checkpoint next = *c;
	uint8_t slot[SLOT];

	next.state = *state;
	next.number++;
	make_slot(&next, slot);
	errno = EIO;
	if (write_at(c->fd, slot, SLOT, place_of(next.number)) == -1 ||
	    file_sync(c->fd) == -1)
		return err_errno(err, ERR_IO, "%s: cannot write", c->path);
	*c = next;
	return 0;
}

/* Puts the file's name on the disk. */
static int
sync_name(const struct checkpoint *c, struct err *err)
{
	const char *name;
	int folder = file_open_folder(c->path, &name);
	int result;

	if (folder == -1)
		return err_errno(err, ERR_OUTPUT, "%s", c->path);
	result = file_sync_folder(folder);
	if (result == -1)
		err_errno(err, ERR_IO, "%s: cannot write", c->path);
	close(folder);
	return result;
}

int
checkpoint_begin(struct checkpoint *c, struct err *err)
{
	const struct checkpoint_state nothing = { CHECKPOINT_BEGUN, 0, 0, 0, 0,
		0 };

	if (c->number > 0)
		return 0;
	return checkpoint_save(c, &nothing, err) == -1 ? -1 : sync_name(c, err);
}

int
checkpoint_discard(struct checkpoint *c, struct err *err)
{
	if (ftruncate(c->fd, 0) == -1)
		return err_errno(err, ERR_IO, "%s: cannot write", c->path);
	c->number = 0;
	c->state = (struct checkpoint_state){ .phase = CHECKPOINT_BEGUN };
	return 0;
}

/*
 * Which run.
 */

static void
add_word(struct buf *out, struct slice word)
{
	buf_add_slice(out, word);
	buf_add_byte(out, '\n');
}

static void
add_number(struct buf *out, uint64_t n)
{
	buf_add_u64(out, n);
	buf_add_byte(out, '\n');
}

static void
describe(const struct run_job *job, const uint8_t *rules, struct buf *out)
{
	const struct binding *b = job->binding;

	add_word(out, (struct slice){ rules, CRYPTO_DIGEST_LEN });
	add_word(out, slice_text(format_names[job->format]));
	add_number(out, job->input_count);
	add_number(out, job->quarantine >= 0);
	for (size_t i = 0; i < b->used_count; i++) {
		add_word(out, b->used[i].name);
		add_number(out, b->used[i].epoch);
	}
	for (size_t i = 0; i < b->recipient_count; i++) {
		const struct recipient *r = &job->program->recipients[i];

		if (b->recipients[i].sealer == NULL)
			continue;
		add_word(out, r->name);
		add_word(
		    out, (struct slice){ r->key.bytes, sizeof(r->key.bytes) });
	}
}

int
checkpoint_bind(struct checkpoint *c, const struct run_job *job,
    const uint8_t rules[static CRYPTO_DIGEST_LEN], struct err *err)
{
	uint8_t run[CRYPTO_DIGEST_LEN];
	struct buf text;

	buf_init(&text, LIMIT_POLICY);
	describe(job, rules, &text);
	if (text.failed) {
		buf_release(&text);
		return err_nomem(err);
	}
	crypto_digest(buf_slice(&text), run);
	buf_release(&text);
	if (c->state.phase != CHECKPOINT_BEGUN &&
	    memcmp(run, c->run, sizeof(run)) != 0)
		return err_set(err, ERR_RESUME,
		    "%s is of a run by another policy, with other keys, or of "
		    "other inputs",
		    c->path);
	memcpy(c->run, run, sizeof(run));
	return 0;
}
