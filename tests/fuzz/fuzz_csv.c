/*
 * Tables through a policy that keeps, masks and maps.  The first byte chooses
 * the dialect.  What comes out must be a table of the same dialect in UTF-8
 * (split takes it again), and must not depend on how the input arrived.
 */
#include "exact.h"
#include "feed.h"

#define POLICY(delimiter, encoding)                                              \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","          \
	"\"purpose\":\"p\",\"limits\":{\"record\":512,\"members\":8},"           \
	"\"records\":{\"k\":{\"format\":\"csv\",\"delimiter\":\"" delimiter      \
	"\",\"encoding\":\"" encoding "\",\"fields\":{"                          \
	"\"a\":{\"do\":\"keep\",\"because\":\"x\",\"when\":"                     \
	"{\"field\":\"c\",\"exists\":true}},"                                    \
	"\"b\":{\"do\":\"mask\",\"first\":2,\"because\":\"x\"},"                 \
	"\"c\":{\"do\":\"map\",\"table\":{\"1\":\"one;\",\"\\u00e9\":\"\\\"\"}," \
	"\"else\":\"drop\",\"because\":\"x\"}}}}}"

static const char *const policies[] = {
	POLICY(";", "utf-8"),
	POLICY(",", "windows-1252"),
	POLICY(";", "windows-1252"),
	POLICY(",", "utf-8"),
};

#define DIALECTS (sizeof(policies) / sizeof(policies[0]))

static struct feeder feeders[DIALECTS];

static void
start(void)
{
	if (feeders[0].program != NULL)
		return;
	for (size_t i = 0; i < DIALECTS; i++)
		feeder_init(&feeders[i], FORMAT_CSV, policies[i], '"');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input;
	struct fed whole, again;
	size_t dialect;

	if (size == 0)
		return 0;
	start();
	dialect = data[0] % DIALECTS;
	input = (struct slice){ data + 1, size - 1 };
	whole = feed_both(&feeders[dialect], input);
	/* Text in UTF-8 may be beyond the limit: at most three times as long.
	 */
	if (whole.out.len > 0 && size <= 512 / 3) {
		/* 0 and 3 are those in UTF-8, with 2 and 1 beside them. */
		dialect = dialect % 2 == 0 ? 0 : 3;
		again =
		    feed(&feeders[dialect], buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	return 0;
}
