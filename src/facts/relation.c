/* Counting rows: count, sum, has, lowest, highest, latest, list over the rows of a subject, in three values. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/number.h"
#include "expr/decide.h"
#include "facts/internal.h"

#define DISTINCT_MAX 8
#define FEW_ROWS 4 /* up to here a plain loop beats an index */

onex_value onex_view_eval_in(onex_view *view, const onex_node *node, const onex_frame *frame) {
    return onex_expr_eval(&view->scope, node, frame);
}

/* The rows of the source that are in view; NULL: none. */
onex_block *onex_view_block(onex_view *view, onex_source *source) {
    onex_world *world = view->world;
    switch (source->group) {
    case ONEX_GROUP_COLLEGE: return view->college ? onex_source_college(source, view->college) : NULL;
    case ONEX_GROUP_PILOT: {
        const onex_view *pilot = onex_view_at(view, ONEX_PILOT);
        return pilot && pilot == world->pilot && source->here ? &source->block : NULL;
    }
    default: return &source->block;
    }
}

onex_block *onex_view_lookup(onex_view *view, onex_source *source, int slot, onex_value key) {
    onex_world *world = view->world;
    onex_block *block = &source->block;
    onex_error error = {0};
    if (!source->piecemeal) return block;
    onex_status status = onex_source_fetch(source, world->store, slot, key, &block, &error);
    if (!status) return block;
    world->status = status;
    world->error = error;
    return NULL;
}

/* Walks over the rows that may count. */
typedef struct cursor {
    onex_view *view;
    const onex_relation *relation;
    const onex_plan *plan;
    onex_block *block;
    onex_index *index; /* NULL: every row */
    onex_value keys[ONEX_INDEX_KEYS];
    int nkeys;         /* of `keys`: those that are known */
    int slots[ONEX_INDEX_KEYS];
    int row;
    bool none, unknown; /* a blank match: no rows; an unknown one: the word is unknown */
    onex_frame frame;
} cursor;

/* Whether a blank cell means "none" rather than unknown. */
static bool blank_is_none(const onex_view *view, const onex_node *value) {
    const onex_column *column = NULL;
    if (value->op == ONEX_OP_ROW) column = value->u.column.path.column;
    if (value->op == ONEX_OP_FACT) column = view->world->program->facts[value->u.index].column;
    return column && !column->blank_unknown;
}

static onex_value key_value(cursor *c, const onex_plan_key *key) {
    switch (key->from) {
    case ONEX_KEY_CODE: return onex_v_text(c->view->code_text);
    case ONEX_KEY_PERSON: return c->view->person;
    case ONEX_KEY_LEVEL: return c->view->level;
    default: return onex_view_eval_in(c->view, key->value, &c->frame);
    }
}

static void cursor_open(cursor *c, onex_view *view, const onex_relation *relation, const onex_frame *outer) {
    c->view = view; /* one by one: most of a cursor is room for keys */
    c->relation = relation;
    c->plan = &view->world->plans[relation->id];
    c->block = NULL;
    c->index = NULL;
    c->nkeys = 0;
    c->row = -1;
    c->none = c->unknown = false;
    c->frame = (onex_frame){.outer = outer};
    int by = -1; /* of `keys`: the first by which rows must match */
    for (int i = 0; i < c->plan->nkeys && !c->none; i++) {
        const onex_plan_key *key = &c->plan->keys[i];
        onex_value v = key_value(c, key);
        if (onex_v_known(v)) {
            if (key->match && by < 0) by = c->nkeys;
            c->slots[c->nkeys] = key->slot;
            c->keys[c->nkeys++] = v;
        } else if (key->match) {
            if (v.kind == ONEX_V_UNKNOWN && key->from == ONEX_KEY_NODE && blank_is_none(view, key->value))
                c->none = true;
            else
                c->unknown = true;
        }
    }
    if (c->none || c->unknown) return;
    if (c->plan->periods) {
        c->block = onex_periods_block(view, c->nkeys ? c->keys[0].n : 0);
        return;
    }
    if (c->plan->source->group == ONEX_GROUP_LOOKUP)
        c->block = onex_view_lookup(view, c->plan->source, by < 0 ? -1 : c->slots[by], by < 0 ? onex_v_unknown() : c->keys[by]);
    else
        c->block = onex_view_block(view, c->plan->source);
    if (c->block && c->nkeys && c->block->nrows > FEW_ROWS) {
        c->index = onex_block_index(c->block, c->slots, c->nkeys);
        if (c->index) c->row = onex_index_first(c->index, c->keys);
    }
}

/* A match holds on the cell: codes byte for byte. (A shortcut is only a hint; `where` decides it.) */
static bool matches(const cursor *c, const onex_value *cells) {
    int k = 0;
    for (int i = 0; i < c->plan->nkeys; i++) {
        const onex_plan_key *key = &c->plan->keys[i];
        if (k == c->nkeys || c->slots[k] != key->slot) continue;
        onex_value want = c->keys[k++];
        if (!key->match) continue;
        onex_value have = cells[key->slot];
        if (have.kind != want.kind) return false;
        if (have.kind == ONEX_V_TEXT ? !onex_text_equal(have.text, want.text, true) : onex_value_compare(have, want) != 0) return false;
    }
    return true;
}

/* The next row that exists and matches; false at the end. */
static bool cursor_next(cursor *c) {
    if (!c->block || c->none || c->unknown) return false;
    bool first = !c->frame.cells;
    for (;;) {
        if (!c->index)
            c->row++;
        else if (!first)
            c->row = onex_index_next(c->index, c->row);
        first = false;
        if (c->row < 0 || c->row >= c->block->nrows) return false;
        const onex_value *cells = onex_block_row(c->block, c->row);
        c->frame.cells = cells;
        if (c->plan->to_slot >= 0 && onex_v_known(cells[c->plan->to_slot])) continue;
        if (matches(c, cells)) return true;
    }
}

static onex_decision row_decides(cursor *c) {
    if (!c->relation->where) return (onex_decision){ONEX_YES, NULL};
    return onex_expr_decide(&c->view->scope, c->relation->where, &c->frame);
}

/* The value of a word that some row leaves open. */
static onex_value left_open(onex_decision d) { return d.truth == ONEX_FAILED ? onex_v_error(d.error) : onex_v_unknown(); }

/* ---- distinct ---- */

typedef onex_keyset keyset; /* rows of keys, open addressing */

static void keyset_start(keyset *s, int width) {
    s->width = width;
    s->count = 0;
    s->cap = s->keys_cap / width;
    if ((int)(s->mask / 2) < s->cap) s->cap = (int)(s->mask / 2);
    if (s->mask) memset(s->table, 0xFF, ((size_t)s->mask + 1) * sizeof *s->table);
    s->failed = false;
}

void onex_keyset_clear(onex_keyset *s) {
    free(s->keys);
    free(s->table);
}

static uint32_t key_hash(const onex_value *k, int width) {
    uint32_t h = 17;
    for (int i = 0; i < width; i++) h = h * 31 + (onex_v_known(k[i]) ? onex_value_hash(k[i]) : 7u);
    return h;
}

static bool same_key(const onex_relation *r, const onex_value *a, const onex_value *b) {
    for (int i = 0; i < r->ndistinct; i++) {
        if (a[i].kind != b[i].kind) return false;
        if (!onex_v_known(a[i])) continue; /* a blank equals a blank */
        if (a[i].kind == ONEX_V_TEXT ? !onex_text_equal(a[i].text, b[i].text, r->distinct[i]->type.code) : onex_value_compare(a[i], b[i]) != 0)
            return false;
    }
    return true;
}

static bool keyset_grow(keyset *s) {
    uint32_t size = s->mask ? (s->mask + 1) * 2 : 32;
    if (s->mask && s->count * 2 <= (int)s->mask) size = s->mask + 1; /* wider keys than before */
    int *table = malloc(size * sizeof *table);
    onex_value *keys = realloc(s->keys, (size_t)size / 2 * (size_t)s->width * sizeof *keys);
    if (keys) s->keys = keys;
    if (!table || !keys) {
        free(table);
        s->failed = true;
        return false;
    }
    memset(table, 0xFF, size * sizeof *table);
    free(s->table);
    s->table = table;
    s->mask = size - 1;
    s->cap = (int)(size / 2);
    s->keys_cap = s->cap * s->width;
    for (int i = 0; i < s->count; i++) {
        uint32_t at = key_hash(s->keys + (size_t)i * (size_t)s->width, s->width) & s->mask;
        while (table[at] >= 0) at = (at + 1) & s->mask;
        table[at] = i;
    }
    return true;
}

static bool keyset_has(keyset *s, const onex_relation *r, const onex_value *key, bool add) {
    if (s->count == s->cap && !keyset_grow(s)) return false;
    uint32_t at = key_hash(key, s->width) & s->mask;
    while (s->table[at] >= 0) {
        if (same_key(r, s->keys + (size_t)s->table[at] * (size_t)s->width, key)) return true;
        at = (at + 1) & s->mask;
    }
    if (add) {
        s->table[at] = s->count;
        memcpy(s->keys + (size_t)s->count++ * (size_t)s->width, key, (size_t)s->width * sizeof *key);
    }
    return false;
}

/* The row's key; false when a cell of it is unknown rather than blank. */
static bool distinct_key(cursor *c, onex_value *key) {
    bool known = true;
    for (int i = 0; i < c->relation->ndistinct; i++) {
        key[i] = onex_view_eval_in(c->view, c->relation->distinct[i], &c->frame);
        if (!onex_v_known(key[i]) && !blank_is_none(c->view, c->relation->distinct[i])) known = false;
    }
    return known;
}

static onex_value distinct_keys(cursor *c, keyset *in) {
    onex_value key[DISTINCT_MAX];
    bool undecided = false;
    while (cursor_next(c)) {
        onex_decision d = row_decides(c);
        if (d.truth >= ONEX_OPEN) undecided = true;
        if (d.truth != ONEX_YES) continue;
        if (!distinct_key(c, key)) return onex_v_unknown();
        keyset_has(in, c->relation, key, true);
    }
    if (!undecided) return onex_v_int(in->count);
    cursor again; /* a row that cannot be told is harmless where its key counts already */
    cursor_open(&again, c->view, c->relation, c->frame.outer);
    while (cursor_next(&again)) {
        onex_decision d = row_decides(&again);
        if (d.truth < ONEX_OPEN) continue;
        if (!distinct_key(&again, key) || !keyset_has(in, c->relation, key, false)) return left_open(d);
    }
    return onex_v_int(in->count);
}

/* Key sets are kept for the next count; one that begins inside another (a fact first asked for by a row condition) takes the
 * next set. */
static onex_value count_distinct(cursor *c) {
    onex_world *world = c->view->world;
    if (c->relation->ndistinct > DISTINCT_MAX || world->keysets_busy == ONEX_KEYSETS)
        return onex_v_error(onex_tr("counts are nested too deeply", "计数嵌套过深"));
    keyset *in = &world->keysets[world->keysets_busy++];
    keyset_start(in, c->relation->ndistinct);
    onex_value result = distinct_keys(c, in);
    world->keysets_busy--;
    if (in->failed) world->status = onex_no_memory(&world->error);
    return result;
}

/* ---- the words ---- */

static onex_value count(cursor *c) {
    int64_t n = 0;
    onex_decision worst = {ONEX_NO, NULL};
    while (cursor_next(c)) {
        onex_decision d = row_decides(c);
        if (d.truth == ONEX_YES)
            n++;
        else if (d.truth > worst.truth)
            worst = d;
    }
    return worst.truth == ONEX_NO ? onex_v_int(n) : left_open(worst);
}

static onex_value has(cursor *c) {
    onex_decision worst = {ONEX_NO, NULL};
    while (cursor_next(c)) {
        onex_decision d = row_decides(c);
        if (d.truth == ONEX_YES) return onex_v_bool(1);
        if (d.truth > worst.truth) worst = d;
    }
    return worst.truth == ONEX_NO ? onex_v_bool(0) : left_open(worst);
}

static onex_value reduce(cursor *c) {
    onex_relation_word word = c->relation->word;
    onex_value best = word == ONEX_W_SUM ? onex_v_int(0) : onex_v_unknown();
    bool any = false;
    onex_value doubt = onex_v_bool(0); /* known: no doubt */
    while (cursor_next(c)) {
        onex_decision in = row_decides(c);
        if (in.truth == ONEX_NO) continue;
        onex_value v = in.truth == ONEX_YES ? onex_view_eval_in(c->view, c->relation->take, &c->frame) : left_open(in);
        if (!onex_v_known(v)) {
            if (doubt.kind != ONEX_V_ERROR) doubt = v;
            continue;
        }
        if (word == ONEX_W_SUM) {
            onex_fraction sum;
            if (!onex_fraction_add((onex_fraction){best.n, best.d}, (onex_fraction){v.n, v.d}, &sum))
                return onex_v_error(onex_tr("a sum is too large to compute with", "合计数过大，无法计算"));
            best = onex_v_fraction(sum.n, sum.d);
        } else {
            int order = any ? onex_value_compare(v, best) : 0;
            if (!any || (word == ONEX_W_LOWEST ? order < 0 : order > 0)) best = v;
        }
        any = true;
    }
    return onex_v_known(doubt) ? best : doubt;
}

/* The row with the latest date up to `upto` (else the day asked about). A row that cannot be told matters only where it could
 * be the latest. */
static onex_value latest(cursor *c) {
    onex_value upto = onex_v_date(c->view->world->options.day), best = onex_v_unknown(), found = onex_v_unknown(), doubt = onex_v_unknown();
    if (c->relation->upto) upto = onex_view_eval_in(c->view, c->relation->upto, &(onex_frame){.outer = c->frame.outer});
    if (!onex_v_known(upto)) return upto;
    while (cursor_next(c)) {
        onex_value by = onex_view_eval_in(c->view, c->relation->by, &c->frame);
        if (!onex_v_known(by) || by.n > upto.n) continue;
        onex_decision in = row_decides(c);
        if (in.truth == ONEX_NO) continue;
        if (in.truth != ONEX_YES) {
            if (!onex_v_known(doubt) || by.n > doubt.n) doubt = by;
        } else if (!onex_v_known(best) || by.n >= best.n) {
            best = by;
            found = onex_view_eval_in(c->view, c->relation->take, &c->frame);
        }
    }
    if (onex_v_known(doubt) && (!onex_v_known(best) || doubt.n >= best.n)) return onex_v_unknown();
    return found;
}

/* ---- list ---- */

typedef struct list_row {
    onex_value by;
    int order;
    onex_value *cells;
} list_row;

static int list_order(const void *a, const void *b) {
    const list_row *x = a, *y = b;
    if (onex_v_known(x->by) && onex_v_known(y->by)) {
        int c = onex_value_compare(x->by, y->by);
        if (c) return c;
    } else if (onex_v_known(x->by) != onex_v_known(y->by)) {
        return onex_v_known(x->by) ? 1 : -1; /* blanks first */
    }
    return x->order - y->order;
}

static onex_value list(cursor *c) {
    const onex_relation *r = c->relation;
    onex_arena *arena = c->view->kind < ONEX_PILOT ? &c->view->world->arena : &c->view->world->pilot_arena;
    list_row *rows = NULL;
    int n = 0, cap = 0;
    onex_value result = onex_v_unknown();
    while (cursor_next(c)) {
        onex_decision in = row_decides(c);
        if (in.truth == ONEX_NO) continue;
        if (in.truth != ONEX_YES) {
            result = left_open(in);
            goto done;
        }
        if (n == cap) {
            cap = cap ? cap * 2 : 16;
            list_row *more = realloc(rows, (size_t)cap * sizeof *rows);
            if (!more) goto done;
            rows = more;
        }
        rows[n] = (list_row){.by = onex_v_unknown(), .order = n, .cells = onex_arena_alloc(arena, (size_t)(r->ntake + 1) * sizeof(onex_value))};
        if (!rows[n].cells) goto done;
        if (r->by) rows[n].by = onex_view_eval_in(c->view, r->by, &c->frame);
        for (int i = 0; i < r->ntake; i++) rows[n].cells[i] = onex_view_eval_in(c->view, r->take_values[i], &c->frame);
        n++;
    }
    if (n && r->by) qsort(rows, (size_t)n, sizeof *rows, list_order);
    onex_list *made = onex_arena_alloc(arena, sizeof *made);
    onex_value *cells = onex_arena_alloc(arena, (size_t)(n * r->ntake + 1) * sizeof *cells);
    if (!made || !cells) goto done;
    for (int i = 0; i < n; i++) memcpy(cells + (size_t)i * (size_t)r->ntake, rows[i].cells, (size_t)r->ntake * sizeof *cells);
    *made = (onex_list){.nrows = n, .ncolumns = r->ntake, .names = r->take_names, .cells = cells};
    result = (onex_value){.kind = ONEX_V_LIST, .n = n, .list = made};
done:
    free(rows);
    return result;
}

onex_value onex_view_relation(onex_view *view, const onex_relation *relation, const onex_frame *frame) {
    if (!view->world->store) return onex_v_unknown();
    cursor c;
    cursor_open(&c, view, relation, frame);
    if (c.unknown) return onex_v_unknown();
    switch (relation->word) {
    case ONEX_W_COUNT: return relation->ndistinct ? count_distinct(&c) : count(&c);
    case ONEX_W_HAS: return has(&c);
    case ONEX_W_LATEST: return latest(&c);
    case ONEX_W_LIST: return list(&c);
    default: return reduce(&c);
    }
}

/* ---- for explanations ---- */

/* The row's key as text, without what only repeats the subject. */
static void row_key(const cursor *c, onex_buffer *key) {
    for (int i = 0; i < c->block->nslots; i++) {
        const onex_slot *slot = &c->plan->source->slots[i];
        onex_value v = c->frame.cells[i];
        char day[ONEX_DAY_TEXT];
        if (!slot->used || slot->raw || !slot->path.column->key || slot->path.nsteps != 1 || !onex_v_known(v)) continue;
        if (v.kind == ONEX_V_TEXT && !strcmp(v.text->raw, c->view->code)) continue;
        if (key->len) onex_buffer_char(key, '/');
        if (v.kind == ONEX_V_TEXT)
            onex_buffer_text(key, v.text->raw);
        else if (v.kind == ONEX_V_DATE)
            onex_buffer_text(key, onex_day_text((onex_day)v.n, day));
        else
            onex_buffer_printf(key, "%lld", (long long)v.n);
    }
}

void onex_view_rows(onex_view *view, const onex_relation *relation, onex_row_fn fn, void *ctx) {
    if (!view->world->store) return;
    cursor c;
    cursor_open(&c, view, relation, NULL);
    while (cursor_next(&c)) {
        onex_decision in = row_decides(&c);
        onex_buffer key = {0};
        if (in.truth == ONEX_NO) continue;
        row_key(&c, &key);
        if (key.failed) view->world->status = onex_no_memory(&view->world->error);
        fn(ctx, key.data && !key.failed ? key.data : "", in.truth == ONEX_YES);
        onex_buffer_clear(&key);
    }
}
