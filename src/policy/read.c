#include "policy/read.h"

#include "base/num.h"
#include "base/utf8.h"
#include "policy/suggest.h"

bool
read_is(struct notes *n, const struct node *node, enum node_kind kind)
{
	if (node == NULL || node->kind == kind)
		return node != NULL;
	notes_add(n, CODE_WRONG_KIND, node->place, "this must be %s, not %s",
	    node_kind_name(kind), node_kind_name(node->kind));
	return false;
}

static struct slice
nearest(struct slice word, const char *const *words)
{
	struct suggest s = suggest_for(word);

	for (; *words != NULL; words++)
		suggest_offer(&s, slice_text(*words));
	return s.best;
}

/* Writes the words of a list with commas, cut to the room. */
static void
list_words(char *out, size_t room, const char *const *words)
{
	size_t len = 0;

	for (const char *before = ""; *words != NULL; words++, before = ", ") {
		const char *word = strcmp(*words, "\t") == 0 ? "\\t" : *words;
		size_t need = strlen(before) + strlen(word);

		if (len + need >= room)
			break;
		memcpy(out + len, before, strlen(before));
		memcpy(out + len + strlen(before), word, strlen(word));
		len += need;
	}
	out[len] = '\0';
}

void
read_unknown(struct notes *n, enum policy_code code, struct place place,
    const char *what, struct slice word, const char *const *words)
{
	struct slice best = nearest(word, words);
	char list[400];

	if (best.p != NULL) {
		notes_unknown(n, code, place, what, word, best);
		return;
	}
	list_words(list, sizeof(list), words);
	notes_add(n, code, place, "unknown %s `%.*s`; possible are %s", what,
	    SHOWN(word), list);
}

struct slice
read_nearest_name(struct slice word, const struct names *names)
{
	struct suggest s = suggest_for(word);

	for (uint32_t i = 0; i < names->count; i++)
		suggest_offer(&s, names->names[i]);
	return s.best;
}

static bool
is_listed(struct slice word, const char *const *words)
{
	while (*words != NULL && !slice_is(word, *words))
		words++;
	return *words != NULL;
}

void
read_keys(struct notes *n, const struct node *object, const char *const *keys)
{
	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = &object->members[i];

		if (!is_listed(m->key, keys))
			read_unknown(
			    n, CODE_UNKNOWN_KEY, m->place, "key", m->key, keys);
	}
}

struct node *
read_required(struct notes *n, const struct node *object, const char *key)
{
	struct node *node = node_find(object, key);

	if (node == NULL)
		notes_add(n, CODE_MISSING_KEY, node_opening(object),
		    "the key `%s` is missing", key);
	return node;
}

bool
read_string(struct notes *n, const struct node *node, struct slice *s)
{
	if (!read_is(n, node, NODE_STRING))
		return false;
	if (node->text.len == 0) {
		notes_add(n, CODE_EMPTY, node->place, "this is empty");
		return false;
	}
	*s = node->text;
	return true;
}

/* Whether a text means nothing but what its reader sees. */
static bool
is_plain(struct notes *n, const struct node *node)
{
	struct slice rest = node->text;
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		if (!note_is_misleading(c) && c != '\r')
			continue;
		notes_add(n, CODE_HIDDEN, node->place,
		    "the character U+%04X hides or misleads", (unsigned int)c);
		return false;
	}
	return true;
}

static bool
is_language(struct slice code)
{
	return code.len == 2 && code.p[0] >= 'a' && code.p[0] <= 'z' &&
	       code.p[1] >= 'a' && code.p[1] <= 'z';
}

/* Whether all of the members are texts in a language. */
static bool
are_texts(struct notes *n, const struct node *object)
{
	bool good = true;

	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = &object->members[i];
		struct slice text;

		if (!is_language(m->key)) {
			notes_add(n, CODE_BAD_LANGUAGE, m->place,
			    "a language is two small letters, such as `en`");
			good = false;
		} else if (!read_string(n, m->value, &text) ||
			   !is_plain(n, m->value)) {
			good = false;
		}
	}
	return good;
}

static bool
read_translated(struct notes *n, struct node *object, struct slice *text)
{
	if (object->count == 0) {
		notes_add(n, CODE_EMPTY, object->place, "this is empty");
		return false;
	}
	if (!are_texts(n, object))
		return false;
	object->shown = node_find(object, "en");
	if (object->shown == NULL)
		object->shown = object->members[0].value;
	*text = object->shown->text;
	return true;
}

bool
read_text(struct notes *n, struct node *node, struct slice *text)
{
	if (node == NULL)
		return false;
	if (node->kind == NODE_OBJECT)
		return read_translated(n, node, text);
	return read_string(n, node, text) && is_plain(n, node);
}

static bool
is_name(struct slice s, bool underscores)
{
	if (s.len == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.len; i++) {
		uint8_t c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && !(underscores && c == '_'))
			return false;
	}
	return true;
}

bool
read_name(
    struct notes *n, struct slice name, struct place place, bool underscores)
{
	if (is_name(name, underscores))
		return true;
	notes_add(n, CODE_BAD_NAME, place,
	    "a name is a small letter, then small letters, digits and "
	    "dashes%s",
	    underscores ? " or underscores" : "");
	return false;
}

bool
read_boolean(struct notes *n, const struct node *node, bool *b)
{
	if (!read_is(n, node, NODE_BOOLEAN))
		return false;
	*b = node->truth;
	return true;
}

bool
read_count(struct notes *n, const struct node *node, uint64_t min, uint64_t max,
    uint64_t *count)
{
	uint64_t value;

	if (!read_is(n, node, NODE_NUMBER))
		return false;
	if (!num_u64(node->text, &value) || value < min || value > max) {
		notes_add(n, CODE_OUT_OF_RANGE, node->place,
		    "this must be an integer from %llu to %llu",
		    (unsigned long long)min, (unsigned long long)max);
		return false;
	}
	*count = value;
	return true;
}

bool
read_choice(struct notes *n, const struct node *node,
    const char *const *choices, uint32_t *index)
{
	if (!read_is(n, node, NODE_STRING))
		return false;
	for (uint32_t i = 0; choices[i] != NULL; i++) {
		if (slice_is(node->text, choices[i])) {
			*index = i;
			return true;
		}
	}
	read_unknown(
	    n, CODE_BAD_PARAM, node->place, "value", node->text, choices);
	return false;
}

bool
read_scalar(
    struct notes *n, const struct node *node, bool null, struct value *value)
{
	if (node == NULL)
		return false;
	value->text = node->text;
	switch (node->kind) {
	case NODE_STRING:
		value->kind = VALUE_TEXT;
		return true;
	case NODE_NUMBER:
		value->kind = VALUE_NUMBER;
		return true;
	case NODE_BOOLEAN:
		value->kind = VALUE_BOOLEAN;
		return true;
	case NODE_NULL:
		value->kind = VALUE_NULL;
		value->text = (struct slice){ 0 };
		if (null)
			return true;
		break;
	default:
		break;
	}
	notes_add(n, CODE_WRONG_KIND, node->place,
	    "this must be a string, a number%s or a boolean, not %s",
	    null ? ", null" : "", node_kind_name(node->kind));
	return false;
}
