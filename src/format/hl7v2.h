/*
 * hl7v2: records that are messages of HL7 v2, or of HPRIM Sante 2.x.
 *
 * A message begins with a line MSH and ends before the next line MSH, FHS,
 * BHS, BTS or FTS, or at the end of the input.  In MLLP it stands between the
 * bytes 0B and 1C 0D, and so does what is written of it.  Messages may be
 * mixed with frames; byte order mark and empty lines between them are left
 * out.  Lines that belong to no message are rejected up to the next header.
 *
 * Headers and trailers of batches and files are written with their delimiters
 * and nothing else.  Trailers keep their count, if they have one, as that of
 * what was written: messages of the batch, batches of the file.
 *
 * HPRIM: a message begins with a line H and ends with a line L.  It is
 * ISO-8859-1, since nothing in it could say otherwise, and is written so.
 * Lines that begin with A are joined to the line before.
 *
 * split (hl7v2_split.c) finds messages, filter (hl7v2.c) reads them.
 */
#ifndef FORMAT_HL7V2_H
#define FORMAT_HL7V2_H

#include "format/format.h"

extern const struct format format_hl7v2;

/* For format_hl7v2; the contracts are those of struct format. */
enum split hl7v2_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum reason hl7v2_walk(const struct piece *piece, struct walker *w);
void *hl7v2_walk_new(const struct program *program);
void hl7v2_walk_free(void *memory);

#endif
