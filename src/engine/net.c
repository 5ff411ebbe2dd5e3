#include "engine/net.h"

#include <stdlib.h>

#include "action/detect.h"
#include "base/array.h"
#include "base/charset.h"
#include "base/enc.h"
#include "base/fold.h"
#include "base/limits.h"
#include "base/reference.h"

/* Shorter texts of base64 have less than what is worth protecting. */
#define ENCLOSED_MIN ENC_BASE64_LEN(LIMIT_ECHO)

/* Of shorter ones, which are most values, the first character is asked. */
#define ENCLOSED_SHORT 24

static int
fill_literals(struct net *net, struct echo_set *set, const struct kind *kind)
{
	const struct slice nowhere = { NULL, 0 };

	echo_set_init(set);
	for (size_t i = 0; i < kind->literal_count; i++)
		if (echo_set_is_full(set) ||
		    echo_set_add(set, &net->text, kind->literals[i], nowhere) <
			0)
			return -1;
	return 0;
}

int
net_init(struct net *net, const struct program *program)
{
	*net = (struct net){ .kind_count = program->kind_count };
	echo_set_init(&net->guarded);
	echo_text_init(&net->text, LIMIT_VALUE);
	/* A mask may be of four bytes for one. */
	buf_init(&net->copies, 4 * LIMIT_RECORD);
	buf_init(&net->opened, LIMIT_VALUE);
	buf_init(&net->resolved, LIMIT_VALUE);
	buf_init(&net->spelled, LIMIT_VALUE * (FOLD_MAX / 2));
	net->literals = calloc(net->kind_count + 1, sizeof(*net->literals));
	if (net->literals == NULL || !net_reserve(net))
		return -1;
	for (size_t k = 0; k < net->kind_count; k++)
		if (fill_literals(net, &net->literals[k], &program->kinds[k]) <
		    0)
			return -1;
	return 0;
}

void
net_release(struct net *net)
{
	echo_set_release(&net->guarded);
	echo_text_release(&net->text);
	for (size_t k = 0; net->literals != NULL && k < net->kind_count; k++)
		echo_set_release(&net->literals[k]);
	free(net->literals);
	free(net->shown);
	buf_wipe(&net->copies);
	buf_wipe(&net->opened);
	buf_wipe(&net->resolved);
	buf_wipe(&net->spelled);
	*net = (struct net){ 0 };
}

enum reason
net_guard(struct net *net, struct slice value, struct slice path)
{
	if (echo_set_is_full(&net->guarded))
		return REASON_MEMBERS;
	return echo_set_add(&net->guarded, &net->text, value, path) < 0
		   ? REASON_MEMORY
		   : REASON_NONE;
}

bool
net_reserve(struct net *net)
{
	return net_has_room(net) ||
	       array_grow((void **)&net->shown, &net->cap, sizeof(*net->shown));
}

bool
net_show_copy(
    struct net *net, uint32_t field, enum type_id must, struct slice value)
{
	size_t at = net->copies.len;

	buf_put(&net->copies, value);
	if (net->copies.failed || !net_reserve(net))
		return false;
	net->shown[net->count++] =
	    (struct net_shown){ NULL, at, value.len, field, must };
	return true;
}

static inline struct slice
shown_text(const struct net *net, const struct net_shown *shown)
{
	const uint8_t *p =
	    shown->p != NULL ? shown->p : net->copies.p + shown->at;

	return (struct slice){ p, shown->len };
}

static bool
detect(const struct kind *kind, const struct net_shown *shown,
    struct slice text, struct net_hit *hit)
{
	size_t at;

	for (enum detector d = 0; d < DETECT_COUNT; d++) {
		if ((kind->detects >> d & 1) == 0 ||
		    detector_expected(d, shown->must) ||
		    !detect_in(d, text, &at))
			continue;
		hit->reason = REASON_DETECT;
		hit->of = slice_text(detector_names[d]);
		return true;
	}
	return false;
}

/* The same of a text in any script: shapes are those of ASCII. */
static bool
detect_any(struct net *net, const struct kind *kind,
    const struct net_shown *shown, struct slice text, struct net_hit *hit)
{
	if (charset_is_ascii(text))
		return detect(kind, shown, text, hit);
	buf_reset(&net->spelled);
	fold_spell(text, &net->spelled);
	if (net->spelled.failed) {
		hit->reason = REASON_MEMORY;
		return true;
	}
	return detect(kind, shown, buf_slice(&net->spelled), hit);
}

/* Looks for the values of a set in the text that was folded. */
static bool
find(struct net *net, struct echo_set *set, enum reason reason,
    struct net_hit *hit)
{
	const struct echo_value *found;

	if (echo_find(set, &net->text, &found) < 0)
		hit->reason = REASON_MEMORY;
	else if (found != NULL)
		*hit = (struct net_hit){ reason, hit->field, found->path };
	return hit->reason != REASON_NONE;
}

/* What a text is searched for, and what is found. */
struct hunt {
	const struct kind *kind;
	struct echo_set *literals;
	const struct net_shown *shown;
	struct net_hit *hit;
};

/* Searches one text; whether something came out in it. */
static bool
search_plain(struct net *net, const struct hunt *hunt, struct slice text)
{
	struct net_hit *hit = hunt->hit;

	if (echo_may_hold(&net->guarded, text) ||
	    echo_may_hold(hunt->literals, text)) {
		if (echo_text_fold(&net->text, text) < 0)
			hit->reason = REASON_MEMORY;
		if (hit->reason != REASON_NONE ||
		    find(net, &net->guarded, REASON_ECHO, hit) ||
		    find(net, hunt->literals, REASON_LITERAL, hit))
			return true;
	}
	return hunt->kind->detects != 0 &&
	       detect_any(net, hunt->kind, hunt->shown, text, hit);
}

/* Whether a text may have characters that it only names. */
static bool
may_refer(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '&' || text.p[i] == '%' || text.p[i] == '\\')
			return true;
	return false;
}

/* The same, also of what the text stands for. */
static bool
search_all(struct net *net, const struct hunt *hunt, struct slice text)
{
	if (search_plain(net, hunt, text))
		return true;
	if (!may_refer(text))
		return false;
	buf_reset(&net->resolved);
	if (reference_resolve(text, &net->resolved))
		return search_plain(net, hunt, buf_slice(&net->resolved));
	if (net->resolved.failed)
		hunt->hit->reason = REASON_MEMORY;
	return net->resolved.failed;
}

/* Most texts are settled by how many digits they have. */
static inline bool
search(struct net *net, const struct hunt *hunt, struct slice text)
{
	return (hunt->kind->detects != 0 ||
		   echo_may_concern(&net->guarded, text) ||
		   echo_may_concern(hunt->literals, text)) &&
	       search_all(net, hunt, text);
}

/* Whether a text begins with a word, in either case of letters. */
static bool
begins_word(struct slice text, const char *word)
{
	size_t n = 0;

	while (n < text.len && word[n] != '\0' &&
	       (text.p[n] | 0x20) == (word[n] | 0x20))
		n++;
	return word[n] == '\0';
}

/* Goes on to what a data: URI holds, if it says that this is base64. */
static bool
skip_data_scheme(struct slice *text)
{
	static const char mark[] = "base64,";

	if (!begins_word(*text, "data:"))
		return true;
	while (text->len > 0 && !begins_word(*text, mark))
		*text = slice_skip(*text, 1);
	if (text->len == 0)
		return false;
	*text = slice_skip(*text, sizeof(mark) - 1);
	return true;
}

/*
 * Whether base64 of a text in UTF-8 begins so: what is first is ASCII, or a
 * letter of Latin-1 (0xC3).  A day, a number and many codes do not.
 */
static inline bool
begins_enclosed(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'f') || c == 'w';
}

/* Whether a text may be base64, and is not too short to matter. */
static inline bool
may_enclose(struct slice text)
{
	return text.len >= ENCLOSED_MIN &&
	       (text.len >= ENCLOSED_SHORT || text.p[0] <= ' ' ||
		   begins_enclosed(text.p[0]));
}

/* Opens a text that is base64; false if it is not. */
static bool
open_text(struct net *net, struct slice text)
{
	buf_reset(&net->opened);
	while (text.len > 0 && text.p[0] <= ' ')
		text = slice_skip(text, 1);
	return may_enclose(text) && skip_data_scheme(&text) &&
	       enc_open_base64(text, &net->opened);
}

static inline size_t
least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* No text with fewer bytes can hold anything that is looked for. */
static size_t
shortest_of_interest(const struct net *net, const struct kind *kind,
    const struct echo_set *literals)
{
	size_t digits =
	    least_of(net->guarded.fewest_digits, literals->fewest_digits);

	return kind->detects != 0 ? 0 : least_of(digits, ENCLOSED_MIN);
}

/* Searches what a shown value is base64 of. */
static bool
search_opened(struct net *net, const struct hunt *hunt, struct slice text)
{
	if (open_text(net, text))
		return search(net, hunt, buf_slice(&net->opened));
	if (net->opened.failed)
		hunt->hit->reason = REASON_MEMORY;
	return net->opened.failed;
}

struct net_hit
net_search(struct net *net, const struct kind *kind, size_t k)
{
	struct net_hit hit = { .reason = REASON_NONE };
	struct hunt hunt = { kind, &net->literals[k], NULL, &hit };
	const size_t shortest = shortest_of_interest(net, kind, hunt.literals);

	for (size_t i = 0; i < net->count; i++) {
		struct slice text;

		hunt.shown = &net->shown[i];
		text = shown_text(net, hunt.shown);
		hit.field = hunt.shown->field;
		if (text.len >= shortest &&
		    (search(net, &hunt, text) ||
			(may_enclose(text) && search_opened(net, &hunt, text))))
			break;
	}
	return hit;
}
