/* Walks the trees of rules to their comparisons, on each day and for each college for which a threshold is another. */
#include "engine/boundary.h"

#include <stdlib.h>
#include <string.h>

#include "engine/boundary_make.h"
#include "engine/solve.h"
#include "expr/walk.h"

enum { TO_VALUE = -1, TO_POINTS = -2, VALUES = 48, CONDITIONS = 8 };

typedef struct step { /* from a node to the one of its kids that the way leads through */
    const onex_node *node;
    int kid; /* TO_VALUE: to the value of a derived fact; TO_POINTS: to a condition for which a side of it counts points */
    const struct step *up;
    const onex_node *condition; /* TO_POINTS: that one */
} step;

typedef struct visiting {
    onex_making *m;
    const char *college;
    onex_day day;
    int param; /* only comparisons with it; -1: all */
    bool in_only_if;
    onex_status status;
} visiting;

/* ---- what surrounds a comparison ---- */

static void options_of(onex_imagined *s, const step *up) {
    for (; up; up = up->up)
        if (up->node->op == ONEX_OP_CHOOSE) onex_imagined_option(s, up->node->u.index, up->kid);
}

typedef struct kept { /* something that was put in */
    onex_put put;
    onex_value fact;
    onex_verdict verdict;
    onex_tallies tallies;
    int option;
} kept;

/* What was put in from `first` on; false: it is too much, or rows. */
static bool values_of(const onex_imagined *s, int first, kept out[VALUES], int *n) {
    *n = 0;
    for (int i = first; i < s->nputs; i++) {
        onex_put put = s->puts[i];
        if (*n == VALUES || put.kind == ONEX_PUT_RELATION) return false;
        kept *k = &out[(*n)++];
        *k = (kept){.put = put};
        if (put.kind == ONEX_PUT_FACT) k->fact = s->facts[put.index];
        if (put.kind == ONEX_PUT_VERDICT) k->verdict = s->verdicts[put.index];
        if (put.kind == ONEX_PUT_TALLY) k->tallies = s->tallies[put.index];
        if (put.kind == ONEX_PUT_OPTION) k->option = s->options[put.index];
    }
    return true;
}

static void values_put(onex_imagined *s, const kept *values, int n) {
    for (int i = 0; i < n; i++) {
        const kept *k = &values[i];
        switch (k->put.kind) {
        case ONEX_PUT_FACT: onex_imagined_fact(s, k->put.index, k->fact); break;
        case ONEX_PUT_VERDICT: onex_imagined_verdict(s, k->put.index, k->verdict); break;
        case ONEX_PUT_TALLY: onex_imagined_tally(s, k->put.index, &k->tallies); break;
        default: onex_imagined_option(s, k->put.index, k->option);
        }
    }
}

typedef struct points { /* the conditions for which a sum counts points, but for one */
    const onex_node *conditions[CONDITIONS];
    int count;
    bool more;
} points;

static void points_of(const onex_program *p, const onex_node *node, const onex_node *but, points *out, int depth) {
    if (node->op == ONEX_OP_POINTS && node->kids[0] != but) {
        out->more = out->more || out->count == CONDITIONS;
        if (!out->more) out->conditions[out->count++] = node->kids[0];
    }
    if (node->op == ONEX_OP_POINTS || node->op == ONEX_OP_RELATION) return;
    if (node->op == ONEX_OP_FACT && depth < 8 && p->facts[node->u.index].source == ONEX_FACT_DERIVE)
        points_of(p, p->facts[node->u.index].value, but, out, depth + 1);
    for (int i = 0; i < node->nkids; i++) points_of(p, node->kids[i], but, out, depth);
}

/* How far the sides of a comparison that holds are apart; false: it does not hold. */
static bool holds_by(onex_imagined *s, const onex_node *node, double *by) {
    if (!onex_v_true(onex_imagined_eval(s, node))) return false;
    onex_value a = onex_imagined_eval(s, node->kids[0]), b = node->op == ONEX_OP_NONE ? onex_v_int(0) : onex_imagined_eval(s, node->kids[1]);
    *by = (double)a.n / (double)a.d - (double)b.n / (double)b.d;
    if (*by < 0) *by = -*by;
    return true;
}

/* Of all ways in which the other conditions may hold or not, the one for which the sum just suffices. */
static bool combine(onex_imagined *s, const onex_node *outer, const points *others, kept out[VALUES], int *n) {
    int base = s->nputs;
    double nearest = 0, by;
    bool found = false;
    for (int way = 0; others->count && !others->more && way < 1 << others->count; way++) {
        int done = 0;
        while (done < others->count && onex_solve_want(s, others->conditions[done], way >> done & 1)) done++;
        if (done == others->count && holds_by(s, outer, &by) && (!found || by < nearest)) {
            found = values_of(s, base, out, n);
            nearest = by;
        }
        onex_imagined_back(s, base);
    }
    return found;
}

/* The same by a number beside the points. */
static bool place_rest(onex_imagined *s, const onex_node *outer, kept out[VALUES], int *n) {
    static const int signs[] = {0, 1, -1};
    int base = s->nputs;
    bool done = false;
    for (int i = 0; i < 3 && !done; i++) {
        done = onex_solve_place(s, outer, signs[i]) && onex_v_true(onex_imagined_eval(s, outer)) && values_of(s, base, out, n);
        if (!done) onex_imagined_back(s, base);
    }
    return done;
}

/* The other points of a sum are made such that it just comes to what is asked when the condition holds: so that it decides.
 * What was put in for the condition stays. */
static bool balance(onex_imagined *s, const step *at) {
    kept own[VALUES], others[VALUES];
    points rest = {0};
    int nown, nothers = 0;
    bool done = false;
    if (!values_of(s, 0, own, &nown)) return false;
    points_of(s->program, at->node, at->condition, &rest, 0);
    onex_imagined_back(s, 0);
    for (int i = 0; i < nown; i++)
        if (own[i].put.kind == ONEX_PUT_OPTION) values_put(s, &own[i], 1);
    s->deep = true;
    if (onex_solve_want(s, at->condition, true))
        done = combine(s, at->node, &rest, others, &nothers) || place_rest(s, at->node, others, &nothers);
    s->deep = false;
    onex_imagined_back(s, 0);
    values_put(s, own, nown);
    if (done) values_put(s, others, nothers);
    return done;
}

/* Makes the members beside the way such that the comparison decides; gives how many could not be made so. */
static int neutral(onex_imagined *s, const step *up) {
    int failed = 0;
    for (; up; up = up->up) {
        const onex_node *node = up->node;
        const onex_fact *fact = up->kid == TO_VALUE ? &s->program->facts[node->u.index] : NULL;
        if (up->kid == TO_POINTS) failed += !balance(s, up);
        if (fact && fact->provided) failed += !onex_solve_want(s, fact->provided, true);
        if (node->op != ONEX_OP_ALL && node->op != ONEX_OP_ANY) continue;
        for (int i = 0; i < node->nkids; i++)
            if (i != up->kid) failed += !onex_solve_want(s, node->kids[i], node->op == ONEX_OP_ALL);
    }
    return failed;
}

static int surround(visiting *v, const step *up) {
    onex_imagined *s = &v->m->subject;
    const onex_rule *rule = &v->m->program->rules[v->m->rule];
    int failed = neutral(s, up);
    const onex_node *other = v->in_only_if ? rule->expr : rule->only_if;
    return failed + (other && !onex_solve_want(s, other, true));
}

static void begin(visiting *v, const step *up) {
    onex_imagined_reset(&v->m->subject, v->m->program->rules[v->m->rule].applies, v->college, v->day);
    options_of(&v->m->subject, up);
}

/* ---- one comparison, one condition ---- */

/* What the node is to say: a condition yes or no, a comparison below, at, above. */
static bool put_node(onex_imagined *s, const onex_node *node, int wanted) {
    return onex_solve_is_threshold(node) ? onex_solve_place(s, node, wanted) : onex_solve_want(s, node, wanted);
}

/* The same, and what was put in for it is the first to be read. */
static bool put_last_first(onex_imagined *s, const onex_node *node, int wanted) {
    int before = s->nputs;
    if (!put_node(s, node, wanted)) return false;
    for (int i = before; i < s->nputs; i++) {
        onex_put put = s->puts[i];
        memmove(&s->puts[i - before + 1], &s->puts[i - before], (size_t)before * sizeof *s->puts);
        s->puts[i - before] = put;
    }
    return true;
}

/* Values for the node and for what stands beside it; where the node's own are in the way, those beside come first. */
static bool arrange(visiting *v, const onex_node *node, const step *up, int wanted) {
    onex_imagined *s = &v->m->subject;
    begin(v, up);
    if (!put_node(s, node, wanted)) return false;
    int failed = surround(v, up);
    if (!failed) return true;
    begin(v, up);
    if (surround(v, up) < failed && put_last_first(s, node, wanted)) return true;
    begin(v, up);
    put_node(s, node, wanted);
    surround(v, up);
    return true;
}

static bool moves(const onex_node *node) {
    if (node->op == ONEX_OP_FACT || node->op == ONEX_OP_TALLY || node->op == ONEX_OP_RELATION) return true;
    for (int i = 0; i < node->nkids; i++)
        if (moves(node->kids[i])) return true;
    return false;
}

bool onex_boundary_turned(const onex_node *node) {
    if (node->op == ONEX_OP_NONE || moves(node->kids[0])) return false;
    return moves(node->kids[1]) || node->kids[1]->op == ONEX_OP_AS_OF;
}

/* More than the whole, where only "at least" is asked, says nothing new. */
static bool beyond_whole(onex_imagined *s, const onex_node *node) {
    onex_value v = onex_imagined_eval(s, node->kids[0]);
    return (node->op == ONEX_OP_GE || node->op == ONEX_OP_LT) && node->kids[0]->type.share && onex_v_known(v) && v.n > v.d;
}

/* On other days the threshold may be none yet: that is not told. */
static void unmade(visiting *v, const onex_node *node) {
    onex_boundary *out = v->m->out;
    if (v->m->elsewhere) return;
    for (int i = 0; i < out->nunmade; i++)
        if (out->unmade[i].rule == v->m->rule && out->unmade[i].node == node) return;
    if (out->nunmade == out->cap_unmade) {
        int cap = out->cap_unmade ? out->cap_unmade * 2 : 16;
        onex_boundary_unmade *list = realloc(out->unmade, (size_t)cap * sizeof *list);
        if (!list) {
            v->status = onex_no_memory(v->m->err);
            return;
        }
        out->unmade = list;
        out->cap_unmade = cap;
    }
    out->unmade[out->nunmade++] = (onex_boundary_unmade){v->m->rule, node};
}

/* Of the day asked about and a day that is written down: the eve, the day, the day after. */
static bool days(visiting *v, const onex_node *node, const step *up) {
    begin(v, up);
    onex_value a = onex_imagined_eval(&v->m->subject, node->kids[0]), b = onex_imagined_eval(&v->m->subject, node->kids[1]);
    bool left = node->kids[0]->op == ONEX_OP_AS_OF;
    if ((!left && node->kids[1]->op != ONEX_OP_AS_OF) || !onex_v_known(a) || !onex_v_known(b)) return false;
    onex_day usual = v->day, turn = (onex_day)(left ? b.n : a.n);
    bool elsewhere = v->m->elsewhere, done;
    v->m->elsewhere = true;
    for (int shift = -1; shift <= 1 && !v->status; shift++) {
        v->day = turn + shift;
        begin(v, up);
        surround(v, up);
        v->status = onex_boundary_add(v->m, (onex_edge)(ONEX_EDGE_AT + shift), &done);
    }
    v->day = usual;
    v->m->elsewhere = elsewhere;
    return true;
}

static void thresholds(visiting *v, const onex_node *node, const step *up) {
    onex_imagined *s = &v->m->subject;
    bool made = false;
    v->m->node = node;
    for (int edge = -1; edge <= 1 && !v->status; edge++) {
        int sign = onex_boundary_turned(node) ? -edge : edge;
        begin(v, up);
        bool fixed = node->op != ONEX_OP_NONE && !onex_imagined_open(s, node);
        if (fixed && days(v, node, up)) return;
        if (!arrange(v, node, up, sign) || (sign > 0 && beyond_whole(s, node))) continue;
        bool done;
        v->status = onex_boundary_add(v->m, (onex_edge)(ONEX_EDGE_AT + edge), &done);
        made = made || done;
    }
    points conditions = {0};
    points_of(v->m->program, node, NULL, &conditions, 0);
    if (!made && !conditions.count && !v->status) unmade(v, node); /* each condition has its own cases */
}

static void yes_or_no(visiting *v, const onex_node *node, const step *up) {
    int made = 0;
    v->m->node = node;
    for (int wanted = 1; wanted >= 0 && !v->status; wanted--) {
        bool done;
        if (!arrange(v, node, up, wanted)) continue;
        v->status = onex_boundary_add(v->m, wanted ? ONEX_EDGE_YES : ONEX_EDGE_NO, &done);
        made += done;
    }
    if (made < (node->op == ONEX_OP_RELATION ? 2 : 1) && !v->status) unmade(v, node);
}

/* ---- the way through a tree ---- */

typedef struct finding {
    bool threshold, relation;
    int param;
    bool has_param;
} finding;

static void find(void *ctx, const onex_node *node) {
    finding *f = ctx;
    f->threshold = f->threshold || onex_solve_is_threshold(node);
    f->relation = f->relation || node->op == ONEX_OP_RELATION;
    f->has_param = f->has_param || (node->op == ONEX_OP_PARAM && node->u.index == f->param);
}

/* A yes-or-no fact that is itself made of comparisons of facts: the thresholds are in there. */
static const onex_node *inside(const onex_program *p, const onex_node *node) {
    const onex_fact *fact = node->op == ONEX_OP_FACT ? &p->facts[node->u.index] : NULL;
    finding f = {.param = -1};
    if (!fact || fact->source != ONEX_FACT_DERIVE) return NULL;
    onex_expr_walk(fact->value, find, &f);
    return f.threshold && !f.relation ? fact->value : NULL;
}

static void visit(visiting *v, const onex_node *node, const step *up, int depth);

/* Conditions for which a side of a comparison counts points, also those of a fact that is such a sum. */
static void visit_points(visiting *v, const onex_node *node, const onex_node *outer, const step *up, int depth) {
    const onex_program *p = v->m->program;
    if (node->op == ONEX_OP_POINTS) visit(v, node->kids[0], &(step){outer, TO_POINTS, up, node->kids[0]}, depth);
    if (node->op == ONEX_OP_FACT && depth < 8 && p->facts[node->u.index].source == ONEX_FACT_DERIVE) {
        finding f = {.param = -1};
        onex_expr_walk(p->facts[node->u.index].value, find, &f);
        if (!f.relation) visit_points(v, p->facts[node->u.index].value, outer, up, depth + 1);
    }
    bool sum = node->op == ONEX_OP_ADD || node->op == ONEX_OP_SUB || node->op == ONEX_OP_SCALE || node->op == ONEX_OP_LEAST ||
               node->op == ONEX_OP_GREATEST || node == outer;
    for (int i = 0; sum && i < node->nkids; i++) visit_points(v, node->kids[i], outer, up, depth);
}

static void visit(visiting *v, const onex_node *node, const step *up, int depth) {
    const onex_node *value = depth < 8 ? inside(v->m->program, node) : NULL;
    if (v->status) return;
    if (value) {
        visit(v, value, &(step){node, TO_VALUE, up, NULL}, depth + 1);
        return;
    }
    bool through = node->op == ONEX_OP_ALL || node->op == ONEX_OP_ANY || node->op == ONEX_OP_NO || node->op == ONEX_OP_CHOOSE;
    for (int i = 0; through && i < node->nkids; i++) visit(v, node->kids[i], &(step){node, i, up, NULL}, depth);
    if (through || node->op == ONEX_OP_LITERAL) return;
    finding f = {.param = v->param};
    onex_expr_walk(node, find, &f);
    if (v->param >= 0 && !f.has_param) return;
    if (!onex_solve_is_threshold(node)) {
        yes_or_no(v, node, up);
        return;
    }
    thresholds(v, node, up);
    if (node->kids[0]->type.kind == ONEX_T_NUMBER) visit_points(v, node, node, up, depth);
}

static onex_status visit_rule(onex_making *m, const char *college, onex_day day, int param) {
    const onex_rule *rule = &m->program->rules[m->rule];
    visiting v = {.m = m, .college = college, .day = day, .param = param};
    if (rule->expr) visit(&v, rule->expr, NULL, 0);
    v.in_only_if = true;
    if (rule->only_if && rule->kind != ONEX_OUTCOME) visit(&v, rule->only_if, NULL, 0);
    if (!v.status && m->subject.failed) return onex_no_memory(m->err);
    return v.status;
}

/* ---- days and colleges ---- */

static onex_day later(onex_day a, onex_day b) { return b != ONEX_DAY_NONE && b > a ? b : a; }

/* The day asked about, moved into the time when the rule holds. */
static onex_day day_within(const onex_program *p, const onex_rule *rule, onex_day day) {
    day = later(day, p->regulation.effective);
    day = later(day, rule->decl.valid_from);
    for (int i = 0; i < rule->nparams; i++) {
        const onex_param *param = &p->params[rule->params[i]];
        day = later(later(day, param->decl.valid_from), param->values[0].from);
    }
    if (rule->decl.valid_to != ONEX_DAY_NONE && day >= rule->decl.valid_to) day = rule->decl.valid_to - 1;
    return day;
}

/* The eve and the day from which another value holds. */
static onex_status turn(onex_making *m, const char *college, onex_day day, int param) {
    if (day == ONEX_DAY_NONE) return ONEX_OK;
    m->elsewhere = true;
    onex_status status = visit_rule(m, college, day - 1, param);
    return status ? status : visit_rule(m, college, day, param);
}

static onex_status turns(onex_making *m, const char *college, const onex_dated *values, int n, int param) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < n && !status; i++) status = turn(m, college, values[i].from, param);
    return status;
}

/* A college's own words on a param. */
static onex_status turns_of(onex_making *m, const onex_statement *statement, int param) {
    const onex_local *local = &statement->local;
    onex_status status = turn(m, local->college, local->from, param);
    if (!status) status = turn(m, local->college, local->to, param);
    return status ? status : turns(m, local->college, statement->values, statement->nvalues, param);
}

static bool is_other(const char *college, const char *than) { return than && strcmp(college, than) != 0; }

static onex_status of_param(onex_making *m, const onex_boundary_query *query, int index) {
    const onex_param *param = &m->program->params[index];
    const char *own = m->program->rules[m->rule].decl.college;
    const char *college = own ? own : query->college;
    onex_status status = turns(m, college, param->values, param->nvalues, index);
    for (int i = 0; i < param->nstatements && !status; i++)
        if (!is_other(param->statements[i].local.college, college)) status = turns_of(m, &param->statements[i], index);
    return status;
}

static onex_status of_rule(onex_making *m, const onex_boundary_query *query) {
    const onex_rule *rule = &m->program->rules[m->rule];
    const char *college = rule->decl.college ? rule->decl.college : query->college;
    if (rule->decl.college && query->college && strcmp(rule->decl.college, query->college)) return ONEX_OK;
    m->first = m->out->ncases;
    m->elsewhere = false;
    onex_status status = visit_rule(m, college, day_within(m->program, rule, query->day), -1);
    if (!status) status = onex_boundary_missing(m);
    m->elsewhere = true;
    if (!status && rule->decl.valid_from != ONEX_DAY_NONE) status = visit_rule(m, college, rule->decl.valid_from - 1, -1);
    for (int i = 0; i < rule->nparams && !status; i++) status = of_param(m, query, rule->params[i]);
    return status;
}

onex_status onex_boundary_make(onex_boundary *out, onex_rules *rules, const onex_boundary_query *query, onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    onex_making m = {.out = out, .bench = {.rules = rules}, .program = p, .err = err};
    *out = (onex_boundary){0};
    onex_status status = onex_imagined_make(&m.subject, p) ? ONEX_OK : onex_no_memory(err);
    for (int i = 0; i < p->nrules && !status; i++) {
        m.rule = i;
        if (!query->rules || query->rules[i]) status = of_rule(&m, query);
    }
    out->texts = m.subject.arena; /* texts that were made for values live on in the cases */
    m.subject.arena = (onex_arena){0};
    onex_imagined_clear(&m.subject);
    onex_testbench_clear(&m.bench);
    if (status) onex_boundary_clear(out);
    return status;
}

void onex_boundary_clear(onex_boundary *boundary) {
    onex_arena_clear(&boundary->arena);
    onex_arena_clear(&boundary->texts);
    free(boundary->cases);
    free(boundary->unmade);
    *boundary = (onex_boundary){0};
}
