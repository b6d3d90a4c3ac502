/* What the files of the compiler share: its state, names, places of errors, and the building of expressions.
 * Not for other layers; they use compile.h. */
#ifndef ONEX_RULES_COMPILER_H
#define ONEX_RULES_COMPILER_H

#include "base/error.h"
#include "base/text.h"
#include "rules/compile.h"

/* ---- codes of errors: each is in codes.c ---- */

#define ONEX_P_NAME "E0201"      /* unknown name */
#define ONEX_P_TAKEN "E0202"     /* a name or title used twice */
#define ONEX_P_BAD_NAME "E0203"  /* no identifier, or a word of Lua */
#define ONEX_P_KEY "E0204"       /* a key that the word does not take */
#define ONEX_P_NEEDED "E0205"    /* a key that is missing */
#define ONEX_P_VALUE "E0206"     /* a value that the key does not take */
#define ONEX_P_CITE "E0207"      /* no clause of the regulation */
#define ONEX_P_DIRECTION "E0301" /* college_may against the direction */
#define ONEX_P_UNIT "E0302"      /* units that do not agree */
#define ONEX_P_TYPE "E0303"      /* a value of the wrong type for a word */
#define ONEX_P_TEXT "E0304"      /* a text that can never be equal */
#define ONEX_P_LITERAL "E0305"   /* a literal that cannot be read */
#define ONEX_P_ROWS "E0306"      /* counting rows: table, column, route */
#define ONEX_P_CYCLE "E0307"     /* something that rests on itself */
#define ONEX_P_WORD "E0308"      /* a word or reference in the wrong place */
#define ONEX_P_LOCAL "E0309"     /* a college's file without its head, or what a college may not do */

#define ONEX_CHAIN_MOST 200 /* declarations that rest on each other in a row: all who follow them recurse */

/* ---- names ---- */

typedef enum {
    ONEX_NS_FACT,
    ONEX_NS_PARAM,
    ONEX_NS_SET,
    ONEX_NS_READING,
    ONEX_NS_RULE,
    ONEX_NS_TRANSITION,
    ONEX_NS_TEST,
    ONEX_NAMESPACES
} onex_namespace;

typedef struct onex_name {
    const char *name, *title; /* title NULL: none given */
    const char *looks;        /* the title as it looks: folded, without what cannot be seen; set by onex_c_declare */
    const onex_raw_decl *decl;
    const onex_raw *body; /* facts: of the one column; else the declaration's */
    int index;            /* into the program's array; -1: it has none there (duty, transition) */
    onex_subject subject; /* facts: whose; rules: `applies` */
    bool failed;          /* its declaration is wrong: references to it say nothing more */
    onex_place at;        /* of the name */
    int width;
} onex_name;

typedef struct onex_names {
    onex_name *items;
    int count, cap;
} onex_names;

typedef enum { ONEX_BUILD_NONE, ONEX_BUILD_NOW, ONEX_BUILD_DONE, ONEX_BUILD_FAILED } onex_build_state;

typedef struct onex_fact_build { /* beside program->facts */
    onex_build_state state;
    int name; /* in names[ONEX_NS_FACT]; -1: a column */
} onex_fact_build;

typedef struct onex_head { /* local_rules of a file */
    const char *file, *document;
    onex_day effective;
    bool failed; /* it is missing or wrong, and that is said */
} onex_head;

typedef struct onex_compiler {
    onex_program *program;
    const char *college; /* whose file is looked at; NULL: the school's. Names of other colleges are not seen */
    onex_head *heads;
    int nheads;
    onex_arena *arena;
    const onex_raw_set *raw;
    onex_problems *problems;
    onex_error *err;
    bool no_memory;
    onex_names names[ONEX_NAMESPACES];
    onex_fact_build *builds;
    int facts_cap, relations_cap, builds_cap;
    int chain;                       /* derives being built, each for the one before */
    int *rule_names;                 /* of each rule, its entry in names[ONEX_NS_RULE] */
    bool **block_params;             /* of each facts block, the params that its SQL reads */
    const onex_raw_decl *regulation; /* NULL: none declared */
    const char *last_file;           /* of the last place, in the arena */
} onex_compiler;

/* ---- state and errors (compile.c) ---- */

/* From the arena; NULL sets no_memory. */
void *onex_c_alloc(onex_compiler *c, size_t size);
char *onex_c_text(onex_compiler *c, const char *text);
/* The place with its file's name in the program's arena. */
onex_place onex_c_place(onex_compiler *c, onex_place at);
/* Room for one more item in an array of the arena; gives the array, NULL when memory is gone. */
void *onex_c_room(onex_compiler *c, void *items, int count, int *cap, size_t size);
/* A text with its folded form. */
const onex_text *onex_c_folded(onex_compiler *c, const char *text);

/* Adds an error to the problems; message and hint are copied. */
void onex_c_error(onex_compiler *c, const char *code, onex_place at, int width, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* At a value. */
#define onex_c_fault(c, code, raw, hint, ...) onex_c_error((c), (code), (raw)->at, (raw)->width, (hint), __VA_ARGS__)
/* "did you mean 'a', 'b'?" into buf; NULL when nothing is near. */
const char *onex_c_meant(const onex_nearest *nearest, char *buf, size_t size);
#define ONEX_HINT 512

/* A second line for the error added last: a label, a place, and what follows it. */
void onex_c_also(onex_compiler *c, const char *label, onex_place at, const char *tail);

/* ---- names (names.c) ---- */

/* Whether the declaration can be seen from the college's files, or the school's. */
bool onex_c_seen(const onex_compiler *c, const onex_raw_decl *decl);

/* Checks and takes the name and title; gives its number in the namespace, -1 when memory is gone. What clashes is an
 * error at the later one, whose entry is marked failed. */
int onex_c_declare(onex_compiler *c, onex_namespace ns, const onex_name *name);
/* By name or title; -1: none. Facts only through onex_c_fact. */
int onex_c_find(const onex_compiler *c, onex_namespace ns, const char *name);
/* As find, with an error at `at` when there is none. */
int onex_c_lookup(onex_compiler *c, onex_namespace ns, const char *name, const onex_raw *at);
/* The rule that a member or a need names, as a text or as condition.x; NULL after an error (`wanted`: what to say where
 * it is neither), or where the rule's own declaration failed. Its index is one of program->rules. */
const onex_name *onex_c_rule_named(onex_compiler *c, const onex_raw *raw, const char *wanted);
/* The index in program->facts of a fact as seen from the subject; columns get their entry. -1: none, or failed.
 * With `quiet` a missing name is no error. `*known` (may be NULL): whether the name exists at all. */
int onex_c_fact(onex_compiler *c, onex_subject subject, const char *name, const onex_raw *at, bool quiet, bool *known);
const onex_entity *onex_c_subject_table(onex_subject subject);
/* What a namespace holds: "fact", "param" ... in the language set. */
const char *onex_c_namespace_word(onex_namespace ns);

/* ---- keys (keys.c) ---- */

typedef enum {
    ONEX_K_ANY,
    ONEX_K_TEXT,
    ONEX_K_DATE,
    ONEX_K_INT,
    ONEX_K_BOOL,
    ONEX_K_TABLE,
    ONEX_K_TEXTS,
    ONEX_K_FUNCTION,
    ONEX_K_MEMBERS /* positional entries are allowed */
} onex_key_kind;

typedef struct onex_key {
    const char *name; /* NULL ends a list */
    onex_key_kind kind;
    bool required;
} onex_key;

/* The value of a key; NULL: not given. */
const onex_raw *onex_c_get(const onex_raw *table, const char *key);
/* Checks the keys of a body against the lists (`extra` may be NULL): unknown, missing, of the wrong type. `positional`:
 * entries without a key are allowed. False when something is wrong. */
bool onex_c_keys(onex_compiler *c, const onex_raw *body, const onex_key *keys, const onex_key *extra, bool positional,
                 const char *word, onex_place at, int width);
/* Whether something in the value could not be read; what was wrong is said already, nothing more is to be said of it.
 */
bool onex_c_holds_nil(const onex_raw *value);
/* Keys that every declaration takes, with and without a required cite, and for tests (no title needed). */
extern const onex_key onex_keys_cited[], onex_keys_plain[], onex_keys_untitled[];
/* Fills name, title, note, cites, dates; false after an error. */
bool onex_c_decl(onex_compiler *c, const onex_name *name, onex_decl *out);
/* The text of a key, copied; NULL when it is not given. */
const char *onex_c_text_of(onex_compiler *c, const onex_raw *body, const char *key);
/* The number of the word in a NULL-terminated list, `otherwise` when the key is not given; -1 after an error. */
int onex_c_choice(onex_compiler *c, const onex_raw *body, const char *key, const char *const *words, int otherwise);
/* `applies`; ONEX_SUBJECTS after an error. */
onex_subject onex_c_applies(onex_compiler *c, const onex_raw *body);
/* A list of texts; a single text is a list of one. False after an error. */
bool onex_c_texts(onex_compiler *c, const onex_raw *value, const char ***out, int *count);
/* A date written as text. False after an error. */
bool onex_c_date(onex_compiler *c, const onex_raw *value, onex_day *out);
/* Dated or plain values in the order of their days, all of one type: `wanted`, or (NULL) the one that they give. */
bool onex_c_dated(onex_compiler *c, const onex_raw *value, const onex_type *wanted, onex_type *type,
                  onex_dated **values, int *count);
/* Texts as members of a set, each once. */
bool onex_c_set_members(onex_compiler *c, const onex_raw *list, const onex_text ***members, int *count);
/* Whether a clause is well formed and in the regulation; an error at `at` else. (clause.c) */
bool onex_c_clause(onex_compiler *c, const char *clause, const onex_raw *at);

/* ---- types and literals (unit.c, literal.c) ---- */

/* The type in words: "'yuan'", "a share", "a date". Valid until the call after the next. */
const char *onex_type_text(const onex_type *type);
extern const onex_type onex_type_bool, onex_type_number, onex_type_share, onex_type_date, onex_type_text_plain;
/* The type of a `unit`: its scale and canonical name; share when it is "share". */
onex_type onex_unit_type(onex_compiler *c, const char *unit);
/* `type` and `unit` of a fact, field or derive. False after an error. */
bool onex_c_declared_type(onex_compiler *c, const onex_raw *body, onex_type *out);
/* The type of a column. */
onex_type onex_column_type_of(const onex_entity *entity, const onex_column *column);

/* A node of the arena with room for its operands; NULL when memory is gone. */
onex_node *onex_c_node(onex_compiler *c, onex_op op, onex_type type, onex_place at, int nkids);
/* A literal as a node, read by `expected` (NULL: by its own form). NULL after an error. */
onex_node *onex_c_literal(onex_compiler *c, const onex_raw *raw, const onex_type *expected);
/* Brings the operands of a word to one type: units must agree; what has the coarser scale is scaled. `raws` are for
 * places. False after an error. */
bool onex_c_agree(onex_compiler *c, const char *word, onex_node **nodes, const onex_raw *const *raws, int n,
                  onex_type *out);
/* The same for one value and a type that is given; NULL after an error. */
onex_node *onex_c_convert(onex_compiler *c, const char *word, onex_node *node, const onex_raw *raw,
                          const onex_type *to);

/* ---- expressions (expression.c, member.c, word.c, relation.c) ---- */

typedef struct onex_c_view { /* from where an expression looks */
    onex_subject subject;
    onex_relation *rows; /* the relation whose rows are in view; NULL: none */
    bool no_own_row;     /* match, upto: only enclosing rows are in view */
    bool inputs;         /* readings and lists are allowed */
} onex_c_view;

/* An expression as a tree; a text in it is read by `expected` (NULL: by its own form). NULL after an error. */
onex_node *onex_c_build(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected);
/* Several operands of a word, texts read by the others; false after an error (nodes may hold NULL). */
bool onex_c_operands(onex_compiler *c, const onex_c_view *view, const onex_raw *const *raws, int n,
                     const onex_type *expected, onex_node **nodes);
/* An expression that must be true or false. */
onex_node *onex_c_condition(onex_compiler *c, const onex_c_view *view, const onex_raw *raw);
/* Whether the node is of that kind; else an error that names the word. */
bool onex_c_want(onex_compiler *c, const onex_node *node, const onex_raw *raw, onex_type_kind kind, const char *word);
/* A text beside `other`, when it is a literal or comes from `choose` or a param: an enum's value (its word becomes its
 * code) or a member of a set. False after an error. */
bool onex_c_check_text(onex_compiler *c, onex_node *literal, const onex_raw *raw, const onex_node *other);
/* Whether a call has between `least` and `most` values (-1: any number) and no keys; an error else. */
bool onex_c_arguments(onex_compiler *c, const onex_raw *raw, int least, int most);
/* one_of and none_of. */
onex_node *onex_c_membership(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op);
/* The words of an enum as a list for people, into buf; gives buf. */
const char *onex_c_words_text(const onex_word *words, char *buf, size_t size);
/* The words of the enum that the value comes from; NULL: none. */
const onex_word *onex_c_words(const onex_compiler *c, const onex_node *node);
/* The choose, tally, points ... of word.c; `found` false: it is none of these. */
onex_node *onex_c_word(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected,
                       bool *found);
/* count, sum, has, lowest, highest, latest, list; `found` false: it is none of these. */
onex_node *onex_c_relation(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, bool *found);
onex_node *onex_c_row(onex_compiler *c, const onex_c_view *view, const onex_raw *raw);
/* The table argument of a call: the call itself where its arguments are laid flat. */
const onex_raw *onex_c_table(const onex_raw *call);

/* ---- what colleges say (local.c, statement.c) ---- */

/* Takes the head of each college file, and tells of files without one. */
void onex_c_heads(onex_compiler *c);
/* The head of the file; NULL: the school's file. */
const onex_head *onex_c_head(const onex_compiler *c, const char *file);
/* Whether a college's file may not declare with this word (told); local_rules and statements are for others to take. */
bool onex_c_school_word(onex_compiler *c, const onex_raw_decl *decl);
/* Whether the word is a statement of a college on something of the school, or its head. */
bool onex_c_local_word(const onex_raw_decl *decl);
/* tighten, relax, extend, reduce: into the params and sets that they change. */
void onex_c_statements(onex_compiler *c);
/* Enters a college's rule into the school outcome that it joins. */
void onex_c_joins(onex_compiler *c, int rule);
/* Whether a college may have something of the subject; an error else. */
bool onex_c_local_subject(onex_compiler *c, const onex_name *name, onex_subject subject);
/* In a college's file: whether `match` takes none but the subject's own rows; an error else. */
bool onex_c_tied(onex_compiler *c, const onex_relation *relation, const onex_raw *match);

/* ---- declarations ---- */

void onex_c_regulation(onex_compiler *c);      /* regulation.c */
void onex_c_param(onex_compiler *c, int name); /* param.c */
void onex_c_set(onex_compiler *c, int name);
void onex_c_reading(onex_compiler *c, int name);
bool onex_c_take_facts(onex_compiler *c, const onex_raw_decl *decl); /* fact.c: names of field, derive, facts */
void onex_c_fact_header(onex_compiler *c, int name);
void onex_c_fact_body(onex_compiler *c, int fact);
/* Makes sure that the fact's type is known; false: it failed, or rests on itself (an error at `at`). */
bool onex_c_fact_ready(onex_compiler *c, int fact, const onex_raw *at);
void onex_c_facts_blocks(onex_compiler *c);
/* SQL of `facts` and duties: it must read asked, columns of it that are there, and no param that a college may change.
 * Gives the params that it reads, by index; `raw` for errors, `at` of what it belongs to. (sql.c) */
bool *onex_c_sql(onex_compiler *c, const char *sql, const onex_raw *raw, onex_place at);
/* Whether the name stands in the SQL, outside its texts and comments. */
bool onex_sql_names(const char *sql, const char *name);
void onex_c_rule_header(onex_compiler *c, int name); /* rule.c */
void onex_c_rule_body(onex_compiler *c, int rule);
void onex_c_members(onex_compiler *c, int rule);
/* Whether a rule of its kind can have the verdict. */
bool onex_c_possible(const onex_rule *rule, onex_verdict verdict);
void onex_c_procedure(onex_compiler *c); /* procedure.c: duties, transitions */
bool onex_c_graph(onex_compiler *c); /* graph.c: cycles (false: there are some), then the params of each rule */
/* Calls `visit` for the node and all below it, the parts of counting words included; NULL is passed over. */
void onex_c_walk(const onex_node *node, void (*visit)(void *ctx, const onex_node *node), void *ctx);
void onex_c_directions(onex_compiler *c);                     /* direction.c */
void onex_c_test(onex_compiler *c, int name, onex_test *out); /* testcase.c */

#endif
