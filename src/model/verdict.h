/* Subjects and verdicts: codes as in files and JSON, words as shown to people. */
#ifndef ONEX_MODEL_VERDICT_H
#define ONEX_MODEL_VERDICT_H

#include <stdbool.h>

typedef enum { /* in the order of output */
    ONEX_SCHOOL,
    ONEX_COLLEGE,
    ONEX_PILOT,
    ONEX_EXAM,
    ONEX_EXPENSE,
    ONEX_REGISTRATION,
    ONEX_SUBJECTS
} onex_subject;

/* "school" ...; the Chinese word (学校 ...); by code, ONEX_SUBJECTS: none. */
const char *onex_subject_code(onex_subject s);
const char *onex_subject_title(onex_subject s);
onex_subject onex_subject_find(const char *code);
/* The parent's kind: exam, expense, registration -> pilot -> college -> school; school -> ONEX_SUBJECTS. */
onex_subject onex_subject_parent(onex_subject s);
/* Whether `a` is `s` itself or one of its parents. */
bool onex_subject_within(onex_subject s, onex_subject a);

typedef enum {
    ONEX_MET, ONEX_UNMET, ONEX_HIT, ONEX_CLEAR, ONEX_DEVIATES, ONEX_EXCUSED, ONEX_UNKNOWN, ONEX_IDLE, ONEX_NA,
    ONEX_VERDICTS
} onex_verdict;

/* "met", as in machine-readable output. */
const char *onex_verdict_code(onex_verdict v);
/* 符合 / met as words for people in the language that is set. */
const char *onex_verdict_text(onex_verdict v);
onex_verdict onex_verdict_find(const char *code); /* code or Chinese word; ONEX_VERDICTS: none */

#endif
