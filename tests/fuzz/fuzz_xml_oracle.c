/*
 * Documents, and elements inside others, that the reader of records and
 * libxml2 must understand alike.  An XML declaration, which the reader never
 * sees, is left out; the size chooses how many of the names are known.
 */
#include "oracle_xml.h"

static struct slice
behind_declaration(struct slice document)
{
	size_t n = 0;

	if (!slice_starts(document, slice_text("<?xml ")))
		return document;
	while (n < document.len && document.p[n] != '>')
		n++;
	return slice_skip(document, n + (n < document.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice document =
	    behind_declaration((struct slice){ data, size });

	oracle_xml(document, "", "", size % 4);
	oracle_xml(document, "<o xmlns='urn:o'><p:o xmlns:p='&#x70;'>",
	    "</p:o></o>", size % 4);
	return 0;
}
