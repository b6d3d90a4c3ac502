/* What a command asks about, found in the database and the rules. */
#include "engine/asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/row.h"

/* The code of a row: its key columns joined by '/'. */
static void row_code(const onex_entity *entity, const onex_cell *row, onex_buffer *b) {
    bool first = true;
    for (int c = 0; c < entity->ncolumns; c++) {
        if (!entity->columns[c].key) continue;
        if (!first) onex_buffer_char(b, '/');
        first = false;
        if (row[c].kind == ONEX_CELL_TEXT) onex_buffer_put(b, row[c].text, row[c].len);
    }
    onex_buffer_put(b, "", 0);
}

/* Offers the codes of all rows; `arena` keeps them as long as the names are needed. */
static void near_table(onex_nearest *nearest, onex_arena *arena, onex_store *store, const char *table) {
    const onex_entity *entity = onex_entity_find(table);
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_buffer code = {0};
    if (entity && onex_rows_open(&rows, store, entity, NULL) == ONEX_OK)
        while (onex_rows_next(rows, &row, NULL) == ONEX_OK && row) {
            code.len = 0;
            row_code(entity, row, &code);
            char *kept = code.failed ? NULL : onex_arena_text(arena, code.data, code.len);
            if (kept) onex_nearest_offer(nearest, kept);
        }
    onex_rows_close(rows);
    onex_buffer_clear(&code);
}

/* The nearest codes as text; "" when nothing is near. Registrations are too many and too alike to be offered. */
static void near_subjects(onex_store *store, const char *code, onex_subject kind, char *buf, size_t size) {
    onex_nearest nearest;
    onex_arena arena = {0};
    onex_nearest_init(&nearest, code);
    for (int k = ONEX_COLLEGE; k < ONEX_REGISTRATION; k++)
        if (kind == ONEX_SUBJECTS || kind == (onex_subject)k)
            near_table(&nearest, &arena, store, onex_subject_code((onex_subject)k));
    if (kind == ONEX_SUBJECTS || kind == ONEX_SCHOOL) onex_nearest_offer(&nearest, "school");
    onex_nearest_text(&nearest, buf, size);
    onex_arena_clear(&arena);
}

static onex_status no_subject(onex_store *store, const char *code, onex_subject kind, onex_error *err) {
    char near[512];
    near_subjects(store, code, kind, near, sizeof near);
    const char *what = kind == ONEX_SUBJECTS             ? onex_tr("subject", "对象")
                       : onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind)
                                                         : onex_subject_code(kind);
    if (near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no %s '%s'; nearest: %s", "没有%s“%s”；最接近的是：%s"), what,
                         code, near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no %s '%s'; onex check lists those that there are", "没有%s“%s”；onex check 列出现有的"),
                     what, code);
}

static onex_subject prefix_kind(const char *text, const char **code) {
    const char *colon = strchr(text, ':');
    char word[32];
    if (!colon || (size_t)(colon - text) >= sizeof word) return ONEX_SUBJECTS;
    memcpy(word, text, (size_t)(colon - text));
    word[colon - text] = 0;
    *code = colon + 1;
    for (int k = 0; k < ONEX_SUBJECTS; k++)
        if (strcmp(onex_subject_title((onex_subject)k), word) == 0) return (onex_subject)k;
    return onex_subject_find(word);
}

onex_status onex_asked_subject(onex_subject_ref *out, onex_store *store, const char *text, onex_subject kind,
                               onex_error *err) {
    bool kinds[ONEX_SUBJECTS];
    int count = 0;
    const char *code = NULL;
    onex_subject prefix = prefix_kind(text, &code);
    if (prefix != ONEX_SUBJECTS) {
        onex_status status = onex_subject_lookup(store, code, kinds, &count, err);
        if (status) return status;
        if (kind != ONEX_SUBJECTS && kind != prefix)
            return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no %s", "“%s”不是%s"), text,
                             onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : onex_subject_code(kind));
        if (!kinds[prefix]) return no_subject(store, code, prefix, err);
        *out = (onex_subject_ref){prefix, code};
        return ONEX_OK;
    }
    onex_status status = onex_subject_lookup(store, text, kinds, &count, err);
    if (status) return status;
    if (kind != ONEX_SUBJECTS) {
        if (!kinds[kind]) return no_subject(store, text, kind, err);
        *out = (onex_subject_ref){kind, text};
        return ONEX_OK;
    }
    if (count == 0) return no_subject(store, text, ONEX_SUBJECTS, err);
    onex_buffer list = {0};
    for (int k = ONEX_SUBJECTS - 1; k >= 0; k--) {
        if (!kinds[k]) continue;
        *out = (onex_subject_ref){(onex_subject)k, text};
        onex_buffer_printf(&list, "%s'%s:%s'", list.len ? ", " : "", onex_subject_code((onex_subject)k), text);
    }
    if (count > 1)
        status =
            onex_fail(err, ONEX_E_USAGE,
                      onex_tr("'%s' is the code of several; write one of %s", "几类对象都有代码“%s”；请写其中之一：%s"),
                      text, list.data ? list.data : "");
    onex_buffer_clear(&list);
    return status;
}

onex_status onex_asked_college(onex_store *store, const char *code, onex_error *err) {
    onex_subject_ref ref;
    return onex_asked_subject(&ref, store, code, ONEX_COLLEGE, err);
}

onex_status onex_asked_no_rule(const onex_program *program, onex_subject kind, const char *name, onex_error *err) {
    char near[512];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < program->nrules; i++) {
        if (kind != ONEX_SUBJECTS && program->rules[i].applies != kind) continue;
        onex_nearest_offer(&nearest, program->rules[i].decl.name);
        onex_nearest_offer(&nearest, program->rules[i].decl.title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no rule '%s'; nearest: %s", "没有规则“%s”；最接近的是：%s"),
                         name, near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no rule '%s'; onex rules lists them", "没有规则“%s”；onex rules 列出全部"), name);
}

onex_status onex_asked_rule(int *out, const onex_program *program, const char *name, onex_error *err) {
    *out = onex_program_rule(program, name);
    return *out >= 0 ? ONEX_OK : onex_asked_no_rule(program, ONEX_SUBJECTS, name, err);
}

onex_status onex_asked_rule_of(int *out, onex_subject_ref *subject, const onex_program *program, onex_store *store,
                               const char *code, const char *name, onex_error *err) {
    char *college = NULL;
    onex_status status = onex_asked_rule(out, program, name, err);
    if (!status) status = onex_asked_subject(subject, store, code, program->rules[*out].applies, err);
    if (!status && program->rules[*out].decl.college)
        status = onex_subject_college(store, subject->kind, subject->code, &college, err);
    int own = college ? onex_program_rule_of(program, college, name) : -1;
    free(college);
    if (status || own < 0 || own == *out) return status;
    *out = own;
    return onex_asked_subject(subject, store, code, program->rules[own].applies, err);
}
