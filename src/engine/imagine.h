/* A subject of which nothing is stored: facts, attestations, child verdicts, readings and what its rows come to are put in
 * one by one and can be taken back, and trees are evaluated over them, as a rule test would. */
#ifndef ONEX_ENGINE_IMAGINE_H
#define ONEX_ENGINE_IMAGINE_H

#include "expr/eval.h"

typedef enum { ONEX_PUT_FACT, ONEX_PUT_VERDICT, ONEX_PUT_TALLY, ONEX_PUT_OPTION, ONEX_PUT_RELATION } onex_put_kind;

typedef struct onex_put { /* something put in */
    onex_put_kind kind;
    int index; /* fact, rule, rule, reading, relation */
} onex_put;

typedef struct onex_imagined {
    const onex_program *program;
    onex_subject kind;
    const char *college; /* NULL: none */
    onex_day day;
    bool *fact_set, *verdict_set, *tally_set, *option_set, *relation_set;
    onex_value *facts;
    onex_verdict *verdicts;
    onex_tallies *tallies;
    int *options;
    onex_value *relations; /* what a count of rows comes to */
    unsigned char *named; /* by fact: 1 a test of the subject can name it, 2 it cannot, 0 not looked yet */
    onex_put *puts; /* in the order in which they were put */
    int nputs, cap;
    int depth;     /* of facts and rules that rest on others, against cycles */
    bool deep;     /* solve.h: facts made of facts are worked out from these, not put in themselves */
    bool failed;   /* memory is gone */
    onex_arena arena; /* of texts made for it; kept until _clear */
    onex_scope scope;
} onex_imagined;

/* Room for the program's facts, rules and readings; false: memory is gone. `_clear` frees it, `_reset` takes all back and
 * makes it a subject of that kind, college and day. */
bool onex_imagined_make(onex_imagined *s, const onex_program *program);
void onex_imagined_clear(onex_imagined *s);
void onex_imagined_reset(onex_imagined *s, onex_subject kind, const char *college, onex_day day);

/* Puts a value in place; false: there is one already, a test of such a subject cannot name it, or memory is gone. A fact
 * may be put as unknown: then it stays so. */
bool onex_imagined_fact(onex_imagined *s, int fact, onex_value value);
bool onex_imagined_verdict(onex_imagined *s, int rule, onex_verdict verdict);
bool onex_imagined_tally(onex_imagined *s, int rule, const onex_tallies *tallies);
bool onex_imagined_option(onex_imagined *s, int reading, int option);
bool onex_imagined_relation(onex_imagined *s, int relation, onex_value value);
/* Takes back all that was put in after the first `nputs`. */
void onex_imagined_back(onex_imagined *s, int nputs);

/* The tree's value for the subject as it is now. */
onex_value onex_imagined_eval(onex_imagined *s, const onex_node *node);
/* What a reading is taken as. */
int onex_imagined_option_of(const onex_imagined *s, int reading);
/* Whether something that the tree asks for could still be put in. */
bool onex_imagined_open(onex_imagined *s, const onex_node *node);
/* Whether a test of such a subject can name the fact: none of its own or nearer hides it. */
bool onex_imagined_names(onex_imagined *s, int fact);
/* Whether the fact is neither put in nor follows from what is. */
bool onex_imagined_fact_open(onex_imagined *s, int fact);

#endif
