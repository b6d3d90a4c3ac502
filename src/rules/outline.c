/* Reads tokens as Lua's expressions do, without judging them: what cannot be told is passed over as OTHER. */
#include "rules/outline.h"

#include <string.h>

#include "rules/compile.h"

typedef struct reader {
    const onex_lexed *lexed;
    onex_arena *arena;
    int at, depth;
    bool no_memory;
} reader;

enum { DEEPEST = 200 };

static onex_outline *expression(reader *r, int limit);

static bool is(const reader *r, const char *text) {
    return onex_token_is(r->lexed, r->at, text);
}
static onex_token_kind kind_at(const reader *r) {
    return r->lexed->tokens[r->at].kind;
}
static bool op(const reader *r, const char *text) {
    return kind_at(r) == ONEX_TOK_OPERATOR && is(r, text);
}
static bool at_end(const reader *r) {
    return kind_at(r) == ONEX_TOK_END;
}
static void step(reader *r) {
    r->at += !at_end(r);
}

static onex_outline *make(reader *r, onex_outline_kind kind, int first) {
    onex_outline *o = onex_arena_alloc(r->arena, sizeof *o);
    if (!o) {
        r->no_memory = true;
        return NULL;
    }
    *o = (onex_outline){.kind = kind, .first = first, .last = first, .token = first};
    return o;
}

/* What hangs on it hangs too deep (a long chain of operators or calls): no person wrote it, and nobody needs its
 * places. */
static bool too_deep(onex_outline *o, int depth) {
    o->depth = depth + 1;
    if (depth < 2 * DEEPEST) return false;
    *o = (onex_outline){.first = o->first, .last = o->last, .token = o->token};
    return true;
}

/* A list built link by link, as an array. */
static onex_outline **array_of(reader *r, onex_outline *head, int n) {
    onex_outline **items = onex_arena_alloc(r->arena, (size_t)(n ? n : 1) * sizeof *items);
    if (!items) r->no_memory = true;
    for (int i = 0; items && i < n; i++, head = head->next) items[i] = head;
    return items;
}

typedef struct chain {
    onex_outline *head, **tail;
    int n, depth;
} chain;

static void link_in(chain *c, onex_outline *o) {
    if (!c->tail) c->tail = &c->head;
    if (!o) return;
    o->next = NULL;
    *c->tail = o;
    c->tail = &o->next;
    c->n++;
    if (o->depth > c->depth) c->depth = o->depth;
}

/* ---- tables ---- */

/* key = or ["key"] = here: steps over it and gives its token; -1: no key that is a name or a text. *other: a key of
 * another kind was stepped over. */
static int key(reader *r, bool *other) {
    const onex_token *t = &r->lexed->tokens[r->at];
    *other = false;
    if (t->kind == ONEX_TOK_NAME && t[1].kind == ONEX_TOK_OPERATOR && onex_token_is(r->lexed, r->at + 1, "=")) {
        r->at += 2;
        return r->at - 2;
    }
    if (!op(r, "[")) return -1;
    int inside = r->at + 1;
    step(r);
    bool text = kind_at(r) == ONEX_TOK_STRING;
    expression(r, 0);
    if (op(r, "]")) step(r);
    if (op(r, "=")) step(r);
    *other = !text;
    return text ? inside : -1;
}

static onex_outline *table(reader *r) {
    onex_outline *o = make(r, ONEX_OUT_TABLE, r->at);
    if (!o) return NULL;
    chain items = {0}, values = {0}, keys = {0};
    step(r);
    while (!at_end(r) && !op(r, "}") && !r->no_memory) {
        int before = r->at;
        bool other;
        int named = key(r, &other);
        onex_outline *value = expression(r, 0);
        if (named >= 0) {
            link_in(&keys, make(r, ONEX_OUT_OTHER, named));
            link_in(&values, value);
        } else if (!other) {
            link_in(&items, value);
        }
        if (op(r, ",") || op(r, ";") || r->at == before) step(r);
    }
    o->last = r->at;
    step(r);
    o->nkids = items.n;
    o->kids = array_of(r, items.head, items.n);
    o->nkeys = values.n < keys.n ? values.n : keys.n;
    o->values = array_of(r, values.head, o->nkeys);
    o->keys = onex_arena_alloc(r->arena, (size_t)(o->nkeys ? o->nkeys : 1) * sizeof *o->keys);
    if (!o->keys) r->no_memory = true;
    onex_outline *k = keys.head;
    for (int i = 0; o->keys && i < o->nkeys; i++, k = k->next) o->keys[i] = k->first;
    too_deep(o, items.depth > values.depth ? items.depth : values.depth);
    return o;
}

/* ---- names, calls ---- */

static onex_outline *call(reader *r, onex_outline *callee) {
    onex_outline *o = make(r, ONEX_OUT_CALL, callee->first);
    if (!o) return NULL;
    o->callee = callee;
    o->token = callee->token;
    chain arguments = {0};
    if (op(r, "(")) {
        step(r);
        while (!at_end(r) && !op(r, ")") && !r->no_memory) {
            int before = r->at;
            link_in(&arguments, expression(r, 0));
            if (op(r, ",") || r->at == before) step(r);
        }
        o->last = r->at;
        step(r);
    } else if (op(r, "{")) {
        link_in(&arguments, table(r));
        o->last = arguments.head ? arguments.head->last : r->at;
    } else {
        link_in(&arguments, make(r, ONEX_OUT_OTHER, r->at));
        o->last = r->at;
        step(r);
    }
    o->nkids = arguments.n;
    o->kids = array_of(r, arguments.head, arguments.n);
    too_deep(o, arguments.depth > callee->depth ? arguments.depth : callee->depth);
    return o;
}

/* What may follow a name or a bracket: parts and calls. */
static onex_outline *suffixes(reader *r, onex_outline *o) {
    while (o && !r->no_memory) {
        if (op(r, ".") || op(r, ":")) {
            if (o->kind != ONEX_OUT_PATH || op(r, ":")) {
                onex_outline *part = make(r, o->kind == ONEX_OUT_CALL ? ONEX_OUT_PART : ONEX_OUT_OTHER, o->first);
                if (part && part->kind == ONEX_OUT_PART) part->callee = o;
                if (part) part->depth = o->depth;
                o = part;
            }
            step(r);
            if (o) o->last = r->at;
            step(r);
        } else if (op(r, "[")) {
            step(r);
            expression(r, 0);
            o->kind = ONEX_OUT_OTHER;
            o->last = r->at;
            step(r);
        } else if (op(r, "(") || op(r, "{") || kind_at(r) == ONEX_TOK_STRING) {
            o = call(r, o);
        } else {
            break;
        }
    }
    return o;
}

static onex_outline *function(reader *r) {
    onex_outline *o = make(r, ONEX_OUT_OTHER, r->at);
    int end = r->lexed->tokens[r->at].match;
    if (o) o->last = end ? end : r->at;
    r->at = o ? o->last : r->at;
    step(r);
    return o;
}

static onex_outline *simple(reader *r) {
    int first = r->at;
    if (op(r, "{")) return table(r);
    if (kind_at(r) == ONEX_TOK_NAME) {
        onex_outline *o = make(r, ONEX_OUT_PATH, first);
        step(r);
        return suffixes(r, o);
    }
    if (op(r, "(")) {
        step(r);
        onex_outline *o = expression(r, 0);
        if (o) o->last = r->at;
        step(r);
        return suffixes(r, o);
    }
    if (kind_at(r) == ONEX_TOK_KEYWORD && is(r, "function")) return function(r);
    bool value = kind_at(r) == ONEX_TOK_STRING || kind_at(r) == ONEX_TOK_NUMBER || op(r, "...") ||
                 (kind_at(r) == ONEX_TOK_KEYWORD && (is(r, "nil") || is(r, "true") || is(r, "false")));
    onex_outline *o = make(r, ONEX_OUT_OTHER, first);
    if (value) step(r);
    return o;
}

/* Binding strength of the binary operator here; 0: none. Right-associative ones (.. and ^) matter to no place. */
static int strength(const reader *r) {
    static const struct {
        const char *op;
        int strength;
    } operators[] = {{"or", 1}, {"and", 2}, {"<", 3},  {">", 3},  {"<=", 3},  {">=", 3}, {"~=", 3},
                     {"==", 3}, {"|", 4},   {"~", 5},  {"&", 6},  {"<<", 7},  {">>", 7}, {"..", 9},
                     {"+", 10}, {"-", 10},  {"*", 11}, {"/", 11}, {"//", 11}, {"%", 11}, {"^", 14}};
    if (kind_at(r) != ONEX_TOK_OPERATOR && kind_at(r) != ONEX_TOK_KEYWORD) return 0;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (is(r, operators[i].op)) return operators[i].strength;
    return 0;
}

static onex_outline *operation(reader *r, int token, onex_outline *a, onex_outline *b) {
    onex_outline *o = make(r, ONEX_OUT_OPERATOR, a ? a->first : token);
    if (!o) return NULL;
    chain kids = {0};
    o->token = token;
    if (!a) o->first = token;
    if (a) link_in(&kids, a);
    if (b) link_in(&kids, b);
    o->last = b ? b->last : token;
    o->nkids = kids.n;
    o->kids = array_of(r, kids.head, kids.n);
    too_deep(o, kids.depth);
    return o;
}

static onex_outline *expression(reader *r, int limit) {
    if (r->depth >= DEEPEST) { /* deeper than Lua reads: the file fails there anyway */
        onex_outline *o = make(r, ONEX_OUT_OTHER, r->at);
        step(r);
        return o;
    }
    r->depth++;
    onex_outline *o;
    bool unary = op(r, "-") || op(r, "#") || op(r, "~") || (kind_at(r) == ONEX_TOK_KEYWORD && is(r, "not"));
    if (unary) {
        int token = r->at;
        step(r);
        o = operation(r, token, NULL, expression(r, 12));
    } else {
        o = simple(r);
    }
    int bind;
    while (o && (bind = strength(r)) > limit) {
        int token = r->at;
        step(r);
        o = operation(r, token, o, expression(r, bind));
    }
    r->depth--;
    return o;
}

/* ---- a file ---- */

static bool declares(const onex_lexed *lexed, int token) {
    static const char *const words[] = {"regulation", "facts",      "field",     "derive",  "param",
                                        "set",        "reading",    "condition", "trigger", "attestation",
                                        "outcome",    "transition", "duty",      "test",    "local_rules",
                                        "tighten",    "relax",      "extend",    "reduce"};
    const onex_token *t = &lexed->tokens[token];
    bool behind = t[1].kind == ONEX_TOK_STRING ||
                  (t[1].kind == ONEX_TOK_OPERATOR &&
                   (onex_token_is(lexed, token + 1, "{") || onex_token_is(lexed, token + 1, "(")));
    if (t->kind != ONEX_TOK_NAME || !behind) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (onex_token_is(lexed, token, words[i])) return true;
    return false;
}

/* local a, b = x, y: each name with its value. Reading goes on behind the names, for what stands in functions. */
static void read_local(reader *r, onex_outlines *out) {
    int names = r->at + 1, n = 0, behind;
    step(r);
    while (kind_at(r) == ONEX_TOK_NAME) {
        n++;
        step(r);
        if (!op(r, ",")) break;
        step(r);
    }
    behind = r->at;
    if (!op(r, "=")) return;
    step(r);
    for (int i = 0; i < n && !r->no_memory; i++) {
        out->locals[out->nlocals++] = (onex_outline_local){names + 2 * i, expression(r, 0)};
        if (!op(r, ",")) break;
        step(r);
    }
    r->at = behind;
}

onex_status onex_outline_read(onex_outlines *out, onex_arena *arena, const onex_lexed *lexed, onex_error *err) {
    reader r = {.lexed = lexed, .arena = arena};
    size_t most = (size_t)lexed->ntokens + 1;
    *out = (onex_outlines){.lexed = lexed};
    out->decls = onex_arena_alloc(arena, most * sizeof(onex_outline *));
    out->locals = onex_arena_alloc(arena, most * sizeof *out->locals);
    r.no_memory = !out->decls || !out->locals;
    while (!r.no_memory && !at_end(&r)) {
        if (kind_at(&r) == ONEX_TOK_KEYWORD && is(&r, "local")) {
            read_local(&r, out);
        } else if (declares(lexed, r.at)) {
            onex_outline *o = simple(&r);
            if (o && o->kind == ONEX_OUT_CALL) out->decls[out->ndecls++] = o;
        } else {
            step(&r);
        }
    }
    return r.no_memory ? onex_no_memory(err) : ONEX_OK;
}

/* ---- keys given twice ---- */

static bool same_key(const onex_lexed *lexed, int a, int b) {
    size_t na = lexed->tokens[a].end - lexed->tokens[a].start, nb = lexed->tokens[b].end - lexed->tokens[b].start;
    const char *ta = lexed->text + lexed->tokens[a].start, *tb = lexed->text + lexed->tokens[b].start;
    if (lexed->tokens[a].kind == ONEX_TOK_STRING && !(ta = onex_token_content(lexed, a, &na))) return false;
    if (lexed->tokens[b].kind == ONEX_TOK_STRING && !(tb = onex_token_content(lexed, b, &nb))) return false;
    return na == nb && memcmp(ta, tb, na) == 0;
}

static onex_status twice(const onex_lexed *lexed, const onex_outline *o, onex_problems *problems) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < o->nkeys && status == ONEX_OK; i++) {
        int first = -1;
        for (int j = 0; j < i && j < 1000 && first < 0; j++) /* longer tables are not people's */
            if (same_key(lexed, o->keys[i], o->keys[j])) first = o->keys[j];
        if (first >= 0) {
            const onex_token *t = &lexed->tokens[o->keys[i]];
            onex_place at = {lexed->path, t->line, t->column};
            status = onex_problem_add(
                problems, "E0213", false, at, t->width, NULL,
                onex_tr("the key %.*s is given twice; first in line %d", "键 %.*s 写了两次；第一次在第 %d 行"),
                (int)(t->end - t->start), lexed->text + t->start, lexed->tokens[first].line);
        }
        if (status == ONEX_OK) status = twice(lexed, o->values[i], problems);
    }
    for (int i = 0; i < o->nkids && status == ONEX_OK; i++) status = twice(lexed, o->kids[i], problems);
    if (o->callee && status == ONEX_OK) status = twice(lexed, o->callee, problems);
    return status;
}

onex_status onex_outline_twice(const onex_outlines *outlines, onex_problems *problems, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < outlines->ndecls && status == ONEX_OK; i++)
        status = twice(outlines->lexed, outlines->decls[i], problems);
    for (int i = 0; i < outlines->nlocals && status == ONEX_OK; i++)
        status = twice(outlines->lexed, outlines->locals[i].value, problems);
    return status == ONEX_OK ? ONEX_OK : onex_no_memory(err);
}
