/* From a file's bytes to UTF-8: which encoding it is, and what cannot be decoded. Offices send UTF-8 with or without
 * BOM, GB18030 from older spreadsheets, and UTF-16 from "Unicode text". */
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "io/source.h"

static bool is_utf8_name(const char *encoding) {
    return !strcasecmp(encoding, "UTF-8") || !strcasecmp(encoding, "UTF8");
}

/* GBK and GB2312 are parts of GB18030, and files that say so hold characters beyond them. */
static const char *iconv_name(const char *encoding) {
    static const char *const parts[] = {"GBK", "GB2312", "CP936", "GB-18030"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strcasecmp(encoding, parts[i])) return "GB18030";
    return encoding;
}

static void say_broken(onex_decoded *out, const char *at, size_t left, const char *encoding) {
    out->broken = true;
    int n = 0;
    for (size_t i = 0; i < left && i < 2; i++)
        n += snprintf(out->broken_what + n, sizeof out->broken_what - (size_t)n, i ? " 0x%02X" : "0x%02X",
                      (unsigned)(unsigned char)at[i]);
    snprintf(out->broken_what + n, sizeof out->broken_what - (size_t)n, " (%.24s)", encoding);
}

/* The encodings of the files that schools exchange. iconv knows hundreds more, which would read anything as something. */
static bool is_known(const char *encoding, char *near, size_t size) {
    static const char *const known[] = {"utf-8", "gb18030", "utf-16", "utf8",     "gb-18030", "gbk",
                                        "gb2312", "cp936", "big5",   "utf-16le", "utf-16be"};
    onex_nearest nearest;
    onex_nearest_init(&nearest, encoding);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(encoding, known[i]) == 0) return true;
        onex_nearest_offer(&nearest, known[i]);
    }
    onex_nearest_text(&nearest, near, size);
    return false;
}

static onex_status open_iconv(iconv_t *out, const char *encoding, onex_error *err) {
    char near[128] = "";
    *out = is_known(encoding, near, sizeof near) ? iconv_open("UTF-8", encoding) : (iconv_t)-1;
    if (*out != (iconv_t)-1) return ONEX_OK;
    if (errno == ENOMEM) return onex_no_memory(err);
    if (near[0])
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("no encoding '%s'; use utf-8, gb18030 or utf-16; nearest: %s",
                                 "没有编码“%s”；可用 utf-8、gb18030、utf-16；最接近的是：%s"),
                         encoding, near);
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("no encoding '%s'; use utf-8, gb18030 or utf-16", "没有编码“%s”；可用 utf-8、gb18030、utf-16"),
        encoding);
}

onex_status onex_encoding_check(const char *encoding, onex_error *err) {
    iconv_t cd;
    if (!encoding) return ONEX_OK;
    onex_status status = open_iconv(&cd, iconv_name(encoding), err);
    if (!status) iconv_close(cd);
    return status;
}

/* What iconv cannot read ends the text; everything before it is kept. */
static onex_status by_iconv(onex_decoded *out, const char *data, size_t len, const char *encoding, onex_error *err) {
    iconv_t cd;
    onex_status status = open_iconv(&cd, encoding, err);
    if (status) return status;
    size_t cap = len + len / 2 + 16;
    char *text = malloc(cap), *in = (char *)(uintptr_t)data, *to = text;
    size_t left = len, room = cap;
    bool enough = text != NULL;
    while (enough && iconv(cd, &in, &left, &to, &room) == (size_t)-1) {
        if (errno != E2BIG) {
            say_broken(out, in, left, encoding);
            break;
        }
        size_t done = (size_t)(to - text);
        char *grown = cap > SIZE_MAX / 2 ? NULL : realloc(text, cap * 2);
        if (!grown) {
            enough = false;
            break;
        }
        text = grown;
        to = text + done;
        room = cap * 2 - done;
        cap *= 2;
    }
    iconv_close(cd);
    if (!enough) {
        free(text);
        return onex_no_memory(err);
    }
    out->data = text;
    out->len = (size_t)(to - text);
    size_t bad;
    if (!onex_text_valid(text, out->len, &bad)) { /* a surrogate of its own that iconv let through */
        say_broken(out, text + bad, out->len - bad, encoding);
        out->len = bad;
    }
    return ONEX_OK;
}

/* Whether text that is no valid UTF-8 is UTF-8 all the same, damaged in few places: Chinese in GB18030 seldom looks
 * like a character of three bytes, Chinese in UTF-8 always does. */
static bool mostly_utf8(const char *text, size_t len) {
    size_t good = 0, wrong = 0, at = 0, bad;
    while (at < len && wrong < 1000) {
        if (onex_text_valid(text + at, len - at, &bad)) bad = len - at;
        for (size_t i = at; i < at + bad; i++) good += (unsigned char)text[i] >= 0xE0;
        at += bad;
        if (at < len) {
            wrong++;
            do at++;
            while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80);
        }
    }
    return good > 3 * wrong;
}

static void take(onex_decoded *out, onex_bytes *bytes, size_t skip, bool check) {
    if (skip) memmove(bytes->data, bytes->data + skip, bytes->len - skip);
    out->data = bytes->data;
    out->len = bytes->len - skip;
    *bytes = (onex_bytes){NULL, 0};
    size_t bad;
    if (check && !onex_text_valid(out->data, out->len, &bad)) {
        say_broken(out, out->data + bad, out->len - bad, "UTF-8");
        out->len = bad;
    }
}

static onex_status convert(onex_decoded *out, onex_bytes *bytes, size_t skip, const char *encoding, onex_error *err) {
    onex_status status = by_iconv(out, bytes->data + skip, bytes->len - skip, encoding, err);
    if (!status) onex_bytes_clear(bytes);
    return status;
}

static bool begins(const onex_bytes *bytes, const char *bom, size_t len) {
    return bytes->len >= len && !memcmp(bytes->data, bom, len);
}

/* Whether bytes that are valid UTF-8 are Chinese in GB18030 all the same: every character beyond ASCII is a pair that
 * is a common Chinese character there (学院 is D1 A7 D4 BA), while as UTF-8 the file would hold Cyrillic, Greek or
 * Armenian and not one Chinese character. A lone sign of Latin-1 (C2, C3: a middle dot, a degree sign) proves nothing.
 */
static bool pairs_of_gb(const char *text, size_t len) {
    bool letters = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char lead = (unsigned char)text[i];
        if (lead < 0x80) continue;
        if (lead > 0xDF || (unsigned char)text[i + 1] < 0xA1) return false;
        letters |= lead > 0xC3;
        i++;
    }
    return letters;
}

onex_status onex_decode(onex_decoded *out, onex_bytes *bytes, const char *encoding, onex_error *err) {
    *out = (onex_decoded){NULL, 0, false, ""};
    size_t utf8 = begins(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    size_t little = begins(bytes, "\xFF\xFE", 2) ? 2 : 0, big = begins(bytes, "\xFE\xFF", 2) ? 2 : 0;
    if (encoding && is_utf8_name(encoding)) {
        take(out, bytes, utf8, true);
        return ONEX_OK;
    }
    if (encoding && !strncasecmp(encoding, "UTF-16", 6)) {
        bool be = !strcasecmp(encoding, "UTF-16BE") || (!strcasecmp(encoding, "UTF-16") && big);
        return convert(out, bytes, be ? big : little, be ? "UTF-16BE" : "UTF-16LE", err);
    }
    size_t gb18030 = begins(bytes, "\x84\x31\x95\x33", 4) ? 4 : 0;
    if (encoding) {
        const char *name = iconv_name(encoding);
        return convert(out, bytes, strcasecmp(name, "GB18030") ? 0 : gb18030, name, err);
    }
    if (little || big) return convert(out, bytes, 2, big ? "UTF-16BE" : "UTF-16LE", err);
    size_t bad;
    bool valid = onex_text_valid(bytes->data + utf8, bytes->len - utf8, &bad);
    bool gb = valid && !utf8 && pairs_of_gb(bytes->data, bytes->len);
    if (!gb && (valid || utf8 || mostly_utf8(bytes->data, bytes->len))) {
        take(out, bytes, utf8, !valid);
        return ONEX_OK;
    }
    return convert(out, bytes, gb18030, "GB18030", err);
}
