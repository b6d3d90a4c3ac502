/* A rule set that was checked and compiled: declarations and typed expression trees. Plain data, made by the
 * rules layer, read by facts and engine. Everything lives in the program's arena; indexes are into its arrays. */
#ifndef ONEX_EXPR_PROGRAM_H
#define ONEX_EXPR_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "expr/value.h"
#include "model/entity.h"
#include "model/verdict.h"

typedef struct onex_place {
    const char *file; /* path inside the rules folder: "school/07-eligibility.lua"; NULL: the core's own */
    int line, column; /* from 1; column in characters */
} onex_place;

/* ---- types ---- */

typedef enum { ONEX_T_BOOL, ONEX_T_NUMBER, ONEX_T_DATE, ONEX_T_TEXT, ONEX_T_LIST } onex_type_kind;

typedef struct onex_type {
    onex_type_kind kind;
    int scale;        /* numbers: 1; yuan 100, credits 10, score (column type number) 1000 */
    const char *unit; /* NULL: bare; "yuan", "credits", "score", "days", "weeks", or the author's own word */
    bool share;       /* a number that is a share (ratio) */
    bool code;        /* text: a code (key or reference), compared byte for byte with another code */
} onex_type;

/* ---- expression trees ---- */

typedef enum {
    ONEX_OP_LITERAL,   /* u.literal */
    ONEX_OP_FACT,      /* u.index: fact */
    ONEX_OP_PARAM,     /* u.index: param */
    ONEX_OP_READING,   /* u.index: reading; text of the chosen key (inputs of compute only) */
    ONEX_OP_AS_OF,     /* the day asked about */
    ONEX_OP_ROW,       /* u.column: a cell of the row counted (depth 0) or of an enclosing row (depth 1: outer ...) */
    ONEX_OP_GE, ONEX_OP_LE, ONEX_OP_LT, ONEX_OP_GT, /* at_least at_most below above; 2 kids, same scale */
    ONEX_OP_EQ, ONEX_OP_NE,   /* equals differs */
    ONEX_OP_NONE,             /* x is 0 */
    ONEX_OP_ONE_OF, ONEX_OP_NONE_OF, /* kid 0: text; u.index: set */
    ONEX_OP_ALL, ONEX_OP_ANY, ONEX_OP_NO,
    ONEX_OP_ADD, ONEX_OP_SUB, ONEX_OP_MUL, /* operands already in the node's scale (MUL: scales multiply, then `divide`) */
    ONEX_OP_RATIO,            /* kids in one scale where their units agree */
    ONEX_OP_LEAST, ONEX_OP_GREATEST,
    ONEX_OP_SCALE,            /* kid 0 times u.factor (10, 100, 1000 ...): bare beside money, credits, scores */
    ONEX_OP_DAYS_BETWEEN,     /* days from kid 0 to kid 1 */
    ONEX_OP_DAYS_AFTER, ONEX_OP_YEAR_END, ONEX_OP_YEAR_OF, ONEX_OP_DAY_OF, /* DAY_OF: kid 0 year, kid 1 text literal "06-30" */
    ONEX_OP_CHOOSE,           /* u.index: reading; kids in the order of its options */
    ONEX_OP_EVERY,            /* u.index: rule of child subjects */
    ONEX_OP_TALLY,            /* u.tally */
    ONEX_OP_MET,              /* u.index: rule of own subject or a parent */
    ONEX_OP_POINTS,           /* kid 0 condition, kid 1 number */
    ONEX_OP_BLANK, ONEX_OP_OTHERWISE, ONEX_OP_KNOWN, /* BLANK: kid 0 is ROW or a column FACT */
    ONEX_OP_RELATION,         /* u.relation: counting rows */
} onex_op;

/* A column reached from a row's table, perhaps over references: row.site.standardised_on. */
typedef struct onex_column_path {
    const onex_entity *entity; /* table of the row */
    int nsteps;                /* number of columns in steps, 1..8; all but the last are references */
    int steps[8];              /* column indexes, each in the table that the step before points at */
    const onex_column *column; /* the last one's descriptor */
} onex_column_path;

typedef enum {
    ONEX_W_COUNT, ONEX_W_SUM, ONEX_W_HAS, ONEX_W_LOWEST, ONEX_W_HIGHEST, ONEX_W_LATEST, ONEX_W_LIST
} onex_relation_word;

typedef struct onex_match {
    int column;            /* of the relation's own table */
    struct onex_node *value; /* over facts of the subject and enclosing rows (depth >= 1) */
} onex_match;

typedef struct onex_relation {
    int id; /* 0 .. program->nrelations-1 */
    onex_relation_word word;
    const onex_entity *entity;
    struct onex_relation *outer; /* the enclosing relation, NULL at the top */
    struct onex_node *where;     /* NULL: all rows */
    struct onex_node *take;      /* sum lowest highest latest */
    struct onex_node *by, *upto; /* latest: by; list: by */
    struct onex_node **distinct; /* count: ndistinct keys together */
    int ndistinct;
    onex_match *match;
    int nmatch; /* 0: the rows of the subject */
    bool in_force;
    const char **take_names; /* list */
    struct onex_node **take_values;
    int ntake;
} onex_relation;

typedef enum { ONEX_TALLY_MET, ONEX_TALLY_UNMET, ONEX_TALLY_HIT, ONEX_TALLY_CLEAR, ONEX_TALLY_DEVIATES, ONEX_TALLY_EXCUSED,
               ONEX_TALLY_UNKNOWN, ONEX_TALLY_IDLE, ONEX_TALLY_NA, ONEX_TALLY_TOTAL } onex_tally_key; /* first nine = onex_verdict */

/* Conditions on the cells of a row that need no walk down the tree. */
typedef enum {
    ONEX_QUICK_NONE,
    ONEX_QUICK_CELL,    /* row.selected */
    ONEX_QUICK_KNOWN,   /* known(row.x) */
    ONEX_QUICK_LITERAL, /* row.x compared with a literal */
    ONEX_QUICK_OUTER,   /* row.x compared with a cell of the enclosing row */
} onex_quick;

typedef struct onex_node { /* what evaluation reads comes first, close together */
    onex_op op;
    int nkids;
    struct onex_node **kids;
    onex_quick quick; /* set by the facts layer, with the slots */
    int quick_slot;   /* of the cell in the row counted */
    onex_type type;
    union {
        onex_value literal;
        int index;
        int64_t factor;
        struct { int depth; int slot, raw_slot; onex_column_path path; } column; /* slots: set by the facts layer */
        struct { int rule; onex_tally_key key; } tally;
        onex_relation *relation;
    } u;
    onex_place at;
    const char *literal_text; /* literals and thresholds as written in the file */
} onex_node;

/* ---- declarations ---- */

typedef struct onex_decl { /* what every declaration has */
    const char *name, *title, *note;
    const char **cites;
    int ncites;
    onex_day valid_from, valid_to; /* ONEX_DAY_NONE: open; valid_to exclusive */
    onex_place at;
    const char *college; /* NULL: the school's */
    const char *document; /* a college's: the document that its file names */
    const char *origin;   /* "school" or "college:<code>"; NULL: the core's own */
} onex_decl;

/* A college's word on a param or set of the school: where it comes from and when it holds. */
typedef struct onex_local {
    const char *college, *origin; /* "dance", "college:dance" */
    const char *document, *reason, *approved_by, *approval_document; /* the last two: of a dispensation */
    const char **cites;
    int ncites;
    onex_day from, to; /* ONEX_DAY_NONE: open; `to` exclusive */
    onex_place at;
} onex_local;

typedef enum {
    ONEX_FACT_COLUMN,  /* a column of the subject's own table: `column` */
    ONEX_FACT_FIELD,   /* kept in table attribute */
    ONEX_FACT_SQL,     /* column of a `facts` block: block, column_index (0 is the first after `code`) */
    ONEX_FACT_DERIVE,  /* value (and provided) */
    ONEX_FACT_COMPUTE, /* inputs, compute (and provided) */
    ONEX_FACT_ATTESTED /* not used by rule files; reserved for tests */
} onex_fact_source;

typedef struct onex_fact {
    onex_decl decl;
    onex_subject subject;
    onex_fact_source source;
    onex_type type;
    const char *supplied_by;
    const onex_column *column; /* COLUMN; NULL for the codes made by the core (registration's `code`) */
    int block, block_column;   /* SQL */
    onex_node *provided;       /* NULL: none */
    onex_node *value;          /* DERIVE */
    onex_node **inputs;        /* COMPUTE */
    int ninputs;
    int compute;               /* number of the function in the worker of its layer */
} onex_fact;

typedef struct onex_facts_block {
    onex_subject subject;
    const char *sql;
    int ncolumns; /* without `code` */
    onex_type *types;
    onex_place at;
} onex_facts_block;

typedef struct onex_dated {
    onex_day from; /* ONEX_DAY_NONE: from the beginning */
    onex_value value;
    const char *text; /* as written */
    onex_place at;
} onex_dated;

typedef enum { ONEX_MAY_NOTHING, ONEX_MAY_RAISE, ONEX_MAY_LOWER, ONEX_MAY_ANYTHING, ONEX_MAY_EXTEND, ONEX_MAY_REDUCE, ONEX_MAY_ADD } onex_may;

typedef struct onex_statement { /* tighten, relax */
    onex_local local;
    bool relaxes;
    onex_dated *values; /* rising `from` */
    int nvalues;
} onex_statement;

typedef struct onex_param {
    onex_decl decl;
    onex_type type;
    onex_dated *values; /* rising `from` */
    int nvalues;
    onex_may college_may;
    onex_statement *statements; /* the colleges'; of one college no two on a day */
    int nstatements;
} onex_param;

typedef struct onex_set_change { /* extend, reduce */
    onex_local local;
    bool reduces;
    const onex_text **members;
    int nmembers;
} onex_set_change;

typedef struct onex_set {
    onex_decl decl;
    const onex_text **members; /* as written and folded; sorted by folded */
    int nmembers;
    onex_may college_may;
    onex_set_change *changes; /* the colleges' */
    int nchanges;
} onex_set;

typedef struct onex_reading {
    onex_decl decl;
    const char **keys, **titles;
    const onex_text **key_texts; /* the keys as values, for compute */
    int noptions;
    int chosen;
    const char *decided;
} onex_reading;

typedef enum { ONEX_CONDITION, ONEX_TRIGGER, ONEX_ATTESTATION, ONEX_OUTCOME } onex_rule_kind;
typedef enum { ONEX_MUST, ONEX_IN_PRINCIPLE, ONEX_PREFERRED } onex_strength;

typedef struct onex_rule {
    onex_decl decl;
    onex_rule_kind kind;
    onex_subject applies;
    onex_strength strength;
    onex_node *only_if;        /* NULL: always */
    onex_node *expr;           /* requires / when */
    int joins;                 /* a college's: the school outcome that it enters, -1: none */
    bool as_trigger;           /* attestation: as trigger; outcome: `any` */
    const char *by;            /* attestation */
    const char **evidence;
    int nevidence;
    const char *ground;        /* attestation as trigger: incident ground */
    int *members;              /* outcome */
    int nmembers;
    onex_may college_may;      /* outcome: ADD or NOTHING */
    int *params;               /* every param that it rests on through facts, own or other rules' expressions excluded */
    int nparams, nparams_own;  /* the first of them on the subject's own day, the rest through its parents' facts */
    const onex_decl **limited; /* the sets and readings with days of validity that it rests on, likewise */
    int nlimited, nlimited_own;
} onex_rule;

/* A step of the procedure (Articles 5-18). */
typedef struct onex_transition {
    onex_decl decl;
    const char **from; /* states */
    int nfrom;
    const char *to;    /* a state; NULL: back to the state that the last transition left */
    const char *actor; /* college, academic_affairs, leading_group, commission */
    const char **stamps; /* date columns of pilot that it writes */
    int nstamps;
    int *needs, *forbids; /* rules */
    int nneeds, nforbids;
    bool document;        /* a document number is required */
} onex_transition;

/* What someone owes by a day. */
typedef struct onex_duty {
    onex_decl decl;
    onex_subject applies;
    onex_node *only_if; /* NULL: always */
    const char *who;    /* lead, college, an office's code; a college's own: free text */
    onex_node *due;     /* a date; NULL: `sql` */
    onex_node *done;    /* NULL: `sql` */
    const char *sql;    /* columns code, what, due, done: one row for each thing owed; reads temp.asked and temp.report_period */
} onex_duty;

/* A test as written: what is given, what is expected. */
typedef struct onex_given {
    const char *name;
    int fact, param, reading, rule; /* the one that it names; others -1 */
    onex_value value;               /* fact, param: unknown when the file says so by leaving out */
    onex_verdict verdict;           /* attestation, or `tally`: see counts */
    int option;                     /* reading */
    long counts[ONEX_VERDICTS];     /* tally of child verdicts */
    bool is_tally;
    onex_place at;
} onex_given;

typedef struct onex_test_cell { const char *column; onex_value value; const char *text; onex_place at; } onex_test_cell;
typedef struct onex_test_row { const onex_entity *entity; onex_test_cell *cells; int ncells; onex_place at; } onex_test_row;

typedef struct onex_expect {
    const char *name;
    int rule, fact; /* one is >= 0 */
    onex_verdict verdict;
    onex_value value; /* fact; kind UNKNOWN: expected unknown */
    const char *text; /* as written */
    onex_place at;
} onex_expect;

typedef struct onex_test {
    onex_decl decl;
    onex_day as_of;
    onex_subject applies;
    const char *test_college; /* NULL: none said */
    bool uses_rows;
    onex_given *given;
    int ngiven;
    onex_test_row *rows;
    int nrows;
    onex_expect *expect;
    int nexpect;
} onex_test;

typedef struct onex_regulation {
    onex_decl decl;
    const char *document, *interpreted_by;
    onex_day effective; /* ONEX_DAY_NONE: no regulation declared */
    int articles;
    const char **clauses, **classes;
    int nclauses;
} onex_regulation;

typedef struct onex_program {
    onex_arena arena;
    char hash[65]; /* SHA-256 over the files' paths and contents */
    onex_regulation regulation;
    onex_fact *facts;
    int nfacts; /* declared ones and every column of the subjects' tables that a file names */
    onex_facts_block *blocks;
    int nblocks;
    onex_param *params;
    int nparams;
    onex_set *sets;
    int nsets;
    onex_reading *readings;
    int nreadings;
    onex_rule *rules; /* in rule order: school files by name and line, then the colleges' */
    int nrules;
    onex_transition *transitions;
    int ntransitions;
    onex_duty *duties;
    int nduties;
    onex_test *tests;
    int ntests;
    onex_relation **relations;
    int nrelations;
    const char **files; /* paths of all files read, sorted */
    int nfiles;
} onex_program;

void onex_program_free(onex_program *program); /* all that it holds, not the struct itself; NULL is fine */

/* By name or Chinese title; -1: none. Facts: seen from `subject` (own, then parents'); ONEX_SUBJECTS: any. */
int onex_program_rule(const onex_program *p, const char *name);
int onex_program_param(const onex_program *p, const char *name);
int onex_program_set(const onex_program *p, const char *name);
int onex_program_reading(const onex_program *p, const char *name);
int onex_program_transition(const onex_program *p, const char *name);
int onex_program_duty(const onex_program *p, const char *name);
int onex_program_fact(const onex_program *p, onex_subject subject, const char *name);

/* The same as one college sees them, its own and the school's; NULL: the school. Fields and derives likewise. */
int onex_program_rule_of(const onex_program *p, const char *college, const char *name);
int onex_program_fact_of(const onex_program *p, const char *college, onex_subject subject, const char *name);

/* Whether the declaration holds on the day. */
static inline bool onex_decl_valid(const onex_decl *d, onex_day day) {
    return (d->valid_from == ONEX_DAY_NONE || d->valid_from <= day) && (d->valid_to == ONEX_DAY_NONE || day < d->valid_to);
}
/* The school's value in force on the day; NULL: none (before the first date, or not valid). */
const onex_dated *onex_param_on(const onex_param *param, onex_day day);

/* A value in force, and whose it is. */
typedef struct onex_in_force {
    const onex_dated *value;         /* NULL: none */
    const onex_statement *statement; /* the college's that gave it; NULL: the param's own */
} onex_in_force;
/* The value for a college's subjects (NULL: the school) on their day. `instead` takes the place of the school's value
 * (NULL: it stands); a college's statements stay. */
onex_in_force onex_param_for(const onex_param *param, const char *college, onex_day day, const onex_dated *instead);
/* Whether the college's word holds for the college on the day. */
bool onex_local_holds(const onex_local *local, const char *college, onex_day day);
/* The statement's value on the day, whether or not it holds then; NULL: before its first date. */
const onex_dated *onex_statement_on(const onex_statement *statement, onex_day day);
/* Whether a text is a member of the set for a college's subjects on their day. */
bool onex_set_holds(const onex_set *set, const char *college, onex_day day, const onex_text *text);

#endif
