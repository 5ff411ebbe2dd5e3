/*
 * shapes: all that identifies by its shape (action/detect.h), in a long text.
 *
 * The text is taken apart where no shape goes on: at line ends, quotes,
 * brackets, and the like, and long parts every few hundred bytes.  Each part
 * tells of each shape once.
 */
#ifndef STUDY_SHAPES_H
#define STUDY_SHAPES_H

#include "action/detect.h"

/* Told of a shape, and where the part that has it begins and ends. */
typedef void
shapes_found_fn(void *ctx, enum detector detector, size_t first, size_t last);

/*
 * strict: the text may be anything, and then addresses of less than
 * SHAPES_ADDRESS characters, which bytes form by chance, are left out.
 */
#define SHAPES_ADDRESS 16
void
shapes_find(struct slice text, bool strict, shapes_found_fn *found, void *ctx);

#endif
