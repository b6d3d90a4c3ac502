/* Questions between their names, JSON and the query that the check takes. */
#include "engine/question.h"

#include <stdlib.h>
#include <string.h>

#include "store/run.h"

/* ---- as JSON ---- */

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "name":["a","b"], sorted and each once, or null where there is none; sorts `texts`. */
static void put_list(onex_buffer *b, const char *name, const char **texts, int n) {
    bool first = true;
    onex_buffer_printf(b, ",\"%s\":", name);
    if (n == 0) {
        onex_buffer_text(b, "null");
        return;
    }
    qsort(texts, (size_t)n, sizeof *texts, by_text);
    for (int i = 0; i < n; i++) {
        if (i && !strcmp(texts[i], texts[i - 1])) continue;
        onex_buffer_char(b, first ? '[' : ',');
        onex_buffer_json_text(b, texts[i]);
        first = false;
    }
    onex_buffer_char(b, ']');
}

onex_status onex_question_json(onex_buffer *out, const onex_question *q, onex_error *err) {
    onex_arena arena = {0};
    int most = q->nrules > q->nsubjects ? q->nrules : q->nsubjects;
    const char **texts = onex_arena_alloc(&arena, ((size_t)most + 1) * sizeof *texts);
    bool failed = !texts;
    onex_buffer_text(out, "{\"college\":");
    onex_buffer_json_text(out, q->college);
    for (int i = 0; i < q->nrules && !failed; i++) texts[i] = q->rules[i];
    if (!failed) put_list(out, "rules", texts, q->nrules);
    for (int i = 0; i < q->nsubjects && !failed; i++) {
        onex_buffer name = {0};
        onex_buffer_printf(&name, "%s:%s", onex_subject_code(q->subjects[i].kind), q->subjects[i].code);
        texts[i] = name.failed ? NULL : onex_arena_text(&arena, name.data, name.len);
        failed = !texts[i];
        onex_buffer_clear(&name);
    }
    if (!failed) put_list(out, "subjects", texts, q->nsubjects);
    onex_buffer_char(out, '}');
    onex_arena_clear(&arena);
    return failed || out->failed ? onex_no_memory(err) : ONEX_OK;
}

/* ---- from the record ---- */

typedef struct collector {
    onex_question *question;
    const char **texts;
    int count, cap;
} collector;

static onex_status collect(void *ctx, const char *text, onex_error *err) {
    collector *c = ctx;
    if (c->count == c->cap) {
        int cap = c->cap ? 2 * c->cap : 16;
        const char **more = onex_arena_alloc(&c->question->arena, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        if (c->count) memcpy(more, c->texts, (size_t)c->count * sizeof *more);
        c->texts = more;
        c->cap = cap;
    }
    c->texts[c->count] = onex_arena_text(&c->question->arena, text, strlen(text));
    return c->texts[c->count++] ? ONEX_OK : onex_no_memory(err);
}

static onex_status load_subjects(onex_question *q, const collector *c, onex_error *err) {
    onex_subject_ref *refs = onex_arena_alloc(&q->arena, ((size_t)c->count + 1) * sizeof *refs);
    if (!refs) return onex_no_memory(err);
    for (int i = 0; i < c->count; i++) {
        char *colon = strchr(c->texts[i], ':');
        if (colon) *colon = '\0';
        onex_subject kind = colon ? onex_subject_find(c->texts[i]) : ONEX_SUBJECTS;
        if (kind == ONEX_SUBJECTS)
            return onex_fail(err, ONEX_E_DATA,
                             onex_tr("the record of the run is damaged; onex log verify tells where",
                                     "检查记录已损坏；onex log verify 指出位置"));
        refs[i] = (onex_subject_ref){kind, colon + 1};
    }
    q->subjects = refs;
    q->nsubjects = c->count;
    return ONEX_OK;
}

onex_status onex_question_load(onex_question *out, onex_store *store, int64_t run, onex_error *err) {
    collector rules = {.question = out}, subjects = {.question = out};
    char *college = NULL;
    bool given;
    *out = (onex_question){0};
    onex_status status = onex_run_asked_each(store, run, "rules", &given, collect, &rules, err);
    out->rules = rules.texts;
    out->nrules = rules.count;
    if (!status) status = onex_run_asked_each(store, run, "subjects", &given, collect, &subjects, err);
    if (!status) status = load_subjects(out, &subjects, err);
    if (!status) status = onex_run_asked_college(store, run, &college, err);
    if (!status && college && !(out->college = onex_arena_text(&out->arena, college, strlen(college))))
        status = onex_no_memory(err);
    free(college);
    return status;
}

void onex_question_clear(onex_question *question) {
    onex_arena_clear(&question->arena);
    *question = (onex_question){0};
}

/* ---- as a query ---- */

bool onex_question_asks(const onex_question *q, const char *rule) {
    if (q->nrules == 0) return true;
    for (int i = 0; i < q->nrules; i++)
        if (!strcmp(q->rules[i], rule)) return true;
    return false;
}

void onex_question_query(const onex_question *q, const onex_program *program, bool *rules, onex_check_query *query) {
    for (int r = 0; r < program->nrules; r++) rules[r] = onex_question_asks(q, program->rules[r].decl.name);
    query->rules = q->nrules ? rules : NULL;
    query->subjects = q->nsubjects ? q->subjects : NULL;
    query->nsubjects = q->nsubjects;
    query->college = q->college;
}
