/* A table of subjects by kind and code, open addressing. */
#include "engine/flip_table.h"

#include <stdlib.h>
#include <string.h>

bool onex_flip_table_init(onex_flip_table *table, const onex_program *program) {
    table->place = malloc(((size_t)program->nrules + 1) * sizeof *table->place);
    table->mask = 1023;
    table->slots = calloc((size_t)table->mask + 1, sizeof *table->slots);
    if (!table->place || !table->slots) return false;
    for (int r = 0; r < program->nrules; r++) table->place[r] = table->width[program->rules[r].applies]++;
    return true;
}

void onex_flip_table_clear(onex_flip_table *table) {
    free(table->slots);
    free(table->place);
    onex_arena_clear(&table->arena);
    *table = (onex_flip_table){0};
}

static unsigned hash_of(onex_subject kind, const char *code) {
    unsigned hash = 2166136261u + (unsigned)kind;
    for (; *code; code++) hash = (hash ^ (unsigned char)*code) * 16777619u;
    return hash;
}

static bool grow(onex_flip_table *table) {
    unsigned mask = table->mask * 2 + 1;
    onex_flip_subject **slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots) return false;
    for (unsigned i = 0; i <= table->mask; i++) {
        onex_flip_subject *s = table->slots[i];
        if (!s) continue;
        unsigned at = s->hash & mask;
        while (slots[at]) at = (at + 1) & mask;
        slots[at] = s;
    }
    free(table->slots);
    table->slots = slots;
    table->mask = mask;
    return true;
}

static onex_flip_subject *subject_new(onex_flip_table *table, onex_subject kind, const char *code, const char *college,
                                      unsigned hash) {
    onex_flip_subject *s = onex_arena_alloc(&table->arena, sizeof *s);
    if (!s) return NULL;
    *s = (onex_flip_subject){.kind = kind, .hash = hash};
    s->code = onex_arena_text(&table->arena, code, strlen(code));
    s->college = college ? onex_arena_text(&table->arena, college, strlen(college)) : NULL;
    s->verdicts = onex_arena_alloc(&table->arena, (size_t)table->width[kind] + 1);
    if (!s->code || (college && !s->college) || !s->verdicts) return NULL;
    memset(s->verdicts, ONEX_NA, (size_t)table->width[kind]);
    return s;
}

onex_flip_subject *onex_flip_table_at(onex_flip_table *table, onex_subject kind, const char *code,
                                      const char *college) {
    unsigned hash = hash_of(kind, code), at = hash & table->mask;
    for (; table->slots[at]; at = (at + 1) & table->mask) {
        onex_flip_subject *s = table->slots[at];
        if (s->hash == hash && s->kind == kind && strcmp(s->code, code) == 0) return s;
    }
    if ((unsigned)table->count * 2 >= table->mask) {
        if (!grow(table)) return NULL;
        for (at = hash & table->mask; table->slots[at];) at = (at + 1) & table->mask;
    }
    table->count++;
    return table->slots[at] = subject_new(table, kind, code, college, hash);
}
