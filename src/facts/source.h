/* A source: the rows of one table for one kind of subject, read by one statement for all subjects. An aggregate that
 * runs inside SQLite gathers the rows of a subject into a block; each step gives the next subject's. */
#ifndef ONEX_FACTS_SOURCE_H
#define ONEX_FACTS_SOURCE_H

#include "expr/program.h"
#include "facts/block.h"
#include "store/store.h"

struct sqlite3_stmt;

typedef enum {
    ONEX_GROUP_SCHOOL,  /* all rows as one block */
    ONEX_GROUP_COLLEGE, /* the rows of each college, kept */
    ONEX_GROUP_PILOT,   /* the rows of one pilot after the other */
    ONEX_GROUP_LOOKUP,  /* all rows, for words with `match` */
} onex_group;

typedef struct onex_slot {
    onex_column_path path;
    bool raw;  /* the cell whatever the day */
    bool used; /* asked for in this evaluation */
    int arg;   /* its argument in the aggregate; the dating column, if any, is the next one */
    onex_text *words; /* enum columns: the codes as texts */
    int nwords;
    const onex_text *last; /* the text met last in this group: it often comes again */
    onex_value before; /* dated columns: what the cell counts as before its date */
} onex_slot;

typedef struct onex_texts onex_texts; /* folded forms of texts that recur */
onex_texts *onex_texts_new(void);
void onex_texts_free(onex_texts *texts);
/* Whether memory was gone for some text: a value that is unknown may then be known. */
bool onex_texts_failed(const onex_texts *texts);

typedef struct onex_college_block {
    char *code;
    onex_block block;
} onex_college_block;

struct onex_fetched;

typedef struct onex_source {
    const onex_entity *entity;
    onex_group group;
    const char *subject_kind; /* attestation and attribute: only rows of this kind of subject */
    onex_slot *slots;
    int nslots, cap;
    bool used;
    bool decided; /* transitions are recorded: states are what they gave by the day */
    /* while reading */
    onex_day day;
    onex_texts *texts;
    struct sqlite3_stmt *stmt;
    onex_block block;       /* SCHOOL, PILOT (of the subject reached), LOOKUP */
    const char *at;         /* PILOT: code of the group in `block`; NULL before the first and after the last */
    bool here;              /* PILOT: the block is the current pilot's (kept by the world) */
    bool started, done, failed, loaded;
    onex_college_block *colleges;
    int ncolleges;
    bool piecemeal;         /* LOOKUP: rows are fetched when they are asked for */
    struct onex_fetched *fetched;
} onex_source;

/* The slot of a path, made when it is new; -1 when memory is gone. */
int onex_source_slot(onex_source *source, const onex_column_path *path, bool raw);
/* A path of one step: a column of the table itself. */
onex_column_path onex_path_of(const onex_entity *entity, int column);

/* Whether the table's rows can be told by the group's subject (directly, or through pilot, exam and award). */
bool onex_source_reaches(const onex_entity *entity, onex_group group);

/* Makes ready for reading without reading anything yet. */
onex_status onex_source_ready(onex_source *source, onex_day day, onex_texts *texts, onex_error *err);
/* The statement that gathers its rows; `by`: only those where this SQL expression is ?3 (NULL: all). */
onex_status onex_source_prepare(onex_source *source, onex_store *store, const char *by, struct sqlite3_stmt **stmt, onex_error *err);
/* Prepares the statement; `only`: just this subject's group (NULL: all). */
onex_status onex_source_open(onex_source *source, onex_store *store, onex_day day, onex_texts *texts, const char *only, onex_error *err);
/* The same statement once more, for another subject's group; it was prepared for a single one. */
onex_status onex_source_again(onex_source *source, onex_store *store, const char *only, onex_error *err);
/* SCHOOL, LOOKUP, COLLEGE: reads all now, once. */
onex_status onex_source_load(onex_source *source, onex_store *store, onex_error *err);
/* PILOT: moves to the group of `code` (codes rise from call to call); gives its block, with no rows where there is none. */
onex_status onex_source_seek(onex_source *source, onex_store *store, const char *code, onex_error *err);
/* PILOT: moves to the next group, whichever it is; at the end `done`. */
onex_status onex_source_next(onex_source *source, onex_store *store, onex_error *err);
/* LOOKUP, piecemeal: the rows whose cell in `slot` is `key`, byte for byte, among them all that are; read when they are first
 * asked for. Where rows cannot be told by that column, it is all rows. They live as long as the source. */
onex_status onex_source_fetch(onex_source *source, onex_store *store, int slot, onex_value key, onex_block **block, onex_error *err);
void onex_source_forget(onex_source *source); /* what was fetched */
onex_block *onex_source_college(onex_source *source, const char *college);
void onex_source_close(onex_source *source); /* ends reading, frees rows and slots */

/* Registers the gathering aggregate with the store's connection. */
onex_status onex_source_register(onex_store *store, onex_error *err);
/* A text value with its folded form, kept by `texts` or in the arena. Unknown when memory is gone. */
onex_value onex_text_value(onex_arena *arena, onex_texts *texts, const char *text, size_t len);

#endif
