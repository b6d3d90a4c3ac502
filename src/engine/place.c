/* Comparisons of numbers and dates: which facts can move a side, and the value of one of them at which the comparison
 * turns, found by halving. */
#include <string.h>

#include "engine/solve_inner.h"

enum { VARIABLES = 24, SWITCHES = 10, FURTHEST = 44, UNKNOWN_SIGN = 2 };

typedef struct variable {
    int fact;           /* -1: a tally or a count of rows */
    int rule;           /* of a tally; -1: none */
    const onex_relation *relation; /* a count of rows; NULL: none */
    onex_type type;                /* its */
    onex_tally_key key;
    bool divisor;       /* stands below a ratio's line: kept as it is */
    bool whole;         /* the tally's other verdicts are counted too: so many in all */
} variable;

typedef struct placing {
    onex_imagined *s;
    const onex_node *node;
    variable vars[VARIABLES];
    int nvars;
    int provided[VARIABLES]; /* derived facts that are reached through what they divide */
    int nprovided;
    int mark;     /* how much was put in before */
    int64_t divisor; /* what divisors are: the base, or less */
    int64_t base; /* what a whole is: a threshold's own denominator, at least 100 */
} placing;

bool onex_solve_is_threshold(const onex_node *node) {
    if (node->op == ONEX_OP_NONE) return true;
    if (node->op < ONEX_OP_GE || node->op > ONEX_OP_NE) return false;
    onex_type_kind kind = node->kids[0]->type.kind;
    return kind == ONEX_T_NUMBER || kind == ONEX_T_DATE;
}

/* ---- what can move ---- */

/* Whether a ratio is one of facts, so that these can be given in its place. */
static bool of_facts(const onex_node *node) {
    if (node->op == ONEX_OP_RELATION || node->op == ONEX_OP_TALLY) return false;
    for (int i = 0; i < node->nkids; i++)
        if (!of_facts(node->kids[i])) return false;
    return true;
}

static bool nameable(onex_imagined *s, const onex_node *node) {
    if (node->op == ONEX_OP_FACT) return onex_imagined_names(s, node->u.index);
    for (int i = 0; i < node->nkids; i++)
        if (!nameable(s, node->kids[i])) return false;
    return true;
}

static void add(placing *p, variable v) {
    for (int i = 0; i < p->nvars; i++) {
        variable *old = &p->vars[i];
        if (old->fact != v.fact || old->rule != v.rule || old->relation != v.relation) continue;
        if (v.rule >= 0 && old->key != v.key) old->whole = true;
        return;
    }
    if (p->nvars < VARIABLES) p->vars[p->nvars++] = v;
}

static void collect(placing *p, const onex_node *node, bool divisor) {
    const onex_program *program = p->s->program;
    if (node->op == ONEX_OP_TALLY && !p->s->tally_set[node->u.tally.rule])
        add(p, (variable){.fact = -1, .rule = node->u.tally.rule, .key = node->u.tally.key, .divisor = false});
    if (node->op == ONEX_OP_RELATION) {
        if (onex_imagined_open(p->s, node)) add(p, (variable){.fact = -1, .rule = -1, .relation = node->u.relation, .type = node->type, .divisor = divisor});
        return;
    }
    if (node->op == ONEX_OP_FACT && onex_imagined_fact_open(p->s, node->u.index)) {
        const onex_fact *fact = &program->facts[node->u.index];
        bool parts = fact->source == ONEX_FACT_DERIVE && (fact->value->op == ONEX_OP_RATIO || p->s->deep) && of_facts(fact->value) && nameable(p->s, fact->value);
        if (parts && p->nprovided < VARIABLES) {
            p->provided[p->nprovided++] = node->u.index;
            collect(p, fact->value, divisor);
        } else {
            add(p, (variable){.fact = node->u.index, .rule = -1, .divisor = divisor});
        }
    }
    if (node->op == ONEX_OP_CHOOSE) {
        collect(p, node->kids[onex_imagined_option_of(p->s, node->u.index)], divisor);
        return;
    }
    for (int i = 0; i < node->nkids; i++) collect(p, node->kids[i], divisor || (node->op == ONEX_OP_RATIO && i == 1));
}

static int64_t reduced_base(onex_value v, int64_t least) {
    int64_t a = v.n, b = v.d;
    while (least < 100 && a > 0 && b > 0) { /* 50/100 is met by ten rows */
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    int64_t d = least < 100 && a > 0 && b == 0 ? v.d / a : v.d;
    if (d < 1) d = 1;
    return d * ((least + d - 1) / d);
}

/* A divisor by which the share that is compared with can be met exactly; small where rows must be made. */
static int64_t base_of(placing *p, const onex_node *node, int64_t least) {
    if (node->type.share && !onex_imagined_open(p->s, node)) {
        onex_value v = onex_imagined_eval(p->s, node);
        if (onex_v_known(v) && v.d > 0 && v.d <= 1000000) return reduced_base(v, least);
    }
    for (int i = 0; i < node->nkids; i++) {
        int64_t base = base_of(p, node->kids[i], least);
        if (base) return base;
    }
    return 0;
}

/* ---- one variable ---- */

static onex_verdict counted(const onex_program *program, const variable *v, bool other) {
    const onex_rule *rule = &program->rules[v->rule];
    bool trigger = rule->kind == ONEX_TRIGGER || rule->as_trigger;
    onex_verdict good = trigger ? ONEX_CLEAR : ONEX_MET, bad = trigger ? ONEX_HIT : ONEX_UNMET;
    onex_verdict own = v->key == ONEX_TALLY_TOTAL ? good : (onex_verdict)v->key;
    return other ? (own == good ? bad : good) : own;
}

static bool put(placing *p, const variable *v, int64_t n) {
    onex_imagined *s = p->s;
    if (v->relation) {
        if (v->type.kind == ONEX_T_DATE) return onex_imagined_relation(s, v->relation->id, onex_v_date((onex_day)n));
        return onex_imagined_relation(s, v->relation->id, onex_v_int(n));
    }
    if (v->fact >= 0) {
        onex_type type = s->program->facts[v->fact].type;
        if (type.kind == ONEX_T_DATE) return onex_imagined_fact(s, v->fact, onex_v_date((onex_day)n));
        return onex_imagined_fact(s, v->fact, type.share ? onex_v_fraction(n, p->base) : onex_v_int(n));
    }
    onex_tallies t = {.known = true};
    t.counts[counted(s->program, v, false)] = (long)n;
    if (v->whole)
        t.counts[counted(s->program, v, true)] = (long)(p->base - n);
    else if (!n && v->key != ONEX_TALLY_TOTAL)
        t.counts[counted(s->program, v, true)] = 1; /* there are children, but none such */
    return onex_imagined_tally(s, v->rule, &t);
}

static int sign_now(placing *p) {
    const onex_node *node = p->node;
    onex_value a = onex_imagined_eval(p->s, node->kids[0]), zero = onex_v_int(0);
    onex_value b = node->op == ONEX_OP_NONE ? zero : onex_imagined_eval(p->s, node->kids[1]);
    return onex_v_known(a) && onex_v_known(b) ? onex_value_compare(a, b) : UNKNOWN_SIGN;
}

/* The sign of left - right when the variable is n. */
static int sign_at(placing *p, const variable *v, int64_t n) {
    int mark = p->s->nputs;
    int sign = put(p, v, n) ? sign_now(p) : UNKNOWN_SIGN;
    onex_imagined_back(p->s, mark);
    return sign;
}

static bool may_be_negative(const onex_node *node) {
    if (node->op == ONEX_OP_SUB || node->op == ONEX_OP_DAYS_BETWEEN) return true;
    for (int i = 0; i < node->nkids; i++)
        if (may_be_negative(node->kids[i])) return true;
    return false;
}

/* What is asked to be none is counted, though it be a difference. */
static bool below_zero(const placing *p, const variable *v) {
    if (v->fact < 0 || p->node->op == ONEX_OP_NONE) return false;
    const onex_fact *fact = &p->s->program->facts[v->fact];
    if (fact->source == ONEX_FACT_COLUMN) return fact->column && fact->column->negative;
    return fact->source == ONEX_FACT_DERIVE && may_be_negative(fact->value);
}

/* The first n in (low, high] where the sign, turned so that it rises, is at least `least`; it is below at low. */
static int64_t turn(placing *p, const variable *v, int rising, int64_t low, int64_t high, int least) {
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        int sign = sign_at(p, v, middle);
        if (sign == UNKNOWN_SIGN || sign * rising < least)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The lowest and highest of the values tried for which there is a sign. */
static bool ends(placing *p, const variable *v, int64_t *low, int64_t *high) {
    bool date = (v->relation ? v->type.kind : v->fact >= 0 ? p->s->program->facts[v->fact].type.kind : ONEX_T_NUMBER) == ONEX_T_DATE;
    int64_t start = date ? p->s->day : 0;
    int furthest = date ? 16 : FURTHEST;
    bool found = false;
    for (int i = -furthest - 1; i <= furthest + 1; i++) {
        if (i < 0 && !date && !below_zero(p, v)) continue;
        int64_t n = start + (i < 0 ? -(INT64_C(1) << (-i - 1)) : i ? INT64_C(1) << (i - 1) : 0);
        if (v->whole && n > p->base) n = p->base;
        if (sign_at(p, v, n) == UNKNOWN_SIGN) continue;
        if (!found) *low = n;
        *high = n;
        found = true;
    }
    return found;
}

static bool search(placing *p, const variable *v, int sign) {
    int64_t low = 0, high = 0;
    if (!ends(p, v, &low, &high)) return false;
    int first = sign_at(p, v, low), last = sign_at(p, v, high);
    if (first == last) return false;
    int rising = last > first ? 1 : -1, wanted = sign * rising;
    int64_t equal = first * rising >= 0 ? low : turn(p, v, rising, low, high, 0);
    int64_t n = equal;
    if (wanted < 0) {
        if (first * rising >= 0) return false;
        n = equal - 1;
    } else if (wanted > 0) {
        if (last * rising <= 0) return false;
        n = turn(p, v, rising, equal - 1, high, 1);
    }
    return sign_at(p, v, n) == sign && put(p, v, n);
}

/* ---- all of them ---- */

static bool put_others(placing *p, const variable *but, int64_t amount) {
    for (int i = 0; i < p->nvars; i++) {
        const variable *v = &p->vars[i];
        if (v == but || (v->fact >= 0 && !onex_imagined_fact_open(p->s, v->fact))) continue;
        bool done;
        if (v->relation && p->s->relation_set[v->relation->id]) continue;
        if (v->fact >= 0 && v->divisor)
            done = onex_imagined_fact(p->s, v->fact, onex_v_int(p->divisor * p->s->program->facts[v->fact].type.scale));
        else if (v->fact >= 0)
            done = onex_imagined_fact(p->s, v->fact, onex_solve_default(p->s, v->fact, amount));
        else if (v->relation)
            done = put(p, v, v->type.kind == ONEX_T_DATE ? p->s->day : (v->divisor ? p->divisor : amount) * v->type.scale);
        else
            done = put(p, v, amount);
        if (!done) return false;
    }
    return true;
}

static bool is_switch(const placing *p, const variable *v) {
    return v->fact >= 0 && p->s->program->facts[v->fact].type.kind == ONEX_T_BOOL;
}

/* How far the left side is from the right one, to compare combinations. */
static bool distance(placing *p, onex_value *out) {
    onex_value a = onex_imagined_eval(p->s, p->node->kids[0]), b = onex_v_int(0);
    if (p->node->op != ONEX_OP_NONE) b = onex_imagined_eval(p->s, p->node->kids[1]);
    *out = a;
    return onex_v_known(a) && onex_v_known(b);
}

/* Yes-or-no facts, as in tables of points: of all combinations the nearest one. */
static bool switches(placing *p, int sign) {
    int at[SWITCHES], n = 0, best = -1, mark = p->s->nputs;
    onex_value nearest = onex_v_unknown(), far;
    for (int i = 0; i < p->nvars && n < SWITCHES; i++)
        if (is_switch(p, &p->vars[i])) at[n++] = p->vars[i].fact;
    for (int combination = 0; n && combination < 1 << n; combination++) {
        for (int i = 0; i < n; i++) onex_imagined_fact(p->s, at[i], onex_v_bool(combination >> i & 1));
        if (put_others(p, NULL, 10) && sign_now(p) == sign && distance(p, &far) &&
            (best < 0 || onex_value_compare(far, nearest) * sign < 0)) {
            best = combination;
            nearest = far;
        }
        onex_imagined_back(p->s, mark);
    }
    if (best < 0) return false;
    for (int i = 0; i < n; i++) onex_imagined_fact(p->s, at[i], onex_v_bool(best >> i & 1));
    return put_others(p, NULL, 10);
}

static bool is_movable(const placing *p, const variable *v) {
    if (v->divisor) return false;
    if (v->relation) return v->type.kind == ONEX_T_NUMBER || v->type.kind == ONEX_T_DATE;
    if (v->fact < 0) return true;
    onex_type_kind kind = p->s->program->facts[v->fact].type.kind;
    return kind == ONEX_T_NUMBER || kind == ONEX_T_DATE;
}

static bool provide(placing *p) {
    for (int i = 0; i < p->nprovided; i++) {
        const onex_node *provided = p->s->program->facts[p->provided[i]].provided;
        if (provided && !onex_solve_want(p->s, provided, true)) return false;
    }
    return true;
}

/* The value that was searched for was put in last: it is the one to read first. */
static void lead_with_last(onex_imagined *s, int mark) {
    onex_put last = s->puts[s->nputs - 1];
    memmove(&s->puts[mark + 1], &s->puts[mark], (size_t)(s->nputs - 1 - mark) * sizeof *s->puts);
    s->puts[mark] = last;
}

/* Where what is divided counts in the divisor, too, as in a / (a + b): the rest of the divisor is less than the whole. */
static bool place_beside(placing *p) {
    int mark = p->s->nputs;
    bool shares = false, found = false;
    for (int i = 0; i < p->nvars; i++) shares = shares || p->vars[i].divisor;
    for (p->divisor = p->base - 1; shares && !found && p->divisor > 0 && p->divisor > p->base - 100; p->divisor--)
        for (int i = 0; i < p->nvars && !found; i++) {
            found = is_movable(p, &p->vars[i]) && put_others(p, &p->vars[i], 10) && search(p, &p->vars[i], 0);
            if (found)
                lead_with_last(p->s, p->mark);
            else
                onex_imagined_back(p->s, mark);
        }
    p->divisor = p->base;
    return found;
}

static bool place(placing *p, int sign) {
    static const int64_t amounts[] = {10, 100, 1, 60, 0, 1000};
    int mark = p->s->nputs;
    for (int i = 0; i < p->nvars; i++)
        for (size_t k = 0; is_movable(p, &p->vars[i]) && k < (p->nvars > 1 ? sizeof amounts / sizeof *amounts : 1); k++) {
            if (put_others(p, &p->vars[i], amounts[k]) && search(p, &p->vars[i], sign)) {
                lead_with_last(p->s, p->mark);
                return true;
            }
            onex_imagined_back(p->s, mark);
        }
    return switches(p, sign) || (sign == 0 && place_beside(p));
}

bool onex_solve_place(onex_imagined *s, const onex_node *node, int sign) {
    placing p = {.s = s, .node = node, .mark = s->nputs};
    int mark = s->nputs;
    collect(&p, node, false);
    int64_t least = 100;
    for (int i = 0; i < p.nvars; i++)
        if (p.vars[i].relation) least = 10;
    p.base = base_of(&p, node, least);
    if (!p.base) p.base = least;
    p.divisor = p.base;
    /* what a derived share needs comes first: its parts are unknown without */
    if (p.nvars && provide(&p) && place(&p, sign)) return true;
    onex_imagined_back(s, mark);
    return !p.nvars && sign_now(&p) == sign;
}
