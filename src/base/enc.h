/*
 * enc: bytes as text and back.
 *
 * base32 is RFC 4648, section 6, in lower case and without padding; base64url
 * is section 5 without padding; hexadecimal is in lower case.  Readers are
 * strict: no blank, no other case, and bits beyond the last byte must be zero,
 * so that every byte string has one spelling.
 */
#ifndef BASE_ENC_H
#define BASE_ENC_H

#include "base/buf.h"

/* Characters that n bytes take. */
#define ENC_BASE32_LEN(n) (((n)*8 + 4) / 5)
#define ENC_BASE64_LEN(n) (((n)*8 + 5) / 6)
#define ENC_HEX_LEN(n)    ((n)*2)

/*
 * Writes the text of in to out, which has room for it; no terminator.  For
 * base64url, in may be the last bytes of that room.
 */
void enc_base32(struct slice in, char *out);
void enc_base64url(struct slice in, char *out);
void enc_hex(struct slice in, char *out);

/* Whether every character of s is one of base64url. */
bool enc_is_base64url(struct slice s);

/* Reads text that stands for exactly n bytes; false on anything else. */
bool enc_from_base32(struct slice text, uint8_t *out, size_t n);
bool enc_from_base64url(struct slice text, uint8_t *out, size_t n);
bool enc_from_hex(struct slice text, uint8_t *out, size_t n);

/*
 * Adds the bytes that a text stands for as base64 of any sort: in either
 * alphabet, in lines of 16 characters at least, with padding at its end or
 * none.  False, and what was added has no meaning, if it is anything else, or
 * out has failed.
 */
bool enc_open_base64(struct slice text, struct buf *out);

#endif
