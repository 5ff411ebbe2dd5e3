#include <stdlib.h>
#include <string.h>

#include "given.h"

/* What stands before the `=`, as a name, and what stands behind it. */
static const char *
split(struct given *g, const char *text, const char **value)
{
	const char *equals = strchr(text, '=');
	char *name = strndup(text, (size_t)(equals - text));

	if (name != NULL)
		g->names[g->name_count++] = name;
	*value = equals + 1;
	return name;
}

static int
add_recipient(struct given *g, const char *text, struct tamis_error *err)
{
	const char *file, *name = split(g, text, &file);

	if (name == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	g->recipients[g->recipient_count++] =
	    (struct tamis_recipient){ name, file };
	return 0;
}

static int
add_epoch(struct given *g, const char *text, struct tamis_error *err)
{
	const char *value, *name = split(g, text, &value);
	unsigned long epoch;

	if (name == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	if (!cli_number(value, UINT32_MAX, &epoch) || epoch == 0)
		return cli_fail(err, TAMIS_EUSAGE,
		    "the epoch of %s must be a number from 1", name);
	g->epochs[g->epoch_count++] =
	    (struct tamis_epoch){ name, (uint32_t)epoch };
	return 0;
}

static int
add(struct given *g, const struct opt_repeat *repeat, struct tamis_error *err)
{
	const struct option_row *row = &option_rows[repeat->id];
	const char *equals = strchr(repeat->value, '=');

	if (equals == NULL || equals == repeat->value || equals[1] == '\0')
		return cli_fail(err, TAMIS_EUSAGE, "--%s needs a value %s",
		    row->name, row->value);
	return repeat->id == OPT_EPOCH ? add_epoch(g, repeat->value, err)
				       : add_recipient(g, repeat->value, err);
}

int
given_read(struct given *g, const struct args *args, struct tamis_error *err)
{
	*g = (struct given){ 0 };
	for (int i = 0; i < args->repeat_count; i++)
		if (add(g, &args->repeats[i], err) != 0)
			return -1;
	return 0;
}

void
given_release(struct given *g)
{
	for (size_t i = 0; i < g->name_count; i++)
		free(g->names[i]);
}
