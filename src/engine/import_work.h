/* What the parts of an import share: its files, its tables, the row at hand. For src/engine/import*.c only. */
#ifndef ONEX_ENGINE_IMPORT_WORK_H
#define ONEX_ENGINE_IMPORT_WORK_H

#include "engine/cell.h"
#include "engine/import.h"
#include "engine/key_set.h"
#include "io/source.h"
#include "store/decision.h"
#include "store/reference.h"
#include "store/request.h"
#include "store/row.h"

enum { MAX_COLUMNS = 16 }; /* of a table; the widest has 13 */

typedef struct import import;

typedef struct input {         /* one file */
    const char *path;          /* as given, to be opened */
    const char *shown, *name;  /* the same as valid UTF-8; name: without folders */
    int order;                 /* as given */
    const onex_entity *entity; /* NULL: it fits no table, and that was said */
    bool unread;               /* it cannot be read, and that was said */
    bool kept;                 /* bytes holds the file, which cannot be read a second time (a pipe) */
    onex_bytes bytes;
    char sha256[ONEX_SHA256_TEXT];
    onex_import_counts counts;
} input;

typedef struct table {
    const onex_entity *entity;
    onex_table *rows;
    onex_key_set seen;       /* rows of this call that were there before it */
    onex_key_set rejected;   /* rows of this call that are wrong: what refers to them is not wrong, too */
    onex_key_set taken_back; /* rows that were written and found wrong later: each is counted but once */
    bool incomplete;         /* some rows of this call have no key that could be read */
    bool expect_new;         /* whether the last row was new: the next is first tried as such */
} table;

typedef struct work { /* the row at hand */
    table *table;
    input *input;
    long row;
    onex_cell cells[MAX_COLUMNS];   /* by the entity's columns: as given, later merged with what is stored */
    bool given[MAX_COLUMNS];        /* the file has this column */
    bool bad[MAX_COLUMNS];          /* a problem with this cell was told */
    onex_field fields[MAX_COLUMNS]; /* as in the file */
    bool has_field[MAX_COLUMNS];    /* false: the row ends before it */
    bool wrong;
    const onex_cell *old; /* the stored row; NULL: none, or not looked up */
} work;

typedef struct pending { /* a row that clashes with one that may yet change in this call */
    work at;
    onex_cell *row;
    bool stored; /* it is an update; `event` inserted it */
    int64_t event;
    struct pending *next;
} pending;

typedef struct place { /* where a row of this call stands, kept for few tables only */
    const char *key;   /* a code or a day */
    work at;
    struct place *next;
} place;

typedef struct where { /* of a problem */
    const input *input;
    long row; /* 0: none */
    const char *column;
    int place;         /* the column's number, for sorting */
    const char *value; /* NULL: none */
    size_t value_len;
} where;

struct import {
    onex_store *store;
    const onex_import_options *options;
    onex_import_result *result;
    onex_source *given;   /* one row of a script, in the place of a file; NULL: files are read */
    onex_arena row_arena; /* reset at each row */
    input *inputs;
    int ninputs, cap_inputs;
    long nmissing; /* errors that tell of files that are not there */
    table *tables; /* of each of onex_entities */
    int64_t event;
    long rows; /* read so far */
    onex_change *changes;
    int nchanges, cap_changes;
    onex_requests requests;
    bool decided; /* there are decisions in the database */
    pending *pending, **pending_end;
    place *breaks, *contracts; /* rows of school_break; contracts that went to another pilot */
    onex_key_set warned;       /* messages that are told but once */
    bool asked_program;
    const onex_program *program;
    struct { /* the pilot last looked up for its reports */
        char code[128];
        onex_day begin; /* Monday of its first week; ONEX_DAY_NONE: not started or not there */
    } last_pilot;
};

/* ---- import.c ---- */

/* Makes an import ready for its files; frees all but its result. */
onex_status onex_import_prepare(import *im, onex_error *err);
void onex_import_release(import *im);
/* Inside the transaction: what rows are held against, the files, what holds between their rows; DATA where anything was
 * told. */
onex_status onex_import_read_all(import *im, onex_error *err);

/* ---- import_problem.c: what is told ---- */

/* Adds a problem at a place, or a warning; texts are copied. Beyond the most that is told, problems are only counted.
 */
onex_status onex_import_tell(import *im, bool warning, where at, const char *message, onex_error *err);
/* Of a cell of the row at hand, which becomes wrong; column -1: of the row as a whole. */
onex_status onex_import_wrong(import *im, work *w, int column, const char *message, onex_error *err);
onex_status onex_import_warn(import *im, const work *w, int column, const char *message, onex_error *err);
onex_status onex_import_note(import *im, const char *text, onex_error *err);
/* Sorts what was told. */
void onex_import_sort(onex_import_result *result);

/* ---- import_paths.c, import_header.c: which files, of which tables ---- */

/* Finds the files of all paths and their tables; what fits none is told. */
onex_status onex_import_paths(import *im, onex_error *err);
/* Opens a file's rows; a problem that refuses the file leaves *out NULL. */
onex_status onex_import_open(import *im, input *in, onex_source **out, onex_error *err);
onex_status onex_import_no_header(import *im, const input *in, onex_error *err);
/* The table that the header fits, NULL (told as a problem of the file) when none or several do. */
onex_status onex_import_fit(import *im, input *in, const onex_record *header, onex_error *err);

typedef struct header {
    int ncolumns;             /* fields of the header */
    int *field_of;            /* by the entity's columns: which field; -1: not in the file */
    bool *blank;              /* by field: the header's cell is blank, so must be those below */
    bool keys, required, all; /* all key columns, all required columns, all columns are there */
} header;
/* `tell`: also tells names that are no columns, columns that are there twice, and missing key columns. */
onex_status onex_import_header(import *im, const input *in, const onex_record *record, bool tell, header *out,
                               onex_error *err);
void onex_import_header_clear(header *h);

/* ---- import_row.c: a row to its table ---- */

/* What is said of a cell that is longer than a cell may be. */
const char *onex_import_too_long(void);
onex_status onex_import_file(import *im, input *in, onex_error *err);
table *onex_import_table(import *im, const onex_entity *entity);
/* Opens the table's statements at first use. */
onex_status onex_import_use(import *im, table *t, onex_error *err);

/* ---- import_check.c, import_pilot.c, import_local.c: what a row must hold ---- */

/* Looks at the merged row before it is written; w->old is the stored row where there is one. Tells what is wrong. */
typedef onex_status (*row_check)(import *im, work *w, onex_error *err);
typedef struct row_rules {
    const char *table;
    row_check check;   /* NULL: none */
    bool needs_old;    /* the check must know whether the row is new */
    row_check written; /* after it was written; NULL: none */
} row_rules;
const row_rules *onex_import_rules_of(const onex_entity *entity); /* NULL: none */

/* The checks of single tables (row_check). */
onex_status onex_import_check_pilot(import *im, work *w, onex_error *err);
onex_status onex_import_check_lead(import *im, work *w, onex_error *err);
onex_status onex_import_check_milestone(import *im, work *w, onex_error *err);
onex_status onex_import_check_attestation(import *im, work *w, onex_error *err);
onex_status onex_import_check_attribute(import *im, work *w, onex_error *err);
/* The column's number; it must be there. */
int onex_import_column(const work *w, const char *name);
bool onex_import_changed(const work *w, int column);
bool onex_import_is(const onex_cell *cell, const char *text);
/* Whether a row of the table with this code is known to come with this call though it was rejected. */
bool onex_import_comes(import *im, const onex_entity *entity, onex_key key);

/* ---- import_reference.c, import_settle.c: what holds between rows ---- */

/* `stored`: the row was there before, and `event` inserted it. */
onex_status onex_import_postpone(import *im, work *w, bool stored, int64_t event, onex_error *err);
/* Whether a row that waits wants the same unique values. */
bool onex_import_is_awaited(const import *im, const work *w);
/* Writes the rows that wait; all rows of their table were read. */
onex_status onex_import_settle_pending(import *im, onex_error *err);
onex_status onex_import_settle(import *im, onex_error *err);
/* Counts a row that was written and is found wrong only now as rejected; `key`: a row with its key. */
onex_status onex_import_take_back(import *im, input *in, const onex_entity *entity, const onex_cell *key,
                                  onex_error *err);
/* Tells what the row at hand refers to and is not there; such a row is wrong. *comes: it refers to a row that came with
 * this call and was rejected, which is not told. */
onex_status onex_import_check_references(import *im, work *w, bool *comes, onex_error *err);
onex_status onex_import_keep_place(import *im, place **list, const work *w, const onex_cell *key, onex_error *err);

/* ---- import_record.c: the record of what was done ---- */

/* Notes what the row at hand changes in the stored row w->old. */
onex_status onex_import_change(import *im, const work *w, onex_error *err);
onex_status onex_import_event(import *im, onex_error *err);

#endif
