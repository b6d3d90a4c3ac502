/* One transition of one pilot: everything that speaks against it is gathered, and only where nothing does, written.
 * How refusals are laid out is left to the command line. */
#include "engine/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/act.h"
#include "engine/cell.h"
#include "store/row.h"

enum { MAX_COLUMNS = 16, REFUSALS_MAX = 8, STAMPS_MAX = MAX_COLUMNS };

typedef struct deciding {
    onex_store *store;
    onex_rules *rules;
    const onex_program *program;
    const onex_decide_options *options;
    onex_decide_result *result;
    const onex_transition *transition;
    const onex_entity *pilots;
    onex_table *table;
    onex_cell row[MAX_COLUMNS]; /* the pilot as stored; texts in the result's arena */
    const char *pilot, *college, *reason;
    char day[ONEX_DAY_TEXT];
    onex_decision last; /* the pilot's last act; number 0: none */
    bool state_fits, by_college;
} deciding;

const char *onex_state_text(const char *state, char *buf, size_t size) {
    const onex_entity *pilots = onex_entity_find("pilot");
    const onex_word *word = pilots->columns[onex_entity_column(pilots, "state")].words;
    while (word->code && strcmp(word->code, state) != 0) word++;
    if (onex_lang_get() == ONEX_LANG_ZH && word->code)
        snprintf(buf, size, "%s %s", word->title, state);
    else
        snprintf(buf, size, "%s", state);
    return buf;
}

/* ---- what the act is about ---- */

static onex_status no_pilot(deciding *d, onex_error *err) {
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_nearest nearest;
    char near[512];
    onex_nearest_init(&nearest, d->options->pilot);
    onex_status status = onex_rows_open(&rows, d->store, d->pilots, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        const char *kept = onex_arena_text(&d->result->arena, row[0].text, row[0].len);
        if (kept) onex_nearest_offer(&nearest, kept);
    }
    onex_rows_close(rows);
    if (status) return status;
    onex_nearest_text(&nearest, near, sizeof near);
    if (!near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no pilot '%s'", "没有试点项目“%s”"), d->options->pilot);
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no pilot '%s'; nearest: %s", "没有试点项目“%s”；最接近的是：%s"),
                     d->options->pilot, near);
}

static onex_status find_pilot(deciding *d, onex_error *err) {
    int code = onex_entity_column(d->pilots, "code");
    const onex_cell *found = NULL;
    onex_cell key[MAX_COLUMNS] = {{0}};
    key[code] = onex_cell_text(d->options->pilot, strlen(d->options->pilot));
    onex_status status = onex_table_open(&d->table, d->store, d->pilots, err);
    if (!status) status = onex_table_find(d->table, key, &found, NULL, err);
    if (status) return status;
    if (!found) return no_pilot(d, err);
    for (int c = 0; c < d->pilots->ncolumns; c++) {
        d->row[c] = found[c];
        if (found[c].kind != ONEX_CELL_TEXT) continue;
        d->row[c].text = onex_arena_text(&d->result->arena, found[c].text, found[c].len);
        if (!d->row[c].text) return onex_no_memory(err);
    }
    d->pilot = d->row[code].text;
    d->college = d->row[onex_entity_column(d->pilots, "college")].text;
    return ONEX_OK;
}

static onex_status find_transition(deciding *d, onex_error *err) {
    int found = onex_program_transition(d->program, d->options->transition);
    onex_nearest nearest;
    char near[512];
    if (found >= 0) {
        d->result->transition = found;
        d->transition = &d->program->transitions[found];
        if (onex_decl_valid(&d->transition->decl, d->options->day)) return ONEX_OK;
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("transition '%s' is not in force on %s", "步骤“%s”在 %s 未生效"),
                         d->transition->decl.name, d->day);
    }
    onex_nearest_init(&nearest, d->options->transition);
    for (int i = 0; i < d->program->ntransitions; i++) {
        onex_nearest_offer(&nearest, d->program->transitions[i].decl.name);
        onex_nearest_offer(&nearest, d->program->transitions[i].decl.title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (!near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no transition '%s'", "没有步骤“%s”"), d->options->transition);
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no transition '%s'; nearest: %s", "没有步骤“%s”；最接近的是：%s"),
                     d->options->transition, near);
}

/* The pilot's last act gives its state; before the first one the stored state holds for every day. */
static onex_status find_state(deciding *d, onex_error *err) {
    const char *stored = d->row[onex_entity_column(d->pilots, "state")].text;
    onex_status status = onex_decision_last(&d->last, d->store, d->pilot, &d->result->arena, err);
    if (status) return status;
    d->result->from = stored;
    if (!d->last.number || (d->last.to_state && !strcmp(d->last.to_state, stored))) return ONEX_OK;
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("the stored state '%s' of pilot '%s' is not what decision %lld gave; see onex doctor",
                             "所存状态“%s”（试点项目“%s”）与决定 %lld 的结果不符；请运行 onex doctor"),
                     stored, d->pilot, (long long)d->last.number);
}

/* ---- what speaks against it ---- */

static onex_status refuse(deciding *d, const onex_buffer *text, onex_error *err) {
    const char *kept = text->failed ? NULL : onex_arena_text(&d->result->arena, text->data, text->len);
    if (!kept) return onex_no_memory(err);
    if (d->result->nrefusals < REFUSALS_MAX) d->result->refusals[d->result->nrefusals++] = kept;
    return ONEX_OK;
}

static bool starts_from(const onex_transition *t, const char *state) {
    for (int i = 0; i < t->nfrom; i++)
        if (!strcmp(t->from[i], state)) return true;
    return false;
}

static void put_possible(deciding *d, onex_buffer *b) {
    bool any = false;
    char who[128];
    for (int i = 0; i < d->program->ntransitions; i++) {
        const onex_transition *t = &d->program->transitions[i];
        if (!onex_decl_valid(&t->decl, d->options->day) || !starts_from(t, d->result->from)) continue;
        onex_buffer_text(b, any ? onex_tr(", ", "、") : onex_tr("; possible now: ", "；现在可办："));
        onex_buffer_printf(b, onex_tr("%s (%s)", "%s（%s）"), t->decl.name,
                           !strcmp(t->actor, "college") ? d->college : onex_act_actor_text(t->actor, who, sizeof who));
        any = true;
    }
    if (!any) onex_buffer_text(b, onex_tr("; nothing more is possible", "；已无可办的步骤"));
}

static onex_status check_state(deciding *d, onex_error *err) {
    char state[128];
    d->state_fits = starts_from(d->transition, d->result->from);
    if (d->state_fits) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_printf(
        &b, onex_tr("the pilot's state is '%s'; '%s' starts from ", "项目状态为“%s”；“%s”须从以下状态办理："),
        onex_state_text(d->result->from, state, sizeof state), d->transition->decl.name);
    for (int i = 0; i < d->transition->nfrom; i++)
        onex_buffer_printf(&b, "%s%s", i ? onex_tr(", ", "、") : "",
                           onex_state_text(d->transition->from[i], state, sizeof state));
    put_possible(d, &b);
    onex_status status = refuse(d, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status check_actor(deciding *d, onex_error *err) {
    bool college = !strcmp(d->transition->actor, "college");
    const char *who = college ? d->college : d->transition->actor;
    char text[128];
    if (!strcmp(d->options->actor, who) && d->by_college == college) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_printf(&b,
                       college ? onex_tr("'%s' is done by the pilot's own college '%s', not by '%s'",
                                         "“%s”由项目所属学院“%s”办理，不由“%s”办理")
                               : onex_tr("'%s' is done by '%s', not by '%s'", "“%s”由“%s”办理，不由“%s”办理"),
                       d->transition->decl.name, onex_act_actor_text(who, text, sizeof text), d->options->actor);
    onex_status status = refuse(d, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status check_document(deciding *d, onex_error *err) {
    if (!d->transition->document || d->result->document) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_printf(&b,
                       onex_tr("'%s' needs the number of its document: %s", "“%s”须有文号：%s"),
                       d->transition->decl.name, onex_asked("--document NO", "document = \"...\""));
    onex_status status = refuse(d, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status check_day(deciding *d, onex_error *err) {
    if (!d->last.number || strcmp(d->last.decided_on, d->day) <= 0) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_printf(&b,
                       onex_tr("%s is before the pilot's last act: '%s' on %s (decision %lld)",
                               "%s 早于项目的上一步：“%s”，%s（决定 %lld）"),
                       d->day, d->last.act, d->last.decided_on, (long long)d->last.number);
    onex_status status = refuse(d, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* A step back goes to the state that the last transition left, where one is recorded. */
static onex_status find_target(deciding *d, onex_error *err) {
    d->result->to = d->transition->to ? d->transition->to : d->last.number ? d->last.from_state : NULL;
    if (d->result->to || !d->state_fits) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_printf(&b,
                       onex_tr("'%s' goes back to the state before, and no transition is recorded that led here",
                               "“%s”要回到之前的状态，但没有记录是哪一步到了现在的状态"),
                       d->transition->decl.name);
    onex_status status = refuse(d, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static void summarise(deciding *d, onex_error *err) {
    onex_buffer b = {0};
    const onex_guards *g = &d->result->guards;
    for (int i = 0; i < d->result->nrefusals; i++)
        onex_buffer_printf(&b, "%s%s", b.len ? onex_tr("; ", "；") : "", d->result->refusals[i]);
    for (int i = 0; i < g->count; i++) {
        const onex_guard *guard = &g->items[i];
        if (guard->holds) continue;
        onex_buffer_text(&b, b.len ? onex_tr("; ", "；") : "");
        onex_buffer_printf(&b,
                           guard->forbids ? onex_tr("forbidden by '%s' (%s)", "被“%s”（%s）禁止")
                                          : onex_tr("needs '%s' (%s)", "须满足“%s”（现为%s）"),
                           d->program->rules[guard->row.rule].decl.name, onex_verdict_text(guard->row.verdict));
    }
    onex_fail(err, ONEX_E_REFUSED,
              onex_tr("'%s' of pilot '%s' on %s is refused: %s", "“%s”被拒绝（试点项目“%s”，%s）：%s"),
              d->transition->decl.name, d->pilot, d->day, b.data ? b.data : "");
    onex_buffer_clear(&b);
}

static onex_status check_all(deciding *d, onex_error *err) {
    onex_status status = check_state(d, err);
    if (!status) status = check_actor(d, err);
    if (!status) status = check_document(d, err);
    if (!status) status = check_day(d, err);
    if (!status) status = find_target(d, err);
    if (!status && d->state_fits)
        status = onex_guards_judge(&d->result->guards, d->store, d->rules, d->result->transition, d->pilot,
                                   d->options->day, err);
    if (status || (!d->result->nrefusals && !d->result->guards.nfailed)) return status;
    summarise(d, err);
    return ONEX_E_REFUSED;
}

/* ---- writing it ---- */

typedef struct writing {
    onex_change changes[STAMPS_MAX + 1];
    int nchanges;
    onex_buffer key, stamps, grounds, extra;
} writing;

static void set(deciding *d, writing *w, const char *column, const char *value) {
    int c = onex_entity_column(d->pilots, column);
    onex_cell cell = onex_cell_text(value, strlen(value)), old = d->row[c];
    d->row[c] = cell;
    if (onex_cell_equal(&cell, &old) || w->nchanges > STAMPS_MAX) return;
    w->changes[w->nchanges++] = (onex_change){
        .table = "pilot", .key = w->key.data, .column = column, .old_value = old.text, .new_value = value};
}

/* The state and the stamped dates, and what of them changed. */
static onex_status write_pilot(deciding *d, writing *w, onex_error *err) {
    onex_key_put(&w->key, d->pilots, d->row);
    if (w->key.failed) return onex_no_memory(err);
    set(d, w, "state", d->result->to);
    onex_buffer_char(&w->stamps, '[');
    for (int i = 0; i < d->transition->nstamps; i++) {
        set(d, w, d->transition->stamps[i], d->day);
        if (i) onex_buffer_char(&w->stamps, ',');
        onex_buffer_json_text(&w->stamps, d->transition->stamps[i]);
    }
    onex_buffer_char(&w->stamps, ']');
    return onex_table_update(d->table, d->row, err);
}

static void put_grounds(deciding *d, writing *w) {
    onex_buffer_char(&w->grounds, '{');
    onex_buffer_put(&w->grounds, d->result->guards.grounds.data, d->result->guards.grounds.len);
    onex_buffer_text(&w->grounds, ",\"undoes\":");
    if (d->transition->to)
        onex_buffer_text(&w->grounds, "null}");
    else
        onex_buffer_printf(&w->grounds, "%lld}", (long long)d->last.number);
    onex_buffer_text(&w->extra, ",\"from\":");
    onex_buffer_json_text(&w->extra, d->result->from);
    onex_buffer_text(&w->extra, ",\"to\":");
    onex_buffer_json_text(&w->extra, d->result->to);
}

static onex_status write_all(deciding *d, writing *w, onex_error *err) {
    char head[ONEX_SHA256_TEXT];
    onex_decision decision = {.kind = ONEX_PILOT,
                              .subject = d->pilot,
                              .act = d->transition->decl.name,
                              .actor = d->options->actor,
                              .document = d->result->document,
                              .reason = d->reason,
                              .decided_on = d->day,
                              .from_state = d->result->from,
                              .to_state = d->result->to,
                              .ruleset = d->program->hash,
                              .facts_hash = d->result->guards.facts_hash};
    onex_status status = onex_event_head(d->store, &decision.after_event, head, err);
    decision.event = decision.after_event + 1;
    if (!status) status = onex_decision_next(d->store, &decision.number, err);
    if (!status) status = write_pilot(d, w, err);
    put_grounds(d, w);
    if (!status && (w->grounds.failed || w->stamps.failed || w->extra.failed)) status = onex_no_memory(err);
    decision.stamps = w->stamps.data;
    decision.grounds = w->grounds.data;
    if (!status) status = onex_act_ruleset(d->store, d->rules, decision.event, err);
    if (!status) status = onex_decision_insert(d->store, &decision, err);
    if (!status) status = onex_act_event(d->store, "decide", &decision, w->extra.data, w->changes, w->nchanges, err);
    if (!status) status = onex_store_commit(d->store, err);
    if (status) return status;
    d->result->decision = decision.number;
    d->result->event = decision.event;
    return ONEX_OK;
}

static onex_status write_act(deciding *d, onex_error *err) {
    writing w = {.nchanges = 0};
    onex_status status = write_all(d, &w, err);
    onex_buffer_clear(&w.key);
    onex_buffer_clear(&w.stamps);
    onex_buffer_clear(&w.grounds);
    onex_buffer_clear(&w.extra);
    return status;
}

/* ---- the act ---- */

static onex_status decide(deciding *d, onex_error *err) {
    onex_arena *arena = &d->result->arena;
    d->result->refusals = onex_arena_alloc(arena, REFUSALS_MAX * sizeof *d->result->refusals);
    if (!d->result->refusals) return onex_no_memory(err);
    onex_status status = onex_act_text(&d->result->document, arena, d->options->document, false,
                                       onex_tr("the document's number", "文号"), err);
    if (!status)
        status = onex_act_text(&d->reason, arena, d->options->reason, true, onex_tr("the reason", "理由"), err);
    if (!status) status = onex_act_actor(d->store, d->options->actor, &d->by_college, err);
    if (!status) status = find_pilot(d, err);
    if (!status) status = find_transition(d, err);
    if (!status) status = find_state(d, err);
    if (!status) status = check_all(d, err);
    return status || d->options->only_judge ? status : write_act(d, err);
}

onex_status onex_decide(onex_decide_result *result, onex_store *store, onex_rules *rules,
                        const onex_decide_options *options, onex_error *err) {
    deciding d = {.store = store, .rules = rules, .program = onex_rules_program(rules), .options = options};
    *result = (onex_decide_result){.transition = -1};
    d.result = result;
    d.pilots = onex_entity_find("pilot");
    onex_day_text(options->day, d.day);
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = decide(&d, err);
    onex_table_close(d.table);
    onex_store_rollback(store); /* what was committed stays */
    return status;
}

void onex_decide_result_clear(onex_decide_result *result) {
    onex_guards_clear(&result->guards);
    onex_arena_clear(&result->arena);
    *result = (onex_decide_result){.transition = -1};
}
