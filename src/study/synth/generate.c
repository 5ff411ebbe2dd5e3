#include "study/synth/generate.h"

struct generator_format {
	void (*head)(struct buf *out); /* NULL: nothing */
	void (*record)(struct buf *out, const struct synth_record *r);
	void (*tail)(struct buf *out); /* NULL: nothing */
};

static const struct generator_format formats[FORMAT_COUNT] = {
	[FORMAT_JSON] = { NULL, synth_json, NULL },
	[FORMAT_CSV] = { synth_csv_head, synth_csv, NULL },
	[FORMAT_XML] = { synth_xml_head, synth_xml, synth_xml_tail },
	[FORMAT_HL7V2] = { NULL, synth_hl7v2, NULL },
};

int
generator_begin(struct generator *g, const char *kind, enum format_id format,
    uint64_t count, uint64_t seed, uint32_t share, struct buf *out,
    struct err *err)
{
	if (!slice_is(slice_text(kind), "sidep-antigen"))
		return err_set(err, ERR_USAGE,
		    "no such kind of records; there is sidep-antigen");
	*g = (struct generator){ .format = &formats[format], .left = count };
	synth_begin(&g->synth, seed, share);
	if (g->format->head != NULL)
		g->format->head(out);
	return 0;
}

bool
generator_next(struct generator *g, struct buf *out)
{
	struct synth_record record;

	if (g->left == 0) {
		if (g->format->tail != NULL)
			g->format->tail(out);
		return false;
	}
	g->left--;
	synth_next(&g->synth, &record);
	g->format->record(out, &record);
	return true;
}
