/* What a row as a whole must hold, table by table, beyond the types of its cells. Pilots and what hangs on their state
 * are in import_pilot.c, what is held to the rules in import_local.c. */
#include <stdio.h>
#include <string.h>

#include "engine/import_work.h"

int onex_import_column(const work *w, const char *name) {
    const onex_entity *entity = w->table->entity;
    for (int c = 0; c < entity->ncolumns; c++)
        if (!strcmp(entity->columns[c].name, name)) return c;
    return -1;
}

bool onex_import_changed(const work *w, int column) {
    return !w->old || !onex_cell_equal(&w->cells[column], &w->old[column]);
}

bool onex_import_is(const onex_cell *cell, const char *text) {
    return cell->kind == ONEX_CELL_TEXT && cell->len == strlen(text) && !memcmp(cell->text, text, cell->len);
}

bool onex_import_comes(import *im, const onex_entity *entity, onex_key key) {
    const table *t = onex_import_table(im, entity);
    return t->incomplete || onex_key_set_has(&t->rejected, key);
}

static bool is_blank(const work *w, int column) {
    return w->cells[column].kind == ONEX_CELL_NULL && !w->bad[column];
}

static onex_status check_seat(import *im, work *w, onex_error *err) {
    int body = onex_import_column(w, "body"), college = onex_import_column(w, "college");
    if (!onex_import_is(&w->cells[body], "leading_group") || w->cells[college].kind == ONEX_CELL_NULL) return ONEX_OK;
    return onex_import_wrong(
        im, w, college,
        onex_tr("the leading group has no college; leave the cell blank", "领导小组不属于某一学院；请留空"), err);
}

static onex_status check_course_mapping(import *im, work *w, onex_error *err) {
    int kind = onex_import_column(w, "kind"), course = onex_import_column(w, "course");
    if (!is_blank(w, course) || w->bad[kind] || onex_import_is(&w->cells[kind], "special_training")) return ONEX_OK;
    return onex_import_wrong(
        im, w, course,
        onex_tr("'course' is required unless the kind is special_training", "除“专门培训”外必须填写课程代码"), err);
}

static onex_status check_incident(import *im, work *w, onex_error *err) {
    int status = onex_import_column(w, "status"), decided_on = onex_import_column(w, "decided_on");
    if (!is_blank(w, decided_on) || w->bad[status] || onex_import_is(&w->cells[status], "open")) return ONEX_OK;
    return onex_import_wrong(
        im, w, decided_on, onex_tr("'decided_on' is required unless the status is open", "除“待查”外必须填写认定日期"),
        err);
}

static onex_status check_school_break(import *im, work *w, onex_error *err) {
    int from = onex_import_column(w, "from_on"), to = onex_import_column(w, "to_on");
    const onex_cell *a = &w->cells[from], *b = &w->cells[to];
    if (a->kind != ONEX_CELL_TEXT || b->kind != ONEX_CELL_TEXT || w->bad[to]) return ONEX_OK;
    if (memcmp(a->text, b->text, 10) >= 0)
        return onex_import_wrong(
            im, w, to,
            onex_tr("a break must end after it begins; 'to_on' is the first day with reports again",
                    "终止日期应晚于起始日期；终止日期是恢复填报的第一天"),
            err);
    return ONEX_OK;
}

static onex_status keep_break(import *im, work *w, onex_error *err) {
    return onex_import_keep_place(im, &im->breaks, w, &w->cells[onex_import_column(w, "from_on")], err);
}

/* ---- a contract belongs to its pilot ---- */

static onex_status check_contract(import *im, work *w, onex_error *err) {
    int pilot = onex_import_column(w, "pilot");
    if (!w->old || !onex_import_changed(w, pilot) || w->bad[pilot]) return ONEX_OK;
    return onex_import_keep_place(im, &im->contracts, w, &w->cells[onex_import_column(w, "code")], err);
}

static onex_status check_expense(import *im, work *w, onex_error *err) {
    int contract = onex_import_column(w, "contract"), pilot = onex_import_column(w, "pilot");
    if (w->cells[contract].kind != ONEX_CELL_TEXT || w->cells[pilot].kind != ONEX_CELL_TEXT) return ONEX_OK;
    table *contracts = onex_import_table(im, onex_entity_find("contract"));
    onex_status status = onex_import_use(im, contracts, err);
    if (status) return status;
    onex_cell key[MAX_COLUMNS] = {{0}};
    int code = onex_entity_column(contracts->entity, "code"), owner = onex_entity_column(contracts->entity, "pilot");
    key[code] = w->cells[contract];
    const onex_cell *found = NULL;
    status = onex_table_find(contracts->rows, key, &found, NULL, err);
    if (status || !found || onex_cell_equal(&found[owner], &w->cells[pilot])) return status;
    if (onex_import_comes(im, contracts->entity, onex_key_of_row(contracts->entity, key))) return ONEX_OK;
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN], of[ONEX_SHOWN];
    snprintf(message, sizeof message,
             onex_tr("the contract '%s' is one of pilot '%s', not of this expense's pilot",
                     "合同“%s”属于试点项目“%s”，不属于本支出的项目"),
             onex_cell_shown(w->cells[contract].text, w->cells[contract].len, shown),
             onex_cell_shown(found[owner].text, found[owner].len, of));
    return onex_import_wrong(im, w, contract, message, err);
}

/* ---- a report that begins no period ---- */

/* The Monday of the week in which the row's pilot was started; ONEX_DAY_NONE: there is none. */
static onex_status first_period(import *im, const onex_cell *pilot, onex_day *out, onex_error *err) {
    char code[sizeof im->last_pilot.code];
    bool short_enough = pilot->len < sizeof code;
    if (short_enough) {
        memcpy(code, pilot->text, pilot->len);
        code[pilot->len] = '\0';
        if (!strcmp(code, im->last_pilot.code)) {
            *out = im->last_pilot.begin;
            return ONEX_OK;
        }
    }
    table *pilots = onex_import_table(im, onex_entity_find("pilot"));
    onex_status status = onex_import_use(im, pilots, err);
    if (status) return status;
    onex_cell key[MAX_COLUMNS] = {{0}};
    key[onex_entity_column(pilots->entity, "code")] = *pilot;
    const onex_cell *found = NULL;
    status = onex_table_find(pilots->rows, key, &found, NULL, err);
    if (status) return status;
    onex_day started;
    *out = ONEX_DAY_NONE;
    const onex_cell *cell = found ? &found[onex_entity_column(pilots->entity, "started_on")] : NULL;
    if (cell && cell->kind == ONEX_CELL_TEXT && onex_day_parse_iso(cell->text, cell->len, &started))
        *out = started - onex_day_weekday(started);
    if (!found) *out = INT32_MAX; /* the missing pilot is told elsewhere */
    if (short_enough) {
        strcpy(im->last_pilot.code, code);
        im->last_pilot.begin = *out;
    }
    return ONEX_OK;
}

static onex_status warn_of_period(import *im, work *w, onex_error *err) {
    int pilot = onex_import_column(w, "pilot"), start = onex_import_column(w, "period_start");
    onex_day first, day;
    onex_status status = first_period(im, &w->cells[pilot], &first, err);
    if (status || first == INT32_MAX) return status;
    if (!onex_day_parse_iso(w->cells[start].text, w->cells[start].len, &day) ||
        (first != ONEX_DAY_NONE && day >= first))
        return ONEX_OK;
    return onex_import_warn(
        im, w, start,
        first == ONEX_DAY_NONE
            ? onex_tr("this report begins no period: its pilot has not started", "该报告不在任何周期内：其项目尚未启动")
            : onex_tr("this report begins no period: it is before its pilot's start",
                      "该报告不在任何周期内：早于其项目的启动"),
        err);
}

/* ---- the table of them ---- */

static const row_rules rules_of_tables[] = {
    {"seat", check_seat, false, NULL},
    {"pilot", onex_import_check_pilot, true, NULL},
    {"pilot_lead", onex_import_check_lead, true, NULL},
    {"milestone", onex_import_check_milestone, true, NULL},
    {"attestation", onex_import_check_attestation, true, NULL},
    {"report", NULL, false, warn_of_period},
    {"school_break", check_school_break, false, keep_break},
    {"course_mapping", check_course_mapping, false, NULL},
    {"incident", check_incident, false, NULL},
    {"contract", check_contract, true, NULL},
    {"expense", check_expense, false, NULL},
    {"attribute", onex_import_check_attribute, true, NULL},
};

const row_rules *onex_import_rules_of(const onex_entity *entity) {
    for (size_t i = 0; i < sizeof rules_of_tables / sizeof *rules_of_tables; i++)
        if (!strcmp(rules_of_tables[i].table, entity->name)) return &rules_of_tables[i];
    return NULL;
}
