/* A console over a database of its own, with no rules: for tests of the console itself. Included after cmocka. */
#ifndef ONEX_TESTS_REPL_DESK_H
#define ONEX_TESTS_REPL_DESK_H

#include "repl/console.h"
#include "unit/store/place.h"

typedef struct desk {
    place *place;
    onex_console *console;
    onex_failure failure;
    onex_buffer text;
    bool refuse;   /* nothing may be written */
    int opened[2]; /* how often for reading, for writing */
} desk;

static inline onex_status desk_store(void *ctx, bool write, onex_store **out, onex_error *err) {
    desk *d = ctx;
    d->opened[write]++;
    return onex_store_open(out, d->place->db, write ? ONEX_STORE_WRITE : ONEX_STORE_READ, NULL, err);
}

static inline onex_status desk_rules(void *ctx, onex_store *store, const char *dir, onex_rules **out, onex_error *err) {
    (void)ctx;
    (void)store;
    (void)dir;
    *out = NULL;
    return onex_fail(err, ONEX_E_RULE, "no rules here");
}

static inline onex_status desk_folder(void *ctx, onex_store *store, onex_rules **out, onex_error *err) {
    return desk_rules(ctx, store, NULL, out, err);
}

static inline onex_status desk_may_write(void *ctx, onex_store *store, onex_error *err) {
    desk *d = ctx;
    (void)store;
    return d->refuse ? onex_fail(err, ONEX_E_REFUSED, "not now") : ONEX_OK;
}

static inline char *desk_prefix(void *ctx) {
    (void)ctx;
    return strdup("rules/");
}

static inline char *desk_modules(void *ctx, const char *script) {
    (void)ctx;
    (void)script;
    return strdup("./?.lua");
}

static inline void desk_progress(void *ctx, long done, long total) {
    (void)ctx;
    (void)done;
    (void)total;
}

/* A database with two colleges, and a console on it. */
static inline desk *desk_open(place *p, bool write, bool lines) {
    desk *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->place = p;
    if (access(p->db, F_OK) != 0) {
        onex_store *store = place_create(p);
        assert_ok(onex_store_begin(store, &p->err), p);
        PUT(p, store, "college", "art", "艺术学院");
        PUT(p, store, "college", "dance", "舞蹈学院");
        assert_ok(onex_store_commit(store, &p->err), p);
        onex_store_close(store);
    }
    onex_console_options options = {.host = {.ctx = d,
                                             .store = desk_store,
                                             .rules = desk_rules,
                                             .folder = desk_folder,
                                             .may_write = desk_may_write,
                                             .rules_prefix = desk_prefix,
                                             .modules = desk_modules,
                                             .progress = desk_progress},
                                    .write = write,
                                    .lines = lines,
                                    .actor = "tester",
                                    .script = "desk",
                                    .out = stdout,
                                    .memory = 64 << 20};
    onex_day_parse_iso("2026-11-15", 10, &options.day);
    options.today = options.day;
    assert_ok(onex_console_open(&d->console, &options, &p->err), p);
    return d;
}

static inline void desk_close(desk *d) {
    onex_console_close(d->console);
    onex_buffer_clear(&d->text);
    free(d);
}

static inline bool desk_eval(desk *d, const char *code) {
    d->text.len = 0;
    return onex_console_eval(d->console, code, strlen(code), "=desk", &d->text, &d->failure);
}

/* The line gives this text. */
static inline void desk_gives(desk *d, const char *code, const char *expected) {
    if (!desk_eval(d, code)) fail_msg("%s: %s", code, d->failure.message);
    assert_string_equal(d->text.len ? d->text.data : "", expected);
}

/* The line fails with this code and this text somewhere in its message. */
static inline void desk_fails(desk *d, const char *code, onex_status status, const char *part) {
    if (desk_eval(d, code)) fail_msg("%s: does not fail", code);
    assert_int_equal(d->failure.code, status);
    if (!strstr(d->failure.message, part)) fail_msg("%s: '%s' has no '%s'", code, d->failure.message, part);
}

#endif
