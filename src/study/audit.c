#include "study/audit.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/enc.h"
#include "base/fold.h"

/* A file is searched piece by piece; a value may begin at the end of one. */
#define PIECE  ((size_t)1 << 20)
#define BEFORE ((size_t)64)   /* shows whether a word begins */
#define AFTER  ((size_t)8192) /* holds a needle in any encoding */

#define WINDOW 8

const char *
spelling_name(enum spelling spelling)
{
	switch (spelling) {
	case SPELLING_FOLDED:
		return "as it is";
	case SPELLING_REVERSED:
		return "backwards";
	case SPELLING_WINDOW:
		return "eight digits of it";
	default:
		return plain_names[spelling - SPELLING_DIGEST];
	}
}

void
audit_init(struct audit *a)
{
	*a = (struct audit){ 0 };
	needles_init(&a->needles);
	needles_init(&a->allowed);
	buf_init(&a->folded, (size_t)1 << 31);
	buf_init(&a->scratch, (size_t)1 << 31);
	view_init(&a->view);
}

void
audit_release(struct audit *a)
{
	needles_release(&a->needles);
	needles_release(&a->allowed);
	buf_wipe(&a->folded);
	buf_wipe(&a->scratch);
	view_release(&a->view);
}

/*
 * Values as needles.
 */

/* All letters and digits of a value, whatever stands between them. */
static struct slice
fold(struct audit *a, struct slice value)
{
	uint8_t bytes[FOLD_MAX];
	size_t len;

	buf_reset(&a->folded);
	while (value.len > 0)
		if (fold_next(&value, bytes, &len) == FOLD_LETTERS)
			buf_add(&a->folded, bytes, len);
	return buf_slice(&a->folded);
}

static bool
is_digits(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

int
audit_allow(struct audit *a, struct slice value, struct err *err)
{
	struct slice folded = fold(a, value);

	for (size_t i = 0; i + WINDOW <= folded.len; i++) {
		struct slice window = { folded.p + i, WINDOW };

		if (is_digits(window) &&
		    needles_add(&a->allowed, window, 0, err) < 0)
			return -1;
	}
	return a->folded.failed ? err_nomem(err) : 0;
}

static uint16_t
label_of(uint16_t field, unsigned int spelling)
{
	return (uint16_t)((unsigned int)field * SPELLING_COUNT + spelling);
}

/* As hexadecimal and as base64, which fold to lower case as all text does. */
static int
add_digest(struct audit *a, uint16_t field, enum plain_digest kind,
    struct slice text, struct err *err)
{
	uint16_t label = label_of(field, (unsigned int)SPELLING_DIGEST + kind);
	uint8_t digest[PLAIN_MAX];
	char shown[2 * PLAIN_MAX];
	struct slice bytes = { digest, plain_digest(kind, text, digest) };
	struct slice hex;

	enc_hex(bytes, shown);
	hex = (struct slice){ (const uint8_t *)shown, 2 * bytes.len };
	return needles_add(&a->needles, hex, label, err);
}

static int
add_digests(struct audit *a, uint16_t field, struct slice text, struct err *err)
{
	for (int kind = 0; kind < PLAIN_COUNT; kind++)
		if (add_digest(a, field, (enum plain_digest)kind, text, err) <
		    0)
			return -1;
	return 0;
}

static int
add_windows(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	if (folded.len <= WINDOW || !is_digits(folded))
		return 0;
	for (size_t i = 0; i + WINDOW <= folded.len; i++) {
		struct slice window = { folded.p + i, WINDOW };

		if (!needles_has(&a->allowed, window) &&
		    needles_add(&a->needles, window,
			label_of(field, SPELLING_WINDOW), err) < 0)
			return -1;
	}
	return 0;
}

/* Characters backwards, byte by byte: a word of ASCII, which numbers are. */
static int
add_reversed(
    struct audit *a, uint16_t field, struct slice folded, struct err *err)
{
	buf_reset(&a->scratch);
	for (size_t i = folded.len; i > 0; i--)
		buf_add_byte(&a->scratch, folded.p[i - 1]);
	if (a->scratch.failed)
		return err_nomem(err);
	return needles_add(&a->needles, buf_slice(&a->scratch),
	    label_of(field, SPELLING_REVERSED), err);
}

int
audit_value(
    struct audit *a, uint16_t field, struct slice value, struct err *err)
{
	struct slice folded = fold(a, value);

	a->values++;
	if (a->folded.failed)
		return err_nomem(err);
	if (folded.len < NEEDLE_MIN) {
		a->too_short++;
		return 0;
	}
	/* Of needles that begin alike the last one is looked at first. */
	if (add_windows(a, field, folded, err) < 0 ||
	    add_reversed(a, field, folded, err) < 0 ||
	    needles_add(&a->needles, folded, label_of(field, SPELLING_FOLDED),
		err) < 0 ||
	    add_digests(a, field, value, err) < 0)
		return -1;
	return slice_equal(folded, value) ? 0
					  : add_digests(a, field, folded, err);
}

/*
 * The search.
 */

struct scan {
	struct audit *audit;
	audit_found_fn *found;
	void *ctx;

	struct slice piece;
	size_t core, until; /* of the piece, where values may begin */
	enum encoding encoding;
	size_t whole; /* of the view: where a whole value ended */

	uint64_t line; /* at `counted` */
	size_t counted;
};

static uint64_t
line_at(struct scan *s, size_t offset)
{
	/* Views are searched one after the other, each from the start. */
	if (offset < s->counted) {
		for (size_t i = offset; i < s->counted; i++)
			s->line -= s->piece.p[i] == '\n';
	} else {
		for (size_t i = s->counted; i < offset; i++)
			s->line += s->piece.p[i] == '\n';
	}
	s->counted = offset;
	return s->line;
}

/* What marks a character that stands for another one, or 0. */
static uint8_t
mark_of(enum encoding encoding)
{
	switch (encoding) {
	case ENCODING_JSON:
	case ENCODING_HL7V2:
		return '\\';
	case ENCODING_XML:
		return '&';
	case ENCODING_PERCENT:
		return '%';
	default:
		return 0;
	}
}

/* Whether a value was there already without its encoding. */
static bool
was_seen(const struct scan *s, size_t first, size_t last)
{
	uint8_t mark = mark_of(s->encoding);

	return mark != 0 &&
	       memchr(s->piece.p + first, mark, last - first + 1) == NULL;
}

static bool
on_needle(void *ctx, const struct needle *needle, size_t at)
{
	struct scan *s = ctx;
	const struct view *v = &s->audit->view;
	size_t first = v->from[at], last = v->from[at + needle->len - 1];
	struct audit_finding finding = {
		.field = needle->label / SPELLING_COUNT,
		.spelling = needle->label % SPELLING_COUNT,
		.encoding = s->encoding,
	};

	if (finding.spelling == SPELLING_WINDOW && at < s->whole)
		return true;
	if (finding.spelling != SPELLING_WINDOW)
		s->whole = at + needle->len;
	if (first < s->core || first >= s->until || was_seen(s, first, last))
		return true;
	finding.line = line_at(s, first);
	s->found(s->ctx, &finding);
	return true;
}

/* Searches one piece in every reading. */
static int
scan_piece(struct scan *s, struct err *err)
{
	struct view *v = &s->audit->view;

	for (int e = 0; e < ENCODING_COUNT; e++) {
		s->encoding = (enum encoding)e;
		s->whole = 0;
		if (view_make(v, s->piece, s->encoding))
			needles_find(&s->audit->needles, buf_slice(&v->folded),
			    v->edge, v->folded.len, on_needle, s);
		if (v->folded.failed)
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

static int
scan_all(struct scan *s, int fd, const char *name, uint8_t *p, struct err *err)
{
	size_t len = 0;
	bool end = false;

	for (;;) {
		if (fill(fd, name, p, &len, &end, err) < 0)
			return -1;
		s->piece = (struct slice){ p, len };
		s->until = end ? len : BEFORE + PIECE;
		if (scan_piece(s, err) < 0)
			return -1;
		if (end)
			return 0;
		len = slide(s, p, len);
	}
}

int
audit_scan(struct audit *a, int fd, const char *name, audit_found_fn *found,
    void *ctx, struct err *err)
{
	struct scan s = { .audit = a, .found = found, .ctx = ctx, .line = 1 };
	struct buf window;
	int result = -1;

	buf_init(&window, BEFORE + PIECE + AFTER);
	if (buf_reserve(&window, BEFORE + PIECE + AFTER) == NULL)
		return err_nomem(err);
	window.len = window.max;
	result = scan_all(&s, fd, name, window.p, err);
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
