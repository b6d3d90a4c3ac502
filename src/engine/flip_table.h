/* The verdicts of the day before: a byte for each subject and rule. */
#ifndef ONEX_ENGINE_FLIP_TABLE_H
#define ONEX_ENGINE_FLIP_TABLE_H

#include "base/arena.h"
#include "expr/program.h"

typedef struct onex_flip_subject {
    onex_subject kind;
    const char *code, *college;
    unsigned char *verdicts; /* by rule: of those that apply to its kind; at first na */
    unsigned hash;
} onex_flip_subject;

typedef struct onex_flip_table { /* of zero bytes: empty */
    onex_arena arena;
    onex_flip_subject **slots;
    unsigned mask;
    int count;
    int *place, width[ONEX_SUBJECTS]; /* by rule: its place among the rules of its kind */
} onex_flip_table;

/* False: memory is gone. `_clear` frees all. */
bool onex_flip_table_init(onex_flip_table *table, const onex_program *program);
void onex_flip_table_clear(onex_flip_table *table);
/* The subject, new where it was not met before; NULL: memory is gone. */
onex_flip_subject *onex_flip_table_at(onex_flip_table *table, onex_subject kind, const char *code, const char *college);
static inline unsigned char *onex_flip_verdict(const onex_flip_table *table, onex_flip_subject *subject, int rule) {
    return &subject->verdicts[table->place[rule]];
}

#endif
