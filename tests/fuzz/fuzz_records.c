/*
 * Records of any kind through a policy with predicates, conditions, ages and
 * every action but tokenize.  What comes out must be well-formed (the filter
 * takes it again), and must not depend on how the input arrived.
 */
#include "exact.h"
#include "feed.h"

static const char policy[] =
    "{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","
    "\"purpose\":\"p\",\"limits\":{\"record\":4096},\"conditions\":{"
    "\"positive\":{\"field\":\"r.code\",\"is\":\"P\"},"
    "\"minor\":{\"field\":\"birth\",\"ageUnder\":18,\"at\":\"day\"}},"
    "\"records\":{\"a\":{\"format\":\"json\",\"fields\":{"
    "\"a\":{\"do\":\"keep\",\"because\":\"x\"},"
    "\"b[].c\":{\"do\":\"truncate\",\"first\":2,\"because\":\"x\"},"
    "\"id[s='x'][t^='y'].v\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"id[s!='x'].v\":{\"do\":\"map\",\"table\":{\"1\":\"2\"},"
    "\"else\":\"drop\",\"because\":\"x\"},"
    "\"birth\":{\"do\":\"generalize\",\"to\":\"age-5y\",\"at\":\"day\","
    "\"must\":\"date\",\"because\":\"x\",\"invalid\":\"drop\"},"
    "\"day\":{\"do\":\"generalize\",\"to\":\"month\",\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"n\":{\"do\":\"generalize\",\"step\":5,\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"cp\":{\"do\":\"generalize\",\"to\":\"departement\",\"must\":"
    "\"postcode-fr\",\"because\":\"x\",\"invalid\":\"drop\"},"
    "\"tel\":[{\"when\":\"positive\",\"do\":\"keep\",\"must\":\"phone\","
    "\"because\":\"x\",\"invalid\":\"drop\"},{\"when\":\"minor\",\"do\":"
    "\"replace\",\"with\":null,\"because\":\"x\"}],"
    "\"+id.w\":{\"do\":\"replace\",\"with\":\"\\u00e9\",\"because\":\"x\"},"
    "\"+x.y\":{\"do\":\"replace\",\"with\":null,\"when\":\"positive\","
    "\"because\":\"x\"},"
    "\"**.code\":{\"do\":\"keep\",\"oneOf\":[\"P\",\"N\"],\"because\":\"x\","
    "\"invalid\":\"drop\"}"
    "}}}}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct feeder feeder;
	struct fed whole, again;

	if (feeder.program == NULL)
		feeder_init(&feeder, FORMAT_JSON, policy, '"');
	whole = feed_both(&feeder, (struct slice){ data, size });
	if (whole.malformed + whole.refused == 0) {
		again = feed(&feeder, buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	return 0;
}
