/* Places: what a sealed value is bound to. */
#include <check.h>

#include "base/limits.h"
#include "match/path.h"

static const struct namespace namespaces[] = {
	{ { (const uint8_t *)"h", 1 },
	    { (const uint8_t *)"urn:hl7-org:v3", 14 } },
	{ { (const uint8_t *)"odd", 3 }, { (const uint8_t *)"a}b", 3 } },
};

enum notation { JSON, CSV, HL7V2, HPRIM, XML };

static int
parse(struct arena *a, enum notation notation, struct slice text,
    struct path *path)
{
	struct path_fault fault = { 0 };

	switch (notation) {
	case JSON:
		return path_parse_json(a, text, path, &fault);
	case CSV:
		return path_parse_csv(a, text, path, &fault);
	case XML:
		return path_parse_xml(a, text, namespaces, 2, path, &fault);
	default:
		return path_parse_hl7v2(
		    a, text, notation == HPRIM, path, &fault);
	}
}

static void
put_place(enum notation notation, const struct path *path, struct buf *out)
{
	switch (notation) {
	case JSON:
		path_place_json(path, out);
		break;
	case CSV:
		path_place_csv(path, out);
		break;
	case XML:
		path_place_xml(path, namespaces, out);
		break;
	default:
		path_place_hl7v2(path, out);
	}
}

static const struct {
	enum notation notation;
	const char *path, *place;
} cases[] = {
	{ JSON, "patient.nir", "patient.nir" },
	{ JSON, "telecom[].value", "telecom.value" },
	{ JSON, "telecom[system='phone'][use='work'].value", "telecom.value" },
	{ JSON, "prenoms[]", "prenoms" },
	{ JSON, "a[][].b", "a.b" },
	{ JSON, "\"date naissance\".jour", "\"date naissance\".jour" },
	{ JSON, "\"nir\".\"\\u0061\"", "nir.a" },
	{ JSON, "\"a.b\".c", "\"a.b\".c" },
	{ JSON, "a.b.c", "a.b.c" },
	{ JSON, "\"\".x", "\"\".x" },
	{ JSON, "\"q\\\"\\n\"", "\"q\\\"\\n\"" },
	{ JSON, "pr\xC3\xA9nom", "pr\xC3\xA9nom" },
	{ CSV, "Code postal", "Code postal" },
	{ CSV, "a[].b", "a[].b" },
	{ HL7V2, "PID-13", "PID-13" },
	{ HL7V2, "PID-13.1", "PID-13" },
	{ HL7V2, "PID-13.1.1", "PID-13" },
	{ HL7V2, "PID-13.4", "PID-13.4" },
	{ HL7V2, "PID-13.4.1", "PID-13.4" },
	{ HL7V2, "PID-13.1.2", "PID-13.1.2" },
	{ HL7V2, "PID-13.11", "PID-13.11" },
	{ HL7V2, "PID-1", "PID-1" },
	{ HL7V2, "PID-13[3='Internet'].4", "PID-13.4" },
	{ HL7V2, "OBX[3.1='94558-4']-5.1", "OBX-5" },
	{ HPRIM, "P-6.1", "P-6" },
	{ HPRIM, "P-6.2", "P-6.2" },
	{ XML, "/envoi/patient/nir", "/envoi/patient/nir" },
	{ XML, "/h:doc/h:id[@root='1']/@extension",
	    "/{urn:hl7-org:v3}doc/{urn:hl7-org:v3}id/@extension" },
	{ XML, "/h:doc/name/@h:code",
	    "/{urn:hl7-org:v3}doc/name/@{urn:hl7-org:v3}code" },
	{ XML, "/a[b='x']/@xml:lang",
	    "/a/@{http://www.w3.org/XML/1998/namespace}lang" },
	{ XML, "/odd:a", "/{a}}b}a" },
};
#define CASES (int)(sizeof(cases) / sizeof(*cases))

START_TEST(paths_have_places)
{
	struct path path;
	struct arena a;
	struct buf out;

	arena_init(&a, 1 << 16);
	buf_init(&out, 1000);
	ck_assert_int_eq(
	    parse(&a, cases[_i].notation, slice_text(cases[_i].path), &path),
	    0);
	put_place(cases[_i].notation, &path, &out);
	ck_assert_msg(slice_is(buf_slice(&out), cases[_i].place), "%.*s",
	    (int)out.len, (const char *)out.p);
	buf_release(&out);
	arena_release(&a);
}
END_TEST

/* The place of a JSON path is a path that has this place. */
START_TEST(places_are_paths)
{
	struct slice place = slice_text(cases[_i].place);
	struct path path;
	struct arena a;
	struct buf out;

	if (cases[_i].notation == XML)
		return;
	arena_init(&a, 1 << 16);
	buf_init(&out, 1000);
	ck_assert_int_eq(parse(&a, cases[_i].notation, place, &path), 0);
	put_place(cases[_i].notation, &path, &out);
	ck_assert(slice_equal(buf_slice(&out), place));
	buf_release(&out);
	arena_release(&a);
}
END_TEST

/* Two names are never one place. */
START_TEST(names_cannot_run_together)
{
	struct buf one, two;

	buf_init(&one, 100);
	buf_init(&two, 100);
	path_place_element(&one, slice_text("a}/{b"), slice_text("c"));
	path_place_element(&two, slice_text("a"), slice_text(""));
	path_place_element(&two, slice_text("b"), slice_text("c"));
	ck_assert(!slice_equal(buf_slice(&one), buf_slice(&two)));
	buf_reset(&one);
	buf_reset(&two);
	path_place_member(&one, slice_text("a.b"));
	path_place_member(&two, slice_text("a"));
	path_place_member(&two, slice_text("b"));
	ck_assert(!slice_equal(buf_slice(&one), buf_slice(&two)));
	buf_release(&one);
	buf_release(&two);
}
END_TEST

START_TEST(failed_buffers_stay_failed)
{
	struct buf out;

	buf_init(&out, 4);
	path_place_member(&out, slice_text("patient"));
	path_place_end_hl7v2(&out);
	ck_assert(out.failed);
	buf_release(&out);
}
END_TEST

Suite *path_place_suite(void);

Suite *
path_place_suite(void)
{
	Suite *suite = suite_create("path_place");
	TCase *tc = tcase_create("path_place");

	tcase_add_loop_test(tc, paths_have_places, 0, CASES);
	tcase_add_loop_test(tc, places_are_paths, 0, CASES);
	tcase_add_test(tc, names_cannot_run_together);
	tcase_add_test(tc, failed_buffers_stay_failed);
	suite_add_tcase(suite, tc);
	return suite;
}
