/* The cutting of Lua into pieces. Long brackets, escapes and quotes as in the manual of Lua 5.4, section 3.1. */
#include "repl/piece.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_word(char c) {
    return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Level of the long bracket that opens at `at`; -1: none does. */
static int long_level(const char *text, size_t len, size_t at) {
    size_t n = 1;
    if (at >= len || text[at] != '[') return -1;
    while (at + n < len && text[at + n] == '=') n++;
    return at + n < len && text[at + n] == '[' ? (int)n - 1 : -1;
}

/* Fills in where the long bracket that opens at `at` ends. */
static void long_end(onex_piece *out, const char *text, size_t len, size_t at, int level) {
    size_t i = at + (size_t)level + 2;
    out->inner = i;
    for (; i < len; i++) {
        size_t n = 1;
        if (text[i] != ']') continue;
        while (i + n < len && text[i + n] == '=') n++;
        if ((int)n - 1 == level && i + n < len && text[i + n] == ']') {
            out->outer = i;
            out->end = i + n + 1;
            return;
        }
    }
    out->outer = out->end = len;
    out->open = true;
}

/* A text between quotes ends with its line; `\` takes the next byte along, a line feed too. */
static void quoted_end(onex_piece *out, const char *text, size_t len, size_t at) {
    size_t i = at + 1;
    out->inner = i;
    while (i < len && text[i] != text[at] && text[i] != '\n') i += text[i] == '\\' && i + 1 < len ? 2 : 1;
    out->outer = i;
    out->open = i >= len || text[i] == '\n';
    out->end = out->open ? i : i + 1;
}

static void comment_end(onex_piece *out, const char *text, size_t len, size_t at) {
    int level = long_level(text, len, at + 2);
    if (level >= 0) {
        long_end(out, text, len, at + 2, level);
        return;
    }
    const char *feed = memchr(text + at, '\n', len - at);
    out->end = feed ? (size_t)(feed - text) : len;
}

static void number_end(onex_piece *out, const char *text, size_t len) {
    size_t i = out->start;
    bool hex = len - i > 1 && text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'X');
    while (i < len && (is_word(text[i]) || text[i] == '.')) {
        char c = (char)(text[i] | 0x20);
        bool exponent = c == (hex ? 'p' : 'e') && i + 1 < len && (text[i + 1] == '+' || text[i + 1] == '-');
        i += exponent ? 2 : 1;
    }
    out->end = i;
}

bool onex_piece_next(onex_piece *out, const char *text, size_t len, size_t *at) {
    size_t i = *at;
    if (i >= len) return false;
    char c = text[i];
    *out = (onex_piece){.kind = ONEX_PIECE_SIGN, .start = i, .end = i + 1};
    if (is_blank(c)) {
        out->kind = ONEX_PIECE_BLANK;
        while (out->end < len && is_blank(text[out->end])) out->end++;
    } else if (is_digit(c) || (c == '.' && i + 1 < len && is_digit(text[i + 1]))) {
        out->kind = ONEX_PIECE_NUMBER;
        number_end(out, text, len);
    } else if (is_word(c)) {
        out->kind = ONEX_PIECE_NAME;
        while (out->end < len && is_word(text[out->end])) out->end++;
    } else if (c == '-' && i + 1 < len && text[i + 1] == '-') {
        out->kind = ONEX_PIECE_COMMENT;
        comment_end(out, text, len, i);
    } else if (c == '"' || c == '\'') {
        out->kind = ONEX_PIECE_TEXT;
        quoted_end(out, text, len, i);
    } else if (long_level(text, len, i) >= 0) {
        out->kind = ONEX_PIECE_TEXT;
        long_end(out, text, len, i, long_level(text, len, i));
    } else if ((unsigned char)c >= 0x80) {
        out->kind = ONEX_PIECE_FOREIGN;
        while (out->end < len && ((unsigned char)text[out->end] & 0xC0) == 0x80) out->end++;
    }
    *at = out->end;
    return true;
}
