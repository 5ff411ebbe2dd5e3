/*
 * xml_write: names and values as XML.
 *
 * Prefixes are the policy's, whatever the input had.
 */
#ifndef FORMAT_XML_WRITE_H
#define FORMAT_XML_WRITE_H

#include "engine/engine.h"

/* The prefix and the name of a namespace by its number; empty: none. */
struct slice xml_prefix(const struct stream *stream, uint8_t number);
struct slice xml_namespace(const struct stream *stream, uint8_t number);

/* The namespaces that the first n elements of the record path use: a bit for
 * each, by number. */
uint64_t xml_declared(const struct stream *stream, size_t n);

/* Adds text, or the inside of an attribute's quotes. */
void xml_put_text(struct buf *out, struct slice text);
void xml_put_value(struct buf *out, struct slice text);

/* Moves what was written from the offset `middle` on to `at`, before it. */
void xml_move(struct buf *out, size_t at, size_t middle);

/* Inserts declarations of namespaces, a bit for each, at an offset of out. */
void xml_declare(
    struct buf *out, const struct stream *stream, size_t at, uint64_t which);

#endif
