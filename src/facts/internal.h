/* Inside of the facts layer: the world, its sources and plans, and the views. Not for other layers. */
#ifndef ONEX_FACTS_INTERNAL_H
#define ONEX_FACTS_INTERNAL_H

#include "facts/source.h"
#include "facts/world.h"

/* How a relation finds its rows. */
typedef enum { ONEX_KEY_NODE, ONEX_KEY_CODE, ONEX_KEY_PERSON, ONEX_KEY_LEVEL } onex_key_from;

typedef struct onex_plan_key {
    int slot;
    onex_key_from from;
    const onex_node *value; /* KEY_NODE */
    bool match;             /* of `match`: blank or unknown decides; else only a shortcut for an equals in `where` */
} onex_plan_key;

typedef struct onex_plan {
    onex_source *source; /* NULL: not linked (report_period has its own block) */
    onex_subject kind;   /* of the subject in whose view it is evaluated */
    onex_plan_key keys[ONEX_INDEX_KEYS];
    int nkeys;
    bool periods; /* report_period: the one key, if any, is that of `days` */
    int to_slot; /* in_force: the end of office; -1: not asked */
} onex_plan;


/* Results of a `facts` block: a row of values for each subject, by code. */
typedef struct onex_sql_facts {
    bool used;
    const char **codes; /* rising */
    onex_value *values;
    int nrows;
} onex_sql_facts;

/* The keys that a distinct count has met: rows of `width` values, open addressing; its memory is kept for the next count. */
typedef struct onex_keyset {
    onex_value *keys;
    int width, count, cap, keys_cap;
    int *table;
    uint32_t mask;
    bool failed;
} onex_keyset;
void onex_keyset_clear(onex_keyset *set);

#define ONEX_KEYSETS 16

struct onex_view {
    onex_scope scope; /* what its trees may ask; ctx is the view itself */
    onex_world *world;
    onex_subject kind;
    const char *code, *college;
    const onex_text *code_text;
    onex_view *parent;
    const onex_value *own; /* cells of the subject's own row; NULL: none */
    onex_day own_day;
    onex_value *facts;
    unsigned char *fact_done; /* 0 no, 1 being computed, 2 done */
    unsigned char *marks;
    onex_view **children[ONEX_SUBJECTS];
    int nchildren[ONEX_SUBJECTS];
    onex_value person, level; /* registration */
};

typedef struct onex_param_seen {
    const onex_view *view; /* NULL: none, or its pilot is gone */
    onex_value value;
} onex_param_seen;

#define ONEX_SOURCES_MAX 128

struct onex_world {
    onex_world_options options;
    const onex_program *program;
    onex_store *store;
    onex_scope scope; /* copied into each view */
    onex_source *sources[ONEX_SOURCES_MAX];
    int nsources;
    onex_plan *plans;    /* by relation id */
    bool *tallied; /* by rule: counted over the subjects below a college or the school */
    bool any_tallied;
    bool single; /* the statements of pilots are prepared for one at a time */
    bool *facts_needed, *rules_needed, *relations_needed;
    onex_param_seen *params_seen; /* by param: what the last view that asked was told */
    int *fact_slot, *fact_raw_slot, *fact_local; /* by fact */
    int nlocal[ONEX_SUBJECTS];                   /* facts of each kind */
    onex_source *own[ONEX_SUBJECTS];
    int day_slot[ONEX_SUBJECTS];                 /* own day: exam, expense */
    int code_slot[ONEX_SUBJECTS];                /* exam, expense; registration: person */
    int level_slot;
    int college_slot;                            /* of pilot */
    onex_source *attested[ONEX_SUBJECTS], *attributes[ONEX_SUBJECTS], *incidents[ONEX_SUBJECTS];
    onex_sql_facts *sql; /* by block */
    bool sql_asked;
    /* report_period */
    onex_keyset keysets[ONEX_KEYSETS];
    int keysets_busy;
    struct onex_periods *periods;
    bool periods_needed;
    /* views */
    onex_arena arena; /* school, colleges, and what lives as long as the world */
    onex_arena pilot_arena;
    onex_texts *texts;
    onex_view *school, **colleges;
    int ncolleges;
    onex_view *pilot; /* the current one */
    const char **waivers; /* in force: "kind code rule", rising */
    int nwaivers;
    onex_status status;
    onex_error error;
};

/* link.c: sources, slots and plans for all trees; what the asked rules need. */
onex_status onex_world_link(onex_world *world, onex_error *err);
onex_source *onex_world_source(onex_world *world, const onex_entity *entity, onex_group group, const char *subject_kind);
onex_group onex_group_of(onex_subject kind);
/* world.c: the views in `pilot_arena` are gone, and what was kept for them. */
void onex_world_forget_pilot(onex_world *world);

/* relation.c */
onex_value onex_view_relation(onex_view *view, const onex_relation *relation, const onex_frame *frame);
onex_block *onex_view_block(onex_view *view, onex_source *source);
/* The same of a table that is looked up: among its rows are all whose cell in `slot` is `key` (slot -1: all rows). */
onex_block *onex_view_lookup(onex_view *view, onex_source *source, int slot, onex_value key);
onex_value onex_view_eval_in(onex_view *view, const onex_node *node, const onex_frame *frame);

/* period.c: the rows of report_period for the current pilot. `link`: the slots that it reads, and whether they are used. */
bool onex_periods_link(onex_world *world, bool use);
onex_status onex_periods_open(onex_world *world, onex_error *err);
void onex_periods_forget(onex_world *world); /* another pilot comes */
onex_block *onex_periods_block(onex_view *view, int64_t days); /* 7 or 14: that cadence only; else both */
void onex_periods_close(onex_world *world);
/* Calls fn with each period of the current pilot, first of 14 days, then of 7: its cells in the order of the
 * descriptor. False: fn said so. */
#define ONEX_PERIOD_CELLS 10
typedef bool (*onex_period_fn)(void *ctx, const onex_value *cells);
bool onex_periods_each(onex_view *pilot, onex_period_fn fn, void *ctx);

/* sqlfacts.c: runs the `facts` blocks that are needed. */
onex_status onex_sql_facts_run(onex_world *world, onex_error *err);
onex_value onex_sql_fact(onex_view *view, const onex_fact *fact);
void onex_sql_facts_free(onex_world *world);
/* Fills temp.asked for one kind of subject; the current pilot's view is gone afterwards. */
onex_status onex_sql_asked(onex_world *world, onex_subject kind, onex_error *err);
/* Binds a value in its stored form; gives SQLite's code. */
int onex_sql_bind_value(struct sqlite3_stmt *stmt, int at, onex_value v);

/* waiver.c */
onex_status onex_waivers_load(onex_world *world, onex_error *err);

/* view.c */
onex_view *onex_view_new(onex_world *world, onex_arena *arena, onex_subject kind, const char *code, const char *college, onex_view *parent);
/* onex_view_fact and onex_view_param without a copy: the value where it stands, or in `room`. */
const onex_value *onex_view_look_fact(onex_view *view, int fact, onex_value *room);
const onex_value *onex_view_look_param(onex_view *view, int param); /* until another view asks */
bool onex_view_member(onex_view *view, int set, const onex_text *text);
int onex_named_slot(const onex_source *source, const char *column);
/* Walks over the rows about a view: `row` from -1; false at the end. */
bool onex_next_about(onex_view *view, onex_source *source, int *row, const onex_value **cells);
onex_value onex_value_of_text(onex_arena *arena, onex_texts *texts, onex_type type, const char *text);

#endif
