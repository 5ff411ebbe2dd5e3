#include <string.h>

#include "sarif.h"

#define SCHEMA                                                                \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
	"sarif-schema-2.1.0.json"

static const char *
level_name(enum tamis_level level)
{
	static const char *const names[] = {
		[TAMIS_ERROR] = "error",
		[TAMIS_WARNING] = "warning",
		[TAMIS_HINT] = "note",
	};

	return names[level];
}

static void
put_message(struct jsonout *j, const char *key, const char *text)
{
	jsonout_open(j, key, '{');
	jsonout_text(j, "text", text);
	jsonout_close(j, '}');
}

static void
put_rule(struct jsonout *j, const struct tamis_note_code *code)
{
	jsonout_open(j, NULL, '{');
	jsonout_text(j, "id", code->code);
	put_message(j, "shortDescription", code->title);
	jsonout_open(j, "defaultConfiguration", '{');
	jsonout_text(j, "level", level_name(code->level));
	jsonout_close(j, '}');
	jsonout_close(j, '}');
}

static void
put_tool(struct jsonout *j)
{
	struct tamis_note_code code;

	jsonout_open(j, "tool", '{');
	jsonout_open(j, "driver", '{');
	jsonout_text(j, "name", "tamis");
	jsonout_text(j, "version", tamis_version());
	jsonout_open(j, "rules", '[');
	for (size_t i = 0; tamis_note_code(i, &code); i++)
		put_rule(j, &code);
	jsonout_close(j, ']');
	jsonout_close(j, '}');
	jsonout_close(j, '}');
}

void
sarif_begin(struct sarif *s, FILE *to)
{
	struct jsonout *j = &s->j;

	*j = (struct jsonout){ .to = to };
	jsonout_open(j, NULL, '{');
	jsonout_text(j, "$schema", SCHEMA);
	jsonout_text(j, "version", "2.1.0");
	jsonout_open(j, "runs", '[');
	jsonout_open(j, NULL, '{');
	put_tool(j);
	jsonout_text(j, "columnKind", "unicodeCodePoints");
	jsonout_open(j, "results", '[');
}

static bool
is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL;
}

/* The name of a file as a reference of RFC 3986; cut where it is too long. */
static void
put_uri(struct jsonout *j, const char *file)
{
	static const char hex[] = "0123456789ABCDEF";
	char uri[4096];
	size_t n = 0;

	if (file[0] == '/') {
		memcpy(uri, "file://", 7);
		n = 7;
	}
	for (; *file != '\0' && n + 4 < sizeof(uri); file++) {
		unsigned char c = (unsigned char)*file;

		if (is_unreserved(c)) {
			uri[n++] = *file;
			continue;
		}
		uri[n++] = '%';
		uri[n++] = hex[c >> 4];
		uri[n++] = hex[c & 15];
	}
	uri[n] = '\0';
	jsonout_text(j, "uri", uri);
}

/* In messages of SARIF, braces are written twice (3.11.5). */
static void
put_text(struct jsonout *j, const char *text)
{
	char doubled[1024];
	size_t n = 0;

	for (; *text != '\0' && n + 3 < sizeof(doubled); text++) {
		if (*text == '{' || *text == '}')
			doubled[n++] = *text;
		doubled[n++] = *text;
	}
	doubled[n] = '\0';
	put_message(j, "message", doubled);
}

static size_t
find_rule(const char *name)
{
	struct tamis_note_code code;
	size_t i = 0;

	while (tamis_note_code(i, &code) && strcmp(code.code, name) != 0)
		i++;
	return i;
}

static void
put_location(struct jsonout *j, const struct tamis_note *note)
{
	jsonout_open(j, NULL, '{');
	jsonout_open(j, "physicalLocation", '{');
	jsonout_open(j, "artifactLocation", '{');
	put_uri(j, note->file);
	jsonout_close(j, '}');
	jsonout_open(j, "region", '{');
	jsonout_number(j, "startLine", note->line);
	jsonout_number(j, "startColumn", note->column);
	jsonout_number(j, "endColumn", note->column + note->width);
	jsonout_close(j, '}');
	jsonout_close(j, '}');
	jsonout_close(j, '}');
}

void
sarif_note(struct sarif *s, const struct tamis_note *note)
{
	struct jsonout *j = &s->j;

	jsonout_open(j, NULL, '{');
	jsonout_text(j, "ruleId", note->code);
	jsonout_number(j, "ruleIndex", find_rule(note->code));
	jsonout_text(j, "level", level_name(note->level));
	put_text(j, note->text);
	jsonout_open(j, "locations", '[');
	put_location(j, note);
	jsonout_close(j, ']');
	jsonout_close(j, '}');
}

void
sarif_end(struct sarif *s, bool complete)
{
	struct jsonout *j = &s->j;

	jsonout_close(j, ']');
	jsonout_open(j, "invocations", '[');
	jsonout_open(j, NULL, '{');
	jsonout_bool(j, "executionSuccessful", complete);
	jsonout_close(j, '}');
	jsonout_close(j, ']');
	jsonout_close(j, '}');
	jsonout_close(j, ']');
	jsonout_close(j, '}');
	fputc('\n', j->to);
}
