/*
 * packed: files in which nothing can be seen, since they are compressed.
 *
 * They are known by how they begin: gzip (RFC 1952), bzip2, xz, Zstandard (RFC
 * 8878), LZ4 frames, ZIP (APPNOTE 4.3.7, also documents of offices) and 7z.
 */
#ifndef STUDY_PACKED_H
#define STUDY_PACKED_H

#include "base/slice.h"

/* What compressed a file that begins so, or NULL: nothing that is known. */
const char *packed_by(struct slice start);

#endif
