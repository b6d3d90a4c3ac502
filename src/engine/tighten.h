/* A college's tightening of one of the school's params, as `onex set` writes it: what is asked, checked against the
 * rules of the folder, and the text that the college's file is to have. Loading and writing it are the caller's. */
#ifndef ONEX_ENGINE_TIGHTEN_H
#define ONEX_ENGINE_TIGHTEN_H

#include "base/buffer.h"
#include "rules/rules.h"

#define ONEX_TIGHTEN_FILE "90-set.lua" /* the file of a college that is written */

typedef struct onex_tighten {
    const char *dir;             /* the rules folder, as places are shown */
    const char *college, *param; /* the param by name or title */
    const char *value;           /* as in a rule file, "60%"; NULL: the statement is taken out */
    const char **cites;
    int ncites;
    const char *reason, *document; /* clean texts; NULL: not given */
    onex_day effective;            /* ONEX_DAY_NONE: not given */
} onex_tighten;

typedef struct onex_tightened {
    const char *path;   /* inside the rules folder */
    const char *before; /* the file's bytes; NULL: it is not there */
    size_t nbefore;
    onex_buffer text; /* its bytes from now on */
    bool same;        /* they are what they were */
    const onex_param *param;
    const onex_dated *was;    /* what the college had said for the day `from`; NULL: nothing */
    const onex_dated *school; /* the school's value on that day; NULL: none */
    const char *value;        /* NULL: taken out */
    onex_day from, until;     /* when the value holds; until ONEX_DAY_NONE: no later value follows */
    onex_arena arena;
} onex_tightened;

/* NOT_FOUND with the nearest: no such param. USAGE: what is wrong with the words. REFUSED: the value would loosen, the
 * param is not the college's to change, a statement stands elsewhere, or something would be lost. To be cleared in
 * every case; `rules` must live as long. */
onex_status onex_tighten_prepare(onex_tightened *out, const onex_tighten *asked, const onex_rules *rules,
                                 onex_error *err);
void onex_tightened_clear(onex_tightened *t);

#endif
