/*
 * view: what the commands that show policies to people share.
 */
#ifndef VIEW_H
#define VIEW_H

#include "given.h"
#include "opt.h"

/* How people want to read, by --lang and --color.  TAMIS_EUSAGE. */
int view_read(
    struct tamis_view *view, const struct args *args, struct tamis_error *err);

/*
 * Loads a policy with the public keys that were given, if any.  Only errors
 * among its notes are said: what else there is to remark, `check` says.
 */
int view_load(struct tamis_policy **policy, const char *path,
    const struct given *given, const struct say *say, struct tamis_error *err);

/* Prints a text on standard output, and frees it. */
enum exit_code
view_print(struct tamis_text *text, enum exit_code code, const struct say *say);

/*
 * Prints what a policy says on standard output, with `?` for characters that
 * could steer a terminal.
 */
void view_put(const char *text);

/* Writes a text to a descriptor.  TAMIS_EIO. */
int
view_write_all(int fd, const struct tamis_text *text, struct tamis_error *err);

/*
 * Writes a text to the file of --html, whole or not at all, and to no policy of
 * the command, or file of the one that it is about; frees it.
 */
int view_write(struct tamis_text *text, const struct args *args,
    const struct tamis_policy *policy, struct tamis_error *err);

#endif
