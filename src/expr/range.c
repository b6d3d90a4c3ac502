/* Interval arithmetic over tallies. Values without a tally are eval.c's. */
#include "expr/range.h"

#include "base/error.h"
#include "base/number.h"

bool onex_range_matters(const onex_node *node) {
    if (node->op == ONEX_OP_TALLY) return true;
    for (int i = 0; i < node->nkids; i++)
        if (onex_range_matters(node->kids[i])) return true;
    return false;
}

static onex_range exactly(onex_value v) { return (onex_range){v, v}; }
static bool is_known(onex_range r) { return onex_v_known(r.low); }

/* An error says more than a blank. */
static onex_range unknown_of(onex_range a, onex_range b) { return a.low.kind == ONEX_V_ERROR || is_known(b) ? a : b; }

static onex_range tally(const onex_scope *s, const onex_node *node) {
    onex_tallies t = s->children(s->ctx, node->u.tally.rule);
    onex_tally_key key = node->u.tally.key;
    if (!t.known) return exactly(onex_v_unknown());
    int64_t low = 0;
    if (key != ONEX_TALLY_TOTAL) {
        bool certain = key == ONEX_TALLY_UNKNOWN || key == ONEX_TALLY_NA;
        return (onex_range){onex_v_int(t.counts[key]), onex_v_int(t.counts[key] + (certain ? 0 : t.counts[ONEX_UNKNOWN]))};
    }
    for (int v = 0; v < ONEX_VERDICTS; v++)
        if (v != ONEX_NA) low += t.counts[v];
    return exactly(onex_v_int(low));
}

static onex_value compute(onex_op op, onex_value a, onex_value b) {
    onex_fraction x = {a.n, a.d}, y = {b.n, b.d}, r;
    bool ok = op == ONEX_OP_ADD   ? onex_fraction_add(x, y, &r)
              : op == ONEX_OP_SUB ? onex_fraction_sub(x, y, &r)
              : op == ONEX_OP_MUL ? onex_fraction_mul(x, y, &r)
                                  : onex_fraction_div(x, y, &r);
    return ok ? onex_v_fraction(r.n, r.d) : onex_v_error(onex_tr("a number is too large to compute with", "数值过大，无法计算"));
}

/* The bounds lie where the operands take theirs: the words of arithmetic rise or fall in each operand. */
static onex_range corners(onex_op op, onex_range a, onex_range b) {
    onex_value at[2] = {a.low, a.high}, by[2] = {b.low, b.high};
    onex_range out = exactly(onex_v_unknown());
    if (op == ONEX_OP_RATIO && b.low.n <= 0 && b.high.n >= 0) return out;
    for (int i = 0; i < 4; i++) {
        onex_value v = compute(op, at[i / 2], by[i % 2]);
        if (!onex_v_known(v)) return exactly(v);
        if (i == 0 || onex_value_compare(v, out.low) < 0) out.low = v;
        if (i == 0 || onex_value_compare(v, out.high) > 0) out.high = v;
    }
    return out;
}

static onex_range extreme(onex_op op, onex_range a, onex_range b) {
    int side = op == ONEX_OP_LEAST ? 1 : -1;
    if (onex_value_compare(b.low, a.low) * side < 0) a.low = b.low;
    if (onex_value_compare(b.high, a.high) * side < 0) a.high = b.high;
    return a;
}

static onex_range joined(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_range out = onex_range_of(s, node->kids[0], frame);
    for (int i = 1; i < node->nkids; i++) {
        onex_range next = onex_range_of(s, node->kids[i], frame);
        if (!is_known(out) || !is_known(next))
            out = is_known(out) ? next : unknown_of(out, next);
        else if (node->op == ONEX_OP_LEAST || node->op == ONEX_OP_GREATEST)
            out = extreme(node->op, out, next);
        else
            out = corners(node->op, out, next);
    }
    return out;
}

static onex_range scaled(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_range kid = onex_range_of(s, node->kids[0], frame);
    return is_known(kid) ? corners(ONEX_OP_MUL, kid, exactly(onex_v_int(node->u.factor))) : kid;
}

onex_range onex_range_of(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    if (!onex_range_matters(node)) return exactly(onex_expr_eval(s, node, frame));
    switch (node->op) {
    case ONEX_OP_TALLY: return tally(s, node);
    case ONEX_OP_ADD: case ONEX_OP_SUB: case ONEX_OP_MUL: case ONEX_OP_RATIO: case ONEX_OP_LEAST: case ONEX_OP_GREATEST:
        return joined(s, node, frame);
    case ONEX_OP_SCALE: return scaled(s, node, frame);
    case ONEX_OP_CHOOSE: return onex_range_of(s, node->kids[s->option(s->ctx, node->u.index)], frame);
    case ONEX_OP_POINTS: {
        onex_value c = onex_expr_eval(s, node->kids[0], frame);
        if (!onex_v_known(c)) return exactly(c);
        return c.n ? onex_range_of(s, node->kids[1], frame) : exactly(onex_v_int(0));
    }
    default: return exactly(onex_expr_eval(s, node, frame));
    }
}

onex_value onex_range_compare(onex_op op, onex_range a, onex_range b) {
    if (!is_known(a) || !is_known(b)) return (is_known(a) ? b : unknown_of(a, b)).low;
    int least = onex_value_compare(a.low, b.high), most = onex_value_compare(a.high, b.low);
    bool low, high; /* whether it holds at the two ends */
    switch (op) {
    case ONEX_OP_GE: low = least >= 0, high = most >= 0; break;
    case ONEX_OP_GT: low = least > 0, high = most > 0; break;
    case ONEX_OP_LE: low = least <= 0, high = most <= 0; break;
    case ONEX_OP_LT: low = least < 0, high = most < 0; break;
    default: /* equal or not: told where both are one number, or lie apart */
        if (least <= 0 && most >= 0 && (least || most)) return onex_v_unknown();
        low = high = (least == 0 && most == 0) == (op == ONEX_OP_EQ);
    }
    return low == high ? onex_v_bool(low) : onex_v_unknown();
}
