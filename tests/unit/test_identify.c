#include <check.h>

#include "policy/identify.h"

static const struct {
	const char *name;
	bool identifies;
} cases[] = {
	{ "nom", true },
	{ "Nom", true },
	{ "NOM", true },
	{ "nomNaissance", true },
	{ "dateNaissance", true },
	{ "BIRTH_DATE", true },
	{ "NIRPatient", true },
	{ "numNIR", true },
	{ "ligne1", true },
	{ "1ligne", true },
	{ "adresse-postale", true },
	{ "date naissance", true },
	{ "Pr\xC3\xA9noms", true },
	{ "PR\xC3\x89NOM", true },
	{ "t\xC3\xA9l", true },
	{ "patient.name", true },
	{ "username", true },
	{ "zz_voie", true },
	{ "address", true },
	{ "", false },
	{ "_", false },
	{ "nomenclature", false },
	{ "codeLoinc", false },
	{ "multiline", false },
	{ "insulin", false },
	{ "sexe", false },
	{ "n\xC3\xB7m", false },
	{ "a2021", false },
	{ "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", false },
};

START_TEST(test_identify)
{
	ck_assert_msg(
	    identify_name(slice_text(cases[_i].name)) == cases[_i].identifies,
	    "%s", cases[_i].name);
}
END_TEST

Suite *identify_suite(void);

Suite *
identify_suite(void)
{
	Suite *suite = suite_create("identify");
	TCase *names = tcase_create("names");

	tcase_add_loop_test(
	    names, test_identify, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	suite_add_tcase(suite, names);
	return suite;
}
