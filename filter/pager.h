/*
 * pager: long texts on a terminal, page by page.
 */
#ifndef PAGER_H
#define PAGER_H

#include "say.h"

/*
 * Prints a text on standard output, and frees it: through the program that
 * PAGER names, or less, when that is a terminal.  An empty PAGER, or cat, is
 * none.
 */
enum exit_code pager_print(
    struct tamis_text *text, enum exit_code code, const struct say *say);

#endif
