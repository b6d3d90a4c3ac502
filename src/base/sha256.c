/* SHA-256 as hexadecimal text, over nettle.
 * What is hashed, and in which form, is left to the callers. */
#include "base/sha256.h"

#include <stdint.h>

void onex_digest_init(onex_digest *digest) {
    sha256_init(&digest->ctx);
}

void onex_digest_put(onex_digest *digest, const void *data, size_t len) {
    if (len) sha256_update(&digest->ctx, len, data);
}

const char *onex_digest_end(onex_digest *digest, char buf[ONEX_SHA256_TEXT]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[SHA256_DIGEST_SIZE];
    sha256_digest(&digest->ctx, sizeof bytes, bytes);
    for (int i = 0; i < SHA256_DIGEST_SIZE; i++) {
        buf[2 * i] = digits[bytes[i] >> 4];
        buf[2 * i + 1] = digits[bytes[i] & 15];
    }
    buf[ONEX_SHA256_TEXT - 1] = '\0';
    return buf;
}

const char *onex_sha256(const void *data, size_t len, char buf[ONEX_SHA256_TEXT]) {
    onex_digest digest;
    onex_digest_init(&digest);
    onex_digest_put(&digest, data, len);
    return onex_digest_end(&digest, buf);
}
