/* Findings: the verdicts that a recorded check found changed, and the last recorded verdict of each subject and rule
 * that follows from them. */
#ifndef ONEX_STORE_FINDING_H
#define ONEX_STORE_FINDING_H

#include "base/arena.h"
#include "model/verdict.h"
#include "store/store.h"

/* ---- writing ---- */

typedef struct onex_finding {
    onex_subject kind;
    const char *subject, *rule;
    onex_verdict from, to; /* ONEX_VERDICTS: null (not recorded before; no such row any more) */
    const char *detail;    /* canonical JSON: college, measured, threshold, missing, error, where it has them */
} onex_finding;

typedef struct onex_finding_writer onex_finding_writer;
/* Writes the findings of a run inside the open transaction; a finding's texts are not kept. */
onex_status onex_finding_writer_open(onex_finding_writer **out, onex_store *store, int64_t run, onex_error *err);
onex_status onex_finding_put(onex_finding_writer *writer, const onex_finding *finding, onex_error *err);
void onex_finding_writer_close(onex_finding_writer *writer); /* NULL is fine; before the store is closed */

/* ---- the last recorded verdicts ---- */

typedef struct onex_recorded_verdict {
    const char *rule;
    onex_verdict verdict; /* ONEX_VERDICTS: it was recorded that there is no such row any more */
    const char *college;  /* of the subject when it was recorded; NULL: the school */
    int64_t run;          /* since when it has this verdict */
    bool seen;            /* the caller's own mark, false at first */
} onex_recorded_verdict;

/* Walks over the subjects of one kind in the order of their codes; each with its rules by name. */
typedef struct onex_recorded onex_recorded;
/* Of `kind`, as recorded by run `upto` and those before it (INT64_MAX: all); `subject`: this one only, NULL: all. */
onex_status onex_recorded_open(onex_recorded **out, onex_store *store, onex_subject kind, const char *subject,
                               int64_t upto, onex_error *err);
/* *subject NULL at the end. What is given lives until the next call. */
onex_status onex_recorded_next(onex_recorded *recorded, const char **subject, onex_recorded_verdict **verdicts,
                               int *count, onex_error *err);
void onex_recorded_close(onex_recorded *recorded); /* NULL is fine */

/* ---- their history ---- */

typedef struct onex_finding_query {
    onex_subject kind;   /* with `subject` only */
    const char *subject; /* NULL: all */
    const char *rule;    /* NULL: all */
    const char *actor;   /* of the run's event; NULL: all */
    int64_t run;         /* 0: all */
} onex_finding_query;

typedef struct onex_finding_row {
    onex_finding finding;
    const char *as_of, *at; /* the day asked about; when it was recorded (UTC) */
    int64_t run;
} onex_finding_row;

/* Calls fn for each finding, the oldest run first, then by subject kind, code and rule. */
typedef onex_status (*onex_finding_fn)(void *ctx, const onex_finding_row *row, onex_error *err);
onex_status onex_finding_each(onex_store *store, const onex_finding_query *query, onex_finding_fn fn, void *ctx,
                              onex_error *err);

#endif
