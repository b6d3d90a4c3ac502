/* Why a rule says what it says of a subject: a tree of reasons, from the verdict down to rows, records and thresholds. */
#ifndef ONEX_ENGINE_WHY_H
#define ONEX_ENGINE_WHY_H

#include "base/arena.h"
#include "engine/check.h"

typedef enum {
    ONEX_REASON_RULE,    /* `row`: the verdict of a rule; kids: what it rests on */
    ONEX_REASON_CLAIM,   /* `node` holds, fails or is unknown (`truth`); a comparison has `left` and `right` */
    ONEX_REASON_FACT,    /* a fact's `title` and `value` (NULL: unknown, `supplied_by` has it); kids: what it is made from */
    ONEX_REASON_PARAM,   /* a threshold: `title`, `value` as written, `origin`, `at` (file and line), `cite` */
    ONEX_REASON_READING, /* how the text is read: `title`, `value` (the option's title), `cite` */
    ONEX_REASON_ROWS,    /* rows of `entity`: `keys` of those that count, `doubtful` of those that can be told neither way */
    ONEX_REASON_RECORD,  /* one record that people made (attestation, incident): `title` says it in words */
} onex_reason_kind;

typedef struct onex_reason {
    onex_reason_kind kind;
    onex_check_row row;
    const onex_node *node;
    int truth; /* 1 holds, 0 fails, -1 unknown */
    const char *left, *right;
    const char *name, *title, *value, *supplied_by, *origin, *cite;
    const onex_local *local; /* PARAM: the college's word that gives the value; NULL: the param's own */
    const char *document;    /* of a college's file */
    onex_place at;
    const onex_entity *entity;
    const char **keys, **doubtful;
    int nkeys, ndoubtful;
    struct onex_reason **kids;
    int nkids, cap;
} onex_reason;

typedef struct onex_why {
    onex_arena arena;
    onex_reason *root; /* kind RULE */
} onex_why;

/* The reasons of `rule` for the subject, on a day, under settings. ONEX_E_NOT_FOUND when there is no such subject on that day. */
onex_status onex_why_ask(onex_why *why, onex_store *store, onex_rules *rules, onex_day as_of, onex_subject_ref subject, int rule,
                         const onex_setting *settings, int nsettings, onex_error *err);
/* The same under what `supposed` holds of settings and facts; the rest of it is not looked at. */
struct onex_judge_options;
onex_status onex_why_suppose(onex_why *why, onex_store *store, onex_rules *rules, onex_day as_of, onex_subject_ref subject, int rule,
                             const struct onex_judge_options *supposed, onex_error *err);
void onex_why_clear(onex_why *why);

#endif
