/* Finds what a Chinese input method leaves in a line of Lua and makes the line that was meant. Which character stands
 * for which is rules/fullwidth.c's; letters and digits are added here. */
#include "repl/typing.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "repl/piece.h"
#include "rules/fullwidth.h"

typedef struct look {
    onex_typing *out;
    const char *text;
    size_t len;
    onex_buffer marks; /* one byte for each of the text: 1 where it is wrong */
    bool unnamed;      /* a name is missing, which nobody else can choose: there is no right line */
} look;

static unsigned code_at(const look *k, size_t at) {
    const char *from = k->text + at;
    return at < k->len ? onex_text_next(&from, k->text + k->len) : 0;
}

/* The ASCII form of a full-width character, "" for none; `room` holds a letter or digit. */
static const char *meant(unsigned c, char room[2]) {
    bool letter = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
    room[0] = letter ? (char)(c - 0xFEE0) : 0;
    room[1] = 0;
    if (letter) return room;
    const char *ascii = onex_fullwidth_ascii(c);
    return ascii ? ascii : "";
}

/* Marks the bytes as wrong; the first of all is told by `fmt`, which takes the characters and what to write. */
static void wrong(look *k, size_t start, size_t end, const char *fmt, const char *instead) {
    onex_typing *out = k->out;
    char what[64];
    for (size_t i = start; i < end && i < k->marks.len; i++) k->marks.data[i] = 1;
    if (out->count++ > 0) return;
    size_t line_start = start;
    while (line_start > 0 && k->text[line_start - 1] != '\n') line_start--;
    out->line = 1;
    for (size_t i = 0; i < line_start; i++) out->line += k->text[i] == '\n';
    out->column = (int)onex_text_chars(k->text + line_start, start - line_start) + 1;
    size_t len = end - start;
    while (len >= sizeof what || (len < end - start && ((unsigned char)k->text[start + len] & 0xC0) == 0x80)) len--;
    snprintf(what, sizeof what, "%.*s", (int)len, k->text + start);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* both forms come from onex_tr below */
    onex_buffer_printf(&out->message, fmt, what, instead);
#pragma GCC diagnostic pop
}

static bool is_quote(unsigned c) {
    return c == 0x2018 || c == 0x2019 || (c >= 0x201C && c <= 0x201D) || (c >= 0x300C && c <= 0x300F) || c == 0xFF02 ||
           c == 0xFF07;
}

static void wrong_sign(look *k, size_t start, size_t end, const char *instead) {
    const char *form =
        is_quote(code_at(k, start)) ? onex_tr("%s is a full-width quote; type %s", "%s 是全角引号；请输入半角的 %s")
        : code_at(k, start) == 0x3000
            ? onex_tr("'%s' is a full-width blank; type a plain one%.0s", "“%s”是全角空格；请输入半角空格%.0s")
            : onex_tr("'%s' is a full-width character; type '%s'", "“%s”是全角字符；请输入半角的 %s");
    wrong(k, start, end, form, instead);
}

/* A text that opens with a full-width quote: up to the next quote of its kind, also a plain one, on its line. Gives
 * where it ends. */
static size_t chinese_quotes(look *k, size_t start, size_t inner) {
    char room[2];
    const char *quote = meant(code_at(k, start), room);
    wrong_sign(k, start, inner, quote);
    const char *at = k->text + inner, *end = k->text + k->len;
    onex_buffer_text(&k->out->right, quote);
    while (at < end && *at != '\n') {
        size_t here = (size_t)(at - k->text);
        unsigned c = onex_text_next(&at, end);
        size_t next = (size_t)(at - k->text);
        bool full = is_quote(c) && strcmp(meant(c, room), quote) == 0;
        if (full || c == (unsigned char)*quote) {
            if (full) wrong_sign(k, here, next, quote);
            onex_buffer_put(&k->out->right, k->text + inner, here - inner);
            onex_buffer_text(&k->out->right, quote);
            return next;
        }
    }
    return inner;
}

/* A text that opens with a plain quote and has no plain end: a full-width quote in it ends it. */
static size_t half_quotes(look *k, const onex_piece *p) {
    char quote[2] = {k->text[p->start], 0}, room[2];
    const char *at = k->text + p->inner, *end = k->text + p->outer;
    while (at < end) {
        size_t here = (size_t)(at - k->text);
        unsigned c = onex_text_next(&at, end);
        if (!is_quote(c) || strcmp(meant(c, room), quote) != 0) continue;
        wrong_sign(k, here, (size_t)(at - k->text), quote);
        onex_buffer_put(&k->out->right, k->text + p->start, here - p->start);
        onex_buffer_text(&k->out->right, quote);
        return (size_t)(at - k->text);
    }
    onex_buffer_put(&k->out->right, k->text + p->start, p->end - p->start);
    return p->end;
}

/* Names, numbers and Chinese words without anything between them, from `at`; *foreign: a Chinese word is among them. */
static size_t word_end(const look *k, size_t at, bool *foreign) {
    onex_piece p;
    char room[2];
    size_t end = at;
    *foreign = false;
    while (onex_piece_next(&p, k->text, k->len, &at)) {
        bool own = p.kind == ONEX_PIECE_FOREIGN && !*meant(code_at(k, p.start), room);
        if (!own && p.kind != ONEX_PIECE_NAME && p.kind != ONEX_PIECE_NUMBER) break;
        *foreign = *foreign || own;
        end = p.end;
    }
    return end;
}

/* Whether the word stands for a key in a table: behind { or , and before =. */
static bool is_key(const look *k, size_t end) {
    const onex_buffer *right = &k->out->right;
    size_t before = right->len;
    while (before && strchr(" \t\n", right->data[before - 1])) before--;
    if (!before || !strchr("{,", right->data[before - 1])) return false;
    end += strspn(k->text + end, " \t\n");
    return (k->text[end] == '=' && k->text[end + 1] != '=') || code_at(k, end) == 0xFF1D;
}

/* Whether a name must stand there: behind these words, or before = (but in a table). */
static bool is_name(const look *k, size_t end) {
    static const char *const words[] = {"local", "function", "for", "goto"};
    const onex_buffer *right = &k->out->right;
    size_t before = right->len;
    while (before && strchr(" \t", right->data[before - 1])) before--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (before < right->len && before >= len && memcmp(right->data + before - len, words[i], len) == 0) return true;
    }
    end += strspn(k->text + end, " \t");
    return (k->text[end] == '=' && k->text[end + 1] != '=') || code_at(k, end) == 0xFF1D;
}

/* A Chinese word in the code: it is a text; behind a point a part by its Chinese name, before = a key. */
static void bare_word(look *k, size_t start, size_t end) {
    onex_buffer *right = &k->out->right;
    bool point = start > 0 && k->text[start - 1] == '.' && right->len && right->data[right->len - 1] == '.';
    bool part = point || is_key(k, end), name = !part && is_name(k, end);
    k->unnamed = k->unnamed || name;
    wrong(k, start, end,
          name ? onex_tr("'%s' cannot be a name: names are of the letters a-z, digits and _%.0s",
                         "“%s”不能作名称：名称只能用英文字母、数字和下划线%.0s")
          : part ? onex_tr("'%s' is text, which is written [\"...\"] here%.0s", "“%s”是文字，这里要写成 [\"...\"]%.0s")
                 : onex_tr("'%s' is text, which stands between plain quotes%.0s", "“%s”是文字，要放在半角引号里%.0s"),
          "");
    if (point) right->data[--right->len] = 0;
    onex_buffer_text(right, part ? "[\"" : "\"");
    onex_buffer_put(right, k->text + start, end - start);
    onex_buffer_text(right, part ? "\"]" : "\"");
}

/* One piece; gives where to go on. */
static size_t piece(look *k, const onex_piece *p) {
    char room[2];
    bool foreign;
    size_t end = p->end;
    const char *ascii = p->kind == ONEX_PIECE_FOREIGN ? meant(code_at(k, p->start), room) : "";
    if (*ascii) {
        if (is_quote(code_at(k, p->start))) return chinese_quotes(k, p->start, p->end);
        if (*ascii == '!' && (code_at(k, end) == '=' || code_at(k, end) == 0xFF1D)) ascii = "~"; /* as Lua writes it */
        wrong_sign(k, p->start, end, ascii);
        onex_buffer_text(&k->out->right, ascii);
        return end;
    }
    if (p->kind == ONEX_PIECE_TEXT && p->open && k->text[p->start] != '[') return half_quotes(k, p);
    if (p->kind == ONEX_PIECE_NAME || p->kind == ONEX_PIECE_NUMBER || p->kind == ONEX_PIECE_FOREIGN) {
        end = word_end(k, p->start, &foreign);
        if (foreign) {
            bare_word(k, p->start, end);
            return end;
        }
    }
    onex_buffer_put(&k->out->right, k->text + p->start, end - p->start);
    return end;
}

/* The line of the first mistake, and carets under the cells of all that is wrong in it. */
static void draw(look *k) {
    onex_typing *out = k->out;
    const char *line = k->text, *end = k->text + k->len;
    for (int i = 1; i < out->line; i++) line = strchr(line, '\n') + 1;
    const char *feed = memchr(line, '\n', (size_t)(end - line));
    if (feed) end = feed;
    onex_buffer_printf(&out->excerpt, "  %.*s\n  ", (int)(end - line), line);
    size_t until = 0; /* bytes of carets without the blanks behind them */
    for (const char *at = line; at < end;) {
        const char *from = at;
        onex_text_next(&at, end);
        bool bad = k->marks.data[from - k->text];
        int cells = *from == '\t' ? 0 : onex_text_width(from, (size_t)(at - from));
        if (*from == '\t') onex_buffer_char(&out->excerpt, '\t');
        for (int i = 0; i < cells; i++) onex_buffer_char(&out->excerpt, bad ? '^' : ' ');
        if (bad) until = out->excerpt.len;
    }
    if (out->excerpt.failed) return;
    out->excerpt.data[out->excerpt.len = until] = 0;
    onex_buffer_char(&out->excerpt, '\n');
}

void onex_typing_look(onex_typing *out, const char *chunk) {
    look k = {out, chunk, strlen(chunk), {0}, false};
    onex_piece p;
    *out = (onex_typing){0};
    for (size_t i = 0; i < k.len; i++) onex_buffer_char(&k.marks, 0);
    for (size_t at = 0; onex_piece_next(&p, chunk, k.len, &at);) at = piece(&k, &p);
    if (out->count && !k.marks.failed) draw(&k);
    if (k.unnamed) onex_buffer_clear(&out->right);
    onex_buffer_clear(&k.marks);
}

void onex_typing_clear(onex_typing *typing) {
    onex_buffer_clear(&typing->message);
    onex_buffer_clear(&typing->excerpt);
    onex_buffer_clear(&typing->right);
}
