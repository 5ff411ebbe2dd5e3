/*
 * Bytes of any kind through the readings of an audit.  Every byte of a view
 * must have come from the piece, breaks must stand alone, and a value that was
 * planted behind the bytes must be found in its line, whatever they are.
 */
#include "base/enc.h"
#include "crypto/crypto.h"
#include "exact.h"
#include "study/audit/audit.h"
#include "study/audit/needles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_view(const struct view *v, size_t size)
{
	bool broken = true;

	for (size_t i = 0; i < v->text.len; i++)
		MUST(view_place(v, i) < size);
	for (size_t i = 0; i < v->folded.len; i++) {
		bool is_break = v->folded.p[i] == NEEDLE_BREAK;

		MUST(v->from[i] < size);
		MUST(!is_break || (!broken && !v->edge[i]));
		broken = is_break;
	}
}

static void
note(void *ctx, const struct audit_finding *finding)
{
	uint64_t *lines = ctx;

	MUST(finding->line > 0);
	if (finding->spelling == SPELLING_FOLDED && finding->line > *lines)
		*lines = finding->line;
}

/* A value in a line of its own behind the bytes, and in base64 behind it. */
static void
check_search(struct audit *a, struct slice bytes)
{
	static const char value[] = "2790351215000";
	char hidden[ENC_BASE64_LEN(sizeof(value) - 1) + 1] = "";
	uint64_t last = 0, lines = 1;
	struct err err = { 0 };
	struct buf file;

	enc_base64url(slice_text(value), hidden);
	buf_init(&file, bytes.len + 100);
	buf_add_slice(&file, bytes);
	buf_add_format(&file, "\n%s\n\"%s\"\n", value, hidden);
	MUST(!file.failed);
	MUST(audit_scan_bytes(a, buf_slice(&file), note, &last, &err) == 0);
	for (size_t i = 0; i < file.len - sizeof(hidden) - 1; i++)
		lines += file.p[i] == '\n' ||
			 (file.p[i] == '\r' && file.p[i + 1] != '\n');
	MUST(last == lines);
	buf_release(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct audit audit;
	static bool ready;
	struct err err = { 0 };

	if (!ready) {
		MUST(crypto_start(&err) == 0);
		audit_init(&audit);
		MUST(audit_value(
			 &audit, 0, slice_text("2790351215000"), &err) == 0);
		audit.shapes = true;
		ready = true;
	}
	for (int e = 0; e < ENCODING_COUNT; e++)
		if (view_make(&audit.view, (struct slice){ data, size },
			(enum encoding)e))
			check_view(&audit.view, size);
	check_search(&audit, (struct slice){ data, size });
	return 0;
}
