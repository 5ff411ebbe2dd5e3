/*
 * Documents through policies with namespaces, predicates, conditions and "//".
 * The first byte chooses between one with and one without a record path.  What
 * comes out of an input without a fault must go in again without one, and
 * nothing may depend on how the input arrived.
 */
#include "exact.h"
#include "feed.h"

#define POLICY(record, root)                                               \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","    \
	"\"purpose\":\"p\",\"limits\":{\"record\":2048,\"depth\":8},"      \
	"\"records\":{\"k\":{\"format\":\"xml\",\"namespaces\":{"          \
	"\"h\":\"urn:h\",\"x\":\"urn:x\"}," record "\"fields\":{"          \
	"\"" root "/a\":{\"do\":\"keep\",\"because\":\"x\"},"              \
	"\"" root "/h:b/@c\":{\"do\":\"keep\",\"because\":\"x\",\"when\":" \
	"{\"field\":\"" root "/a\",\"exists\":true}},"                     \
	"\"" root "/d[@e^='1']/f\":{\"do\":\"mask\",\"first\":1,"          \
	"\"because\":\"x\"},"                                              \
	"\"" root "/d[h:g/@e!='2']/@x:f\":{\"do\":\"keep\",\"because\":"   \
	"\"x\"},"                                                          \
	"\"//i/@xml:lang\":{\"do\":\"keep\",\"oneOf\":[\"fr\",\"en\"],"    \
	"\"invalid\":\"drop\",\"because\":\"x\"},"                         \
	"\"+" root "/x:k/@h:l\":{\"do\":\"replace\",\"with\":\"<\\\"\","   \
	"\"because\":\"x\"},"                                              \
	"\"+" root "/d/n\":{\"do\":\"replace\",\"with\":\"a&b\","          \
	"\"because\":\"x\"},"                                              \
	"\"" root "/j\":{\"do\":\"drop\",\"because\":\"x\"}}}}}"

static const char *const policies[] = {
	POLICY("", "/r"),
	POLICY("\"record\":\"/s/h:t/r\",", "/r"),
};

#define POLICIES (sizeof(policies) / sizeof(policies[0]))

static struct feeder feeders[POLICIES];

static void
start(void)
{
	if (feeders[0].program != NULL)
		return;
	for (size_t i = 0; i < POLICIES; i++)
		feeder_init(&feeders[i], FORMAT_XML, policies[i], '<');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct feeder *feeder;
	struct fed whole, again;

	if (size == 0)
		return 0;
	start();
	feeder = &feeders[data[0] % POLICIES];
	whole = feed_both(feeder, (struct slice){ data + 1, size - 1 });
	/* Escapes and prefixes may make a record larger than the limit. */
	if (whole.malformed + whole.refused == 0 && size < 256) {
		again = feed(feeder, buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	return 0;
}
