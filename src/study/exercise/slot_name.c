/*
 * What a place is called, so that a value for it can be guessed.
 */
#include "policy/identify.h"
#include "study/exercise/slots.h"

/* Fields of HL7 v2, and of lines of HPRIM, have numbers for names. */
static const struct {
	const char *path, *name;
} numbers[] = {
	{ "PID-5", "family" },
	{ "PID-5.1", "family" },
	{ "PID-5.2", "given" },
	{ "PID-5.3", "given" },
	{ "PID-6", "mother" },
	{ "PID-6.1", "mother" },
	{ "PID-7", "birth" },
	{ "PID-8", "gender" },
	{ "PID-9.1", "family" },
	{ "PID-11", "address" },
	{ "PID-11.1", "address" },
	{ "PID-11.3", "city" },
	{ "PID-11.5", "postcode" },
	{ "PID-11.6", "country" },
	{ "PID-13", "phone" },
	{ "PID-13.1", "phone" },
	{ "PID-13.4", "mail" },
	{ "PID-14", "phone" },
	{ "NK1-2", "family" },
	{ "NK1-2.1", "family" },
	{ "NK1-2.2", "given" },
	{ "P-6", "family" },
	{ "P-6.1", "family" },
	{ "P-6.2", "given" },
	{ "P-7", "family" },
	{ "P-8", "birth" },
	{ "P-9", "gender" },
	{ "P-11", "address" },
	{ "P-11.1", "address" },
	{ "P-11.3", "city" },
	{ "P-11.5", "postcode" },
};

/* The path without its predicates: PID-3[5='INS'].1 is PID-3.1. */
static size_t
strip(struct slice path, char to[static 32])
{
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < path.len && n < 32; i++) {
		inside |= path.p[i] == '[';
		if (!inside)
			to[n++] = (char)path.p[i];
		inside &= path.p[i] != ']';
	}
	return n;
}

static struct slice
name_of_number(const struct path *path)
{
	char plain[32];
	struct slice text = { (const uint8_t *)plain,
		strip(path->text, plain) };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (slice_is(text, numbers[i].path))
			return slice_text(numbers[i].name);
	return (struct slice){ NULL, 0 };
}

enum about
slots_about(enum format_id format, const struct path *path)
{
	struct slice tail[IDENTIFY_TAIL];
	size_t i = 0;

	if (format == FORMAT_HL7V2)
		return example_about(name_of_number(path));
	identify_tail(format, path, tail);
	while (i + 1 < IDENTIFY_TAIL && tail[i + 1].p != NULL &&
	       identify_says_nothing(tail[i]) && !identify_name(tail[i]))
		i++;
	return example_about(tail[i]);
}
