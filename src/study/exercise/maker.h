/*
 * maker: records of one kind that reach something of a policy.
 *
 * What is to be reached is an item of the coverage (study/test/coverage.h). The
 * conditions that lead there are solved, every other place gets a value that
 * its rule accepts, and for a rejection one thing is made wrong.  Whether the
 * record reaches the item is for others to find out: what leaves of it may show
 * by chance what the policy protects, and not every value suits every place.
 */
#ifndef STUDY_MAKER_H
#define STUDY_MAKER_H

#include "study/test/coverage.h"
#include "study/exercise/made_page.h"
#include "study/exercise/solve.h"

struct maker {
	const struct program *program;
	const struct made_page *page;
	enum format_id format;
	struct slots *kinds; /* owned; by kind of the stream */
	struct engine *engine;
	struct dice dice;
	struct arena arena; /* of the record at hand */
	bool compact;       /* dates without separators */
};

/* The engine, of that format, reads nothing meanwhile.  -1: no memory;
 * maker_release() frees all. */
int maker_init(struct maker *m, const struct program *program,
    const struct made_page *page, enum format_id format, struct engine *engine,
    uint64_t seed);
void maker_release(struct maker *m);

/* So many tries are each another one, the simplest first. */
#define MAKER_TRIES 64

/*
 * Adds a record that may reach the item; false: none was found in this try,
 * whose number is below MAKER_TRIES.  *marked: it says that it is synthetic.
 */
bool maker_make(struct maker *m, const struct cover_item *item,
    unsigned int try, struct buf *out, bool *marked);

#endif
