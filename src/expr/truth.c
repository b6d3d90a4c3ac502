/* Conditions that are surely true or surely false, and comparisons that exclude each other: pairs of them, on one number,
 * one text or one condition. The bounds of numbers are bounds.c's. */
#include <string.h>

#include "expr/bounds.h"
#include "expr/eval.h"
#include "expr/same.h"

enum { BOTH = ONEX_CAN_BE_TRUE | ONEX_CAN_BE_FALSE };

static unsigned turned(unsigned truth) {
    return (truth & ONEX_CAN_BE_TRUE ? ONEX_CAN_BE_FALSE : 0u) | (truth & ONEX_CAN_BE_FALSE ? ONEX_CAN_BE_TRUE : 0u);
}

/* ---- comparisons ---- */

/* Whether a >= b (`strict`: a > b) for all values, or for none. */
static unsigned at_least(onex_bounds a, onex_bounds b, bool strict) {
    int least = a.has_low && b.has_high ? onex_fraction_compare(a.low, b.high) : -2;
    int most = a.has_high && b.has_low ? onex_fraction_compare(a.high, b.low) : 2;
    if (least != -2 && (strict ? least > 0 : least >= 0)) return ONEX_CAN_BE_TRUE;
    if (most != 2 && (strict ? most <= 0 : most < 0)) return ONEX_CAN_BE_FALSE;
    return BOTH;
}

static bool single(onex_bounds b) { return b.has_low && b.has_high && onex_fraction_compare(b.low, b.high) == 0; }

static unsigned equal(onex_bounds a, onex_bounds b) {
    if (at_least(a, b, false) == ONEX_CAN_BE_FALSE || at_least(b, a, false) == ONEX_CAN_BE_FALSE) return ONEX_CAN_BE_FALSE;
    return single(a) && single(b) ? ONEX_CAN_BE_TRUE : BOTH;
}

static unsigned of_comparison(onex_outlook *o, const onex_node *node) {
    if (onex_expr_same(node->kids[0], node->kids[1])) {
        bool holds = node->op == ONEX_OP_GE || node->op == ONEX_OP_LE || node->op == ONEX_OP_EQ;
        return holds ? ONEX_CAN_BE_TRUE : ONEX_CAN_BE_FALSE;
    }
    onex_type_kind kind = node->kids[0]->type.kind;
    if (kind != ONEX_T_NUMBER && kind != ONEX_T_DATE) return BOTH;
    onex_bounds a = onex_bounds_of(o, node->kids[0]), b = onex_bounds_of(o, node->kids[1]);
    if (a.absent || b.absent) return BOTH;
    switch (node->op) {
    case ONEX_OP_GE: return at_least(a, b, false);
    case ONEX_OP_GT: return at_least(a, b, true);
    case ONEX_OP_LE: return at_least(b, a, false);
    case ONEX_OP_LT: return at_least(b, a, true);
    case ONEX_OP_EQ: return equal(a, b);
    default: return turned(equal(a, b));
    }
}

/* ---- members of sets ---- */

static const onex_word *words_of(const onex_outlook *o, const onex_node *node) {
    const onex_column *column = node->op == ONEX_OP_ROW ? node->u.column.path.column : NULL;
    if (node->op == ONEX_OP_FACT && o->program->facts[node->u.index].source == ONEX_FACT_COLUMN)
        column = o->program->facts[node->u.index].column;
    return column && column->type == ONEX_COL_ENUM ? column->words : NULL;
}

static bool in_set(const onex_outlook *o, int set, const onex_text *text) {
    return onex_set_holds(&o->program->sets[set], o->college, o->day, text);
}

/* Calls for each text that may be a member of the set for the college; false: none of them fulfils what is asked. */
static bool any_member(const onex_outlook *o, int set, int other, bool inside) {
    const onex_set *s = &o->program->sets[set];
    for (int i = -1; i < s->nchanges; i++) {
        const onex_text *const *members = i < 0 ? s->members : s->changes[i].members;
        int n = i < 0 ? s->nmembers : s->changes[i].nmembers;
        for (int m = 0; m < n; m++)
            if (in_set(o, set, members[m]) && (other < 0 || in_set(o, other, members[m]) == inside)) return true;
    }
    return false;
}

static unsigned of_membership(const onex_outlook *o, const onex_node *node) {
    unsigned truth = any_member(o, node->u.index, -1, true) ? BOTH : ONEX_CAN_BE_FALSE;
    const onex_word *words = words_of(o, node->kids[0]);
    if (words) truth = 0;
    for (; words && words->code; words++) {
        uint32_t len = (uint32_t)strlen(words->code);
        const onex_text text = {words->code, words->code, len, len};
        truth |= in_set(o, node->u.index, &text) ? ONEX_CAN_BE_TRUE : ONEX_CAN_BE_FALSE;
    }
    return node->op == ONEX_OP_ONE_OF ? truth : turned(truth);
}

/* ---- all of a condition ---- */

/* `all`, or with the signs turned `any`. */
static unsigned of_members(onex_outlook *o, const onex_node *node, bool any) {
    unsigned truth = ONEX_CAN_BE_TRUE;
    for (int i = 0; i < node->nkids; i++) {
        unsigned kid = onex_truth_of(o, node->kids[i]);
        if (any) kid = turned(kid);
        if (kid == ONEX_CAN_BE_FALSE) return any ? ONEX_CAN_BE_TRUE : ONEX_CAN_BE_FALSE;
        truth |= kid & ONEX_CAN_BE_FALSE;
    }
    onex_atom atoms[ONEX_ATOMS_MOST];
    int first, second, n = onex_atoms_of(o, node, any, atoms, 0);
    if (onex_atoms_find_clash(o, atoms, n, &first, &second)) truth = ONEX_CAN_BE_FALSE;
    return any ? turned(truth) : truth;
}

/* The same, looked at once: a part of a tree is asked for again with each tree around it. */
static unsigned of_members_once(onex_outlook *o, const onex_node *node) {
    onex_told_truth *told = &o->told[((uintptr_t)node >> 4) % ONEX_TOLD_TRUTHS];
    if (told->node != node || told->turn != o->turn) {
        unsigned truth = of_members(o, node, node->op == ONEX_OP_ANY);
        *told = (onex_told_truth){node, o->turn, (unsigned char)truth};
    }
    return told->truth;
}

static unsigned of_has(onex_outlook *o, const onex_relation *r) {
    if (r->word != ONEX_W_HAS || !r->where) return BOTH;
    return onex_truth_of(o, r->where) & ONEX_CAN_BE_TRUE ? BOTH : ONEX_CAN_BE_FALSE;
}

unsigned onex_truth_of(onex_outlook *o, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_LITERAL:
        return node->u.literal.kind != ONEX_V_BOOL ? BOTH : node->u.literal.n ? ONEX_CAN_BE_TRUE : ONEX_CAN_BE_FALSE;
    case ONEX_OP_GE: case ONEX_OP_GT: case ONEX_OP_LE: case ONEX_OP_LT: case ONEX_OP_EQ: case ONEX_OP_NE:
        return of_comparison(o, node);
    case ONEX_OP_NONE: return equal(onex_bounds_of(o, node->kids[0]), (onex_bounds){.has_low = true, .has_high = true, .low = {0, 1}, .high = {0, 1}});
    case ONEX_OP_ONE_OF: case ONEX_OP_NONE_OF: return of_membership(o, node);
    case ONEX_OP_ALL: case ONEX_OP_ANY: return of_members_once(o, node);
    case ONEX_OP_NO: return turned(onex_truth_of(o, node->kids[0]));
    case ONEX_OP_RELATION: return of_has(o, node->u.relation);
    case ONEX_OP_FACT:
        if (node->type.kind != ONEX_T_BOOL) return BOTH;
        onex_bounds_of(o, node);
        return o->truth[node->u.index];
    case ONEX_OP_CHOOSE: {
        unsigned truth = 0;
        for (int i = 0; i < node->nkids; i++) truth |= onex_truth_of(o, node->kids[i]);
        return truth;
    }
    default: return BOTH;
    }
}

/* ---- what excludes what ---- */

static onex_bounds side_of(onex_op op, onex_fraction at) {
    onex_bounds b = {.low = at, .high = at};
    b.has_low = op == ONEX_OP_GE || op == ONEX_OP_GT || op == ONEX_OP_EQ;
    b.has_high = op == ONEX_OP_LE || op == ONEX_OP_LT || op == ONEX_OP_EQ;
    b.low_open = op == ONEX_OP_GT;
    b.high_open = op == ONEX_OP_LT;
    return b;
}

static onex_op denied(onex_op op) {
    switch (op) {
    case ONEX_OP_GE: return ONEX_OP_LT;
    case ONEX_OP_LT: return ONEX_OP_GE;
    case ONEX_OP_LE: return ONEX_OP_GT;
    case ONEX_OP_GT: return ONEX_OP_LE;
    case ONEX_OP_EQ: return ONEX_OP_NE;
    case ONEX_OP_NE: return ONEX_OP_EQ;
    default: return op;
    }
}

/* The comparison seen from its other side. */
static onex_op mirrored(onex_op op) {
    switch (op) {
    case ONEX_OP_GE: return ONEX_OP_LE;
    case ONEX_OP_LE: return ONEX_OP_GE;
    case ONEX_OP_GT: return ONEX_OP_LT;
    case ONEX_OP_LT: return ONEX_OP_GT;
    default: return op;
    }
}

onex_atom onex_atom_of(onex_outlook *o, const onex_node *node, bool deny) {
    onex_atom atom = {.node = node, .denied = deny};
    bool none = node->op == ONEX_OP_NONE;
    if (!none && (node->op < ONEX_OP_GE || node->op > ONEX_OP_NE)) return atom;
    if (node->kids[0]->type.kind != ONEX_T_NUMBER && node->kids[0]->type.kind != ONEX_T_DATE) return atom;
    onex_op op = none ? ONEX_OP_EQ : node->op;
    if (deny) op = denied(op);
    if (op == ONEX_OP_NE) return atom;
    onex_bounds at = {.has_low = true, .has_high = true, .low = {0, 1}, .high = {0, 1}};
    atom.left = node->kids[0];
    if (!none && onex_is_constant(node->kids[0])) {
        at = onex_bounds_of(o, node->kids[0]);
        atom.against = node->kids[0];
        atom.left = node->kids[1];
        op = mirrored(op);
    } else if (!none && onex_is_constant(node->kids[1])) {
        at = onex_bounds_of(o, node->kids[1]);
        atom.against = node->kids[1];
    } else if (!none)
        atom.right = node->kids[1];
    if (!single(at)) return atom;
    atom.number = true;
    atom.within = side_of(op, at.low);
    atom.within.whole = !atom.right && onex_bounds_of(o, atom.left).whole;
    return atom;
}

int onex_atoms_of(onex_outlook *o, const onex_node *node, bool deny, onex_atom atoms[ONEX_ATOMS_MOST], int n) {
    if (n >= ONEX_ATOMS_MOST) return n;
    if (node->op == ONEX_OP_NO) return onex_atoms_of(o, node->kids[0], !deny, atoms, n);
    if (node->op == (deny ? ONEX_OP_ANY : ONEX_OP_ALL)) {
        for (int i = 0; i < node->nkids; i++) n = onex_atoms_of(o, node->kids[i], deny, atoms, n);
        return n;
    }
    if (node->op == ONEX_OP_FACT && node->type.kind == ONEX_T_BOOL) {
        const onex_fact *fact = &o->program->facts[node->u.index];
        if (fact->source == ONEX_FACT_DERIVE && fact->value) return onex_atoms_of(o, fact->value, deny, atoms, n);
    }
    atoms[n] = onex_atom_of(o, node, deny);
    return n + 1;
}

/* The least integer that `b` has room for, or the greatest. */
static bool no_integer(onex_bounds b) {
    if (!b.whole || !b.has_low || !b.has_high || b.low.n < 0) return false;
    int64_t low = b.low.n / b.low.d + (b.low.n % b.low.d != 0), high = b.high.n / b.high.d;
    if (b.low_open && b.low.n % b.low.d == 0) low++;
    if (b.high_open && b.high.n % b.high.d == 0) high--;
    return low > high;
}

bool onex_bounds_apart(onex_bounds a, onex_bounds b) {
    onex_bounds in = a;
    in.whole = a.whole || b.whole;
    int order = a.has_low && b.has_low ? onex_fraction_compare(a.low, b.low) : 0;
    if (b.has_low && (!a.has_low || order < 0)) {
        in.low = b.low;
        in.low_open = b.low_open;
    } else if (b.has_low && order == 0)
        in.low_open = a.low_open || b.low_open;
    in.has_low = a.has_low || b.has_low;
    order = a.has_high && b.has_high ? onex_fraction_compare(a.high, b.high) : 0;
    if (b.has_high && (!a.has_high || order > 0)) {
        in.high = b.high;
        in.high_open = b.high_open;
    } else if (b.has_high && order == 0)
        in.high_open = a.high_open || b.high_open;
    in.has_high = a.has_high || b.has_high;
    if (!in.has_low || !in.has_high) return false;
    order = onex_fraction_compare(in.low, in.high);
    return order > 0 || (order == 0 && (in.low_open || in.high_open)) || no_integer(in);
}

/* A comparison of a text with one value: what it is compared with, and on which side the value stands. */
static const onex_node *text_of(const onex_atom *atom, const onex_text **value) {
    const onex_node *node = atom->node;
    if ((node->op != ONEX_OP_EQ && node->op != ONEX_OP_NE) || node->kids[0]->type.kind != ONEX_T_TEXT) return NULL;
    int literal = node->kids[1]->op == ONEX_OP_LITERAL ? 1 : 0;
    if (node->kids[literal]->op != ONEX_OP_LITERAL || node->kids[literal]->u.literal.kind != ONEX_V_TEXT) return NULL;
    *value = node->kids[literal]->u.literal.text;
    return node->kids[1 - literal];
}

/* Whether the atom says that something is (not: is not) so. */
static bool affirms(const onex_atom *atom) {
    bool yes = atom->node->op == ONEX_OP_EQ || atom->node->op == ONEX_OP_ONE_OF;
    return yes != atom->denied;
}

static bool is_membership(const onex_atom *atom) {
    return atom->node->op == ONEX_OP_ONE_OF || atom->node->op == ONEX_OP_NONE_OF;
}

static bool texts_clash(const onex_outlook *o, const onex_atom *a, const onex_atom *b) {
    const onex_text *x = NULL, *y = NULL;
    const onex_node *p = is_membership(a) ? a->node->kids[0] : text_of(a, &x);
    const onex_node *q = is_membership(b) ? b->node->kids[0] : text_of(b, &y);
    if (!p || !q || !onex_expr_same(p, q) || (!affirms(a) && !affirms(b))) return false;
    if (x && y) {
        bool equal_texts = onex_text_equal(x, y, false);
        return affirms(a) && affirms(b) ? !equal_texts : equal_texts;
    }
    if (!affirms(a)) return texts_clash(o, b, a); /* from here on the first says what is */
    if (x) return in_set(o, b->node->u.index, x) != affirms(b);
    if (y) return affirms(b) ? !in_set(o, a->node->u.index, y) : false;
    return !any_member(o, a->node->u.index, b->node->u.index, affirms(b));
}

bool onex_atoms_clash(onex_outlook *o, const onex_atom *a, const onex_atom *b) {
    if (a->denied != b->denied && onex_expr_same(a->node, b->node)) return true;
    if (a->number && b->number && onex_expr_same(a->left, b->left) && onex_expr_same(a->right, b->right))
        return onex_bounds_apart(a->within, b->within);
    return texts_clash(o, a, b);
}

bool onex_atoms_find_clash(onex_outlook *o, const onex_atom *atoms, int n, int *first, int *second) {
    for (int j = 1; j < n; j++)
        for (int i = 0; i < j; i++)
            if (onex_atoms_clash(o, &atoms[i], &atoms[j])) {
                *first = i;
                *second = j;
                return true;
            }
    return false;
}
