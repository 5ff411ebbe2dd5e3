/*
 * The risk of records, against published examples; and what is refused.
 */
#include <check.h>
#include <math.h>

#include "measuring.h"
#include "study/risk/risk_paths.h"

#define NEAR 1e-9

/* Measures CSV with semicolons; the risk is to be freed. */
static struct tamis_risk *
measure_table(const char *table, const char *quasi, const char *sensitive,
    uint64_t k, struct tamis_risk_report *report)
{
	struct tamis_measuring m = {
		.format = "csv",
		.delimiter = ';',
		.quasi = &quasi,
		.quasi_count = 1,
		.sensitive = sensitive,
		.k = k,
	};

	return measuring_report(
	    &m, measuring_file(table, strlen(table)), report);
}

/* The groups without a field. */
static const struct tamis_risk_sizes *
dropped(const struct tamis_risk_report *r, size_t field)
{
	const struct tamis_risk_field *f = &r->fields[field];

	ck_assert_str_eq(f->steps[f->step_count - 1].action, "drop");
	return &f->steps[f->step_count - 1].sizes;
}

/*
 * L. Sweeney, k-anonymity: a model for protecting privacy, International
 * Journal on Uncertainty, Fuzziness and Knowledge-based Systems 10(5), 2002,
 * figure 2: "Example of k-anonymity, where k=2 and QI={Race, Birth, Gender,
 * ZIP}".
 */
START_TEST(sweeneys_table_is_2_anonymous)
{
	static const char table[] = "Race;Birth;Gender;ZIP;Problem\n"
				    "Black;1965;m;0214*;short breath\n"
				    "Black;1965;m;0214*;chest pain\n"
				    "Black;1965;f;0213*;hypertension\n"
				    "Black;1965;f;0213*;hypertension\n"
				    "Black;1964;f;0213*;obesity\n"
				    "Black;1964;f;0213*;chest pain\n"
				    "White;1964;m;0213*;chest pain\n"
				    "White;1964;m;0213*;obesity\n"
				    "White;1964;m;0213*;short breath\n"
				    "White;1967;m;0213*;chest pain\n"
				    "White;1967;m;0213*;chest pain\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "Race,Birth,Gender,ZIP", "Problem", 3, &r);

	ck_assert_uint_eq(r.records, 11);
	ck_assert(r.sizes.exact);
	ck_assert_uint_eq(r.sizes.groups, 5);
	ck_assert_uint_eq(r.sizes.smallest, 2);
	ck_assert_uint_eq(r.sizes.largest, 3);
	ck_assert_uint_eq(r.sizes.groups_below, 4);
	ck_assert_uint_eq(r.sizes.records_below, 8);
	ck_assert_uint_eq(r.sizes.uniques, 0);
	ck_assert_double_eq_tol(r.prosecutor.highest, 1.0 / 2, NEAR);
	ck_assert_double_eq_tol(r.prosecutor.average, 5.0 / 11, NEAR);
	ck_assert_uint_eq(r.classes[1].groups, 4);
	ck_assert_uint_eq(r.classes[1].records, 8);
	ck_assert_uint_eq(r.classes[2].groups, 1);
	/* By hand: without Birth, {Black m 0214*}, {Black f 0213*}, {White m
	 * 0213*} are 2, 4 and 5. */
	ck_assert_str_eq(r.fields[1].path, "Birth");
	ck_assert_uint_eq(dropped(&r, 1)->groups, 3);
	ck_assert_uint_eq(dropped(&r, 1)->smallest, 2);
	ck_assert_uint_eq(dropped(&r, 1)->records_below, 2);
	ck_assert_uint_eq(dropped(&r, 0)->groups, 5);
	/* Only the group of three is shown. */
	ck_assert_uint_eq(r.shown_count, 1);
	ck_assert_uint_eq(r.shown[0].records, 3);
	ck_assert_str_eq(r.shown[0].values[0], "White");
	ck_assert_str_eq(r.shown[0].values[1], "1964");
	ck_assert_str_eq(r.shown[0].values[2], "m");
	ck_assert_str_eq(r.shown[0].values[3], "0213*");
	ck_assert_uint_eq(r.sensitive.distinct, 1);
	ck_assert(!r.sensitive.has_order);
	tamis_risk_free(risk);
}
END_TEST

/*
 * sdcMicro's example data francdat (A. Capobianchi, S. Polettini, M. Lucarelli,
 * Strategy for the implementation of individual risk methodology in mu-Argus,
 * 2001), of which freqCalc(francdat, keyVars = c(2, 4, 5, 6)) finds fk = 2, 2,
 * 2, 1, 1, 1, 1, 2 (M. Templ, A. Kowarik, B. Meindl, Statistical Disclosure
 * Control for Micro-Data Using the R Package sdcMicro, Journal of Statistical
 * Software 67(4), 2015).
 */
START_TEST(frequencies_are_those_of_sdcmicro)
{
	static const char table[] = "Key1;Key2;Key3;Key4\n1;2;5;1\n1;2;1;1\n"
				    "1;2;1;1\n3;3;1;5\n4;3;1;4\n4;3;1;1\n"
				    "6;2;1;5\n1;2;5;1\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "Key1,Key2,Key3,Key4", NULL, 2, &r);

	ck_assert_uint_eq(r.sizes.groups, 6);
	ck_assert_uint_eq(r.sizes.uniques, 4);
	ck_assert_uint_eq(r.sizes.records_below, 4);
	ck_assert_uint_eq(r.classes[1].groups, 2);
	ck_assert_uint_eq(r.classes[1].records, 4);
	ck_assert(!r.has_sensitive);
	tamis_risk_free(risk);
}
END_TEST

/* A step of a field: "first 4", "to month"; it must be there. */
static const struct tamis_risk_step *
step(const struct tamis_risk_report *r, size_t field, const char *words)
{
	const struct tamis_risk_field *f = &r->fields[field];
	char text[64];

	for (size_t i = 0; i + 1 < f->step_count; i++) {
		const struct tamis_risk_step *s = &f->steps[i];

		if (s->text != NULL)
			snprintf(text, sizeof(text), "%s %s", s->key, s->text);
		else
			snprintf(text, sizeof(text), "%s %d", s->key,
			    (int)s->number);
		if (strcmp(text, words) == 0)
			return s;
	}
	ck_abort_msg("no step: %s", words);
	return NULL;
}

/*
 * L. Sweeney, Achieving k-anonymity privacy protection using generalization
 * and suppression, International Journal on Uncertainty, Fuzziness and
 * Knowledge-based Systems 10(5), 2002: the private table PT of ethnicity and
 * ZIP, and what becomes of it when ZIP loses its last digit, or all, or
 * ethnicity is one value.
 */
START_TEST(sweeneys_generalizations_are_2_3_and_4_anonymous)
{
	static const char table[] =
	    "Race;ZIP\nasian;02138\nasian;02139\nasian;02141\nasian;02142\n"
	    "black;02138\nblack;02139\nblack;02141\nblack;02142\n"
	    "white;02138\nwhite;02139\nwhite;02141\nwhite;02142\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk = measure_table(table, "Race,ZIP", NULL, 3, &r);
	const struct tamis_risk_sizes *s = &step(&r, 1, "first 4")->sizes;

	ck_assert_uint_eq(r.sizes.smallest, 1);
	ck_assert(s->exact);
	ck_assert_uint_eq(s->smallest, 2);
	ck_assert_uint_eq(s->groups, 6);
	ck_assert_uint_eq(s->records_below, 12);
	ck_assert_uint_eq(s->uniques, 0);
	/* All begin with 021: there is nothing more to lose but all of it. */
	ck_assert_uint_eq(r.fields[1].step_count, 2);
	ck_assert_uint_eq(dropped(&r, 1)->smallest, 4);
	ck_assert_uint_eq(dropped(&r, 1)->groups, 3);
	ck_assert_uint_eq(dropped(&r, 1)->records_below, 0);
	ck_assert_uint_eq(dropped(&r, 0)->smallest, 3);
	/* No race shares a letter with another one until it is dropped. */
	ck_assert_uint_eq(r.fields[0].step_count, 1);
	ck_assert(r.has_first);
	ck_assert_uint_eq(r.first.groups, 6);
	tamis_risk_free(risk);
}
END_TEST

/* A value is a part of its group's text, and a long one is not all there. */
START_TEST(steps_know_missing_and_long_values)
{
	char table[2000] = "day;text\n2021-11-03;", *end;
	struct tamis_risk_report r;
	struct tamis_risk *risk;

	end = table + strlen(table);
	memset(end, 'x', 400);
	snprintf(end + 400, 100, "\n2021-11-04;a\n;b\n2021-12-01;c\n2021;d\n");
	risk = measure_table(table, "day,text", NULL, 2, &r);
	ck_assert_uint_eq(step(&r, 0, "to month")->sizes.groups, 5);
	ck_assert_uint_eq(step(&r, 0, "to month")->unfit, 0);
	ck_assert_uint_eq(r.fields[1].step_count, 1);
	/* Without texts: two days of November, one of December, a year, none.
	 */
	ck_assert_uint_eq(dropped(&r, 1)->groups, 5);
	ck_assert_uint_eq(dropped(&r, 0)->groups, 5);
	tamis_risk_free(risk);
}
END_TEST

START_TEST(what_a_step_cannot_take_is_missing)
{
	static const char table[] =
	    "cp;n\n59000;1\n62000;1\n97133;1\n;1\n98800;1\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk = measure_table(table, "cp,n", NULL, 2, &r);
	const struct tamis_risk_step *s = step(&r, 0, "to region");

	ck_assert_uint_eq(s->unfit, 2);
	ck_assert_uint_eq(s->sizes.groups, 2);
	ck_assert_uint_eq(s->sizes.smallest, 2);
	ck_assert_uint_eq(s->sizes.largest, 3);
	tamis_risk_free(risk);
}
END_TEST

/*
 * Five records are not five people: what identifies by its shape is hidden in
 * a group of any size, also behind what is cut off.
 */
START_TEST(identifying_shapes_are_hidden)
{
	static const char *const shapes[] = { "255081416800063",
		"2 55 08 14 168 000 63", "10001234565",
		"jeanne.exemple@example.org", "06 39 98 00 01",
		"FR1420041010050500013M02606" };
	char table[8000], text[600];
	struct tamis_risk_report r;
	struct tamis_risk *risk;

	for (size_t i = 0; i < 2 * sizeof(shapes) / sizeof(shapes[0]); i++) {
		const char *shape = shapes[i / 2];

		/* As it is, or at the end of a long text. */
		snprintf(
		    text, sizeof(text), "%*s%s", i % 2 ? 400 : 0, "", shape);
		for (char *at = text; *at == ' '; at++)
			*at = i % 2 ? 'x' : ' ';
		if (i % 2)
			text[399] = ' ';
		snprintf(table, sizeof(table), "a;b\n");
		for (int k = 0; k < 5; k++)
			snprintf(table + strlen(table), 700, "F;%s\n", text);
		risk = measure_table(table, "a,b", NULL, 5, &r);
		ck_assert_uint_eq(r.shown_count, 1);
		ck_assert_uint_eq(r.shown[0].records, 5);
		ck_assert_str_eq(r.shown[0].values[0], "F");
		ck_assert(!r.shown[0].hidden[0]);
		ck_assert_msg(r.shown[0].hidden[1], "%s is shown", text);
		ck_assert_ptr_null(r.shown[0].values[1]);
		tamis_risk_free(risk);
	}
}
END_TEST

START_TEST(other_texts_are_shown)
{
	char table[4000] = "a;b\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk;

	for (int k = 0; k < 2; k++)
		snprintf(
		    table + strlen(table), 700, "255081416800039;%.400d\n", 0);
	risk = measure_table(table, "a,b", NULL, 2, &r);
	ck_assert(!r.shown[0].hidden[0]);
	ck_assert_str_eq(r.shown[0].values[0], "255081416800039");
	ck_assert(!r.shown[0].hidden[1]);
	ck_assert_uint_eq(strspn(r.shown[0].values[1], "0"), 248);
	ck_assert_str_eq(r.shown[0].values[1] + 248, "...");
	tamis_risk_free(risk);
}
END_TEST

#define INPATIENTS "ZIP;Age;Nationality;Condition\n"

/*
 * A. Machanavajjhala, J. Gehrke, D. Kifer, M. Venkitasubramaniam, l-diversity:
 * privacy beyond k-anonymity, ICDE 2006, figure 2: "4-anonymous Inpatient
 * Microdata", whose last group has one condition.
 */
START_TEST(machanavajjhalas_table_is_4_anonymous)
{
	static const char table[] =
	    INPATIENTS "130**;<30;*;Heart Disease\n130**;<30;*;Heart Disease\n"
		       "130**;<30;*;Viral Infection\n"
		       "130**;<30;*;Viral Infection\n"
		       "1485*;>=40;*;Cancer\n1485*;>=40;*;Heart Disease\n"
		       "1485*;>=40;*;Viral Infection\n"
		       "1485*;>=40;*;Viral Infection\n"
		       "130**;3*;*;Cancer\n130**;3*;*;Cancer\n"
		       "130**;3*;*;Cancer\n130**;3*;*;Cancer\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "ZIP,Age,Nationality", "Condition", 4, &r);

	ck_assert_uint_eq(r.sizes.smallest, 4);
	ck_assert_uint_eq(r.sizes.groups, 3);
	ck_assert_uint_eq(r.shown_count, 3);
	ck_assert_uint_eq(r.sensitive.values, 3);
	ck_assert_uint_eq(r.sensitive.distinct, 1);
	ck_assert_double_eq_tol(r.sensitive.entropy, 1, NEAR);
	/* By hand: all have 5/12 Cancer; 1 - 5/12 must move. */
	ck_assert_double_eq_tol(r.sensitive.equal, 7.0 / 12, NEAR);
	tamis_risk_free(risk);
}
END_TEST

/* The same, figure 3: "3-diverse Inpatient Microdata". */
START_TEST(machanavajjhalas_table_is_3_diverse)
{
	static const char table[] =
	    INPATIENTS "1305*;<=40;*;Heart Disease\n"
		       "1305*;<=40;*;Viral Infection\n"
		       "1305*;<=40;*;Cancer\n1305*;<=40;*;Cancer\n"
		       "1485*;>40;*;Cancer\n1485*;>40;*;Heart Disease\n"
		       "1485*;>40;*;Viral Infection\n"
		       "1485*;>40;*;Viral Infection\n"
		       "1306*;<=40;*;Heart Disease\n"
		       "1306*;<=40;*;Viral Infection\n"
		       "1306*;<=40;*;Cancer\n1306*;<=40;*;Cancer\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "ZIP,Age,Nationality", "Condition", 5, &r);

	ck_assert_uint_eq(r.sizes.smallest, 4);
	ck_assert_uint_eq(r.sensitive.distinct, 3);
	/* By hand: 1/4, 1/4 and 1/2 have an entropy of 1.5 ln 2. */
	ck_assert_double_eq_tol(r.sensitive.entropy, pow(2, 1.5), NEAR);
	ck_assert_uint_eq(r.sizes.records_below, 12);
	ck_assert_uint_eq(r.shown_count, 0);
	tamis_risk_free(risk);
}
END_TEST

/*
 * N. Li, T. Li, S. Venkatasubramanian, t-closeness: privacy beyond k-anonymity
 * and l-diversity, ICDE 2007, section 4.3: of the salaries 3k to 11k of table
 * 4, the group of 3k, 4k, 5k has a distance of 0.375, and that of 6k, 8k, 11k
 * one of 0.167.
 */
START_TEST(lis_salaries_are_0_375_close)
{
	static const char table[] = "ZIP;Age;Salary\n"
				    "476**;2*;3000\n476**;2*;4000\n"
				    "476**;2*;5000\n4790*;>=40;6000\n"
				    "4790*;>=40;11000\n4790*;>=40;8000\n"
				    "476**;3*;7000\n476**;3*;9000\n"
				    "476**;3*;10000\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "ZIP,Age", "Salary", 3, &r);

	ck_assert_uint_eq(r.sizes.smallest, 3);
	ck_assert_uint_eq(r.sensitive.distinct, 3);
	ck_assert_double_eq_tol(r.sensitive.entropy, 3, NEAR);
	ck_assert(r.sensitive.has_order);
	ck_assert_double_eq_tol(r.sensitive.ordered, 0.375, NEAR);
	/* By hand: three of nine stay where they are. */
	ck_assert_double_eq_tol(r.sensitive.equal, 2.0 / 3, NEAR);
	tamis_risk_free(risk);
}
END_TEST

/* The same, table 5, which "has 0.167-closeness w.r.t. Salary". */
START_TEST(lis_salaries_are_0_167_close)
{
	static const char table[] = "ZIP;Age;Salary\n"
				    "4767*;<=40;3000\n4767*;<=40;5000\n"
				    "4767*;<=40;9000\n4790*;>=40;6000\n"
				    "4790*;>=40;11000\n4790*;>=40;8000\n"
				    "4760*;<=40;4000\n4760*;<=40;7000\n"
				    "4760*;<=40;10000\n";
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measure_table(table, "ZIP,Age", "Salary", 3, &r);

	ck_assert(r.sensitive.has_order);
	ck_assert_double_eq_tol(r.sensitive.ordered, 1.0 / 6, NEAR);
	tamis_risk_free(risk);
}
END_TEST

/* K. El Emam, F. K. Dankar 2008: a group is a part of one of the population. */
START_TEST(a_journalist_knows_the_population)
{
	static const char *const quasi[] = { "a", "b" };
	static const char table[] = "a;b\n1;x\n1;x\n1;\n2;x\n2;x\n";
	struct tamis_measuring m = {
		.format = "csv",
		.delimiter = ';',
		.quasi = quasi,
		.quasi_count = 2,
		.k = 2,
		.population = 100,
	};
	struct tamis_risk_report r;
	struct tamis_risk *risk =
	    measuring_report(&m, measuring_file(table, sizeof(table) - 1), &r);

	ck_assert_uint_eq(r.sizes.uniques, 1);
	ck_assert_double_eq_tol(r.prosecutor.highest, 1, NEAR);
	ck_assert_double_eq_tol(r.journalist.highest, 1.0 / 20, NEAR);
	ck_assert_double_eq_tol(r.journalist.average, 3.0 / 100, NEAR);
	ck_assert_uint_eq(r.fields[1].seen, 4);
	tamis_risk_free(risk);
}
END_TEST

static int
refusal(const struct tamis_measuring *m, const char *table)
{
	struct tamis_risk *risk = NULL;
	struct tamis_error err = { .code = TAMIS_OK };
	FILE *f = measuring_file(table, strlen(table));

	if (tamis_risk_new(&risk, m, &err) == 0)
		ck_assert_int_eq(measuring_read(risk, f, &err), -1);
	tamis_risk_free(risk);
	fclose(f);
	return (int)err.code;
}

START_TEST(refuses_what_cannot_be_measured)
{
	const char *quasi = "a,b";
	struct tamis_measuring m = {
		.format = "json", .quasi = &quasi, .quasi_count = 1, .k = 5
	};
	static const char good[] = "{\"a\":1,\"b\":2}\n";

	/* b is nowhere; there is no record; what a has no value can be. */
	ck_assert_int_eq(refusal(&m, "{\"a\":1}\n"), TAMIS_EUSAGE);
	ck_assert_int_eq(refusal(&m, ""), TAMIS_EINPUT);
	ck_assert_int_eq(
	    refusal(&m, "{\"a\":{\"c\":1},\"b\":2}\n"), TAMIS_EREJECT);
	ck_assert_int_eq(refusal(&m, "{\"a\":1,"), TAMIS_EREJECT);
	m.population = 1;
	ck_assert_int_eq(refusal(&m, "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n"),
	    TAMIS_EUSAGE);
	m.population = 0;
	m.k = 1;
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.k = 5;
	m.groups = 999;
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.groups = 0;
	m.sensitive = "a";
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.sensitive = "a.b";
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.sensitive = "c[";
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.sensitive = NULL;
	m.quasi_count = 0;
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
	m.format = "yaml";
	ck_assert_int_eq(refusal(&m, good), TAMIS_EUSAGE);
}
END_TEST

/* More values than are told apart are no category. */
START_TEST(refuses_a_sensitive_field_with_too_many_values)
{
	const char *quasi = "a";
	struct tamis_measuring m = {
		.format = "csv",
		.delimiter = ';',
		.quasi = &quasi,
		.quasi_count = 1,
		.sensitive = "b",
		.k = 5,
	};
	struct tamis_risk *risk = NULL;
	struct tamis_error err = { .code = TAMIS_OK };
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fprintf(f, "a;b\n");
	for (int i = 0; i <= 65536; i++)
		fprintf(f, "1;%d\n", i);
	measuring_rewind(f);
	ck_assert_int_eq(tamis_risk_new(&risk, &m, &err), 0);
	ck_assert_int_eq(measuring_read(risk, f, &err), -1);
	ck_assert_int_eq(err.code, TAMIS_EUSAGE);
	tamis_risk_free(risk);
	fclose(f);
}
END_TEST

static const char *
split(const char *list, enum format_id format, size_t i)
{
	static char text[64];
	struct slice paths[4];
	struct err err = { .code = ERR_NONE };
	size_t count = 0;

	if (risk_split(slice_text(list), format, paths, 4, &count, &err) < 0)
		return "refused";
	if (i >= count)
		return "none";
	snprintf(text, sizeof(text), "%.*s", (int)paths[i].len, paths[i].p);
	return text;
}

START_TEST(commas_in_quotation_marks_are_of_a_path)
{
	static const char json[] = "a[b='1,2'].c,\"x,y\",z";

	ck_assert_str_eq(split(json, FORMAT_JSON, 0), "a[b='1,2'].c");
	ck_assert_str_eq(split(json, FORMAT_JSON, 1), "\"x,y\"");
	ck_assert_str_eq(split(json, FORMAT_JSON, 2), "z");
	ck_assert_str_eq(split(json, FORMAT_JSON, 3), "none");
	ck_assert_str_eq(split("lieu d'achat,b", FORMAT_CSV, 1), "b");
	ck_assert_str_eq(split("a,,b", FORMAT_JSON, 0), "refused");
	ck_assert_str_eq(split("", FORMAT_JSON, 0), "refused");
	ck_assert_str_eq(split("a,", FORMAT_JSON, 0), "refused");
	ck_assert_str_eq(split("a,b,c,d,e", FORMAT_JSON, 0), "refused");
}
END_TEST

Suite *risk_suite(void);

Suite *
risk_suite(void)
{
	Suite *s = suite_create("risk");
	TCase *t = tcase_create("risk");

	tcase_add_checked_fixture(t, measuring_setup, NULL);
	tcase_add_test(t, sweeneys_table_is_2_anonymous);
	tcase_add_test(t, frequencies_are_those_of_sdcmicro);
	tcase_add_test(t, sweeneys_generalizations_are_2_3_and_4_anonymous);
	tcase_add_test(t, steps_know_missing_and_long_values);
	tcase_add_test(t, what_a_step_cannot_take_is_missing);
	tcase_add_test(t, identifying_shapes_are_hidden);
	tcase_add_test(t, other_texts_are_shown);
	tcase_add_test(t, machanavajjhalas_table_is_4_anonymous);
	tcase_add_test(t, machanavajjhalas_table_is_3_diverse);
	tcase_add_test(t, lis_salaries_are_0_375_close);
	tcase_add_test(t, lis_salaries_are_0_167_close);
	tcase_add_test(t, a_journalist_knows_the_population);
	tcase_add_test(t, refuses_what_cannot_be_measured);
	tcase_add_test(t, refuses_a_sensitive_field_with_too_many_values);
	tcase_add_test(t, commas_in_quotation_marks_are_of_a_path);
	suite_add_tcase(s, t);
	return s;
}
