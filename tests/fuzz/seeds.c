/* Seeds for fuzz_raw: what a true worker answers to a rule file, in the form that fuzz_raw reads.
 * usage: seeds FOLDER FILE.lua... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/worker.h"

static void put_answer(onex_worker *worker, const char *text, FILE *out) {
    onex_buffer question = {0};
    onex_wire message;
    int kind;
    onex_wire_put_byte(&question, 0); /* English */
    onex_wire_put_byte(&question, 0); /* of the school */
    onex_wire_put_byte(&question, 0); /* only confined, if it were a college's */
    onex_wire_put_int(&question, onex_worker_limits_of(worker).cpu_ms);
    onex_wire_put_int(&question, 1);
    onex_wire_put_text(&question, "school/1.lua", strlen("school/1.lua"));
    onex_wire_put_text(&question, text, strlen(text));
    fwrite(text, 1, strlen(text) + 1, out);
    if (onex_worker_ask(worker, ONEX_MSG_LOAD, &question)) {
        while ((kind = onex_worker_hear(worker, &message)) > 0) {
            size_t len = (size_t)(message.end - message.at);
            if (len < 65536) fprintf(out, "%c%c%c", kind, (int)(len & 255), (int)(len >> 8));
            if (len < 65536) fwrite(message.at, 1, len, out);
            if (kind == ONEX_MSG_LOADED) break;
        }
    }
    onex_buffer_clear(&question);
}

static int make_seed(const char *folder, int number, const char *path) {
    static char text[ONEX_RULE_FILE_MAX];
    char name[4096];
    onex_worker *worker = NULL;
    onex_error err;
    snprintf(name, sizeof name, "%s/%03d", folder, number);
    FILE *in = fopen(path, "r"), *out = fopen(name, "w");
    int failed = !in || !out || onex_worker_start(&worker, "/proc/self/exe", onex_worker_usual_limits, &err);
    if (!failed) {
        text[fread(text, 1, sizeof text - 1, in)] = 0;
        put_answer(worker, text, out);
    }
    onex_worker_end(worker);
    if (in) fclose(in);
    if (out) fclose(out);
    return failed;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    int failed = argc < 3;
    for (int i = 2; i < argc; i++) failed |= make_seed(argv[1], i, argv[i]);
    return failed;
}
