/*
 * utf8_simd: utf8_valid() for processors that look at many bytes at a time.
 *
 * Keiser and Lemire, Validating UTF-8 In Less Than One Instruction Per Byte,
 * 2021: each half of a byte and the one of the byte before it say what they can
 * be wrong with; what three halves agree on is wrong.
 *
 * No block is left out because it is ASCII: in most texts that are not, no
 * processor foresees which ones are.
 */
#ifndef BASE_UTF8_SIMD_H
#define BASE_UTF8_SIMD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __x86_64__

/* For CPU_AVX2, 32 bytes at a time. */
bool utf8_valid_avx2(const uint8_t *p, const uint8_t *end);

/* For CPU_AVX512, 64 bytes at a time. */
bool utf8_valid_avx512(const uint8_t *p, const uint8_t *end);

#endif

#endif
