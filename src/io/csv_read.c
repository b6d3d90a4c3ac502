/* Reads CSV and TSV by RFC 4180 from decoded text, in place: fields point into the text. Rows are numbered as a
 * spreadsheet numbers them. What the fields mean is left to the caller. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/source.h"

typedef struct csv {
    onex_source base;
    onex_decoded text;
    char *at, *end;
    long row;
    char delimiter;
    onex_field *fields;
    int nfields, cap;
    bool special[256]; /* what a field without quotes cannot run over: delimiter, line ends, NUL */
} csv;

typedef enum { AFTER_FIELD, AFTER_RECORD, BROKEN, OUT_OF_MEMORY } step;

/* ---- faults ---- */

static step fault_at(csv *c, onex_fault *fault, const char *value, const char *message) {
    fault->row = c->row;
    fault->field = c->nfields;
    size_t len = (size_t)(c->end - value), most = sizeof fault->value - 1;
    if (len > most) {
        len = most;
        while (len > 0 && ((unsigned char)value[len] & 0xC0) == 0x80) len--;
    }
    memcpy(fault->value, value, len);
    fault->value[len] = '\0';
    if (strlen(fault->value) < len) fault->value[0] = '\0'; /* a NUL within */
    strncpy(fault->message, message, sizeof fault->message - 1);
    fault->message[sizeof fault->message - 1] = '\0';
    c->at = c->end;
    c->text.broken = false;
    return BROKEN;
}

static step broken_text(csv *c, onex_fault *fault, const char *value) {
    char message[sizeof fault->message];
    snprintf(
        message, sizeof message,
        onex_asked(
            onex_tr("the bytes %s are no text in this encoding; save the file as UTF-8, or name its encoding with --encoding",
                    "字节 %s 不是该编码的文字；请另存为 UTF-8，或用 --encoding 指明编码"),
            onex_tr("the bytes %s are no text in this encoding; save the file as UTF-8, or name its encoding in the call",
                    "字节 %s 不是该编码的文字；请另存为 UTF-8，或在调用时写明编码")),
        c->text.broken_what);
    return fault_at(c, fault, value, message);
}

/* ---- fields and records ---- */

static bool keep(csv *c, const char *text, size_t len) {
    if (c->nfields == c->cap) {
        int cap = c->cap ? c->cap * 2 : 32;
        onex_field *grown = realloc(c->fields, (size_t)cap * sizeof *grown);
        if (!grown) return false;
        c->fields = grown;
        c->cap = cap;
    }
    bool too_long = len > ONEX_FIELD_MAX;
    c->fields[c->nfields++] = (onex_field){text, too_long ? ONEX_FIELD_MAX : len, false, too_long};
    return true;
}

/* What ends a field stands at c->at, or the text is at its end. */
static step end_of_field(csv *c) {
    if (c->at == c->end) return AFTER_RECORD;
    char ends = *c->at++;
    if (ends == c->delimiter) return AFTER_FIELD;
    if (ends == '\r' && c->at < c->end && *c->at == '\n') c->at++;
    return AFTER_RECORD;
}

static step plain_field(csv *c, onex_fault *fault) {
    char *start = c->at, *p = start;
    while (p < c->end && !c->special[(unsigned char)*p]) p++;
    if (p == c->end && c->text.broken) return broken_text(c, fault, start);
    if (p < c->end && *p == '\0') {
        c->end = p;
        return fault_at(c, fault, start, onex_tr("a NUL character in the cell", "单元格中有空字符（NUL）"));
    }
    c->at = p;
    if (!keep(c, start, (size_t)(p - start))) return OUT_OF_MEMORY;
    return end_of_field(c);
}

/* The closing quote's two forms: "" stands for one quote, moved together in place. */
static step quoted_field(csv *c, onex_fault *fault) {
    char *start = c->at + 1, *p = start, *to = start;
    for (;;) {
        char *quote = memchr(p, '"', (size_t)(c->end - p));
        char *stop = quote ? quote : c->end;
        char *nul = memchr(p, '\0', (size_t)(stop - p));
        if (nul) {
            c->end = nul;
            return fault_at(c, fault, start, onex_tr("a NUL character in the cell", "单元格中有空字符（NUL）"));
        }
        if (!quote && c->text.broken) return broken_text(c, fault, start);
        if (!quote)
            return fault_at(
                c, fault, start,
                onex_tr("a quote is opened and never closed; close it, or write \"\" for a quote within a cell",
                        "引号未闭合；请补上引号，单元格内的引号写作 \"\""));
        if (to != p) memmove(to, p, (size_t)(quote - p));
        to += quote - p;
        p = quote + 1;
        if (p == c->end || *p != '"') break;
        *to++ = *p++;
    }
    if (p == c->end && c->text.broken) return broken_text(c, fault, start);
    if (p < c->end && *p != c->delimiter && *p != '\r' && *p != '\n')
        return fault_at(c, fault, start,
                        onex_tr("text after a closing quote; write \"\" for a quote within a cell",
                                "闭合引号之后还有文字；单元格内的引号写作 \"\""));
    c->at = p;
    if (!keep(c, start, (size_t)(to - start))) return OUT_OF_MEMORY;
    return end_of_field(c);
}

static bool is_blank(const onex_field *field) {
    return !field->len || (!field->too_long && onex_text_is_blank(field->text, field->len));
}

static bool record_is_blank(const csv *c) {
    for (int i = 0; i < c->nfields; i++)
        if (!is_blank(&c->fields[i])) return false;
    return true;
}

static step read_record(csv *c, onex_fault *fault) {
    step s;
    c->nfields = 0;
    do {
        if (c->nfields == ONEX_FIELDS_MAX)
            return fault_at(c, fault, c->end, onex_tr("more than 16384 cells in a row", "一行超过16384个单元格"));
        s = c->at < c->end && *c->at == '"' ? quoted_field(c, fault) : plain_field(c, fault);
    } while (s == AFTER_FIELD);
    return s;
}

static onex_source_step csv_next(onex_source *source, onex_record *record, onex_fault *fault) {
    csv *c = (csv *)source;
    while (c->at < c->end || c->text.broken) {
        c->row++;
        step s = read_record(c, fault);
        if (s == BROKEN) return ONEX_SOURCE_FAULT;
        if (s == OUT_OF_MEMORY) return ONEX_SOURCE_NO_MEMORY;
        if (record_is_blank(c)) continue;
        *record = (onex_record){c->row, c->fields, c->nfields};
        return ONEX_SOURCE_RECORD;
    }
    return ONEX_SOURCE_END;
}

static void csv_close(onex_source *source) {
    csv *c = (csv *)source;
    if (!c) return;
    free(c->fields);
    free(c->text.data);
    free(c);
}

/* ---- opening ---- */

/* The first line that holds anything: a comma outside quotes, else a tab, else a semicolon. */
static char delimiter_of(const char *p, const char *end) {
    bool quoted = false, tab = false, semicolon = false, any = false;
    for (; p < end; p++) {
        if (*p == '"') quoted = !quoted;
        bool line_end = !quoted && (*p == '\n' || *p == '\r');
        if (line_end && any) break;
        if (!line_end && *p != ' ' && *p != '\t') any = true;
        if (quoted) continue;
        if (*p == ',') return ',';
        if (*p == '\t') tab = true;
        if (*p == ';') semicolon = true;
    }
    return tab ? '\t' : semicolon ? ';' : ',';
}

onex_status onex_csv_open(onex_source **out, onex_decoded *text, bool tsv, onex_error *err) {
    csv *c = calloc(1, sizeof *c);
    if (!c) return onex_no_memory(err);
    c->base = (onex_source){NULL, csv_next, csv_close};
    c->text = *text;
    *text = (onex_decoded){NULL, 0, false, ""};
    c->at = c->text.data;
    c->end = c->at + c->text.len;
    c->delimiter = tsv ? '\t' : delimiter_of(c->at, c->end);
    c->special[(unsigned char)c->delimiter] = true;
    c->special['\r'] = c->special['\n'] = c->special['\0'] = true;
    *out = &c->base;
    return ONEX_OK;
}
