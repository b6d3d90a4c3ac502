/* Whether what a college may do to a param or a set can only make rules stricter. Raising (or extending) is followed
 * through every school rule by the table of the rule language; what the table does not name cannot be told. What failed
 * to build (no tree) is passed over. */
#include <string.h>

#include "rules/compiler.h"

/* What happens to a value when the param is raised or the set extended. */
typedef enum { STILL, UP, DOWN, UNTOLD, PENDING } direction;

typedef struct course {
    onex_compiler *c;
    int param, set;           /* the one that moves; the other -1 */
    direction *facts, *rules; /* what was found, PENDING: not yet */
} course;

static direction flip(direction d) {
    return d == UP ? DOWN : d == DOWN ? UP : d;
}
static direction join(direction a, direction b) {
    return a == STILL ? b : b == STILL || a == b ? a : UNTOLD;
}
/* Of something that the table does not name. */
static direction untold(direction d) {
    return d == STILL ? STILL : UNTOLD;
}

static direction of_node(course *k, const onex_node *node);

static direction joined(course *k, const onex_node *node) {
    direction d = STILL;
    for (int i = 0; i < node->nkids; i++) d = join(d, of_node(k, node->kids[i]));
    return d;
}

/* ---- signs ---- */

static bool not_negative(const course *k, const onex_node *node);

static bool all_not_negative(const course *k, const onex_node *node) {
    for (int i = 0; i < node->nkids; i++)
        if (!not_negative(k, node->kids[i])) return false;
    return true;
}

static bool some_not_negative(const course *k, const onex_node *node) {
    for (int i = 0; i < node->nkids; i++)
        if (not_negative(k, node->kids[i])) return true;
    return false;
}

static bool param_not_negative(const onex_param *param) {
    for (int i = 0; i < param->nvalues; i++)
        if (param->values[i].value.n < 0) return false;
    return true;
}

static bool fact_not_negative(const course *k, const onex_fact *fact) {
    if (fact->source == ONEX_FACT_COLUMN) return fact->column && !fact->column->negative;
    return fact->source == ONEX_FACT_DERIVE && fact->value && not_negative(k, fact->value);
}

/* Whether a number can be shown not to be negative. */
static bool not_negative(const course *k, const onex_node *node) {
    const onex_program *p = k->c->program;
    switch (node->op) {
    case ONEX_OP_LITERAL: return node->u.literal.n >= 0;
    case ONEX_OP_PARAM: return param_not_negative(&p->params[node->u.index]);
    case ONEX_OP_FACT: return fact_not_negative(k, &p->facts[node->u.index]);
    case ONEX_OP_ROW: return !node->u.column.path.column->negative;
    case ONEX_OP_TALLY:
    case ONEX_OP_YEAR_OF: return true;
    case ONEX_OP_RELATION:
        return node->u.relation->word == ONEX_W_COUNT ||
               (node->u.relation->take && not_negative(k, node->u.relation->take));
    case ONEX_OP_POINTS: return not_negative(k, node->kids[1]);
    case ONEX_OP_GREATEST: return some_not_negative(k, node);
    case ONEX_OP_ADD:
    case ONEX_OP_MUL:
    case ONEX_OP_RATIO:
    case ONEX_OP_LEAST:
    case ONEX_OP_SCALE:
    case ONEX_OP_CHOOSE:
    case ONEX_OP_OTHERWISE: return all_not_negative(k, node);
    default: return false;
    }
}

/* ---- expressions ---- */

static direction of_product(course *k, const onex_node *node) {
    direction a = of_node(k, node->kids[0]), b = of_node(k, node->kids[1]);
    if (a != STILL && b != STILL) return UNTOLD;
    const onex_node *other = node->kids[a == STILL ? 0 : 1];
    direction d = a == STILL ? b : a;
    return not_negative(k, other) ? d : untold(d);
}

static direction of_ratio(course *k, const onex_node *node) {
    direction a = of_node(k, node->kids[0]), b = of_node(k, node->kids[1]);
    if (b != STILL) return UNTOLD;
    return not_negative(k, node->kids[1]) ? a : untold(a);
}

static direction of_membership(course *k, const onex_node *node) {
    if (of_node(k, node->kids[0]) != STILL) return UNTOLD;
    if (node->u.index != k->set) return STILL;
    return node->op == ONEX_OP_ONE_OF ? UP : DOWN;
}

static direction of_relation(course *k, const onex_relation *r) {
    direction where = r->where ? of_node(k, r->where) : STILL, others = STILL;
    const onex_node *parts[] = {r->take, r->by, r->upto};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]) others = join(others, of_node(k, parts[i]));
    for (int i = 0; i < r->nmatch; i++) others = join(others, of_node(k, r->match[i].value));
    for (int i = 0; i < r->ndistinct; i++) others = join(others, of_node(k, r->distinct[i]));
    for (int i = 0; i < r->ntake; i++) others = join(others, of_node(k, r->take_values[i]));
    if (others != STILL) return UNTOLD;
    return r->word == ONEX_W_COUNT || r->word == ONEX_W_HAS ? where : untold(where);
}

static direction of_fact(course *k, int number) {
    const onex_fact *fact = &k->c->program->facts[number];
    if (k->facts[number] != PENDING) return k->facts[number];
    direction d = fact->value ? of_node(k, fact->value) : STILL;
    if (fact->provided && of_node(k, fact->provided) != STILL) d = UNTOLD;
    for (int i = 0; i < fact->ninputs; i++)
        if (fact->inputs[i] && of_node(k, fact->inputs[i]) != STILL) d = UNTOLD;
    return k->facts[number] = d;
}

static direction of_rule(course *k, int number);

static direction of_node(course *k, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_PARAM: return node->u.index == k->param ? UP : STILL;
    case ONEX_OP_FACT: return of_fact(k, node->u.index);
    case ONEX_OP_GE:
    case ONEX_OP_GT:
    case ONEX_OP_SUB: return join(of_node(k, node->kids[0]), flip(of_node(k, node->kids[1])));
    case ONEX_OP_LE:
    case ONEX_OP_LT:
    case ONEX_OP_DAYS_BETWEEN: return join(flip(of_node(k, node->kids[0])), of_node(k, node->kids[1]));
    case ONEX_OP_ONE_OF:
    case ONEX_OP_NONE_OF: return of_membership(k, node);
    case ONEX_OP_ALL:
    case ONEX_OP_ANY:
    case ONEX_OP_LEAST:
    case ONEX_OP_GREATEST:
    case ONEX_OP_CHOOSE:
    case ONEX_OP_ADD:
    case ONEX_OP_SCALE:
    case ONEX_OP_DAYS_AFTER: return joined(k, node);
    case ONEX_OP_NO: return flip(of_node(k, node->kids[0]));
    case ONEX_OP_MUL: return of_product(k, node);
    case ONEX_OP_RATIO: return of_ratio(k, node);
    case ONEX_OP_MET:
    case ONEX_OP_EVERY: return of_rule(k, node->u.index);
    case ONEX_OP_TALLY: return untold(of_rule(k, node->u.tally.rule));
    case ONEX_OP_RELATION: return of_relation(k, node->u.relation);
    default: return untold(joined(k, node));
    }
}

/* ---- rules ---- */

/* UP: the rule becomes easier to fulfil (a trigger harder to hit). */
static direction of_rule(course *k, int number) {
    const onex_rule *rule = &k->c->program->rules[number];
    if (k->rules[number] != PENDING) return k->rules[number];
    direction d = rule->expr ? of_node(k, rule->expr) : STILL;
    if (rule->kind == ONEX_TRIGGER) d = flip(d);
    if (rule->only_if) d = join(d, flip(of_node(k, rule->only_if)));
    for (int i = 0; i < rule->nmembers; i++)
        if (!k->c->program->rules[rule->members[i]].decl.college) d = join(d, of_rule(k, rule->members[i]));
    return k->rules[number] = d;
}

/* UP: what is owed is owed later, or done more easily, or by fewer. */
static direction of_duty(course *k, const onex_duty *duty) {
    direction d = duty->due ? of_node(k, duty->due) : STILL;
    if (duty->done) d = join(d, of_node(k, duty->done));
    return duty->only_if ? join(d, flip(of_node(k, duty->only_if))) : d;
}

static void begin(course *k) {
    for (int i = 0; i < k->c->program->nfacts; i++) k->facts[i] = PENDING;
    for (int i = 0; i < k->c->program->nrules; i++) k->rules[i] = PENDING;
}

static void complain(course *k, const onex_name *name, const onex_decl *decl, direction d, const char *may) {
    const onex_raw *at = onex_c_get(name->body, "college_may");
    if (d == UNTOLD)
        onex_c_fault(k->c, ONEX_P_DIRECTION, at, NULL,
                     onex_tr("whether to %s '%s' would loosen '%s' (%s:%d) cannot be told",
                             "无法判断允许“%s”时，“%s”的变动是否放宽“%s”（%s:%d）"),
                     may, name->name, decl->name, decl->at.file ? decl->at.file : "", decl->at.line);
    else
        onex_c_fault(k->c, ONEX_P_DIRECTION, at, NULL,
                     onex_tr("to %s '%s' would loosen '%s' (%s:%d); a college may only make rules stricter",
                             "允许“%s”时，“%s”的变动会放宽“%s”（%s:%d）；学院只能从严"),
                     may, name->name, decl->name, decl->at.file ? decl->at.file : "", decl->at.line);
}

/* `up`: the college may raise or extend; else lower or reduce. The first rule that it would loosen is named. */
static void check(course *k, const onex_name *name, bool up, const char *may) {
    begin(k);
    for (int pass = 0; pass < 2; pass++) /* the rule itself rather than an outcome that it enters */
        for (int i = 0; i < k->c->program->nrules; i++) {
            const onex_rule *rule = &k->c->program->rules[i];
            if (!rule->decl.name || rule->decl.college) continue; /* it failed, or is none of the school's */
            direction d = of_rule(k, i);
            if ((rule->kind == ONEX_OUTCOME) != (pass == 1) || d == STILL || d == (up ? DOWN : UP)) continue;
            complain(k, name, &rule->decl, d, may);
            return;
        }
    for (int i = 0; i < k->c->program->nduties; i++) {
        const onex_duty *duty = &k->c->program->duties[i];
        direction d = duty->decl.name && !duty->decl.college ? of_duty(k, duty) : STILL;
        if (d == STILL || d == (up ? DOWN : UP)) continue;
        complain(k, name, &duty->decl, d, may);
        return;
    }
}

/* What SQL does with a param cannot be told: said where the SQL was read. */
static bool read_by_sql(const onex_compiler *c, int param) {
    for (int i = 0; i < c->program->nblocks; i++)
        if (c->block_params[i] && c->block_params[i][param]) return true;
    return false;
}

void onex_c_directions(onex_compiler *c) {
    const onex_program *p = c->program;
    course k = {.c = c,
                .facts = onex_c_alloc(c, (size_t)p->nfacts * sizeof *k.facts),
                .rules = onex_c_alloc(c, (size_t)p->nrules * sizeof *k.rules)};
    if (!k.facts || !k.rules) return;
    for (int i = 0; i < c->names[ONEX_NS_PARAM].count; i++) {
        const onex_name *name = &c->names[ONEX_NS_PARAM].items[i];
        onex_may may = name->failed ? ONEX_MAY_NOTHING : p->params[name->index].college_may;
        k.param = name->index;
        k.set = -1;
        if ((may == ONEX_MAY_RAISE || may == ONEX_MAY_LOWER) && !read_by_sql(c, name->index))
            check(&k, name, may == ONEX_MAY_RAISE, may == ONEX_MAY_RAISE ? "raise" : "lower");
    }
    for (int i = 0; i < c->names[ONEX_NS_SET].count; i++) {
        const onex_name *name = &c->names[ONEX_NS_SET].items[i];
        onex_may may = name->failed ? ONEX_MAY_NOTHING : p->sets[name->index].college_may;
        k.param = -1;
        k.set = name->index;
        if (may == ONEX_MAY_EXTEND || may == ONEX_MAY_REDUCE)
            check(&k, name, may == ONEX_MAY_EXTEND, may == ONEX_MAY_EXTEND ? "extend" : "reduce");
    }
}
