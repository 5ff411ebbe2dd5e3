/*
 * keys: where the keyring of a run comes from: a file, a descriptor, or a
 * credential of systemd; never an argument's value.
 */
#ifndef KEYS_H
#define KEYS_H

#include <sys/stat.h>

#include "opt.h"

/*
 * Opens the keyring that --keys or --key-fd names, or else the credential
 * `keyring`.  TAMIS_EKEY, TAMIS_EUSAGE; *hint may say what to do.
 */
int keys_open(const struct args *args, struct tamis_keyring **keys,
    const char **hint, struct tamis_error *err);

/* Whether a run reads its keyring from a file, and which one that is. */
bool keys_stat(const struct args *args, struct stat *file);

#endif
