/*
 * xml: records that are XML 1.0 documents with namespaces, or elements.
 *
 * An input is one document.  It is one record; or, with a record path, the
 * elements at that path are the records, whose paths begin at them, and the
 * output keeps the elements of the path around them, without attributes, and
 * nothing else.  There may be an XML declaration; UTF-8, ISO-8859-1,
 * ISO-8859-15 and windows-1252 are read, UTF-8 is written.  A document type
 * declaration is refused where it begins.
 *
 * What is released is written anew: one line for a record, the prefixes of the
 * policy, no comment, no processing instruction, no blanks between elements.
 * Values are the same after canonicalization.
 *
 * Three steps: xml_split (xml_split.c) finds records; xml_read (xml_read.h)
 * checks every byte of one, if possible already to find its end, and makes a
 * tree of it; xml.c decides and writes (xml_write.c).
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "format/format.h"
#include "format/xml_read.h"
#include "format/xml_texts.h"

/* What split and filter share. */
struct xml_scratch {
	struct xml_names names;
	struct xml_reader *reader;
	struct slice read; /* the record that split has read, or p == NULL */
	struct buf record, around; /* as UTF-8 */
	struct arena arena;
	struct xml_texts texts;
};

extern const struct format format_xml;

/* For format_xml; the contracts are those of struct format. */
enum split xml_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum reason xml_walk(const struct piece *piece, struct walker *w);
void *xml_walk_new(const struct program *program);
void xml_walk_free(void *memory);

/* Checks every byte of a record, with the memory of the format's filter. */
enum reason xml_check(const struct piece *piece, void *scratch);

#endif
