/* The list of what is wrong with rule files, and how one of them looks to people. Finding them is left to the lexer,
 * the worker and the compiler. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"

static void problem_free(onex_problem *p) {
    free((char *)p->at.file);
    free(p->message);
    free(p->hint);
    free(p->source_line);
    free(p->also);
    free(p->also_tail);
    free((char *)p->also_at.file);
}

void onex_problems_clear(onex_problems *p) {
    for (int i = 0; i < p->count; i++) problem_free(&p->items[i]);
    free(p->items);
    *p = (onex_problems){0};
}

char *onex_problem_text(const char *text, size_t len) {
    onex_buffer out = {0};
    onex_buffer_text(&out, "");
    for (const char *at = text, *end = text + len; at < end;) {
        const char *from = at;
        unsigned c = onex_text_next(&at, end);
        bool control = (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || onex_text_turns(c);
        if (control)
            onex_buffer_char(&out, '?');
        else
            onex_buffer_put(&out, from, (size_t)(at - from));
    }
    if (!out.failed) return out.data;
    onex_buffer_clear(&out);
    return NULL;
}

static char *plain_copy(const char *text) {
    return onex_problem_text(text, strlen(text));
}

enum { PROBLEMS = 2000 }; /* kept; the others are counted */

onex_status onex_problem_add(onex_problems *problems, const char *code, bool warning, onex_place at, int width,
                             const char *hint, const char *fmt, ...) {
    problems->full = problems->count >= PROBLEMS;
    if (problems->full) {
        problems->errors += !warning;
        return ONEX_OK;
    }
    if (problems->count == problems->cap) {
        int cap = problems->cap ? problems->cap * 2 : 16;
        onex_problem *grown = realloc(problems->items, (size_t)cap * sizeof *grown);
        if (!grown) return ONEX_E_INTERNAL;
        problems->items = grown;
        problems->cap = cap;
    }
    char message[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    onex_problem p = {.warning = warning, .at = at, .width = width};
    snprintf(p.code, sizeof p.code, "%s", code);
    p.at.file = at.file ? strdup(at.file) : NULL;
    p.message = plain_copy(message);
    p.hint = hint ? plain_copy(hint) : NULL;
    if (!p.message || (at.file && !p.at.file) || (hint && !p.hint)) {
        problem_free(&p);
        return ONEX_E_INTERNAL;
    }
    problems->items[problems->count++] = p;
    problems->errors += !warning;
    return ONEX_OK;
}

onex_status onex_problem_also(onex_problems *problems, const char *label, onex_place at, const char *tail) {
    onex_problem *p = &problems->items[problems->count - 1];
    if (!problems->count || problems->full || p->also || !at.file) return ONEX_OK;
    p->also_at = at;
    p->also_at.file = strdup(at.file);
    p->also = plain_copy(label);
    p->also_tail = plain_copy(tail);
    return p->also_at.file && p->also && p->also_tail ? ONEX_OK : ONEX_E_INTERNAL;
}

/* Bytes of the first n characters of text. */
static size_t prefix_of(const char *text, int n) {
    const char *at = text, *end = text + strlen(text);
    while (n-- > 0 && at < end) onex_text_next(&at, end);
    return (size_t)(at - text);
}

/* The line with its number, and carets under the cells of what is wrong. Tabs stay tabs, so that both lines agree. */
static void print_excerpt(const onex_problem *p, onex_buffer *out) {
    int number = snprintf(NULL, 0, "%d", p->at.line);
    onex_buffer_printf(out, "  %d | %s\n", p->at.line, p->source_line);
    if (p->at.column <= 0) return;
    size_t from = prefix_of(p->source_line, p->at.column - 1);
    size_t marked = prefix_of(p->source_line + from, p->width > 0 ? p->width : 1);
    onex_buffer_printf(out, "  %*s | ", number, "");
    for (size_t at = 0; at < from;) {
        size_t len = prefix_of(p->source_line + at, 1);
        if (p->source_line[at] == '\t')
            onex_buffer_char(out, '\t');
        else
            onex_buffer_printf(out, "%*s", onex_text_width(p->source_line + at, len), "");
        at += len;
    }
    int cells = onex_text_width(p->source_line + from, marked);
    for (int i = 0; i < (cells > 0 ? cells : 1); i++) onex_buffer_char(out, '^');
    onex_buffer_char(out, '\n');
}

const char *onex_problem_level(const onex_problem *p) {
    return !p->warning ? "error" : p->code[0] == 'N' ? "note" : "warning";
}

void onex_problem_print(const onex_problem *p, onex_buffer *out) {
    if (p->at.file) onex_buffer_text(out, p->at.file);
    if (p->at.file && p->at.line > 0) onex_buffer_printf(out, ":%d", p->at.line);
    if (p->at.file && p->at.line > 0 && p->at.column > 0) onex_buffer_printf(out, ":%d", p->at.column);
    static const char *const zh[] = {"错误", "警告", "说明"};
    const char *level = onex_problem_level(p);
    if (onex_lang_get() == ONEX_LANG_ZH) level = zh[!p->warning ? 0 : p->code[0] == 'N' ? 2 : 1];
    onex_buffer_printf(out, "%s%s[%s]: %s\n", p->at.file ? ": " : "", level, p->code, p->message);
    if (p->source_line && p->at.line > 0) print_excerpt(p, out);
    if (p->also) onex_buffer_printf(out, "  %s: %s:%d%s\n", p->also, p->also_at.file, p->also_at.line, p->also_tail);
    if (p->hint) onex_buffer_printf(out, "  %s: %s\n", onex_tr("hint", "提示"), p->hint);
}
