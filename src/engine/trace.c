/* Joins the regulation's clauses with what cites them. A clause is matched by its numbers, never by its text. */
#include "engine/trace.h"

#include <stdlib.h>
#include <string.h>

typedef enum { RULE, PARAM, SET, READING, TRANSITION, DUTY, FACT, TEST } kind;

typedef struct citing { /* one declaration and a clause that it cites */
    kind kind;
    int index;
    const onex_decl *decl;
    onex_clause clause;
} citing;

typedef struct tracer {
    onex_trace *trace;
    const onex_program *program;
    const onex_laws *laws;
    citing *cites;
    int ncites, cap;
    int cap_rows;
    bool failed;
} tracer;

/* The clause as the text has it, so that 第一款 of an article with one paragraph is the article. */
static bool resolve(const tracer *t, const char *text, onex_clause *out) {
    if (!onex_clause_parse(text, out)) return false;
    const onex_law_clause *found = onex_law_find(&t->laws->now, *out);
    if (found) *out = found->clause;
    return true;
}

/* ---- what cites ---- */

static void add_cites(tracer *t, kind of, int index, const onex_decl *decl) {
    for (int i = 0; i < decl->ncites && !t->failed; i++) {
        onex_clause clause;
        if (!resolve(t, decl->cites[i], &clause)) continue; /* a college's own document */
        if (t->ncites == t->cap) {
            int cap = t->cap ? t->cap * 2 : 256;
            citing *cites = realloc(t->cites, (size_t)cap * sizeof *cites);
            if (!cites) {
                t->failed = true;
                return;
            }
            t->cites = cites;
            t->cap = cap;
        }
        t->cites[t->ncites++] = (citing){of, index, decl, clause};
    }
}

static void gather_cites(tracer *t) {
    const onex_program *p = t->program;
    for (int i = 0; i < p->nrules; i++) add_cites(t, RULE, i, &p->rules[i].decl);
    for (int i = 0; i < p->nparams; i++) add_cites(t, PARAM, i, &p->params[i].decl);
    for (int i = 0; i < p->nsets; i++) add_cites(t, SET, i, &p->sets[i].decl);
    for (int i = 0; i < p->nreadings; i++) add_cites(t, READING, i, &p->readings[i].decl);
    for (int i = 0; i < p->ntransitions; i++) add_cites(t, TRANSITION, i, &p->transitions[i].decl);
    for (int i = 0; i < p->nduties; i++) add_cites(t, DUTY, i, &p->duties[i].decl);
    for (int i = 0; i < p->nfacts; i++) add_cites(t, FACT, i, &p->facts[i].decl);
    for (int i = 0; i < p->ntests; i++) add_cites(t, TEST, i, &p->tests[i].decl);
}

/* ---- the rows ---- */

static void add_row(tracer *t, onex_clause clause) {
    onex_trace *trace = t->trace;
    for (int i = 0; i < trace->nrows; i++)
        if (onex_clause_compare(trace->rows[i].clause, clause) == 0) return;
    if (trace->nrows == t->cap_rows) { /* the arena keeps the smaller arrays until it is cleared */
        int cap = t->cap_rows ? t->cap_rows * 2 : 128;
        onex_trace_row *rows = onex_arena_alloc(&trace->arena, (size_t)cap * sizeof *rows);
        if (!rows) {
            t->failed = true;
            return;
        }
        if (trace->nrows) memcpy(rows, trace->rows, (size_t)trace->nrows * sizeof *rows);
        trace->rows = rows;
        t->cap_rows = cap;
    }
    trace->rows[trace->nrows++] = (onex_trace_row){.clause = clause};
}

static void gather_rows(tracer *t) {
    const onex_law *law = &t->laws->now;
    const onex_regulation *r = &t->program->regulation;
    onex_clause clause;
    for (int i = 0; i < law->nclauses; i++) add_row(t, law->clauses[i].clause);
    for (int i = 1; !law->nclauses && i <= r->articles; i++) add_row(t, (onex_clause){i, 0, 0});
    for (int i = 0; i < r->nclauses; i++)
        if (resolve(t, r->clauses[i], &clause)) add_row(t, clause);
    for (int i = 0; i < t->ncites; i++) add_row(t, t->cites[i].clause);
}

static const char *class_declared(const tracer *t, onex_clause clause) {
    const onex_regulation *r = &t->program->regulation;
    onex_clause named;
    for (int i = 0; i < r->nclauses; i++)
        if (resolve(t, r->clauses[i], &named) && onex_clause_compare(named, clause) == 0) return r->classes[i];
    return NULL;
}

/* The class that what cites a clause gives it. */
static const char *class_of_kinds(const bool kinds[TEST + 1], bool computed) {
    if (computed) return "computed";
    if (kinds[TRANSITION] || kinds[DUTY]) return "procedure";
    if (kinds[RULE]) return "judgement";
    return kinds[PARAM] || kinds[SET] || kinds[READING] ? "parameter" : "";
}

/* Takes one citation into its row. */
static void take_cite(onex_trace_row *row, const citing *c) {
    if (c->kind == TEST) return;
    const onex_decl **list = c->kind == RULE ? row->rules : row->others;
    int *n = c->kind == RULE ? &row->nrules : &row->nothers;
    for (int i = 0; i < *n; i++)
        if (list[i] == c->decl) return; /* cites it twice, by two names */
    list[(*n)++] = c->decl;
}

static void fill_row(tracer *t, onex_trace_row *row) {
    bool kinds[TEST + 1] = {false}, computed = false;
    char name[ONEX_CLAUSE_TEXT];
    onex_arena *arena = &t->trace->arena;
    onex_clause_text(row->clause, name);
    int n = 0;
    for (int i = 0; i < t->ncites; i++) n += onex_clause_compare(t->cites[i].clause, row->clause) == 0;
    row->name = onex_arena_text(arena, name, strlen(name));
    row->rules = onex_arena_alloc(arena, (size_t)(n + 1) * sizeof *row->rules);
    row->others = onex_arena_alloc(arena, (size_t)(n + 1) * sizeof *row->others);
    if (!row->name || !row->rules || !row->others) {
        t->failed = true;
        return;
    }
    for (int i = 0; i < t->ncites; i++) {
        const citing *c = &t->cites[i];
        if (onex_clause_compare(c->clause, row->clause) != 0) continue;
        kinds[c->kind] = true;
        if (c->kind == RULE && t->program->rules[c->index].kind != ONEX_ATTESTATION) computed = true;
        take_cite(row, c);
    }
    row->class = class_declared(t, row->clause);
    if (!row->class) row->class = class_of_kinds(kinds, computed);
    row->text = onex_law_find(&t->laws->now, row->clause);
    row->changed = onex_laws_changed(t->laws, row->clause);
}

/* ---- tests ---- */

static bool test_is_of(const tracer *t, int test, const onex_trace_row *row) {
    const onex_test *of = &t->program->tests[test];
    onex_clause clause;
    for (int i = 0; i < of->decl.ncites; i++)
        if (resolve(t, of->decl.cites[i], &clause) && onex_clause_compare(clause, row->clause) == 0) return true;
    for (int i = 0; i < of->nexpect; i++)
        for (int k = 0; of->expect[i].rule >= 0 && k < row->nrules; k++)
            if (row->rules[k] == &t->program->rules[of->expect[i].rule].decl) return true;
    return false;
}

/* ---- the whole ---- */

/* 0: uncovered, 1: has a class only, 2: something stands for it. */
static int rank(const onex_trace_row *row) {
    if (row->nrules || row->nothers) return 2;
    return *row->class ? 1 : 0;
}

static int compare_rows(const void *a, const void *b) {
    const onex_trace_row *x = a, *y = b;
    int c = rank(x) - rank(y);
    return c ? c : onex_clause_compare(x->clause, y->clause);
}

onex_status onex_trace_make(onex_trace *out, const onex_program *program, const onex_laws *laws, onex_error *err) {
    *out = (onex_trace){0};
    tracer t = {.trace = out, .program = program, .laws = laws};
    gather_cites(&t);
    if (!t.failed) gather_rows(&t);
    for (int i = 0; !t.failed && i < out->nrows; i++) fill_row(&t, &out->rows[i]);
    for (int i = 0; !t.failed && i < out->nrows; i++)
        for (int k = 0; k < program->ntests; k++) out->rows[i].tests += test_is_of(&t, k, &out->rows[i]);
    free(t.cites);
    if (t.failed) {
        onex_trace_clear(out);
        return onex_no_memory(err);
    }
    if (out->nrows) qsort(out->rows, (size_t)out->nrows, sizeof *out->rows, compare_rows);
    for (int i = 0; i < out->nrows; i++) out->uncovered += rank(&out->rows[i]) == 0;
    return ONEX_OK;
}

void onex_trace_clear(onex_trace *trace) {
    onex_arena_clear(&trace->arena);
    *trace = (onex_trace){0};
}
