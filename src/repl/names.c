/* Goes over what is declared and calls back; keeps nothing. */
#include "repl/names.h"

#include <stdio.h>
#include <string.h>

#include "repl/state.h"

/* ---- the state ---- */

typedef struct walk {
    onex_name_fn fn;
    void *ctx;
} walk;

static int p_globals(lua_State *L) {
    const walk *w = lua_touserdata(L, 1);
    lua_pushglobaltable(L);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        w->fn(w->ctx, lua_tostring(L, -2), "");
    }
    return 0;
}

static const char *const keywords[] = {"and", "break",    "do",     "else", "elseif", "end",   "false",
                                       "for", "function", "if",     "in",   "local",  "nil",   "not",
                                       "or",  "repeat",   "return", "then", "true",   "until", "while"};

/* ---- the rules and tables ---- */

static void declared(const onex_program *p, unsigned kinds, onex_name_fn fn, void *ctx) {
    for (int i = 0; kinds & ONEX_NAMES_RULES && i < p->nrules; i++)
        fn(ctx, p->rules[i].decl.name, p->rules[i].decl.title);
    for (int i = 0; kinds & ONEX_NAMES_FACTS && i < p->nfacts; i++)
        fn(ctx, p->facts[i].decl.name, p->facts[i].decl.title ? p->facts[i].decl.title : "");
    for (int i = 0; kinds & ONEX_NAMES_PARAMS && i < p->nparams; i++)
        fn(ctx, p->params[i].decl.name, p->params[i].decl.title);
    for (int i = 0; kinds & ONEX_NAMES_READINGS && i < p->nreadings; i++)
        fn(ctx, p->readings[i].decl.name, p->readings[i].decl.title);
    for (int i = 0; kinds & ONEX_NAMES_STEPS && i < p->ntransitions; i++)
        fn(ctx, p->transitions[i].decl.name, p->transitions[i].decl.title);
}

void onex_names_each(onex_console *console, unsigned kinds, onex_name_fn fn, void *ctx) {
    walk w = {fn, ctx};
    if (kinds & ONEX_NAMES_GLOBALS) onex_gate(console, p_globals, &w);
    for (size_t i = 0; kinds & ONEX_NAMES_KEYWORDS && i < sizeof keywords / sizeof *keywords; i++)
        fn(ctx, keywords[i], "");
    if (console->rules) declared(onex_rules_program(console->rules), kinds, fn, ctx);
    for (int i = 0; i < onex_nentities; i++) {
        const onex_entity *entity = &onex_entities[i];
        if (kinds & ONEX_NAMES_TABLES) fn(ctx, entity->name, entity->title);
        for (int c = 0; kinds & ONEX_NAMES_COLUMNS && c < entity->ncolumns; c++)
            fn(ctx, entity->columns[c].name, entity->columns[c].title);
    }
}

void onex_names_members(const char *head, onex_name_fn fn, void *ctx) {
    bool of_value = !head[1];
    for (int n = 0; onex_api_nouns[n]; n++)
        for (const onex_api_word *word = onex_api_nouns[n]->words; word->name; word++) {
            const char *at = of_value ? strpbrk(word->name, ".:") : word->name;
            if (!at || strncmp(at, head, strlen(head)) != 0) continue;
            if (of_value && strncmp(word->name, "onex", 4) == 0) continue;
            char name[64];
            at += strlen(head);
            snprintf(name, sizeof name, "%.*s", (int)strcspn(at, ".:"), at);
            fn(ctx, name, onex_tr(word->en, word->zh));
        }
}

/* ---- the database ---- */

enum { TOLD = 3 }; /* columns that tell a row apart */

typedef struct code_reader {
    const onex_entity *entity;
    int told[TOLD], ntold;
    onex_table *names[TOLD]; /* of the tables that they refer to; NULL: shown as they are */
    int name_columns[TOLD];
} code_reader;

static bool is_personal(const onex_column *column) {
    return column->ref && strcmp(column->ref, "person") == 0;
}

/* A name, or else the first columns behind the key. */
static void choose(code_reader *r, onex_store *store) {
    int name = onex_entity_column(r->entity, "name");
    onex_error err;
    for (int c = 0; c < r->entity->ncolumns && r->ntold < TOLD; c++) {
        const onex_column *column = &r->entity->columns[c];
        if (name >= 0 ? c != name : column->key || is_personal(column)) continue;
        const onex_entity *target = onex_column_target(column);
        r->name_columns[r->ntold] = target ? onex_entity_column(target, "name") : -1;
        if (r->name_columns[r->ntold] >= 0) onex_table_open(&r->names[r->ntold], store, target, &err);
        r->told[r->ntold++] = c;
    }
}

static void put_cell(onex_buffer *b, const onex_column *column, const onex_cell *cell) {
    if (cell->kind == ONEX_CELL_INT) onex_buffer_printf(b, "%lld", (long long)cell->n);
    if (cell->kind != ONEX_CELL_TEXT) return;
    for (const onex_word *w = column->words; w && w->code && onex_lang_get() == ONEX_LANG_ZH; w++)
        if (strcmp(w->code, cell->text) == 0 && w->title) {
            onex_buffer_text(b, w->title);
            return;
        }
    onex_buffer_put(b, cell->text, cell->len);
}

static void tell_row(code_reader *r, const onex_cell *row, onex_name_fn fn, void *ctx) {
    onex_buffer code = {0}, title = {0};
    onex_error err;
    for (int c = 0; c < r->entity->ncolumns; c++) {
        if (!r->entity->columns[c].key) continue;
        if (code.len) onex_buffer_char(&code, '/');
        put_cell(&code, &(onex_column){0}, &row[c]);
    }
    for (int i = 0; i < r->ntold; i++) {
        const onex_cell *cell = &row[r->told[i]], *found = NULL;
        if (i) onex_buffer_char(&title, ' ');
        if (r->names[i] && cell->kind == ONEX_CELL_TEXT &&
            onex_table_find(r->names[i], cell, &found, NULL, &err) == ONEX_OK && found)
            cell = &found[r->name_columns[i]];
        put_cell(&title, &r->entity->columns[r->told[i]], cell);
    }
    if (code.len && !code.failed && !title.failed) fn(ctx, code.data, title.len ? title.data : "");
    onex_buffer_clear(&code);
    onex_buffer_clear(&title);
}

void onex_names_codes(onex_console *console, const onex_entity *entity, onex_name_fn fn, void *ctx) {
    onex_store *store = onex_console_store(console);
    code_reader r = {.entity = entity};
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_error err;
    if (!store) return;
    choose(&r, store);
    if (onex_rows_open(&rows, store, entity, &err) == ONEX_OK)
        while (onex_rows_next(rows, &row, &err) == ONEX_OK && row) tell_row(&r, row, fn, ctx);
    onex_rows_close(rows);
    for (int i = 0; i < r.ntold; i++) onex_table_close(r.names[i]);
}

void onex_names_values(onex_console *console, const char *name, onex_name_fn fn, void *ctx) {
    for (int i = 0; i < onex_nentities; i++) {
        int c = onex_entity_column(&onex_entities[i], name);
        if (c < 0) continue;
        const onex_column *column = &onex_entities[i].columns[c];
        for (const onex_word *w = column->words; w && w->code; w++) fn(ctx, w->code, w->title ? w->title : "");
        const onex_entity *target = onex_column_target(column);
        if (!target) continue;
        onex_names_codes(console, target, fn, ctx);
        return; /* a name refers to one table everywhere */
    }
}
