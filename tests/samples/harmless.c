/*
 * harmless FILE: whether the number of every person in records of JSON, one a
 * line, is one that nobody has, or null.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NIR_LEN 15

static uint64_t
digits_value(const char *digits, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value * 10 + (uint64_t)(digits[i] - '0');
	return value;
}

/*
 * The key by the other rule for Corsica (the letter counts as 0, then a
 * million less for A and two for B), so that one mistake is not made twice.
 */
static bool
nir_is_harmless(const char *nir)
{
	char digits[NIR_LEN];
	uint64_t number;

	memcpy(digits, nir, NIR_LEN);
	if (nir[6] == 'A' || nir[6] == 'B')
		digits[6] = '0';
	for (size_t i = 0; i < NIR_LEN; i++)
		if (digits[i] < '0' || digits[i] > '9')
			return false;
	if (memcmp(&digits[10], "000", 3) != 0)
		return false;
	number = digits_value(digits, 13);
	number -= nir[6] == 'A' ? 1000000 : nir[6] == 'B' ? 2000000 : 0;
	return (number + digits_value(&digits[13], 2)) % 97 == 0;
}

/* A line whose one NIR is null or is harmless; counts what it found. */
static bool
line_is_harmless(const char *line, size_t *numbers)
{
	static const char name[] = "\"nir\":";
	const char *value = strstr(line, name);

	if (value == NULL)
		return false;
	value += sizeof(name) - 1;
	value += strspn(value, " ");
	if (strncmp(value, "null", 4) == 0)
		return true;
	++*numbers;
	return *value == '"' && strcspn(value + 1, "\"") == NIR_LEN &&
	       nir_is_harmless(value + 1);
}

static int
check(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0, lines = 0, numbers = 0;
	bool good = file != NULL;

	while (good && getline(&line, &size, file) > 0) {
		lines++;
		good = line_is_harmless(line, &numbers);
		if (!good)
			fprintf(stderr,
			    "harmless: %s: line %zu names somebody\n", path,
			    lines);
	}
	if (file == NULL || ferror(file)) {
		fprintf(stderr, "harmless: %s: %s\n", path, strerror(errno));
		good = false;
	}
	if (good && numbers == 0) {
		fprintf(stderr, "harmless: %s: no number in it\n", path);
		good = false;
	}
	if (good)
		printf("%zu records, %zu numbers\n", lines, numbers);
	free(line);
	if (file != NULL)
		fclose(file);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: harmless FILE\n");
		return 64;
	}
	return check(argv[1]);
}
