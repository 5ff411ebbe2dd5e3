/*
 * xml_tags: start tags that come again.
 *
 * The records of a document are much alike: behind a start tag there nearly
 * always stands one of a few others.  What was found out about a tag is kept,
 * and where the same bytes stand again where they stood before, they need not
 * be taken apart.  Tags with prefixes, attributes, blanks or long names are not
 * kept.
 */
#ifndef FORMAT_XML_TAGS_H
#define FORMAT_XML_TAGS_H

#include "format/xml_chars.h"
#include "format/xml_names.h"

/* Bytes of a tag behind "<". */
#define XML_TAG_MAX 16

/* Tags that can be kept; one takes the place of another. */
#define XML_TAGS 256

/* Tags that are looked for behind one. */
#define XML_TAGS_NEXT 3

struct xml_tag {
	uint8_t text[XML_TAG_MAX];    /* the name and ">", zeros behind it */
	uint32_t len;                 /* of the name; UINT32_MAX: no tag */
	uint32_t space;               /* of the name */
	const struct xml_name *known; /* as xml_names_find() */
	struct xml_tag
	    *next[XML_TAGS_NEXT]; /* what stood behind it, latest first */
};

struct xml_tags {
	struct xml_tag *last; /* the one that was read last */
	struct xml_tag other; /* in place of those that are not kept */
	struct xml_tag kept[XML_TAGS];
};

/* None yet; t must stay where it is. */
void xml_tags_init(struct xml_tags *t);

/* Overwrites the names, which are those of records. */
void xml_tags_wipe(struct xml_tags *t);

/* Whether a tag stands at p; XML_BLOCK bytes beyond the end are readable. */
static inline bool
xml_tag_is_at(const struct xml_tag *tag, const uint8_t *p, const uint8_t *end)
{
	if ((size_t)(end - p) <= tag->len)
		return false;
#ifdef __SSE2__
	__m128i a = _mm_loadu_si128((const __m128i *)p);
	__m128i b = _mm_loadu_si128((const __m128i *)tag->text);
	uint32_t same = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));

	return (~same & ((UINT32_C(2) << tag->len) - 1)) == 0;
#else
	return memcmp(p, tag->text, tag->len + 1) == 0;
#endif
}

/*
 * The tag behind whose "<" p is, if it is one that stood here before, while
 * names without prefix are in this namespace; else NULL, and xml_tags_learn()
 * is to be called.
 */
static inline const struct xml_tag *
xml_tags_meet(
    struct xml_tags *t, const uint8_t *p, const uint8_t *end, uint32_t space)
{
	for (size_t i = 0; i < XML_TAGS_NEXT; i++) {
		struct xml_tag *tag = t->last->next[i];

		if (tag->space == space && xml_tag_is_at(tag, p, end)) {
			t->last = tag;
			return tag;
		}
	}
	return NULL;
}

/* Tells of a tag that has a name alone, without prefix. */
void xml_tags_learn(struct xml_tags *t, struct slice name, uint32_t space,
    const struct xml_name *known);

/* Tells of any other tag. */
static inline void
xml_tags_pass(struct xml_tags *t)
{
	t->last = &t->other;
}

#endif
