/* Lays the outline of a file over what the worker gave back, so that every value knows where it stands. Where the two
 * differ (a value made by a function of the file) the value's own line is searched. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"
#include "rules/outline.h"

typedef struct filler {
    const onex_outlines *outlines;
    const onex_lexed *lexed;
    onex_problems *problems;
    bool written_out; /* the declaration stands there with its name, not in a loop or a function that leaves keys out on
                         purpose */
    bool no_memory;
} filler;

static void fill(filler *f, onex_raw *raw, const onex_outline *o, onex_place fallback, int fallback_width);

static onex_place place_of(const filler *f, int token) {
    return (onex_place){f->lexed->path, f->lexed->tokens[token].line, f->lexed->tokens[token].column};
}

/* Characters from one token to the end of another, as far as they stand on one line. */
static int width_between(const filler *f, int first, int last) {
    const onex_token *a = &f->lexed->tokens[first], *b = &f->lexed->tokens[last];
    if (a->line != b->line) return a->width;
    return b->column + b->width - a->column;
}

/* ---- which outline belongs to a value ---- */

/* A name that a `local` above gave a value stands for that value. */
static const onex_outline *resolved(const filler *f, const onex_outline *o) {
    for (int steps = 0; o && o->kind == ONEX_OUT_PATH && o->first == o->last && steps < 8; steps++) {
        const onex_token *name = &f->lexed->tokens[o->first];
        const onex_outline *value = NULL;
        for (int i = f->outlines->nlocals - 1; i >= 0 && !value; i--) {
            const onex_token *local = &f->lexed->tokens[f->outlines->locals[i].token];
            bool same =
                local->end - local->start == name->end - name->start &&
                memcmp(f->lexed->text + local->start, f->lexed->text + name->start, name->end - name->start) == 0;
            if (same && local->start < name->start) value = f->outlines->locals[i].value;
        }
        if (!value) break;
        o = value;
    }
    return o;
}

static bool is_call_of(const filler *f, const onex_outline *o, const char *word) {
    return o && o->kind == ONEX_OUT_CALL && o->callee->kind == ONEX_OUT_PATH && o->callee->first == o->callee->last &&
           onex_token_is(f->lexed, o->callee->first, word);
}

static bool fits(const filler *f, const onex_raw *raw, const onex_outline *o) {
    if (!o) return false;
    if (raw->kind == ONEX_RAW_TABLE) return o->kind == ONEX_OUT_TABLE;
    if (raw->kind == ONEX_RAW_REF)
        return (o->kind == ONEX_OUT_PATH && onex_token_is(f->lexed, o->first, raw->text)) ||
               is_call_of(f, o, raw->text);
    if (raw->kind == ONEX_RAW_CALL) {
        if (o->kind == ONEX_OUT_OPERATOR)
            return onex_token_is(f->lexed, o->token, raw->text) && o->nkids == raw->nitems;
        return is_call_of(f, o, raw->text) || (o->kind == ONEX_OUT_PART && is_call_of(f, o->callee, raw->text));
    }
    return true;
}

/* ---- tables ---- */

static bool key_is(const filler *f, int token, const char *key) {
    size_t len = f->lexed->tokens[token].end - f->lexed->tokens[token].start;
    const char *text = f->lexed->text + f->lexed->tokens[token].start;
    if (f->lexed->tokens[token].kind == ONEX_TOK_STRING && !(text = onex_token_content(f->lexed, token, &len)))
        return false;
    return strlen(key) == len && memcmp(key, text, len) == 0;
}

/* An entry that Lua dropped because it was nil: silence would make a rule hold that does not. */
static void dropped(filler *f, onex_raw *raw, const onex_outline *value) {
    if (!f->written_out || onex_token_is(f->lexed, value->first, "...")) return;
    onex_place at = place_of(f, value->first);
    raw->lacking = true;
    if (onex_problem_add(f->problems, "E0206", false, at, width_between(f, value->first, value->last), NULL, "%s",
                         onex_tr("this is nothing (nil)", "这里是空值（nil）")) != ONEX_OK)
        f->no_memory = true;
}

static bool has_key(const filler *f, const onex_raw *raw, int n, int token) {
    for (int i = 0; i < n; i++)
        if (key_is(f, token, raw->keys[i])) return true;
    return false;
}

/* The keys as the outline has them, then those that it does not know. */
enum { MOST_KEYS = 2000 }; /* longer tables are made by programs, and their keys have the table's place */

static void fill_entries(filler *f, onex_raw *raw, const onex_outline *o, onex_place at, int width) {
    for (int i = 0; i < raw->nitems; i++)
        fill(f, raw->items[i], o && o->nkids == raw->nitems ? o->kids[i] : NULL, at, width);
    for (int i = raw->nitems; o && o->kind == ONEX_OUT_TABLE && i < o->nkids; i++) dropped(f, raw, o->kids[i]);
    int done = 0;
    bool known = o && o->nkeys <= MOST_KEYS && raw->nkeys <= MOST_KEYS;
    for (int k = 0; known && k < o->nkeys; k++) {
        int i = done;
        while (i < raw->nkeys && !key_is(f, o->keys[k], raw->keys[i])) i++;
        if (i == raw->nkeys) {
            if (!has_key(f, raw, done, o->keys[k])) dropped(f, raw, o->values[k]);
            continue;
        }
        const char *key = raw->keys[i];
        onex_raw *value = raw->values[i];
        memmove(raw->keys + done + 1, raw->keys + done, (size_t)(i - done) * sizeof *raw->keys);
        memmove(raw->values + done + 1, raw->values + done, (size_t)(i - done) * sizeof *raw->values);
        raw->keys[done] = key;
        raw->values[done] = value;
        raw->key_at[done] = place_of(f, o->keys[k]);
        fill(f, value, o->values[k], raw->key_at[done], f->lexed->tokens[o->keys[k]].width);
        done++;
    }
    for (; done < raw->nkeys; done++) {
        raw->key_at[done] = at;
        fill(f, raw->values[done], NULL, at, width);
    }
}

/* ---- values ---- */

/* Where the outline says that the value stands. */
static void place_here(const filler *f, onex_raw *raw, const onex_outline *o) {
    int first = o->first, last = o->last;
    if (raw->kind == ONEX_RAW_TABLE) last = first;
    if (raw->kind == ONEX_RAW_CALL) {
        if (o->kind == ONEX_OUT_OPERATOR) first = o->token;
        last = o->kind == ONEX_OUT_PART ? o->last : first;
    }
    raw->at = place_of(f, first);
    raw->width = width_between(f, first, last);
}

/* A value that a function of the file made: its line is known where the worker noted it. */
static void place_by_line(const filler *f, onex_raw *raw, onex_place fallback, int width) {
    int line = raw->at.line, token = -1;
    bool node = raw->kind == ONEX_RAW_CALL || raw->kind == ONEX_RAW_REF;
    char written[256];
    size_t len = (size_t)snprintf(written, sizeof written, "%s", raw->text ? raw->text : "");
    for (int i = 0; raw->kind == ONEX_RAW_REF && i < raw->npath && len < sizeof written; i++)
        len += (size_t)snprintf(written + len, sizeof written - len, ".%s", raw->path[i]);
    if (node && line > 0) token = onex_lexed_find(f->lexed, line, written, 0);
    if (node && line > 0 && token < 0) token = onex_lexed_find(f->lexed, line, raw->text, 0);
    raw->at = fallback;
    raw->width = width;
    if (token >= 0) {
        raw->at = place_of(f, token);
        raw->width =
            raw->kind == ONEX_RAW_REF ? (int)onex_text_chars(written, strlen(written)) : f->lexed->tokens[token].width;
    } else if (node && line > 0) {
        raw->at = (onex_place){f->lexed->path, line, 0};
        raw->width = 0;
    }
}

static void fill(filler *f, onex_raw *raw, const onex_outline *o, onex_place fallback, int fallback_width) {
    const onex_outline *meant = resolved(f, o);
    bool node = raw->kind == ONEX_RAW_CALL || raw->kind == ONEX_RAW_REF || raw->kind == ONEX_RAW_TABLE;
    if (o && !node) {
        place_here(f, raw, o); /* a literal behind a name: where the name is used */
    } else if (fits(f, raw, meant)) {
        place_here(f, raw, meant);
    } else {
        place_by_line(f, raw, o ? place_of(f, o->first) : fallback,
                      o ? f->lexed->tokens[o->first].width : fallback_width);
        meant = NULL;
    }
    if (!node || raw->kind == ONEX_RAW_REF) return;
    const onex_outline *part = meant && meant->kind == ONEX_OUT_PART ? meant : NULL; /* tally("rule").unmet */
    if (part) meant = part->callee;
    const onex_outline *entries = meant;
    if (meant && meant->kind == ONEX_OUT_CALL && meant->nkids == 1) {
        const onex_outline *only = resolved(f, meant->kids[0]);
        if (only->kind == ONEX_OUT_TABLE) entries = only; /* its entries are the arguments */
    }
    fill_entries(f, raw, entries, raw->at, raw->width);
    if (!part || !meant || raw->nitems != 2 || meant->nkids != 1) return;
    fill(f, raw->items[0], meant->kids[0], raw->at, raw->width);
    raw->items[1]->at = place_of(f, part->last);
    raw->items[1]->width = f->lexed->tokens[part->last].width;
}

/* ---- declarations ---- */

/* The innermost callee: the declaring word. */
static int word_of(const onex_outline *o) {
    while (o->callee) o = o->callee;
    return o->first;
}

static const onex_outline *outline_of(const onex_outlines *outlines, const onex_raw_decl *decl, bool *exact) {
    onex_outline *by_line = NULL, *again = NULL; /* again: the exact one of an earlier declaration, as in a loop */
    for (int i = 0; i < outlines->ndecls; i++) {
        onex_outline *o = outlines->decls[i];
        int word = word_of(o);
        if (!onex_token_is(outlines->lexed, word, decl->word)) continue;
        if (outlines->lexed->tokens[word].line != decl->at.line) continue;
        size_t len;
        const char *name = o->callee && o->callee->nkids == 1
                               ? onex_token_content(outlines->lexed, o->callee->kids[0]->first, &len)
                               : NULL;
        const char *wanted = decl->name ? decl->name : decl->subject;
        bool same = name && wanted ? strlen(wanted) == len && memcmp(name, wanted, len) == 0 : !name && !wanted;
        if (same && !o->taken) {
            *exact = o->taken = true;
            return o;
        }
        if (same && !again) again = o;
        if (!by_line) by_line = o;
    }
    *exact = again != NULL;
    return again ? again : by_line;
}

onex_status onex_places_fill(const onex_outlines *outlines, onex_raw_decl *decl, onex_problems *problems,
                             onex_error *err) {
    filler f = {.outlines = outlines, .lexed = outlines->lexed, .problems = problems};
    const onex_outline *o = outline_of(outlines, decl, &f.written_out);
    int width = (int)onex_text_chars(decl->word, strlen(decl->word));
    if (o) {
        decl->at = place_of(&f, word_of(o));
        decl->name_at = o->callee && o->callee->kind == ONEX_OUT_CALL && o->callee->nkids
                            ? place_of(&f, o->callee->kids[0]->first)
                            : decl->at;
    } else {
        decl->name_at = decl->at;
    }
    fill(&f, decl->body, o && o->nkids == 1 ? o->kids[0] : NULL, decl->at, width);
    return f.no_memory ? onex_no_memory(err) : ONEX_OK;
}
