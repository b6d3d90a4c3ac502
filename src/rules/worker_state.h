/* Inside a rule worker: the closed Lua state of one layer. Its memory, its deadline, the gate through which C enters
 * Lua, and what its files share. Not for the parent. */
#ifndef ONEX_RULES_WORKER_STATE_H
#define ONEX_RULES_WORKER_STATE_H

#include <lua.h>
#include <signal.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "rules/worker_protocol.h"

typedef struct onex_worker_state {
    lua_State *L;
    int fd;
    onex_buffer out;            /* messages not yet sent */
    onex_buffer scratch;        /* a tree being written; its owner lives longer than any call into Lua */
    size_t used;                /* bytes that Lua holds */
    size_t refused;             /* the request refused last, if nothing was granted since */
    volatile sig_atomic_t dead; /* onex_worker_stop; stays set */
    bool computing;             /* a compute runs: words that build trees are errors */
    unsigned locks;             /* what onex_worker_lock gave */
    bool college;               /* the layer is a college's: its words are there too */
    int nproblems, ndecls, nsent; /* nsent: nodes of all declarations */
    lua_Integer nnodes, nfunctions;
    int words_ref, nodes_ref, functions_ref; /* in the registry */
    /* the error that ended the last entry: */
    char error_path[256];
    int error_line;
    char error_text[1024];
} onex_worker_state;

/* A place in a rule file: of the Lua code that runs now. */
typedef struct onex_worker_place {
    char path[256];
    int line;    /* 0: unknown */
    size_t read; /* while Lua still reads the file: bytes that it took; else 0 */
} onex_worker_place;

/* ---- worker_state.c ---- */

/* False when there is no memory. */
bool onex_worker_state_open(onex_worker_state *w, int fd);
onex_worker_state *onex_worker_state_of(lua_State *L);
/* Enters Lua: `body` is called protected with a light pointer to `args`, and may throw. Gives a Lua status; after an
 * error error_path, error_line and error_text say what it was. */
int onex_worker_enter(onex_worker_state *w, lua_CFunction body, void *args);
/* Allows the open state `ms` of CPU from now on; 0: no limit. When they are over it is dead. */
void onex_worker_deadline(int ms);
/* Nothing runs on in a dead state: every instruction is an error, and no pcall holds it. */
void onex_worker_stop_now(onex_worker_state *w, onex_worker_stop why);
onex_worker_place onex_worker_where(lua_State *L);
/* What stands behind "path:line: " in a message of Lua, and the line; the text itself when it does not begin so. */
const char *onex_worker_split(const char *path, const char *text, int *line);

/* ---- worker_talk.c ---- */

/* A message into `out`: begin gives where it starts, end fills in its length. */
size_t onex_worker_begin(onex_worker_state *w, onex_worker_message kind);
void onex_worker_end_message(onex_worker_state *w, size_t start);
/* Sends all of `out`; false: the parent is gone. */
bool onex_worker_flush(onex_worker_state *w);
/* The next message's kind and content (a buffer that is overwritten); 0: the parent is gone. */
int onex_worker_next(onex_worker_state *w, onex_buffer *in);
/* Reports a mistake at the place; `anchor`: the name on that line to underline, "" if none. */
void onex_worker_report(onex_worker_state *w, const onex_worker_place *at, const char *anchor, const char *code,
                        bool from_lua, const char *text, const char *hint);
/* The same where the Lua code runs now. Never throws. */
void onex_worker_problem(lua_State *L, const char *anchor, const char *code, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* ---- worker_libs.c, worker_words.c, worker_nodes.c: called once; may throw ---- */

/* Leaves the table of all words and library functions on the stack. */
void onex_worker_open_libs(lua_State *L);
void onex_worker_open_words(lua_State *L, int words);
/* Adds the words of college files to the table of words. */
void onex_worker_open_college_words(lua_State *L, int words);
void onex_worker_open_nodes(lua_State *L);
/* Pushes the _ENV of one file: reads words, reports what is unknown; assignments stay in the file. */
void onex_worker_push_env(lua_State *L);

/* ---- worker_nodes.c ---- */

typedef enum { ONEX_NODE_NAMESPACE, ONEX_NODE_REF, ONEX_NODE_CALL, ONEX_NODE_FAILED } onex_node_kind;

/* An expression or reference while it is built; the bytes of its tree are its user value. */
typedef struct onex_worker_node {
    onex_node_kind kind;
    const char *word; /* namespace or word; static */
    bool declares;    /* a reference made by calling a declaring word: a table may follow */
    bool complete;    /* tally("rule").unmet: takes no further key */
    bool failed;      /* a mistake inside was reported */
    int line, npath, depth, nodes;
    lua_Integer id; /* in the table of those that nothing used yet; 0: used */
} onex_worker_node;

/* The node at the index; NULL: it is none. */
onex_worker_node *onex_worker_node_at(lua_State *L, int index);
/* Pushes a node whose user value is the string on top of the stack, which it takes off. */
onex_worker_node *onex_worker_node_push(lua_State *L, onex_node_kind kind, const char *word);
/* Pushes a value that says nothing more: its mistake was reported. */
void onex_worker_node_push_failed(lua_State *L);
void onex_worker_node_use(lua_State *L, onex_worker_node *node);
/* Reports the nodes of the file that nothing used (`report`), and forgets them. */
void onex_worker_nodes_unused(lua_State *L, const char *path, bool report);
/* Pushes the namespace or declaring word. */
void onex_worker_push_namespace(lua_State *L, const char *word);
/* Pushes the call of a word with the `nargs` values on top of the stack, which it takes off. */
void onex_worker_push_call(lua_State *L, const char *word, int nargs);

/* ---- worker_encode.c ---- */

typedef struct onex_worker_encoding {
    const char *word; /* whose arguments or body it is: underlined where nothing nearer is known */
    bool failed;      /* something in it cannot cross, or was wrong before; it is reported */
    int depth, nodes; /* of what was written so far: its depth, its size */
} onex_worker_encoding;

/* Writes the value at the index, or the entries of the table there (numbers, then keys), into `scratch`. May throw. */
void onex_worker_encode(lua_State *L, int index, const char *key, int depth, onex_worker_encoding *e);
void onex_worker_encode_entries(lua_State *L, int index, int depth, onex_worker_encoding *e);

/* ---- worker_words.c ---- */

typedef struct onex_worker_word {
    const char *name;
    enum { ONEX_WORD_DECLARES, ONEX_WORD_REFERS, ONEX_WORD_VALUE, ONEX_WORD_EXPRESSION, ONEX_WORD_COLLEGE } kind;
    bool refers; /* a declaring word: word.name refers */
    lua_CFunction
        value; /* an expression word: what it does to plain values in a compute; NULL: it may not stand there */
} onex_worker_word;

extern const onex_worker_word onex_worker_words[]; /* ends with name NULL */
/* NULL: no word. */
const onex_worker_word *onex_worker_word_find(const char *name);
/* Sends the declaration of the reference (or declaring word) at index 1 with the table at index 2. */
void onex_worker_declare(lua_State *L, onex_worker_node *node, int body);

/* ---- worker_compute.c ---- */

/* Answers a CALL message: RESULTS into `out`. False: the message is not one, or the state is dead. */
bool onex_worker_compute(onex_worker_state *w, const onex_buffer *message);

/* What the words do to plain values inside a compute. */
int onex_worker_v_days_after(lua_State *L);
int onex_worker_v_days_between(lua_State *L);
int onex_worker_v_year_of(lua_State *L);
int onex_worker_v_year_end(lua_State *L);
int onex_worker_v_day_of(lua_State *L);
int onex_worker_v_least(lua_State *L);
int onex_worker_v_greatest(lua_State *L);

/* ---- worker_lock.c ---- */

/* Gives up all that the process could do but read and write its one descriptor. Gives the locks of rules.h that hold
 * now; 0: not even the limits. */
unsigned onex_worker_lock(void);
/* A second wall behind the deadline: the kernel ends the process a while after `ms` more of CPU. */
void onex_worker_lock_cpu(int ms);

#endif
