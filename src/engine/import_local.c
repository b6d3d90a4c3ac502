/* Rows about a subject by its code, held to the rules in force: attestations to a topic, attributes to a field and its
 * type. A row that stays as it was passes whatever the rules are by now (data model 11). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/import_work.h"
#include "facts/subject.h"
#include "model/verdict.h"

static onex_status program_of(import *im, const onex_program **out, onex_error *err) {
    onex_status status = ONEX_OK;
    if (!im->asked_program && im->options->program) status = im->options->program(im->options->ctx, &im->program, err);
    im->asked_program = true;
    *out = im->program;
    return status;
}

static bool unchanged(const work *w) {
    for (int c = 0; w->old && c < w->table->entity->ncolumns; c++)
        if (w->bad[c] || onex_import_changed(w, c)) return false;
    return w->old != NULL;
}

/* ---- the subject must be there ---- */

static onex_status has_code(import *im, const char *entity, const onex_cell *code, bool *found, onex_error *err) {
    table *t = onex_import_table(im, onex_entity_find(entity));
    onex_status status = onex_import_use(im, t, err);
    if (!status) status = onex_table_has(t->rows, code->text, code->len, found, err);
    if (!status && !*found) *found = onex_import_comes(im, t->entity, onex_key_of_text(code->text, code->len));
    return status;
}

/* A registration's code is pilot/person/level; neither of the first two holds a '/'. */
static onex_status has_registration(import *im, const onex_cell *code, bool *found, onex_error *err) {
    table *t = onex_import_table(im, onex_entity_find("registration"));
    onex_cell key[MAX_COLUMNS] = {{0}};
    static const char *const names[] = {"pilot", "person", "level"};
    const char *at = code->text, *end = at + code->len;
    for (int i = 0; i < 3; i++) {
        const char *slash = i < 2 ? memchr(at, '/', (size_t)(end - at)) : end;
        if (!slash) return ONEX_OK;
        key[onex_entity_column(t->entity, names[i])] = onex_cell_text(at, (size_t)(slash - at));
        at = slash + 1;
    }
    const onex_cell *row = NULL;
    onex_status status = onex_import_use(im, t, err);
    if (!status) status = onex_table_find(t->rows, key, &row, NULL, err);
    *found = row != NULL || onex_import_comes(im, t->entity, onex_key_of_row(t->entity, key));
    return status;
}

static onex_status check_subject(import *im, work *w, int kind, int subject, onex_error *err) {
    if (w->bad[kind] || w->bad[subject] || w->old) return ONEX_OK;
    const onex_cell *k = &w->cells[kind], *code = &w->cells[subject];
    bool found = false;
    onex_status status = ONEX_OK;
    if (onex_import_is(k, "school"))
        found = onex_import_is(code, "school");
    else if (onex_import_is(k, "registration"))
        status = has_registration(im, code, &found, err);
    else
        status = has_code(im, k->text, code, &found, err);
    if (status || found) return status;
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN];
    onex_cell_shown(code->text, code->len, shown);
    if (onex_import_is(k, "school"))
        snprintf(message, sizeof message,
                 onex_tr("'%s' is not the school; its code is 'school'", "“%s”不是学校；学校的代码是“school”"), shown);
    else
        snprintf(message, sizeof message,
                 onex_tr("no %s '%s'; import it too, or correct the code", "没有%s“%s”；请一并导入，或更正编号"),
                 onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(onex_subject_find(k->text)) : k->text, shown);
    return onex_import_wrong(im, w, subject, message, err);
}

/* ---- what the rules do not have ---- */

/* An initial import takes it and names it, the first time that it comes. */
static onex_status unknown(import *im, work *w, int column, const char *message, onex_error *err) {
    if (!im->options->initial) return onex_import_wrong(im, w, column, message, err);
    bool first = true;
    if (!onex_key_set_add(&im->warned, onex_key_of_text(message, strlen(message)), &first)) return onex_no_memory(err);
    return first ? onex_import_warn(im, w, column, message, err) : ONEX_OK;
}

/* `titled`: the name of what has the wanted word as its title, NULL: nothing has. */
static onex_status tell_unknown(import *im, work *w, int column, const onex_nearest *nearest, const char *titled,
                                const char *en, const char *zh, onex_error *err) {
    char message[ONEX_CELL_MESSAGE], near[256];
    if (titled)
        snprintf(near, sizeof near, "'%s'", titled);
    else
        onex_nearest_text(nearest, near, sizeof near);
    const onex_subject subject = onex_subject_find(w->cells[onex_import_column(w, "subject_kind")].text);
    bool chinese = onex_lang_get() == ONEX_LANG_ZH;
    int n = chinese ? snprintf(message, sizeof message, "规则中没有%s的%s“%s”", onex_subject_title(subject), zh,
                               nearest->wanted)
                    : snprintf(message, sizeof message, "the rules have no %s '%s' of a %s", en, nearest->wanted,
                               onex_subject_code(subject));
    if (*near && n > 0 && n < (int)sizeof message)
        snprintf(message + n, sizeof message - (size_t)n, onex_tr("; nearest: %s", "；相近的有：%s"), near);
    return unknown(im, w, column, message, err);
}

static onex_status wanted_text(import *im, const onex_cell *cell, const char **out, onex_error *err) {
    *out = onex_arena_text(&im->row_arena, cell->text, cell->len);
    return *out ? ONEX_OK : onex_no_memory(err);
}

/* Whether what a college declares is the subject's: one of that college. A subject that comes with this very import is
 * taken as it says; doctor looks again. */
static onex_status is_of(import *im, const work *w, onex_subject kind, const onex_decl *decl, bool *own,
                         onex_error *err) {
    *own = true;
    if (!decl->college) return ONEX_OK;
    const onex_cell *code = &w->cells[onex_import_column(w, "subject")];
    char *college = NULL, *wanted = code->kind == ONEX_CELL_TEXT ? strndup(code->text, code->len) : NULL;
    onex_status status = wanted ? onex_subject_college(im->store, kind, wanted, &college, err) : ONEX_OK;
    if (status == ONEX_E_NOT_FOUND) status = ONEX_OK;
    if (college) *own = strcmp(college, decl->college) == 0;
    free(college);
    free(wanted);
    return status;
}

/* ---- attestations ---- */

static onex_status check_topic(import *im, work *w, onex_subject subject, int topic, onex_error *err) {
    const onex_program *p = NULL;
    const char *wanted, *titled = NULL;
    onex_status status = program_of(im, &p, err);
    if (!status) status = wanted_text(im, &w->cells[topic], &wanted, err);
    if (status) return status;
    onex_nearest nearest;
    onex_nearest_init(&nearest, wanted);
    for (int i = 0; p && i < p->nrules; i++) {
        const onex_rule *rule = &p->rules[i];
        if (rule->kind != ONEX_ATTESTATION || rule->as_trigger || rule->applies != subject) continue;
        bool own;
        if ((status = is_of(im, w, subject, &rule->decl, &own, err))) return status;
        if (!own) continue;
        if (onex_import_is(&w->cells[topic], rule->decl.name)) return ONEX_OK;
        if (onex_import_is(&w->cells[topic], rule->decl.title)) titled = rule->decl.name;
        onex_nearest_offer(&nearest, rule->decl.name);
    }
    return tell_unknown(im, w, topic, &nearest, titled, "attestation", "认定", err);
}

onex_status onex_import_check_attestation(import *im, work *w, onex_error *err) {
    if (unchanged(w)) return ONEX_OK;
    int kind = onex_import_column(w, "subject_kind"), topic = onex_import_column(w, "topic");
    onex_status status = check_subject(im, w, kind, onex_import_column(w, "subject"), err);
    if (status || w->bad[kind] || w->bad[topic]) return status;
    return check_topic(im, w, onex_subject_find(w->cells[kind].text), topic, err);
}

/* ---- attributes ---- */

/* A value is stored in the form that its type has in files: 1 or 0, an ISO date, digits. */
static onex_status check_value(import *im, work *w, const onex_fact *field, int value, onex_error *err) {
    if (w->bad[value] || w->cells[value].kind != ONEX_CELL_TEXT) return ONEX_OK;
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN];
    onex_cell read;
    onex_column_type type = onex_cell_type_of(&field->type);
    onex_cell_status fits =
        onex_cell_read_type(&read, type, w->cells[value].text, w->cells[value].len, &im->row_arena, message);
    if (fits == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
    if (fits == ONEX_CELL_GOOD && type != ONEX_COL_BOOL && read.kind == ONEX_CELL_INT && read.n < 0) {
        fits = ONEX_CELL_BAD;
        snprintf(message, sizeof message, onex_tr("'%s' must not be below 0", "“%s”不得小于0"),
                 onex_cell_shown(w->cells[value].text, w->cells[value].len, shown));
    }
    if (fits == ONEX_CELL_BAD) return unknown(im, w, value, message, err);
    onex_buffer b = {0};
    onex_cell_put(&b, &(onex_column){.type = type}, &read, false);
    const char *text = b.failed || !b.data ? NULL : onex_arena_text(&im->row_arena, b.data, b.len);
    if (text) w->cells[value] = onex_cell_text(text, b.len);
    onex_buffer_clear(&b);
    return text ? ONEX_OK : onex_no_memory(err);
}

static onex_status check_field(import *im, work *w, onex_subject subject, int name, onex_error *err) {
    const onex_program *p = NULL;
    const char *wanted, *titled = NULL;
    onex_status status = program_of(im, &p, err);
    if (!status) status = wanted_text(im, &w->cells[name], &wanted, err);
    if (status) return status;
    onex_nearest nearest;
    onex_nearest_init(&nearest, wanted);
    for (int i = 0; p && i < p->nfacts; i++) {
        const onex_fact *fact = &p->facts[i];
        if (fact->source != ONEX_FACT_FIELD || fact->subject != subject) continue;
        bool own;
        if ((status = is_of(im, w, subject, &fact->decl, &own, err))) return status;
        if (!own) continue;
        if (onex_import_is(&w->cells[name], fact->decl.name))
            return check_value(im, w, fact, onex_import_column(w, "value"), err);
        if (onex_import_is(&w->cells[name], fact->decl.title)) titled = fact->decl.name;
        onex_nearest_offer(&nearest, fact->decl.name);
    }
    return tell_unknown(im, w, name, &nearest, titled, "field", "字段", err);
}

onex_status onex_import_check_attribute(import *im, work *w, onex_error *err) {
    if (unchanged(w)) return ONEX_OK;
    int kind = onex_import_column(w, "subject_kind"), name = onex_import_column(w, "name");
    onex_status status = check_subject(im, w, kind, onex_import_column(w, "subject"), err);
    if (status || w->bad[kind] || w->bad[name]) return status;
    return check_field(im, w, onex_subject_find(w->cells[kind].text), name, err);
}
