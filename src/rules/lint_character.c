/* Characters in texts that are not what they look like: letters of other alphabets among Latin ones, radicals in the place
 * of Chinese characters, full-width letters in names, what cannot be seen. Outside texts the lexer refuses them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/linter.h"
#include "rules/lookalike.h"

typedef enum { FINE, LOOK_ALIKE, UNSEEN, WIDE } sort;

static bool is_unseen(unsigned c) {
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
           (c >= 0x180B && c <= 0x180E) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Radicals and compatibility forms: they look like the character that typing gives, and are another. */
static bool is_radical(unsigned c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

static bool is_wide(unsigned c) {
    return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) || c == 0x3000 ||
           c == 0x00A0;
}

static bool is_latin(unsigned c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* ---- one text ---- */

typedef struct text {
    onex_linter *l;
    const onex_lexed *lexed;
    const onex_token *token;
    bool named; /* a title or name, that others must write alike */
} text;

/* Whether a letter of ASCII stands beside the bytes at `at`, or the whole text holds no others. */
static bool among_latin(const char *from, const char *at, const char *behind, const char *end) {
    return (at > from && is_latin((unsigned char)at[-1])) || (behind < end && is_latin((unsigned char)*behind));
}

static sort sort_of(const text *t, unsigned c, bool latin) {
    if (is_unseen(c)) return UNSEEN;
    if (is_radical(c)) return LOOK_ALIKE;
    if (onex_latin_of(c) && (latin || c >= 0x0400)) return LOOK_ALIKE;
    return t->named && is_wide(c) ? WIDE : FINE;
}

/* The character as it is usually typed; NULL: there is none. In `buf` where it is made. */
static const char *usual(unsigned c, const char *bytes, size_t len, char buf[16]) {
    const char *latin = onex_latin_of(c);
    if (latin) return latin;
    char *folded = onex_text_fold(bytes, len);
    bool other = folded && *folded && (strlen(folded) != len || memcmp(folded, bytes, len) != 0);
    if (other) snprintf(buf, 16, "%s", folded);
    free(folded);
    return other ? buf : NULL;
}

static void tell(const text *t, onex_place at, sort what, unsigned c, const char *bytes, size_t len) {
    char buf[16], hint[64] = "";
    const char *typed = what == UNSEEN ? NULL : usual(c, bytes, len, buf);
    if (typed) snprintf(hint, sizeof hint, onex_tr("write '%s'", "请写“%s”"), typed);
    if (what == UNSEEN)
        onex_lint_tell(t->l, "W0602", at, 1, onex_tr("take it out", "请删去"),
                       onex_tr("a character that cannot be seen (U+%04X)", "这里有看不见的字符（U+%04X）"), c);
    else if (what == LOOK_ALIKE)
        onex_lint_tell(t->l, "W0601", at, 1, *hint ? hint : NULL,
                       onex_tr("'%.*s' (U+%04X) only looks like a usual character", "“%.*s”（U+%04X）只是形似常用字符"),
                       (int)len, bytes, c);
    else if (c == 0x3000 || c == 0x00A0)
        onex_lint_tell(t->l, "W0603", at, 1, onex_tr("take it out, or write a plain space", "请删去，或改为半角空格"),
                       onex_tr("an unusual space (U+%04X) in a title or name", "标题或名称中有特殊空格（U+%04X）"), c);
    else
        onex_lint_tell(t->l, "W0603", at, 1, *hint ? hint : NULL,
                       onex_tr("full-width '%.*s' in a title or name", "标题或名称中有全角的“%.*s”"), (int)len, bytes);
}

/* Each sort is told once for a text. */
static void check_text(const text *t) {
    bool told[WIDE + 1] = {false};
    const char *from = t->lexed->text + t->token->start, *end = t->lexed->text + t->token->end;
    onex_place place = {t->lexed->path, t->token->line, t->token->column};
    for (const char *at = from; at < end;) {
        const char *start = at;
        unsigned c = onex_text_next(&at, end);
        sort what = c < 0x80 ? FINE : sort_of(t, c, among_latin(from, start, at, end));
        if (what != FINE && !told[what]) {
            told[what] = true;
            tell(t, place, what, c, start, (size_t)(at - start));
        }
        if (c == '\n') {
            place.line++;
            place.column = 0;
        }
        place.column++;
    }
}

/* ---- all texts of the files ---- */

/* The text behind `key =`; free words, in which nobody looks for a name. */
static bool is_free(const onex_lexed *lexed, int token) {
    static const char *const keys[] = {"note", "reason", "decided", "document", "approval_document", "sql"};
    if (token < 2 || !onex_token_is(lexed, token - 1, "=")) return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (onex_token_is(lexed, token - 2, keys[i])) return true;
    return false;
}

static bool is_title(const onex_lexed *lexed, int token) {
    bool title = token >= 2 && onex_token_is(lexed, token - 1, "=") && onex_token_is(lexed, token - 2, "title");
    bool behind_word = token >= 1 && lexed->tokens[token - 1].kind == ONEX_TOK_NAME; /* param "…", fact "…" */
    return title || (behind_word && !onex_token_is(lexed, token - 1, "test"));
}

/* In comments only what makes a line read other than it is. */
static void check_comments(onex_linter *l, const onex_lexed *lexed) {
    onex_place place = {lexed->path, 1, 1};
    const char *end = lexed->text + lexed->len;
    int token = 0;
    for (const char *at = lexed->text; at < end; place.column++) {
        size_t offset = (size_t)(at - lexed->text);
        while (token < lexed->ntokens && offset >= lexed->tokens[token].end) token++;
        unsigned c = onex_text_next(&at, end);
        if (onex_text_turns(c) && (token == lexed->ntokens || offset < lexed->tokens[token].start))
            onex_lint_tell(l, "W0602", place, 1, onex_tr("take it out", "请删去"),
                           onex_tr("a character that turns the direction of reading (U+%04X)",
                                   "这里有改变阅读方向的字符（U+%04X）"),
                           c);
        if (c != '\n') continue;
        place.line++;
        place.column = 0;
    }
}

void onex_lint_characters(onex_linter *l) {
    for (int f = 0; f < l->front->folder.nfiles; f++) {
        const onex_lexed *lexed = &l->front->lexed[f];
        for (int i = 0; lexed->tokens && i < lexed->ntokens && !l->no_memory; i++) {
            if (lexed->tokens[i].kind != ONEX_TOK_STRING) continue;
            text t = {.l = l, .lexed = lexed, .token = &lexed->tokens[i], .named = is_title(lexed, i)};
            if (!is_free(lexed, i)) check_text(&t);
        }
        if (lexed->tokens && !l->no_memory) check_comments(l, lexed);
    }
}
