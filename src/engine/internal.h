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
} onex_count;

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

/* judge.c: the first error that keeps a rule unknown; NULL: none. */
const char *onex_judge_error(onex_judge *judge, onex_view *view, int rule);

#endif
