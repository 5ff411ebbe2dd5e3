#include "format/format.h"

#include "format/hl7v2.h"
#include "format/csv.h"
#include "format/json.h"
#include "format/xml.h"

const struct format *
format_get(enum format_id id)
{
	static const struct format *const formats[FORMAT_COUNT] = {
		[FORMAT_JSON] = &format_json,
		[FORMAT_XML] = &format_xml,
		[FORMAT_CSV] = &format_csv,
		[FORMAT_HL7V2] = &format_hl7v2,
	};

	return formats[id];
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
	s->messages++;
	s->batches += !s->in_batch;
	s->in_batch = true;
}
