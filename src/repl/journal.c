/* Counts of rows and the sentences of acts since the transaction began, and the record of rows that waits for its
 * event. */
#include "repl/journal.h"

#include <stdlib.h>
#include <string.h>

typedef struct counts {
    long of[ONEX_JOURNAL_WAYS];
} counts;

struct onex_journal {
    onex_row_record record;
    counts *counts; /* by entity, since the transaction began */
    char **acts;
    int nacts;
    struct { /* as it was when the line began */
        onex_row_counts now, done;
        counts *counts;
        int nacts;
    } mark;
};

static void free_acts(onex_journal *j, int from) {
    for (int i = from; i < j->nacts; i++) free(j->acts[i]);
    j->nacts = from < j->nacts ? from : j->nacts;
}

static onex_journal *journal_of(onex_console *c) {
    size_t n = (size_t)onex_nentities;
    if (c->journal) return c->journal;
    onex_journal *j = calloc(1, sizeof *j);
    if (!j) return NULL;
    j->counts = calloc(n, sizeof *j->counts);
    j->mark.counts = calloc(n, sizeof *j->mark.counts);
    c->journal = j;
    if (j->counts && j->mark.counts) return j;
    onex_journal_clear(c);
    return NULL;
}

void onex_journal_clear(onex_console *c) {
    onex_journal *j = c->journal;
    if (!j) return;
    onex_row_record_clear(&j->record);
    free_acts(j, 0);
    free(j->acts);
    free(j->counts);
    free(j->mark.counts);
    free(j);
    c->journal = NULL;
}

onex_row_record *onex_journal_record(onex_console *c) {
    onex_journal *j = journal_of(c);
    return j ? &j->record : NULL;
}

void onex_journal_count(onex_console *c, const onex_entity *entity, onex_journal_way way) {
    onex_journal *j = journal_of(c);
    if (j) j->counts[entity - onex_entities].of[way]++;
}

onex_status onex_journal_act(onex_console *c, const char *text, onex_error *err) {
    onex_journal *j = journal_of(c);
    char **grown = j ? realloc(j->acts, ((size_t)j->nacts + 1) * sizeof *grown) : NULL;
    if (!grown) return onex_no_memory(err);
    j->acts = grown;
    grown[j->nacts] = strdup(text);
    if (!grown[j->nacts]) return onex_no_memory(err);
    j->nacts++;
    return ONEX_OK;
}

onex_status onex_journal_flush(onex_console *c, onex_error *err) {
    onex_row_record *record = c->journal ? &c->journal->record : NULL;
    if (!record) return ONEX_OK;
    onex_status status = onex_store_begin(c->store, err);
    if (!status) status = onex_rows_event(c->store, record, c->options.actor, c->options.script, err);
    if (!status) status = onex_store_commit(c->store, err);
    if (status) onex_store_rollback(c->store);
    return status;
}

/* ---- lines ---- */

void onex_journal_mark(onex_console *c) {
    onex_journal *j = journal_of(c);
    if (!j) return;
    j->mark.nacts = j->nacts;
    j->mark.now = j->record.now;
    j->mark.done = j->record.done;
    memcpy(j->mark.counts, j->counts, (size_t)onex_nentities * sizeof *j->counts);
}

void onex_journal_back(onex_console *c) {
    onex_journal *j = c->journal;
    if (!j) return;
    free_acts(j, j->mark.nacts);
    memcpy(j->counts, j->mark.counts, (size_t)onex_nentities * sizeof *j->counts);
    j->record.now = j->mark.now;
    j->record.done = j->mark.done;
    onex_row_record_settle(&j->record);
}

/* ---- telling ---- */

bool onex_console_written(const onex_console *c) {
    const onex_journal *j = c->journal;
    for (int i = 0; j && i < onex_nentities; i++)
        for (int w = 0; w < ONEX_JOURNAL_WAYS; w++)
            if (j->counts[i].of[w]) return true;
    return j && j->nacts;
}

/* The key's JSON array as one would write it: ["P-01","S1"] is P-01/S1. */
static void put_key(onex_buffer *b, const char *json) {
    bool text = false;
    for (const char *at = json; *at; at++) {
        if (*at == '"')
            text = !text;
        else if (*at == '\\' && at[1])
            onex_buffer_char(b, *++at);
        else if (text || (*at >= '0' && *at <= '9'))
            onex_buffer_char(b, *at);
        else if (*at == ',')
            onex_buffer_char(b, '/');
    }
}

/* What the last line changed in rows that were there: the first values, each with what it was. */
static void put_changes(const onex_row_record *record, int from, onex_buffer *b) {
    const int most = 12;
    int shown = 0, more = 0;
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    const char *blank = onex_tr("(blank)", "（空）");
    for (int i = from; i < record->now.changes; i++) {
        const onex_change *change = &record->changes[i];
        const onex_entity *entity = onex_entity_find(change->table);
        int column = entity && change->column ? onex_entity_column(entity, change->column) : -1;
        if (column < 0) continue; /* the row itself went, with the values told before */
        if (shown == most) {
            more++;
            continue;
        }
        shown++;
        onex_buffer_text(b, "  ");
        put_key(b, change->key);
        onex_buffer_printf(
            b, onex_tr(": %s %s -> %s\n", "：%s %s → %s\n"), zh ? entity->columns[column].title : change->column,
            change->old_value ? change->old_value : blank, change->new_value ? change->new_value : blank);
    }
    if (more) onex_buffer_printf(b, onex_tr("  and %d more values\n", "  还有 %d 个值\n"), more);
}

void onex_console_preview(const onex_console *c, bool line, onex_buffer *b) {
    const char *words[] = {onex_tr("new", "新增"), onex_tr("updated", "更新"), onex_tr("deleted", "删除")};
    const onex_journal *j = c->journal;
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    for (int i = 0; j && i < onex_nentities; i++) {
        bool first = true;
        for (int w = 0; w < ONEX_JOURNAL_WAYS; w++) {
            long n = j->counts[i].of[w] - (line ? j->mark.counts[i].of[w] : 0);
            if (!n) continue;
            if (first)
                onex_buffer_printf(b, onex_tr("%s: ", "%s："), zh ? onex_entities[i].title : onex_entities[i].name);
            onex_buffer_printf(b, "%s%s %ld", first ? "" : onex_tr(", ", "，"), words[w], n);
            first = false;
        }
        if (!first) onex_buffer_char(b, '\n');
    }
    if (j && line) put_changes(&j->record, j->mark.now.changes, b);
    for (int i = j && line ? j->mark.nacts : 0; j && i < j->nacts; i++) onex_buffer_printf(b, "%s\n", j->acts[i]);
}
