#include "action/geo.h"

#include "base/num.h"

#define CODE_LEN 5

/* Departments by region; the last row is of those that have none. */
static const struct {
	const char *region;
	const char *const departments[14];
} rows[] = {
	{ "01", { "971" } },
	{ "02", { "972" } },
	{ "03", { "973" } },
	{ "04", { "974" } },
	{ "06", { "976" } },
	{ "11", { "75", "77", "78", "91", "92", "93", "94", "95" } },
	{ "24", { "18", "28", "36", "37", "41", "45" } },
	{ "27", { "21", "25", "39", "58", "70", "71", "89", "90" } },
	{ "28", { "14", "27", "50", "61", "76" } },
	{ "32", { "02", "59", "60", "62", "80" } },
	{ "44",
	    { "08", "10", "51", "52", "54", "55", "57", "67", "68", "88" } },
	{ "52", { "44", "49", "53", "72", "85" } },
	{ "53", { "22", "29", "35", "56" } },
	{ "75", { "16", "17", "19", "23", "24", "33", "40", "47", "64", "79",
		    "86", "87" } },
	{ "76", { "09", "11", "12", "30", "31", "32", "34", "46", "48", "65",
		    "66", "81", "82" } },
	{ "84", { "01", "03", "07", "15", "26", "38", "42", "43", "63", "69",
		    "73", "74" } },
	{ "93", { "04", "05", "06", "13", "83", "84" } },
	{ "94", { "2A", "2B" } },
	{ NULL, { "975", "977", "978", "986", "987", "988" } },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* Postcodes whose department is not what they begin with; longest first. */
static const struct {
	const char *prefix, *department;
} exceptions[] = {
	{ "97133", "977" }, /* Saint-Barthélemy */
	{ "97150", "978" }, /* Saint-Martin */
	{ "97500", "975" }, /* Saint-Pierre-et-Miquelon has no other */
	{ "975", NULL },
	{ "977", NULL },
	{ "978", NULL },
	{ "200", "2A" },
	{ "201", "2A" },
	{ "202", "2B" },
	{ "206", "2B" },
};

bool
geo_is_postcode(struct slice s)
{
	return s.len == CODE_LEN && num_is_digits(s);
}

bool
geo_is_insee(struct slice s)
{
	if (slice_starts(s, slice_text("2A")) ||
	    slice_starts(s, slice_text("2B")))
		return s.len == CODE_LEN && num_is_digits(slice_skip(s, 2));
	return geo_is_postcode(s);
}

/* slice_is() for the short names of the table, of which there are many. */
static bool
is_called(const char *department, struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((uint8_t)department[i] != name.p[i])
			return false;
	return department[name.len] == '\0';
}

/* The entry of the table that is called name. */
static const char *
find_department(struct slice name)
{
	for (size_t i = 0; i < ROWS; i++)
		for (const char *const *d = rows[i].departments; *d != NULL;
		     d++)
			if (is_called(*d, name))
				return *d;
	return NULL;
}

bool
geo_is_department(struct slice s)
{
	return find_department(s) != NULL;
}

/* The department that a code of five characters begins with. */
static const char *
leading_department(struct slice code)
{
	bool overseas = slice_starts(code, slice_text("97")) ||
			slice_starts(code, slice_text("98"));

	code.len = overseas ? 3 : 2;
	return find_department(code);
}

const char *
geo_department_of_postcode(struct slice postcode)
{
	if (!geo_is_postcode(postcode))
		return NULL;
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (slice_starts(postcode, slice_text(exceptions[i].prefix)))
			return exceptions[i].department;
	return leading_department(postcode);
}

const char *
geo_department_of_insee(struct slice insee)
{
	return geo_is_insee(insee) ? leading_department(insee) : NULL;
}

const char *
geo_region(const char *department)
{
	for (size_t i = 0; i < ROWS; i++)
		for (const char *const *d = rows[i].departments; *d != NULL;
		     d++)
			if (strcmp(department, *d) == 0)
				return rows[i].region;
	return NULL;
}
