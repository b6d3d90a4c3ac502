/* Cuts a rule file into tokens and finds the mistakes that Lua swallows. Mistakes are of two kinds: characters that no
 * rule file may hold outside texts (fullwidth.c names them), and operators that do nothing between expressions. */
#include "rules/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"
#include "rules/fullwidth.h"
#include "rules/lookalike.h"
#include "rules/unquoted.h"

typedef struct lexer {
    onex_lexed *out;
    onex_arena *arena;
    onex_problems *problems;
    onex_error *err;
    const char *text;
    uint32_t at, end;
    int line;
    uint32_t line_start, counted; /* bytes; columns are counted on from `counted` */
    int column;                   /* of `counted` */
    int cap;
    int *open; /* indexes of the block-opening tokens not yet closed */
    int nopen, nfunctions, nmistakes;
    onex_status status;
} lexer;

static int peek(const lexer *lx, uint32_t ahead) {
    return lx->at + ahead < lx->end ? (unsigned char)lx->text[lx->at + ahead] : -1;
}

static bool is_digit(int c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool is_word(int c) {
    return is_letter(c) || is_digit(c);
}

/* Column of a byte on the line being read; calls come with rising offsets. */
static int column_of(lexer *lx, uint32_t byte) {
    if (byte < lx->counted) {
        lx->counted = lx->line_start;
        lx->column = 1;
    }
    lx->column += (int)onex_text_chars(lx->text + lx->counted, byte - lx->counted);
    lx->counted = byte;
    return lx->column;
}

static void newline(lexer *lx) { /* "\r\n" and "\n\r" are one, as for Lua */
    int c = peek(lx, 0), next = peek(lx, 1);
    lx->at += (next == '\n' || next == '\r') && next != c ? 2 : 1;
    lx->line++;
    lx->line_start = lx->counted = lx->at;
    lx->column = 1;
}

enum { MISTAKES = 100 }; /* that are told of one file: nobody reads more */

/* A mistake at `start`, underlined up to `stop` bytes. */
__attribute__((format(printf, 6, 7))) static void mistake(lexer *lx, const char *code, uint32_t start, uint32_t stop,
                                                          const char *hint, const char *fmt, ...) {
    lx->out->unreadable = true;
    if (lx->nmistakes++ >= MISTAKES) return;
    char message[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    onex_place at = {lx->out->path, lx->line, column_of(lx, start)};
    int width = (int)onex_text_chars(lx->text + start, stop - start);
    if (lx->status == ONEX_OK) lx->status = onex_problem_add(lx->problems, code, false, at, width, hint, "%s", message);
}

/* Appends a token of the bytes from `start` to where the lexer stands; `line` and `column`: of its start. */
static void token(lexer *lx, onex_token_kind kind, uint32_t start, int line, int column) {
    onex_lexed *out = lx->out;
    if (out->ntokens + 1 >= lx->cap) {
        int cap = lx->cap ? lx->cap * 2 : 256;
        onex_token *grown = onex_arena_alloc(lx->arena, (size_t)cap * sizeof *grown);
        if (!grown) {
            lx->status = onex_no_memory(lx->err);
            return;
        }
        if (out->ntokens) memcpy(grown, out->tokens, (size_t)out->ntokens * sizeof *grown);
        out->tokens = grown;
        lx->cap = cap;
    }
    uint32_t stop = start;
    while (stop < lx->at && lx->text[stop] != '\n' && lx->text[stop] != '\r') stop++;
    int width = (int)onex_text_chars(lx->text + start, stop - start);
    out->tokens[out->ntokens] = (onex_token){kind, line, column, width, start, lx->at, 0};
    if (kind != ONEX_TOK_END) out->ntokens++;
}

/* ---- words ---- */

static const char *const keywords[] = {"and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                       "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                       "repeat",   "return", "then", "true", "until",  "while"};

static bool is_keyword(const char *text, size_t len) {
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strlen(keywords[i]) == len && memcmp(keywords[i], text, len) == 0) return true;
    return false;
}

static bool word_is(const lexer *lx, uint32_t start, const char *word) {
    return lx->at - start == strlen(word) && memcmp(lx->text + start, word, lx->at - start) == 0;
}

/* What to write instead of an operator; NULL: it may stay. */
static const char *instead(const char *op, size_t len) {
    static const char *const words[][2] = {
        {"and", "all { a, b }"},    {"or", "any { a, b }"},    {"not", "no(a)"},          {"==", "equals(a, b)"},
        {"~=", "differs(a, b)"},    {"<", "below(a, b)"},      {">", "above(a, b)"},      {"<=", "at_most(a, b)"},
        {">=", "at_least(a, b)"},   {"&&", "all { a, b }"},    {"||", "any { a, b }"},    {"!", "no(a)"},
        {"!=", "differs(a, b)"},    {"≥", "at_least(a, b)"},   {"≤", "at_most(a, b)"},    {"≠", "differs(a, b)"},
        {"＝＝", "equals(a, b)"},   {"＞", "above(a, b)"},     {"＜", "below(a, b)"},     {"！", "no(a)"},
        {"＞＝", "at_least(a, b)"}, {"＜＝", "at_most(a, b)"}, {"！＝", "differs(a, b)"}, {"÷", "ratio(a, b)"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i][0]) == len && memcmp(words[i][0], op, len) == 0) return words[i][1];
    return NULL;
}

static void operator_mistake(lexer *lx, uint32_t start) {
    int len = (int)(lx->at - start);
    const char *op = lx->text + start, *use = instead(op, (size_t)len);
    mistake(lx, "E0104", start, lx->at, NULL,
            onex_tr("'%.*s' does nothing between expressions; write %s", "“%.*s”在表达式之间不起作用；请写 %s"), len,
            op, use);
}

/* Keeps track of functions, inside which Lua's operators are allowed. */
static void block(lexer *lx, uint32_t start) {
    int index = lx->out->ntokens - 1;
    if (word_is(lx, start, "function")) {
        lx->open[lx->nopen++] = index;
        lx->nfunctions++;
    } else if (word_is(lx, start, "do") || word_is(lx, start, "if") || word_is(lx, start, "repeat")) {
        lx->open[lx->nopen++] = index;
    } else if ((word_is(lx, start, "end") || word_is(lx, start, "until")) && lx->nopen > 0) {
        int opener = lx->open[--lx->nopen];
        if (onex_token_is(lx->out, opener, "function")) {
            lx->out->tokens[opener].match = index;
            lx->nfunctions--;
        }
    }
}

static void lex_word(lexer *lx) {
    uint32_t start = lx->at;
    while (is_word(peek(lx, 0))) lx->at++;
    bool keyword = is_keyword(lx->text + start, lx->at - start);
    token(lx, keyword ? ONEX_TOK_KEYWORD : ONEX_TOK_NAME, start, lx->line, column_of(lx, start));
    if (!keyword || lx->status != ONEX_OK) return;
    if (lx->nfunctions == 0 && instead(lx->text + start, lx->at - start)) operator_mistake(lx, start);
    block(lx, start);
}

static void lex_number(lexer *lx) {
    uint32_t start = lx->at;
    bool hex = peek(lx, 0) == '0' && (peek(lx, 1) == 'x' || peek(lx, 1) == 'X');
    while (is_word(peek(lx, 0)) || peek(lx, 0) == '.') {
        int c = peek(lx, 0) | 0x20, sign = peek(lx, 1);
        lx->at += c == (hex ? 'p' : 'e') && (sign == '+' || sign == '-') ? 2 : 1;
    }
    token(lx, ONEX_TOK_NUMBER, start, lx->line, column_of(lx, start));
}

/* ---- texts and comments ---- */

/* Number of '=' when a long bracket opens at `ahead`; -1: none. */
static int long_bracket(const lexer *lx, uint32_t ahead) {
    if (peek(lx, ahead) != '[') return -1;
    uint32_t n = 1;
    while (peek(lx, ahead + n) == '=') n++;
    return peek(lx, ahead + n) == '[' ? (int)n - 1 : -1;
}

/* Passes over a long text or comment that opens here; false: it never ends. */
static bool long_skip(lexer *lx, int level) {
    lx->at += (uint32_t)level + 2;
    while (lx->at < lx->end) {
        int c = peek(lx, 0);
        if (c == '\n' || c == '\r') {
            newline(lx);
            continue;
        }
        lx->at++;
        if (c != ']') continue;
        uint32_t n = 0;
        while (peek(lx, n) == '=') n++;
        if ((int)n == level && peek(lx, n) == ']') {
            lx->at += n + 1;
            return true;
        }
    }
    return false;
}

static void long_unfinished(lexer *lx, uint32_t start, int line, uint32_t line_start, int level, bool comment) {
    lx->line = line;
    lx->line_start = lx->counted = line_start;
    lx->column = 1;
    char close[16];
    snprintf(close, sizeof close, "]%.*s]", level < 8 ? level : 8, "========");
    uint32_t stop = start + (uint32_t)level + 2 + (comment ? 2 : 0);
    if (comment)
        mistake(lx, "E0105", start, stop, NULL,
                onex_tr("this comment never ends; '%s' is missing", "这段注释没有结束；缺少“%s”"), close);
    else
        mistake(lx, "E0105", start, stop, NULL,
                onex_tr("this text never ends; '%s' is missing", "这段文字没有结束；缺少“%s”"), close);
    lx->at = lx->end;
}

static void lex_comment(lexer *lx) {
    uint32_t start = lx->at, line_start = lx->line_start;
    int line = lx->line, level = long_bracket(lx, 2);
    lx->at += 2;
    if (level >= 0) {
        if (!long_skip(lx, level)) long_unfinished(lx, start, line, line_start, level, true);
        return;
    }
    while (lx->at < lx->end && peek(lx, 0) != '\n' && peek(lx, 0) != '\r') lx->at++;
}

/* A text that ends with a full-width quote: told, and reading goes on behind that. False: there is none up to `stop`.
 */
static bool quote_fullwidth(lexer *lx, uint32_t start, uint32_t stop, int quote) {
    const char *full = quote == '"' ? "”" : "’";
    for (uint32_t at = start; at + 3 <= stop; at++) {
        if (memcmp(lx->text + at, full, 3) != 0) continue;
        lx->at = at + 3;
        mistake(lx, "E0103", at, lx->at, NULL,
                onex_tr("the text begins with %c and ends with the full-width %s; write %c",
                        "文字以 %c 开始，却以全角的 %s 结束；请写 %c"),
                quote, full, quote);
        return true;
    }
    return false;
}

/* A text that its line does not end. */
static void quote_unfinished(lexer *lx, uint32_t start, int quote) {
    uint32_t stop = start;
    while (stop < lx->end && lx->text[stop] != '\n' && lx->text[stop] != '\r') stop++;
    if (!quote_fullwidth(lx, start, stop, quote)) {
        lx->at = stop;
        mistake(lx, "E0105", start, stop, NULL,
                onex_tr("this text does not end on its line; %c is missing", "这段文字在本行没有结束；缺少 %c"), quote);
    }
}

static void lex_quoted(lexer *lx) {
    uint32_t start = lx->at;
    int line = lx->line, column = column_of(lx, start), quote = peek(lx, 0);
    lx->at++;
    for (;;) {
        int c = peek(lx, 0);
        if (c == -1 || c == '\n' || c == '\r') {
            if (line == lx->line) {
                quote_unfinished(lx, start, quote);
            } else {
                mistake(lx, "E0105", lx->line_start, lx->at, NULL,
                        onex_tr("this text does not end; %c is missing", "这段文字没有结束；缺少 %c"), quote);
            }
            break;
        }
        lx->at++;
        if (c == quote) {
            bool cut = is_word(peek(lx, 0)) || peek(lx, 0) >= 0x80; /* the quote seems to begin the next text */
            if (cut && line == lx->line) quote_fullwidth(lx, start, lx->at, quote);
            break;
        }
        if (c != '\\') continue;
        if (peek(lx, 0) == '\n' || peek(lx, 0) == '\r') {
            newline(lx);
        } else if (peek(lx, 0) == 'z') {
            lx->at++;
            for (int s; (s = peek(lx, 0)) == ' ' || (s >= '\t' && s <= '\r');) {
                if (s == '\n' || s == '\r')
                    newline(lx);
                else
                    lx->at++;
            }
        } else if (lx->at < lx->end) {
            lx->at++;
        }
    }
    token(lx, ONEX_TOK_STRING, start, line, column);
}

static void lex_long_text(lexer *lx, int level) {
    uint32_t start = lx->at, line_start = lx->line_start;
    int line = lx->line, column = column_of(lx, start);
    if (!long_skip(lx, level)) long_unfinished(lx, start, line, line_start, level, false);
    token(lx, ONEX_TOK_STRING, start, line, column);
}

/* ---- operators, punctuation, characters that do not belong ---- */

/* Whether the operator just read is a bracket of `local x <const>`. */
static bool is_attribute(const lexer *lx) {
    const onex_lexed *out = lx->out;
    int n = out->ntokens - 1;
    if (onex_token_is(out, n, "<")) {
        const char *at = lx->text + lx->at;
        size_t left = lx->end - lx->at;
        return n >= 2 && onex_token_is(out, n - 2, "local") && left >= 6 &&
               (memcmp(at, "const>", 6) == 0 || memcmp(at, "close>", 6) == 0);
    }
    return n >= 4 && onex_token_is(out, n, ">") && onex_token_is(out, n - 2, "<") && onex_token_is(out, n - 4, "local");
}

static void lex_operator(lexer *lx) {
    static const char *const several[] = {"...", "==", "~=", "<=", ">=", "!=", "&&",
                                          "||",  "//", "::", "<<", ">>", ".."};
    uint32_t start = lx->at, len = 1;
    for (size_t i = 0; i < sizeof several / sizeof *several && len == 1; i++) {
        uint32_t n = (uint32_t)strlen(several[i]);
        if (lx->end - lx->at >= n && memcmp(lx->text + lx->at, several[i], n) == 0) len = n;
    }
    lx->at += len;
    token(lx, ONEX_TOK_OPERATOR, start, lx->line, column_of(lx, start));
    const char *op = lx->text + start;
    bool never =
        *op == '!' || (len == 2 && (memcmp(op, "&&", 2) == 0 || memcmp(op, "||", 2) == 0)); /* not Lua's at all */
    if (lx->status == ONEX_OK && (never || lx->nfunctions == 0) && instead(op, len) && !is_attribute(lx))
        operator_mistake(lx, start);
}

/* A full-width text “…” is one mistake. True: it was one. */
static bool lex_fullwidth_text(lexer *lx, unsigned c, uint32_t start) {
    const char *close = c == 0x201C || c == 0x201D ? "”" : c == 0x300C ? "」" : c == 0x300E ? "』" : NULL;
    if (!close) return false;
    for (uint32_t at = lx->at; at + 3 <= lx->end && lx->text[at] != '\n' && lx->text[at] != '\r'; at++) {
        bool ascii = c < 0x3000 && lx->text[at] == '"';
        if (!ascii && memcmp(lx->text + at, close, 3) != 0) continue;
        lx->at = at + (ascii ? 1 : 3);
        break;
    }
    mistake(lx, "E0103", start, lx->at, NULL,
            onex_tr("full-width quotes do not hold a text; write \"…\"", "文字不能用全角引号；请写半角的 \"…\""));
    token(lx, ONEX_TOK_STRING, start, lx->line, column_of(lx, start));
    return true;
}

static void lex_foreign(lexer *lx) {
    uint32_t start = lx->at;
    const char *at = lx->text + lx->at, *end = lx->text + lx->end;
    unsigned c = onex_text_next(&at, end);
    lx->at = (uint32_t)(at - lx->text);
    if (lex_fullwidth_text(lx, c, start)) return;
    const char *ascii = onex_fullwidth_ascii(c);
    if (!ascii) { /* Chinese without quotes: all of it is one mistake */
        while (at < end) {
            const char *before = at;
            unsigned next = (unsigned char)*at < 0x80 && !is_word((unsigned char)*at) ? 0 : onex_text_next(&at, end);
            if (next == 0 || (next >= 0x80 && (onex_fullwidth_ascii(next) || next == 0x201C || next == 0x201D))) {
                at = before;
                break;
            }
        }
        lx->at = (uint32_t)(at - lx->text);
        bool form = c >= 0xFF10 && c <= 0xFF5A;
        const char *latin = onex_latin_of(c);
        char hint[128];
        if (latin)
            snprintf(hint, sizeof hint, onex_tr("its first character (U+%04X) only looks like '%s'", "首字符（U+%04X）只是形似“%s”"),
                     c, latin);
        mistake(lx, "E0103", start, lx->at, latin ? hint : NULL,
                form ? onex_tr("'%.*s' is full-width; write ordinary letters and digits",
                               "“%.*s”是全角字符；请写半角的字母和数字")
                     : onex_tr("'%.*s' must stand in quotes; names are made of a-z, 0-9 and _",
                               "“%.*s”必须放在引号里；名称只用 a-z、0-9 和 _"),
                (int)(lx->at - start), lx->text + start);
        token(lx, ONEX_TOK_NAME, start, lx->line, column_of(lx, start));
        return;
    }
    if (lx->end - lx->at >= 3 && (*ascii == '=' || *ascii == '<' || *ascii == '>' || *ascii == '!') &&
        memcmp(lx->text + lx->at, "＝", 3) == 0)
        lx->at += 3;
    if (instead(lx->text + start, lx->at - start)) {
        mistake(lx, "E0103", start, lx->at, NULL,
                onex_tr("'%.*s' is no operator here; write %s", "“%.*s”不是运算符；请写 %s"), (int)(lx->at - start),
                lx->text + start, instead(lx->text + start, lx->at - start));
    } else if (*ascii == ' ') {
        mistake(lx, "E0103", start, lx->at, NULL,
                onex_tr("a full-width space; write an ordinary one", "这里是全角空格；请用半角空格"));
        return;
    } else {
        mistake(lx, "E0103", start, lx->at, NULL,
                onex_tr("'%.*s' is full-width; write '%s'", "“%.*s”是全角字符；请写半角的“%s”"), (int)(lx->at - start),
                lx->text + start, ascii);
    }
    token(lx, ONEX_TOK_OPERATOR, start, lx->line, column_of(lx, start));
}

static void lex_one(lexer *lx) {
    int c = peek(lx, 0), next = peek(lx, 1);
    if (c == '\n' || c == '\r') {
        newline(lx);
    } else if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
        lx->at++;
    } else if (c == '-' && next == '-') {
        lex_comment(lx);
    } else if (is_letter(c)) {
        lex_word(lx);
    } else if (is_digit(c) || (c == '.' && is_digit(next))) {
        lex_number(lx);
    } else if (c == '"' || c == '\'') {
        lex_quoted(lx);
    } else if (long_bracket(lx, 0) >= 0) {
        lex_long_text(lx, long_bracket(lx, 0));
    } else if (c >= 0x80) {
        lex_foreign(lx);
    } else if (c < 0x20 || c == 0x7F) {
        lx->at++;
        mistake(lx, "E0103", lx->at - 1, lx->at, NULL, onex_tr("a control character (%d)", "这里有控制字符（%d）"), c);
    } else {
        lex_operator(lx);
    }
}

onex_status onex_lex(onex_lexed *out, onex_arena *arena, const char *path, const char *text, size_t len,
                     onex_problems *problems, onex_error *err) {
    *out = (onex_lexed){.path = path, .text = text, .len = len};
    lexer lx = {.out = out,
                .arena = arena,
                .problems = problems,
                .err = err,
                .text = text,
                .end = (uint32_t)len,
                .line = 1,
                .column = 1};
    lx.open =
        onex_arena_alloc(arena, (len / 2 + 1) * sizeof *lx.open); /* the shortest that opens a block takes two bytes */
    if (!lx.open) return onex_no_memory(err);
    while (lx.at < lx.end && lx.status == ONEX_OK) lex_one(&lx);
    if (lx.status == ONEX_OK) token(&lx, ONEX_TOK_END, lx.at, lx.line, column_of(&lx, lx.at));
    if (lx.status == ONEX_OK && !out->unreadable && onex_lex_unquoted(out, problems) != ONEX_OK)
        return onex_no_memory(err);
    return lx.status;
}
