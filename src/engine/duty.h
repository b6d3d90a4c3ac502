/* Duties: who owes what by when on a day, as the rules say (expressions and SQL), and waivers that are about to end. */
#ifndef ONEX_ENGINE_DUTY_H
#define ONEX_ENGINE_DUTY_H

#include "base/arena.h"
#include "engine/check.h"

typedef struct onex_debtor {
    const char *code, *name;
} onex_debtor;

typedef struct onex_owed {
    const char *duty, *title; /* name and title of the duty; waiver_lapse: title is the rule's */
    onex_subject subject;
    const char *code, *college, *college_name; /* college NULL: the school */
    const char *what;           /* which of several: a period's first day, a milestone, a rule; "" where there is one */
    const char *who;            /* lead, college, an office's code; a college's own duty: its words */
    const onex_debtor *persons; /* of lead: the leads of the pilot in office */
    int npersons;
    onex_day due;        /* ONEX_DAY_NONE: cannot be told */
    bool overdue;        /* due before the day asked about */
    const char *cite;    /* clauses joined by ',' */
    const char *missing; /* where due cannot be told: titles of what is missing joined by ','; NULL: not known */
    int order;           /* of the duty among all */
} onex_owed;

typedef struct onex_duties {
    onex_arena arena;
    onex_owed *items; /* by due day (none last), subject kind, code, duty, what: the overdue come first */
    int count, cap;
} onex_duties;

typedef struct onex_duty_query {
    onex_day as_of;
    int within; /* days: due by as_of + within; negative: all. What is overdue or without a day is always given */
    const char *college;        /* only this college's subjects; NULL: all */
    const onex_subject_ref *of; /* only this subject's, and of a pilot those that belong to it; NULL: all */
} onex_duty_query;

/* The name under which a waiver's end is owed: a duty of the core, not of the rule files. */
#define ONEX_WAIVER_LAPSE "waiver_lapse"
/* Days before its end from which a waiver is shown. */
#define ONEX_WAIVER_NOTICE 60

/* All that is owed, inside the transaction that the caller has opened. An expression is owed where `only_if` is true
 * and `done` is false or unknown; a row of SQL where `only_if` is true and done is not. `_clear` frees all; also after
 * a failure. */
onex_status onex_duties_find(onex_duties *out, onex_store *store, onex_rules *rules, const onex_duty_query *query,
                             onex_error *err);
void onex_duties_clear(onex_duties *duties);

#endif
