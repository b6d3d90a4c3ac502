/* SHA-256 of bytes, as 64 hexadecimal digits (nettle). */
#ifndef ONEX_BASE_SHA256_H
#define ONEX_BASE_SHA256_H

#include <nettle/sha2.h>
#include <stddef.h>

#define ONEX_SHA256_TEXT 65
/* The hash of `len` bytes as lower-case hex into buf; gives buf. */
const char *onex_sha256(const void *data, size_t len, char buf[ONEX_SHA256_TEXT]);

/* The same piece by piece: init, put any number of times, then end (after which it must be initialised again). */
typedef struct onex_digest {
    struct sha256_ctx ctx;
} onex_digest;
void onex_digest_init(onex_digest *digest);
void onex_digest_put(onex_digest *digest, const void *data, size_t len);
const char *onex_digest_end(onex_digest *digest, char buf[ONEX_SHA256_TEXT]);

#endif
