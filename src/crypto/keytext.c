#include "crypto/keytext.h"
#include "base/date.h"
#include "base/enc.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"
#include "crypto/strong.h"

#include <stdlib.h>

#define FIRST_LINE   "tamis-keyring 1"
#define END_WORD     "end "
#define KEY_TEXT_LEN ENC_BASE64_LEN(KEY_LEN)

/* What a key line begins with: not reversible, reversible. */
static const char *const sort_words[] = { "key ", "reversible " };

static const char *const state_words[] = {
	[KEY_ACTIVE] = "active",
	[KEY_OLD] = "old",
	[KEY_REVOKED] = "revoked",
};

/* A number from 1, in its only spelling. */
static bool
read_count(struct slice s, uint64_t max, uint64_t *n)
{
	return num_u64(s, n) && s.p[0] != '0' && *n <= max;
}

bool
keytext_is_word(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = s.p[i];
		bool letter = c >= 'a' && c <= 'z';
		bool other = (c >= '0' && c <= '9') || c == '-';

		if (!letter && !(other && i > 0))
			return false;
	}
	return s.len > 0;
}

bool
keytext_is_name(struct slice s)
{
	return s.len <= LIMIT_KEY_NAME && keytext_is_word(s);
}

bool
keytext_is_epoch(struct slice s, uint32_t *epoch)
{
	uint64_t n;

	if (!read_count(s, UINT32_MAX, &n))
		return false;
	*epoch = (uint32_t)n;
	return true;
}

bool
keytext_is_date(struct slice s)
{
	struct date date;

	return s.len == KEYTEXT_DATE_LEN && date_parse(s, &date) &&
	       date.precision == DATE_DAY && !date.compact;
}

struct parser {
	const char *path;
	struct slice rest;
	size_t line; /* the last one taken, from 1 */
	struct keyring *ring;
	struct err *err;
};

static int
refuse(struct parser *p, const char *why)
{
	return err_set(p->err, ERR_KEY, "%s:%zu: %s", p->path, p->line, why);
}

/* Takes the next line that is not a comment. */
static int
take_line(struct parser *p, struct slice *line)
{
	do {
		p->line++;
		if (!slice_take_until(&p->rest, '\n', line))
			return refuse(p, "the file is cut");
	} while (line->len > 0 && line->p[0] == '#');
	return 0;
}

static bool
read_state(struct slice s, enum key_state *state)
{
	for (int i = KEY_ACTIVE; i <= KEY_REVOKED; i++) {
		if (slice_is(s, state_words[i])) {
			*state = (enum key_state)i;
			return true;
		}
	}
	return false;
}

/* Copies a text that is known to fit. */
static void
copy_text(char *to, struct slice s)
{
	memcpy(to, s.p, s.len);
	to[s.len] = '\0';
}

/* Reads what stands behind the word; false if it is not well formed. */
static bool
read_key(struct slice s, struct key *key, uint8_t bytes[static KEY_LEN])
{
	struct slice name, epoch, state, created;

	if (!slice_take_until(&s, ' ', &name) ||
	    !slice_take_until(&s, ' ', &epoch) ||
	    !slice_take_until(&s, ' ', &state) ||
	    !slice_take_until(&s, ' ', &created))
		return false;
	if (!keytext_is_name(name) || !keytext_is_epoch(epoch, &key->epoch) ||
	    !read_state(state, &key->state) || !keytext_is_date(created) ||
	    !enc_from_base64url(s, bytes, KEY_LEN))
		return false;
	copy_text(key->name, name);
	copy_text(key->created, created);
	return true;
}

/* Compares the newest key with those before it. */
static int
check_unique(struct parser *p, const struct key *new)
{
	for (const struct key *key = p->ring->keys; key < new; key++) {
		if (strcmp(key->name, new->name) != 0)
			continue;
		if (key->reversible != new->reversible)
			return refuse(p, "this key is of two sorts");
		if (key->epoch == new->epoch)
			return refuse(p, "this key and epoch come twice");
		if (key->state == KEY_ACTIVE && new->state == KEY_ACTIVE)
			return refuse(p, "this key has two active epochs");
	}
	return 0;
}

static int
add_key(struct parser *p, bool reversible, struct slice line)
{
	struct keyring *ring = p->ring;
	struct key *key = &ring->keys[ring->count];
	uint8_t *bytes = ring->bytes[ring->count];

	key->reversible = reversible;
	if (!read_key(line, key, bytes))
		return refuse(p, "this is not a key");
	if (!strong_is(bytes))
		return refuse(p, "this key is weak: make keys at random");
	if (check_unique(p, key) == -1)
		return -1;
	ring->count++;
	return 0;
}

/* The last line: the number of keys, and nothing behind it. */
static int
check_end(struct parser *p, struct slice count)
{
	uint64_t n;

	if (!read_count(count, UINT64_MAX, &n) || n != p->ring->count)
		return refuse(p, "the file does not have as many keys");
	if (p->rest.len > 0)
		return refuse(p, "nothing may follow the end");
	return 0;
}

/* Takes the word that a key line begins with. */
static bool
take_sort(struct slice *line, bool *reversible)
{
	for (int i = 0; i < 2; i++) {
		struct slice word = slice_text(sort_words[i]);

		if (!slice_starts(*line, word))
			continue;
		*line = slice_skip(*line, word.len);
		*reversible = i == 1;
		return true;
	}
	return false;
}

/* Reads key lines until the end line. */
static int
read_keys(struct parser *p)
{
	const struct slice end = slice_text(END_WORD);
	struct slice line = { NULL, 0 };
	bool reversible;

	for (;;) {
		if (take_line(p, &line) == -1)
			return -1;
		if (slice_starts(line, end))
			return check_end(p, slice_skip(line, end.len));
		if (!take_sort(&line, &reversible))
			return refuse(p, "this is not a line of a keyring");
		if (add_key(p, reversible, line) == -1)
			return -1;
	}
}

/* The number of lines that begin like a key. */
static size_t
count_keys(struct slice text)
{
	struct slice line = { NULL, 0 };
	bool reversible;
	size_t n = 0;

	while (slice_take_until(&text, '\n', &line))
		n += take_sort(&line, &reversible);
	return n;
}

static struct keyring *
new_ring(size_t room, struct err *err)
{
	struct keyring *ring = calloc(1, sizeof(*ring));

	if (ring != NULL)
		ring->keys = calloc(room, sizeof(*ring->keys));
	if (ring == NULL || ring->keys == NULL) {
		err_nomem(err);
		free(ring);
		return NULL;
	}
	ring->bytes = secret_new(room * sizeof(*ring->bytes), err);
	if (ring->bytes == NULL) {
		keyring_close(ring);
		return NULL;
	}
	return ring;
}

static int
read_text(struct parser *p)
{
	struct slice line;

	if (!slice_take_until(&p->rest, '\n', &line) ||
	    !slice_is(line, FIRST_LINE))
		return refuse(p, "this is not a keyring of version 1");
	return read_keys(p);
}

int
keytext_parse(
    const char *path, struct slice text, struct keyring **ring, struct err *err)
{
	size_t room = count_keys(text);
	struct parser p = { path, text, 1, NULL, err };

	if (room == 0)
		return err_set(err, ERR_KEY, "%s: there is no key in it", path);
	p.ring = new_ring(room, err);
	if (p.ring == NULL)
		return -1;
	if (read_text(&p) == -1 || secret_seal(p.ring->bytes, err) == -1) {
		keyring_close(p.ring);
		return -1;
	}
	*ring = p.ring;
	return 0;
}

/* Writing. */

/* Adds a new key's bytes as text. */
static void
put_random(struct buf *out)
{
	uint8_t *to = buf_reserve(out, KEY_TEXT_LEN);
	uint8_t bytes[KEY_LEN];

	if (to == NULL)
		return;
	strong_draw(bytes);
	enc_base64url((struct slice){ bytes, sizeof(bytes) }, (char *)to);
	crypto_wipe(bytes, sizeof(bytes));
	out->len += KEY_TEXT_LEN;
}

/* Adds the line of a new key. */
static void
put_key(struct buf *out, bool reversible, const char *name, uint32_t epoch,
    const char *created)
{
	buf_add_format(out, "%s%s %lu %s %s ", sort_words[reversible], name,
	    (unsigned long)epoch, state_words[KEY_ACTIVE], created);
	put_random(out);
	buf_add_byte(out, '\n');
}

static void
put_keys(struct buf *out, const struct new_keys *new)
{
	for (size_t i = 0; i < new->count; i++)
		put_key(out, new->reversible, new->names[i], 1, new->created);
}

static void
put_end(struct buf *out, size_t count)
{
	buf_add_format(out, END_WORD "%zu\n", count);
}

size_t
keytext_new_len(size_t count)
{
	/* The sort, a name, an epoch, a state, a date, and what parts them. */
	return count *
	       (sizeof("reversible") + LIMIT_KEY_NAME + sizeof("4294967295") +
		   sizeof("revoked") + KEYTEXT_DATE_LEN + KEY_TEXT_LEN + 8);
}

void
keytext_put_new(struct buf *out, const struct new_keys *new)
{
	buf_add_text(out, FIRST_LINE "\n");
	put_keys(out, new);
	put_end(out, new->count);
}

/* Adds the line of a known key, in another state. */
static void
put_state(struct buf *out, struct slice line, enum key_state state)
{
	struct slice before = line, word = { NULL, 0 };

	/* Sort, name and epoch stay. */
	for (int i = 0; i < 3; i++)
		slice_take_until(&line, ' ', &word);
	buf_add_slice(out, slice_between(before.p, line.p));
	slice_take_until(&line, ' ', &word);
	buf_add_text(out, state_words[state]);
	buf_add_byte(out, ' ');
	buf_add_slice(out, line);
	buf_add_byte(out, '\n');
}

/* Adds all lines but the last, with key i in another state. */
static void
put_changed(struct buf *out, struct slice text, size_t i, enum key_state state)
{
	struct slice line, rest;
	size_t keys = 0;
	bool reversible;

	while (slice_take_until(&text, '\n', &line) &&
	       !slice_starts(line, slice_text(END_WORD))) {
		rest = line;
		if (take_sort(&rest, &reversible) && keys++ == i) {
			put_state(out, line, state);
			continue;
		}
		buf_add_slice(out, line);
		buf_add_byte(out, '\n');
	}
}

/* A number of a key that there is not: no key changes. */
#define NO_KEY SIZE_MAX

void
keytext_put_added(struct buf *out, struct slice text,
    const struct keyring *ring, const struct new_keys *new)
{
	put_changed(out, text, NO_KEY, KEY_OLD);
	put_keys(out, new);
	put_end(out, ring->count + new->count);
}

/* The active epoch of the name of key i, or NO_KEY. */
static size_t
find_active(const struct keyring *ring, size_t i)
{
	for (size_t k = 0; k < ring->count; k++) {
		const struct key *key = &ring->keys[k];

		if (strcmp(key->name, ring->keys[i].name) == 0 &&
		    key->state == KEY_ACTIVE)
			return k;
	}
	return NO_KEY;
}

void
keytext_put_rotated(struct buf *out, struct slice text,
    const struct keyring *ring, size_t i, const char *created)
{
	const struct key *key = &ring->keys[i];

	put_changed(out, text, find_active(ring, i), KEY_OLD);
	put_key(out, key->reversible, key->name, key->epoch + 1, created);
	put_end(out, ring->count + 1);
}

void
keytext_put_revoked(
    struct buf *out, struct slice text, const struct keyring *ring, size_t i)
{
	put_changed(out, text, i, KEY_REVOKED);
	put_end(out, ring->count);
}
