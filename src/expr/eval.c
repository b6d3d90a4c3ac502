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
    return onex_same_bytes(codes ? a->raw : a->folded, codes ? b->raw : b->folded, len);
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

/* The unknown that a result inherits: an error says more than a blank. */
static const onex_value *unknown_of(const onex_value *a, const onex_value *b, onex_value *room) {
    if (a->kind == ONEX_V_ERROR) return a;
    if (b->kind == ONEX_V_ERROR) return b;
    *room = onex_v_unknown();
    return room;
}

/* A tally by itself: unknown while children are. */
static onex_value tally(const onex_scope *s, const onex_node *node) {
    onex_range r = onex_range_of(s, node, NULL);
    return onex_v_known(r.low) && r.low.n == r.high.n ? r.low : onex_v_unknown();
}

static const onex_value *arithmetic(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_value *room) {
    onex_value rooms[2];
    const onex_value *a = onex_expr_look(s, node->kids[0], frame, &rooms[0]), *b = onex_expr_look(s, node->kids[1], frame, &rooms[1]);
    onex_fraction r;
    bool ok = false;
    if (!onex_v_known(*a) || !onex_v_known(*b)) {
        *room = *unknown_of(a, b, room);
        return room;
    }
    switch (node->op) {
    case ONEX_OP_ADD: ok = onex_fraction_add(fraction(*a), fraction(*b), &r); break;
    case ONEX_OP_SUB: ok = onex_fraction_sub(fraction(*a), fraction(*b), &r); break;
    case ONEX_OP_MUL: ok = onex_fraction_mul(fraction(*a), fraction(*b), &r); break;
    default:
        if (b->n == 0) { /* ratio(a, 0) is unknown */
            *room = onex_v_unknown();
            return room;
        }
        ok = onex_fraction_div(fraction(*a), fraction(*b), &r);
    }
    *room = ok ? onex_v_fraction(r.n, r.d) : overflow();
    return room;
}

static const onex_value *extreme(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_value *room) {
    onex_value best = *onex_expr_look(s, node->kids[0], frame, room);
    for (int i = 1; i < node->nkids; i++) {
        const onex_value *v = onex_expr_look(s, node->kids[i], frame, room);
        if (!onex_v_known(*v) || !onex_v_known(best)) {
            best = *unknown_of(&best, v, room);
            continue;
        }
        int c = onex_value_compare(*v, best);
        if (node->op == ONEX_OP_LEAST ? c < 0 : c > 0) best = *v;
    }
    *room = best;
    return room;
}

static onex_value day_value(int64_t day) {
    enum { FIRST = -719162, LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */
    return day < FIRST || day > LAST ? overflow() : onex_v_date((onex_day)day);
}

static onex_value day_of_year(const onex_value *year, int month, int dom) {
    onex_day day;
    if (year->d != 1 || year->n < 1 || year->n > 9999 || !onex_day_from((int)year->n, month, dom, &day))
        return onex_v_error(onex_tr("there is no such day in that year", "该年没有这一天"));
    return onex_v_date(day);
}

static onex_value days_after(const onex_value *day, const onex_value *days) {
    if (days->d != 1) return onex_v_error(onex_tr("a number of days must be whole", "天数必须是整数"));
    return days->n > 4000000 || days->n < -4000000 ? overflow() : day_value(day->n + days->n);
}

static const onex_value *date_word(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_value *room) {
    onex_value rooms[2];
    const onex_value *a = onex_expr_look(s, node->kids[0], frame, &rooms[0]), *b = NULL;
    if (onex_v_known(*a) && node->nkids > 1) b = onex_expr_look(s, node->kids[1], frame, &rooms[1]);
    if (!onex_v_known(*a) || (b && !onex_v_known(*b))) {
        *room = onex_v_known(*a) ? *b : *a;
        return room;
    }
    switch (node->op) {
    case ONEX_OP_DAYS_BETWEEN: *room = onex_v_int(b->n - a->n); break;
    case ONEX_OP_DAYS_AFTER: *room = days_after(a, b); break;
    case ONEX_OP_YEAR_OF: *room = onex_v_int(onex_day_year((onex_day)a->n)); break;
    case ONEX_OP_YEAR_END: *room = day_of_year(a, 12, 31); break;
    default: { /* "06-30" was checked when it was compiled */
        const char *text = b->text->raw;
        *room = day_of_year(a, (text[0] - '0') * 10 + text[1] - '0', (text[3] - '0') * 10 + text[4] - '0');
    }
    }
    return room;
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

static onex_value scaled(const onex_value *v, int64_t factor) {
    int64_t n;
    return __builtin_mul_overflow(v->n, factor, &n) ? overflow() : onex_v_fraction(n, v->d);
}

static onex_value decided(onex_decision d) {
    if (d.truth == ONEX_FAILED) return onex_v_error(d.error);
    return d.truth == ONEX_OPEN ? onex_v_unknown() : onex_v_bool(d.truth == ONEX_YES);
}

const onex_value *onex_expr_look(const onex_scope *s, const onex_node *node, const onex_frame *frame, onex_value *room) {
    const onex_value *v;
    switch (node->op) {
    case ONEX_OP_LITERAL: return &node->u.literal;
    case ONEX_OP_FACT: return s->fact(s->ctx, node->u.index, room);
    case ONEX_OP_PARAM: return s->param(s->ctx, node->u.index, room);
    case ONEX_OP_ROW: return onex_cell(node, frame, node->u.column.slot);
    case ONEX_OP_ADD: case ONEX_OP_SUB: case ONEX_OP_MUL: case ONEX_OP_RATIO: return arithmetic(s, node, frame, room);
    case ONEX_OP_LEAST: case ONEX_OP_GREATEST: return extreme(s, node, frame, room);
    case ONEX_OP_DAYS_BETWEEN: case ONEX_OP_DAYS_AFTER: case ONEX_OP_YEAR_END: case ONEX_OP_YEAR_OF: case ONEX_OP_DAY_OF:
        return date_word(s, node, frame, room);
    case ONEX_OP_CHOOSE: return onex_expr_look(s, node->kids[s->option(s->ctx, node->u.index)], frame, room);
    case ONEX_OP_SCALE:
        v = onex_expr_look(s, node->kids[0], frame, room);
        if (!onex_v_known(*v)) return v;
        *room = scaled(v, node->u.factor);
        return room;
    case ONEX_OP_POINTS: {
        onex_decision d = onex_expr_decide(s, node->kids[0], frame);
        if (d.truth == ONEX_YES) return onex_expr_look(s, node->kids[1], frame, room);
        *room = d.truth == ONEX_NO ? onex_v_int(0) : decided(d);
        return room;
    }
    case ONEX_OP_OTHERWISE:
        v = onex_expr_look(s, node->kids[0], frame, room);
        return v->kind == ONEX_V_UNKNOWN ? onex_expr_look(s, node->kids[1], frame, room) : v;
    case ONEX_OP_READING: *room = reading_text(s, node); return room;
    case ONEX_OP_AS_OF: *room = onex_v_date(s->day); return room;
    case ONEX_OP_EVERY: *room = every(s, node); return room;
    case ONEX_OP_TALLY: *room = tally(s, node); return room;
    case ONEX_OP_MET: *room = met(s, node); return room;
    case ONEX_OP_RELATION: *room = s->relation(s->ctx, node->u.relation, frame); return room;
    default: *room = decided(onex_expr_decide(s, node, frame)); return room;
    }
}

onex_value onex_expr_eval(const onex_scope *scope, const onex_node *node, const onex_frame *frame) {
    onex_value room;
    return *onex_expr_look(scope, node, frame, &room);
}
