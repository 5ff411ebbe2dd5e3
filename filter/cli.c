#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

const struct cli_exit cli_exits[] = {
	{ CLI_DONE, "done, and nothing was found" },
	{ CLI_FOUND,
	    "done, and something was found: rejected records, warnings" },
	{ CLI_USAGE, "the command line was not understood" },
	{ CLI_REJECTED,
	    "a record was rejected, and there was no --quarantine" },
	{ CLI_NOINPUT, "an input cannot be opened" },
	{ CLI_BUG, "a mistake of tamis" },
	{ CLI_CANTCREATE, "an output cannot be created" },
	{ CLI_IO, "reading, writing or memory failed" },
	{ CLI_PERMISSION, "a key file is missing, unsafe or damaged" },
	{ CLI_POLICY, "a policy was refused" },
};

const size_t cli_exit_count = sizeof(cli_exits) / sizeof(cli_exits[0]);

enum exit_code
cli_exit_code(enum tamis_code code)
{
	switch (code) {
	case TAMIS_OK:
		return CLI_DONE;
	case TAMIS_EUSAGE:
		return CLI_USAGE;
	case TAMIS_EPOLICY:
	case TAMIS_ERESUME:
		return CLI_POLICY;
	case TAMIS_EREJECT:
		return CLI_REJECTED;
	case TAMIS_EINPUT:
		return CLI_NOINPUT;
	case TAMIS_EOUTPUT:
		return CLI_CANTCREATE;
	case TAMIS_EIO:
	case TAMIS_ESTOPPED:
	case TAMIS_ENOMEM:
		return CLI_IO;
	case TAMIS_EKEY:
		return CLI_PERMISSION;
	case TAMIS_EBUG:
		break;
	}
	return CLI_BUG;
}

int
cli_fail(struct tamis_error *err, enum tamis_code code, const char *format, ...)
{
	va_list args;

	err->code = code;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return -1;
}

int
cli_fail_errno(
    struct tamis_error *err, enum tamis_code code, const char *format, ...)
{
	int cause = errno;
	va_list args;
	size_t len;

	err->code = code;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(
	    err->text + len, sizeof(err->text) - len, ": %s", strerror(cause));
	return -1;
}

int
cli_may_update(struct tamis_error *err)
{
	const char *ci = getenv("CI");

	if (ci == NULL || ci[0] == '\0')
		return 0;
	return cli_fail(err, TAMIS_EUSAGE,
	    "--update is for people: it is refused where CI is set");
}

bool
cli_number(const char *text, unsigned long max, unsigned long *number)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || text[digits] != '\0')
		return false;
	errno = 0;
	*number = strtoul(text, NULL, 10);
	return errno == 0 && *number <= max;
}

int
cli_delimiter(const char *text, const char *format, char *delimiter,
    struct tamis_error *err)
{
	*delimiter = ';';
	if (text == NULL)
		return 0;
	if (strcmp(format, "csv") != 0)
		return cli_fail(
		    err, TAMIS_EUSAGE, "--delimiter is of csv alone");
	*delimiter = strcmp(text, "tab") == 0 ? '\t' : text[0];
	if (strcmp(text, "tab") == 0 ||
	    (strlen(text) == 1 && strchr(";,|\t", text[0]) != NULL))
		return 0;
	return cli_fail(err, TAMIS_EUSAGE, "--delimiter takes ; , | or tab");
}
