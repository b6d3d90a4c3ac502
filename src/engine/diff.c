/* Comparing two sets by what declared.c tells of them. */
#include "engine/diff.h"

#include <string.h>

#include "engine/declared.h"

typedef struct listing {
    onex_declared *items;
    int count;
} listing;

/* ---- files ---- */

static int compare_files(const onex_rules *a, int i, const onex_rules *b, int k, bool *same, const char **path) {
    const char *other, *x = NULL, *y = NULL;
    size_t xlen = 0, ylen = 0;
    bool has_a = i < onex_rules_program(a)->nfiles, has_b = k < onex_rules_program(b)->nfiles;
    if (has_a) onex_rules_file(a, i, path, &x, &xlen);
    if (has_b) onex_rules_file(b, k, &other, &y, &ylen);
    int order = !has_a ? 1 : !has_b ? -1 : strcmp(*path, other);
    if (order > 0) *path = other;
    *same = order == 0 && xlen == ylen && (!xlen || !memcmp(x, y, xlen));
    return order;
}

static onex_status diff_files(onex_diff *out, const onex_rules *a, const onex_rules *b, onex_error *err) {
    int na = onex_rules_program(a)->nfiles, nb = onex_rules_program(b)->nfiles;
    out->files = onex_arena_alloc(&out->arena, ((size_t)na + (size_t)nb + 1) * sizeof *out->files);
    if (!out->files) return onex_no_memory(err);
    for (int i = 0, k = 0; i < na || k < nb;) {
        bool same;
        const char *path = NULL;
        int order = compare_files(a, i, b, k, &same, &path);
        onex_diff_way way = order < 0 ? ONEX_DIFF_REMOVED : order > 0 ? ONEX_DIFF_ADDED : ONEX_DIFF_CHANGED;
        if (!same) out->files[out->nfiles++] = (onex_diff_file){path, way};
        i += order <= 0;
        k += order >= 0;
    }
    return ONEX_OK;
}

/* ---- declarations ---- */

static bool alike(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_same(const onex_declared *a, const onex_declared *b) {
    return alike(a->kind, b->kind) && alike(a->name, b->name) && alike(a->college, b->college);
}

/* The declaration that the i-th of `from` is in `list`; where a college says several things of one param, the one in the
 * same place among them. */
static const onex_declared *find(const listing *list, const listing *from, int at) {
    int before = 0;
    for (int i = 0; i < at; i++) before += is_same(&from->items[i], &from->items[at]);
    for (int i = 0; i < list->count; i++)
        if (is_same(&list->items[i], &from->items[at]) && before-- == 0) return &list->items[i];
    return NULL;
}

static const onex_stated *key_of(const onex_declared *d, const char *key) {
    for (int i = 0; d && i < d->nkeys; i++)
        if (!strcmp(d->keys[i].key, key)) return &d->keys[i];
    return NULL;
}

/* The keys of `b` that differ from those of `a`, then those that only `a` has; either may be NULL. */
static onex_status diff_keys(onex_diff *out, onex_diff_declaration *made, const onex_declared *a,
                             const onex_declared *b, onex_error *err) {
    size_t room = (size_t)(a ? a->nkeys : 0) + (size_t)(b ? b->nkeys : 0) + 1;
    made->keys = onex_arena_alloc(&out->arena, room * sizeof *made->keys);
    if (!made->keys) return onex_no_memory(err);
    for (int i = 0; b && i < b->nkeys; i++) {
        const onex_stated *to = &b->keys[i], *from = key_of(a, to->key);
        if (from && !strcmp(from->text, to->text)) continue;
        made->keys[made->nkeys++] = (onex_diff_key){to->key, from ? from->shown : NULL, to->shown};
    }
    for (int i = 0; a && i < a->nkeys; i++)
        if (!key_of(b, a->keys[i].key))
            made->keys[made->nkeys++] = (onex_diff_key){a->keys[i].key, a->keys[i].shown, NULL};
    return ONEX_OK;
}

static onex_status diff_one(onex_diff *out, const onex_declared *a, const onex_declared *b, onex_error *err) {
    const onex_declared *d = b ? b : a;
    onex_diff_declaration made = {.kind = d->kind, .name = d->name, .title = d->title, .college = d->college};
    made.way = !a ? ONEX_DIFF_ADDED : !b ? ONEX_DIFF_REMOVED : ONEX_DIFF_CHANGED;
    onex_status status = diff_keys(out, &made, a, b, err);
    if (!status && (made.nkeys || made.way != ONEX_DIFF_CHANGED)) out->declarations[out->ndeclarations++] = made;
    return status;
}

/* Where declarations of the kind stand in the order of a listing. */
static int group_of(const char *kind) {
    static const char *const groups[] = {
        "regulation", "param tighten relax", "set extend reduce", "reading", "field facts derive", "condition trigger attestation outcome",
        "transition", "duty"};
    int i = 0;
    while (i < 7 && !strstr(groups[i], kind)) i++;
    return i;
}

static onex_status diff_declarations(onex_diff *out, const listing *a, const listing *b, onex_error *err) {
    out->declarations =
        onex_arena_alloc(&out->arena, ((size_t)a->count + (size_t)b->count + 1) * sizeof *out->declarations);
    if (!out->declarations) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    for (int group = 0; group < 8 && !status; group++) {
        for (int i = 0; i < b->count && !status; i++)
            if (group_of(b->items[i].kind) == group) status = diff_one(out, find(a, b, i), &b->items[i], err);
        for (int i = 0; i < a->count && !status; i++)
            if (group_of(a->items[i].kind) == group && !find(b, a, i))
                status = diff_one(out, &a->items[i], NULL, err);
    }
    return status;
}

onex_status onex_diff_make(onex_diff *out, const onex_rules *a, const onex_rules *b, onex_error *err) {
    *out = (onex_diff){.nfiles = 0};
    listing was = {0}, is = {0};
    onex_status status = diff_files(out, a, b, err);
    if (!status) status = onex_declared_list(&was.items, &was.count, &out->arena, a, err);
    if (!status) status = onex_declared_list(&is.items, &is.count, &out->arena, b, err);
    return status ? status : diff_declarations(out, &was, &is, err);
}

void onex_diff_clear(onex_diff *diff) {
    onex_arena_clear(&diff->arena);
    *diff = (onex_diff){.nfiles = 0};
}
