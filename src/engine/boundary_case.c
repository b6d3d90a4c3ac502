/* Cases as tests: what is given, in words and in values, and the verdict that the rule's judge finds. */
#include <stdlib.h>
#include <string.h>

#include "engine/boundary_make.h"
#include "engine/solve.h"
#include "engine/testsource.h"
#include "expr/sentence.h"

const char *onex_edge_code(onex_edge edge) {
    static const char *const codes[] = {"below", "at", "above", "yes", "no", "missing"};
    return codes[edge];
}

const char *onex_edge_text(onex_edge edge) {
    switch (edge) {
    case ONEX_EDGE_BELOW: return onex_tr("just below", "差一点");
    case ONEX_EDGE_AT: return onex_tr("exactly", "恰好");
    case ONEX_EDGE_ABOVE: return onex_tr("just above", "超一点");
    case ONEX_EDGE_YES: return onex_tr("holds", "成立");
    case ONEX_EDGE_NO: return onex_tr("does not hold", "不成立");
    default: return onex_tr("missing", "没有数据");
    }
}

static const char *kept(onex_making *m, onex_buffer *b) {
    const char *text = b->failed ? NULL : onex_arena_text(&m->out->arena, b->data ? b->data : "", b->len);
    onex_buffer_clear(b);
    return text;
}

/* ---- given ---- */

static onex_given given_of(const onex_imagined *s, onex_put put) {
    const onex_program *p = s->program;
    onex_given g = {.fact = -1, .param = -1, .reading = -1, .rule = -1, .value = onex_v_unknown()};
    switch (put.kind) {
    case ONEX_PUT_FACT:
        g.fact = put.index;
        g.name = p->facts[put.index].decl.name;
        g.value = s->facts[put.index];
        return g;
    case ONEX_PUT_OPTION:
        g.reading = put.index;
        g.name = p->readings[put.index].decl.name;
        g.option = s->options[put.index];
        return g;
    default: break;
    }
    g.rule = put.index;
    g.name = p->rules[put.index].decl.name;
    g.verdict = s->verdicts[put.index];
    g.is_tally = put.kind == ONEX_PUT_TALLY;
    if (g.is_tally) memcpy(g.counts, s->tallies[put.index].counts, sizeof g.counts);
    return g;
}

/* False: memory is gone. */
static bool take_given(onex_making *m, onex_test *test) {
    const onex_imagined *s = &m->subject;
    test->given = onex_arena_alloc(&m->out->arena, ((size_t)s->nputs + 1) * sizeof *test->given);
    if (!test->given) return false;
    for (int i = 0; i < s->nputs; i++) {
        if (s->puts[i].kind == ONEX_PUT_RELATION) continue;
        onex_given g = given_of(s, s->puts[i]);
        if (g.fact >= 0 && !onex_v_known(g.value) && !test->uses_rows) continue; /* unknown is what is not given */
        test->given[test->ngiven++] = g;
    }
    return true;
}

/* ---- names ---- */

static bool is_taken(const onex_making *m, const char *name) {
    for (int i = 0; i < m->program->ntests; i++)
        if (!strcmp(m->program->tests[i].decl.name, name)) return true;
    for (int i = 0; i < m->out->ncases; i++)
        if (!strcmp(m->out->cases[i].test->decl.name, name)) return true;
    return false;
}

/* “title：comparison，恰好”, with day and college where they are not the usual ones. */
static const char *name_of(onex_making *m, const onex_boundary_case *made, const onex_test *test) {
    const onex_decl *decl = &m->program->rules[made->rule].decl;
    onex_buffer b = {0};
    char day[ONEX_DAY_TEXT];
    onex_buffer_printf(&b, "%s%s", onex_lang_get() == ONEX_LANG_ZH && decl->title ? decl->title : decl->name, onex_tr(": ", "："));
    if (made->missing) {
        onex_buffer_printf(&b, onex_tr("%s is missing", "没有 %s 的数据"), made->missing);
    } else {
        onex_sentence_put(&b, m->program, made->node, onex_lang_get());
        onex_buffer_printf(&b, onex_tr(", %s", "，%s"), onex_edge_text(made->edge));
    }
    if (m->elsewhere) onex_buffer_printf(&b, " %s", onex_day_text(test->as_of, day));
    if (test->test_college && (m->elsewhere || !decl->college)) onex_buffer_printf(&b, " %s", test->test_college);
    size_t len = b.len;
    for (int n = 2; !b.failed && is_taken(m, b.data); n++) {
        b.len = len;
        onex_buffer_printf(&b, " #%d", n);
    }
    return kept(m, &b);
}

/* ---- cases ---- */

static bool same_given(const onex_given *a, const onex_given *b) {
    if (a->fact != b->fact || a->rule != b->rule || a->reading != b->reading || a->is_tally != b->is_tally) return false;
    if (a->is_tally) return !memcmp(a->counts, b->counts, sizeof a->counts);
    if (a->fact < 0) return a->verdict == b->verdict && a->option == b->option;
    return a->value.kind == b->value.kind && onex_value_compare(a->value, b->value) == 0;
}

static bool same_college(const char *a, const char *b) { return a && b ? !strcmp(a, b) : a == b; }

/* Whether both give the same, in whatever order; rows in the same order. */
static bool same_case(const onex_boundary_case *made, const onex_boundary_case *old, const onex_test *a) {
    const onex_test *b = old->test;
    if (a->as_of != b->as_of || a->ngiven != b->ngiven || !same_college(a->test_college, b->test_college)) return false;
    if (a->uses_rows || b->uses_rows) return a->uses_rows == b->uses_rows && !strcmp(made->values, old->values);
    for (int i = 0; i < a->ngiven; i++) {
        int k = 0;
        while (k < b->ngiven && !same_given(&a->given[i], &b->given[k])) k++;
        if (k == b->ngiven) return false;
    }
    return true;
}

/* The rule's case with the same values; NULL: none. */
static const onex_boundary_case *earlier(const onex_making *m, const onex_boundary_case *made, const onex_test *test) {
    for (int i = m->first; i < m->out->ncases; i++)
        if (same_case(made, &m->out->cases[i], test)) return &m->out->cases[i];
    return NULL;
}

static bool room(onex_making *m) {
    onex_boundary *out = m->out;
    if (out->ncases < out->cap) return true;
    int cap = out->cap ? out->cap * 2 : 64;
    onex_boundary_case *cases = realloc(out->cases, (size_t)cap * sizeof *cases);
    if (!cases) return false;
    out->cases = cases;
    out->cap = cap;
    return true;
}

typedef struct edge_seen { /* what the comparison says when the case is judged */
    const onex_node *node;
    onex_edge edge;
    bool known;
} edge_seen;

static void look(void *ctx, const onex_test *test, onex_judge *judge, onex_view *view) {
    edge_seen *seen = ctx;
    (void)test, (void)judge;
    bool threshold = onex_solve_is_threshold(seen->node);
    onex_value a = onex_view_eval(view, threshold ? seen->node->kids[0] : seen->node), b = onex_v_int(0);
    if (threshold && seen->node->op != ONEX_OP_NONE) b = onex_view_eval(view, seen->node->kids[1]);
    seen->known = onex_v_known(a) && onex_v_known(b);
    if (!seen->known) return;
    int sign = threshold ? onex_value_compare(a, b) * (onex_boundary_turned(seen->node) ? -1 : 1) : 0;
    seen->edge = threshold ? (onex_edge)(ONEX_EDGE_AT + sign) : a.n ? ONEX_EDGE_YES : ONEX_EDGE_NO;
}

/* Where the rule is not in force one case says all. */
static bool tells_nothing(const onex_making *m, const onex_boundary_case *made, const onex_test *test) {
    if (test->expect->verdict != ONEX_NA || !m->elsewhere) return false;
    for (int i = m->first; i < m->out->ncases; i++) {
        const onex_test *old = m->out->cases[i].test;
        if (old->as_of == test->as_of && old->expect->verdict == ONEX_NA && same_college(old->test_college, test->test_college)) return true;
    }
    return made->edge == ONEX_EDGE_BELOW || made->edge == ONEX_EDGE_ABOVE;
}

/* Judges the case and puts it on the list, if it does what its edge says. */
static onex_status finish(onex_making *m, onex_boundary_case *made, onex_test *test, bool *done) {
    const onex_rule *rule = &m->program->rules[made->rule];
    onex_buffer values = {0};
    edge_seen seen = {.node = made->node};
    onex_ruletest_watch watch = {.fn = look, .ctx = &seen};
    onex_testsource_given(&values, m->program, test);
    made->values = kept(m, &values);
    if (!made->values) return onex_no_memory(m->err);
    const onex_boundary_case *old = earlier(m, made, test);
    *done = old != NULL;
    if (old && (old->node == made->node || made->missing)) return ONEX_OK;
    made->again = old != NULL;
    test->expect = onex_arena_alloc(&m->out->arena, sizeof *test->expect);
    if (!test->expect) return onex_no_memory(m->err);
    *test->expect = (onex_expect){.name = rule->decl.name, .rule = made->rule, .fact = -1, .value = onex_v_unknown()};
    test->nexpect = 1;
    test->decl.name = name_of(m, made, test);
    if (!test->decl.name || !room(m)) return onex_no_memory(m->err);
    onex_status status = onex_ruletest_verdict(&m->bench, test, made->rule, &watch, &test->expect->verdict, m->err);
    *done = !status && (made->missing || (seen.known && seen.edge == made->edge));
    if (!*done || tells_nothing(m, made, test)) return status;
    made->test = test;
    m->out->cases[m->out->ncases++] = *made;
    return ONEX_OK;
}

static onex_test *new_test(onex_making *m) {
    const onex_rule *rule = &m->program->rules[m->rule];
    onex_test *test = onex_arena_alloc(&m->out->arena, sizeof *test);
    if (!test) return NULL;
    test->decl = (onex_decl){.cites = rule->decl.cites, .ncites = rule->decl.ncites, .valid_from = ONEX_DAY_NONE, .valid_to = ONEX_DAY_NONE,
                             .college = rule->decl.college};
    test->as_of = m->subject.day;
    test->applies = rule->applies;
    test->test_college = m->subject.college;
    return test;
}

onex_status onex_boundary_add(onex_making *m, onex_edge edge, bool *done) {
    onex_test *test = new_test(m);
    onex_boundary_case made = {.rule = m->rule, .node = m->node, .edge = edge};
    *done = false;
    if (test && !onex_boundary_rows(m, test)) return m->subject.failed ? onex_no_memory(m->err) : ONEX_OK;
    if (!test || !take_given(m, test)) return onex_no_memory(m->err);
    return finish(m, &made, test, done);
}

/* ---- what is missing ---- */

static bool is_unknown(const onex_given *given) { return given->fact >= 0 && !onex_v_known(given->value); }

/* Whether it was left out already. */
static bool is_left_out(const onex_making *m, int made, const onex_given *given) {
    for (int i = made; i < m->out->ncases; i++)
        if (!strcmp(m->out->cases[i].missing, given->name)) return true;
    return false;
}

static onex_status without(onex_making *m, int from, int left_out) {
    onex_boundary_case made = m->out->cases[from];
    onex_test *test = onex_arena_alloc(&m->out->arena, sizeof *test);
    if (!test) return onex_no_memory(m->err);
    *test = *made.test;
    test->given = onex_arena_alloc(&m->out->arena, (size_t)test->ngiven * sizeof *test->given);
    if (!test->given) return onex_no_memory(m->err);
    test->ngiven = 0;
    for (int i = 0; i < made.test->ngiven; i++)
        if (i != left_out) test->given[test->ngiven++] = made.test->given[i];
    const onex_given *gone = &made.test->given[left_out];
    if (test->uses_rows && gone->fact >= 0) { /* else it would be worked out from the rows */
        test->given[test->ngiven] = *gone;
        test->given[test->ngiven++].value = onex_v_unknown();
    }
    bool done;
    made.missing = made.test->given[left_out].name;
    made.edge = ONEX_EDGE_MISSING;
    return finish(m, &made, test, &done);
}

/* Left out first where all is well and the comparison holds just so: there nothing else decides. */
static bool fits(const onex_boundary_case *made, int pass) {
    onex_verdict verdict = made->test->expect->verdict;
    bool exact = made->edge == ONEX_EDGE_AT || made->edge == ONEX_EDGE_YES;
    return pass == 2 || (exact && (pass == 1 || verdict == ONEX_MET || verdict == ONEX_CLEAR));
}

onex_status onex_boundary_missing(onex_making *m) {
    onex_status status = ONEX_OK;
    int upto = m->out->ncases;
    m->elsewhere = false;
    for (int pass = 0; pass < 3; pass++)
        for (int i = m->first; i < upto; i++) {
            const onex_test *test = m->out->cases[i].test;
            for (int k = 0; k < test->ngiven && !status && fits(&m->out->cases[i], pass); k++)
                if (test->given[k].reading < 0 && !is_unknown(&test->given[k]) && !is_left_out(m, upto, &test->given[k])) status = without(m, i, k);
        }
    return status;
}
