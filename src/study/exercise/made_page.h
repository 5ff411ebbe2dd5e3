/*
 * made_page: made records as a file of their format.
 *
 * Each format is one constant of functions, in a file of its own.
 */
#ifndef STUDY_MADE_PAGE_H
#define STUDY_MADE_PAGE_H

#include "base/buf.h"
#include "study/exercise/made.h"

struct made_page {
	const struct program *program;
	const struct stream *stream;
	const struct made_format *format;
	bool one;              /* a file holds one record */
	const char *between;   /* stands between records */
	struct slice *columns; /* owned; of CSV */
	size_t column_count;
};

struct made_format {
	/* What stands before and behind the records; NULL: nothing. */
	void (*head)(const struct made_page *page, struct buf *out);
	void (*tail)(const struct made_page *page, struct buf *out);

	/* Adds a record.  False: the format, or its charset, cannot hold it. */
	bool (*record)(
	    const struct made_page *page, struct made *m, struct buf *out);

	/*
	 * Makes the record say that it is synthetic, in the way that previews
	 * ask for (policies/README.md).  False: something else stands there.
	 */
	bool (*mark)(const struct made_page *page, struct made *m);
};

extern const struct made_format made_json;
extern const struct made_format made_csv;
extern const struct made_format made_xml;
extern const struct made_format made_hl7v2;

/* -1: no memory; made_page_release() then frees nothing. */
int made_page_init(struct made_page *page, const struct program *program,
    enum format_id format);
void made_page_release(struct made_page *page);

/* A step of a path that this code knows. */
#define MADE_STEP(kind_, text)                   \
	{                                        \
		.kind = (kind_), .name = {       \
			(const uint8_t *)(text), \
			sizeof(text) - 1         \
		}                                \
	}

/* A copy of a text that FORMAT_PAD bytes follow, for those who look ahead. */
struct slice made_padded(const struct made *m, struct slice text);

/* Puts a mark and returns whether it is there now. */
bool made_put_mark(
    struct made *m, const struct path *path, const struct value *value);

#endif
