/* What a college says of the school's params and sets: tighten, relax, extend, reduce. Each is held against what the school
 * allows, and its values against the school's on each day from which they hold. Which value is in force on a day is
 * program.c's. */
#include <stdio.h>
#include <string.h>

#include "expr/eval.h"
#include "rules/compiler.h"

static const onex_key tighten_keys[] = {
    {"value", ONEX_K_ANY, true}, {"reason", ONEX_K_TEXT, true}, {NULL, ONEX_K_ANY, false}};
static const onex_key relax_keys[] = {{"value", ONEX_K_ANY, true},
                                      {"reason", ONEX_K_TEXT, true},
                                      {"approved_by", ONEX_K_TEXT, true},
                                      {"approval_document", ONEX_K_TEXT, true},
                                      {"valid_to", ONEX_K_DATE, true},
                                      {NULL, ONEX_K_ANY, false}};
static const onex_key set_keys[] = {{"reason", ONEX_K_TEXT, true}, {NULL, ONEX_K_ANY, false}};
static const onex_key shared_keys[] = {{"title", ONEX_K_TEXT, false},    {"cite", ONEX_K_TEXTS, true},
                                       {"note", ONEX_K_TEXT, false},     {"valid_from", ONEX_K_DATE, false},
                                       {"valid_to", ONEX_K_DATE, false}, {NULL, ONEX_K_ANY, false}};

/* ---- what all four share ---- */

static int name_width(const onex_raw_decl *decl) {
    return decl->name ? (int)onex_text_chars(decl->name, strlen(decl->name)) + 2 : (int)strlen(decl->word);
}

/* The school's param or set that the statement names; NULL after an error. */
static const onex_name *target(onex_compiler *c, const onex_raw_decl *decl, onex_namespace ns) {
    if (!decl->name) {
        onex_c_error(c, ONEX_P_BAD_NAME, decl->at, (int)strlen(decl->word), NULL,
                     onex_tr("'%s' needs a name", "“%s”缺少名称"), decl->word);
        return NULL;
    }
    const onex_raw at = {.kind = ONEX_RAW_TEXT, .text = decl->name, .at = decl->name_at, .width = name_width(decl)};
    int found = onex_c_lookup(c, ns, decl->name, &at);
    if (found < 0) return NULL;
    const onex_name *name = &c->names[ns].items[found];
    if (!name->decl->college) return name->failed ? NULL : name;
    onex_c_fault(c, ONEX_P_WORD, &at, onex_tr("change it where it is declared", "请在声明处修改"),
                 onex_tr("'%s' is the college's own", "“%s”是本学院自己的声明"), name->name);
    return NULL;
}

/* Keys, cites and days; false after an error. */
static bool local_of(onex_compiler *c, const onex_raw_decl *decl, const onex_key *keys, bool members,
                     onex_local *out) {
    const onex_raw *body = decl->body;
    if (!body || body->kind != ONEX_RAW_TABLE ||
        !onex_c_keys(c, body, shared_keys, keys, members, decl->word, decl->name_at, name_width(decl)))
        return false;
    const onex_name name = {
        .name = decl->name, .decl = decl, .body = body, .at = decl->name_at, .width = name_width(decl)};
    onex_decl made;
    if (!onex_c_decl(c, &name, &made)) return false;
    *out = (onex_local){.college = made.college,
                        .origin = made.origin,
                        .document = made.document,
                        .reason = onex_c_text_of(c, body, "reason"),
                        .approved_by = onex_c_text_of(c, body, "approved_by"),
                        .approval_document = onex_c_text_of(c, body, "approval_document"),
                        .cites = made.cites,
                        .ncites = made.ncites,
                        .from = made.valid_from,
                        .to = made.valid_to,
                        .at = made.at};
    return true;
}

static bool days_overlap(const onex_local *a, onex_day a_from, const onex_local *b, onex_day b_from) {
    if (strcmp(a->college, b->college) != 0) return false;
    return (a->to == ONEX_DAY_NONE || b_from < a->to) && (b->to == ONEX_DAY_NONE || a_from < b->to);
}

/* Names the school's value behind an error. */
static void tell_school(onex_compiler *c, const onex_decl *decl, onex_place at) {
    char tail[256] = "";
    if (decl->ncites) snprintf(tail, sizeof tail, onex_tr(" (%s)", "（%s）"), decl->cites[0]);
    onex_c_also(c, onex_tr("school value", "学校的值"), at, tail);
}

/* ---- params ---- */

/* The first day on which the statement has a value. */
static onex_day first_day(const onex_statement *s) {
    onex_day first = s->values[0].from;
    return first == ONEX_DAY_NONE || first < s->local.from ? s->local.from : first;
}

/* How much stricter the college's value is: below 0 looser, 0 equal. */
static int stricter(const onex_param *param, onex_value local, onex_value school) {
    int order = onex_value_compare(local, school);
    return param->college_may == ONEX_MAY_LOWER ? -order : order;
}

static void would_loosen(onex_compiler *c, const onex_param *param, const onex_dated *local, const onex_dated *school) {
    char hint[ONEX_HINT];
    snprintf(hint, sizeof hint,
             onex_tr("for a dispensation write: relax \"%s\" { value = \"%s\", approved_by = …, approval_document = …, "
                     "valid_to = … }",
                     "经批准的例外请写：relax \"%s\" { value = \"%s\", approved_by = …, approval_document = …, "
                     "valid_to = … }"),
             param->decl.name, local->text);
    bool raise = param->college_may == ONEX_MAY_RAISE;
    onex_c_error(c, ONEX_P_DIRECTION, local->at, 0, hint,
                 raise ? onex_tr("'%s' = %s would loosen the school's %s; a college may only raise it",
                                 "“%s” = %s 会放宽学校规定的 %s；学院只能提高")
                       : onex_tr("'%s' = %s would loosen the school's %s; a college may only lower it",
                                 "“%s” = %s 会放宽学校规定的 %s；学院只能降低"),
                 param->decl.name, local->text, school->text);
    tell_school(c, &param->decl, school->at);
}

static void does_not_loosen(onex_compiler *c, const onex_param *param, const onex_dated *local,
                            const onex_dated *school) {
    onex_c_error(c, ONEX_P_DIRECTION, local->at, 0,
                 onex_tr("to make it stricter write tighten", "要更严格请用 tighten"),
                 onex_tr("'%s' = %s does not loosen the school's %s", "“%s” = %s 并未放宽学校规定的 %s"),
                 param->decl.name, local->text, school->text);
    tell_school(c, &param->decl, school->at);
}

/* One value of the statement, in force from `from` on; what a later value of the school does to it is lint's matter. */
static bool check_value(onex_compiler *c, const onex_param *param, const onex_statement *s, const onex_dated *local,
                        onex_day from) {
    const onex_dated *school = onex_param_on(param, from);
    if (param->college_may == ONEX_MAY_ANYTHING) return true;
    int order = school ? stricter(param, local->value, school->value) : 0;
    if (school && s->relaxes && order >= 0) {
        does_not_loosen(c, param, local, school);
        return false;
    }
    if (school && !s->relaxes && order < 0) {
        would_loosen(c, param, local, school);
        return false;
    }
    return true;
}

static bool check_values(onex_compiler *c, const onex_param *param, const onex_statement *s) {
    bool ok = true;
    for (int i = 0; i < s->nvalues; i++) {
        onex_day from = s->values[i].from, to = i + 1 < s->nvalues ? s->values[i + 1].from : s->local.to;
        if (from == ONEX_DAY_NONE || from < s->local.from) from = s->local.from;
        if (s->local.to != ONEX_DAY_NONE && (to == ONEX_DAY_NONE || to > s->local.to)) to = s->local.to;
        if (to != ONEX_DAY_NONE && to <= from) continue; /* never in force */
        if (!check_value(c, param, s, &s->values[i], from)) ok = false;
    }
    return ok;
}

/* What the school keeps above zero stays so: directions rest on it. */
static bool check_signs(onex_compiler *c, const onex_param *param, const onex_statement *s) {
    if (param->type.kind != ONEX_T_NUMBER) return true;
    for (int i = 0; i < param->nvalues; i++)
        if (param->values[i].value.n < 0) return true;
    for (int i = 0; i < s->nvalues; i++) {
        if (s->values[i].value.n >= 0) continue;
        onex_c_error(c, ONEX_P_DIRECTION, s->values[i].at, 0, NULL,
                     onex_tr("'%s' must not be negative", "“%s”不能为负"), param->decl.name);
        return false;
    }
    return true;
}

/* Whether the school lets a college say this of the param. */
static bool allowed(onex_compiler *c, const onex_raw_decl *decl, const onex_param *param, bool relaxes) {
    const char *why = NULL;
    if (param->college_may == ONEX_MAY_NOTHING)
        why = onex_tr("a college may not change it", "学院不得变更");
    else if (relaxes && param->college_may == ONEX_MAY_ANYTHING)
        why = onex_tr("a college may set it freely; write tighten", "学院可自行规定；请用 tighten");
    if (!why) return true;
    onex_c_error(c, ONEX_P_DIRECTION, decl->name_at, name_width(decl), NULL, "'%s': %s", param->decl.name, why);
    tell_school(c, &param->decl, param->nvalues ? param->values[0].at : param->decl.at);
    return false;
}

/* At most one statement of a college on any day. */
static bool check_alone(onex_compiler *c, const onex_raw_decl *decl, const onex_param *param,
                        const onex_statement *s) {
    for (int i = 0; i < param->nstatements; i++) {
        const onex_statement *other = &param->statements[i];
        if (!days_overlap(&s->local, first_day(s), &other->local, first_day(other))) continue;
        onex_c_error(c, ONEX_P_TAKEN, decl->name_at, name_width(decl), NULL,
                     onex_tr("'%s' has two statements whose days overlap", "对“%s”的两条规定日期重叠"),
                     param->decl.name);
        onex_c_also(c, onex_tr("the other", "另一条"), other->local.at, "");
        return false;
    }
    return true;
}

static void on_param(onex_compiler *c, const onex_raw_decl *decl, bool relaxes) {
    onex_statement made = {.relaxes = relaxes};
    const onex_name *name = target(c, decl, ONEX_NS_PARAM);
    bool ok = local_of(c, decl, relaxes ? relax_keys : tighten_keys, false, &made.local);
    if (!ok || !name) return;
    onex_param *param = &c->program->params[name->index];
    onex_type type;
    if (!allowed(c, decl, param, relaxes) ||
        !onex_c_dated(c, onex_c_get(decl->body, "value"), &param->type, &type, &made.values, &made.nvalues))
        return;
    if (!check_signs(c, param, &made) || !check_values(c, param, &made) || !check_alone(c, decl, param, &made)) return;
    onex_statement *all = onex_c_alloc(c, ((size_t)param->nstatements + 1) * sizeof *all);
    if (!all) return;
    if (param->nstatements) memcpy(all, param->statements, (size_t)param->nstatements * sizeof *all);
    all[param->nstatements++] = made;
    param->statements = all;
}

/* ---- sets ---- */

static bool holds(const onex_text *const *members, int n, const onex_text *text) {
    for (int i = 0; i < n; i++)
        if (strcmp(members[i]->folded, text->folded) == 0) return true;
    return false;
}

/* Whether the member is in the set as the college has it on the days of the change. */
static bool in_set(const onex_set *set, const onex_set_change *change, const onex_text *member) {
    bool in = holds(set->members, set->nmembers, member);
    for (int i = 0; i < set->nchanges; i++) {
        const onex_set_change *other = &set->changes[i];
        if (!days_overlap(&change->local, change->local.from, &other->local, other->local.from)) continue;
        if (holds(other->members, other->nmembers, member)) in = !other->reduces;
    }
    return in;
}

static bool check_members(onex_compiler *c, const onex_raw_decl *decl, const onex_set *set,
                          const onex_set_change *change) {
    bool ok = true;
    for (int i = 0; i < decl->body->nitems; i++) {
        const onex_raw *raw = decl->body->items[i];
        const onex_text *member = raw->kind == ONEX_RAW_TEXT ? onex_c_folded(c, raw->text) : NULL;
        if (!member || in_set(set, change, member) == change->reduces) continue;
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL,
                     change->reduces ? onex_tr("'%s' is not in the set '%s'", "“%s”不在集合“%s”中")
                                     : onex_tr("'%s' is in the set '%s' already", "“%s”已在集合“%s”中"),
                     raw->text, set->decl.name);
        onex_c_also(c, onex_tr("the school's", "学校的声明"), set->decl.at, "");
        ok = false;
    }
    return ok;
}

static void on_set(onex_compiler *c, const onex_raw_decl *decl, bool reduces) {
    onex_set_change made = {.reduces = reduces};
    const onex_name *name = target(c, decl, ONEX_NS_SET);
    if (!local_of(c, decl, set_keys, true, &made.local) || !name) return;
    onex_set *set = &c->program->sets[name->index];
    if (set->college_may != (reduces ? ONEX_MAY_REDUCE : ONEX_MAY_EXTEND)) {
        onex_c_error(c, ONEX_P_DIRECTION, decl->name_at, name_width(decl), NULL,
                     reduces ? onex_tr("'%s' may not be reduced by a college", "学院不得减少“%s”的成员")
                             : onex_tr("'%s' may not be extended by a college", "学院不得增加“%s”的成员"),
                     set->decl.name);
        onex_c_also(c, onex_tr("the school's", "学校的声明"), set->decl.at, "");
        return;
    }
    if (!decl->body->nitems) {
        onex_c_error(c, ONEX_P_NEEDED, decl->name_at, name_width(decl), NULL,
                     onex_tr("'%s' names no member", "“%s”没有写成员"), decl->word);
        return;
    }
    if (!onex_c_set_members(c, decl->body, &made.members, &made.nmembers) || !check_members(c, decl, set, &made)) return;
    onex_set_change *all = onex_c_alloc(c, ((size_t)set->nchanges + 1) * sizeof *all);
    if (!all) return;
    if (set->nchanges) memcpy(all, set->changes, (size_t)set->nchanges * sizeof *all);
    all[set->nchanges++] = made;
    set->changes = all;
}

/* ---- all of them ---- */

void onex_c_statements(onex_compiler *c) {
    for (int i = 0; i < c->raw->ndecls && !c->no_memory; i++) {
        const onex_raw_decl *decl = &c->raw->decls[i];
        if (!decl->college) continue;
        c->college = decl->college;
        if (strcmp(decl->word, "tighten") == 0 || strcmp(decl->word, "relax") == 0)
            on_param(c, decl, decl->word[0] == 'r');
        else if (strcmp(decl->word, "extend") == 0 || strcmp(decl->word, "reduce") == 0)
            on_set(c, decl, decl->word[0] == 'r');
    }
    c->college = NULL;
}
