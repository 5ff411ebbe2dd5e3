#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Formats into an error that is not set yet. */
static void __attribute__((format(printf, 3, 0)))
fill(struct err *err, enum err_code code, const char *format, va_list args)
{
	err->code = code;
	if (vsnprintf(err->text, sizeof(err->text), format, args) < 0)
		err->text[0] = '\0';
}

int
err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;

	if (err->code != ERR_NONE)
		return -1;
	va_start(args, format);
	fill(err, code, format, args);
	va_end(args);
	return -1;
}

int
err_errno(struct err *err, enum err_code code, const char *format, ...)
{
	int number = errno;
	char message[128];
	va_list args;
	size_t used;

	if (err->code != ERR_NONE)
		return -1;
	va_start(args, format);
	fill(err, code, format, args);
	va_end(args);

	if (strerror_r(number, message, sizeof(message)) != 0)
		snprintf(message, sizeof(message), "error %d", number);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", message);
	return -1;
}

int
err_nomem(struct err *err)
{
	return err_set(err, ERR_NOMEM, "not enough memory");
}
