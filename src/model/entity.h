/* The data model as descriptors: the one source for migrations' checks, import, export, templates,
 * `onex schema` and the rule language. Order of tables and columns: that of the data model's page. */
#ifndef ONEX_MODEL_ENTITY_H
#define ONEX_MODEL_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    ONEX_COL_TEXT,    /* stored as written (NFC, trimmed) */
    ONEX_COL_ENUM,    /* one of `words`, stored as its code */
    ONEX_COL_INT,     /* stored as integer */
    ONEX_COL_DATE,    /* stored as ISO text */
    ONEX_COL_BOOL,    /* stored as 0/1 */
    ONEX_COL_YUAN,    /* stored in fen (hundredths) */
    ONEX_COL_CREDITS, /* stored in tenths */
    ONEX_COL_NUMBER,  /* stored in thousandths */
} onex_column_type;

typedef struct onex_word { /* ends with code NULL */
    const char *code, *title;
} onex_word;

typedef struct onex_column {
    const char *name, *title; /* title: the Chinese header */
    onex_column_type type;
    bool required;      /* NOT NULL */
    bool key;           /* part of the row's identity in files */
    bool negative;      /* a number that may be below zero */
    int64_t least, most; /* stored numbers: not below (0 unless negative), not above (0: no bound) */
    bool monday;        /* a date that must be a Monday */
    const char *initial; /* stored in a new row that does not say: pilot.state `draft`; NULL: nothing */
    bool blank_unknown; /* a blank means unknown, not "none" or "not yet" (bools, rank_score, expense.subject) */
    bool plan;          /* a date that counts whatever the day asked about (due_on) */
    const char *ref;    /* table whose code this is; NULL: none */
    const onex_word *words;
    const char *dated_by;     /* date column without which, by D, this cell is not yet there: incident.status by decided_on */
    const char *before;       /* what the cell counts as until then (a code); NULL: blank */
    const char *supplied_by;  /* who supplies it, in Chinese, e.g. 二级学院, 教务处, 财务与资产管理处 */
    bool stamped;             /* pilot: state and the date columns that transitions stamp */
} onex_column;

typedef struct onex_entity {
    const char *name, *title;
    const onex_column *columns;
    int ncolumns;
    const char *exists_on; /* date column: the row exists on D when it is not after D (blank: exists); NULL: always exists.
                              exam_result takes its exam's held_on: written "exam.held_on" */
    const char *from, *to; /* columns that say "in office" (in_force): half-open; NULL where it has none */
    const char *unique[4]; /* columns that together are unique beside the key; NULL ends; none: all NULL */
    bool catalogue;        /* section 2, person or assessor: `match` needs no tie to the college */
    int section;           /* 1..8 of the data model's page */
    bool pseudo;           /* a relation of the core, not a table (report_period) */
} onex_entity;

extern const onex_entity onex_entities[]; /* sections 1-8, in the page's order */
extern const int onex_nentities;
extern const onex_entity onex_report_period; /* pilot, days, starts_on, due_on, weeks, submitted_on, quality, whole, ... */

/* By table name or Chinese title (not report_period, which is no table); NULL: none. `_column` likewise for a column; -1: none. */
const onex_entity *onex_entity_find(const char *name);
int onex_entity_column(const onex_entity *entity, const char *name);
/* The entity that a reference column points at; NULL: none. */
const onex_entity *onex_column_target(const onex_column *column);

#endif
