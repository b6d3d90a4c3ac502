/* What would change on the real data under other rules: both sets judged on one snapshot, row held against row, and a
 * token that names exactly these changes between exactly these sets. Nothing is written. */
#ifndef ONEX_ENGINE_IMPACT_H
#define ONEX_ENGINE_IMPACT_H

#include "base/arena.h"
#include "engine/check.h"

typedef enum { ONEX_LOOSENED, ONEX_TIGHTENED, ONEX_NEWLY_UNKNOWN, ONEX_IMPACT_WAYS } onex_impact_way;

/* The way from one verdict to another, from strict to loose: unmet, hit < unknown < deviates < excused < met, clear,
 * idle < na; up is loosened, down tightened, but down to unknown newly unknown; ONEX_IMPACT_WAYS: neither. */
onex_impact_way onex_impact_way_of(onex_verdict from, onex_verdict to);

/* Why a row said what it said; all "" where there was no row. */
typedef struct onex_impact_side {
    const char *measured, *threshold;
    const char *origin;  /* of the threshold: school, set, college:<code> */
    const char *missing; /* facts joined by ',' */
    const char *remark;  /* for people: what is missing and who supplies it, or the error */
    const char *because; /* of an outcome: the members that decide it, joined by ',' */
} onex_impact_side;

typedef struct onex_impact_change {
    onex_subject kind;
    const char *code, *college; /* college NULL: the school */
    const char *rule, *title;
    onex_verdict from, to; /* a row that one side lacks: na */
    onex_impact_way way;
    onex_impact_side before, after;
} onex_impact_change;

/* A need (or what is forbidden) of a standing decision that holds on one side only, judged on the day asked. */
typedef struct onex_impact_decision {
    int64_t number;
    const char *pilot, *transition, *rule;
    bool held, holds; /* before, after */
} onex_impact_decision;

/* A value that would be looser, whether a verdict changes today or not. */
typedef struct onex_impact_value {
    const char *name, *title;   /* of the param or set */
    const char *college;        /* NULL: the school's own value */
    const char *before, *after; /* as written; of a set: the member, NULL where it is not in it */
    onex_day from, to;          /* first day of it; end of the statement that makes it so, ONEX_DAY_NONE: none */
    const char *approved_by, *approval_document; /* of a dispensation; NULL: it is none */
    onex_place at;
} onex_impact_value;

#define ONEX_IMPACT_TOKEN 35

typedef struct onex_impact {
    onex_arena arena;
    onex_impact_change *changes; /* by subject kind, code, rule in the order of the new set, then of the old */
    int nchanges, cap;
    long ways[ONEX_IMPACT_WAYS]; /* how many of each */
    long compared;               /* pairs of subject and rule that either side has */
    onex_impact_decision *decisions;
    int ndecisions, decisions_cap;
    onex_impact_value *values; /* that are looser; their texts are the programs' */
    int nvalues;
    /* Eight digits of the old set's hash, eight of the new one's, and sixteen of the SHA-256 over both sets, the
     * settings and all changes in order: kind, code, rule, from, to. */
    char token[ONEX_IMPACT_TOKEN];
} onex_impact;

typedef struct onex_impact_options {
    onex_rules *before, *after; /* may be the same; they outlive the impact */
    onex_day as_of;
    const onex_setting *settings; /* of the program of `after`, on that side only */
    int nsettings;
    void (*progress)(void *ctx, long rows); /* told of each row judged; NULL: nobody */
    void *ctx;
} onex_impact_options;

/* Inside the transaction that the caller has opened. `_clear` frees all; also after a failure. */
onex_status onex_impact_find(onex_impact *out, onex_store *store, const onex_impact_options *options, onex_error *err);
void onex_impact_clear(onex_impact *impact);

#endif
