/* What a check was asked, by names, so that it can be kept in the record and asked again under other rules. */
#ifndef ONEX_ENGINE_QUESTION_H
#define ONEX_ENGINE_QUESTION_H

#include "base/arena.h"
#include "base/buffer.h"
#include "engine/check.h"

typedef struct onex_question { /* of zero bytes: everything */
    const char **rules;        /* names */
    int nrules;                /* 0: all */
    const onex_subject_ref *subjects;
    int nsubjects;       /* 0: all */
    const char *college; /* NULL: all */
    onex_arena arena;    /* holds what _load read */
} onex_question;

/* Canonical JSON: {"college":…,"rules":[…],"subjects":["pilot:P-01",…]}, null where all; texts sorted, each once. */
onex_status onex_question_json(onex_buffer *out, const onex_question *question, onex_error *err);
/* What a recorded run was asked; to be cleared. NOT_FOUND when there is no such run. */
onex_status onex_question_load(onex_question *out, onex_store *store, int64_t run, onex_error *err);
void onex_question_clear(onex_question *question);

/* Whether it asks for a rule of that name. */
bool onex_question_asks(const onex_question *question, const char *rule);
/* Fills what a query takes from it; `rules` has room for one mark a rule of the program and lives as long as the query.
 * Names that the program does not have are passed over. */
void onex_question_query(const onex_question *question, const onex_program *program, bool *rules,
                         onex_check_query *query);

#endif
