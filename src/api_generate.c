/*
 * The public API for synthetic records.
 */
#include "api.h"

#include "run/sink.h"
#include "study/generate.h"

static int
write_all(struct generator *g, struct sink *s, struct err *err)
{
	while (generator_next(g, &s->bytes)) {
		if (sink_end_record(s, err) < 0 ||
		    (s->bytes.len >= SINK_FULL && sink_flush(s, err) < 0))
			return -1;
	}
	return sink_flush(s, err);
}

API int
tamis_generate(
    const struct tamis_generation *g, int fd, struct tamis_error *out)
{
	enum format_id format;
	struct generator generator;
	struct err err = { 0 };
	struct sink sink;
	int result;

	if (format_id_read(g->format, &format, &err) < 0)
		return tell(out, &err);
	sink_init(&sink, fd, "output");
	result = generator_begin(&generator, g->kind, format, g->count, g->seed,
	    g->nasty, &sink.bytes, &err);
	if (result == 0)
		result = write_all(&generator, &sink, &err);
	sink_release(&sink);
	return result < 0 ? tell(out, &err) : 0;
}
