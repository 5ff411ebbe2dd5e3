/*
 * needles: does a file hold a value that must not be in it?
 *
 *	needles LIST FILE...
 *
 * LIST has a value of four bytes or more on each line.  A file is searched as
 * it is and behind up to two of the encodings below, without regard to the
 * case of ASCII letters; values with eight digits also without the blanks,
 * dots, dashes and slashes in and around them.  Tokens of tamis are left out:
 * they may spell a short name by chance.  Prints what was found, and exits
 * with 0 if nothing was, 1 if something was, 2 on trouble.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST 4
#define DEPTH    2
#define LONG     65536 /* bytes of a file in which chance spells short values */
#define SURE     6     /* bytes of a value that it does not spell */
#define BUCKETS  4096

struct text {
	uint8_t *p;
	size_t len;
};

struct needle {
	struct text text;
	bool digits; /* there are eight or more */
	bool found;
	struct needle *next; /* with the same hash */
};

struct list {
	struct text lines;
	struct needle *all;
	size_t count;
	struct needle *plain[BUCKETS], *squeezed[BUCKETS];
};

_Noreturn static void
die(const char *what, const char *name)
{
	fprintf(stderr, "needles: %s: %s\n", what, name);
	exit(2);
}

static void *
allocate(size_t size)
{
	void *p = calloc(1, size + 1);

	if (p == NULL)
		die("no memory", "");
	return p;
}

static struct text
read_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	struct text t = { NULL, 0 };
	size_t cap = 0, n;

	if (f == NULL)
		die("cannot open", name);
	do {
		cap = cap * 2 + 65536;
		t.p = realloc(t.p, cap);
		if (t.p == NULL)
			die("no memory", name);
		n = fread(t.p + t.len, 1, cap - t.len, f);
		t.len += n;
	} while (t.len == cap);
	if (ferror(f) || fclose(f) != 0)
		die("cannot read", name);
	return t;
}

/*
 * Characters.
 */

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(uint8_t c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

static int
hex_digit(uint8_t c)
{
	if (is_digit(c))
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Adds a character as UTF-8; at most as many bytes as it was spelled with. */
static void
add_char(struct text *out, uint32_t c)
{
	if (c < 0x80) {
		out->p[out->len++] = (uint8_t)c;
		return;
	}
	if (c >= 0x800)
		out->p[out->len++] = (uint8_t)(0xE0 | (c >> 12 & 0x0F));
	out->p[out->len++] = c >= 0x800 ? (uint8_t)(0x80 | (c >> 6 & 0x3F))
					: (uint8_t)(0xC0 | c >> 6);
	out->p[out->len++] = (uint8_t)(0x80 | (c & 0x3F));
}

/* Reads up to `most` digits; returns how many there were. */
static size_t
read_number(const uint8_t *p, const uint8_t *end, size_t most, int base,
    uint32_t *number)
{
	size_t n = 0;

	*number = 0;
	while (n < most && p + n < end && hex_digit(p[n]) >= 0 &&
	       hex_digit(p[n]) < base) {
		*number = *number * (uint32_t)base + (uint32_t)hex_digit(p[n]);
		n++;
	}
	return n;
}

/*
 * Encodings.  Each reads what is at p, adds what it stands for and returns
 * how many bytes that were; 0 if it is none of its kind.
 */

typedef size_t
decode_fn(const uint8_t *p, const uint8_t *end, struct text *out);

static size_t
percent(const uint8_t *p, const uint8_t *end, struct text *out)
{
	uint32_t c;

	if (*p != '%' || read_number(p + 1, end, 2, 16, &c) != 2)
		return 0;
	out->p[out->len++] = (uint8_t)c;
	return 3;
}

static size_t
entity(const uint8_t *p, const uint8_t *end, struct text *out)
{
	static const char *const names[] = { "<lt;", ">gt;", "&amp;", "\"quot;",
		"'apos;" };
	size_t left = (size_t)(end - p), n, prefix = 2;
	uint32_t c;

	for (size_t i = 0; *p == '&' && i < 5; i++) {
		n = strlen(names[i] + 1);
		if (left > n && memcmp(p + 1, names[i] + 1, n) == 0) {
			out->p[out->len++] = (uint8_t)names[i][0];
			return n + 1;
		}
	}
	if (left < 4 || p[0] != '&' || p[1] != '#')
		return 0;
	prefix += lower(p[2]) == 'x';
	n = read_number(p + prefix, end, 8, prefix == 3 ? 16 : 10, &c);
	if (n == 0 || p + prefix + n == end || p[prefix + n] != ';')
		return 0;
	add_char(out, c);
	return prefix + n + 1;
}

static size_t
json_escape(const uint8_t *p, const uint8_t *end, struct text *out)
{
	uint32_t c;

	if (*p != '\\' || p + 1 == end)
		return 0;
	if (p[1] == 'u' && read_number(p + 2, end, 4, 16, &c) == 4) {
		add_char(out, c);
		return 6;
	}
	if (strchr("\"\\/", p[1]) == NULL)
		return 0;
	out->p[out->len++] = p[1];
	return 2;
}

static size_t
hl7_escape(const uint8_t *p, const uint8_t *end, struct text *out)
{
	static const char letters[] = "FSTRE", marks[] = "|^&~\\";
	const char *letter;
	size_t n = 2;
	uint32_t c;

	if (*p != '\\' || end - p < 3)
		return 0;
	letter = strchr(letters, p[1]);
	if (letter != NULL && p[1] != '\0' && p[2] == '\\') {
		out->p[out->len++] = (uint8_t)marks[letter - letters];
		return 3;
	}
	if (p[1] != 'X')
		return 0;
	while (read_number(p + n, end, 2, 16, &c) == 2) {
		out->p[out->len++] = (uint8_t)c;
		n += 2;
	}
	return n + (p + n < end && p[n] == '\\');
}

/* Bytes beyond ASCII that are no UTF-8. */
static size_t
latin_1(const uint8_t *p, const uint8_t *end, struct text *out)
{
	size_t n = 1;

	if (*p < 0x80)
		return 0;
	while (p + n < end && (p[n] & 0xC0) == 0x80)
		n++;
	if (*p >= 0xC2 && n > 1)
		return 0;
	add_char(out, *p);
	return 1;
}

static size_t
hexadecimal(const uint8_t *p, const uint8_t *end, struct text *out)
{
	uint32_t c;

	if (read_number(p, end, 2, 16, &c) != 2)
		return 0;
	out->p[out->len++] = (uint8_t)c;
	return 2;
}

static int
base64_digit(uint8_t c)
{
	static const char other[] = "+-/_";
	const char *found;

	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	found = c != '\0' ? strchr(other, c) : NULL;
	return found == NULL ? -1 : 62 + (int)(found - other) / 2;
}

/* Four characters; fewer at the end of a word. */
static size_t
base64(const uint8_t *p, const uint8_t *end, struct text *out)
{
	uint32_t held = 0;
	size_t n = 0;

	while (n < 4 && p + n < end && base64_digit(p[n]) >= 0)
		held = held << 6 | (uint32_t)base64_digit(p[n++]);
	if (n < 2)
		return 0;
	held <<= 6 * (4 - n);
	for (size_t i = 0; i + 1 < n; i++)
		out->p[out->len++] = (uint8_t)(held >> (16 - 8 * i));
	return n;
}

/* Kinds of words are read from each of several bytes on. */
static const struct {
	const char *name;
	decode_fn *decode;
	size_t shifts;
} encodings[] = {
	{ "percent", percent, 1 },
	{ "XML", entity, 1 },
	{ "JSON", json_escape, 1 },
	{ "HL7", hl7_escape, 1 },
	{ "ISO-8859-1", latin_1, 1 },
	{ "hexadecimal", hexadecimal, 2 },
	{ "base64", base64, 4 },
};

#define ENCODINGS (sizeof(encodings) / sizeof(encodings[0]))

/*
 * The text behind an encoding, and whether there was any of it.  The first
 * `shift` bytes of each word stay as they are: something may stand before it.
 */
static bool
decode(struct text in, decode_fn *one, size_t shift, struct text *out)
{
	const uint8_t *p = in.p, *end = p + in.len;
	bool any = false;
	size_t left = shift;

	/* A byte beyond ASCII may become two. */
	*out = (struct text){ allocate(in.len * 2 + 4), 0 };
	while (p < end) {
		size_t before = out->len, n = one(p, end, out);

		if (n > 0 && left == 0) {
			any = true;
			p += n;
			continue;
		}
		left = n > 0 ? left - 1 : shift;
		out->len = before;
		out->p[out->len++] = *p++;
	}
	return any;
}

/*
 * Search.
 */

static size_t
hash(const uint8_t *p)
{
	uint32_t h = 0;

	for (size_t i = 0; i < SHORTEST; i++)
		h = h * 31 + lower(p[i]);
	return h * 2654435761u >> 20;
}

static bool
is_same(const uint8_t *p, struct text needle)
{
	for (size_t i = 0; i < needle.len; i++)
		if (lower(p[i]) != lower(needle.p[i]))
			return false;
	return true;
}

static struct text
squeeze(struct text t)
{
	struct text out = { allocate(t.len), 0 };

	for (size_t i = 0; i < t.len; i++)
		if (t.p[i] == '\0' || strchr(" .-/", t.p[i]) == NULL)
			out.p[out.len++] = t.p[i];
	return out;
}

static void
search(struct text t, struct needle *const table[BUCKETS], const char *file,
    const char *way, size_t least)
{
	for (size_t i = 0; i + SHORTEST <= t.len; i++) {
		struct needle *n = table[hash(t.p + i)];

		for (; n != NULL; n = n->next) {
			if (n->found || n->text.len < least ||
			    n->text.len > t.len - i ||
			    !is_same(t.p + i, n->text))
				continue;
			n->found = true;
			printf("%s: %.*s (%s)\n", file, (int)n->text.len,
			    (const char *)n->text.p, way);
		}
	}
}

static void
search_text(const struct list *list, struct text t, const char *file,
    const char *way, size_t least)
{
	struct text squeezed = squeeze(t);

	search(t, list->plain, file, way, least);
	search(squeezed, list->squeezed, file, way, least);
	free(squeezed.p);
}

static void
search_all(const struct list *list, struct text t, const char *file,
    const char *way, size_t least, int depth)
{
	search_text(list, t, file, way, least);
	if (depth == 0)
		return;
	for (size_t i = 0; i < ENCODINGS; i++)
		for (size_t shift = 0; shift < encodings[i].shifts; shift++) {
			bool words = encodings[i].shifts > 1 && t.len >= LONG;
			struct text out;

			if (decode(t, encodings[i].decode, shift, &out))
				search_all(list, out, file, encodings[i].name,
				    words ? SURE : least, depth - 1);
			free(out.p);
		}
}

/*
 * Files.
 */

/* How long a token at p is; 0: there is none. */
static size_t
token_length(const uint8_t *p, const uint8_t *end)
{
	static const char begin[] = "tk1.";
	size_t n = 4, dots = 0;

	if (end - p < 4 || memcmp(p, begin, 4) != 0)
		return 0;
	while (p + n < end && dots < 2 &&
	       (is_alnum(p[n]) || p[n] == '-' || p[n] == '.'))
		dots += p[n++] == '.';
	return dots == 2 && end - p - (ptrdiff_t)n >= 26 ? n + 26 : 0;
}

static void
blank_tokens(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		memset(t.p + i, '#', token_length(t.p + i, t.p + t.len));
}

static void
add_needle(struct list *list, struct text line)
{
	struct needle *n = &list->all[list->count];
	struct needle **table = list->plain;
	size_t digits = 0;

	for (size_t i = 0; i < line.len; i++)
		digits += is_digit(line.p[i]);
	*n = (struct needle){ .text = line, .digits = digits >= 8 };
	if (n->digits) {
		n->text = squeeze(line);
		table = list->squeezed;
	}
	if (n->text.len < SHORTEST)
		die("a value is too short", "");
	n->next = table[hash(n->text.p)];
	table[hash(n->text.p)] = n;
	list->count++;
}

static void
read_list(struct list *list, const char *name)
{
	struct text t = list->lines = read_file(name);
	size_t lines = 1;

	for (size_t i = 0; i < t.len; i++)
		lines += t.p[i] == '\n';
	list->all = allocate(lines * sizeof(*list->all));
	for (size_t begin = 0, i = 0; i < t.len; i++) {
		if (t.p[i] != '\n')
			continue;
		if (i > begin)
			add_needle(
			    list, (struct text){ t.p + begin, i - begin });
		begin = i + 1;
	}
}

int
main(int argc, char **argv)
{
	static struct list list;
	int code = 0;

	if (argc < 3)
		die("usage", "needles LIST FILE...");
	read_list(&list, argv[1]);
	for (int i = 2; i < argc; i++) {
		struct text t = read_file(argv[i]);

		blank_tokens(t);
		search_all(&list, t, argv[i], "as it is", SHORTEST, DEPTH);
		free(t.p);
	}
	for (size_t i = 0; i < list.count; i++)
		code |= list.all[i].found;
	return code;
}
