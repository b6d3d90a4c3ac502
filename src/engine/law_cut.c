/* Cuts a regulation's text: lines are gathered until their article is over, then its 款 and 项 are told apart and
 * named. Reading and keeping texts is left to law.c. */
#include <stdio.h>
#include <string.h>

#include "engine/law.h"
#include "engine/law_lines.h"

enum { LINES_MAX = ONEX_NUMERAL_MAX }; /* of one article: each may be a 款 with a number */

typedef enum { PARAGRAPH, ITEM, OF_ITEM, TITLE } role;

typedef struct piece {
    onex_line line;
    role role;
    int list;      /* ITEM: its list in the article, from 1 */
    int paragraph; /* PARAGRAPH: itself; ITEM: the one before its list, 0: there is none */
} piece;

typedef struct cutter {
    onex_law *law;
    onex_error *err;
    piece pieces[LINES_MAX]; /* of the article at hand, the first is the line of its number */
    int npieces;
    int article;           /* at hand; 0: none yet */
    onex_line heading;     /* the chapter that the next article opens; number 0: none */
    int chapter;           /* index; -1 */
    int chapters, clauses; /* room in the arrays */
} cutter;

/* ---- what a line is within its article ---- */

/* A line that is no sentence and has lines of its own behind it. */
static bool is_head(const piece *p, const piece *end) {
    return p + 1 < end && p->line.len && !onex_line_is_sentence(p->line.text, p->line.len);
}

static onex_status items_apart(const cutter *c, const piece *p, int expected) {
    char name[ONEX_CLAUSE_TEXT], next[ONEX_NUMERAL_TEXT], found[ONEX_NUMERAL_TEXT];
    return onex_fail(c->err, ONEX_E_DATA,
                     onex_tr("line %ld: in %s the item （%s） should come next, not （%s）",
                             "第 %ld 行：%s接下来应是（%s），而不是（%s）"),
                     p->line.at, onex_clause_text((onex_clause){c->article, 0, 0}, name),
                     onex_numeral_text(expected, next), onex_numeral_text(p->line.number, found));
}

/* A list begins anew though the one before was not seen to end: its last lines were no part of its last item. */
static bool list_anew(cutter *c, int at) {
    int first = at;
    while (first > 0 && c->pieces[first - 1].role == OF_ITEM) first--;
    for (int i = first; i < at; i++) c->pieces[i].role = PARAGRAPH;
    return first < at;
}

/* Gives each line its role; the numbering of items is checked on the way. */
static onex_status give_roles(cutter *c) {
    int expected = 1, list = 1, first = 0;
    bool open = false, semicolons = false;
    if (is_head(c->pieces, c->pieces + c->npieces)) {
        c->pieces[0].role = TITLE;
        first = 1;
    }
    for (int i = first; i < c->npieces; i++) {
        piece *p = &c->pieces[i];
        p->role = open ? OF_ITEM : PARAGRAPH;
        if (p->line.kind != ONEX_LINE_ITEM) continue;
        if (p->line.number == 1 && expected > 1 && (c->pieces[i - 1].role == PARAGRAPH || list_anew(c, i))) {
            list++;
            expected = 1;
            semicolons = false;
        }
        if (p->line.number != expected) return items_apart(c, p, expected);
        p->role = ITEM;
        p->list = list;
        expected++;
        semicolons = semicolons || onex_line_ends(p->line.text, p->line.len, "；");
        open = !(semicolons && onex_line_ends(p->line.text, p->line.len, "。"));
    }
    return ONEX_OK;
}

/* Numbers the paragraphs; gives how many there are. */
static int count_paragraphs(cutter *c, int *lists) {
    int n = 0;
    *lists = 0;
    for (int i = 0; i < c->npieces; i++) {
        piece *p = &c->pieces[i];
        if (p->role == PARAGRAPH) n++;
        p->paragraph = n;
        if (p->role == ITEM) *lists = p->list;
    }
    return n;
}

/* ---- clauses ---- */

static void *grown(onex_arena *arena, void *items, int count, int *room, size_t size) {
    if (count < *room) return items;
    int more = *room ? *room * 2 : 64;
    void *bigger = onex_arena_alloc(arena, (size_t)more * size);
    if (!bigger) return NULL;
    if (count) memcpy(bigger, items, (size_t)count * size);
    *room = more;
    return bigger;
}

/* The texts of the pieces of `role` in from..to, a line each. */
static const char *joined(cutter *c, int from, int to, unsigned roles) {
    size_t len = 0;
    for (int i = from; i < to; i++)
        if (roles & (1u << c->pieces[i].role)) len += c->pieces[i].line.len + 1;
    char *text = onex_arena_alloc(&c->law->arena, len + 1), *at = text;
    for (int i = from; text && i < to; i++) {
        const piece *p = &c->pieces[i];
        if (!(roles & (1u << p->role)) || !p->line.len) continue;
        if (at > text) *at++ = '\n';
        memcpy(at, p->line.text, p->line.len);
        at += p->line.len;
    }
    return text;
}

static onex_status add_clause(cutter *c, onex_clause clause, const char *title, const char *text) {
    onex_law *law = c->law;
    char name[ONEX_CLAUSE_TEXT];
    onex_clause_text(clause, name);
    law->clauses = grown(&law->arena, law->clauses, law->nclauses, &c->clauses, sizeof *law->clauses);
    const char *kept = onex_arena_text(&law->arena, name, strlen(name));
    if (!law->clauses || !kept || !text) return onex_no_memory(c->err);
    law->clauses[law->nclauses++] = (onex_law_clause){clause, kept, title, text, c->chapter};
    return ONEX_OK;
}

static onex_status add_item(cutter *c, int at, int lists) {
    piece *p = &c->pieces[at];
    int end = at + 1;
    const char *title = NULL;
    while (end < c->npieces && c->pieces[end].role == OF_ITEM) end++;
    if (is_head(p, &c->pieces[end])) {
        title = onex_arena_text(&c->law->arena, p->line.text, p->line.len);
        if (!title) return onex_no_memory(c->err);
    }
    onex_clause clause = {c->article, lists > 1 ? p->paragraph : 0, p->line.number};
    return add_clause(c, clause, title, joined(c, title ? at + 1 : at, end, 1u << ITEM | 1u << OF_ITEM));
}

/* The article is over: its clauses are known. */
static onex_status close_article(cutter *c) {
    if (!c->article) return ONEX_OK;
    onex_status status = give_roles(c);
    if (status) return status;
    int lists, paragraphs = count_paragraphs(c, &lists);
    const piece *head = &c->pieces[0];
    const char *title = NULL;
    if (c->npieces && head->role == TITLE &&
        !(title = onex_arena_text(&c->law->arena, head->line.text, head->line.len)))
        return onex_no_memory(c->err);
    status = add_clause(c, (onex_clause){c->article, 0, 0}, title, joined(c, 0, c->npieces, 1u << PARAGRAPH));
    for (int i = 0; !status && i < c->npieces; i++) {
        if (c->pieces[i].role == PARAGRAPH && paragraphs > 1)
            status = add_clause(c, (onex_clause){c->article, c->pieces[i].paragraph, 0}, NULL,
                                joined(c, i, i + 1, 1u << PARAGRAPH));
        if (c->pieces[i].role == ITEM) status = add_item(c, i, lists);
    }
    return status;
}

/* ---- chapters and articles ---- */

/* A heading without the white space that sets its characters apart (附  则). */
static const char *heading_text(onex_arena *arena, const onex_line *line) {
    char *text = onex_arena_text(arena, line->text, line->len), *to = text;
    if (!text) return NULL;
    for (const char *at = text, *end = text + line->len; at < end;) {
        size_t blank = onex_line_blank(at, end);
        if (blank)
            at += blank;
        else
            *to++ = *at++;
    }
    *to = '\0';
    return text;
}

static onex_status open_chapter(cutter *c) {
    onex_law *law = c->law;
    char n[ONEX_NUMERAL_TEXT], name[ONEX_NUMERAL_TEXT + 8];
    if (!c->heading.number) return ONEX_OK;
    snprintf(name, sizeof name, "第%s章", onex_numeral_text(c->heading.number, n));
    law->chapters = grown(&law->arena, law->chapters, law->nchapters, &c->chapters, sizeof *law->chapters);
    const char *kept = onex_arena_text(&law->arena, name, strlen(name));
    const char *title = heading_text(&law->arena, &c->heading);
    if (!law->chapters || !kept || !title) return onex_no_memory(c->err);
    c->chapter = law->nchapters;
    law->chapters[law->nchapters++] = (onex_law_chapter){kept, title};
    c->heading.number = 0;
    return ONEX_OK;
}

static onex_status add_piece(cutter *c, const onex_line *line) {
    char name[ONEX_CLAUSE_TEXT];
    if (c->npieces == LINES_MAX)
        return onex_fail(c->err, ONEX_E_DATA, onex_tr("line %ld: %s has more than %d lines", "第 %ld 行：%s超过 %d 行"),
                         line->at, onex_clause_text((onex_clause){c->article, 0, 0}, name), LINES_MAX);
    c->pieces[c->npieces++] = (piece){.line = *line};
    return ONEX_OK;
}

static onex_status articles_apart(cutter *c, const onex_line *line) {
    char name[ONEX_CLAUSE_TEXT], last[ONEX_CLAUSE_TEXT];
    onex_clause_text((onex_clause){line->number, 0, 0}, name);
    onex_clause_text((onex_clause){c->article, 0, 0}, last);
    if (line->number > c->article)
        return onex_fail(
            c->err, ONEX_E_DATA,
            onex_tr("line %ld: %s follows %s, between them something is missing", "第 %ld 行：%s前面是%s，中间有缺"),
            line->at, name, last);
    return onex_fail(c->err, ONEX_E_DATA,
                     onex_tr("line %ld: %s comes a second time, or too late: %s was before it",
                             "第 %ld 行：%s重复或次序不对，前面已是%s"),
                     line->at, name, last);
}

static onex_status begin_article(cutter *c, const onex_line *line) {
    if (line->number != c->article + 1) return c->article ? articles_apart(c, line) : ONEX_OK;
    onex_status status = close_article(c);
    c->article = line->number;
    c->npieces = 0;
    if (!status) status = open_chapter(c);
    return status || !line->len ? status : add_piece(c, line);
}

static onex_status cut_lines(cutter *c, const char *text) {
    onex_lines lines = {.next = text, .expected = 1};
    onex_line line;
    onex_status status = ONEX_OK;
    while (!status && onex_lines_next(&lines, &line)) {
        if (line.kind == ONEX_LINE_ANNEX && c->article) break;
        if (line.kind == ONEX_LINE_HEADING) {
            if (line.number) c->heading = line;
        } else if (line.kind == ONEX_LINE_ARTICLE) {
            status = begin_article(c, &line);
        } else if (c->article) {
            status = add_piece(c, &line);
        }
        lines.expected = c->article + 1;
    }
    if (!status) status = close_article(c);
    if (!status && !c->article)
        status = onex_fail(
            c->err, ONEX_E_DATA,
            onex_tr("no line begins with 第一条; this is no regulation", "没有以“第一条”开头的行；不是办法的文本"));
    return status;
}

onex_status onex_law_cut(onex_law *out, const char *text, onex_error *err) {
    *out = (onex_law){0};
    onex_arena work = {0};
    cutter *c = onex_arena_alloc(&work, sizeof *c);
    if (!c) return onex_no_memory(err);
    c->law = out;
    c->err = err;
    c->chapter = -1;
    onex_status status = cut_lines(c, text);
    out->articles = c->article;
    onex_arena_clear(&work);
    if (status) onex_law_clear(out);
    return status;
}
