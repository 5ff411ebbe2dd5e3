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
	{ "N\xC3\xA9(e) le", true },
	{ "NEE LE", true },
	{ "Pr\xC3\xA9noms", true },
	{ "PR\xC3\x89NOM", true },
	{ "t\xC3\xA9l", true },
	{ "patient.name", true },
	{ "username", true },
	{ "zz_voie", true },
	{ "address", true },
	{ "social_security_number", true },
	{ "NSS", true },
	{ "ddn", true },
	{ "IBAN", true },
	{ "matricule", true },
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

static const struct {
	enum format_id format;
	const char *path;
	bool identifies;
} paths[] = {
	{ FORMAT_JSON, "patient.nom", true },
	{ FORMAT_JSON, "nom.code", false },
	{ FORMAT_JSON, "adresses[].rue", true },
	/* FHIR */
	{ FORMAT_JSON, "name[].family", true },
	{ FORMAT_JSON, "name[].given[]", true },
	{ FORMAT_JSON, "name[].text", true },
	{ FORMAT_JSON, "name[].use", false },
	{ FORMAT_JSON, "birthDate", true },
	{ FORMAT_JSON, "telecom[system='phone'].value", true },
	{ FORMAT_JSON, "telecom[].system", false },
	{ FORMAT_JSON, "address[].line[]", true },
	{ FORMAT_JSON, "address[].text", true },
	{ FORMAT_JSON, "address[].country", false },
	{ FORMAT_JSON, "identifier[system='x'].value", true },
	{ FORMAT_JSON, "identifier[].system", false },
	{ FORMAT_JSON, "contact[].name.family", true },
	{ FORMAT_JSON, "photo[].data", true },
	{ FORMAT_JSON, "subject.display", true },
	{ FORMAT_JSON, "subject.reference", true },
	{ FORMAT_JSON, "code.coding[].display", false },
	{ FORMAT_JSON, "valueQuantity.value", false },
	{ FORMAT_JSON, "status", false },
	{ FORMAT_JSON, "patient.id", true },
	{ FORMAT_JSON, "patient_id", true },
	{ FORMAT_JSON, "specimen.id", false },
	{ FORMAT_JSON, "code.value.id", false },
	{ FORMAT_JSON, "number[type='NIR'].value", true },
	{ FORMAT_JSON, "number[type!='NIR'].value", false },
	{ FORMAT_JSON, "number[system='urn:oid:1.2.250.1.213.1.4.8'].value",
	    true },
	{ FORMAT_JSON, "number[system='urn:oid:1.2.250.1.213.1.4.8'].period",
	    false },
	/* CDA, HPRIM XML */
	{ FORMAT_XML, "/h:patient/h:name/h:family", true },
	{ FORMAT_XML, "/h:patient/h:name/h:given", true },
	{ FORMAT_XML, "/h:patient/h:name", true },
	{ FORMAT_XML, "/h:patient/h:birthTime/@value", true },
	{ FORMAT_XML, "/h:addr/h:streetName", true },
	{ FORMAT_XML, "/h:addr/h:houseNumber", true },
	{ FORMAT_XML, "/h:addr/h:streetAddressLine", true },
	{ FORMAT_XML, "/h:addr", true },
	{ FORMAT_XML, "/h:addr/h:postalCode", false },
	{ FORMAT_XML, "/h:telecom/@value", true },
	{ FORMAT_XML, "/h:telecom/@use", false },
	{ FORMAT_XML, "//h:telecom/@value", true },
	{ FORMAT_XML, "/h:value/@value", false },
	{ FORMAT_XML, "/h:code/@code", false },
	{ FORMAT_XML, "/h:custodian/h:id/@extension", false },
	{ FORMAT_XML, "/h:patientRole/h:id/@extension", true },
	{ FORMAT_XML, "/h:a/h:id[@root^='1.2.250.1.213.1.4.']/@extension",
	    true },
	{ FORMAT_XML, "/h:a/h:id[@root='1.2.250.1.213.1.1']/@extension",
	    false },
	{ FORMAT_XML, "/patient/numeroSecuriteSociale", true },
	{ FORMAT_XML, "/patient/prenoms/prenom", true },
	/* A column is its name, whatever that is. */
	{ FORMAT_CSV, "PATIENT_PHONE", true },
	{ FORMAT_CSV, "T\xC3\xA9l. mobile", true },
	{ FORMAT_CSV, "PATIENT_ID", true },
	{ FORMAT_CSV, "lot.value", false },
	/* HL7 v2 */
	{ FORMAT_HL7V2, "PID-5", true },
	{ FORMAT_HL7V2, "PID-5.1", true },
	{ FORMAT_HL7V2, "PID-5.1.2", true },
	{ FORMAT_HL7V2, "PID-5.7", false },
	{ FORMAT_HL7V2, "PID-3[5='INS'].1", true },
	{ FORMAT_HL7V2, "PID-3.5", false },
	{ FORMAT_HL7V2, "PID-7", true },
	{ FORMAT_HL7V2, "PID-8", false },
	{ FORMAT_HL7V2, "PID-11", true },
	{ FORMAT_HL7V2, "PID-11.1", true },
	{ FORMAT_HL7V2, "PID-11[7='H'].5", false },
	{ FORMAT_HL7V2, "PID-13", true },
	{ FORMAT_HL7V2, "PID-13.4", true },
	{ FORMAT_HL7V2, "PID-13.3", false },
	{ FORMAT_HL7V2, "PID-14.12", true },
	{ FORMAT_HL7V2, "PID-19", true },
	{ FORMAT_HL7V2, "PID[8='F']-5.2", true },
	{ FORMAT_HL7V2, "NK1-2.1", true },
	{ FORMAT_HL7V2, "NK1-3.1", false },
	{ FORMAT_HL7V2, "GT1-3", true },
	{ FORMAT_HL7V2, "IN1-16.2", true },
	{ FORMAT_HL7V2, "IN1-19.1", true },
	{ FORMAT_HL7V2, "PRT-15.4", true },
	{ FORMAT_HL7V2, "OBX-16", false },
	{ FORMAT_HL7V2, "OBX-16.2", true },
	{ FORMAT_HL7V2, "OBX-5.1", false },
	{ FORMAT_HL7V2, "ZPD-5", false },
	{ FORMAT_HL7V2, "PID-999.999", false },
	/* HPRIM, which the paths say by themselves. */
	{ FORMAT_COUNT, "P-6.1", true },
	{ FORMAT_COUNT, "P-8", true },
	{ FORMAT_COUNT, "P-9", false },
	{ FORMAT_COUNT, "P-11.1", true },
	{ FORMAT_COUNT, "OBX-6", false },
};

static int
read_path(struct arena *a, int i, struct path *path)
{
	static const struct namespace h = { { (const uint8_t *)"h", 1 },
		{ (const uint8_t *)"urn:hl7-org:v3", 14 } };
	struct slice text = slice_text(paths[i].path);
	struct path_fault fault;

	switch (paths[i].format) {
	case FORMAT_JSON:
		return path_parse_json(a, text, path, &fault);
	case FORMAT_XML:
		return path_parse_xml(a, text, &h, 1, path, &fault);
	case FORMAT_CSV:
		return path_parse_csv(a, text, path, &fault);
	case FORMAT_HL7V2:
		return path_parse_hl7v2(a, text, false, path, &fault);
	default:
		return path_parse_hl7v2(a, text, true, path, &fault);
	}
}

START_TEST(test_path)
{
	enum format_id format = paths[_i].format;
	struct path path;
	struct arena a;

	arena_init(&a, 1 << 16);
	ck_assert_int_eq(read_path(&a, _i, &path), 0);
	if (format == FORMAT_COUNT)
		format = FORMAT_HL7V2;
	ck_assert_msg(identify_path(format, &path) == paths[_i].identifies,
	    "%s", paths[_i].path);
	arena_release(&a);
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
	tcase_add_loop_test(
	    names, test_path, 0, (int)(sizeof(paths) / sizeof(paths[0])));
	suite_add_tcase(suite, names);
	return suite;
}
