/* Gathering a story from the rows, the check, the record of verdicts and the decisions. */
#include "engine/story.h"

#include <stdlib.h>
#include <string.h>

#include "store/decision.h"
#include "store/finding.h"
#include "store/lead.h"
#include "store/row.h"
#include "store/waiver.h"

typedef struct telling {
    onex_story *story;
    onex_store *store;
    const onex_program *program;
    char day[ONEX_DAY_TEXT];
} telling;

static bool keep(telling *t, const char **text) {
    if (!*text) return true;
    *text = onex_arena_text(&t->story->arena, *text, strlen(*text));
    return *text != NULL;
}

/* Room for one more item of an array; NULL when memory is gone. */
static void *grow(void **items, int count, int *cap, size_t size) {
    if (count == *cap) {
        int more = *cap ? 2 * *cap : 32;
        void *grown = realloc(*items, (size_t)more * size);
        if (!grown) return NULL;
        *items = grown;
        *cap = more;
    }
    return (char *)*items + (size_t)count * size;
}

/* ---- decisions ---- */

static onex_status on_decision(void *ctx, const onex_decision *d, onex_error *err) {
    telling *t = ctx;
    void *items = t->story->acts;
    onex_story_act *act = grow(&items, t->story->nacts, &t->story->cap_acts, sizeof *act);
    t->story->acts = items;
    if (!act) return onex_no_memory(err);
    *act = (onex_story_act){.number = d->number,
                            .waiver = d->waiver,
                            .on = d->decided_on,
                            .act = d->act,
                            .actor = d->actor,
                            .document = d->document,
                            .reason = d->reason,
                            .from = d->from_state,
                            .to = d->to_state};
    t->story->nacts++;
    const char **texts[] = {&act->on, &act->act, &act->actor, &act->document, &act->reason, &act->from, &act->to};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!keep(t, texts[i])) return onex_no_memory(err);
    return ONEX_OK;
}

/* The latest waiver of a rule is the one that stands. */
static onex_status on_waiver(void *ctx, const onex_standing_waiver *w, onex_error *err) {
    telling *t = ctx;
    onex_story *s = t->story;
    if (w->kind != s->subject.kind || strcmp(w->subject, s->subject.code) != 0) return ONEX_OK;
    for (int i = s->nacts - 1; i >= 0; i--) {
        onex_story_act *act = &s->acts[i];
        if (!act->waiver || strcmp(act->act, w->rule) != 0) continue;
        char until[ONEX_DAY_TEXT];
        act->stands = true;
        act->until = w->until_on == ONEX_DAY_NONE ? NULL : onex_day_text(w->until_on, until);
        return keep(t, &act->until) ? ONEX_OK : onex_no_memory(err);
    }
    return ONEX_OK;
}

/* ---- a pilot's own row ---- */

static const char *cell_text(telling *t, const onex_cell *cell, onex_status *status, onex_error *err) {
    const char *text = cell->kind == ONEX_CELL_TEXT ? cell->text : NULL;
    if (!keep(t, &text)) *status = onex_no_memory(err);
    return text;
}

/* The state that the transitions gave by the day; before the first the one that it left; without any the stored one. */
static void state_on_day(telling *t, const char *stored) {
    onex_story *s = t->story;
    bool any = false;
    s->state = stored;
    for (int i = 0; i < s->nacts; i++) {
        if (s->acts[i].waiver) continue;
        if (strcmp(s->acts[i].on, t->day) <= 0)
            s->state = s->acts[i].to;
        else if (!any)
            s->state = s->acts[i].from;
        any = true;
    }
}

static onex_status read_pilot(telling *t, onex_error *err) {
    const onex_entity *pilots = onex_entity_find("pilot");
    onex_story *s = t->story;
    onex_table *table = NULL;
    const onex_cell *row = NULL;
    onex_cell *key = calloc((size_t)pilots->ncolumns, sizeof *key);
    s->dates = onex_arena_alloc(&s->arena, (size_t)pilots->ncolumns * sizeof *s->dates);
    onex_status status = key && s->dates ? onex_table_open(&table, t->store, pilots, err) : onex_no_memory(err);
    if (!status) {
        key[onex_entity_column(pilots, "code")] = onex_cell_text(s->subject.code, strlen(s->subject.code));
        status = onex_table_find(table, key, &row, NULL, err);
    }
    for (int c = 0; row && c < pilots->ncolumns && !status; c++) {
        const onex_column *column = &pilots->columns[c];
        if (column->type != ONEX_COL_DATE) continue;
        const char *day = cell_text(t, &row[c], &status, err);
        if (day && (column->plan || strcmp(day, t->day) <= 0)) s->dates[s->ndates++] = (onex_story_date){column, day};
    }
    if (row && !status) state_on_day(t, cell_text(t, &row[onex_entity_column(pilots, "state")], &status, err));
    onex_table_close(table);
    free(key);
    return status;
}

static onex_status on_lead(void *ctx, const onex_lead *lead, onex_error *err) {
    telling *t = ctx;
    onex_story *s = t->story;
    if (strcmp(lead->pilot, s->subject.code) != 0) return ONEX_OK;
    onex_story_person *more = onex_arena_alloc(&s->arena, (size_t)(s->nleads + 1) * sizeof *more);
    onex_story_person person = {lead->person, lead->name};
    if (!more || !keep(t, &person.code) || !keep(t, &person.name)) return onex_no_memory(err);
    if (s->nleads) memcpy(more, s->leads, (size_t)s->nleads * sizeof *more);
    more[s->nleads++] = person;
    s->leads = more;
    return ONEX_OK;
}

/* ---- verdicts ---- */

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    telling *t = ctx;
    void *items = t->story->verdicts;
    onex_story_verdict *v = grow(&items, t->story->nverdicts, &t->story->cap_verdicts, sizeof *v);
    t->story->verdicts = items;
    if (!v) return onex_no_memory(err);
    *v = (onex_story_verdict){.row = *row, .was = ONEX_VERDICTS};
    t->story->nverdicts++;
    onex_missing *missing = onex_arena_alloc(&t->story->arena, ((size_t)row->nmissing + 1) * sizeof *missing);
    if (!missing) return onex_no_memory(err);
    for (int i = 0; i < row->nmissing; i++) {
        missing[i] = row->missing[i];
        if (!keep(t, &missing[i].fact) || !keep(t, &missing[i].title) || !keep(t, &missing[i].supplied_by))
            return onex_no_memory(err);
    }
    v->row.missing = missing;
    const char **texts[] = {&v->row.code, &v->row.college, &v->row.param, &v->row.origin, &v->row.error};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!keep(t, texts[i])) return onex_no_memory(err);
    t->story->college = v->row.college;
    return ONEX_OK;
}

/* The last recorded verdict of a rule is the one of its last change. */
static onex_status on_finding(void *ctx, const onex_finding_row *f, onex_error *err) {
    telling *t = ctx;
    onex_story *s = t->story;
    void *items = s->changes;
    onex_story_change *change = grow(&items, s->nchanges, &s->cap_changes, sizeof *change);
    s->changes = items;
    if (!change) return onex_no_memory(err);
    *change = (onex_story_change){
        .rule = f->finding.rule, .as_of = f->as_of, .from = f->finding.from, .to = f->finding.to, .run = f->run};
    s->nchanges++;
    if (!keep(t, &change->rule) || !keep(t, &change->as_of)) return onex_no_memory(err);
    for (int i = 0; i < s->nverdicts; i++) {
        onex_story_verdict *v = &s->verdicts[i];
        if (strcmp(t->program->rules[v->row.rule].decl.name, change->rule) != 0) continue;
        v->was = change->to;
        v->run = f->run;
        v->since = change->to == v->row.verdict ? change->as_of : NULL;
    }
    return ONEX_OK;
}

/* ---- the story ---- */

static onex_status tell(telling *t, onex_rules *rules, onex_day day, onex_error *err) {
    onex_story *s = t->story;
    onex_check_query check = {.as_of = day, .subjects = &s->subject, .nsubjects = 1};
    onex_decision_query decisions = {.kind = s->subject.kind, .subject = s->subject.code};
    onex_finding_query findings = {.kind = s->subject.kind, .subject = s->subject.code};
    onex_status status = onex_check_inside(t->store, rules, &check, on_row, t, err);
    if (!status) status = onex_decision_each(t->store, &decisions, on_decision, t, err);
    if (!status) status = onex_waiver_each(t->store, day, on_waiver, t, err);
    if (!status && s->subject.kind == ONEX_PILOT) status = read_pilot(t, err);
    if (!status && s->subject.kind == ONEX_PILOT) status = onex_lead_each(t->store, day, on_lead, t, err);
    if (!status) status = onex_finding_each(t->store, &findings, on_finding, t, err);
    if (status) return status;
    return onex_duties_find(&s->duties, t->store, rules,
                            &(onex_duty_query){.as_of = day, .within = -1, .of = &s->subject}, err);
}

onex_status onex_story_tell(onex_story *out, onex_store *store, onex_rules *rules, onex_subject_ref subject,
                            onex_day day, onex_error *err) {
    telling t = {.story = out, .store = store, .program = onex_rules_program(rules)};
    *out = (onex_story){.subject = subject};
    onex_day_text(day, t.day);
    if (!keep(&t, &out->subject.code)) return onex_no_memory(err);
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = tell(&t, rules, day, err);
    onex_store_rollback(store); /* nothing was written: the end of the snapshot */
    return status;
}

void onex_story_clear(onex_story *story) {
    free(story->verdicts);
    free(story->acts);
    free(story->changes);
    onex_duties_clear(&story->duties);
    onex_arena_clear(&story->arena);
    *story = (onex_story){0};
}
