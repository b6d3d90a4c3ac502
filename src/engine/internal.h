/* Inside of the engine's judging: shared by judge.c, missing.c, measure.c. Not for other layers. */
#ifndef ONEX_ENGINE_INTERNAL_H
#define ONEX_ENGINE_INTERNAL_H

#include "engine/judge.h"

typedef struct onex_missing_list {
    onex_missing *items;
    int count, cap;
    bool failed;
} onex_missing_list;

/* Verdicts of one rule over the subjects of one college (code NULL: of the school). */
typedef struct onex_count {
    int rule;
    const char *college;
    onex_tallies tallies;
    onex_missing_list missing; /* of those that are unknown */
    const char *failure;       /* of the first that failed; NULL: none */
} onex_count;

typedef struct onex_reason_text {
    const char *text;
    struct onex_reason_text *next;
} onex_reason_text;

struct onex_judge {
    onex_judge_options options;
    const onex_program *program;
    onex_world *world;
    onex_value *params;
    bool *param_set;
    int *reading_options;
    onex_count *counts;
    int ncounts;
    onex_missing_list missing; /* of the last row */
    onex_arena arena;
    onex_reason_text *reasons; /* why rules failed, each once */
    onex_status status;        /* of what failed where none could be given, with its error */
    onex_error error;
};

/* missing.c: what is missing in an unknown verdict, sorted by name, each once. */
void onex_missing_add(onex_missing_list *list, const char *fact, const char *title, const char *supplied_by);
void onex_missing_of_rule(onex_judge *judge, onex_view *view, int rule, onex_missing_list *list);
void onex_missing_clear(onex_missing_list *list);
/* What keeps a tree of the view's kind unknown. */
void onex_missing_of_tree(onex_judge *judge, onex_view *view, const onex_node *node, onex_missing_list *list);
const onex_count *onex_judge_count(const onex_judge *judge, const onex_view *view, int rule);

/* measure.c: fills measured, threshold, param, origin. */
void onex_measure(onex_judge *judge, onex_view *view, int rule, onex_check_row *row);
/* The quantity of a known value of a type: text and nearest number. */
void onex_quantity_of(onex_value value, onex_type type, onex_quantity *out);

/* failure.c: why a rule that is unknown failed, with the place ("school/07.lua:12: ..."), for as long as the judge lives;
 * NULL: nothing failed. */
const char *onex_judge_failure(onex_judge *judge, onex_view *view, int rule);
/* Whether an expression of the rule itself failed for the view of its kind. */
bool onex_judge_failed(onex_view *view, const onex_rule *rule);

#endif
