/* SHA-256 against the examples of FIPS 180-4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sha256.h"

static void the_examples_of_the_standard_come_out(void **state) {
    (void)state;
    char hex[ONEX_SHA256_TEXT];
    assert_string_equal(onex_sha256("", 0, hex), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(onex_sha256("abc", 3, hex), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(onex_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex),
                        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void the_pieces_give_the_hash_of_the_whole(void **state) {
    (void)state;
    char hex[ONEX_SHA256_TEXT], whole[ONEX_SHA256_TEXT];
    onex_digest digest;
    onex_digest_init(&digest);
    onex_digest_put(&digest, "a", 1);
    onex_digest_put(&digest, "", 0);
    onex_digest_put(&digest, "bc", 2);
    assert_string_equal(onex_digest_end(&digest, hex), onex_sha256("abc", 3, whole));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_come_out),
        cmocka_unit_test(the_pieces_give_the_hash_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
