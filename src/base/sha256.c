/* SHA-256 as hexadecimal text, over nettle.
 * What is hashed, and in which form, is left to the callers. */
#include "base/sha256.h"

#include <nettle/sha2.h>
#include <stdint.h>

const char *onex_sha256(const void *data, size_t len, char buf[ONEX_SHA256_TEXT]) {
    static const char digits[] = "0123456789abcdef";
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    sha256_update(&ctx, len, data);
    sha256_digest(&ctx, sizeof digest, digest);
    for (int i = 0; i < SHA256_DIGEST_SIZE; i++) {
        buf[2 * i] = digits[digest[i] >> 4];
        buf[2 * i + 1] = digits[digest[i] & 15];
    }
    buf[ONEX_SHA256_TEXT - 1] = '\0';
    return buf;
}
