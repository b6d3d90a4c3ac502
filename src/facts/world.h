/* What is known of the subjects on a day. A world reads the rows that the asked rules need, in bulk, and shows one
 * subject after the other as a view, in which facts and trees can be evaluated. */
#ifndef ONEX_FACTS_WORLD_H
#define ONEX_FACTS_WORLD_H

#include "base/error.h"
#include "expr/eval.h"
#include "expr/program.h"
#include "store/store.h"

typedef struct onex_world onex_world;
typedef struct onex_view onex_view;

/* What the engine lends to the world. */
typedef struct onex_world_hooks {
    void *ctx;
    /* The verdict of a rule of the view's own kind. */
    onex_verdict (*verdict)(void *ctx, onex_view *view, int rule);
    /* The verdicts of a rule over the child subjects of the view. */
    onex_tallies (*children)(void *ctx, onex_view *view, int rule);
    /* A compute function called with the inputs of a fact. */
    onex_value (*compute)(void *ctx, onex_view *view, int fact, const onex_value *inputs);
} onex_world_hooks;

/* Values that take the place of stored ones: --set, what-if, tests. Arrays by index; NULL: none. */
typedef struct onex_overrides {
    const bool *fact_set;
    const onex_value *facts;
    const bool *param_set;
    const onex_value *params;
    const int *options; /* by reading; -1: the one chosen in the file */
} onex_overrides;

typedef struct onex_world_options {
    const onex_program *program;
    onex_store *store;      /* NULL: nothing is known but the overrides */
    onex_day day;
    const bool *rules;      /* the rules whose trees will be evaluated, with all that they rest on; NULL: all */
    const char *only_pilot; /* read this pilot's rows only; NULL: all */
    const bool *facts;      /* by fact: will be asked for, whether or not these rules rest on it (rule tests); NULL: none */
    bool *facts_read;       /* by fact: set when it is worked out for a subject; NULL: not asked */
    bool duties;            /* the trees of duties will be evaluated, and report periods read for those by SQL */
    bool name_rows;         /* explanations: read the keys of rows too */
    onex_overrides overrides;
    onex_world_hooks hooks;
} onex_world_options;

/* Prepares the reading of what the rules need: colleges and SQL facts are read at once, pilots by onex_world_each. `_close`:
 * NULL is fine. */
onex_status onex_world_open(onex_world **out, const onex_world_options *options, onex_error *err);
void onex_world_close(onex_world *world);

typedef onex_status (*onex_view_fn)(void *ctx, onex_view *view, onex_error *err);
/* Shows the school, each college, or each pilot, in the order of their codes. A pilot's view and its children live until
 * `fn` returns; the others as long as the world. May be called again. */
onex_status onex_world_each(onex_world *world, onex_subject kind, onex_view_fn fn, void *ctx, onex_error *err);
/* The view of one pilot, whichever was shown before; *view NULL: there is none. It and its children live until the next
 * pilot is shown. Not to be called while _each is at work. */
onex_status onex_world_pilot(onex_world *world, const char *code, onex_view **view, onex_error *err);
/* By rule: whether its verdicts are counted for a college or the school (`every`, `tally`); NULL: none is. The engine then
 * has to go over the pilots first. */
const bool *onex_world_tallied(const onex_world *world);
/* A view of a subject of which nothing is stored (tests with `given`). An event's own day is the one given for it, else the
 * day asked about. */
onex_view *onex_world_imagine(onex_world *world, onex_subject kind, const char *code, const char *college);

/* ---- views ---- */

/* Who the subject is. */
onex_subject onex_view_kind(const onex_view *view);
const char *onex_view_code(const onex_view *view);
const char *onex_view_college(const onex_view *view); /* NULL: the school */
onex_day onex_view_own_day(const onex_view *view);    /* the event's own day, else the day asked about */
onex_view *onex_view_at(onex_view *view, onex_subject kind); /* itself or its parent of that kind; NULL: none */
/* The children of a pilot's view of that kind, in the order of the table's key; NULL when memory is gone. */
onex_view **onex_view_children(onex_view *view, onex_subject kind, int *count);
/* Room for the engine: one byte for each rule, 0 at first. */
unsigned char *onex_view_marks(onex_view *view);

/* What is known of the subject: a tree's value, a fact, whether a column fact's cell is empty, a param in force on its own
 * day, the option of a reading. */
onex_value onex_view_eval(onex_view *view, const onex_node *node);
onex_value onex_view_fact(onex_view *view, int fact);
bool onex_view_fact_blank(onex_view *view, int fact);
onex_value onex_view_param(onex_view *view, int param);
/* The same with where it comes from; `value` NULL: none. A value set for this command is the school's, at `*instead`. */
onex_in_force onex_view_in_force(onex_view *view, int param, onex_dated *instead);
int onex_view_option(onex_view *view, int reading);

/* Calls `fn` for each fact of the view that was evaluated and is known, in the order of the program. */
typedef void (*onex_known_fn)(void *ctx, onex_view *view, int fact, onex_value value);
void onex_view_known(onex_view *view, onex_known_fn fn, void *ctx);
/* The children of that kind that were made before; *count 0: none were. */
onex_view **onex_view_children_made(onex_view *view, onex_subject kind, int *count);

/* The latest attestation of that topic by D: met, unmet or unknown. */
onex_verdict onex_view_attested(onex_view *view, const char *topic);
/* Incidents of a ground by D: hit when one is upheld, unknown while one is open, clear when one was reported, else idle. */
onex_verdict onex_view_cases(onex_view *view, const char *ground);
/* Calls `fn` for the code of each incident of a ground that is upheld by D, as the rows come. */
typedef void (*onex_code_fn)(void *ctx, const char *code);
void onex_view_upheld(onex_view *view, const char *ground, onex_code_fn fn, void *ctx);

/* Whether a waiver in force on the day excuses the subject from the rule. */
bool onex_view_waived(const onex_view *view, const char *rule);

/* Tells the records behind an attestation, each as a sentence: the latest one of a topic, or all incidents of a ground. */
typedef void (*onex_record_fn)(void *ctx, const char *text);
void onex_view_records(onex_view *view, const char *topic, bool incidents, onex_record_fn fn, void *ctx);
/* Tells of the last waiver granted by D for the subject and the rule, also of one that has ended; of none: nothing. */
void onex_view_waiver_record(const onex_view *view, const char *rule, onex_record_fn fn, void *ctx);

/* Calls `fn` for each row that a relation counts (decided) or that can be told neither in nor out; `cells`: text of the
 * row's key. For explanations only. */
typedef void (*onex_row_fn)(void *ctx, const char *key, bool decided);
void onex_view_rows(onex_view *view, const onex_relation *relation, onex_row_fn fn, void *ctx);

#endif
