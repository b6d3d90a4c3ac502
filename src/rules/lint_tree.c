/* Conditions that can never or will always hold, told at the innermost part that makes them so: for the school on each day
 * on which a value changes, and for each college with what it says itself. What is sure of a tree is bounds.c's. */
#include <stdio.h>
#include <string.h>

#include "expr/walk.h"
#include "rules/linter.h"

enum { NODES_MOST = 4000 }; /* of one tree; a larger one is looked at as a whole only */

typedef struct tree {
    const onex_node *root;
    const onex_decl *decl;
    const onex_rule *rule; /* whose expression it is; NULL: another tree */
    const onex_rule *gate; /* whose only_if it is */
    const onex_node **nodes; /* parents first */
    int *sizes;              /* of each node, how many it and those below it are */
    unsigned char *truths;   /* what each could be on the days looked at: bits, 0 where it is no condition */
    int nnodes;
    unsigned whole; /* the root, where the rule applies */
    /* the first day on which the rule can be fulfilled by nobody */
    bool strict_found;
    const char *strict_college;
    onex_day strict_day;
    onex_place strict_at; /* of the value that makes it so */
} tree;

typedef struct trees {
    onex_linter *l;
    tree *items;
    int n, cap;
    onex_outlook outlook;
} trees;

/* ---- gathering ---- */

typedef struct gathering {
    tree *t;
    int n;
} gathering;

static void count_node(void *ctx, const onex_node *node) {
    (void)node;
    ++*(int *)ctx;
}

static void take_node(void *ctx, const onex_node *node) {
    gathering *g = ctx;
    int size = 0;
    onex_expr_walk(node, count_node, &size);
    g->t->nodes[g->n] = node;
    g->t->sizes[g->n++] = size;
}

static void add(trees *ts, const onex_node *root, const onex_decl *decl, const onex_rule *rule, const onex_rule *gate) {
    if (!root || !decl->name || !decl->at.file || ts->n == ts->cap) return;
    int n = 0;
    onex_expr_walk(root, count_node, &n);
    tree *t = &ts->items[ts->n];
    *t = (tree){.root = root, .decl = decl, .rule = rule, .gate = gate, .nnodes = n > NODES_MOST ? 1 : n};
    t->nodes = onex_lint_alloc(ts->l, (size_t)t->nnodes * sizeof *t->nodes);
    t->sizes = onex_lint_alloc(ts->l, (size_t)t->nnodes * sizeof *t->sizes);
    t->truths = onex_lint_alloc(ts->l, (size_t)t->nnodes);
    if (ts->l->no_memory) return;
    gathering g = {.t = t};
    if (n > NODES_MOST) {
        t->nodes[0] = root;
        t->sizes[0] = 1;
    } else
        onex_expr_walk(root, take_node, &g);
    ts->n++;
}

static void gather(trees *ts) {
    const onex_program *p = ts->l->program;
    for (int i = 0; i < p->nfacts && !ts->l->no_memory; i++) {
        add(ts, p->facts[i].value, &p->facts[i].decl, NULL, NULL);
        add(ts, p->facts[i].provided, &p->facts[i].decl, NULL, NULL);
    }
    for (int i = 0; i < p->nrules && !ts->l->no_memory; i++) {
        add(ts, p->rules[i].only_if, &p->rules[i].decl, NULL, &p->rules[i]);
        add(ts, p->rules[i].expr, &p->rules[i].decl, &p->rules[i], NULL);
    }
    for (int i = 0; i < p->nduties && !ts->l->no_memory; i++) {
        add(ts, p->duties[i].only_if, &p->duties[i].decl, NULL, NULL);
        add(ts, p->duties[i].done, &p->duties[i].decl, NULL, NULL);
    }
}

/* ---- looking, on each day ---- */

/* What the rule's expression can be where the rule applies at all. */
static unsigned whole_truth(trees *ts, const onex_rule *rule) {
    unsigned truth = onex_truth_of(&ts->outlook, rule->expr);
    if (!rule->only_if) return truth;
    onex_atom atoms[ONEX_ATOMS_MOST];
    int a, b;
    int applies = onex_atoms_of(&ts->outlook, rule->only_if, false, atoms, 0);
    if (onex_atoms_find_clash(&ts->outlook, atoms, applies, &a, &b)) return truth; /* that is told of only_if */
    int n = onex_atoms_of(&ts->outlook, rule->expr, false, atoms, applies);
    if (onex_atoms_find_clash(&ts->outlook, atoms, n, &a, &b)) truth &= ~(unsigned)ONEX_CAN_BE_TRUE;
    n = onex_atoms_of(&ts->outlook, rule->expr, true, atoms, applies);
    if (onex_atoms_find_clash(&ts->outlook, atoms, n, &a, &b)) truth &= ~(unsigned)ONEX_CAN_BE_FALSE;
    return truth;
}

/* The value in force that a college or the school changed last: the one to look at. */
static onex_place value_at(const trees *ts, const onex_rule *rule, const char *college, onex_day day) {
    const onex_program *p = ts->l->program;
    onex_place at = rule->decl.at;
    for (int i = 0; i < rule->nparams; i++) {
        onex_in_force in = onex_param_for(&p->params[rule->params[i]], college, day, NULL);
        if (!in.value) continue;
        if (college ? in.statement != NULL : in.value->from == day) return in.value->at;
    }
    return at;
}

static void look_at_rule(trees *ts, tree *t, const char *college, onex_day day) {
    unsigned truth = whole_truth(ts, t->rule);
    bool trigger = t->rule->kind == ONEX_TRIGGER;
    t->whole |= truth;
    if (t->strict_found || (truth & (trigger ? ONEX_CAN_BE_FALSE : ONEX_CAN_BE_TRUE))) return;
    t->strict_found = true;
    t->strict_college = college;
    t->strict_day = day;
    t->strict_at = value_at(ts, t->rule, college, day);
}

static void look(trees *ts, const char *college, onex_day day, bool school_too) {
    onex_outlook_set(&ts->outlook, college, day);
    for (int i = 0; i < ts->n; i++) {
        tree *t = &ts->items[i];
        bool own = college && t->decl->college && strcmp(college, t->decl->college) == 0;
        if (t->decl->college ? !own : !school_too) continue;
        if (!onex_decl_valid(t->decl, day)) continue;
        for (int k = 0; k < t->nnodes; k++)
            if (t->nodes[k]->type.kind == ONEX_T_BOOL) t->truths[k] |= (unsigned char)onex_truth_of(&ts->outlook, t->nodes[k]);
        if (t->rule) look_at_rule(ts, t, college, day);
    }
}

static void look_everywhere(trees *ts) {
    const char **colleges;
    onex_day *days;
    int n = onex_lint_days(ts->l, NULL, &days), ncolleges = onex_lint_colleges(ts->l, &colleges);
    for (int i = 0; i < n; i++) look(ts, NULL, days[i], true);
    for (int c = 0; c < ncolleges && !ts->l->no_memory; c++) {
        bool changes = onex_lint_changes(ts->l, colleges[c]);
        n = onex_lint_days(ts->l, colleges[c], &days);
        for (int i = 0; i < n; i++) look(ts, colleges[c], days[i], changes);
    }
}

/* ---- telling ---- */

static bool is_constant_truth(unsigned truth) {
    return truth == ONEX_CAN_BE_TRUE || truth == ONEX_CAN_BE_FALSE;
}

static bool may_be_told(onex_op op) {
    return op >= ONEX_OP_GE && op <= ONEX_OP_ANY;
}

typedef struct changeable {
    const onex_program *program;
    bool found;
} changeable;

static void find_changeable(void *ctx, const onex_node *node) {
    changeable *c = ctx;
    if (node->op == ONEX_OP_PARAM && c->program->params[node->u.index].college_may != ONEX_MAY_NOTHING) c->found = true;
    if ((node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) &&
        c->program->sets[node->u.index].college_may != ONEX_MAY_NOTHING)
        c->found = true;
}

/* A param that the school set so that it asks nothing, for colleges to raise: meant so. */
static bool is_switched_off(const trees *ts, const onex_node *node) {
    changeable c = {.program = ts->l->program};
    onex_expr_walk(node, find_changeable, &c);
    return c.found;
}

/* The comparison in words; `denied`: that it does not hold. */
static void put_sentence(const trees *ts, onex_buffer *b, const onex_node *node, bool denied) {
    if (denied) onex_buffer_text(b, onex_tr("not ", "并非"));
    onex_buffer_printf(b, onex_tr("\"%s\"", "「%s」"), onex_lint_sentence(ts->l, node));
}

static void put_pair(const trees *ts, onex_buffer *b, const onex_atom *first, const onex_atom *second, bool any) {
    put_sentence(ts, b, first->node, first->denied != any);
    onex_buffer_text(b, any ? onex_tr(" or ", "与") : onex_tr(" and ", "与"));
    put_sentence(ts, b, second->node, second->denied != any);
    onex_buffer_text(b, any ? onex_tr(" always holds", "必有一个成立") : onex_tr(" exclude each other", "不能同时成立"));
}

/* What about the node is so, in words; *other: the second place of a pair. */
static const char *why(trees *ts, const onex_node *node, unsigned truth, const onex_node **other) {
    onex_atom atoms[ONEX_ATOMS_MOST];
    onex_linter *l = ts->l;
    onex_buffer b = {0};
    bool any = node->op == ONEX_OP_ANY, pair = false;
    int first = 0, second = 0;
    *other = NULL;
    if (node->op == ONEX_OP_ALL || any)
        pair = onex_atoms_find_clash(&ts->outlook, atoms, onex_atoms_of(&ts->outlook, node, any, atoms, 0), &first, &second);
    if (pair) {
        *other = atoms[first].node;
        put_pair(ts, &b, &atoms[first], &atoms[second], any);
    } else {
        put_sentence(ts, &b, node, false);
        onex_buffer_text(&b, truth == ONEX_CAN_BE_TRUE ? onex_tr(" always holds", "总是成立") : onex_tr(" never holds", "永远不成立"));
    }
    const char *text = b.failed ? NULL : onex_arena_text(&l->arena, b.data, b.len);
    if (!text) l->no_memory = true;
    onex_buffer_clear(&b);
    return text ? text : "";
}

/* What is wrong with the rule as a whole: "can never be met". */
static const char *fate(const onex_rule *rule, unsigned truth) {
    bool always = truth == ONEX_CAN_BE_TRUE;
    if (rule->kind == ONEX_TRIGGER)
        return always ? onex_tr("is always hit", "总是命中") : onex_tr("can never be hit", "永远不会命中");
    return always ? onex_tr("is always met", "总是符合") : onex_tr("can never be met", "永远不会符合");
}

static void tell(trees *ts, const tree *t, const onex_node *node, unsigned truth, bool decides) {
    const onex_node *other;
    const char *because = why(ts, node, truth, &other);
    if (t->rule && decides)
        onex_lint_tell(ts->l, "W0501", node->at, 0, NULL, onex_tr("'%s' %s: %s", "“%s”%s：%s"), onex_lint_name(t->decl),
                       fate(t->rule, t->whole), because);
    else if (t->gate && decides && t->truths[0] == ONEX_CAN_BE_FALSE)
        onex_lint_tell(ts->l, "W0503", node->at, 0, NULL,
                       onex_tr("'%s' never applies: %s", "“%s”从不适用：%s"), onex_lint_name(t->decl), because);
    else
        onex_lint_tell(ts->l, "W0502", node->at, 0,
                       truth == ONEX_CAN_BE_TRUE ? onex_tr("leave it out, or correct the value", "请删去，或改正取值")
                                                 : onex_tr("correct the value", "请改正取值"),
                       onex_tr("in '%s': %s", "“%s”中%s"), onex_lint_name(t->decl), because);
    if (other) onex_lint_also(ts->l, onex_tr("the other", "另一处"), other->at);
}

/* Innermost first: what is told of a part is not told again of the whole. */
static bool tell_parts(trees *ts, const tree *t) {
    bool *told = onex_lint_alloc(ts->l, (size_t)t->nnodes);
    bool any = false, decided = is_constant_truth(t->rule ? t->whole : t->truths[0]);
    for (int i = t->nnodes - 1; told && i >= 0; i--) {
        bool below = false;
        for (int k = i + 1; k < i + t->sizes[i] && k < t->nnodes; k++) below |= told[k];
        unsigned truth = t->truths[i];
        if (below || !is_constant_truth(truth) || !may_be_told(t->nodes[i]->op)) continue;
        if (is_switched_off(ts, t->nodes[i])) continue;
        told[i] = true;
        tell(ts, t, t->nodes[i], truth, decided && !any);
        any = true;
    }
    return any;
}

/* Told of the rule where no part of it alone explains it: the parts with only_if, or a fact that is always the same. */
static void tell_rule(trees *ts, const tree *t) {
    bool trigger = t->rule->kind == ONEX_TRIGGER;
    bool lenient = t->whole == (trigger ? ONEX_CAN_BE_FALSE : ONEX_CAN_BE_TRUE);
    if (lenient && is_switched_off(ts, t->root)) return;
    onex_lint_tell(ts->l, "W0501", t->decl->at, 0, NULL, onex_tr("'%s' %s: %s", "“%s”%s：%s"), onex_lint_name(t->decl),
                   fate(t->rule, t->whole),
                   t->rule->only_if ? onex_tr("where it applies, what it asks is settled", "在其适用范围内，所要求的内容已成定局")
                                    : onex_tr("what it rests on is always the same", "它所依据的内容总是一样"));
}

/* A value of some college or day that nobody can fulfil. */
static void tell_strict(trees *ts, const tree *t) {
    const char *when = onex_lint_when(ts->l, t->strict_college, t->strict_day);
    bool trigger = t->rule->kind == ONEX_TRIGGER;
    onex_lint_tell(ts->l, "W0501", t->strict_at, 0, NULL,
                   trigger ? onex_tr("%s'%s' is always hit with this value", "%s取此值时“%s”总是命中")
                           : onex_tr("%s'%s' can never be met with this value", "%s取此值时“%s”永远不会符合"),
                   when, onex_lint_name(t->decl));
    onex_lint_also(ts->l, onex_tr("the rule", "规则"), t->decl->at);
}

void onex_lint_trees(onex_linter *l) {
    const onex_program *p = l->program;
    trees ts = {.l = l, .cap = p->nfacts * 2 + p->nrules * 2 + p->nduties * 2};
    ts.items = onex_lint_alloc(l, (size_t)ts.cap * sizeof *ts.items);
    if (!ts.items || !onex_outlook_init(&ts.outlook, p, &l->arena)) {
        l->no_memory = true;
        return;
    }
    gather(&ts);
    if (!l->no_memory) look_everywhere(&ts);
    onex_outlook_set(&ts.outlook, NULL, p->regulation.effective == ONEX_DAY_NONE ? 0 : p->regulation.effective);
    for (int i = 0; i < ts.n && !l->no_memory; i++) {
        tree *t = &ts.items[i];
        bool told = tell_parts(&ts, t);
        if (t->rule && !told && is_constant_truth(t->whole)) tell_rule(&ts, t);
        if (t->rule && t->strict_found && !is_constant_truth(t->whole)) tell_strict(&ts, t);
    }
}
