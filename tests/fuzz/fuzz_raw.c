/* Any bytes as what a rule worker answers: the decoder takes it as hostile, and what it lets through the compiler bears.
 * The input: the text of the rule file, a NUL, then messages: kind, length (two bytes, little end first), content. The
 * functions of rules/worker.c, which talk to a process, have stand-ins here. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"
#include "rules/worker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct onex_worker {
    const uint8_t *at, *end;
    char *message; /* the last one, its own block, so that reading behind it is seen */
    bool dead;
};

onex_worker_limits onex_worker_limits_of(const onex_worker *worker) {
    (void)worker;
    return (onex_worker_limits){1000, 1000};
}

const char *onex_worker_dead(const onex_worker *worker) { return worker->dead ? "dead" : NULL; }

void onex_worker_give_up(onex_worker *worker, onex_worker_stop why, bool rubbish) {
    (void)why;
    (void)rubbish;
    worker->dead = true;
}

bool onex_worker_ask(onex_worker *worker, onex_worker_message kind, const onex_buffer *message) {
    return !worker->dead && kind == ONEX_MSG_LOAD && message->len > 0;
}

int onex_worker_hear(onex_worker *worker, onex_wire *message) {
    *message = (onex_wire){.bad = true};
    if (worker->end - worker->at < 3) worker->dead = true;
    if (worker->dead) return 0;
    int kind = worker->at[0];
    size_t len = worker->at[1] | (size_t)worker->at[2] << 8;
    worker->at += 3;
    if (len > (size_t)(worker->end - worker->at)) len = (size_t)(worker->end - worker->at);
    free(worker->message);
    worker->message = malloc(len ? len : 1);
    if (!worker->message) abort();
    memcpy(worker->message, worker->at, len);
    worker->at += len;
    *message = (onex_wire){.at = worker->message, .end = worker->message + len};
    return kind > 0 ? kind : -1;
}

static void load(onex_worker *worker, const char *text, size_t len) {
    onex_arena arena = {0};
    onex_problems problems = {0};
    onex_error err = {0};
    onex_lexed lexed;
    onex_raw_set set = {.arena = &arena};
    onex_program program = {0};
    const onex_rule_file file = {.path = "school/1.lua", .text = text, .len = len, .bytes = text, .nbytes = len};
    const onex_rule_file *const files[] = {&file};
    onex_worker_loaded loaded;
    if (onex_lex(&lexed, &arena, file.path, text, len, &problems, &err)) abort();
    onex_status status = onex_worker_load(worker, files, &lexed, 1, &set, &problems, &loaded, &err);
    if (!status && onex_compile(&program, &set, &problems, &err) == ONEX_E_INTERNAL) abort();
    free(set.decls);
    onex_program_free(&program);
    onex_problems_clear(&problems);
    onex_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *nul = memchr(data, 0, size);
    size_t len = nul ? (size_t)(nul - data) : 0;
    if (!nul || !onex_text_valid((const char *)data, len, NULL)) return 0;
    char *text = malloc(len + 1);
    if (!text) return 0;
    memcpy(text, data, len + 1);
    onex_worker worker = {.at = nul + 1, .end = data + size};
    load(&worker, text, len);
    free(worker.message);
    free(text);
    return 0;
}
