#include "run/quarantine.h"

#include "base/json.h"

void
quarantine_line(struct buf *out, const struct reject *reject)
{
	buf_add_text(out, "{\"record\":");
	buf_add_u64(out, reject->record);
	if (reject->input > 0) {
		buf_add_text(out, ",\"input\":");
		buf_add_u64(out, reject->input);
	}
	buf_add_text(out, ",\"offset\":");
	buf_add_u64(out, reject->offset);
	buf_add_text(out, ",\"reason\":\"");
	buf_add_text(out, reasons[reject->why.reason].name);
	buf_add_byte(out, '"');
	if (reject->why.path.p != NULL) {
		buf_add_text(out, ",\"path\":");
		json_quote(out, reject->why.path);
	}
	buf_add_text(out, "}\n");
}
