/* Values that other rules would make looser: of params by the direction that the school gives them, of sets by what a
 * college may do to them. Said even where no verdict changes today: a looser value waits for its first case. */
#include "engine/impact_value.h"

#include <stdlib.h>
#include <string.h>

#include "expr/eval.h"

typedef struct comparing {
    onex_impact *out;
    onex_day as_of;
    int cap;
    onex_day *days; /* from as_of on, those on which something may change */
    const char **colleges;
    int ndays, ncolleges; /* room is made for all that a param or set can name */
    bool no_memory;
} comparing;

/* ---- what is compared: days and colleges that either side names ---- */

static int by_day(const void *a, const void *b) {
    onex_day x = *(const onex_day *)a, y = *(const onex_day *)b;
    return (x > y) - (x < y);
}

static void add_day(comparing *c, onex_day day) {
    if (day != ONEX_DAY_NONE && day > c->as_of) c->days[c->ndays++] = day;
}

static void add_local(comparing *c, const onex_local *local) {
    add_day(c, local->from);
    add_day(c, local->to);
    for (int i = 1; i < c->ncolleges; i++)
        if (strcmp(c->colleges[i], local->college) == 0) return;
    c->colleges[c->ncolleges++] = local->college;
}

/* Room for `days` days and `colleges` colleges; the first of each is today, and the school. */
static bool begin(comparing *c, int days, int colleges) {
    onex_arena *arena = &c->out->arena;
    c->days = onex_arena_alloc(arena, ((size_t)days + 1) * sizeof *c->days);
    c->colleges = onex_arena_alloc(arena, ((size_t)colleges + 1) * sizeof *c->colleges);
    c->no_memory = c->no_memory || !c->days || !c->colleges;
    if (c->no_memory) return false;
    c->days[0] = c->as_of;
    c->colleges[0] = NULL;
    c->ndays = c->ncolleges = 1;
    return true;
}

static void add(comparing *c, onex_impact_value value) {
    onex_impact *out = c->out;
    if (out->nvalues == c->cap) {
        int cap = c->cap ? c->cap * 2 : 16;
        onex_impact_value *grown = onex_arena_alloc(&out->arena, (size_t)cap * sizeof *grown);
        c->no_memory = c->no_memory || !grown;
        if (!grown) return;
        if (out->nvalues) memcpy(grown, out->values, (size_t)out->nvalues * sizeof *grown);
        out->values = grown;
        c->cap = cap;
    }
    out->values[out->nvalues++] = value;
}

/* ---- params ---- */

static int days_of(const onex_param *param) {
    int n = param->nvalues + 2;
    for (int i = 0; i < param->nstatements; i++) n += param->statements[i].nvalues + 2;
    return n;
}

static void add_days_of(comparing *c, const onex_param *param) {
    add_day(c, param->decl.valid_from);
    add_day(c, param->decl.valid_to);
    for (int i = 0; i < param->nvalues; i++) add_day(c, param->values[i].from);
    for (int i = 0; i < param->nstatements; i++) {
        add_local(c, &param->statements[i].local);
        for (int k = 0; k < param->statements[i].nvalues; k++) add_day(c, param->statements[i].values[k].from);
    }
}

static bool looser(const onex_param *param, onex_in_force before, onex_in_force after) {
    if (!before.value || !after.value) return false;
    int order = onex_value_compare(after.value->value, before.value->value);
    return param->college_may == ONEX_MAY_RAISE ? order < 0 : order > 0;
}

/* The first day on which the value is looser; for a college only where it is not the school's on both sides. */
static void compare_college(comparing *c, const onex_param *old, const onex_param *now, const char *college) {
    for (int i = 0; i < c->ndays; i++) {
        onex_in_force before = onex_param_for(old, college, c->days[i], NULL);
        onex_in_force after = onex_param_for(now, college, c->days[i], NULL);
        if (!looser(now, before, after) || (college && !before.statement && !after.statement)) continue;
        const onex_local *local = after.statement ? &after.statement->local : NULL;
        add(c, (onex_impact_value){.name = now->decl.name,
                                   .title = now->decl.title,
                                   .college = college,
                                   .from = c->days[i],
                                   .before = before.value->text,
                                   .after = after.value->text,
                                   .approved_by = local ? local->approved_by : NULL,
                                   .approval_document = local ? local->approval_document : NULL,
                                   .to = local ? local->to : ONEX_DAY_NONE,
                                   .at = after.value->at});
        return;
    }
}

static void compare_param(comparing *c, const onex_param *old, const onex_param *now) {
    bool directed = now->college_may == ONEX_MAY_RAISE || now->college_may == ONEX_MAY_LOWER;
    if (!directed || old->type.kind != now->type.kind) return;
    if (!begin(c, days_of(old) + days_of(now), old->nstatements + now->nstatements)) return;
    add_days_of(c, old);
    add_days_of(c, now);
    qsort(c->days, (size_t)c->ndays, sizeof *c->days, by_day);
    for (int i = 0; i < c->ncolleges; i++) compare_college(c, old, now, c->colleges[i]);
}

/* ---- sets ---- */

static void compare_member(comparing *c, const onex_set *old, const onex_set *now, const char *college,
                           const onex_text *member) {
    for (int i = 0; i < c->ndays; i++) {
        bool was = onex_set_holds(old, college, c->days[i], member), is = onex_set_holds(now, college, c->days[i], member);
        bool looser = now->college_may == ONEX_MAY_EXTEND ? was && !is : !was && is;
        bool school = onex_set_has(old, member) == was && onex_set_has(now, member) == is;
        if (!looser || (college && school)) continue;
        add(c, (onex_impact_value){.name = now->decl.name,
                                   .title = now->decl.title,
                                   .college = college,
                                   .from = c->days[i],
                                   .before = was ? member->raw : NULL,
                                   .after = is ? member->raw : NULL,
                                   .to = ONEX_DAY_NONE,
                                   .at = now->decl.at});
        return;
    }
}

/* What either side names beside the members of both: the colleges' own, each once. */
static int other_members(const onex_set *old, const onex_set *now, const onex_text **out) {
    const onex_set *const sides[] = {old, now};
    int n = 0;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < sides[side]->nchanges; i++)
            for (int m = 0; m < sides[side]->changes[i].nmembers; m++) {
                const onex_text *member = sides[side]->changes[i].members[m];
                bool listed = onex_set_has(old, member) || onex_set_has(now, member);
                for (int k = 0; k < n && !listed; k++) listed = onex_text_equal(out[k], member, false);
                if (!listed) out[n++] = member;
            }
    return n;
}

static int named_in_changes(const onex_set *set) {
    int n = 0;
    for (int i = 0; i < set->nchanges; i++) n += set->changes[i].nmembers;
    return n;
}

static void compare_set(comparing *c, const onex_set *old, const onex_set *now) {
    if (now->college_may != ONEX_MAY_EXTEND && now->college_may != ONEX_MAY_REDUCE) return;
    if (!begin(c, 2 * (old->nchanges + now->nchanges), old->nchanges + now->nchanges)) return;
    size_t room = (size_t)(named_in_changes(old) + named_in_changes(now)) + 1;
    const onex_text **others = onex_arena_alloc(&c->out->arena, room * sizeof *others);
    c->no_memory = c->no_memory || !others;
    if (!others) return;
    for (int i = 0; i < old->nchanges; i++) add_local(c, &old->changes[i].local);
    for (int i = 0; i < now->nchanges; i++) add_local(c, &now->changes[i].local);
    qsort(c->days, (size_t)c->ndays, sizeof *c->days, by_day);
    int nothers = other_members(old, now, others);
    for (int k = 0; k < c->ncolleges; k++) {
        for (int m = 0; m < old->nmembers; m++) compare_member(c, old, now, c->colleges[k], old->members[m]);
        for (int m = 0; m < now->nmembers; m++)
            if (!onex_set_has(old, now->members[m])) compare_member(c, old, now, c->colleges[k], now->members[m]);
        for (int m = 0; m < nothers; m++) compare_member(c, old, now, c->colleges[k], others[m]);
    }
}

/* ---- all of them ---- */

onex_status onex_impact_values(onex_impact *out, const onex_program *before, const onex_program *after, onex_day as_of,
                               onex_error *err) {
    comparing c = {.out = out, .as_of = as_of};
    for (int i = 0; i < after->nparams; i++)
        for (int k = 0; k < before->nparams; k++)
            if (strcmp(after->params[i].decl.name, before->params[k].decl.name) == 0 && !after->params[i].decl.college)
                compare_param(&c, &before->params[k], &after->params[i]);
    for (int i = 0; i < after->nsets; i++)
        for (int k = 0; k < before->nsets; k++)
            if (strcmp(after->sets[i].decl.name, before->sets[k].decl.name) == 0 && !after->sets[i].decl.college)
                compare_set(&c, &before->sets[k], &after->sets[i]);
    return c.no_memory ? onex_no_memory(err) : ONEX_OK;
}
