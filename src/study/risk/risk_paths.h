/*
 * risk_paths: which fields a measurement looks at.
 */
#ifndef STUDY_RISK_PATHS_H
#define STUDY_RISK_PATHS_H

#include "base/err.h"
#include "program/program.h"
#include "study/risk/ladder.h"

/*
 * A program with one kind of records, whose fields are these paths, for an
 * engine that is observed.  policy, which must outlive it, says how the
 * records are spelled as tamis writes them; if it is NULL, CSV has this
 * delimiter.  NULL: ERR_USAGE, a text is no path of the format, or two paths
 * can be of one value; ERR_NOMEM.  program_free() frees it.
 */
struct program *risk_program(const struct program *policy,
    enum format_id format, uint8_t delimiter, const struct slice *paths,
    size_t count, struct err *err);

/*
 * The paths that records of a format have after a policy has generalized or
 * truncated them, each once, into paths[max].  Returns how many there are,
 * also if they are more.
 */
size_t risk_released(const struct program *policy, enum format_id format,
    struct slice *paths, size_t max);

/* What the rules of a policy say of the values that they leave at a path. */
struct ladder_hint risk_hint(
    const struct program *policy, enum format_id format, struct slice path);

/*
 * Adds the paths of a list, with commas between, to paths[*count], up to max.
 * A comma in quotation marks or brackets is a part of a path, but for CSV,
 * whose columns may have any of these in their names.  -1: ERR_USAGE.
 */
int risk_split(struct slice list, enum format_id format, struct slice *paths,
    size_t max, size_t *count, struct err *err);

#endif
