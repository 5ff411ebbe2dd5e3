#include "vectors.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Cuts a line into its columns; false if it has another number of them. */
static bool
split(char *line, char **columns, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		columns[i] = line;
		line = strpbrk(line, "\t\n");
		if (line == NULL || (*line == '\n') != (i == n - 1))
			return false;
		*line++ = '\0';
	}
	return *line == '\0';
}

void
vectors_each(const char *path, size_t columns, unsigned int least,
    void (*check)(char *const *columns))
{
	FILE *file = fopen(path, "r");
	char line[8192], *cells[VECTORS_COLUMNS];
	unsigned int cases = 0;

	ck_assert_msg(file != NULL, "run from the root of the checkout");
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#')
			continue;
		ck_assert(split(line, cells, columns));
		check(cells);
		cases++;
	}
	fclose(file);
	ck_assert_uint_ge(cases, least);
}

void
vectors_hex(const char *hex, uint8_t *out, size_t n)
{
	ck_assert_uint_eq(strlen(hex), 2 * n);
	for (size_t i = 0; i < n; i++) {
		unsigned int byte;

		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		out[i] = (uint8_t)byte;
	}
}
