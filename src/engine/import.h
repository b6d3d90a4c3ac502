/* Files of rows into the database: all rows of all files in one transaction with one event, or none, and every error
 * in one go. Nothing is printed here: what happened is returned as data. */
#ifndef ONEX_ENGINE_IMPORT_H
#define ONEX_ENGINE_IMPORT_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "expr/program.h"
#include "store/store.h"

typedef struct onex_import_options {
    const char *const *paths; /* files, and folders of *.csv *.tsv */
    int npaths;
    const char *table;    /* name or Chinese title of the table that all files are of; NULL: found out */
    const char *encoding; /* NULL: found out */
    bool initial;         /* may set pilot.state and stamped dates, and is not held to change requests */
    bool dry_run;         /* everything but the writing */
    onex_day as_of;       /* the day of the import */
    const char *actor;
    /* The rules in force, asked for at the first attestation or attribute row; *out may stay NULL: there are none. */
    onex_status (*program)(void *ctx, const onex_program **out, onex_error *err);
    void (*progress)(void *ctx, long rows); /* told now and then how many rows were read; NULL: nobody asks */
    void *ctx;
} onex_import_options;

typedef struct onex_import_counts {
    long created, updated, unchanged, rejected; /* updated: a value really changed */
} onex_import_counts;

typedef struct onex_import_problem {
    const char *file;    /* as it was given, or found in the folder given */
    const char *sheet;   /* NULL: the file has no sheets */
    long row;            /* as a spreadsheet numbers it; 0: none */
    const char *column;  /* the column's name; a header that is none as it stands in the file; NULL: none */
    const char *title;   /* the column's Chinese title; NULL: none */
    const char *value;   /* the cell as in the file; NULL: there is none */
    const char *message; /* in the language that is set */
    bool warning;        /* does not refuse the import */
    int order, place;    /* for sorting: the file's and the column's number */
} onex_import_problem;

typedef struct onex_import_result {
    onex_import_counts *counts;    /* of each of onex_entities */
    bool *used;                    /* whether a file was of that table */
    onex_import_problem *problems; /* errors and warnings in the order of files, rows, columns */
    int nproblems, cap;
    long nerrors;       /* errors, also those beyond ONEX_IMPORT_PROBLEMS_MAX, which are only counted */
    const char **notes; /* files of a folder that were passed over, one text each */
    int nnotes;
    int64_t event;    /* number of the event; 0: nothing was written */
    onex_arena arena; /* holds the texts */
} onex_import_result;

#define ONEX_IMPORT_PROBLEMS_MAX 100000

/* *result is filled in any case and is to be cleared. OK: written, or there was nothing to change, or a dry run would
 * be; DATA: refused, the problems say why (or err->text alone: the database failed); NOT_FOUND: no such file or table;
 * else what went wrong with nothing written. Opens and ends its own transaction. */
onex_status onex_import(onex_import_result *result, onex_store *store, const onex_import_options *options,
                        onex_error *err);
void onex_import_result_clear(onex_import_result *result);

#endif
