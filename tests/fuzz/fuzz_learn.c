/*
 * Drafts of policies: whatever the samples are called and hold, what comes of
 * them is a policy in its layout.  The first byte chooses the format, the
 * second how tables are spelled.
 */
#include <unistd.h>

#include "exact.h"
#include "tamis.h"

/* What a pipe takes without a reader. */
#define INPUT_MAX 60000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect_layout(const struct tamis_text *draft)
{
	struct tamis_text was, laid_out;
	struct tamis_error err;
	int ends[2];

	if (draft->len > INPUT_MAX)
		return;
	MUST(pipe(ends) == 0);
	MUST(write(ends[1], draft->p, draft->len) == (ssize_t)draft->len);
	close(ends[1]);
	MUST(tamis_policy_layout(
		 ends[0], "draft", NULL, NULL, &was, &laid_out, &err) == 0);
	close(ends[0]);
	MUST(
	    was.len == laid_out.len && memcmp(was.p, laid_out.p, was.len) == 0);
	tamis_text_free(&was);
	tamis_text_free(&laid_out);
}

static void
learn(struct tamis_learning *learning, const uint8_t *data, size_t size)
{
	struct tamis_input input = { .name = "samples" };
	struct tamis_text draft;
	struct tamis_error err;
	int ends[2], result;

	MUST(pipe(ends) == 0);
	MUST(write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	input.fd = ends[0];
	learning->inputs = &input;
	learning->input_count = 1;
	result = tamis_learn(learning, &draft, &err);
	close(ends[0]);
	if (result < 0) {
		MUST(err.code != TAMIS_EBUG);
		return;
	}
	expect_layout(&draft);
	tamis_text_free(&draft);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "json", "xml", "csv", "hl7v2" };
	static const char *const encodings[] = { "utf-8", "windows-1252" };
	struct tamis_learning learning = { .delimiter = ';' };

	if (size < 2 || size > INPUT_MAX)
		return 0;
	learning.format = formats[data[0] % 4];
	if (data[0] % 4 == 3)
		learning.hprim = data[0] >= 128;
	if (data[0] % 4 == 2)
		learning.encoding = encodings[data[1] % 2];
	learn(&learning, data + 2, size - 2);
	return 0;
}
