/* UTF-8 text over utf8proc: validity, normal forms, white space, width on a terminal.
 * What a text means, and which characters a cell may hold, is left to the callers. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Code point at text[0..len); its length in bytes, or 0 when the bytes are wrong. */
static size_t decode(const char *text, size_t len, utf8proc_int32_t *c) {
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, c);
    return n > 0 ? (size_t)n : 0;
}

bool onex_text_valid(const char *text, size_t len, size_t *bad) {
    for (size_t at = 0; at < len;) {
        if ((unsigned char)text[at] < 0x80) {
            at++;
            continue;
        }
        utf8proc_int32_t c;
        size_t n = decode(text + at, len - at, &c);
        if (n == 0 || (c >= 0xD800 && c <= 0xDFFF)) {
            if (bad) *bad = at;
            return false;
        }
        at += n;
    }
    return true;
}

bool onex_text_turns(unsigned c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

unsigned onex_text_next(const char **at, const char *end) {
    if (*at >= end) return 0;
    utf8proc_int32_t c;
    size_t n = decode(*at, (size_t)(end - *at), &c);
    if (n == 0) {
        (*at)++;
        return 0xFFFD;
    }
    *at += n;
    return (unsigned)c;
}

static bool is_space(unsigned c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    if (c >= 0x4E00 && c <= 0x9FFF) return false; /* Chinese characters need no look into the tables */
    return c == 0x85 || c == 0x2028 || c == 0x2029 || utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

/* Texts of such characters are their own NFC form (`compat`: and NFKC form). Others may be, too. */
static bool is_normal(const char *text, size_t len, bool compat) {
    const char *at = text, *end = text + len;
    while (at < end) {
        if ((unsigned char)*at < 0x80) {
            at++;
            continue;
        }
        unsigned c = onex_text_next(&at, end);
        bool chinese = (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3029);
        bool composed = c < 0x300 || c == 0x3000 || (c >= 0xFF01 && c <= 0xFFEF);
        if (!chinese && (compat || !composed)) return false;
    }
    return true;
}

static char *normalize(const char *text, size_t len, bool compat) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | (compat ? UTF8PROC_COMPAT : 0);
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &out, options);
    if (n >= 0) return (char *)out;
    free(out);
    return NULL;
}

static char *copy_text(const char *text, size_t len) {
    char *copy = malloc(len + 1);
    if (!copy) return NULL;
    if (len) memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

/* The part of the text between white space at its ends. */
static void trim(const char **text, size_t *len) {
    const char *end = *text + *len, *first = NULL, *last = *text;
    for (const char *at = *text; at < end;) {
        const char *start = at;
        if (is_space(onex_text_next(&at, end))) continue;
        if (!first) first = start;
        last = at;
    }
    *text = first ? first : end;
    *len = first ? (size_t)(last - first) : 0;
}

bool onex_text_is_blank(const char *text, size_t len) {
    for (const char *at = text, *end = text + len; at < end;)
        if (!is_space(onex_text_next(&at, end))) return false;
    return true;
}

char *onex_text_clean(const char *text, size_t len) {
    trim(&text, &len);
    return is_normal(text, len, false) ? copy_text(text, len) : normalize(text, len, false);
}

char *onex_text_fold(const char *text, size_t len) {
    char *folded = is_normal(text, len, true) ? copy_text(text, len) : normalize(text, len, true);
    if (!folded) return NULL;
    const char *at = folded, *end = folded + strlen(folded);
    char *out = folded;
    while (at < end) {
        const char *start = at;
        if (is_space(onex_text_next(&at, end))) continue;
        memmove(out, start, (size_t)(at - start));
        out += at - start;
    }
    *out = '\0';
    return folded;
}

bool onex_text_is_plain(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c >= 0x7F) return false;
    }
    return true;
}

int onex_text_width(const char *text, size_t len) {
    const char *at = text, *end = text + len;
    int width = 0;
    while (at < end) width += utf8proc_charwidth((utf8proc_int32_t)onex_text_next(&at, end));
    return width;
}

size_t onex_text_chars(const char *text, size_t len) {
    size_t chars = 0;
    for (size_t i = 0; i < len; i++) chars += ((unsigned char)text[i] & 0xC0) != 0x80;
    return chars;
}
