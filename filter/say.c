#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "say.h"

#define BOLD    "\033[1m"
#define RED     "\033[1;31m"
#define MAGENTA "\033[1;35m"
#define CYAN    "\033[1;36m"
#define GREEN   "\033[1;32m"
#define PLAIN   "\033[0m"

/* Indent of the lines below a note. */
#define MARGIN "    "

static const struct {
	const char *name, *color;
} levels[] = {
	[TAMIS_ERROR] = { "error", RED },
	[TAMIS_WARNING] = { "warning", MAGENTA },
	[TAMIS_HINT] = { "hint", CYAN },
};

static bool
is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value != NULL && value[0] != '\0';
}

static bool
color_by_surroundings(bool terminal)
{
	const char *term = getenv("TERM");

	if (is_set("NO_COLOR"))
		return false;
	if (is_set("CLICOLOR_FORCE") &&
	    strcmp(getenv("CLICOLOR_FORCE"), "0") != 0)
		return true;
	return terminal && (term == NULL || strcmp(term, "dumb") != 0);
}

int
say_init(struct say *say, const char *mode)
{
	return say_init_for(say, mode, STDERR_FILENO);
}

int
say_init_for(struct say *say, const char *mode, int fd)
{
	say->terminal = isatty(fd) == 1;
	if (mode == NULL || strcmp(mode, "auto") == 0)
		say->color = color_by_surroundings(say->terminal);
	else if (strcmp(mode, "always") == 0)
		say->color = true;
	else if (strcmp(mode, "never") == 0)
		say->color = false;
	else
		return -1;
	return 0;
}

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* U+0080 to U+009F, which are control characters, too. */
static bool
is_wide_control(const char *p)
{
	return (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] >= 0x80 &&
	       (unsigned char)p[1] < 0xA0;
}

size_t
say_control(const char *p)
{
	return is_wide_control(p) ? 2 : is_control(*p);
}

__attribute__((format(printf, 4, 0))) static void
say_line(const struct say *say, const char *label, const char *color,
    const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	for (char *p = text; *p != '\0'; p++) {
		if (is_wide_control(p))
			p[0] = p[1] = '?';
		else if (is_control(*p))
			*p = '?';
	}
	if (say->color)
		fprintf(stderr, BOLD "tamis:" PLAIN " %s%s" PLAIN "%s\n", color,
		    label, text);
	else
		fprintf(stderr, "tamis: %s%s\n", label, text);
}

void
say_error(const struct say *say, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line(say, "error: ", RED, format, args);
	va_end(args);
}

void
say_warning(const struct say *say, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line(say, "warning: ", MAGENTA, format, args);
	va_end(args);
}

void
say_hint(const struct say *say, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line(say, "hint: ", CYAN, format, args);
	va_end(args);
}

void
say_info(const struct say *say, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_line(say, "", "", format, args);
	va_end(args);
}

enum exit_code
say_failure(const struct say *say, const struct tamis_error *err)
{
	say_error(say, "%s", err->text);
	if (err->code == TAMIS_EBUG)
		say_hint(say, "this is a mistake of tamis; please report it");
	return cli_exit_code(err->code);
}

enum exit_code
say_failure_hint(
    const struct say *say, const struct tamis_error *err, const char *hint)
{
	enum exit_code code = say_failure(say, err);

	if (hint != NULL)
		say_hint(say, "%s", hint);
	return code;
}

/* Readers such as head(1) have seen what they wanted. */
static bool
reader_has_gone(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

enum exit_code
say_end(const struct say *say, enum exit_code code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	if (!reader_has_gone())
		say_error(say, "standard output cannot be written");
	return CLI_IO;
}

static void
put_clean(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\t')
			fputc(' ', stderr);
		else
			fputc(is_control(text[i]) ? '?' : text[i], stderr);
	}
}

/* The line the note is about, and below it a caret. */
static void
put_source(const struct tamis_note *note)
{
	fputs(MARGIN, stderr);
	put_clean(note->source, note->source_len);
	fputs("\n" MARGIN, stderr);
	for (unsigned int i = 1; i < note->column; i++)
		fputc(' ', stderr);
	fputs(GREEN "^", stderr);
	for (unsigned int i = 1; i < note->width; i++)
		fputc('~', stderr);
	fputs(PLAIN "\n", stderr);
}

void
say_note(const struct say *say, const struct tamis_note *note)
{
	const char *color = say->color ? levels[note->level].color : "";
	const char *bold = say->color ? BOLD : "";
	const char *plain = say->color ? PLAIN : "";

	fputs(bold, stderr);
	put_clean(note->file, strlen(note->file));
	fprintf(stderr, ":%u:%u:%s %s%s:%s ", note->line, note->column, plain,
	    color, levels[note->level].name, plain);
	put_clean(note->text, strlen(note->text));
	fprintf(stderr, " [%s]\n", note->code);
	if (say->color && note->source_len > 0)
		put_source(note);
}

const char *
say_level(enum tamis_level level)
{
	return levels[level].name;
}
