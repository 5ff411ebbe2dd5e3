/*
 * Messages through a policy with predicates, conditions and most actions.  The
 * first byte chooses HL7 v2 or HPRIM.  What comes out must be messages again
 * that filter reads, and must not depend on how the input arrived.
 */
#include "exact.h"
#include "feed.h"

#define POLICY(dialect, fields)                                           \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","   \
	"\"purpose\":\"p\",\"limits\":{\"record\":1024,\"members\":16},"  \
	"\"records\":{\"k\":{\"format\":\"hl7v2\",\"dialect\":\"" dialect \
	"\",\"fields\":{" fields "}}}}"

#define KEEP ":{\"do\":\"keep\",\"because\":\"x\"}"
#define NEW                                                         \
	":{\"do\":\"replace\",\"with\":\"|^~&\",\"because\":\"x\"," \
	"\"when\":{\"field\":\"PV1-2\",\"is\":\"O\"}}"

static const char *const policies[] = {
	POLICY("hl7",
	    "\"MSH-9.1\"" KEEP ",\"MSH-18\"" KEEP ",\"MSH-20\"" KEEP
	    ",\"PID-3[5='INS'].1\":{\"do\":\"mask\",\"last\":2,"
	    "\"because\":\"x\"},\"PID-3[4.2^='1.'].2\"" KEEP
	    ",\"PID-7\":{\"do\":\"keep\",\"because\":\"x\",\"when\":"
	    "{\"field\":\"OBX-5.1\",\"is\":\"P\"},\"invalid\":\"drop\"},"
	    "\"PID-5.1.2\"" KEEP ",\"OBX[3.1='a']-5.1\"" KEEP
	    ",\"OBX[2!='ED']-6\":{\"do\":\"map\",\"table\":{\"1\":\"|^~&\\\\"
	    "\\n\\u00e9\"},\"else\":\"drop\",\"because\":\"x\"},"
	    "\"+PID-3.1\"" NEW ",\"+PID-9.2.3\"" NEW ",\"+ZPS-2\"" NEW),
	POLICY("hprim",
	    "\"P-6.1\"" KEEP ",\"P-8\":{\"do\":\"truncate\",\"first\":2,"
	    "\"because\":\"x\"},\"OBX[4.1='a']-6\"" KEEP ",\"L-2\"" KEEP
	    ",\"+P-7.2\"" NEW),
};

#define DIALECTS (sizeof(policies) / sizeof(policies[0]))

static struct feeder feeders[DIALECTS];

static void
start(void)
{
	if (feeders[0].program != NULL)
		return;
	for (size_t i = 0; i < DIALECTS; i++)
		feeder_init(&feeders[i], FORMAT_HL7V2, policies[i], '|');
}

/* Whether what came out was not read as messages again. */
static bool
is_misread(const struct fed *fed)
{
	static const enum reason others[] = { REASON_MARKS, REASON_CHARSET,
		REASON_ESCAPE, REASON_UTF8 };
	bool misread = fed->malformed > 0;

	for (enum reason i = 0; i < REASON_COUNT; i++)
		misread |= reason_misleads(i) && fed->reasons[i] > 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		misread |= fed->reasons[others[i]] > 0;
	return misread;
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
	feeder = &feeders[data[0] % DIALECTS];
	whole = feed_both(feeder, (struct slice){ data + 1, size - 1 });
	/* Escapes and UTF-8 may take an output beyond the limit. */
	if (size <= 1024 / 8) {
		again = feed(feeder, buf_slice(&whole.out), SIZE_MAX);
		MUST(!is_misread(&again));
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	return 0;
}
