/*
 * libxml2's SAX2 parser on standard input, with callbacks that do nothing:
 * what reading XML with it costs at least.  The input is pushed in pieces, as
 * they are read.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attribute_count, int defaulted_count, const xmlChar **attributes)
{
	(void)ctx;
	(void)local;
	(void)prefix;
	(void)uri;
	(void)namespace_count;
	(void)namespaces;
	(void)attribute_count;
	(void)defaulted_count;
	(void)attributes;
}

static void
on_end(
    void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	(void)ctx;
	(void)local;
	(void)prefix;
	(void)uri;
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	(void)ctx;
	(void)text;
	(void)len;
}

static int
parse(xmlParserCtxtPtr parser)
{
	static char piece[PIECE];
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0)
		if (xmlParseChunk(parser, piece, (int)n, 0) != 0)
			return -1;
	return n == 0 ? xmlParseChunk(parser, NULL, 0, 1) : -1;
}

int
main(void)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	xmlParserCtxtPtr parser =
	    xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);

	if (parser == NULL || parse(parser) != 0) {
		fprintf(stderr, "peer_sax: the input cannot be parsed\n");
		return EXIT_FAILURE;
	}
	xmlFreeParserCtxt(parser);
	return EXIT_SUCCESS;
}
