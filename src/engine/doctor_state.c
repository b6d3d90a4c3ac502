/* The states and stamped dates of pilots as their recorded transitions give them, held against the stored rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/doctor.h"
#include "store/decision.h"
#include "store/row.h"

typedef struct step { /* a recorded transition */
    int64_t number;
    const char *pilot, *act, *day, *from, *to, *stamps;
} step;

typedef struct walking {
    onex_doctor *doctor;
    step *steps;
    int count, cap;
    long wrong;
} walking;

static const char *keep(walking *w, const char *text) {
    const char *kept = onex_arena_text(&w->doctor->arena, text ? text : "", text ? strlen(text) : 0);
    if (!kept) w->doctor->failed = true;
    return kept ? kept : "";
}

static onex_status on_decision(void *ctx, const onex_decision *d, onex_error *err) {
    walking *w = ctx;
    if (w->count == w->cap) {
        int cap = w->cap ? w->cap * 2 : 64;
        step *steps = realloc(w->steps, (size_t)cap * sizeof *steps);
        if (!steps) return onex_no_memory(err);
        w->steps = steps;
        w->cap = cap;
    }
    w->steps[w->count++] = (step){.number = d->number,
                                  .pilot = keep(w, d->subject),
                                  .act = keep(w, d->act),
                                  .day = keep(w, d->decided_on),
                                  .from = keep(w, d->from_state),
                                  .to = keep(w, d->to_state),
                                  .stamps = keep(w, d->stamps)};
    return ONEX_OK;
}

static int by_pilot(const void *a, const void *b) {
    const step *p = a, *q = b;
    int order = strcmp(p->pilot, q->pilot);
    return order ? order : p->number < q->number ? -1 : p->number > q->number;
}

static void wrong(walking *w, const step *s, const char *column, const char *text) {
    w->wrong++;
    onex_doctor_add(w->doctor, "states", ONEX_DOCTOR_DAMAGE, s->pilot, column, "%s", text);
}

/* Each step starts where the one before ended, and no earlier. */
static void check_chain(walking *w, const step *steps, int n) {
    char text[512];
    for (int i = 1; i < n; i++) {
        const step *before = &steps[i - 1], *s = &steps[i];
        if (strcmp(before->to, s->from) != 0) {
            snprintf(text, sizeof text,
                     onex_tr("pilot '%s': decision %lld starts from '%s', but decision %lld led to '%s'",
                             "试点项目“%s”：决定 %lld 从“%s”开始，而决定 %lld 到达的是“%s”"),
                     s->pilot, (long long)s->number, s->from, (long long)before->number, before->to);
            wrong(w, s, "state", text);
        }
        if (strcmp(before->day, s->day) > 0) {
            snprintf(text, sizeof text,
                     onex_tr("pilot '%s': decision %lld of %s comes after decision %lld of %s",
                             "试点项目“%s”：决定 %lld（%s）晚于决定 %lld（%s）记录"),
                     s->pilot, (long long)s->number, s->day, (long long)before->number, before->day);
            wrong(w, s, "state", text);
        }
    }
}

static bool stamps(const step *s, const char *column) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"", column);
    return strstr(s->stamps, quoted) != NULL;
}

/* The last step that wrote the column; NULL: none did. */
static const step *writer_of(const step *steps, int n, const char *column) {
    while (n-- > 0)
        if (stamps(&steps[n], column)) return &steps[n];
    return NULL;
}

static void check_cell(walking *w, const step *by, const onex_column *column, const onex_cell *cell, const char *due) {
    char text[512], shown[160];
    const char *stored = cell->kind == ONEX_CELL_TEXT ? cell->text : NULL;
    if (stored && !strcmp(stored, due)) return;
    if (stored)
        snprintf(shown, sizeof shown, onex_tr("'%s'", "“%s”"), stored);
    else
        snprintf(shown, sizeof shown, "%s", onex_tr("blank", "空白"));
    snprintf(text, sizeof text,
             onex_tr("pilot '%s': '%s' is %s, but decision %lld gave '%s'",
                     "试点项目“%s”：“%s”为%s，而决定 %lld 给出的是“%s”"),
             by->pilot, onex_tr(column->name, column->title), shown, (long long)by->number, due);
    wrong(w, by, column->name, text);
}

static onex_status check_pilot(walking *w, onex_table *pilots, const step *steps, int n, onex_error *err) {
    const onex_entity *entity = onex_entity_find("pilot");
    onex_cell key[16] = {{0}};
    const onex_cell *row = NULL;
    key[onex_entity_column(entity, "code")] = onex_cell_text(steps->pilot, strlen(steps->pilot));
    onex_status status = onex_table_find(pilots, key, &row, NULL, err);
    if (status) return status;
    check_chain(w, steps, n);
    if (!row) {
        wrong(w, steps, NULL,
              onex_tr("decisions are recorded of a pilot that is not there", "有决定记录的试点项目不存在"));
        return ONEX_OK;
    }
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_column *column = &entity->columns[c];
        if (!column->stamped) continue;
        bool state = column->type == ONEX_COL_ENUM;
        const step *by = state ? &steps[n - 1] : writer_of(steps, n, column->name);
        if (by) check_cell(w, by, column, &row[c], state ? by->to : by->day);
    }
    return ONEX_OK;
}

onex_status onex_doctor_states(onex_doctor *doctor, onex_store *store, onex_error *err) {
    walking w = {.doctor = doctor};
    onex_table *pilots = NULL;
    int npilots = 0;
    onex_decision_query query = {.transitions = true};
    onex_status status = onex_table_open(&pilots, store, onex_entity_find("pilot"), err);
    if (!status) status = onex_decision_each(store, &query, on_decision, &w, err);
    if (!status && w.count) qsort(w.steps, (size_t)w.count, sizeof *w.steps, by_pilot);
    for (int i = 0, n; i < w.count && !status; i += n, npilots++) {
        for (n = 1; i + n < w.count && !strcmp(w.steps[i].pilot, w.steps[i + n].pilot);) n++;
        status = check_pilot(&w, pilots, &w.steps[i], n, err);
    }
    if (!status && !w.wrong)
        onex_doctor_add(doctor, "states", ONEX_DOCTOR_OK, NULL, NULL,
                        onex_tr("pilots with decisions: %d, transitions: %d; states and dates follow from them",
                                "有决定的试点项目 %d 个、办理 %d 次；状态和日期与之相符"),
                        npilots, w.count);
    onex_table_close(pilots);
    free(w.steps);
    return status;
}
