/* Changes within a tree: each node in its turn takes another form, is tried, and has its own back. */
#include <string.h>

#include "base/number.h"
#include "engine/mutate_run.h"
#include "engine/testsource.h"
#include "expr/sentence.h"

/* ---- words ---- */

const char *onex_mutate_kept(onex_mutating *m, onex_buffer *b) {
    const char *text = b->failed ? NULL : onex_arena_text(&m->arena, b->data ? b->data : "", b->len);
    onex_buffer_clear(b);
    return text;
}

const char *onex_mutate_value_text(onex_mutating *m, onex_value value, const onex_type *type) {
    onex_buffer b = {0};
    if (type->share && value.kind == ONEX_V_NUMBER && value.d > 0 && 100 % value.d == 0)
        onex_buffer_printf(&b, "%lld%%", (long long)value.n * (100 / value.d));
    else
        onex_testsource_value(&b, value, type, false);
    if (type->unit && !type->share && value.kind == ONEX_V_NUMBER) onex_buffer_printf(&b, " %s", type->unit);
    return onex_mutate_kept(m, &b);
}

static const char *sentence(onex_mutating *m, const onex_node *node) {
    onex_buffer b = {0};
    onex_sentence_put(&b, m->program, node, onex_lang_get());
    return onex_mutate_kept(m, &b);
}

/* ---- values ---- */

bool onex_mutate_step(onex_value *v, const onex_type *type, int by) {
    if (v->kind == ONEX_V_DATE) {
        v->n += by;
        return true;
    }
    if (v->kind != ONEX_V_NUMBER || type->kind != ONEX_T_NUMBER) return false;
    onex_fraction step = {by, type->share ? 100 : 1}, sum;
    if (type->share && v->d > 0 && 100 % v->d == 0) { /* so that 50% becomes 51%, not 5100/10000 */
        *v = onex_v_fraction(v->n * (100 / v->d) + by, 100);
        return true;
    }
    if (!onex_fraction_add((onex_fraction){v->n, v->d}, step, &sum)) return false;
    *v = onex_v_fraction(sum.n, sum.d);
    return true;
}

/* ---- one node ---- */

typedef struct around { /* what is said of a change below: the nearest condition, else the whole tree */
    const onex_node *said;
    const char *before; /* its sentence; NULL: not asked yet */
} around;

/* While the node has another form: "before → after" of the nearest condition. */
static onex_status try_reworded(onex_mutating *m, const onex_node *node, around *a) {
    const char *after = sentence(m, a->said);
    onex_buffer b = {0};
    if (!after || !a->before) return onex_no_memory(m->err);
    onex_buffer_printf(&b, "%s → %s", a->before, after);
    const char *text = onex_mutate_kept(m, &b);
    return text ? onex_mutation_try(m, &node->at, text) : onex_no_memory(m->err);
}

/* With words before the sentence of what was there. */
static onex_status try_named(onex_mutating *m, const onex_place *at, const char *words, const char *what) {
    onex_buffer b = {0};
    if (!what) return onex_no_memory(m->err);
    onex_buffer_printf(&b, "%s%s", words, what);
    const char *text = onex_mutate_kept(m, &b);
    return text ? onex_mutation_try(m, at, text) : onex_no_memory(m->err);
}

static onex_status try_op(onex_mutating *m, onex_node *node, onex_op op, around *a) {
    onex_op own = node->op;
    node->op = op;
    onex_status status = try_reworded(m, node, a);
    node->op = own;
    return status;
}

static onex_status try_steps(onex_mutating *m, onex_node *node, around *a) {
    onex_value own = node->u.literal;
    const char *text = node->literal_text;
    onex_status status = ONEX_OK;
    for (int by = -1; by <= 1 && !status; by += 2) {
        onex_value v = own;
        if (!onex_mutate_step(&v, &node->type, by)) break;
        node->u.literal = v;
        node->literal_text = onex_mutate_value_text(m, v, &node->type);
        status = node->literal_text ? try_reworded(m, node, a) : onex_no_memory(m->err);
    }
    node->u.literal = own;
    node->literal_text = text;
    return status;
}

/* The condition turned into its contrary: the node becomes a `no` over a copy of itself. */
static onex_status try_contrary(onex_mutating *m, onex_node *node) {
    onex_node own = *node;
    onex_node *copy = onex_arena_alloc(&m->arena, sizeof *copy), **kids = onex_arena_alloc(&m->arena, sizeof *kids);
    const char *what = sentence(m, node);
    if (!copy || !kids) return onex_no_memory(m->err);
    *copy = own;
    kids[0] = copy;
    *node = (onex_node){.op = ONEX_OP_NO, .type = own.type, .nkids = 1, .kids = kids, .at = own.at};
    onex_status status = try_named(m, &own.at, onex_tr("the contrary of: ", "取反："), what);
    *node = own;
    return status;
}

static onex_status try_without(onex_mutating *m, onex_node *node, int left_out) {
    onex_node **own = node->kids, **kids = onex_arena_alloc(&m->arena, (size_t)node->nkids * sizeof *kids);
    const onex_node *gone = own[left_out];
    const char *what = sentence(m, gone);
    if (!kids) return onex_no_memory(m->err);
    for (int i = 0, n = 0; i < node->nkids; i++)
        if (i != left_out) kids[n++] = own[i];
    node->kids = kids;
    node->nkids--;
    onex_status status = try_named(m, &gone->at, onex_tr("left out: ", "去掉："), what);
    node->kids = own;
    node->nkids++;
    return status;
}

static onex_status try_junction(onex_mutating *m, onex_node *node) {
    onex_op own = node->op;
    const char *what = sentence(m, node);
    onex_status status = ONEX_OK;
    if (node->nkids < 2) return ONEX_OK;
    node->op = own == ONEX_OP_ALL ? ONEX_OP_ANY : ONEX_OP_ALL;
    status = try_named(m, &node->at, own == ONEX_OP_ALL ? onex_tr("'all' is 'any': ", "“全部”改为“任一”：") : onex_tr("'any' is 'all': ", "“任一”改为“全部”："),
                       what);
    node->op = own;
    for (int i = 0; i < node->nkids && !status; i++) status = try_without(m, node, i);
    return status;
}

static onex_op contrary(onex_op op) {
    switch (op) {
    case ONEX_OP_GE: return ONEX_OP_LT;
    case ONEX_OP_LE: return ONEX_OP_GT;
    case ONEX_OP_LT: return ONEX_OP_GE;
    case ONEX_OP_GT: return ONEX_OP_LE;
    case ONEX_OP_EQ: return ONEX_OP_NE;
    case ONEX_OP_NE: return ONEX_OP_EQ;
    case ONEX_OP_ADD: return ONEX_OP_SUB;
    case ONEX_OP_SUB: return ONEX_OP_ADD;
    case ONEX_OP_LEAST: return ONEX_OP_GREATEST;
    case ONEX_OP_GREATEST: return ONEX_OP_LEAST;
    case ONEX_OP_ONE_OF: return ONEX_OP_NONE_OF;
    case ONEX_OP_NONE_OF: return ONEX_OP_ONE_OF;
    default: return op;
    }
}

/* With the equal case, or without. */
static onex_op stricter(onex_op op) {
    switch (op) {
    case ONEX_OP_GE: return ONEX_OP_GT;
    case ONEX_OP_LE: return ONEX_OP_LT;
    case ONEX_OP_LT: return ONEX_OP_LE;
    case ONEX_OP_GT: return ONEX_OP_GE;
    default: return op;
    }
}

static bool stands_alone(onex_op op) {
    return op == ONEX_OP_NONE || op == ONEX_OP_FACT || op == ONEX_OP_ROW || op == ONEX_OP_MET || op == ONEX_OP_EVERY || op == ONEX_OP_KNOWN ||
           op == ONEX_OP_BLANK || op == ONEX_OP_RELATION || op == ONEX_OP_LITERAL;
}

static onex_status try_node(onex_mutating *m, onex_node *node, bool condition, around *a) {
    onex_status status = ONEX_OK;
    if (node->op == ONEX_OP_ALL || node->op == ONEX_OP_ANY) return try_junction(m, node);
    if (node->op == ONEX_OP_LITERAL) status = try_steps(m, node, a);
    if (!status && stricter(node->op) != node->op) status = try_op(m, node, stricter(node->op), a);
    if (!status && contrary(node->op) != node->op) status = try_op(m, node, contrary(node->op), a);
    if (!status && condition && node->type.kind == ONEX_T_BOOL && stands_alone(node->op)) status = try_contrary(m, node);
    return status;
}

/* ---- the tree ---- */

static onex_status below(onex_mutating *m, onex_node *node, bool condition, around a);

static onex_status of_relation(onex_mutating *m, onex_relation *r, around a) {
    onex_status status = ONEX_OK;
    if (r->where) status = below(m, r->where, true, (around){r->where, NULL});
    if (r->take && !status) status = below(m, r->take, false, a);
    if (r->by && !status) status = below(m, r->by, false, a);
    if (r->upto && !status) status = below(m, r->upto, false, a);
    for (int i = 0; i < r->nmatch && !status; i++) status = below(m, r->match[i].value, false, a);
    for (int i = 0; i < r->ntake && !status; i++) status = below(m, r->take_values[i], false, a);
    return status;
}

/* Whether the i-th kid is a condition that counts as such; what only `known` asks about does not. */
static bool kid_counts(const onex_node *node, int i, bool condition) {
    switch (node->op) {
    case ONEX_OP_ALL:
    case ONEX_OP_ANY:
    case ONEX_OP_NO: return true;
    case ONEX_OP_CHOOSE: return condition;
    case ONEX_OP_POINTS: return i == 0;
    default: return false;
    }
}

static onex_status below(onex_mutating *m, onex_node *node, bool condition, around a) {
    if (condition || !a.said) a = (around){node, NULL};
    if (!a.before && !(a.before = sentence(m, a.said))) return onex_no_memory(m->err);
    onex_status status = try_node(m, node, condition, &a);
    if (node->op == ONEX_OP_DAY_OF) return status ? status : below(m, node->kids[0], false, a);
    for (int i = 0; i < node->nkids && !status; i++) status = below(m, node->kids[i], kid_counts(node, i, condition), a);
    if (node->op == ONEX_OP_RELATION && !status) status = of_relation(m, node->u.relation, a);
    return status;
}

onex_status onex_mutate_tree(onex_mutating *m, onex_node *root, bool condition) { return below(m, root, condition, (around){0}); }
