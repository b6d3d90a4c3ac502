/* Tells by its beginning what a line of a regulation is. An article's number stands apart from its text; where a text
 * has it without white space, 第三条规定 and the like are told from an article by what follows. */
#include "engine/law_lines.h"

#include <string.h>

#include "model/clause.h"

static const char *const blanks[] = {" ", "\t", "\r", "\v", "\f", "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};

size_t onex_line_blank(const char *at, const char *end) {
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        size_t len = strlen(blanks[i]);
        if ((size_t)(end - at) >= len && memcmp(at, blanks[i], len) == 0) return len;
    }
    return 0;
}

bool onex_line_ends(const char *text, size_t len, const char *mark) {
    size_t n = strlen(mark);
    return len >= n && memcmp(text + len - n, mark, n) == 0;
}

bool onex_line_is_sentence(const char *text, size_t len) {
    static const char *const marks[] = {"。", "；", "：", "！", "？", "…", "，", "、", "”", "」", ".", ";", ":"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (onex_line_ends(text, len, marks[i])) return true;
    return false;
}

static void trim(const char **at, const char **end) {
    size_t n;
    while (*at < *end && (n = onex_line_blank(*at, *end))) *at += n;
    for (bool more = true; more && *at < *end;) {
        more = false;
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
            if (!onex_line_ends(*at, (size_t)(*end - *at), blanks[i])) continue;
            *end -= strlen(blanks[i]);
            more = true;
            break;
        }
    }
}

static bool take(const char **at, const char *end, const char *text) {
    size_t len = strlen(text);
    if ((size_t)(end - *at) < len || memcmp(*at, text, len) != 0) return false;
    *at += len;
    return true;
}

/* 第N条规定, 第N条第一款: the line speaks of an article. */
static bool is_mention(const char *at, const char *end) {
    static const char *const follow[] = {"第", "（", "(",  "、", "，", "。", "；",   "：",
                                         "和", "与", "至", "或", "的", "所", "规定", "及"};
    for (size_t i = 0; i < sizeof follow / sizeof *follow; i++)
        if (take(&at, end, follow[i])) return true;
    return false;
}

/* What stands behind a number: the rest of the line. */
static void behind(onex_line *line, onex_line_kind kind, int number, const char *at, const char *end) {
    trim(&at, &end);
    line->kind = kind;
    line->number = number;
    line->text = at;
    line->len = (size_t)(end - at);
}

static void see_article(onex_lines *lines, onex_line *line, int number, const char *at, const char *end) {
    bool apart = at == end || onex_line_blank(at, end);
    if (!apart && (is_mention(at, end) || (number != lines->expected && !lines->tight))) return;
    if (number == 1) lines->tight = !apart;
    behind(line, ONEX_LINE_ARTICLE, number, at, end);
}

static void see_numbered(onex_lines *lines, onex_line *line, const char *at, const char *end) {
    static const char *const parts[] = {"章", "节", "编"};
    int number = onex_numeral_take(&at);
    if (!number) return;
    if (take(&at, end, "条")) {
        see_article(lines, line, number, at, end);
        return;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!take(&at, end, parts[i])) continue;
        bool apart = at == end || onex_line_blank(at, end);
        if (apart && !onex_line_is_sentence(at, (size_t)(end - at)))
            behind(line, ONEX_LINE_HEADING, i == 0 ? number : 0, at, end);
        return;
    }
}

static void see(onex_lines *lines, onex_line *line, const char *at, const char *end) {
    const char *from = at;
    if (take(&at, end, "第")) {
        see_numbered(lines, line, at, end);
    } else if (take(&at, end, "（") || take(&at, end, "(")) {
        int number = onex_numeral_take(&at);
        if (number && (take(&at, end, "）") || take(&at, end, ")"))) behind(line, ONEX_LINE_ITEM, number, at, end);
    } else if ((take(&at, end, "附件") || take(&at, end, "附表") || take(&at, end, "附录")) &&
               !onex_line_ends(from, (size_t)(end - from), "。")) {
        line->kind = ONEX_LINE_ANNEX;
    }
}

bool onex_lines_next(onex_lines *lines, onex_line *line) {
    while (*lines->next) {
        const char *at = lines->next, *end = at + strcspn(at, "\n");
        lines->next = *end ? end + 1 : end;
        lines->at++;
        trim(&at, &end);
        if (at == end) continue;
        *line = (onex_line){ONEX_LINE_PLAIN, 0, lines->at, at, (size_t)(end - at)};
        see(lines, line, at, end);
        return true;
    }
    return false;
}
