/* The table of full-width punctuation: what each character stands for. Which of them are operators that a rule must not
 * use is the lexer's matter. */
#include "rules/fullwidth.h"

#include <stddef.h>

const char *onex_fullwidth_ascii(unsigned c) {
    static const struct {
        unsigned c;
        const char *ascii;
    } others[] = {
        {0x00A0, " "},  {0x00D7, "*"},  {0x00F7, "/"},   {0x2014, "-"},  {0x2018, "'"},  {0x2019, "'"},
        {0x201C, "\""}, {0x201D, "\""}, {0x2026, "..."}, {0x2260, "~="}, {0x2264, "<="}, {0x2265, ">="},
        {0x3000, " "},  {0x3001, ","},  {0x3002, "."},   {0x300C, "\""}, {0x300D, "\""}, {0x300E, "\""},
        {0x300F, "\""}, {0x3010, "["},  {0x3011, "]"},   {0x3014, "("},  {0x3015, ")"},
    };
    static const char *const forms[] = {"!", "\"", "#", "$", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/"};
    static const char *const more[] = {":", ";", "<", "=", ">", "?", "@"};
    static const char *const brackets[] = {"[", "\\", "]", "^", "_", "`"};
    static const char *const last[] = {"{", "|", "}", "~"};
    if (c >= 0xFF01 && c <= 0xFF0F) return forms[c - 0xFF01];
    if (c >= 0xFF1A && c <= 0xFF20) return more[c - 0xFF1A];
    if (c >= 0xFF3B && c <= 0xFF40) return brackets[c - 0xFF3B];
    if (c >= 0xFF5B && c <= 0xFF5E) return last[c - 0xFF5B];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].c == c) return others[i].ascii;
    return NULL;
}
