/* Rows for people and pipes. Widths are those of a terminal; what the cells mean is the caller's affair. */
#include "report/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void onex_sheet_init(onex_sheet *t, const onex_sheet_column *columns) {
    memset(t, 0, sizeof *t);
    t->columns = columns;
    while (columns[t->ncolumns].name) t->ncolumns++;
}

void onex_sheet_clear(onex_sheet *t) {
    for (size_t i = 0; t->cells && i < (size_t)t->nrows * (size_t)t->ncolumns; i++) free(t->cells[i]);
    free(t->cells);
    free(t->styles);
    t->cells = NULL;
    t->styles = NULL;
    t->nrows = t->cap = t->at = 0;
}

static bool sheet_grow(onex_sheet *t) {
    int cap = t->cap ? t->cap * 2 : 32;
    size_t n = (size_t)cap * (size_t)t->ncolumns;
    char **cells = realloc(t->cells, n * sizeof *cells);
    if (cells) t->cells = cells;
    unsigned char *styles = realloc(t->styles, n);
    if (styles) t->styles = styles;
    if (!cells || !styles) return false;
    t->cap = cap;
    return true;
}

void onex_sheet_cell(onex_sheet *t, const char *text, onex_style style) {
    if (t->failed) return;
    if (t->at == 0) {
        if (t->nrows == t->cap && !sheet_grow(t)) {
            t->failed = true;
            return;
        }
        size_t first = (size_t)t->nrows * (size_t)t->ncolumns;
        for (int i = 0; i < t->ncolumns; i++) {
            t->cells[first + (size_t)i] = NULL;
            t->styles[first + (size_t)i] = ONEX_STYLE_PLAIN;
        }
        t->nrows++;
    }
    size_t at = (size_t)(t->nrows - 1) * (size_t)t->ncolumns + (size_t)t->at;
    if (text && !(t->cells[at] = strdup(text))) t->failed = true;
    t->styles[at] = (unsigned char)style;
    t->at = (t->at + 1) % t->ncolumns;
}

void onex_sheet_number(onex_sheet *t, long long n) {
    char text[24];
    snprintf(text, sizeof text, "%lld", n);
    onex_sheet_cell(t, text, ONEX_STYLE_PLAIN);
}

void onex_sheet_group(onex_sheet *t, const char *text) {
    t->grouped = true;
    onex_sheet_cell(t, text, ONEX_STYLE_GROUP);
    for (int c = 1; c < t->ncolumns; c++) onex_sheet_cell(t, NULL, ONEX_STYLE_PLAIN);
}

void onex_field_put(onex_buffer *b, const char *text, bool csv) {
    if (!text) return;
    if (csv) {
        if (!text[strcspn(text, ",\"\r\n")]) {
            onex_buffer_text(b, text);
            return;
        }
        onex_buffer_char(b, '"');
        for (; *text; text++) {
            if (*text == '"') onex_buffer_char(b, '"');
            onex_buffer_char(b, *text);
        }
        onex_buffer_char(b, '"');
        return;
    }
    for (; *text; text++) switch (*text) {
        case '\t': onex_buffer_text(b, "\\t"); break;
        case '\n': onex_buffer_text(b, "\\n"); break;
        case '\r': onex_buffer_text(b, "\\r"); break;
        case '\\': onex_buffer_text(b, "\\\\"); break;
        default: onex_buffer_char(b, *text);
        }
}

void onex_paint(onex_buffer *b, bool color, onex_style style, const char *text) {
    static const char *const codes[] = {"", "\033[32m", "\033[31m", "\033[33m", "\033[2m", "\033[1m", "\033[1m"};
    bool colored = color && style != ONEX_STYLE_PLAIN;
    if (colored) onex_buffer_text(b, codes[style]);
    for (; *text; text++) onex_buffer_char(b, (unsigned char)*text < ' ' || *text == 127 ? ' ' : *text);
    if (colored) onex_buffer_text(b, "\033[0m");
}

onex_style onex_verdict_style(onex_verdict verdict) {
    switch (verdict) {
    case ONEX_MET: return ONEX_STYLE_GOOD;
    case ONEX_UNMET:
    case ONEX_HIT: return ONEX_STYLE_BAD;
    case ONEX_UNKNOWN:
    case ONEX_DEVIATES: return ONEX_STYLE_WARN;
    default: return ONEX_STYLE_DIM;
    }
}

static const char *sheet_text(const onex_sheet *t, int row, int column) {
    const char *text = t->cells[(size_t)row * (size_t)t->ncolumns + (size_t)column];
    return text ? text : "";
}

static bool sheet_is_group(const onex_sheet *t, int row) {
    return row >= 0 && t->styles[(size_t)row * (size_t)t->ncolumns] == ONEX_STYLE_GROUP;
}

static const char *sheet_header(const onex_sheet *t, int column) {
    return onex_lang_get() == ONEX_LANG_ZH ? t->columns[column].zh : t->columns[column].en;
}

void onex_sheet_fields(onex_buffer *b, const onex_sheet *t, bool csv) {
    for (int row = -1; row < t->nrows; row++) {
        for (int c = 0; c < t->ncolumns; c++) {
            if (c) onex_buffer_char(b, csv ? ',' : '\t');
            onex_field_put(b, row < 0 ? t->columns[c].name : sheet_text(t, row, c), csv);
        }
        onex_buffer_text(b, csv ? "\r\n" : "\n");
    }
}

/* One cell, filled up to its column's width; the last one of a row is not. */
static void cell_put(bool color, const onex_sheet *t, int column, int width, const char *text, onex_style style,
                     bool last, onex_buffer *b) {
    int blanks = width - onex_text_width(text, strlen(text));
    bool right = t->columns[column].kind == ONEX_SHEET_RIGHT || t->columns[column].kind == ONEX_SHEET_NUMBER;
    if (right) onex_buffer_printf(b, "%*s", blanks, "");
    onex_paint(b, color, style, text);
    if (!right && !last) onex_buffer_printf(b, "%*s", blanks, "");
    if (!last) onex_buffer_text(b, "  ");
}

onex_status onex_sheet_put(onex_buffer *b, const onex_sheet *t, bool color, const char *title, onex_error *err) {
    if (t->failed) return onex_no_memory(err);
    int *widths = calloc((size_t)t->ncolumns, sizeof *widths);
    if (!widths) return onex_no_memory(err);
    if (title) {
        onex_paint(b, color, ONEX_STYLE_BOLD, title);
        onex_buffer_char(b, '\n');
    }
    for (int c = 0; c < t->ncolumns; c++)
        for (int row = -1; row < t->nrows; row++) {
            if (sheet_is_group(t, row)) continue;
            const char *text = row < 0 ? sheet_header(t, c) : sheet_text(t, row, c);
            int width = onex_text_width(text, strlen(text));
            for (const char *s = text; *s; s++) width += (unsigned char)*s < ' '; /* shown as a blank */
            if (width > widths[c]) widths[c] = width;
        }
    for (int row = -1; row < t->nrows; row++) {
        if (sheet_is_group(t, row)) {
            onex_paint(b, color, ONEX_STYLE_BOLD, sheet_text(t, row, 0));
            onex_buffer_char(b, '\n');
            continue;
        }
        if (t->grouped) onex_buffer_text(b, "  ");
        int last = t->ncolumns - 1;
        while (last > 0 && !*(row < 0 ? sheet_header(t, last) : sheet_text(t, row, last))) last--;
        for (int c = 0; c <= last; c++) {
            const char *text = row < 0 ? sheet_header(t, c) : sheet_text(t, row, c);
            onex_style style =
                row < 0 ? ONEX_STYLE_BOLD : (onex_style)t->styles[(size_t)row * (size_t)t->ncolumns + (size_t)c];
            cell_put(color, t, c, widths[c], text, style, c == last, b);
        }
        onex_buffer_char(b, '\n');
    }
    free(widths);
    return ONEX_OK;
}

void onex_list_json(onex_buffer *b, const char *text) {
    onex_buffer item = {0};
    onex_buffer_char(b, '[');
    for (bool first = true; text && *text; first = false) {
        size_t len = strcspn(text, ",");
        item.len = 0;
        onex_buffer_put(&item, text, len);
        if (!first) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, item.data);
        text += len + (text[len] == ',');
    }
    onex_buffer_char(b, ']');
    if (item.failed) b->failed = true;
    onex_buffer_clear(&item);
}
