/* Reading sources: statements, the gathering aggregate, cells as they stand on the day. The SQL text is made in
 * source_sql.c. */
#include "facts/source.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "facts/source_sql.h"

/* ---- texts ---- */

struct onex_texts {
    onex_arena arena;
    onex_text **table;
    uint32_t mask, count;
    bool failed;
};

#define TEXTS_MAX 200000 /* beyond that, texts live and die with their block */

onex_texts *onex_texts_new(void) {
    onex_texts *texts = calloc(1, sizeof *texts);
    if (!texts) return NULL;
    texts->mask = 1023;
    texts->table = calloc(texts->mask + 1, sizeof *texts->table);
    if (texts->table) return texts;
    free(texts);
    return NULL;
}

bool onex_texts_failed(const onex_texts *texts) { return texts->failed; }

void onex_texts_free(onex_texts *texts) {
    if (!texts) return;
    onex_arena_clear(&texts->arena);
    free(texts->table);
    free(texts);
}

static uint32_t bytes_hash(const char *text, size_t len) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

static bool texts_grow(onex_texts *texts) {
    uint32_t mask = texts->mask * 2 + 1;
    onex_text **table = calloc((size_t)mask + 1, sizeof *table);
    if (!table) return false;
    for (uint32_t i = 0; i <= texts->mask; i++) {
        if (!texts->table[i]) continue;
        uint32_t at = bytes_hash(texts->table[i]->raw, texts->table[i]->raw_len) & mask;
        while (table[at]) at = (at + 1) & mask;
        table[at] = texts->table[i];
    }
    free(texts->table);
    texts->table = table;
    texts->mask = mask;
    return true;
}

static onex_text *text_new(onex_arena *arena, const char *text, size_t len, bool plain) {
    char *folded = plain ? NULL : onex_text_fold(text, len);
    if (!plain && !folded) return NULL;
    size_t folded_len = plain ? 0 : strlen(folded);
    onex_text *t = onex_arena_room(arena, sizeof *t + len + 1 + folded_len + 1);
    if (t) {
        char *raw = (char *)(t + 1);
        memcpy(raw, text, len);
        raw[len] = '\0';
        t->raw = t->folded = raw;
        t->raw_len = t->folded_len = (uint32_t)len;
        if (!plain) {
            t->folded = memcpy(raw + len + 1, folded, folded_len + 1);
            t->folded_len = (uint32_t)folded_len;
        }
    }
    free(folded);
    return t;
}

onex_value onex_text_value(onex_arena *arena, onex_texts *texts, const char *text, size_t len) {
    bool plain = onex_text_is_plain(text, len);
    if (plain || !texts || texts->count >= TEXTS_MAX || texts->count >= texts->mask) {
        onex_text *t = text_new(arena, text, len, plain);
        if (!t && texts) texts->failed = true;
        return t ? onex_v_text(t) : onex_v_unknown();
    }
    uint32_t at = bytes_hash(text, len) & texts->mask;
    while (texts->table[at]) {
        if (texts->table[at]->raw_len == len && !memcmp(texts->table[at]->raw, text, len)) return onex_v_text(texts->table[at]);
        at = (at + 1) & texts->mask;
    }
    onex_text *t = text_new(&texts->arena, text, len, false);
    if (!t) {
        texts->failed = true;
        return onex_v_unknown();
    }
    texts->table[at] = t;
    if (++texts->count * 2 > texts->mask) texts_grow(texts);
    return onex_v_text(t);
}

/* ---- slots ---- */

onex_column_path onex_path_of(const onex_entity *entity, int column) {
    return (onex_column_path){.entity = entity, .nsteps = 1, .steps = {column}, .column = &entity->columns[column]};
}

int onex_source_slot(onex_source *source, const onex_column_path *path, bool raw) {
    for (int i = 0; i < source->nslots; i++) {
        onex_slot *s = &source->slots[i];
        if (s->raw == raw && s->path.nsteps == path->nsteps && !memcmp(s->path.steps, path->steps, (size_t)path->nsteps * sizeof(int)))
            return i;
    }
    if (source->nslots == source->cap) {
        int cap = source->cap ? source->cap * 2 : 8;
        onex_slot *slots = realloc(source->slots, (size_t)cap * sizeof *slots);
        if (!slots) return -1;
        source->slots = slots;
        source->cap = cap;
    }
    source->slots[source->nslots] = (onex_slot){.path = *path, .raw = raw};
    return source->nslots++;
}

static bool prepare_words(onex_slot *slot) {
    const onex_word *words = slot->path.column->words;
    if (!words || slot->words) return true; /* nothing to prepare, or done for an earlier pass */
    slot->before = onex_v_unknown();
    while (words[slot->nwords].code) slot->nwords++;
    slot->words = calloc((size_t)slot->nwords, sizeof *slot->words);
    if (!slot->words) return false;
    for (int i = 0; i < slot->nwords; i++) {
        slot->words[i].raw = slot->words[i].folded = words[i].code;
        slot->words[i].raw_len = slot->words[i].folded_len = (uint32_t)strlen(words[i].code);
        if (slot->path.column->before && !strcmp(words[i].code, slot->path.column->before))
            slot->before = onex_v_text(&slot->words[i]);
    }
    return true;
}

/* ---- cells ---- */

/* Cells are written in place: a value that is handed back would be copied while it is still on its way to memory. */
static void date_cell(onex_source *source, sqlite3_value *v, onex_value *cell) {
    onex_day day;
    const char *text = (const char *)sqlite3_value_text(v);
    if (!text) source->failed = true;
    if (text && onex_day_parse_iso(text, (size_t)sqlite3_value_bytes(v), &day))
        *cell = onex_v_date(day);
    else
        *cell = onex_v_unknown();
}

static const onex_text *word_of(const onex_slot *slot, const char *text, size_t len) {
    for (int i = 0; i < slot->nwords; i++)
        if (slot->words[i].raw_len == len && onex_same_bytes(slot->words[i].raw, text, len)) return &slot->words[i];
    return NULL;
}

static void text_cell(onex_source *source, onex_slot *slot, sqlite3_value *v, onex_value *cell) {
    const char *text = (const char *)sqlite3_value_text(v);
    size_t len = (size_t)sqlite3_value_bytes(v);
    if (!text) source->failed = true;
    const onex_text *last = slot->last, *word = last && text && last->raw_len == len && onex_same_bytes(last->raw, text, len) ? last : NULL;
    if (!word && text && slot->words) word = word_of(slot, text, len);
    if (word)
        *cell = onex_v_text(word);
    else if (text)
        *cell = onex_text_value(&source->block.arena, source->texts, text, len);
    else
        *cell = onex_v_unknown();
    if (onex_v_known(*cell))
        slot->last = cell->text;
    else
        source->failed = true;
}

static void fill_cell(onex_source *source, onex_slot *slot, sqlite3_value **argv, onex_value *cell) {
    const onex_column *column = slot->path.column;
    sqlite3_value *v = argv[slot->arg];
    if (!slot->raw && column->dated_by) {
        onex_value dated = onex_v_unknown();
        if (sqlite3_value_type(argv[slot->arg + 1]) != SQLITE_NULL) date_cell(source, argv[slot->arg + 1], &dated);
        if (!onex_v_known(dated) || dated.n > source->day) {
            *cell = slot->before;
            return;
        }
    }
    if (sqlite3_value_type(v) == SQLITE_NULL) {
        *cell = onex_v_unknown();
        return;
    }
    switch (column->type) {
    case ONEX_COL_TEXT: case ONEX_COL_ENUM: text_cell(source, slot, v, cell); break;
    case ONEX_COL_DATE:
        date_cell(source, v, cell);
        if (!slot->raw && !column->required && !column->plan && cell->n > source->day) *cell = onex_v_unknown();
        break;
    case ONEX_COL_BOOL: *cell = onex_v_bool(sqlite3_value_int(v)); break;
    default: *cell = onex_v_int(sqlite3_value_int64(v));
    }
}

/* The rows before are forgotten, and the texts that they held. */
static void begin_group(onex_source *source) {
    onex_block_reset(&source->block);
    for (int i = 0; i < source->nslots; i++) source->slots[i].last = NULL;
}

static void collect_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)argc;
    onex_source *source = sqlite3_value_pointer(argv[0], "onex_source");
    int *begun = sqlite3_aggregate_context(context, sizeof *begun);
    if (!source) return;
    if (!begun) {
        source->failed = true;
        return;
    }
    if (!*begun) {
        *begun = 1;
        begin_group(source);
    }
    onex_value *cells = onex_block_add(&source->block);
    if (!cells) {
        source->failed = true;
        return;
    }
    for (int i = 0; i < source->nslots; i++)
        if (source->slots[i].used)
            fill_cell(source, &source->slots[i], argv, &cells[i]);
        else
            cells[i] = onex_v_unknown();
}

static void collect_final(sqlite3_context *context) { sqlite3_result_null(context); }

onex_status onex_source_register(onex_store *store, onex_error *err) {
    int rc = sqlite3_create_function_v2(onex_store_db(store), "onex_collect", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL,
                                        collect_step, collect_final, NULL);
    return rc == SQLITE_OK ? ONEX_OK : onex_store_fail(store, err, onex_tr("preparing to read rows", "准备读取数据"));
}

/* ---- reading ---- */

/* A parameter that the SQL does not have is fine: not every table has dates. */
static bool bind_text(sqlite3_stmt *stmt, int at, const char *text) {
    return at > sqlite3_bind_parameter_count(stmt) || sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT) == SQLITE_OK;
}

onex_status onex_source_ready(onex_source *source, onex_day day, onex_texts *texts, onex_error *err) {
    source->day = day;
    source->texts = texts;
    source->block.nslots = source->nslots;
    for (int i = 0; i < source->nslots; i++)
        if (source->slots[i].used && !prepare_words(&source->slots[i])) return onex_no_memory(err);
    source->started = source->done = source->failed = source->loaded = source->here = false;
    return ONEX_OK;
}

onex_status onex_source_prepare(onex_source *source, onex_store *store, const char *by, struct sqlite3_stmt **stmt, onex_error *err) {
    onex_buffer sql = {0};
    char text[ONEX_DAY_TEXT];
    onex_source_sql(source, by, &sql);
    if (sql.failed) {
        onex_buffer_clear(&sql);
        return onex_no_memory(err);
    }
    int rc = sqlite3_prepare_v3(onex_store_db(store), sql.data, (int)sql.len, 0, stmt, NULL);
    onex_buffer_clear(&sql);
    if (rc != SQLITE_OK) return onex_store_fail(store, err, source->entity->name);
    bool bound = sqlite3_bind_pointer(*stmt, 1, source, "onex_source", NULL) == SQLITE_OK && bind_text(*stmt, 2, onex_day_text(source->day, text)) &&
                 (!source->subject_kind || bind_text(*stmt, 4, source->subject_kind));
    return bound ? ONEX_OK : onex_store_fail(store, err, source->entity->name);
}

onex_status onex_source_open(onex_source *source, onex_store *store, onex_day day, onex_texts *texts, const char *only, onex_error *err) {
    onex_status status = onex_source_ready(source, day, texts, err);
    if (!status) status = onex_source_prepare(source, store, only ? onex_source_group(source) : NULL, &source->stmt, err);
    if (!status && only && !bind_text(source->stmt, 3, only)) status = onex_store_fail(store, err, source->entity->name);
    return status;
}

onex_status onex_source_again(onex_source *source, onex_store *store, const char *only, onex_error *err) {
    sqlite3_reset(source->stmt);
    source->here = false;
    source->at = NULL;
    source->started = source->done = source->failed = source->loaded = false;
    return bind_text(source->stmt, 3, only) ? ONEX_OK : onex_store_fail(store, err, source->entity->name);
}

onex_status onex_source_next(onex_source *source, onex_store *store, onex_error *err) {
    int rc = sqlite3_step(source->stmt);
    source->started = true;
    source->here = false;
    source->at = NULL;
    if (source->failed) return onex_no_memory(err);
    if (rc == SQLITE_ROW) {
        source->at = (const char *)sqlite3_column_text(source->stmt, 0);
        return source->at || sqlite3_column_type(source->stmt, 0) == SQLITE_NULL ? ONEX_OK : onex_no_memory(err);
    }
    source->done = true;
    onex_block_reset(&source->block);
    return rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(store, err, source->entity->name);
}

static onex_status keep_college(onex_source *source, onex_error *err) {
    onex_college_block *all = realloc(source->colleges, (size_t)(source->ncolleges + 1) * sizeof *all);
    if (!all) return onex_no_memory(err);
    source->colleges = all;
    char *code = strdup(source->at);
    if (!code) return onex_no_memory(err);
    all[source->ncolleges++] = (onex_college_block){.code = code, .block = source->block};
    source->block = (onex_block){.nslots = source->nslots};
    return ONEX_OK;
}

onex_status onex_source_load(onex_source *source, onex_store *store, onex_error *err) {
    if (source->loaded) return ONEX_OK;
    source->loaded = true;
    if (source->group != ONEX_GROUP_COLLEGE) { /* one group without a code */
        onex_status status = onex_source_next(source, store, err);
        sqlite3_reset(source->stmt);
        return status;
    }
    for (;;) {
        onex_status status = onex_source_next(source, store, err);
        if (status || source->done) return status;
        if (!source->at) continue; /* rows of no college */
        if ((status = keep_college(source, err))) return status;
    }
}

onex_status onex_source_seek(onex_source *source, onex_store *store, const char *code, onex_error *err) {
    while (!source->done) {
        int order = source->at ? strcmp(source->at, code) : -1;
        if (order >= 0) break;
        onex_status status = onex_source_next(source, store, err);
        if (status) return status;
        source->started = true;
    }
    return ONEX_OK;
}

onex_block *onex_source_college(onex_source *source, const char *college) {
    for (int i = 0; i < source->ncolleges; i++)
        if (!strcmp(source->colleges[i].code, college)) return &source->colleges[i].block;
    return NULL;
}

void onex_source_close(onex_source *source) {
    sqlite3_finalize(source->stmt);
    for (int i = 0; i < source->ncolleges; i++) {
        free(source->colleges[i].code);
        onex_block_clear(&source->colleges[i].block);
    }
    free(source->colleges);
    onex_block_clear(&source->block);
    onex_source_forget(source);
    for (int i = 0; i < source->nslots; i++) free(source->slots[i].words);
    free(source->slots);
    source->stmt = NULL;
    source->slots = NULL;
    source->colleges = NULL;
    source->nslots = source->cap = source->ncolleges = 0;
    source->at = NULL;
}
