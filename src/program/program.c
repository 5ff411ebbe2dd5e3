#include "program/program.h"

#include <stdlib.h>

#include "base/limits.h"

const char *const format_names[FORMAT_COUNT] = {
	[FORMAT_JSON] = "json",
	[FORMAT_XML] = "xml",
	[FORMAT_CSV] = "csv",
	[FORMAT_HL7V2] = "hl7v2",
};

enum format_id
format_id_find(struct slice name)
{
	size_t i = 0;

	while (i < FORMAT_COUNT && !slice_is(name, format_names[i]))
		i++;
	return (enum format_id)i;
}

int
format_id_read(const char *name, enum format_id *format, struct err *err)
{
	if (name == NULL)
		return err_set(err, ERR_USAGE, "the format is not stated");
	*format = format_id_find(slice_text(name));
	if (*format != FORMAT_COUNT)
		return 0;
	return err_set(err, ERR_USAGE,
	    "there is no format `%s`, but %s, %s, %s and %s", name,
	    format_names[FORMAT_JSON], format_names[FORMAT_XML],
	    format_names[FORMAT_CSV], format_names[FORMAT_HL7V2]);
}

/* Where a rule's parameter of a kind is stored; NULL if its action has none. */
static const uint8_t *
setting_at(const struct rule *rule, enum param_kind kind)
{
	const struct param *p = actions[rule->action]->params;

	while (p->name != NULL && p->kind != kind)
		p++;
	if (p->name == NULL || rule->config == NULL)
		return NULL;
	return (const uint8_t *)rule->config + p->offset;
}

bool
rule_setting(const struct rule *rule, enum param_kind kind, uint32_t *setting)
{
	const uint8_t *at = setting_at(rule, kind);

	if (at == NULL)
		return false;
	memcpy(setting, at, sizeof(*setting));
	return true;
}

bool
rule_table(const struct rule *rule, struct action_table *table)
{
	const uint8_t *at = setting_at(rule, PARAM_TABLE);

	if (at == NULL)
		return false;
	memcpy(table, at, sizeof(*table));
	return true;
}

bool
rule_lists(const struct rule *rule, struct slice text)
{
	for (size_t i = 0; i < rule->one_of_count; i++)
		if (slice_equal(rule->one_of[i], text))
			return true;
	return rule->one_of_count == 0;
}

bool
rule_shows(const struct rule *rule)
{
	uint32_t choice;

	if (rule->one_of_count > 0 || rule->must == TYPE_BOOLEAN)
		return false;
	switch (rule->action) {
	case ACTION_KEEP:
	case ACTION_TRUNCATE:
	case ACTION_MASK:
		return true;
	case ACTION_GENERALIZE:
		/* By steps: a multiple is a number as it was. */
		return rule_setting(rule, PARAM_CHOICE, &choice) && choice == 0;
	default:
		return false;
	}
}

bool
field_guards(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].guards)
			return true;
	return false;
}

bool
field_may_release(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].action != ACTION_DROP)
			return true;
	return false;
}

bool
path_is_single(const struct path *path, enum format_id format)
{
	if (format != FORMAT_JSON && format != FORMAT_CSV)
		return false;
	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind != STEP_NAME &&
		    path->steps[i].kind != STEP_FIRST)
			return false;
	return true;
}

const struct recipient *
program_recipient(const struct program *program, struct slice name)
{
	for (size_t i = 0; i < program->recipient_count; i++)
		if (slice_equal(program->recipients[i].name, name))
			return &program->recipients[i];
	return NULL;
}

struct program_limits
program_limits_default(void)
{
	return (struct program_limits){
		.record = LIMIT_RECORD,
		.value = LIMIT_VALUE,
		.depth = LIMIT_DEPTH,
		.name = LIMIT_NAME,
		.number = LIMIT_NUMBER,
		.members = LIMIT_MEMBERS,
	};
}

struct program *
program_new(size_t max)
{
	struct program *program = calloc(1, sizeof(*program));

	if (program != NULL) {
		arena_init(&program->arena, max);
		program->limits = program_limits_default();
	}
	return program;
}

void
program_reads_written(struct program *program, const struct program *policy,
    enum format_id format, uint8_t delimiter)
{
	struct stream *s = &program->streams[format];

	s->dialect.delimiter = delimiter;
	if (policy != NULL) {
		s->dialect = policy->streams[format].dialect;
		s->record = policy->streams[format].record;
	}
	s->dialect.encoding = CHARSET_UTF_8;
}

void
program_free(struct program *program)
{
	if (program == NULL)
		return;
	arena_release(&program->arena);
	free(program);
}
