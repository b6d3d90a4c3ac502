/* Deciding conditions: Kleene logic, comparisons, membership. Cells and literals are looked at where they stand; what needs
 * more than a look is eval.c's. */
#include "expr/decide.h"

#include "expr/range.h"

static const onex_decision yes = {ONEX_YES, NULL}, no = {ONEX_NO, NULL}, open = {ONEX_OPEN, NULL};

static inline onex_decision said(bool it) { return it ? yes : no; }

static inline onex_decision of_value(const onex_value *v) {
    if (v->kind == ONEX_V_ERROR) return (onex_decision){ONEX_FAILED, v->error};
    return v->kind == ONEX_V_UNKNOWN ? open : said(v->n != 0);
}

const onex_value *onex_cell(const onex_node *node, const onex_frame *frame, int slot) {
    static const onex_value none = {.kind = ONEX_V_UNKNOWN, .n = 0, .d = 1};
    for (int d = node->u.column.depth; d > 0 && frame; d--) frame = frame->outer;
    return frame && frame->cells ? &frame->cells[slot] : &none;
}

/* Most operands are cells and literals: those need no call. */
static inline const onex_value *look(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_value *room) {
    if (node->op == ONEX_OP_LITERAL) return &node->u.literal;
    if (node->op == ONEX_OP_ROW && node->u.column.depth == 0 && frame && frame->cells) return &frame->cells[node->u.column.slot];
    return onex_expr_look(s, node, frame, room);
}

/* Whether comparing under `op` holds for a sign of a - b. */
static bool holds(onex_op op, int sign) {
    switch (op) {
    case ONEX_OP_GE: return sign >= 0;
    case ONEX_OP_LE: return sign <= 0;
    case ONEX_OP_LT: return sign < 0;
    case ONEX_OP_GT: return sign > 0;
    case ONEX_OP_NE: return sign != 0;
    default: return sign == 0;
    }
}

/* A comparison whose sides rest on uncertain tallies may hold for all their values. */
static onex_decision compare_unknown(const onex_scope *s, const onex_node *node, const onex_frame *frame, const onex_value *a, const onex_value *b) {
    if (onex_range_matters(node)) {
        onex_value v = onex_range_compare(node->op, onex_range_of(s, node->kids[0], frame), onex_range_of(s, node->kids[1], frame));
        return of_value(&v);
    }
    return a->kind == ONEX_V_ERROR ? of_value(a) : b->kind == ONEX_V_ERROR ? of_value(b) : open;
}

/* Of two known values. */
static inline onex_decision compare_known(const onex_node *node, const onex_value *a, const onex_value *b) {
    if (a->kind == ONEX_V_TEXT && b->kind == ONEX_V_TEXT) {
        bool equal = onex_text_equal(a->text, b->text, node->kids[0]->type.code && node->kids[1]->type.code);
        return said(node->op == ONEX_OP_EQ ? equal : !equal);
    }
    bool whole = a->kind != ONEX_V_NUMBER || (a->d == 1 && b->d == 1);
    return said(holds(node->op, whole ? (a->n > b->n) - (a->n < b->n) : onex_value_compare(*a, *b)));
}

static onex_decision compare(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value rooms[2];
    const onex_value *a = look(s, node->kids[0], frame, &rooms[0]), *b = look(s, node->kids[1], frame, &rooms[1]);
    return onex_v_known(*a) && onex_v_known(*b) ? compare_known(node, a, b) : compare_unknown(s, node, frame, a, b);
}

/* The row's cell and what it is held against are at hand. */
static inline onex_decision quick(const onex_node *node, const onex_frame *frame) {
    const onex_value *cell = &frame->cells[node->quick_slot], *with;
    switch (node->quick) {
    case ONEX_QUICK_CELL: return of_value(cell);
    case ONEX_QUICK_KNOWN: return said(onex_v_known(*cell));
    case ONEX_QUICK_LITERAL: with = &node->kids[1]->u.literal; break;
    default: with = onex_cell(node->kids[1], frame, node->kids[1]->u.column.slot);
    }
    if (onex_v_known(*cell) && onex_v_known(*with)) return compare_known(node, cell, with);
    return cell->kind == ONEX_V_ERROR ? of_value(cell) : with->kind == ONEX_V_ERROR ? of_value(with) : open;
}

/* Open where a kid is and no other settles it; the first that failed says more than a blank. */
static onex_decision junction(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_truth settles) {
    onex_decision result = settles == ONEX_YES ? no : yes;
    for (int i = 0; i < node->nkids; i++) {
        const onex_node *kid = node->kids[i];
        onex_decision d = kid->quick && frame && frame->cells ? quick(kid, frame) : onex_expr_decide(s, kid, frame);
        if (d.truth == settles) return d;
        if (d.truth >= ONEX_OPEN && d.truth > result.truth) result = d;
    }
    return result;
}

void onex_quicken(onex_node *node) {
    const onex_node *cell = node->nkids ? node->kids[0] : node, *with = node->nkids == 2 ? node->kids[1] : NULL;
    bool compares = node->op >= ONEX_OP_GE && node->op <= ONEX_OP_NE;
    node->quick = ONEX_QUICK_NONE;
    if (cell->op != ONEX_OP_ROW || cell->u.column.depth != 0) return;
    node->quick_slot = cell->u.column.slot;
    if (node->op == ONEX_OP_ROW && node->type.kind == ONEX_T_BOOL) node->quick = ONEX_QUICK_CELL;
    if (node->op == ONEX_OP_KNOWN) node->quick = ONEX_QUICK_KNOWN;
    if (compares && with->op == ONEX_OP_LITERAL) node->quick = ONEX_QUICK_LITERAL;
    if (compares && with->op == ONEX_OP_ROW && with->u.column.depth > 0) node->quick = ONEX_QUICK_OUTER;
}

static onex_decision is_none(const onex_scope *s, const onex_node *kid, const onex_frame *frame) {
    onex_value room;
    const onex_value *v = look(s, kid, frame, &room);
    if (onex_v_known(*v)) return said(v->n == 0);
    if (!onex_range_matters(kid)) return of_value(v);
    onex_value zero = onex_v_int(0);
    room = onex_range_compare(ONEX_OP_EQ, onex_range_of(s, kid, frame), (onex_range){zero, zero});
    return of_value(&room);
}

static onex_decision blank(const onex_scope *s, const onex_node *kid, const onex_frame *frame) {
    if (kid->op == ONEX_OP_FACT) return said(s->fact_blank(s->ctx, kid->u.index));
    return said(!onex_v_known(*onex_cell(kid, frame, kid->u.column.raw_slot)));
}

static onex_decision membership(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value room;
    const onex_value *v = look(s, node->kids[0], frame, &room);
    if (!onex_v_known(*v)) return of_value(v);
    bool in = s->member ? s->member(s->ctx, node->u.index, v->text) : onex_set_has(&s->program->sets[node->u.index], v->text);
    return said(in == (node->op == ONEX_OP_ONE_OF));
}

onex_decision onex_expr_decide(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value room;
    if (node->quick && frame && frame->cells) return quick(node, frame);
    switch (node->op) {
    case ONEX_OP_ALL: return junction(s, node, frame, ONEX_NO);
    case ONEX_OP_ANY: return junction(s, node, frame, ONEX_YES);
    case ONEX_OP_NO: {
        onex_decision d = onex_expr_decide(s, node->kids[0], frame);
        return d.truth >= ONEX_OPEN ? d : said(d.truth == ONEX_NO);
    }
    case ONEX_OP_GE: case ONEX_OP_LE: case ONEX_OP_LT: case ONEX_OP_GT: case ONEX_OP_EQ: case ONEX_OP_NE: return compare(s, node, frame);
    case ONEX_OP_NONE: return is_none(s, node->kids[0], frame);
    case ONEX_OP_ONE_OF: case ONEX_OP_NONE_OF: return membership(s, node, frame);
    case ONEX_OP_BLANK: return blank(s, node->kids[0], frame);
    case ONEX_OP_KNOWN: return said(onex_v_known(*look(s, node->kids[0], frame, &room)));
    case ONEX_OP_CHOOSE: return onex_expr_decide(s, node->kids[s->option(s->ctx, node->u.index)], frame);
    default: return of_value(look(s, node, frame, &room));
    }
}
