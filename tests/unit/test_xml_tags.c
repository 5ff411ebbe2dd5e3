/*
 * Tags that come again: what is expected never changes what a tag means.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/xml_tags.h"

#define NAMES 600 /* more than can be kept */

static const struct xml_name names[NAMES];

/* The bytes of a tag behind "<", with what may be read behind it. */
struct tag {
	uint8_t text[64 + XML_BLOCK];
	size_t name; /* bytes of the name */
};

static struct tag
tag_of(const char *name)
{
	struct tag t = { .name = strlen(name) };

	memset(t.text, 'x', sizeof(t.text));
	memcpy(t.text, name, t.name);
	t.text[t.name] = '>';
	return t;
}

static const struct xml_tag *
meet(struct xml_tags *tags, const char *name, uint32_t space)
{
	struct tag t = tag_of(name);

	return xml_tags_meet(tags, t.text, t.text + sizeof(t.text), space);
}

static void
learn(struct xml_tags *tags, const char *name, uint32_t space)
{
	xml_tags_learn(tags, slice_text(name), space, &names[0]);
}

START_TEST(a_tag_is_met_where_it_stood)
{
	struct xml_tags *tags = malloc(sizeof(*tags));

	ck_assert_ptr_nonnull(tags);
	xml_tags_init(tags);
	ck_assert_ptr_null(meet(tags, "a", 1));
	ck_assert_ptr_null(meet(tags, "", 1));
	learn(tags, "a", 1);
	learn(tags, "fifteen_letters", 1);
	learn(tags, "a", 1);
	/* Behind "a" stood this one, with all of its letters. */
	ck_assert_ptr_null(meet(tags, "a", 1));
	ck_assert_ptr_null(meet(tags, "fifteen_letter", 1));
	ck_assert_ptr_null(meet(tags, "fifteen_lettersx", 1));
	ck_assert_ptr_null(meet(tags, "fifteen_letters", 2));
	ck_assert_ptr_eq(meet(tags, "fifteen_letters", 1)->known, &names[0]);
	ck_assert_uint_eq(meet(tags, "a", 1)->len, 1);
	/* Long names are not kept, and neither is what stands before. */
	learn(tags, "sixteen_letters_", 1);
	ck_assert_ptr_null(meet(tags, "fifteen_letters", 1));
	ck_assert_ptr_null(meet(tags, "sixteen_letters_", 1));
	xml_tags_wipe(tags);
	free(tags);
}
END_TEST

START_TEST(a_cut_tag_is_not_met)
{
	struct xml_tags *tags = malloc(sizeof(*tags));
	struct tag t = tag_of("abc");

	ck_assert_ptr_nonnull(tags);
	xml_tags_init(tags);
	learn(tags, "abc", 1);
	learn(tags, "abc", 1);
	for (size_t len = 0; len <= t.name; len++)
		ck_assert_ptr_null(
		    xml_tags_meet(tags, t.text, t.text + len, 1));
	ck_assert_ptr_nonnull(
	    xml_tags_meet(tags, t.text, t.text + t.name + 1, 1));
	free(tags);
}
END_TEST

/* Tags in any order, in two namespaces: each that is met is the one there. */
START_TEST(what_is_met_is_there)
{
	struct xml_tags *tags = malloc(sizeof(*tags));
	uint32_t seed = (uint32_t)_i + 1, met = 0;

	ck_assert_ptr_nonnull(tags);
	xml_tags_init(tags);
	for (unsigned int i = 0; i < 20000; i++) {
		uint32_t space = 1 + (i / 1000) % 2, n;
		const struct xml_tag *tag;
		char name[32];

		seed = seed * 1664525 + 1013904223;
		n = (seed >> 8) % ((unsigned int)_i % 2 == 0 ? NAMES : 4);
		snprintf(name, sizeof(name), "%.*s%u", (int)(n % 16),
		    "abcdefghijklmnop", n);
		tag = meet(tags, name, space);
		if (tag == NULL) {
			xml_tags_learn(
			    tags, slice_text(name), space, &names[n]);
			continue;
		}
		met++;
		ck_assert_uint_eq(tag->len, strlen(name));
		ck_assert_mem_eq(tag->text, name, tag->len);
		ck_assert_uint_eq(tag->text[tag->len], '>');
		ck_assert_uint_eq(tag->space, space);
		ck_assert_ptr_eq(tag->known, &names[n]);
	}
	if (_i % 2 != 0)
		ck_assert_uint_gt(met, 10000);
	free(tags);
}
END_TEST

Suite *xml_tags_suite(void);

Suite *
xml_tags_suite(void)
{
	Suite *s = suite_create("xml_tags");
	TCase *t = tcase_create("tags");

	tcase_add_test(t, a_tag_is_met_where_it_stood);
	tcase_add_test(t, a_cut_tag_is_not_met);
	tcase_add_loop_test(t, what_is_met_is_there, 0, 6);
	suite_add_tcase(s, t);
	return s;
}
