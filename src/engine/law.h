/* The regulation's own text: cut into chapters, articles (条), paragraphs (款) and items (项), kept in the database,
 * found by clause, compared with the text loaded before. */
#ifndef ONEX_ENGINE_LAW_H
#define ONEX_ENGINE_LAW_H

#include "base/arena.h"
#include "base/error.h"
#include "base/sha256.h"
#include "model/clause.h"
#include "store/store.h"

/* A piece of the text that has a name of its own: an article; each 款 where it has several; each 项. */
typedef struct onex_law_clause {
    onex_clause clause;
    const char *name;  /* 第七条（二） */
    const char *title; /* a heading line of its own, without a full stop; NULL: none */
    const char *text;  /* its own paragraphs, a line each, without those of its items; "" where it has only a title */
    int chapter;       /* index; -1: it stands in none */
} onex_law_clause;

typedef struct onex_law_chapter {
    const char *name, *title; /* 第一章, 总则 */
} onex_law_chapter;

typedef struct onex_law {
    onex_arena arena;
    const char *file;            /* name of the file it was loaded from; NULL: not from the database */
    char hash[ONEX_SHA256_TEXT]; /* of the text, as UTF-8; "": not from the database */
    int articles;
    onex_law_chapter *chapters;
    int nchapters;
    onex_law_clause *clauses; /* in the order of the text: an article, its 款, its 项 */
    int nclauses;
} onex_law;
void onex_law_clear(onex_law *law);

/* Cuts the text (valid UTF-8, NUL-terminated). What stands before 第一条, headings and blank lines are passed over; an
 * annex (附件) ends it. A line that begins with （一） is an item, and lines after an item belong to it, until its list
 * is over: after items that end in ； one that ends in 。 closes it. DATA, with the line, when there is no 第一条, or
 * articles or items do not follow each other one by one. */
onex_status onex_law_cut(onex_law *out, const char *text, onex_error *err);

/* The clause that a rule means by its name: itself; 第一款 of an article that has only one is the article, and an item
 * may be named with or without the 款 before its list where that is plain. NULL: there is none. */
const onex_law_clause *onex_law_find(const onex_law *law, onex_clause clause);
/* Whether two texts of a clause differ; NULL: the text has no such clause. */
bool onex_law_differs(const onex_law_clause *a, const onex_law_clause *b);

/* The text loaded last (`back` 0) or the one before it (1), cut; *out is empty (no clauses) where there is none. */
onex_status onex_law_read(onex_law *out, onex_store *store, int back, onex_error *err);

/* The text that counts and the one before it; empty ones where there are none. */
typedef struct onex_laws {
    onex_law now, before;
} onex_laws;
onex_status onex_laws_read(onex_laws *out, onex_store *store,
                           onex_error *err); /* `store` may be NULL: both are empty */
void onex_laws_clear(onex_laws *laws);
/* Whether the clause's text differs from the text loaded before; false where none was. */
bool onex_laws_changed(const onex_laws *laws, onex_clause clause);

typedef struct onex_law_loaded {
    bool unchanged; /* the same text was there already: nothing was written */
    int64_t event;
    int articles, clauses;
    char hash[ONEX_SHA256_TEXT];
} onex_law_loaded;
/* Loads a file (UTF-8 or GB18030) in a transaction of its own. NOT_FOUND: no such file; DATA: it is no regulation, or
 * its encoding is broken; nothing is written then. */
onex_status onex_law_load(onex_law_loaded *out, onex_store *store, const char *path, const char *actor,
                          onex_error *err);

#endif
