/* The canonical text of what verdicts rest on, for the record: each known fact and each verdict of a subject. Facts
 * that were not asked for, and unknown ones, are left out. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/internal.h"

/* "4:name;": with its length, so that no two texts run together. */
static void put_text(onex_digest *digest, const char *text, size_t len) {
    char head[24];
    int n = snprintf(head, sizeof head, "%zu:", len);
    onex_digest_put(digest, head, (size_t)n);
    onex_digest_put(digest, text, len);
    onex_digest_put(digest, ";", 1);
}

static void put_name(onex_digest *digest, const char *text) {
    put_text(digest, text, strlen(text));
}

static void put_value(onex_digest *digest, onex_value value) {
    char text[64];
    int n = 0;
    switch (value.kind) {
    case ONEX_V_BOOL: n = snprintf(text, sizeof text, "b%" PRId64 ";", value.n); break;
    case ONEX_V_DATE: n = snprintf(text, sizeof text, "d%" PRId64 ";", value.n); break;
    case ONEX_V_NUMBER: n = snprintf(text, sizeof text, "n%" PRId64 "/%" PRId64 ";", value.n, value.d); break;
    case ONEX_V_TEXT: put_text(digest, value.text->raw, value.text->raw_len); return;
    case ONEX_V_LIST:
        n = snprintf(text, sizeof text, "l%dx%d;", value.list->nrows, value.list->ncolumns);
        onex_digest_put(digest, text, (size_t)n);
        for (int i = 0; i < value.list->nrows * value.list->ncolumns; i++) put_value(digest, value.list->cells[i]);
        return;
    default: n = snprintf(text, sizeof text, "u;");
    }
    onex_digest_put(digest, text, (size_t)n);
}

typedef struct hashing {
    onex_digest *digest;
    const onex_program *program;
} hashing;

static void put_fact(void *ctx, onex_view *view, int fact, onex_value value) {
    const hashing *h = ctx;
    onex_digest *digest = h->digest;
    onex_digest_put(digest, "fact ", 5);
    put_name(digest, onex_subject_code(onex_view_kind(view)));
    put_name(digest, onex_view_code(view));
    put_name(digest, h->program->facts[fact].decl.name);
    put_value(digest, value);
    onex_digest_put(digest, "\n", 1);
}

void onex_judge_digest(onex_judge *judge, onex_view *view, onex_digest *digest) {
    const unsigned char *marks = onex_view_marks(view);
    hashing h = {digest, judge->program};
    onex_view_known(view, put_fact, &h);
    for (int r = 0; r < judge->program->nrules; r++) {
        if (!marks[r]) continue;
        onex_digest_put(digest, "rule ", 5);
        put_name(digest, onex_subject_code(onex_view_kind(view)));
        put_name(digest, onex_view_code(view));
        put_name(digest, judge->program->rules[r].decl.name);
        put_name(digest, onex_verdict_code((onex_verdict)(marks[r] - 1)));
        onex_digest_put(digest, "\n", 1);
    }
}
