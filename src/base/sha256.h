/* SHA-256 of bytes, as 64 hexadecimal digits (nettle). */
#ifndef ONEX_BASE_SHA256_H
#define ONEX_BASE_SHA256_H

#include <stddef.h>

#define ONEX_SHA256_TEXT 65
/* The hash of `len` bytes as lower-case hex into buf; gives buf. */
const char *onex_sha256(const void *data, size_t len, char buf[ONEX_SHA256_TEXT]);

#endif
