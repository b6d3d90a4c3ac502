/* Two open worlds at most: one for the school and the colleges, one for a pilot and what belongs to it. What may be
 * asked of them grows with what was asked before. */
#include "repl/judging.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/asked.h"
#include "facts/subject.h"
#include "repl/suppose.h"

enum { BODIES, PILOTS, WORLDS, SUBJECTS_MAX = 4096 /* texts that recur are kept: begin anew now and then */ };

typedef struct world {
    onex_judge *judge; /* NULL: closed */
    unsigned long state;
    char *code; /* of the subject reached; NULL: none */
    onex_subject kind;
    onex_view *view;
    onex_view *pilot; /* the one shown last; NULL: none. What belongs to it is found in it */
    int shown;
} world;

struct onex_judging {
    const onex_program *program;
    bool *rules, *facts; /* that were asked for */
    world worlds[WORLDS];
};

/* ---- life ---- */

static void leave(world *w) {
    free(w->code);
    w->code = NULL;
    w->view = NULL;
}

static void close_world(world *w) {
    leave(w);
    onex_judge_close(w->judge);
    *w = (world){0};
}

void onex_judging_forget(onex_console *c) {
    for (int i = 0; c->judging && i < WORLDS; i++) close_world(&c->judging->worlds[i]);
}

void onex_judging_free(onex_console *c) {
    onex_judging_forget(c);
    if (!c->judging) return;
    free(c->judging->rules);
    free(c->judging->facts);
    free(c->judging);
    c->judging = NULL;
}

onex_status onex_judging_program(onex_console *c, const onex_program **out, onex_error *err) {
    onex_rules *rules = NULL;
    onex_status status = onex_console_rules(c, &rules, err);
    *out = status ? NULL : onex_rules_program(rules);
    return status;
}

/* Makes room for the program in use. */
static onex_status prepare(onex_console *c, onex_error *err) {
    const onex_program *p = NULL;
    onex_status status = onex_judging_program(c, &p, err);
    if (status || (c->judging && c->judging->program == p)) return status;
    onex_judging_free(c);
    onex_judging *j = calloc(1, sizeof *j);
    if (!j) return onex_no_memory(err);
    c->judging = j;
    j->rules = calloc((size_t)p->nrules + 1, sizeof *j->rules);
    j->facts = calloc((size_t)p->nfacts + 1, sizeof *j->facts);
    if (j->rules && j->facts) {
        j->program = p;
        return ONEX_OK;
    }
    onex_judging_free(c);
    return onex_no_memory(err);
}

/* ---- reaching a subject ---- */

static onex_status no_subject(onex_subject_ref s, onex_error *err) {
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no %s '%s' on that day", "该日没有%s“%s”"),
                     onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(s.kind) : onex_subject_code(s.kind), s.code);
}

static onex_status open_world(onex_console *c, world *w, onex_error *err) {
    onex_judge_options options = {.rules = c->rules,
                                  .store = c->store,
                                  .day = c->day,
                                  .asked = c->judging->rules,
                                  .facts_asked = c->judging->facts,
                                  .only_pilot = NULL};
    onex_suppose_options(c, &options);
    close_world(w);
    onex_status status = onex_judge_open(&w->judge, &options, err);
    w->state = c->state;
    return status;
}

typedef struct finder {
    const char *code;
    onex_view *view;
} finder;

static onex_status find(void *ctx, onex_view *view, onex_error *err) {
    finder *f = ctx;
    (void)err;
    if (strcmp(onex_view_code(view), f->code) == 0) f->view = view;
    return ONEX_OK;
}

/* The view of the pilot that the subject is or belongs to. */
static onex_status reach_pilot(onex_console *c, world *w, onex_subject_ref s, onex_error *err) {
    char *pilot = NULL;
    w->pilot = NULL;
    onex_status status = onex_subject_pilot(c->store, s.kind, s.code, &pilot, err);
    if (!status && !pilot) status = no_subject(s, err);
    if (!status) status = onex_world_pilot(onex_judge_world(w->judge), pilot, &w->pilot, err);
    free(pilot);
    return status;
}

/* The view of the subject in that of a pilot; NULL: it is not there. */
static onex_view *find_within(onex_view *pilot, onex_subject_ref s, bool *failed) {
    int n;
    *failed = false;
    if (!pilot || s.kind < ONEX_PILOT) return NULL;
    if (s.kind == ONEX_PILOT) return strcmp(onex_view_code(pilot), s.code) == 0 ? pilot : NULL;
    onex_view **kids = onex_view_children(pilot, s.kind, &n);
    *failed = !kids;
    for (int i = 0; kids && i < n; i++)
        if (strcmp(onex_view_code(kids[i]), s.code) == 0) return kids[i];
    return NULL;
}

static onex_status find_view(onex_console *c, world *w, onex_subject_ref s, onex_error *err) {
    finder f = {.code = s.code};
    onex_status status;
    if (s.kind < ONEX_PILOT) {
        status = onex_world_each(onex_judge_world(w->judge), s.kind, find, &f, err);
    } else {
        bool failed = false;
        status = ONEX_OK;
        f.view = find_within(w->pilot, s, &failed); /* often the next of the same pilot */
        if (!f.view && !failed) status = reach_pilot(c, w, s, err);
        if (!f.view && !status) f.view = find_within(w->pilot, s, &failed);
        if (failed) status = onex_no_memory(err);
    }
    if (!status && !f.view) status = no_subject(s, err);
    if (status) return status;
    w->code = strdup(s.code);
    if (!w->code) return onex_no_memory(err);
    w->kind = s.kind;
    w->view = f.view;
    return ONEX_OK;
}

/* The world with its view at the subject. `more`: it is asked for something new. */
static onex_status reach(onex_console *c, onex_subject_ref s, bool more, world **out, onex_error *err) {
    world *w = &c->judging->worlds[s.kind < ONEX_PILOT ? BODIES : PILOTS];
    *out = w;
    if (more) onex_judging_forget(c);
    if (w->judge && w->state == c->state && w->code && w->kind == s.kind && strcmp(w->code, s.code) == 0)
        return ONEX_OK;
    leave(w);
    onex_status status = ONEX_OK;
    if (!w->judge || w->state != c->state || w->shown >= SUBJECTS_MAX) status = open_world(c, w, err);
    w->shown++;
    if (!status) status = find_view(c, w, s, err);
    if (status) close_world(w);
    return status;
}

/* The subject's college, malloc'd; NULL: it has none. Of what is shown already the view knows it. */
static onex_status college_of(onex_console *c, onex_subject_ref s, char **college, onex_error *err) {
    world *w = c->judging ? &c->judging->worlds[PILOTS] : NULL;
    bool failed = false;
    onex_view *view = w && w->judge && w->state == c->state ? find_within(w->pilot, s, &failed) : NULL;
    if (failed) return onex_no_memory(err);
    if (!view) return onex_subject_college(c->store, s.kind, s.code, college, err);
    const char *known = onex_view_college(view);
    *college = known ? strdup(known) : NULL;
    return known && !*college ? onex_no_memory(err) : ONEX_OK;
}

/* ---- facts ---- */

static onex_status no_fact(const onex_program *p, onex_subject kind, const char *name, onex_error *err) {
    char near[256];
    onex_nearest nearest;
    const onex_entity *entity = onex_entity_find(onex_subject_code(kind));
    if (entity && onex_entity_column(entity, name) >= 0)
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("'%s' is a column, no fact; write: p.%s", "“%s”是列，不是事实；请写：p.%s"), name,
                         entity->columns[onex_entity_column(entity, name)].name);
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < p->nfacts; i++) {
        if (!onex_subject_within(kind, p->facts[i].subject)) continue;
        onex_nearest_offer(&nearest, p->facts[i].decl.name);
        if (p->facts[i].decl.title) onex_nearest_offer(&nearest, p->facts[i].decl.title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    const char *what = onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : onex_subject_code(kind);
    if (near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("a %s has no fact '%s'; nearest: %s", "%s没有事实“%s”；最接近的是：%s"), what, name,
                         near);
    return onex_fail(
        err, ONEX_E_NOT_FOUND,
        onex_tr("a %s has no fact '%s'; onex rules facts lists them", "%s没有事实“%s”；onex rules facts 列出全部"),
        what, name);
}

onex_status onex_judging_fact(onex_console *c, onex_subject_ref s, const char *name, int *fact, onex_value *value,
                              onex_error *err) {
    world *w;
    char *college = NULL;
    onex_status status = onex_session_read(c, err);
    if (!status) status = prepare(c, err);
    if (!status) status = college_of(c, s, &college, err);
    if (status) return status;
    const onex_program *p = c->judging->program;
    *fact = onex_program_fact_of(p, college, s.kind, name);
    free(college);
    if (*fact < 0) return no_fact(p, s.kind, name, err);
    bool more = !c->judging->facts[*fact];
    c->judging->facts[*fact] = true;
    status = reach(c, s, more, &w, err);
    if (status) return status;
    onex_view *at = onex_view_at(w->view, p->facts[*fact].subject);
    *value = at ? onex_view_fact(at, *fact) : onex_v_unknown();
    return onex_judge_lost(w->judge, err);
}

onex_status onex_judging_suppliers(onex_console *c, onex_subject_ref s, int fact, onex_buffer *out, onex_error *err) {
    world *w;
    onex_status status = reach(c, s, false, &w, err);
    if (status) return status;
    onex_view *at = onex_view_at(w->view, c->judging->program->facts[fact].subject);
    if (at) onex_judge_suppliers(w->judge, at, fact, out);
    return out->failed ? onex_no_memory(err) : onex_judge_lost(w->judge, err);
}

/* ---- verdicts ---- */

onex_status onex_judging_rule(onex_console *c, onex_subject_ref s, const char *name, int *rule, onex_error *err) {
    char *college = NULL;
    const onex_program *p = NULL;
    onex_status status = onex_session_read(c, err);
    if (!status) status = onex_judging_program(c, &p, err);
    if (!status) status = college_of(c, s, &college, err);
    if (status) return status;
    *rule = onex_program_rule_of(p, college, name);
    free(college);
    if (*rule < 0) *rule = onex_program_rule(p, name);
    if (*rule < 0) return onex_asked_no_rule(p, s.kind, name, err);
    if (p->rules[*rule].applies == s.kind) return ONEX_OK;
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_subject wanted = p->rules[*rule].applies;
    return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' judges a %s, not a %s", "“%s”判定的是%s，不是%s"), name,
                     zh ? onex_subject_title(wanted) : onex_subject_code(wanted),
                     zh ? onex_subject_title(s.kind) : onex_subject_code(s.kind));
}

onex_status onex_judging_row(onex_console *c, onex_subject_ref s, int rule, onex_check_row *row, onex_error *err) {
    world *w;
    onex_status status = onex_session_read(c, err);
    if (!status) status = prepare(c, err);
    if (status) return status;
    bool more = !c->judging->rules[rule];
    c->judging->rules[rule] = true;
    status = reach(c, s, more, &w, err);
    if (status) return status;
    if (!onex_judge_applies(w->judge, w->view, rule))
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("'%s' is a rule of college '%s' only", "“%s”只是学院“%s”的规则"),
                         c->judging->program->rules[rule].decl.name, c->judging->program->rules[rule].decl.college);
    return onex_judge_row(w->judge, w->view, rule, row, err);
}
