/* The verdicts of one rule set, kept as bytes with numbered reasons: a large school's fit into a few megabytes. */
#include "engine/impact_side.h"

#include <stdlib.h>
#include <string.h>

/* ---- slots ---- */

int onex_impact_slot(const onex_impact_slots *slots, onex_subject kind, const char *name) {
    for (int i = 0; i < slots->count[kind]; i++)
        if (!strcmp(slots->names[kind][i], name)) return i;
    return -1;
}

static void take_names(onex_impact_slots *out, const onex_program *p) {
    for (int r = 0; r < p->nrules; r++) {
        const onex_rule *rule = &p->rules[r];
        if (onex_impact_slot(out, rule->applies, rule->decl.name) >= 0) continue;
        int at = out->count[rule->applies]++;
        out->names[rule->applies][at] = rule->decl.name;
        out->titles[rule->applies][at] = rule->decl.title;
    }
}

onex_status onex_impact_slots_make(onex_impact_slots *out, onex_arena *arena, const onex_program *before,
                                   const onex_program *after, onex_error *err) {
    *out = (onex_impact_slots){0};
    size_t room = ((size_t)before->nrules + (size_t)after->nrules + 1) * sizeof(char *);
    for (int k = 0; k < ONEX_SUBJECTS; k++) {
        out->names[k] = onex_arena_alloc(arena, room);
        out->titles[k] = onex_arena_alloc(arena, room);
        if (!out->names[k] || !out->titles[k]) return onex_no_memory(err);
    }
    take_names(out, after);
    take_names(out, before);
    return ONEX_OK;
}

/* ---- reasons ---- */

static uint32_t hash_of(const char *bytes, size_t len) {
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)bytes[i]) * 16777619u;
    return h;
}

static bool texts_grow(onex_impact_texts *t) {
    uint32_t room = t->room ? t->room * 2 : 1024;
    uint32_t *table = calloc(room, sizeof *table);
    if (!table) return false;
    for (uint32_t i = 1; i < t->count; i++) {
        uint32_t at = hash_of(t->items[i], t->lengths[i]) & (room - 1);
        while (table[at]) at = (at + 1) & (room - 1);
        table[at] = i;
    }
    free(t->table);
    t->table = table;
    t->room = room;
    return true;
}

static bool texts_append(onex_impact_texts *t, const char *bytes, size_t len) {
    if (t->count == t->cap) {
        uint32_t cap = t->cap ? t->cap * 2 : 256;
        const char **items = realloc(t->items, cap * sizeof *items);
        if (items) t->items = items;
        uint32_t *lengths = realloc(t->lengths, cap * sizeof *lengths);
        if (lengths) t->lengths = lengths;
        if (!items || !lengths) return false;
        t->cap = cap;
    }
    const char *kept = onex_arena_text(t->arena, bytes, len);
    if (!kept) return false;
    t->items[t->count] = kept;
    t->lengths[t->count++] = (uint32_t)len;
    return true;
}

/* The number of these bytes; *out 0 only for the reason of no row. */
static bool texts_number(onex_impact_texts *t, const char *bytes, size_t len, uint32_t *out) {
    if (t->count == 0 && !texts_append(t, "\0\0\0\0", 5)) return false;
    if (t->count * 2 >= t->room && !texts_grow(t)) return false;
    uint32_t at = hash_of(bytes, len) & (t->room - 1);
    for (; t->table[at]; at = (at + 1) & (t->room - 1)) {
        *out = t->table[at];
        if (t->lengths[*out] == len && !memcmp(t->items[*out], bytes, len)) return true;
    }
    *out = t->count;
    if (!texts_append(t, bytes, len)) return false;
    t->table[at] = *out;
    return true;
}

void onex_impact_texts_clear(onex_impact_texts *t) {
    free(t->items);
    free(t->lengths);
    free(t->table);
    onex_buffer_clear(&t->scratch);
}

onex_impact_side onex_impact_reason(const onex_impact_texts *t, uint32_t number) {
    onex_impact_side side = {"", "", "", "", "", ""};
    if (number == 0) return side;
    side.measured = t->items[number];
    side.threshold = side.measured + strlen(side.measured) + 1;
    side.origin = side.threshold + strlen(side.threshold) + 1;
    side.missing = side.origin + strlen(side.origin) + 1;
    side.remark = side.missing + strlen(side.missing) + 1;
    return side;
}

static bool reason_number(onex_impact_texts *t, const onex_check_row *row, uint32_t *out) {
    onex_buffer *b = &t->scratch;
    *out = 0;
    if (!row->measured.known && !row->threshold.known && !row->nmissing && !row->error) return true;
    b->len = 0;
    onex_buffer_text(b, row->measured.known ? row->measured.text : "");
    onex_buffer_put(b, "", 1);
    onex_buffer_text(b, row->threshold.known ? row->threshold.text : "");
    onex_buffer_put(b, "", 1);
    onex_buffer_text(b, row->threshold.known && row->origin ? row->origin : "");
    onex_buffer_put(b, "", 1);
    for (int i = 0; i < row->nmissing; i++) onex_buffer_printf(b, "%s%s", i ? "," : "", row->missing[i].fact);
    onex_buffer_put(b, "", 1);
    for (int i = 0; i < row->nmissing; i++) {
        const onex_missing *m = &row->missing[i];
        onex_buffer_text(b, i ? onex_tr(", ", "、") : onex_tr("missing: ", "缺："));
        onex_buffer_text(b, m->title ? m->title : m->fact);
        if (m->supplied_by) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), m->supplied_by);
    }
    if (row->error) onex_buffer_text(b, row->error);
    return !b->failed && texts_number(t, b->data, b->len + 1, out);
}

/* ---- rows ---- */

typedef struct judging {
    onex_side *side;
    const onex_impact_options *options;
    long rows;
} judging;

static const char *kept_college(const onex_side *side, const char *college, onex_arena *arena) {
    if (!college) return NULL;
    const onex_impact_subject *last = side->nsubjects ? &side->subjects[side->nsubjects - 1] : NULL;
    if (last && last->college && !strcmp(last->college, college)) return last->college;
    return onex_arena_text(arena, college, strlen(college));
}

static bool cells_reserve(onex_side *side, size_t more) {
    if (side->ncells + more <= side->cells_cap) return true;
    size_t cap = side->cells_cap ? side->cells_cap * 2 : 4096;
    while (cap < side->ncells + more) cap *= 2;
    unsigned char *verdicts = realloc(side->verdicts, cap);
    if (verdicts) side->verdicts = verdicts;
    uint32_t *reasons = realloc(side->reasons, cap * sizeof *reasons);
    if (reasons) side->reasons = reasons;
    if (!verdicts || !reasons) return false;
    side->cells_cap = cap;
    return true;
}

static onex_impact_subject *subject_add(onex_side *side, const onex_check_row *row) {
    onex_arena *arena = side->texts->arena;
    size_t width = (size_t)side->slots->count[row->subject];
    if (side->nsubjects == side->subjects_cap) {
        size_t cap = side->subjects_cap ? side->subjects_cap * 2 : 256;
        onex_impact_subject *grown = realloc(side->subjects, cap * sizeof *grown);
        if (!grown) return NULL;
        side->subjects = grown;
        side->subjects_cap = cap;
    }
    if (!cells_reserve(side, width)) return NULL;
    onex_impact_subject *subject = &side->subjects[side->nsubjects];
    *subject = (onex_impact_subject){.kind = row->subject, .first = side->ncells};
    subject->code = onex_arena_text(arena, row->code, strlen(row->code));
    subject->college = kept_college(side, row->college, arena);
    if (!subject->code || (row->college && !subject->college)) return NULL;
    memset(side->verdicts + side->ncells, ONEX_NO_ROW, width);
    memset(side->reasons + side->ncells, 0, width * sizeof *side->reasons);
    side->ncells += width;
    side->nsubjects++;
    return subject;
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    judging *j = ctx;
    onex_side *side = j->side;
    onex_impact_subject *subject = side->nsubjects ? &side->subjects[side->nsubjects - 1] : NULL;
    if (!subject || subject->kind != row->subject || strcmp(subject->code, row->code) != 0)
        subject = subject_add(side, row);
    if (!subject) return onex_no_memory(err);
    size_t cell = subject->first + (size_t)side->slot[row->rule];
    side->verdicts[cell] = (unsigned char)row->verdict;
    if (!reason_number(side->texts, row, &side->reasons[cell])) return onex_no_memory(err);
    if (j->options->progress) j->options->progress(j->options->ctx, ++j->rows);
    return ONEX_OK;
}

onex_status onex_side_judge(onex_side *side, onex_store *store, onex_rules *rules, const onex_check_query *query,
                            const onex_impact_options *options, onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    judging j = {side, options, 0};
    side->slot = malloc(((size_t)p->nrules + 1) * sizeof *side->slot);
    if (!side->slot) return onex_no_memory(err);
    for (int r = 0; r < p->nrules; r++)
        side->slot[r] = onex_impact_slot(side->slots, p->rules[r].applies, p->rules[r].decl.name);
    return onex_check_inside(store, rules, query, on_row, &j, err);
}

void onex_side_clear(onex_side *side) {
    free(side->slot);
    free(side->subjects);
    free(side->verdicts);
    free(side->reasons);
}

const onex_impact_subject *onex_side_subject(const onex_side *side, onex_subject kind, const char *code) {
    size_t low = 0, high = side->nsubjects;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const onex_impact_subject *s = &side->subjects[mid];
        int order = s->kind != kind ? (s->kind < kind ? -1 : 1) : strcmp(s->code, code);
        if (order == 0) return s;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* The subject of that kind that the subject is or belongs to; NULL: not told by its code and college. */
static const char *code_of(const onex_impact_subject *subject, onex_subject kind) {
    if (kind == subject->kind) return subject->code;
    return kind == ONEX_COLLEGE ? subject->college : kind == ONEX_SCHOOL ? "school" : NULL;
}

const char *onex_side_because(const onex_side *side, const onex_impact_subject *subject, const onex_program *p,
                              const char *name, unsigned char verdict) {
    int index = onex_program_rule_of(p, subject->college, name);
    onex_buffer *b = &side->texts->scratch;
    b->len = 0;
    for (int i = 0; index >= 0 && i < p->rules[index].nmembers; i++) {
        const onex_rule *member = &p->rules[p->rules[index].members[i]];
        const char *code = code_of(subject, member->applies);
        if (onex_side_verdict(side, member->applies, code, member->decl.name) != verdict) continue;
        if (verdict == ONEX_MET || verdict == ONEX_CLEAR || verdict == ONEX_NA) continue;
        onex_buffer_printf(b, "%s%s", b->len ? "," : "", member->decl.name);
    }
    if (!b->len) return "";
    return b->failed ? NULL : onex_arena_text(side->texts->arena, b->data, b->len);
}

unsigned char onex_side_verdict(const onex_side *side, onex_subject kind, const char *code, const char *rule) {
    int slot = onex_impact_slot(side->slots, kind, rule);
    const onex_impact_subject *subject = slot < 0 || !code ? NULL : onex_side_subject(side, kind, code);
    return subject ? side->verdicts[subject->first + (size_t)slot] : ONEX_NO_ROW;
}
