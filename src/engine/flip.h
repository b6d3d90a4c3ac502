/* Verdicts that time alone will change: in the days behind the one asked about, with no change of data, rules or
 * settings. */
#ifndef ONEX_ENGINE_FLIP_H
#define ONEX_ENGINE_FLIP_H

#include "base/arena.h"
#include "engine/check.h"

typedef struct onex_flip {
    onex_day on; /* the first day of the new verdict */
    onex_subject subject;
    const char *code, *college; /* college NULL: the school */
    int rule;
    onex_verdict from, to; /* a subject that comes into being on the day (a planned examination) was `na` before */
    const char *because;   /* what changed overnight, for people */
} onex_flip;

typedef struct onex_flips {
    onex_arena arena;
    onex_flip *items; /* by day, subject kind, code, rule */
    int count, cap;
    long judged; /* days on which something was judged, the day asked about included */
} onex_flips;

typedef struct onex_flip_query {
    onex_day as_of;
    int days;                               /* those in (as_of, as_of + days] */
    const char *college;                    /* only this college's subjects; NULL: all */
    const onex_subject_ref *of;             /* only this subject; NULL: all */
    bool every_day;                         /* judge all rules on every day: the slow way, to hold the other against */
    void (*progress)(void *ctx, long days); /* told after each day; NULL: nobody */
    void *ctx;
} onex_flip_query;

/* Inside the transaction that the caller has opened. `_clear` frees all; also after a failure. */
onex_status onex_flips_find(onex_flips *out, onex_store *store, onex_rules *rules, const onex_flip_query *query,
                            onex_error *err);
void onex_flips_clear(onex_flips *flips);

#endif
