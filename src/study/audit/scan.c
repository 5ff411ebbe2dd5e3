/*
 * The search of an audit.
 */
#include <errno.h>
#include <unistd.h>

#include "base/enc.h"
#include "study/audit/audit.h"
#include "study/audit/escapes.h"
#include "study/audit/packed.h"
#include "study/audit/runs.h"
#include "study/audit/shapes.h"

/* A file is searched piece by piece; a value may begin at the end of one. */
#define PIECE ((size_t)1 << 17)
#define BEFORE                                                                \
	((size_t)64)         /* shows whether a word begins, and whether text \
				is around it */
#define AFTER ((size_t)8192) /* holds a needle in any encoding */

/* The shortest digest, as bytes and as hexadecimal. */
#define DIGEST     16
#define DIGEST_HEX 32

struct scan {
	struct audit *audit;
	audit_found_fn *found;
	void *ctx;

	struct slice piece;
	size_t core, until; /* of the piece, where values may begin */
	enum encoding encoding;

	uint64_t line; /* at `counted` */
	size_t counted;
};

/* A line ends with LF, CR, or both; segments of HL7 v2 are lines. */
static bool
ends_line(struct slice s, size_t i)
{
	return s.p[i] == '\n' ||
	       (s.p[i] == '\r' && (i + 1 == s.len || s.p[i + 1] != '\n'));
}

static uint64_t
line_at(struct scan *s, size_t offset)
{
	/* Views are searched one after the other, each from the start. */
	if (offset < s->counted) {
		for (size_t i = offset; i < s->counted; i++)
			s->line -= ends_line(s->piece, i);
	} else {
		for (size_t i = s->counted; i < offset; i++)
			s->line += ends_line(s->piece, i);
	}
	s->counted = offset;
	return s->line;
}

/* Whether a byte of the piece is part of what was found. */
static bool
is_covered(const struct buf *covered, size_t place)
{
	return place < covered->len && covered->p[place] != 0;
}

static void
cover(struct scan *s, struct buf *covered, size_t first, size_t last)
{
	if (covered->len == 0 && buf_reserve(covered, s->piece.len) != NULL) {
		memset(covered->p, 0, s->piece.len);
		covered->len = s->piece.len;
	}
	if (!covered->failed)
		memset(covered->p + first, 1, last - first + 1);
}

/*
 * Whether an escape ends where something begins: only then can a word begin
 * there that does not without the encoding, as behind the n of `\nWord`.
 */
static bool
follows_escape(const struct view *v, size_t first)
{
	size_t low = 0, high = v->text.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (view_place(v, middle) <= first)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 1 && view_place(v, low - 2) + 1 < first;
}

/* Whether a value was there already without its encoding. */
static bool
was_seen(const struct scan *s, size_t first, size_t last)
{
	const struct audit *a = s->audit;
	uint8_t mark = escapes_mark(s->encoding);

	if (mark == 0 ||
	    memchr(s->piece.p + first, mark, last - first + 1) != NULL)
		return false;
	return !follows_escape(&a->view, first) ||
	       (is_covered(&a->plain, first) && is_covered(&a->plain, last));
}

/* Tells of what stands at two places of the piece and between them. */
static void
report(struct scan *s, uint16_t label, size_t first, size_t last)
{
	struct audit_finding finding = {
		.field = label / SPELLING_COUNT,
		.spelling = label % SPELLING_COUNT,
		.encoding = s->encoding,
	};

	if (first < s->core || first >= s->until || was_seen(s, first, last))
		return;
	if (s->encoding == ENCODING_RAW)
		cover(s, &s->audit->plain, first, last);
	finding.line = line_at(s, first);
	s->found(s->ctx, &finding);
}

/* The same of folded bytes of the view. */
static void
report_folded(struct scan *s, uint16_t label, size_t at, size_t len)
{
	const struct view *v = &s->audit->view;

	report(s, label, v->from[at], v->from[at + len - 1]);
}

/* Short values stand in characters without a meaning by chance. */
#define SHORT 10

static bool
is_chance(const struct scan *s, const struct needle *needle, size_t first,
    size_t last)
{
	return s->encoding == ENCODING_RAW && needle->len < SHORT &&
	       runs_mean_nothing(s->piece, first, last);
}

/* UTF-16 is read in two ways; the second finds the same, one byte before. */
static bool
on_needle(void *ctx, const struct needle *needle, size_t at)
{
	struct scan *s = ctx;
	const struct view *v = &s->audit->view;
	struct buf *covered = &s->audit->covered;
	size_t first = v->from[at], last = v->from[at + needle->len - 1];

	if ((is_covered(covered, first) && is_covered(covered, last)) ||
	    is_chance(s, needle, first, last))
		return true;
	cover(s, covered, first - (s->encoding == ENCODING_UTF_16 && first > 0),
	    last);
	report(s, needle->label, first, last);
	return true;
}

/* How many of the eight bytes at p must be passed for all to be digits. */
static size_t
until_digits(const uint8_t *p)
{
	size_t i = WINDOW_LEN;

	while (i > 0 && p[i - 1] >= '0' && p[i - 1] <= '9')
		i--;
	return i;
}

/* Eight digits outside of whole values; a run of them counts once. */
static void
find_digits(struct scan *s)
{
	struct audit *a = s->audit;
	struct slice text = buf_slice(&a->view.folded);
	uint16_t label, allowed;

	for (size_t at = 0; at + WINDOW_LEN <= text.len; at++) {
		size_t pass = until_digits(text.p + at);
		uint64_t key;

		if (pass > 0) {
			at += pass - 1;
			continue;
		}
		key = windows_key(text.p + at);
		if (!windows_has(&a->digits, key, &label) ||
		    windows_has(&a->allowed, key, &allowed) ||
		    is_covered(&a->covered, a->view.from[at]))
			continue;
		report_folded(s, label, at, WINDOW_LEN);
		at += WINDOW_LEN - 1;
	}
}

static inline bool
is_hex(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The bytes that begin with these folded digits, as a key. */
static uint64_t
key_of_hex(const uint8_t *p)
{
	uint8_t bytes[WINDOW_LEN];

	for (size_t i = 0; i < WINDOW_LEN; i++) {
		unsigned int high = p[2 * i], low = p[2 * i + 1];

		high = high <= '9' ? high - '0' : high - 'a' + 10;
		low = low <= '9' ? low - '0' : low - 'a' + 10;
		bytes[i] = (uint8_t)(high * 16 + low);
	}
	return windows_key(bytes);
}

/* Looks for digests in a run of hexadecimal digits. */
static void
find_in_hex(struct scan *s, struct slice text, size_t begin, size_t end)
{
	uint16_t label;

	for (size_t at = begin; at + DIGEST_HEX <= end; at++)
		if (windows_has(
			&s->audit->digests, key_of_hex(text.p + at), &label)) {
			report_folded(s, label, at, DIGEST_HEX);
			at += DIGEST_HEX - 1;
		}
}

/* A run that is long enough has a digit at a multiple of its length. */
static void
find_hex_digests(struct scan *s)
{
	struct slice text = buf_slice(&s->audit->view.folded);
	size_t done = 0;

	for (size_t at = DIGEST_HEX - 1; at < text.len; at += DIGEST_HEX) {
		size_t begin = at, end = at;

		if (at < done || !is_hex(text.p[at]))
			continue;
		while (begin > done && is_hex(text.p[begin - 1]))
			begin--;
		while (end < text.len && is_hex(text.p[end]))
			end++;
		find_in_hex(s, text, begin, end);
		done = end;
	}
}

/* Whether eight bytes hold one that no ASCII text has. */
static bool
is_binary(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return ((w | ((w - ones * 0x20) & ~w)) & ones * 0x80) != 0;
}

/* Digests as the bytes that they are. */
static void
find_binary_digests(struct scan *s)
{
	const struct view *v = &s->audit->view;
	uint16_t label;

	for (size_t at = 0; at + DIGEST <= v->text.len; at++) {
		uint64_t key = windows_key(v->text.p + at);

		if (!is_binary(key) ||
		    !windows_has(&s->audit->digests, key, &label))
			continue;
		report(s, label, view_place(v, at),
		    view_place(v, at + DIGEST - 1));
	}
}

/* Looks for a digest at a place in base64. */
static void
look_for_digest(struct scan *s, size_t at, size_t end)
{
	struct slice text = { s->piece.p + at, end - at };
	uint8_t bytes[WINDOW_LEN];
	uint16_t label;

	if (runs_some_base64(text, bytes, WINDOW_LEN) == WINDOW_LEN &&
	    windows_has(&s->audit->digests, windows_key(bytes), &label))
		report(s, label, at, end - 1);
}

/* Looks for digests where a line of base64 begins and ends. */
static void
look_in_line(struct scan *s, size_t begin, size_t end)
{
	/* Characters that 16, 20, 32 and 64 bytes take. */
	static const size_t lengths[] = { ENC_BASE64_LEN(16),
		ENC_BASE64_LEN(20), ENC_BASE64_LEN(32), ENC_BASE64_LEN(64) };

	look_for_digest(s, begin, end);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (end - begin > lengths[i])
			look_for_digest(s, end - lengths[i], end);
}

/*
 * Digests in base64, each of which is all of a line of a run of its characters,
 * but for some that belong to something else before it or behind it:
 * `sha256-...`.
 */
static void
find_base64_digests(struct scan *s)
{
	size_t begin, end = 0;

	while (runs_next_base64(s->piece, &begin, &end))
		while (begin < end) {
			size_t line = begin;

			while (line < end && s->piece.p[line] != '\r' &&
			       s->piece.p[line] != '\n')
				line++;
			look_in_line(s, begin, line);
			begin = line + 1;
		}
}

static void
on_shape(void *ctx, enum detector detector, size_t first, size_t last)
{
	struct scan *s = ctx;
	const struct view *v = &s->audit->view;

	report(s,
	    (uint16_t)((unsigned int)detector * SPELLING_COUNT +
		       SPELLING_SHAPE),
	    view_place(v, first), view_place(v, last));
}

/* Whether any bytes, and not only text, can stand behind an encoding. */
static bool
hides_bytes(enum encoding encoding)
{
	return encoding == ENCODING_RAW || encoding == ENCODING_PERCENT ||
	       encoding == ENCODING_HL7V2;
}

/* Searches the view at hand. */
static void
scan_view(struct scan *s)
{
	struct audit *a = s->audit;
	const struct view *v = &a->view;

	buf_reset(&a->covered);
	needles_find(&a->needles, buf_slice(&v->folded), v->edge, v->folded.len,
	    on_needle, s);
	find_digits(s);
	find_hex_digests(s);
	if (hides_bytes(s->encoding))
		find_binary_digests(s);
	if (a->shapes)
		shapes_find(v->text, view_is_strict(s->encoding), on_shape, s);
}

/* Searches one piece in every reading. */
static int
scan_piece(struct scan *s, struct err *err)
{
	struct audit *a = s->audit;

	buf_reset(&a->plain);
	for (int e = 0; e < ENCODING_COUNT; e++) {
		s->encoding = (enum encoding)e;
		if (view_make(&a->view, s->piece, s->encoding))
			scan_view(s);
		if (s->encoding == ENCODING_BASE64)
			find_base64_digests(s);
		if (a->view.folded.failed || a->covered.failed ||
		    a->plain.failed)
			return err_nomem(err);
	}
	return 0;
}

/* Reads until the buffer is full or the input ends. */
static int
fill(int fd, const char *name, uint8_t *p, size_t *len, bool *end,
    struct err *err)
{
	while (*len < BEFORE + PIECE + AFTER && !*end) {
		ssize_t n = read(fd, p + *len, BEFORE + PIECE + AFTER - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ERR_IO, "%s", name);
		*end = n == 0;
		*len += (size_t)n;
	}
	return 0;
}

/* Goes on to the next piece; what stands before it shows where words begin. */
static size_t
slide(struct scan *s, uint8_t *p, size_t len)
{
	size_t keep = s->until - BEFORE;

	line_at(s, keep);
	s->counted = 0;
	memmove(p, p + keep, len - keep);
	s->core = BEFORE;
	return len - keep;
}

/* Of what is compressed, nothing found would mean nothing. */
static int
refuse_packed(const char *name, struct slice start, struct err *err)
{
	const char *packer = packed_by(start);

	return packer == NULL
		   ? 0
		   : err_set(err, ERR_INPUT,
			 "%s is compressed (%s): unpack it, nothing can be "
			 "seen in it",
			 name, packer);
}

static int
scan_all(
    struct scan *s, const struct audit_file *file, uint8_t *p, struct err *err)
{
	uint64_t done = 0;
	size_t len = 0;
	bool end = false;

	for (;;) {
		if (fill(file->fd, file->name, p, &len, &end, err) < 0)
			return -1;
		s->piece = (struct slice){ p, len };
		if (done == 0 && refuse_packed(file->name, s->piece, err) < 0)
			return -1;
		s->until = end ? len : BEFORE + PIECE;
		if (scan_piece(s, err) < 0)
			return -1;
		done += s->until - s->core;
		if (file->progress != NULL)
			file->progress(s->ctx, done);
		if (end)
			return 0;
		len = slide(s, p, len);
	}
}

int
audit_scan(struct audit *a, const struct audit_file *file,
    audit_found_fn *found, void *ctx, struct err *err)
{
	struct scan s = { .audit = a, .found = found, .ctx = ctx, .line = 1 };
	struct buf window;
	int result = -1;

	buf_init(&window, BEFORE + PIECE + AFTER);
	if (buf_reserve(&window, BEFORE + PIECE + AFTER) == NULL)
		return err_nomem(err);
	window.len = window.max;
	result = scan_all(&s, file, window.p, err);
	buf_wipe(&window);
	return result;
}

int
audit_scan_bytes(struct audit *a, struct slice bytes, audit_found_fn *found,
    void *ctx, struct err *err)
{
	struct scan s = { .audit = a,
		.found = found,
		.ctx = ctx,
		.line = 1,
		.piece = bytes,
		.until = bytes.len };

	return scan_piece(&s, err);
}
