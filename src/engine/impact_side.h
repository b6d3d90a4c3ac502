/* One side of an impact: the verdicts of a rule set over all subjects, in a few bytes each. For impact.c and what
 * belongs to it. */
#ifndef ONEX_ENGINE_IMPACT_SIDE_H
#define ONEX_ENGINE_IMPACT_SIDE_H

#include "engine/impact.h"

#define ONEX_NO_ROW 0xFF

/* The names of rules that either set has for a kind of subject; a rule's row stands in the slot of its name. */
typedef struct onex_impact_slots {
    const char **names[ONEX_SUBJECTS], **titles[ONEX_SUBJECTS];
    int count[ONEX_SUBJECTS];
} onex_impact_slots;

/* Texts, each kept once and known by a number; 0 is the reason of no row. */
typedef struct onex_impact_texts {
    onex_arena *arena;
    const char **items; /* four texts, each with its NUL */
    uint32_t *lengths, *table;
    uint32_t count, cap, room;
    onex_buffer scratch;
} onex_impact_texts;

typedef struct onex_impact_subject {
    onex_subject kind;
    const char *code, *college;
    size_t first; /* of its cells: one for each slot of its kind */
} onex_impact_subject;

typedef struct onex_side {
    const onex_impact_slots *slots;
    onex_impact_texts *texts;
    int *slot; /* of each rule of the program */
    onex_impact_subject *subjects;
    size_t nsubjects, subjects_cap;
    unsigned char *verdicts; /* ONEX_NO_ROW: there is none */
    uint32_t *reasons;
    size_t ncells, cells_cap;
} onex_side;

/* Slots for both sets: the new set's rules in their order, then those that only the old one has. */
onex_status onex_impact_slots_make(onex_impact_slots *out, onex_arena *arena, const onex_program *before,
                                   const onex_program *after, onex_error *err);
int onex_impact_slot(const onex_impact_slots *slots, onex_subject kind, const char *name); /* -1: none */

/* Judges all subjects; `side->slots` and `side->texts` are set before. */
onex_status onex_side_judge(onex_side *side, onex_store *store, onex_rules *rules, const onex_check_query *query,
                            const onex_impact_options *options, onex_error *err);
void onex_side_clear(onex_side *side);
/* The subject; NULL: the set has no rules of its kind, or there is no such subject. */
const onex_impact_subject *onex_side_subject(const onex_side *side, onex_subject kind, const char *code);
/* What the side says of a subject; ONEX_NO_ROW: nothing. */
unsigned char onex_side_verdict(const onex_side *side, onex_subject kind, const char *code, const char *rule);
/* The members of the outcome `name` of `p` that have its verdict, unless all is well; "" none, NULL: out of memory. */
const char *onex_side_because(const onex_side *side, const onex_impact_subject *subject, const onex_program *p,
                              const char *name, unsigned char verdict);
/* The texts of a reason. */
onex_impact_side onex_impact_reason(const onex_impact_texts *texts, uint32_t number);
void onex_impact_texts_clear(onex_impact_texts *texts);

/* impact_decision.c: which standing decisions have a need that holds on one side only. */
onex_status onex_impact_decisions(onex_impact *impact, onex_store *store, const onex_impact_options *options,
                                  const onex_side *before, const onex_side *after, onex_error *err);

#endif
