/*
 * format: where does the next record end, and what remains of it?
 *
 * Each format is one constant of three functions.  `split` is the only part
 * that copes with half a record; `filter` and `walk` see one whole record in
 * memory, bounded by the limit.  None reads or writes files.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "engine/engine.h"
#include "format/xml_scan.h"

/* Bytes beyond a window that must be readable, with any content. */
#define FORMAT_PAD 64

enum split {
	SPLIT_RECORD, /* piece->record is a record */
	SPLIT_REJECT, /* piece is a record that cannot be one: piece->reason */
	SPLIT_GLUE,   /* no record: bytes between records, piece->after */
	SPLIT_MORE,   /* more bytes are needed; piece->used are taken up */
	SPLIT_END,    /* the input ended well */
	SPLIT_STOP,   /* rejected, and no later record can be found */
};

/* What split found at the start of the window. */
struct piece {
	struct slice record;        /* what to filter; within the window */
	struct slice before, after; /* what to write around its output */
	size_t used;                /* bytes of the window the piece takes up */
	size_t start;               /* where in the window the record begins */

	/*
	 * Bytes to take up instead when filter finds the record malformed
	 * (reason_misleads()), since its end was found by its form.  0: where
	 * a later record begins cannot be known.
	 */
	size_t used_if_malformed;

	enum reason reason; /* SPLIT_REJECT, SPLIT_STOP */
	struct slice path;  /* of the policy, if the reason is about one */
	bool may_go_on;     /* filter may answer FILTERED_SHORT */
	bool repeats;       /* SPLIT_GLUE: what a former input had, too */

	/* xml: how the record is spelled, and the tags around it. */
	enum charset charset;
	struct slice around;
};

/* Position in a stream.  All but the first four belong to the format. */
struct splitter {
	const struct stream *stream;
	size_t max_record; /* bytes */
	bool wide;         /* set after FILTERED_SHORT: find a longer piece */
	void *scratch;     /* what the format's filter is given, too */

	int phase;
	size_t scanned;  /* bytes of the window already searched */
	size_t blanks;   /* bytes of the window known to be blank */
	size_t level;    /* of the record path: its objects around the window */
	uint64_t found;  /* levels whose member on the path was met */
	size_t nesting;  /* containers open at `scanned` */
	uint64_t arrays; /* a bit for each, the innermost lowest: an array? */
	uint8_t last;    /* byte before `scanned` that was not blank */
	bool new_line;   /* the byte before `scanned` ended a line */
	bool in_string, after_backslash;
	bool closed;      /* the last bracket of a wide value was found */
	bool skipping;    /* inside a record that is too large */
	bool first;       /* no element of the array was met */
	bool any_written; /* an element of the array was written */

	struct xml_place xml;

	/* hl7v2: what the trailers of batches and files count. */
	uint64_t messages, batches;
	bool in_batch;
	uint8_t line[48]; /* of a header or trailer, as it is written */
};

/* A stream at its start; the caller sets scratch. */
void splitter_init(
    struct splitter *s, const struct program *program, enum format_id format);

/* Tells that the record of the last piece was written. */
void splitter_written(struct splitter *s);

enum filtered {
	FILTERED_WRITTEN,  /* out holds what may leave */
	FILTERED_REJECTED, /* out is as before; engine->rejection says why */
	FILTERED_SHORT,    /* only if may_go_on: the record may end later */
};

struct walker;

struct format {
	enum format_id id;

	/*
	 * Finds the next piece at the start of the window.  eof: no bytes
	 * follow the window.  Unless the answer is SPLIT_MORE, which may also
	 * take up bytes, the next call sees the window after piece->used.
	 * After FILTERED_SHORT the caller takes up nothing, sets s->wide and
	 * calls again with the same window.
	 */
	enum split (*split)(struct splitter *s, struct slice window, bool eof,
	    struct piece *piece);

	/*
	 * Filters one record, adding to out.  A failure of out (memory) is
	 * left in out->failed.
	 */
	enum filtered (*filter)(const struct piece *piece, struct engine *e,
	    void *scratch, struct buf *out);

	/* Memory that filter reuses from record to record. */
	void *(*scratch_new)(const struct program *program);
	void (*scratch_free)(void *scratch);

	/*
	 * Goes over one record for a walker (format/walker.h), which calls this
	 * twice: to check that all of it is well-formed, then to meet its
	 * values.  REASON_NONE, or what is wrong with it.
	 */
	enum reason (*walk)(const struct piece *piece, struct walker *w);

	/* Memory that walk reuses from record to record. */
	void *(*walk_new)(const struct program *program);
	void (*walk_free)(void *memory);
};

/* The format, or NULL if it is not there yet. */
const struct format *format_get(enum format_id id);

#endif
