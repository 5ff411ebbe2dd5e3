/*
 * tty: what is typed on the terminal and must not be seen there.
 */
#ifndef TTY_H
#define TTY_H

#include "cli.h"

/*
 * Asks on the terminal of the process, whatever the standard streams are, and
 * reads a line of at most room bytes without its end, not shown.  The terminal
 * is as before on return and at every signal that can be handled.  TAMIS_EKEY:
 * there is no terminal, or nothing or too much was typed; TAMIS_ESTOPPED: a
 * signal asked to end (stop.h).
 */
int tty_ask(const char *prompt, uint8_t *out, size_t room, size_t *len,
    struct tamis_error *err);

#endif
