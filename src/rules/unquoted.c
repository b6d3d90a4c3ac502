/* Looks through the tokens of a file for what was meant as a text. What the texts mean is the compiler's matter. */
#include "rules/unquoted.h"

#include <string.h>

#include "base/text.h"
#include "rules/compile.h"

static const onex_token *at(const onex_lexed *lexed, int i) {
    return &lexed->tokens[i < 0 || i > lexed->ntokens ? lexed->ntokens : i];
}

static bool is_kind(const onex_lexed *lexed, int i, onex_token_kind kind) {
    return i >= 0 && at(lexed, i)->kind == kind;
}

static bool same_line(const onex_lexed *lexed, int i, int k) {
    return at(lexed, i)->line == at(lexed, k)->line;
}

/* Whether token k begins where token i ends. */
static bool touches(const onex_lexed *lexed, int i, int k) {
    return at(lexed, i)->end == at(lexed, k)->start;
}

static int length(const onex_lexed *lexed, int i) {
    return (int)(at(lexed, i)->end - at(lexed, i)->start);
}

/* Whether a value ends before token i: on the next line, or with what closes it. */
static bool ends_before(const onex_lexed *lexed, int i) {
    static const char *const closers[] = {",", ";", ")", "}", "]"};
    if (is_kind(lexed, i, ONEX_TOK_END) || !same_line(lexed, i - 1, i)) return true;
    for (size_t k = 0; k < sizeof closers / sizeof *closers; k++)
        if (onex_token_is(lexed, i, closers[k])) return true;
    return false;
}

/* 60% before the end of a value; but not where the next line goes on with a number. */
static int share(const onex_lexed *lexed, int i) {
    bool percent = onex_token_is(lexed, i + 1, "%") && same_line(lexed, i, i + 1);
    return percent && ends_before(lexed, i + 2) && !is_kind(lexed, i + 2, ONEX_TOK_NUMBER) ? 2 : 0;
}

/* 30 days; but not `1 cite = …`, where a comma is missing, nor a statement that begins behind a number. */
static int with_unit(const onex_lexed *lexed, int i) {
    bool unit = is_kind(lexed, i + 1, ONEX_TOK_NAME) && same_line(lexed, i, i + 1);
    return unit && ends_before(lexed, i + 2) ? 2 : 0;
}

/* 2026-09-01 */
static int date(const onex_lexed *lexed, int i) {
    static const int lengths[] = {4, 1, 2, 1, 2};
    for (int k = 0; k < 5; k++) {
        bool fits = k % 2 ? onex_token_is(lexed, i + k, "-") : is_kind(lexed, i + k, ONEX_TOK_NUMBER);
        if (!fits || length(lexed, i + k) != lengths[k] || (k && !touches(lexed, i + k - 1, i + k))) return 0;
    }
    return 5;
}

/* The name in `tighten dual_floor {` where a line begins with it. */
static int name(const onex_lexed *lexed, int i) {
    bool begins = i > 0 && is_kind(lexed, i - 1, ONEX_TOK_NAME) && same_line(lexed, i - 1, i) &&
                  (i == 1 || !same_line(lexed, i - 2, i - 1));
    return begins && onex_token_is(lexed, i + 1, "{") && same_line(lexed, i, i + 1) ? 1 : 0;
}

/* Tokens from i on that should be one text; 0: none. */
static int unquoted(const onex_lexed *lexed, int i) {
    if (is_kind(lexed, i, ONEX_TOK_NAME)) return name(lexed, i);
    if (!is_kind(lexed, i, ONEX_TOK_NUMBER)) return 0;
    int n = date(lexed, i);
    if (!n) n = share(lexed, i);
    return n ? n : with_unit(lexed, i);
}

static onex_status tell(onex_lexed *lexed, int i, int n, onex_problems *problems) {
    uint32_t from = at(lexed, i)->start, to = at(lexed, i + n - 1)->end;
    const onex_place place = {lexed->path, at(lexed, i)->line, at(lexed, i)->column};
    lexed->unreadable = true;
    return onex_problem_add(
        problems, "E0103", false, place, (int)onex_text_chars(lexed->text + from, to - from), NULL,
        onex_tr("'%.*s' must stand in quotes; write \"%.*s\"", "“%.*s”必须放在引号里；请写 \"%.*s\""), (int)(to - from),
        lexed->text + from, (int)(to - from), lexed->text + from);
}

onex_status onex_lex_unquoted(onex_lexed *lexed, onex_problems *problems) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < lexed->ntokens && status == ONEX_OK; i++) {
        if (at(lexed, i)->match > i) i = at(lexed, i)->match; /* inside functions Lua calculates */
        int n = unquoted(lexed, i);
        if (!n) continue;
        status = tell(lexed, i, n, problems);
        i += n - 1;
    }
    return status;
}
