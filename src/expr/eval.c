/* Evaluation of expression trees: exact fractions, dates, choices. Everything that needs the world goes through
 * onex_scope; conditions are decide.c's. */
#include "expr/eval.h"

#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "expr/decide.h"
#include "expr/range.h"

static onex_value overflow(void) {
    return onex_v_error(onex_tr("a number is too large to compute with", "数值过大，无法计算"));
}

static onex_fraction fraction(onex_value v) { return (onex_fraction){v.n, v.d}; }

bool onex_text_equal(const onex_text *a, const onex_text *b, bool codes) {
    if (a == b) return true;
    uint32_t len = codes ? a->raw_len : a->folded_len;
    if (len != (codes ? b->raw_len : b->folded_len)) return false;
    const char *x = codes ? a->raw : a->folded, *y = codes ? b->raw : b->folded;
    return len == 0 || (x[0] == y[0] && x[len - 1] == y[len - 1] && memcmp(x, y, len) == 0);
}

static int text_compare(const onex_text *a, const onex_text *b) {
    uint32_t len = a->folded_len < b->folded_len ? a->folded_len : b->folded_len;
    int c = memcmp(a->folded, b->folded, len);
    if (c) return c < 0 ? -1 : 1;
    return (a->folded_len > b->folded_len) - (a->folded_len < b->folded_len);
}

int onex_value_compare(onex_value a, onex_value b) {
    if (a.kind == ONEX_V_TEXT && b.kind == ONEX_V_TEXT) return text_compare(a.text, b.text);
    if (a.kind == ONEX_V_NUMBER && b.kind == ONEX_V_NUMBER && (a.d != 1 || b.d != 1))
        return onex_fraction_compare(fraction(a), fraction(b));
    return (a.n > b.n) - (a.n < b.n);
}

bool onex_set_has(const onex_set *set, const onex_text *text) {
    int low = 0, high = set->nmembers;
    while (low < high) {
        int middle = (low + high) / 2;
        int c = text_compare(set->members[middle], text);
        if (c == 0) return true;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Most operands are cells and literals: those need no call. */
static inline onex_value operand(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    if (node->op == ONEX_OP_LITERAL) return node->u.literal;
    if (node->op == ONEX_OP_ROW && node->u.column.depth == 0 && frame && frame->cells) return frame->cells[node->u.column.slot];
    return onex_expr_eval(s, node, frame);
}

/* The unknown that a result inherits: an error says more than a blank. */
static onex_value unknown_of(onex_value a, onex_value b) { return a.kind == ONEX_V_ERROR ? a : b.kind == ONEX_V_ERROR ? b : onex_v_unknown(); }

/* A tally by itself: unknown while children are. */
static onex_value tally(const onex_scope *s, const onex_node *node) {
    onex_range r = onex_range_of(s, node, NULL);
    return onex_v_known(r.low) && r.low.n == r.high.n ? r.low : onex_v_unknown();
}

static onex_value arithmetic(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value a = operand(s, node->kids[0], frame), b = operand(s, node->kids[1], frame);
    if (!onex_v_known(a) || !onex_v_known(b)) return unknown_of(a, b);
    onex_fraction r;
    bool ok = false;
    switch (node->op) {
    case ONEX_OP_ADD: ok = onex_fraction_add(fraction(a), fraction(b), &r); break;
    case ONEX_OP_SUB: ok = onex_fraction_sub(fraction(a), fraction(b), &r); break;
    case ONEX_OP_MUL: ok = onex_fraction_mul(fraction(a), fraction(b), &r); break;
    default:
        if (b.n == 0) return onex_v_unknown(); /* ratio(a, 0) is unknown */
        ok = onex_fraction_div(fraction(a), fraction(b), &r);
    }
    return ok ? onex_v_fraction(r.n, r.d) : overflow();
}

static onex_value extreme(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value best = operand(s, node->kids[0], frame);
    for (int i = 1; i < node->nkids; i++) {
        onex_value v = operand(s, node->kids[i], frame);
        if (!onex_v_known(v) || !onex_v_known(best)) {
            best = unknown_of(best, v);
            continue;
        }
        int c = onex_value_compare(v, best);
        if (node->op == ONEX_OP_LEAST ? c < 0 : c > 0) best = v;
    }
    return best;
}

static onex_value day_value(int64_t day) {
    enum { FIRST = -719162, LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */
    return day < FIRST || day > LAST ? overflow() : onex_v_date((onex_day)day);
}

static onex_value date_word(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value a = operand(s, node->kids[0], frame);
    if (!onex_v_known(a)) return a;
    onex_value b = onex_v_unknown();
    if (node->nkids > 1) {
        b = operand(s, node->kids[1], frame);
        if (!onex_v_known(b)) return b;
    }
    onex_day day;
    int month, dom;
    switch (node->op) {
    case ONEX_OP_DAYS_BETWEEN: return onex_v_int(b.n - a.n);
    case ONEX_OP_DAYS_AFTER:
        if (b.d != 1) return onex_v_error(onex_tr("a number of days must be whole", "天数必须是整数"));
        if (b.n > 4000000 || b.n < -4000000) return overflow();
        return day_value(a.n + b.n);
    case ONEX_OP_YEAR_OF: return onex_v_int(onex_day_year((onex_day)a.n));
    case ONEX_OP_YEAR_END: month = 12, dom = 31; break;
    default: /* "06-30" was checked when it was compiled */
        month = (b.text->raw[0] - '0') * 10 + b.text->raw[1] - '0';
        dom = (b.text->raw[3] - '0') * 10 + b.text->raw[4] - '0';
    }
    if (a.d != 1 || a.n < 1 || a.n > 9999 || !onex_day_from((int)a.n, month, dom, &day))
        return onex_v_error(onex_tr("there is no such day in that year", "该年没有这一天"));
    return onex_v_date(day);
}

static onex_value every(const onex_scope *s, const onex_node *node) {
    onex_tallies t = s->children(s->ctx, node->u.index);
    if (!t.known) return onex_v_unknown();
    if (t.counts[ONEX_UNMET] || t.counts[ONEX_HIT] || t.counts[ONEX_DEVIATES]) return onex_v_bool(0);
    return t.counts[ONEX_UNKNOWN] || t.counts[ONEX_IDLE] ? onex_v_unknown() : onex_v_bool(1);
}

static onex_value met(const onex_scope *s, const onex_node *node) {
    switch (s->verdict(s->ctx, node->u.index)) {
    case ONEX_MET: case ONEX_EXCUSED: case ONEX_CLEAR: return onex_v_bool(1);
    case ONEX_UNMET: case ONEX_DEVIATES: case ONEX_HIT: return onex_v_bool(0);
    default: return onex_v_unknown();
    }
}

static onex_value reading_text(const onex_scope *s, const onex_node *node) {
    int option = s->option(s->ctx, node->u.index);
    return onex_v_text(s->program->readings[node->u.index].key_texts[option]);
}

static onex_value scaled(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value v = operand(s, node->kids[0], frame);
    if (!onex_v_known(v)) return v;
    int64_t n;
    return __builtin_mul_overflow(v.n, node->u.factor, &n) ? overflow() : onex_v_fraction(n, v.d);
}

static onex_value decided(onex_decision d) {
    if (d.truth == ONEX_FAILED) return onex_v_error(d.error);
    return d.truth == ONEX_OPEN ? onex_v_unknown() : onex_v_bool(d.truth == ONEX_YES);
}

onex_value onex_expr_eval(const onex_scope *s, const onex_node *node, const onex_frame *frame) {
    onex_value v;
    switch (node->op) {
    case ONEX_OP_LITERAL: return node->u.literal;
    case ONEX_OP_FACT: return s->fact(s->ctx, node->u.index);
    case ONEX_OP_PARAM: return s->param(s->ctx, node->u.index);
    case ONEX_OP_READING: return reading_text(s, node);
    case ONEX_OP_AS_OF: return onex_v_date(s->day);
    case ONEX_OP_ROW: return *onex_cell(node, frame, node->u.column.slot);
    case ONEX_OP_GE: case ONEX_OP_LE: case ONEX_OP_LT: case ONEX_OP_GT: case ONEX_OP_EQ: case ONEX_OP_NE: case ONEX_OP_NONE:
    case ONEX_OP_ONE_OF: case ONEX_OP_NONE_OF: case ONEX_OP_ALL: case ONEX_OP_ANY: case ONEX_OP_NO: case ONEX_OP_BLANK: case ONEX_OP_KNOWN:
        return decided(onex_expr_decide(s, node, frame));
    case ONEX_OP_ADD: case ONEX_OP_SUB: case ONEX_OP_MUL: case ONEX_OP_RATIO: return arithmetic(s, node, frame);
    case ONEX_OP_LEAST: case ONEX_OP_GREATEST: return extreme(s, node, frame);
    case ONEX_OP_SCALE: return scaled(s, node, frame);
    case ONEX_OP_DAYS_BETWEEN: case ONEX_OP_DAYS_AFTER: case ONEX_OP_YEAR_END: case ONEX_OP_YEAR_OF: case ONEX_OP_DAY_OF:
        return date_word(s, node, frame);
    case ONEX_OP_CHOOSE: return operand(s, node->kids[s->option(s->ctx, node->u.index)], frame);
    case ONEX_OP_EVERY: return every(s, node);
    case ONEX_OP_TALLY: return tally(s, node);
    case ONEX_OP_MET: return met(s, node);
    case ONEX_OP_POINTS:
        v = operand(s, node->kids[0], frame);
        if (!onex_v_known(v)) return v;
        return v.n ? operand(s, node->kids[1], frame) : onex_v_int(0);
    case ONEX_OP_OTHERWISE:
        v = operand(s, node->kids[0], frame);
        return v.kind == ONEX_V_UNKNOWN ? operand(s, node->kids[1], frame) : v;
    case ONEX_OP_RELATION: return s->relation(s->ctx, node->u.relation, frame);
    }
    return onex_v_unknown();
}
