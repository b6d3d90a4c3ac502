/* The parent's side when the process at the other end is hostile: shell scripts stand in for it and answer rubbish. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

/* What is told when the worker is a script with this body; descriptor 3 is the socket, which it closes. */
static const char *answered(ruledir *d, const char *body) {
    static char worker[300];
    char script[1000];
    snprintf(script, sizeof script, "#!/bin/sh\n%s\n", body);
    ruledir_file(d, "worker.sh", script);
    snprintf(worker, sizeof worker, "%s/worker.sh", d->path);
    assert_int_equal(chmod(worker, 0700), 0);
    d->options.worker = worker;
    return ruledir_wrong(d, "param \"x\" { }");
}

#define RUBBISH "0:0 E0108 the process that ran it gave an answer that makes no sense; its rules were not evaluated"
#define LENGTH(n) "\\0" n "\\0\\0\\0\\0\\0\\0\\0"

static void lengths_that_cannot_be_are_rubbish(void **state) {
    assert_string_equal(answered(*state, "printf '\\0\\0\\0\\0\\0\\0\\0\\0' >&3"), RUBBISH);
    assert_string_equal(answered(*state, "printf '\\377\\377\\377\\377\\377\\377\\377\\377' >&3"), RUBBISH);
    assert_string_equal(answered(*state, "printf '\\0\\0\\0\\0\\0\\1\\0\\0' >&3"), RUBBISH);
}

static void messages_of_no_kind_are_rubbish(void **state) {
    assert_string_equal(answered(*state, "printf '" LENGTH("1") "\\143' >&3"), RUBBISH);
    assert_string_equal(answered(*state, "printf '" LENGTH("1") "\\377' >&3"), RUBBISH);
    assert_string_equal(answered(*state, "printf '" LENGTH("1") "\\44' >&3"),
                        RUBBISH); /* results that nobody asked for */
}

static void messages_that_end_early_are_rubbish(void **state) {
    static const char *const kinds[] = {"\\40", "\\41", "\\42", "\\45"}; /* file, declaration, problem, stopped */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char body[200];
        snprintf(body, sizeof body, "printf '" LENGTH("1") "%s' >&3", kinds[i]);
        assert_string_equal(answered(*state, body), RUBBISH);
    }
}

static void a_file_that_was_not_sent_is_rubbish(void **state) {
    assert_string_equal(answered(*state, "printf '" LENGTH("11") "\\40" LENGTH("7") "' >&3"), RUBBISH);
    assert_string_equal(answered(*state, "printf '" LENGTH("22") "\\41" LENGTH("11") "school/z.' >&3"), RUBBISH);
}

/* A declaration whose body is what `bytes` say. */
static const char *declared(ruledir *d, int size, const char *bytes) {
    char body[1000];
    snprintf(body, sizeof body,
             "printf '\\%o\\0\\0\\0\\0\\0\\0\\0\\41" LENGTH("14") "school/a.lua" LENGTH("1")
                 LENGTH("5") "param\\0\\0%s" LENGTH("1") "\\43' >&3",
             1 + 8 + 12 + 8 + 8 + 5 + 2 + size, bytes);
    return answered(d, body);
}

static void bodies_that_are_no_trees_are_rubbish(void **state) {
    ruledir *d = *state;
    assert_string_equal(declared(d, 9, "\\143" LENGTH("1")), RUBBISH);             /* no such kind */
    assert_string_equal(declared(d, 9, "\\0" LENGTH("1")), RUBBISH);               /* no table */
    assert_string_equal(declared(d, 17, "\\5" LENGTH("1") LENGTH("11")), RUBBISH); /* nine entries, none there */
    assert_string_equal(declared(d, 17, "\\5" LENGTH("1") "\\377\\377\\377\\377\\377\\377\\377\\377"), RUBBISH);
    assert_string_equal(declared(d, 17, "\\5" LENGTH("1") "\\0\\0\\1\\0\\0\\0\\0\\0"), RUBBISH); /* 65536 entries */
    assert_string_equal(declared(d, 26, "\\5" LENGTH("1") LENGTH("0") LENGTH("0") "x"),
                        RUBBISH); /* something behind it */
    assert_string_equal(declared(d, 43, "\\5" LENGTH("1") LENGTH("0") LENGTH("1") LENGTH("1") "\\33\\0" LENGTH("1")),
                        RUBBISH); /* a key of ESC */
}

static void a_body_that_fits_is_taken(void **state) {
    ruledir *d = *state;
    assert_string_equal(declared(d, 25, "\\5" LENGTH("1") LENGTH("0") LENGTH("0")), "");
    assert_int_equal(d->front.raw.ndecls, 1);
    assert_string_equal(d->front.raw.decls[0].word, "param");
}

static void a_crash_is_told(void **state) {
    assert_string_equal(answered(*state, "kill -SEGV $$"),
                        "0:0 E0108 the process that ran it crashed (signal 11); its rules were not evaluated");
}

static void an_early_end_is_told(void **state) {
    assert_string_equal(answered(*state, "exit 3"),
                        "0:0 E0108 the process that ran it ended (code 3); its rules were not evaluated");
}

static void a_busy_process_is_killed_after_its_cpu(void **state) {
    assert_string_equal(answered(*state, "while :; do :; done"),
                        "0:0 E0108 stopped after 1 s of CPU; its rules were not evaluated");
}

static void a_process_that_waits_is_killed_after_its_time(void **state) {
    ruledir *d = *state;
    const onex_worker_limits short_time = {60000, 200};
    answered(d, "exit 0");
    ruledir_file(d, "worker.sh", "#!/bin/sh\nwhile read x <&3; do :; done\n");
    onex_front_clear(&d->front);
    onex_problems_clear(&d->problems);
    assert_int_equal(onex_front_read(&d->front, &d->options, short_time, &d->problems, &d->err), ONEX_OK);
    assert_string_equal(ruledir_told(d), "0:0 E0108 stopped after 0.2 s; its rules were not evaluated");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(lengths_that_cannot_be_are_rubbish),
    RULEDIR_TEST(messages_of_no_kind_are_rubbish),
    RULEDIR_TEST(messages_that_end_early_are_rubbish),
    RULEDIR_TEST(a_file_that_was_not_sent_is_rubbish),
    RULEDIR_TEST(bodies_that_are_no_trees_are_rubbish),
    RULEDIR_TEST(a_body_that_fits_is_taken),
    RULEDIR_TEST(a_crash_is_told),
    RULEDIR_TEST(an_early_end_is_told),
    RULEDIR_TEST(a_busy_process_is_killed_after_its_cpu),
    RULEDIR_TEST(a_process_that_waits_is_killed_after_its_time),
};
RULEDIR_MAIN(tests)
