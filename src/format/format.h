/*
 * format: where does the next record end, and what remains of it?
 *
 * Each format is one constant of two functions.  `split` is the only part
 * that copes with half a record; `filter` sees one whole record in memory,
 * bounded by the limit.  Neither reads nor writes files.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "engine/engine.h"

/* Bytes beyond a window that must be readable, with any content. */
#define FORMAT_PAD 64

enum split {
	SPLIT_RECORD, /* piece->record is a record */
	SPLIT_REJECT, /* piece is a record that cannot be one: piece->reason */
	SPLIT_GLUE,   /* no record: bytes between records, piece->after */
	SPLIT_MORE,   /* more bytes are needed; piece->used may be consumed */
	SPLIT_END,    /* the input ended well */
	SPLIT_STOP,   /* rejected, and no later record can be found */
};

/* What split found at the start of the window. */
struct piece {
	size_t used;         /* bytes of the window this piece takes up */
	size_t start;        /* offset in the window where the record begins */
	struct slice record; /* what to filter; within the window */
	struct slice before, after; /* what to write around its output */
	enum reason reason;
	bool may_go_on; /* the record may turn out longer than this */
};

/* Position in a stream; the fields belong to the format. */
struct splitter {
	const struct stream *stream;
	size_t max_record;
	int phase;
	uint32_t depth;
	size_t scanned; /* bytes of the window already searched */
	bool wide;      /* the last piece was too short: see split */
	bool in_string, escaped, skipping;
	uint64_t written; /* records written, for separators */
};

enum filtered {
	FILTERED_WRITTEN,  /* out holds what may leave */
	FILTERED_REJECTED, /* out is as before; engine->rejection says why */
	FILTERED_SHORT,    /* only if may_go_on: the record ends later */
};

struct format {
	enum format_id id;

	/*
	 * Finds the next piece at the start of the window.  eof: no bytes
	 * follow the window.  After FILTERED_SHORT the caller sets s->wide and
	 * calls again with the same window (or a longer one).
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
};

/* The format, or NULL if it is not there yet. */
const struct format *format_get(enum format_id id);

#endif
