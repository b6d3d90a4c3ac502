/* A subject's whole story: where it stands on a day, since when, and what was decided about it. */
#ifndef ONEX_ENGINE_STORY_H
#define ONEX_ENGINE_STORY_H

#include "base/arena.h"
#include "engine/duty.h"

typedef struct onex_story_date {
    const onex_column *column;
    const char *day;
} onex_story_date;

typedef struct onex_story_person {
    const char *code, *name;
} onex_story_person;

typedef struct onex_story_verdict {
    onex_check_row row;
    onex_verdict was; /* the last recorded one; ONEX_VERDICTS: none */
    const char
        *since;  /* day as of which the verdict was first recorded, where it is still the same; NULL: not recorded */
    int64_t run; /* of the last recorded one; 0: none */
} onex_story_verdict;

typedef struct onex_story_act { /* a decision by the day */
    int64_t number;
    bool waiver, stands; /* a waiver: whether it is in force on the day */
    const char *on, *act, *actor, *document, *reason, *from, *to;
    const char *until; /* of a waiver that stands; NULL: without end */
} onex_story_act;

typedef struct onex_story_change {
    const char *rule, *as_of;
    onex_verdict from, to; /* ONEX_VERDICTS: null */
    int64_t run;
} onex_story_change;

typedef struct onex_story { /* texts live in the arena and the program */
    onex_subject_ref subject;
    const char *college;    /* NULL: the school */
    const char *state;      /* a pilot's on the day; else NULL */
    onex_story_date *dates; /* a pilot's by the day, as the columns stand; due_on in any case */
    int ndates;
    onex_story_person *leads;
    int nleads;
    onex_story_verdict *verdicts; /* in the order of rules */
    int nverdicts, cap_verdicts;
    onex_story_act *acts; /* in the order of numbers */
    int nacts, cap_acts;
    onex_story_change *changes; /* as recorded, the oldest first */
    int nchanges, cap_changes;
    onex_duties duties; /* open ones, of a pilot also those of what belongs to it */
    onex_arena arena;
} onex_story;

/* Reads in one transaction. The subject is there. *out is to be cleared in any case. */
onex_status onex_story_tell(onex_story *out, onex_store *store, onex_rules *rules, onex_subject_ref subject,
                            onex_day day, onex_error *err);
void onex_story_clear(onex_story *story);

#endif
