/* Duties: one walk over all subjects evaluates the expressions and notes for whom the SQL is asked; then the SQL runs,
 * and what it gives for others is passed over. */
#include "engine/duty.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "engine/internal.h"
#include "engine/row_json.h"
#include "facts/dutysql.h"
#include "store/lead.h"
#include "store/row.h"
#include "store/waiver.h"

typedef struct subject { /* one for whom the SQL of a duty is asked */
    int duty;
    const char *code, *college, *pilot;
} subject;

typedef struct lead {
    const char *pilot;
    onex_debtor person;
} lead;

typedef struct finding {
    onex_duties *out;
    const onex_duty_query *query;
    const onex_program *program;
    onex_store *store;
    onex_judge *judge;
    onex_duty_sql *sql;
    subject *subjects; /* once the walk is over by duty and code */
    int nsubjects, subjects_cap;
    lead *leads; /* by pilot */
    int nleads, leads_cap;
    onex_debtor *colleges; /* by code */
    int ncolleges, colleges_cap;
    onex_missing_list missing;
    int duty; /* whose SQL runs */
} finding;

static const char *keep(finding *f, const char *text) {
    return text ? onex_arena_text(&f->out->arena, text, strlen(text)) : NULL;
}

/* Room for one more item behind `count`; NULL: memory is gone. */
static void *grown(void *items, int count, int *cap, size_t size) {
    if (count < *cap) return items;
    int more = *cap ? *cap * 2 : 32;
    void *at = realloc(items, (size_t)more * size);
    if (at) *cap = more;
    return at;
}

/* ---- names ---- */

static onex_status keep_lead(void *ctx, const onex_lead *at, onex_error *err) {
    finding *f = ctx;
    lead *leads = grown(f->leads, f->nleads, &f->leads_cap, sizeof *leads);
    if (!leads) return onex_no_memory(err);
    f->leads = leads;
    lead *to = &leads[f->nleads];
    *to = (lead){keep(f, at->pilot), {keep(f, at->person), keep(f, at->name)}};
    if (!to->pilot || !to->person.code || !to->person.name) return onex_no_memory(err);
    f->nleads++;
    return ONEX_OK;
}

static onex_status keep_college(finding *f, const onex_cell *row, onex_error *err) {
    onex_debtor *colleges = grown(f->colleges, f->ncolleges, &f->colleges_cap, sizeof *colleges);
    if (!colleges) return onex_no_memory(err);
    f->colleges = colleges;
    onex_debtor *to = &colleges[f->ncolleges];
    const onex_cell *code = &row[0], *name = &row[1];
    to->code = onex_arena_text(&f->out->arena, code->text, code->len);
    to->name = onex_arena_text(&f->out->arena, name->text, name->len);
    if (!to->code || !to->name) return onex_no_memory(err);
    f->ncolleges++;
    return ONEX_OK;
}

static onex_status read_names(finding *f, onex_error *err) {
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_status status = onex_lead_each(f->store, f->query->as_of, keep_lead, f, err);
    if (!status) status = onex_rows_open(&rows, f->store, onex_entity_find("college"), err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) status = keep_college(f, row, err);
    onex_rows_close(rows);
    return status;
}

static const char *college_name(const finding *f, const char *code) {
    for (int i = 0; code && i < f->ncolleges; i++)
        if (strcmp(f->colleges[i].code, code) == 0) return f->colleges[i].name;
    return code;
}

static onex_status leads_of(finding *f, const char *pilot, onex_owed *owed, onex_error *err) {
    int low = 0, high = f->nleads, last;
    while (low < high) {
        int middle = (low + high) / 2;
        if (strcmp(f->leads[middle].pilot, pilot) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (last = low; last < f->nleads && strcmp(f->leads[last].pilot, pilot) == 0;) last++;
    onex_debtor *persons = onex_arena_alloc(&f->out->arena, ((size_t)(last - low) + 1) * sizeof *persons);
    if (!persons) return onex_no_memory(err);
    for (int i = low; i < last; i++) persons[owed->npersons++] = f->leads[i].person;
    owed->persons = persons;
    return ONEX_OK;
}

/* ---- what is owed ---- */

static bool in_time(const finding *f, onex_day due) {
    return f->query->within < 0 || due == ONEX_DAY_NONE || due < f->query->as_of ||
           due - f->query->as_of <= f->query->within;
}

static const char *cites_of(finding *f, const onex_decl *decl) {
    onex_buffer b = {0};
    onex_cites_put(&b, decl, ",");
    const char *text = b.failed ? NULL : onex_arena_text(&f->out->arena, b.data ? b.data : "", b.len);
    onex_buffer_clear(&b);
    return text;
}

/* Adds what `owed` says; its texts are copied, name, title and who live with the program. `decl` has the clauses. */
static onex_status add(finding *f, const onex_owed *owed, const onex_decl *decl, const char *pilot, onex_error *err) {
    if (!in_time(f, owed->due)) return ONEX_OK;
    onex_owed *items = grown(f->out->items, f->out->count, &f->out->cap, sizeof *items);
    if (!items) return onex_no_memory(err);
    f->out->items = items;
    onex_owed *to = &items[f->out->count];
    *to = *owed;
    to->code = keep(f, owed->code);
    to->college = keep(f, owed->college);
    to->college_name = college_name(f, to->college);
    to->what = keep(f, owed->what);
    to->cite = cites_of(f, decl);
    to->overdue = to->due != ONEX_DAY_NONE && to->due < f->query->as_of;
    if (!to->code || (owed->college && !to->college) || !to->what || !to->cite) return onex_no_memory(err);
    f->out->count++;
    return pilot && strcmp(to->who, "lead") == 0 ? leads_of(f, pilot, to, err) : ONEX_OK;
}

/* ---- expressions, and for whom SQL is asked ---- */

/* Whether the query asks for this subject, which is or belongs to `pilot` (NULL: to none). */
static bool wanted(const finding *f, onex_subject kind, const char *code, const char *college, const char *pilot) {
    const onex_subject_ref *of = f->query->of;
    if (f->query->college && (!college || strcmp(college, f->query->college) != 0)) return false;
    if (!of || (of->kind == kind && strcmp(of->code, code) == 0)) return true;
    return of->kind == ONEX_PILOT && pilot && strcmp(of->code, pilot) == 0;
}

static bool applies(const finding *f, const onex_duty *duty, onex_view *view) {
    onex_day day = onex_view_own_day(view), effective = f->program->regulation.effective;
    const char *college = onex_view_college(view);
    if (duty->applies != onex_view_kind(view) || (effective != ONEX_DAY_NONE && day < effective)) return false;
    if (!onex_decl_valid(&duty->decl, day)) return false;
    if (duty->decl.college && (!college || strcmp(college, duty->decl.college) != 0)) return false;
    return !duty->only_if || onex_v_true(onex_view_eval(view, duty->only_if));
}

static onex_status ask_sql(finding *f, int duty, onex_view *view, const char *pilot, onex_error *err) {
    subject *subjects = grown(f->subjects, f->nsubjects, &f->subjects_cap, sizeof *subjects);
    if (!subjects) return onex_no_memory(err);
    f->subjects = subjects;
    const char *college = onex_view_college(view);
    subject *to = &subjects[f->nsubjects];
    *to = (subject){duty, keep(f, onex_view_code(view)), keep(f, college), keep(f, pilot)};
    if (!to->code || (college && !to->college) || (pilot && !to->pilot)) return onex_no_memory(err);
    f->nsubjects++;
    return ONEX_OK;
}

/* Titles of what keeps the due day unknown. */
static onex_status missing_of(finding *f, onex_view *view, const onex_duty *duty, onex_owed *owed, onex_error *err) {
    onex_buffer b = {0};
    f->missing.count = 0;
    onex_missing_of_tree(f->judge, view, duty->due, &f->missing);
    for (int i = 0; i < f->missing.count; i++) {
        const onex_missing *m = &f->missing.items[i];
        onex_buffer_printf(&b, "%s%s", i ? "," : "", m->title ? m->title : m->fact);
    }
    if (b.len) owed->missing = onex_arena_text(&f->out->arena, b.data, b.len);
    bool failed = b.failed || f->missing.failed || (b.len && !owed->missing);
    onex_buffer_clear(&b);
    return failed ? onex_no_memory(err) : ONEX_OK;
}

static onex_status evaluate(finding *f, int index, onex_view *view, const char *pilot, onex_error *err) {
    const onex_duty *duty = &f->program->duties[index];
    onex_value due = onex_view_eval(view, duty->due);
    if (onex_v_true(onex_view_eval(view, duty->done))) return ONEX_OK;
    onex_owed owed = {.duty = duty->decl.name,
                      .title = duty->decl.title,
                      .subject = onex_view_kind(view),
                      .code = onex_view_code(view),
                      .college = onex_view_college(view),
                      .what = "",
                      .who = duty->who,
                      .due = onex_v_known(due) ? (onex_day)due.n : ONEX_DAY_NONE,
                      .order = index};
    onex_status status = onex_v_known(due) ? ONEX_OK : missing_of(f, view, duty, &owed, err);
    return status ? status : add(f, &owed, &duty->decl, pilot, err);
}

static onex_status look(void *ctx, onex_view *view, onex_error *err) {
    finding *f = ctx;
    onex_view *owner = onex_view_at(view, ONEX_PILOT);
    const char *pilot = owner ? onex_view_code(owner) : NULL;
    onex_status status = ONEX_OK;
    if (!wanted(f, onex_view_kind(view), onex_view_code(view), onex_view_college(view), pilot)) return ONEX_OK;
    for (int i = 0; i < f->program->nduties && !status; i++) {
        if (!applies(f, &f->program->duties[i], view)) continue;
        status = f->program->duties[i].sql ? ask_sql(f, i, view, pilot, err) : evaluate(f, i, view, pilot, err);
    }
    return status;
}

static onex_status look_pilot(void *ctx, onex_view *pilot, onex_error *err) {
    finding *f = ctx;
    bool kinds[ONEX_SUBJECTS] = {false};
    for (int i = 0; i < f->program->nduties; i++) kinds[f->program->duties[i].applies] = true;
    onex_status status = f->sql ? onex_duty_sql_pilot(f->sql, pilot, err) : ONEX_OK;
    if (!status) status = look(f, pilot, err);
    for (onex_subject k = ONEX_EXAM; k < ONEX_SUBJECTS && !status; k++) {
        int n = 0;
        onex_view **kids = kinds[k] ? onex_view_children(pilot, k, &n) : NULL;
        if (kinds[k] && !kids) return onex_no_memory(err);
        for (int i = 0; i < n && !status; i++) status = look(f, kids[i], err);
    }
    return status;
}

/* ---- SQL ---- */

static int by_duty(const void *a, const void *b) {
    const subject *x = a, *y = b;
    return x->duty != y->duty ? (x->duty > y->duty) - (x->duty < y->duty) : strcmp(x->code, y->code);
}

static onex_status on_row(void *ctx, const onex_duty_row *row, onex_error *err) {
    finding *f = ctx;
    const onex_duty *duty = &f->program->duties[f->duty];
    subject key = {.duty = f->duty, .code = row->code};
    const subject *of =
        row->done ? NULL : bsearch(&key, f->subjects, (size_t)f->nsubjects, sizeof *f->subjects, by_duty);
    if (!of) return ONEX_OK;
    onex_owed owed = {.duty = duty->decl.name,
                      .title = duty->decl.title,
                      .subject = duty->applies,
                      .code = of->code,
                      .college = of->college,
                      .what = row->what,
                      .who = duty->who,
                      .due = row->due,
                      .order = f->duty};
    return add(f, &owed, &duty->decl, of->pilot, err);
}

static onex_status run_sql(finding *f, onex_error *err) {
    onex_status status = ONEX_OK;
    if (f->nsubjects) qsort(f->subjects, (size_t)f->nsubjects, sizeof *f->subjects, by_duty);
    for (int i = 0; i < f->nsubjects && !status; i++) {
        if (i && f->subjects[i].duty == f->subjects[i - 1].duty) continue;
        f->duty = f->subjects[i].duty;
        status = onex_duty_sql_run(f->sql, f->duty, on_row, f, err);
    }
    return status;
}

static onex_status ask_rules(finding *f, onex_rules *rules, onex_error *err) {
    bool *none = calloc((size_t)f->program->nrules + 1, sizeof *none), any_sql = false;
    if (!none) return onex_no_memory(err);
    const onex_subject_ref *of = f->query->of;
    onex_judge_options options = {.rules = rules,
                                  .store = f->store,
                                  .day = f->query->as_of,
                                  .asked = none,
                                  .only_pilot = of && of->kind == ONEX_PILOT ? of->code : NULL,
                                  .duties = true};
    for (int i = 0; i < f->program->nduties; i++) any_sql = any_sql || f->program->duties[i].sql;
    onex_status status = onex_judge_open(&f->judge, &options, err);
    onex_world *world = status ? NULL : onex_judge_world(f->judge);
    if (!status && any_sql) status = onex_duty_sql_open(&f->sql, world, err);
    if (!status) status = onex_world_each(world, ONEX_SCHOOL, look, f, err);
    if (!status) status = onex_world_each(world, ONEX_COLLEGE, look, f, err);
    if (!status) status = onex_world_each(world, ONEX_PILOT, look_pilot, f, err);
    if (!status) status = run_sql(f, err);
    if (!status) status = onex_judge_lost(f->judge, err);
    onex_duty_sql_close(f->sql);
    onex_judge_close(f->judge);
    free(none);
    return status;
}

/* ---- waivers ---- */

static onex_status on_waiver(void *ctx, const onex_standing_waiver *waiver, onex_error *err) {
    finding *f = ctx;
    char *college = NULL, *pilot = NULL;
    if (waiver->until_on == ONEX_DAY_NONE || waiver->until_on - f->query->as_of > ONEX_WAIVER_NOTICE) return ONEX_OK;
    onex_status status = onex_subject_college(f->store, waiver->kind, waiver->subject, &college, err);
    int rule = status ? -1 : onex_program_rule_of(f->program, college, waiver->rule);
    if (rule < 0) {
        free(college);
        return status;
    }
    const onex_decl *decl = &f->program->rules[rule].decl;
    onex_owed owed = {.duty = ONEX_WAIVER_LAPSE,
                      .title = decl->title,
                      .subject = waiver->kind,
                      .code = waiver->subject,
                      .what = decl->name,
                      .who = "college",
                      .due = waiver->until_on,
                      .order = f->program->nduties};
    if (!status) status = onex_subject_pilot(f->store, waiver->kind, waiver->subject, &pilot, err);
    owed.college = college;
    if (!status && wanted(f, waiver->kind, waiver->subject, college, pilot)) status = add(f, &owed, decl, NULL, err);
    free(college);
    free(pilot);
    return status;
}

/* ---- all of it ---- */

static int by_due(const void *a, const void *b) {
    const onex_owed *x = a, *y = b;
    bool none_x = x->due == ONEX_DAY_NONE, none_y = y->due == ONEX_DAY_NONE;
    if (none_x != none_y) return none_x - none_y;
    if (x->due != y->due) return x->due < y->due ? -1 : 1;
    if (x->subject != y->subject) return x->subject < y->subject ? -1 : 1;
    int c = strcmp(x->code, y->code);
    if (c == 0) c = (x->order > y->order) - (x->order < y->order);
    return c ? c : strcmp(x->what, y->what);
}

onex_status onex_duties_find(onex_duties *out, onex_store *store, onex_rules *rules, const onex_duty_query *query,
                             onex_error *err) {
    *out = (onex_duties){0};
    finding f = {.out = out, .query = query, .program = onex_rules_program(rules), .store = store};
    onex_status status = read_names(&f, err);
    if (!status && f.program->nduties) status = ask_rules(&f, rules, err);
    if (!status) status = onex_waiver_each(store, query->as_of, on_waiver, &f, err);
    if (!status && out->count) qsort(out->items, (size_t)out->count, sizeof *out->items, by_due);
    free(f.subjects);
    free(f.leads);
    free(f.colleges);
    onex_missing_clear(&f.missing);
    return status;
}

void onex_duties_clear(onex_duties *duties) {
    free(duties->items);
    onex_arena_clear(&duties->arena);
    *duties = (onex_duties){0};
}
