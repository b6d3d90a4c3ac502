/* Has a worker run files, and turns what it answers into raw declarations and problems. Every field is taken as
 * hostile: what does not fit ends the worker. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"
#include "rules/lua_message.h"
#include "rules/outline.h"
#include "rules/worker.h"

enum { PROBLEMS = 1000 }; /* of one layer; nobody reads more */

typedef struct loading {
    onex_worker *worker;
    const onex_rule_file *const *files;
    const onex_lexed *lexed;
    onex_outlines *outlines; /* one of each file; lexed NULL: not read yet */
    int nfiles, file;        /* `file`: the one that runs */
    onex_raw_set *set;
    int from, cap, nodes, nproblems; /* from: declarations of other layers; nodes: of all declarations */
    onex_problems *problems;
    onex_worker_loaded *loaded;
    onex_error *err;
} loading;

/* ---- trees ---- */

static onex_raw *tree(loading *l, onex_wire *in, int depth);

static int by_key(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

typedef struct entry {
    const char *key;
    onex_raw *value;
} entry;

/* A number of entries: no more than can still follow, so that a short message cannot ask for much memory. */
static int count_of(onex_wire *in) {
    return (int)onex_wire_between(in, 0, (int64_t)((size_t)(in->end - in->at) / (1 + sizeof(int64_t))));
}

static void entries(loading *l, onex_wire *in, onex_raw *raw, int depth) {
    onex_arena *arena = l->set->arena;
    raw->nitems = count_of(in);
    raw->items = onex_arena_alloc(arena, (size_t)(raw->nitems + 1) * sizeof *raw->items);
    for (int i = 0; i < raw->nitems && !in->bad && raw->items; i++) raw->items[i] = tree(l, in, depth + 1);
    raw->nkeys = count_of(in);
    size_t n = (size_t)raw->nkeys + 1;
    entry *sorted = onex_arena_alloc(arena, n * sizeof *sorted);
    raw->keys = onex_arena_alloc(arena, n * sizeof *raw->keys);
    raw->key_at = onex_arena_alloc(arena, n * sizeof *raw->key_at);
    raw->values = onex_arena_alloc(arena, n * sizeof *raw->values);
    if (!raw->items || !sorted || !raw->keys || !raw->key_at || !raw->values) in->bad = in->no_memory = true;
    for (int i = 0; i < raw->nkeys && !in->bad; i++) {
        sorted[i].key = onex_wire_copy(in, arena);
        sorted[i].value = tree(l, in, depth + 1);
    }
    if (in->bad) return;
    qsort(sorted, (size_t)raw->nkeys, sizeof *sorted, by_key); /* Lua keeps no order; the outline gives the file's */
    for (int i = 0; i < raw->nkeys; i++) {
        raw->keys[i] = sorted[i].key;
        raw->values[i] = sorted[i].value;
        if (i && strcmp(sorted[i - 1].key, sorted[i].key) == 0) in->bad = true;
    }
}

static onex_raw *tree(loading *l, onex_wire *in, int depth) {
    onex_arena *arena = l->set->arena;
    onex_raw *raw = onex_arena_alloc(arena, sizeof *raw);
    if (!raw) in->no_memory = true;
    if (!raw || depth > ONEX_RAW_DEPTH + 1 || ++l->nodes > ONEX_WORKER_NODES) in->bad = true;
    if (in->bad) return NULL;
    raw->kind = (onex_raw_kind)onex_wire_byte(in);
    raw->at.line = (int)onex_wire_between(in, 0, INT32_MAX);
    switch (raw->kind) {
    case ONEX_RAW_NIL: break;
    case ONEX_RAW_BOOL: raw->integer = onex_wire_byte(in) != 0; break;
    case ONEX_RAW_INT: raw->integer = onex_wire_int(in); break;
    case ONEX_RAW_FUNCTION:
        raw->integer = onex_wire_between(in, 1, INT32_MAX);
        l->loaded->computes = true;
        break;
    case ONEX_RAW_FLOAT:
    case ONEX_RAW_TEXT: raw->text = onex_wire_copy(in, arena); break;
    case ONEX_RAW_TABLE: entries(l, in, raw, depth); break;
    case ONEX_RAW_CALL:
        raw->text = onex_wire_copy(in, arena);
        entries(l, in, raw, depth);
        break;
    case ONEX_RAW_REF:
        raw->text = onex_wire_copy(in, arena);
        raw->npath = (int)onex_wire_between(in, 0, ONEX_RAW_DEPTH);
        raw->path = onex_arena_alloc(arena, (size_t)(raw->npath + 1) * sizeof *raw->path);
        if (!raw->path) in->bad = in->no_memory = true;
        for (int i = 0; i < raw->npath && !in->bad; i++) raw->path[i] = onex_wire_copy(in, arena);
        break;
    default: in->bad = true;
    }
    return in->bad ? NULL : raw;
}

/* ---- messages ---- */

/* Number of the file that the message names; -1 and `bad`: none that was sent. */
static int file_of(loading *l, onex_wire *in) {
    size_t len;
    const char *path = onex_wire_text(in, &len);
    for (int i = 0; i < l->nfiles && !in->bad; i++)
        if (strlen(l->files[i]->path) == len && memcmp(l->files[i]->path, path, len) == 0) return i;
    in->bad = true;
    return -1;
}

static onex_status take_decl(loading *l, onex_wire *in) {
    onex_raw_set *set = l->set;
    if (set->ndecls == l->cap) {
        int cap = l->cap ? l->cap * 2 : 128;
        onex_raw_decl *grown = realloc(set->decls, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(l->err);
        set->decls = grown;
        l->cap = cap;
    }
    int file = file_of(l, in);
    onex_raw_decl decl = {0};
    decl.at.line = (int)onex_wire_between(in, 0, INT32_MAX);
    decl.word = onex_wire_copy(in, set->arena);
    if (onex_wire_byte(in)) decl.subject = onex_wire_copy(in, set->arena);
    if (onex_wire_byte(in)) decl.name = onex_wire_copy(in, set->arena);
    decl.body = tree(l, in, 1);
    if (in->at != in->end || (decl.body && decl.body->kind != ONEX_RAW_TABLE) || set->ndecls - l->from >= ONEX_WORKER_DECLS)
        in->bad = true;
    if (in->bad) return ONEX_OK;
    decl.at.file = l->files[file]->path;
    decl.college = l->files[file]->college;
    set->decls[set->ndecls++] = decl;
    return onex_places_fill(&l->outlines[file], &set->decls[set->ndecls - 1], l->problems, l->err);
}

/* The token at which Lua stopped reading, one byte behind it. */
static int token_read(const onex_lexed *lexed, size_t read) {
    int token = 0;
    while (token < lexed->ntokens && lexed->tokens[token + 1].start + 1 < read) token++;
    return token;
}

/* The same mistake again on the line is at the next place of its name there; when there is none, it is one mistake of
 * a loop. -1: it was told. */
static int nth_of(const loading *l, const char *path, int line, const char *text) {
    int n = 0;
    for (int i = 0; i < l->problems->count; i++) {
        const onex_problem *p = &l->problems->items[i];
        n += p->at.file && p->at.line == line && strcmp(p->at.file, path) == 0 && strcmp(p->message, text) == 0;
    }
    return n;
}

/* The last line of the declaration that begins on the line; the line itself where none does. */
static int last_line(const loading *l, int file, int line) {
    const onex_outlines *outlines = &l->outlines[file];
    int last = line;
    for (int i = 0; i < outlines->ndecls; i++) {
        const onex_token *tokens = outlines->lexed->tokens;
        const onex_outline *o = outlines->decls[i];
        if (tokens[o->first].line == line && tokens[o->last].line > last) last = tokens[o->last].line;
    }
    return last;
}

/* The token that a name in the worker's report means: on the line, or further down in the declaration; -1: none. */
static int anchor_of(const loading *l, int file, int line, const char *anchor, int nth) {
    int token = onex_lexed_find(&l->lexed[file], line, anchor, nth);
    for (int n = line + 1, last = last_line(l, file, line); token < 0 && nth == 0 && n <= last; n++)
        token = onex_lexed_find(&l->lexed[file], n, anchor, 0);
    return token;
}

static onex_status add_problem(loading *l, int file, int line, size_t read, const char *anchor, const char *code,
                               bool from_lua, const char *text, const char *hint) {
    const onex_lexed *lexed = &l->lexed[file];
    onex_lua_message message = {.text = ""};
    if (from_lua) {
        onex_lua_message_read(&message, text);
        text = message.text;
        anchor = message.anchor;
    }
    int nth = nth_of(l, lexed->path, line, text);
    int token = read ? token_read(lexed, read) : anchor_of(l, file, line, anchor, nth);
    if (token < 0 && nth > 0) return ONEX_OK;
    onex_place at = {.file = lexed->path, .line = line};
    int width = 0;
    if (token >= 0) {
        const onex_token *t = &lexed->tokens[token];
        at.line = t->line;
        at.column = t->column;
        width = t->width;
        if (!read && t->kind == ONEX_TOK_NAME) width = (int)onex_text_chars(anchor, strlen(anchor));
    }
    return onex_problem_add(l->problems, code, false, at, width, hint, "%s", text) == ONEX_OK ? ONEX_OK
                                                                                              : onex_no_memory(l->err);
}

static onex_status take_problem(loading *l, onex_wire *in) {
    onex_arena *arena = l->set->arena;
    int file = file_of(l, in);
    int line = (int)onex_wire_between(in, 0, INT32_MAX);
    size_t read = (size_t)onex_wire_between(in, 0, INT32_MAX);
    size_t anchor_len, code_len, text_len, hint_len;
    const char *anchor = onex_wire_text(in, &anchor_len), *code = onex_wire_text(in, &code_len);
    bool from_lua = onex_wire_byte(in) != 0;
    const char *text = onex_wire_text(in, &text_len), *hint = onex_wire_text(in, &hint_len);
    if (in->at != in->end || code_len != 5 || anchor_len > 1024 || text_len > 4096 || hint_len > 4096) in->bad = true;
    if (in->bad) return ONEX_OK;
    anchor = onex_arena_text(arena, anchor, anchor_len);
    code = onex_arena_text(arena, code, code_len);
    text = onex_arena_text(arena, text, text_len);
    hint = onex_arena_text(arena, hint, hint_len);
    if (!anchor || !code || !text || !hint) return onex_no_memory(l->err);
    if (strcmp(code, "E0106") == 0 || strcmp(code, "E0107") == 0) l->loaded->complete = false;
    if (++l->nproblems > PROBLEMS) return ONEX_OK;
    return add_problem(l, file, line, read, anchor, code, from_lua, text, *hint ? hint : NULL);
}

/* ---- the question and its answer ---- */

onex_status onex_worker_load_ask(onex_worker *worker, const onex_rule_file *const *files, int nfiles, bool unconfined,
                                 onex_error *err) {
    onex_buffer message = {0};
    onex_wire_put_byte(&message, onex_lang_get() == ONEX_LANG_ZH);
    onex_wire_put_byte(&message, nfiles && files[0]->college);
    onex_wire_put_byte(&message, unconfined);
    onex_wire_put_int(&message, onex_worker_limits_of(worker).cpu_ms);
    onex_wire_put_int(&message, nfiles);
    for (int i = 0; i < nfiles; i++) {
        onex_wire_put_text(&message, files[i]->path, strlen(files[i]->path));
        onex_wire_put_text(&message, files[i]->text, files[i]->len);
    }
    onex_status status = message.failed ? onex_no_memory(err) : ONEX_OK;
    if (status == ONEX_OK) onex_worker_ask(worker, ONEX_MSG_LOAD, &message);
    onex_buffer_clear(&message);
    return status;
}

/* Takes one message of the answer. *more: another is to come. */
static onex_status take(loading *l, bool *more) {
    onex_wire in;
    onex_status status = ONEX_OK;
    int kind = onex_worker_hear(l->worker, &in);
    *more = false;
    if (kind == 0) return in.no_memory ? onex_no_memory(l->err) : ONEX_OK;
    if (kind == ONEX_MSG_LOADED) {
        return ONEX_OK;
    } else if (kind == ONEX_MSG_LOCKED && l->file < 0) {
        l->loaded->locks = (unsigned)onex_wire_between(&in, 0, INT32_MAX);
    } else if (kind == ONEX_MSG_FILE) {
        l->file = (int)onex_wire_between(&in, 0, l->nfiles - 1);
    } else if (kind == ONEX_MSG_DECL) {
        status = take_decl(l, &in);
    } else if (kind == ONEX_MSG_PROBLEM) {
        status = take_problem(l, &in);
    } else if (kind == ONEX_MSG_STOPPED) {
        onex_worker_stop why = (onex_worker_stop)onex_wire_between(&in, ONEX_STOP_TIME, ONEX_STOP_UNCONFINED);
        onex_worker_give_up(l->worker, why, in.bad);
        l->loaded->not_run = why == ONEX_STOP_UNCONFINED;
        return ONEX_OK;
    } else {
        in.bad = true;
    }
    if (in.no_memory && status == ONEX_OK) status = onex_no_memory(l->err);
    if (in.bad && status == ONEX_OK) onex_worker_give_up(l->worker, ONEX_STOP_NONE, true);
    *more = !in.bad && status == ONEX_OK;
    return status;
}

typedef struct ordered {
    onex_raw_decl decl;
    int number;
} ordered;

static int by_line(const void *a, const void *b) {
    const ordered *p = a, *q = b;
    bool same = p->decl.at.file == q->decl.at.file;
    if (same && p->decl.at.line != q->decl.at.line) return p->decl.at.line < q->decl.at.line ? -1 : 1;
    return p->number < q->number ? -1 : 1;
}

/* Files by name, as they were run; in a file by line, within one line as it ran. */
static bool sort_decls(onex_raw_set *set, int from) {
    size_t n = (size_t)(set->ndecls - from);
    ordered *sorted = malloc((n + 1) * sizeof *sorted);
    if (!sorted) return false;
    for (size_t i = 0; i < n; i++) sorted[i] = (ordered){set->decls[(size_t)from + i], (int)i};
    for (size_t first = 0, last; first < n; first = last) {
        for (last = first; last < n && sorted[last].decl.at.file == sorted[first].decl.at.file; last++) continue;
        qsort(sorted + first, last - first, sizeof *sorted, by_line);
    }
    for (size_t i = 0; i < n; i++) set->decls[(size_t)from + i] = sorted[i].decl;
    free(sorted);
    return true;
}

onex_status onex_worker_load(onex_worker *worker, const onex_rule_file *const *files, const onex_lexed *lexed,
                             int nfiles, onex_raw_set *set, onex_problems *problems, onex_worker_loaded *loaded,
                             onex_error *err) {
    *loaded = (onex_worker_loaded){.complete = true};
    loading l = {.worker = worker,
                 .files = files,
                 .lexed = lexed,
                 .nfiles = nfiles,
                 .set = set,
                 .from = set->ndecls,
                 .cap = set->ndecls,
                 .problems = problems,
                 .loaded = loaded,
                 .err = err,
                 .file = -1};
    onex_status status = ONEX_OK;
    l.outlines = onex_arena_alloc(set->arena, (size_t)(nfiles ? nfiles : 1) * sizeof *l.outlines);
    if (!l.outlines) return onex_no_memory(err);
    for (int i = 0; i < nfiles && status == ONEX_OK; i++) {
        status = onex_outline_read(&l.outlines[i], set->arena, &lexed[i], err);
        if (status == ONEX_OK) status = onex_outline_twice(&l.outlines[i], problems, err);
    }
    bool more = true;
    while (status == ONEX_OK && more) status = take(&l, &more);
    const char *dead = onex_worker_dead(worker);
    if (dead) loaded->complete = false;
    if (status == ONEX_OK && dead && !loaded->not_run) {
        onex_place at = {.file = nfiles ? files[l.file < 0 ? 0 : l.file]->path : NULL};
        if (onex_problem_add(problems, "E0108", false, at, 0, NULL,
                             onex_tr("%s; its rules were not evaluated", "%s；其中的规则没有计算"), dead) != ONEX_OK)
            status = onex_no_memory(err);
    }
    if (!sort_decls(set, l.from) && status == ONEX_OK) status = onex_no_memory(err);
    return status;
}
