/* Actors, texts and the record of acts. Which act is allowed when is left to decide.c and waive.c. */
#include "engine/act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/row.h"
#include "store/rows_hash.h"
#include "store/ruleset.h"

static const struct {
    const char *word, *title;
} bodies[] = {
    {ONEX_ACADEMIC_AFFAIRS, "教务处"},
    {ONEX_LEADING_GROUP, "领导小组"},
    {ONEX_COMMISSION, "市教委"},
};
enum { BODIES = sizeof bodies / sizeof *bodies };

static int body_of(const char *word) {
    for (int i = 0; i < BODIES; i++)
        if (!strcmp(bodies[i].word, word)) return i;
    return -1;
}

static onex_status college_there(onex_store *store, const char *code, bool *found, onex_error *err) {
    onex_table *table = NULL;
    onex_status status = onex_table_open(&table, store, onex_entity_find("college"), err);
    if (!status) status = onex_table_has(table, code, strlen(code), found, err);
    onex_table_close(table);
    return status;
}

/* Offers the codes of all colleges; `arena` keeps them. */
static onex_status offer_colleges(onex_nearest *nearest, onex_arena *arena, onex_store *store, onex_error *err) {
    const onex_entity *entity = onex_entity_find("college");
    int code = onex_entity_column(entity, "code");
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_status status = onex_rows_open(&rows, store, entity, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        const char *kept = onex_arena_text(arena, row[code].text, row[code].len);
        if (kept) onex_nearest_offer(nearest, kept);
    }
    onex_rows_close(rows);
    return status;
}

onex_status onex_act_actor(onex_store *store, const char *actor, bool *college, onex_error *err) {
    *college = false;
    if (body_of(actor) >= 0) return ONEX_OK;
    onex_status status = college_there(store, actor, college, err);
    if (status || *college) return status;
    onex_arena arena = {0};
    onex_nearest nearest;
    char near[512];
    onex_nearest_init(&nearest, actor);
    for (int i = 0; i < BODIES; i++) onex_nearest_offer(&nearest, bodies[i].word);
    status = offer_colleges(&nearest, &arena, store, err);
    if (!status) {
        onex_nearest_text(&nearest, near, sizeof near);
        status = near[0] ? onex_fail(err, ONEX_E_USAGE,
                                     onex_tr("nobody who acts is called '%s'; nearest: %s",
                                             "没有名为“%s”的办理主体；最接近的是：%s"),
                                     actor, near)
                         : onex_fail(err, ONEX_E_USAGE,
                                     onex_tr("nobody who acts is called '%s'; say a college's code, academic_affairs, "
                                             "leading_group or commission",
                                             "没有名为“%s”的办理主体；请写学院代码、academic_affairs、leading_group "
                                             "或 commission"),
                                     actor);
    }
    onex_arena_clear(&arena);
    return status;
}

const char *onex_act_actor_text(const char *actor, char *buf, size_t size) {
    int body = body_of(actor);
    if (body < 0 || onex_lang_get() != ONEX_LANG_ZH)
        snprintf(buf, size, "%s", actor);
    else
        snprintf(buf, size, "%s %s", bodies[body].title, actor);
    return buf;
}

onex_status onex_act_text(const char **out, onex_arena *arena, const char *text, bool lines, const char *what,
                          onex_error *err) {
    *out = NULL;
    if (!text) return ONEX_OK;
    if (!onex_text_valid(text, strlen(text), NULL))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("%s is not UTF-8", "%s不是 UTF-8"), what);
    for (const char *c = text; *c; c++)
        if (((unsigned char)*c < 0x20 && !(lines && (*c == '\n' || *c == '\t'))) || *c == 0x7F)
            return onex_fail(err, ONEX_E_USAGE, onex_tr("%s holds a control character", "%s含有控制字符"), what);
    char *clean = onex_text_clean(text, strlen(text));
    if (!clean) return onex_no_memory(err);
    if (*clean) *out = onex_arena_text(arena, clean, strlen(clean));
    bool blank = !*clean;
    free(clean);
    return blank || *out ? ONEX_OK : onex_no_memory(err);
}

onex_status onex_act_ruleset(onex_store *store, const onex_rules *rules, int64_t event, onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    onex_ruleset_file *files = calloc((size_t)program->nfiles + 1, sizeof *files);
    if (!files) return onex_no_memory(err);
    for (int i = 0; i < program->nfiles; i++) onex_rules_file(rules, i, &files[i].path, &files[i].text, &files[i].len);
    onex_status status = onex_ruleset_store(store, program->hash, files, program->nfiles, event, err);
    free(files);
    return status;
}

onex_status onex_act_event(onex_store *store, const char *kind, const onex_decision *d, const char *extra,
                           const onex_change *changes, int nchanges, onex_error *err) {
    char rows[ONEX_SHA256_TEXT];
    int64_t number = 0;
    onex_buffer payload = {0};
    onex_status status = onex_rows_hash(store, d->event, rows, NULL, err);
    if (status) return status;
    onex_buffer_printf(&payload, "{\"decision\":%lld,\"%s\":", (long long)d->number, d->waiver ? "rule" : "transition");
    onex_buffer_json_text(&payload, d->act);
    onex_buffer_text(&payload, ",\"subject\":");
    onex_buffer_json_text(&payload, onex_subject_code(d->kind));
    onex_buffer_printf(&payload, ",\"day\":\"%s\",\"actor\":", d->decided_on);
    onex_buffer_json_text(&payload, d->actor);
    onex_buffer_text(&payload, ",\"document\":");
    onex_buffer_json_text(&payload, d->document);
    onex_buffer_text(&payload, ",\"reason\":");
    onex_buffer_json_text(&payload, d->reason);
    onex_buffer_text(&payload, extra);
    onex_buffer_printf(&payload, ",\"ruleset\":\"%s\",\"rows\":\"%s\"}", d->ruleset, rows);
    status = payload.failed
                 ? onex_no_memory(err)
                 : onex_event_append(store, d->actor, kind, d->subject, payload.data, changes, nchanges, &number, err);
    if (!status && number != d->event)
        status = onex_fail(err, ONEX_E_INTERNAL, "%s",
                           onex_tr("the act got another number in the log", "办理记录的日志编号不符"));
    onex_buffer_clear(&payload);
    return status;
}
