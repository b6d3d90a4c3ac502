/* Judging: verdicts from trees, attestations, cases and members, and the counts over child subjects. */
#include "engine/judge.h"

#include <stdlib.h>
#include <string.h>

#include "engine/internal.h"

onex_world *onex_judge_world(onex_judge *judge) { return judge->world; }
const onex_program *onex_judge_program(const onex_judge *judge) { return judge->program; }

/* ---- verdicts ---- */

static onex_verdict condition(onex_view *view, const onex_rule *rule) {
    onex_value v = onex_view_eval(view, rule->expr);
    if (!onex_v_known(v)) return ONEX_UNKNOWN;
    if (rule->kind == ONEX_TRIGGER) return v.n ? ONEX_HIT : ONEX_CLEAR;
    if (v.n || rule->strength == ONEX_MUST) return v.n ? ONEX_MET : ONEX_UNMET;
    return rule->strength == ONEX_IN_PRINCIPLE && onex_view_waived(view, rule->decl.name) ? ONEX_EXCUSED : ONEX_DEVIATES;
}

/* A college's members can hold an outcome back, but not reach it alone: where all of the school's are left out, it is
 * left out, too. */
static onex_verdict outcome(onex_judge *judge, onex_view *view, const onex_rule *rule) {
    bool unknown = false, counted = false, quiet = false;
    for (int i = 0; i < rule->nmembers; i++) {
        onex_verdict v = onex_judge_verdict(judge, view, rule->members[i]);
        if (v == ONEX_UNMET || v == ONEX_HIT) return v;
        if (v == ONEX_UNKNOWN) unknown = true;
        if (v == ONEX_IDLE || v == ONEX_CLEAR) quiet = true;
        bool local = judge->program->rules[rule->members[i]].decl.college != NULL;
        if (v != ONEX_IDLE && v != ONEX_NA && !local) counted = true;
    }
    if (unknown) return ONEX_UNKNOWN;
    if (rule->as_trigger) return quiet ? ONEX_CLEAR : ONEX_NA;
    return counted ? ONEX_MET : ONEX_NA;
}

/* Not in force: the regulation, the rule, or a param, set or reading that it rests on, on the subject's own day; what its
 * parents' facts rest on, on theirs. */
static bool in_force(const onex_judge *judge, onex_view *view, const onex_rule *rule) {
    onex_day day = onex_view_own_day(view);
    if (judge->program->regulation.effective != ONEX_DAY_NONE && day < judge->program->regulation.effective) return false;
    if (!onex_decl_valid(&rule->decl, day)) return false;
    onex_view *above = rule->applies > ONEX_PILOT ? onex_view_at(view, ONEX_PILOT) : view;
    for (int i = 0; i < rule->nparams; i++)
        if (!onex_v_known(onex_view_param(i < rule->nparams_own ? view : above, rule->params[i]))) return false;
    for (int i = 0; i < rule->nlimited; i++)
        if (!onex_decl_valid(rule->limited[i], i < rule->nlimited_own ? day : onex_view_own_day(above))) return false;
    return true;
}

static onex_verdict judge_rule(onex_judge *judge, onex_view *view, int index) {
    const onex_rule *rule = &judge->program->rules[index];
    if (judge->options.verdict_set && judge->options.verdict_set[index]) return judge->options.verdicts[index];
    if (!onex_judge_applies(judge, view, index) || !in_force(judge, view, rule)) return ONEX_NA;
    if (rule->only_if) {
        onex_value v = onex_view_eval(view, rule->only_if);
        if (onex_v_false(v)) return ONEX_NA;
        if (!onex_v_true(v)) return ONEX_UNKNOWN;
    }
    switch (rule->kind) {
    case ONEX_OUTCOME: return outcome(judge, view, rule);
    case ONEX_ATTESTATION:
        return rule->as_trigger ? onex_view_cases(view, rule->ground) : onex_view_attested(view, rule->decl.name);
    default: return condition(view, rule);
    }
}

bool onex_judge_applies(const onex_judge *judge, const onex_view *view, int index) {
    const onex_rule *rule = &judge->program->rules[index];
    if (rule->applies != onex_view_kind(view)) return false;
    const char *college = onex_view_college(view);
    return !rule->decl.college || (college && !strcmp(college, rule->decl.college));
}

#define BEING_JUDGED 0xFF

onex_verdict onex_judge_verdict(onex_judge *judge, onex_view *view, int rule) {
    view = onex_view_at(view, judge->program->rules[rule].applies);
    if (!view) return ONEX_UNKNOWN;
    unsigned char *mark = &onex_view_marks(view)[rule];
    if (*mark == BEING_JUDGED) return ONEX_UNKNOWN; /* a cycle: refused when the rules are loaded */
    if (!*mark) {
        *mark = BEING_JUDGED;
        if (judge->options.rules_read) judge->options.rules_read[rule] = true;
        *mark = (unsigned char)(judge_rule(judge, view, rule) + 1);
    }
    return (onex_verdict)(*mark - 1);
}

/* ---- child subjects ---- */

/* The count of a rule over a college (NULL: the school); NULL: nothing was counted. */
static onex_count *find_count(const onex_judge *judge, int rule, const char *college) {
    for (int i = 0; i < judge->ncounts; i++) {
        onex_count *c = &judge->counts[i];
        if (c->rule == rule && (college ? c->college && !strcmp(c->college, college) : !c->college)) return c;
    }
    return NULL;
}

const onex_count *onex_judge_count(const onex_judge *judge, const onex_view *view, int rule) {
    return find_count(judge, rule, onex_view_kind(view) == ONEX_COLLEGE ? onex_view_code(view) : NULL);
}

static onex_tallies children(void *ctx, onex_view *view, int rule) {
    onex_judge *judge = ctx;
    onex_tallies t = {.known = true};
    if (judge->options.tally_set && judge->options.tally_set[rule]) return judge->options.tallies[rule];
    if (!judge->options.store) return (onex_tallies){.known = false};
    if (onex_view_kind(view) < ONEX_PILOT) {
        const onex_count *count = onex_judge_count(judge, view, rule);
        return count ? count->tallies : t;
    }
    int n;
    onex_view **kids = onex_view_children(view, judge->program->rules[rule].applies, &n);
    if (!kids) return (onex_tallies){.known = false};
    for (int i = 0; i < n; i++) t.counts[onex_judge_verdict(judge, kids[i], rule)]++;
    return t;
}

static onex_count *count_for(onex_judge *judge, int rule, const char *college) {
    onex_count *found = find_count(judge, rule, college);
    if (found) return found;
    onex_count *all = realloc(judge->counts, (size_t)(judge->ncounts + 1) * sizeof *all);
    if (!all) return NULL;
    judge->counts = all;
    all[judge->ncounts] = (onex_count){.rule = rule, .college = college, .tallies = {.known = true}};
    return &all[judge->ncounts++];
}

static void doubts_of(onex_judge *judge, onex_view *view, int rule, onex_count *count) {
    onex_missing_of_rule(judge, view, rule, &count->missing);
    if (!count->failure) count->failure = onex_judge_failure(judge, view, rule);
}

static onex_status count_view(onex_judge *judge, onex_view *view, int rule, onex_error *err) {
    onex_view *college_view = onex_view_at(view, ONEX_COLLEGE);
    const char *colleges[2] = {NULL, college_view ? onex_view_code(college_view) : NULL};
    onex_verdict v = onex_judge_verdict(judge, view, rule);
    for (int i = 0; i < (college_view ? 2 : 1); i++) {
        onex_count *count = count_for(judge, rule, colleges[i]);
        if (!count) return onex_no_memory(err);
        count->tallies.counts[v]++;
        if (v == ONEX_UNKNOWN) doubts_of(judge, view, rule, count);
        if (count->missing.failed) return onex_no_memory(err);
    }
    return ONEX_OK;
}

static onex_status count_pilot(void *ctx, onex_view *pilot, onex_error *err) {
    onex_judge *judge = ctx;
    const bool *tallied = onex_world_tallied(judge->world);
    onex_status status = ONEX_OK;
    for (int r = 0; r < judge->program->nrules && !status; r++) {
        if (!tallied[r]) continue;
        onex_subject kind = judge->program->rules[r].applies;
        int n = 1;
        onex_view **kids = kind == ONEX_PILOT ? &pilot : onex_view_children(pilot, kind, &n);
        if (kind < ONEX_PILOT) continue;
        if (!kids) return onex_no_memory(err);
        for (int i = 0; i < n && !status; i++) status = count_view(judge, kids[i], r, err);
    }
    return status;
}

static onex_status count_college(void *ctx, onex_view *college, onex_error *err) {
    onex_judge *judge = ctx;
    const bool *tallied = onex_world_tallied(judge->world);
    for (int r = 0; r < judge->program->nrules; r++) {
        if (!tallied[r] || judge->program->rules[r].applies != ONEX_COLLEGE) continue;
        onex_count *count = count_for(judge, r, NULL);
        if (!count) return onex_no_memory(err);
        onex_verdict v = onex_judge_verdict(judge, college, r);
        count->tallies.counts[v]++;
        if (v == ONEX_UNKNOWN) doubts_of(judge, college, r, count);
    }
    return ONEX_OK;
}

/* ---- life ---- */

static onex_verdict hook_verdict(void *ctx, onex_view *view, int rule) { return onex_judge_verdict(ctx, view, rule); }

static onex_value hook_compute(void *ctx, onex_view *view, int fact, const onex_value *inputs) {
    onex_judge *judge = ctx;
    (void)view;
    onex_value out = onex_v_unknown();
    if (!judge->status) judge->status = onex_rules_compute(judge->options.rules, fact, inputs, 1, &out, &judge->error);
    return out;
}

static onex_status apply_settings(onex_judge *judge, onex_error *err) {
    const onex_program *p = judge->program;
    judge->params = calloc((size_t)p->nparams + 1, sizeof *judge->params);
    judge->param_set = calloc((size_t)p->nparams + 1, sizeof *judge->param_set);
    judge->reading_options = malloc(((size_t)p->nreadings + 1) * sizeof *judge->reading_options);
    if (!judge->params || !judge->param_set || !judge->reading_options) return onex_no_memory(err);
    for (int i = 0; i < p->nreadings; i++) judge->reading_options[i] = -1;
    for (int i = 0; i < judge->options.nsettings; i++) {
        const onex_setting *s = &judge->options.settings[i];
        if (s->reading >= 0) judge->reading_options[s->reading] = s->option;
        if (s->param < 0) continue;
        judge->params[s->param] = s->value;
        judge->param_set[s->param] = true;
    }
    return ONEX_OK;
}

/* What failed while a verdict was found, where no status could be given. */
onex_status onex_judge_lost(const onex_judge *judge, onex_error *err) {
    if (judge->status) *err = judge->error;
    return judge->status;
}

onex_status onex_judge_open(onex_judge **out, const onex_judge_options *options, onex_error *err) {
    onex_judge *judge = calloc(1, sizeof *judge);
    *out = judge;
    if (!judge) return onex_no_memory(err);
    judge->options = *options;
    judge->program = onex_rules_program(options->rules);
    onex_status status = apply_settings(judge, err);
    onex_world_options w = {
        .program = judge->program, .store = options->store, .day = options->day, .rules = options->asked, .only_pilot = options->only_pilot,
        .facts = options->facts_asked, .facts_read = options->facts_read, .name_rows = options->name_rows, .duties = options->duties,
        .overrides = {.fact_set = options->fact_set, .facts = options->facts, .param_set = judge->param_set, .params = judge->params,
                      .options = judge->reading_options},
        .hooks = {.ctx = judge, .verdict = hook_verdict, .children = children, .compute = hook_compute}};
    if (!status) status = onex_world_open(&judge->world, &w, err);
    if (!status && options->store && onex_world_tallied(judge->world)) {
        status = onex_world_each(judge->world, ONEX_PILOT, count_pilot, judge, err);
        if (!status) status = onex_world_each(judge->world, ONEX_COLLEGE, count_college, judge, err);
    }
    if (!status) status = onex_judge_lost(judge, err);
    if (!status) return ONEX_OK;
    onex_judge_close(judge);
    *out = NULL;
    return status;
}

void onex_judge_close(onex_judge *judge) {
    if (!judge) return;
    onex_world_close(judge->world);
    for (int i = 0; i < judge->ncounts; i++) onex_missing_clear(&judge->counts[i].missing);
    free(judge->counts);
    onex_missing_clear(&judge->missing);
    onex_arena_clear(&judge->arena);
    free(judge->params);
    free(judge->param_set);
    free(judge->reading_options);
    free(judge);
}

/* ---- rows ---- */

/* Why the verdict is unknown: what is missing, or what went wrong. */
static onex_status doubt(onex_judge *judge, onex_view *view, int rule, onex_check_row *row, onex_error *err) {
    judge->missing.count = 0;
    onex_missing_of_rule(judge, view, rule, &judge->missing);
    if (!judge->missing.count) row->error = onex_judge_failure(judge, view, rule);
    if (!judge->missing.count && !row->error) {
        const onex_rule *r = &judge->program->rules[rule];
        onex_missing_add(&judge->missing, r->decl.name, r->decl.title, r->by);
    }
    if (judge->missing.failed) return onex_no_memory(err);
    row->missing = judge->missing.items;
    row->nmissing = judge->missing.count;
    return ONEX_OK;
}

onex_status onex_judge_row(onex_judge *judge, onex_view *view, int rule, onex_check_row *row, onex_error *err) {
    *row = (onex_check_row){.subject = onex_view_kind(view), .code = onex_view_code(view), .college = onex_view_college(view), .rule = rule};
    row->verdict = onex_judge_verdict(judge, view, rule);
    if (row->verdict != ONEX_NA) onex_measure(judge, view, rule, row);
    onex_status status = row->verdict == ONEX_UNKNOWN ? doubt(judge, view, rule, row, err) : ONEX_OK;
    return status ? status : onex_judge_lost(judge, err);
}
