/* What an import may not change of a pilot: its state and stamped dates come from transitions, and once it is staffed
 * its content, schedule and leads change by an approved change request (data model 11). An initial import is not held
 * to this, for pilots of which nothing was decided yet. */
#include "engine/import_pilot.h"

#include <stdio.h>
#include <string.h>

#include "engine/import_work.h"

bool onex_pilot_is_staffed(const onex_cell *state) {
    static const char *const before[] = {"draft",           "appraised", "declared",     "recommended",
                                         "not_recommended", "approved",  "not_approved", "withdrawn"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (onex_import_is(state, before[i])) return false;
    return state->kind == ONEX_CELL_TEXT;
}

/* Whether the import may set what only transitions set: an initial one, of a pilot without decisions. */
static onex_status is_free(import *im, const onex_cell *pilot, bool *free_of, onex_error *err) {
    int64_t decision = 0;
    *free_of = im->options->initial;
    if (!im->options->initial || !im->decided || pilot->kind != ONEX_CELL_TEXT) return ONEX_OK;
    onex_status status = onex_decision_of_pilot(im->store, pilot->text, pilot->len, &decision, err);
    *free_of = !decision;
    return status;
}

static onex_status need_request(import *im, work *w, int column, const onex_cell *pilot, const char *field,
                                onex_error *err) {
    if (onex_requests_take(&im->requests, pilot->text, pilot->len, field)) return ONEX_OK;
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN];
    snprintf(message, sizeof message,
             onex_tr("pilot '%s' is staffed: this changes only with a change request for '%s' that was approved and "
                     "imported before",
                     "试点项目“%s”已组建：须先有已批准并已导入的变更申请（%s）方可变更"),
             onex_cell_shown(pilot->text, pilot->len, shown), field);
    return onex_import_wrong(im, w, column, message, err);
}

/* ---- the pilot itself ---- */

static onex_status check_new_pilot(import *im, work *w, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int c = 0; !status && c < w->table->entity->ncolumns; c++) {
        const onex_column *column = &w->table->entity->columns[c];
        if (!column->stamped || w->cells[c].kind == ONEX_CELL_NULL || w->bad[c]) continue;
        if (column->required ? onex_import_is(&w->cells[c], column->words[0].code) : false) continue;
        status = onex_import_wrong(
            im, w, c,
            column->required ? onex_asked(onex_tr("a new pilot is a draft; only an import with --initial may say another state",
                                                  "新项目的状态是草稿；只有 --initial 导入可以另写"),
                                          onex_tr("a new pilot is a draft; only onex.import with initial = true may say "
                                                  "another state",
                                                  "新项目的状态是草稿；只有 onex.import 加 initial = true 可以另写"))
                             : onex_asked(onex_tr("this date is set by a transition; leave it blank, or import with --initial",
                                                  "该日期由程序步骤写入；请留空，或用 --initial 导入"),
                                          onex_tr("this date is set by a transition; leave it blank, or use onex.import "
                                                  "with initial = true",
                                                  "该日期由程序步骤写入；请留空，或用 onex.import 加 initial = true")),
            err);
    }
    return status;
}

static onex_status check_stamped(import *im, work *w, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int c = 0; !status && c < w->table->entity->ncolumns; c++)
        if (w->table->entity->columns[c].stamped && !w->bad[c] && onex_import_changed(w, c))
            status = onex_import_wrong(
                im, w, c,
                im->options->initial
                    ? onex_asked(onex_tr("this is changed by onex decide only, for decisions were made of this pilot; "
                                         "leave the value as it is",
                                         "该项目已有办理记录，此项只能由 onex decide 改变；请保持原值"),
                                 onex_tr("this is changed by onex.decide only, for decisions were made of this pilot; "
                                         "leave the value as it is",
                                         "该项目已有办理记录，此项只能由 onex.decide 改变；请保持原值"))
                    : onex_asked(onex_tr("this is changed by onex decide only; leave the value as it is (before the "
                                         "first decision --initial may set it)",
                                         "此项只能由 onex decide 改变；请保持原值（首次办理之前可用 --initial 导入）"),
                                 onex_tr("this is changed by onex.decide only; leave the value as it is (before the "
                                         "first decision onex.import with initial = true may set it)",
                                         "此项只能由 onex.decide 改变；请保持原值（首次办理之前可用 onex.import 加 "
                                         "initial = true）")),
                err);
    return status;
}

static onex_status check_staffed(import *im, work *w, onex_error *err) {
    static const char *const fixed[] = {"year", "college", "certificate"};
    const onex_cell *code = &w->cells[onex_import_column(w, "code")];
    onex_status status = ONEX_OK;
    for (size_t i = 0; !status && i < sizeof fixed / sizeof *fixed; i++) {
        int c = onex_import_column(w, fixed[i]);
        if (!w->bad[c] && onex_import_changed(w, c))
            status = onex_import_wrong(
                im, w, c, onex_tr("the pilot is staffed: this can no longer change", "项目已组建：此项不能再变"), err);
    }
    int content = onex_import_column(w, "content"), due_on = onex_import_column(w, "due_on");
    if (!status && !w->bad[content] && onex_import_changed(w, content))
        status = need_request(im, w, content, code, "content", err);
    if (!status && !w->bad[due_on] && onex_import_changed(w, due_on))
        status = need_request(im, w, due_on, code, "schedule", err);
    return status;
}

onex_status onex_import_check_pilot(import *im, work *w, onex_error *err) {
    int state = onex_import_column(w, "state");
    bool initial;
    onex_status status = is_free(im, &w->cells[onex_import_column(w, "code")], &initial, err);
    if (status) return status;
    if (w->old && w->given[state] && w->cells[state].kind == ONEX_CELL_NULL && !w->bad[state])
        status = onex_import_wrong(im, w, state, onex_tr("'state' (状态) must not be blank", "“state”（状态）不得为空"),
                                   err);
    if (status || initial) return status;
    if (!w->old) return check_new_pilot(im, w, err);
    status = check_stamped(im, w, err);
    if (!status && onex_pilot_is_staffed(&w->old[state])) status = check_staffed(im, w, err);
    return status;
}

/* ---- its leads and milestones ---- */

static onex_status check_of_staffed(import *im, work *w, int column, const char *field, onex_error *err) {
    const onex_cell *pilot = &w->cells[onex_import_column(w, "pilot")], *found = NULL;
    table *pilots = onex_import_table(im, onex_entity_find("pilot"));
    onex_cell key[MAX_COLUMNS] = {{0}};
    key[onex_entity_column(pilots->entity, "code")] = *pilot;
    bool initial;
    onex_status status = is_free(im, pilot, &initial, err);
    if (status || initial) return status;
    status = onex_import_use(im, pilots, err);
    if (!status) status = onex_table_find(pilots->rows, key, &found, NULL, err);
    if (status || !found || !onex_pilot_is_staffed(&found[onex_entity_column(pilots->entity, "state")])) return status;
    return need_request(im, w, column, pilot, field, err);
}

onex_status onex_import_check_lead(import *im, work *w, onex_error *err) {
    int to_on = onex_import_column(w, "to_on");
    if (w->bad[to_on] || !onex_import_changed(w, to_on)) return ONEX_OK;
    return check_of_staffed(im, w, w->old ? to_on : onex_import_column(w, "person"), "lead", err);
}

onex_status onex_import_check_milestone(import *im, work *w, onex_error *err) {
    int due_on = onex_import_column(w, "due_on");
    if (w->bad[due_on] || !onex_import_changed(w, due_on)) return ONEX_OK;
    return check_of_staffed(im, w, due_on, "schedule", err);
}
