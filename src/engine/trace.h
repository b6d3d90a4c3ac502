/* Clause by clause: which rules and tests stand for it, what class it is of, whether its text changed. */
#ifndef ONEX_ENGINE_TRACE_H
#define ONEX_ENGINE_TRACE_H

#include "engine/law.h"
#include "expr/program.h"

typedef struct onex_trace_row {
    onex_clause clause;
    const char *name;
    const onex_law_clause *text; /* NULL: no text is loaded, or it has no such clause */
    const char *class;       /* as the regulation's declaration says; else computed, procedure, judgement, parameter by
                              * what cites it; "": nothing does */
    const onex_decl **rules; /* those that cite it, in rule order */
    int nrules;
    const onex_decl **others; /* params, sets, readings, transitions, duties, facts that cite it */
    int nothers;
    int tests; /* that cite it, or expect something of one of `rules` */
    bool changed;
} onex_trace_row;

typedef struct onex_trace {
    onex_arena arena;
    onex_trace_row *rows;
    int nrows;
    int uncovered; /* nothing cites them and they have no class */
} onex_trace;

/* A row for each clause of the text that counts, and for each one that a declaration names besides; without a text for
 * each article that the regulation's declaration counts. First the uncovered ones, then those that only have a class,
 * then the others, each in the order of their numbers. The program and the laws must outlive it; load the program with
 * its tests. */
onex_status onex_trace_make(onex_trace *out, const onex_program *program, const onex_laws *laws, onex_error *err);
void onex_trace_clear(onex_trace *trace);

#endif
