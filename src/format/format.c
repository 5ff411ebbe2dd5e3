#include "format/format.h"

#include "format/json.h"

const struct format *
format_get(enum format_id id)
{
	return id == FORMAT_JSON ? &format_json : NULL;
}

void
splitter_init(
    struct splitter *s, const struct program *program, enum format_id format)
{
	*s = (struct splitter){
		.stream = &program->streams[format],
		.max_record = program->limits.record,
	};
}

void
splitter_written(struct splitter *s)
{
	s->any_written = true;
}
