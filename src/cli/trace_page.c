/* Writes the page: a summary, the uncovered clauses, then every clause in the order of the text. */
#include "cli/trace_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static const char style[] =
    "body{font:14px/1.6 \"Noto Serif CJK SC\",\"Source Han Serif SC\",SimSun,serif;color:#1b1b1b;max-width:78em;"
    "margin:2em auto;padding:0 1.5em}"
    "h1{font-size:1.5em;line-height:1.35;margin:0 0 .3em}h2{font-size:1.15em;margin:1.8em 0 .5em}"
    ".meta{color:#555;margin:0 0 1.2em}.hash{font-family:monospace;font-size:.85em}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "th,td{border-bottom:1px solid #ccc;padding:.4em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{border-bottom:2px solid #333;font-weight:600;white-space:nowrap}thead{display:table-header-group}"
    "tr{break-inside:avoid}tr.chapter td{background:#f2f2ee;font-weight:600;border-bottom:2px solid #bbb}"
    "col.clause{width:9.5em}col.class{width:6em}col.rules{width:27em}col.tests{width:4.5em}"
    "td.tests{text-align:right}td.clause{font-weight:600}tr.part td.clause{font-weight:400;padding-left:1.4em}"
    "td p{margin:0 0 .3em}td p:last-child{margin:0}code{font-size:.85em;color:#444}"
    ".other{color:#666}.changed{color:#8a3b00;font-weight:600}.uncovered td.class{color:#a40000;font-weight:600}"
    "@page{size:A4 landscape;margin:14mm}@media print{body{margin:0;max-width:none;padding:0;font-size:9.5pt}"
    "tr.chapter{break-after:avoid}}";

static void escaped(onex_buffer *b, const char *text) {
    for (; text && *text; text++) switch (*text) {
        case '&': onex_buffer_text(b, "&amp;"); break;
        case '<': onex_buffer_text(b, "&lt;"); break;
        case '>': onex_buffer_text(b, "&gt;"); break;
        case '"': onex_buffer_text(b, "&quot;"); break;
        default: onex_buffer_char(b, *text);
        }
}

const char *onex_trace_class_text(const char *class) {
    static const struct {
        const char *class, *zh;
    } words[] = {{"purpose", "目的"},   {"definition", "定义"}, {"judgement", "人工判断"},
                 {"authority", "职权"}, {"data", "数据"},       {"computed", "计算"},
                 {"procedure", "程序"}, {"parameter", "参数"},  {"", "没有着落"}};
    if (onex_lang_get() == ONEX_LANG_EN) return *class ? class : "uncovered";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].class, class) == 0) return words[i].zh;
    return class;
}

/* ---- cells ---- */

static void text_put(onex_buffer *b, const onex_law_clause *clause) {
    if (!clause) return;
    if (clause->title) {
        onex_buffer_text(b, "<p><strong>");
        escaped(b, clause->title);
        onex_buffer_text(b, "</strong></p>");
    }
    for (const char *at = clause->text; *at;) {
        size_t len = strcspn(at, "\n");
        onex_buffer line = {0};
        onex_buffer_put(&line, at, len);
        onex_buffer_text(b, "<p>");
        escaped(b, line.data);
        onex_buffer_text(b, "</p>");
        if (line.failed) b->failed = true;
        onex_buffer_clear(&line);
        at += len + (at[len] == '\n');
    }
}

static void decls_put(onex_buffer *b, const onex_decl **decls, int n, const char *class) {
    for (int i = 0; i < n; i++) {
        onex_buffer_printf(b, "<p class=\"%s\">", class);
        if (decls[i]->title) {
            escaped(b, decls[i]->title);
            onex_buffer_char(b, ' ');
        }
        onex_buffer_text(b, "<code>");
        escaped(b, decls[i]->name);
        onex_buffer_text(b, "</code>");
        if (decls[i]->college) {
            onex_buffer_text(b, " · ");
            escaped(b, decls[i]->college);
        }
        onex_buffer_text(b, "</p>");
    }
}

static bool is_uncovered(const onex_trace_row *row) {
    return !*row->class && !row->nrules && !row->nothers;
}

static void row_put(onex_buffer *b, const onex_trace_row *row) {
    bool part = row->clause.paragraph || row->clause.item;
    onex_buffer_printf(b, "<tr class=\"%s%s\"><td class=\"clause\">", part ? "part" : "article",
                       is_uncovered(row) ? " uncovered" : "");
    escaped(b, row->name);
    if (row->changed) onex_buffer_printf(b, "<p class=\"changed\">%s</p>", onex_tr("changed", "有改动"));
    onex_buffer_text(b, "</td><td>");
    text_put(b, row->text);
    onex_buffer_text(b, "</td><td class=\"class\">");
    if (*row->class || is_uncovered(row)) escaped(b, onex_trace_class_text(row->class));
    onex_buffer_text(b, "</td><td>");
    decls_put(b, row->rules, row->nrules, "rule");
    decls_put(b, row->others, row->nothers, "other");
    onex_buffer_printf(b, "</td><td class=\"tests\">%d</td></tr>\n", row->tests);
}

static void head_put(onex_buffer *b) {
    const char *heads[] = {onex_tr("clause", "条款"), onex_tr("text", "原文"), onex_tr("class", "类别"),
                           onex_tr("rules and what else cites it", "规则及其他引用"), onex_tr("tests", "测试")};
    onex_buffer_text(b, "<table><colgroup><col class=\"clause\"><col><col class=\"class\"><col class=\"rules\">"
                        "<col class=\"tests\"></colgroup><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) onex_buffer_printf(b, "<th>%s</th>", heads[i]);
    onex_buffer_text(b, "</tr></thead><tbody>\n");
}

/* ---- the page ---- */

static void summary_put(onex_buffer *b, const onex_trace *trace, const onex_program *program, const onex_laws *laws) {
    int covered = 0, changed = 0;
    for (int i = 0; i < trace->nrows; i++) {
        covered += trace->rows[i].nrules > 0;
        changed += trace->rows[i].changed;
    }
    onex_buffer_text(b, "<p class=\"meta\">");
    onex_buffer_printf(b,
                       onex_tr("%d clauses, %d with rules, %d uncovered, %d changed; %d rules, %d tests.<br>",
                               "共 %d 处条款，%d 处有规则，%d 处没有着落，%d 处有改动；规则 %d 条，测试 %d 项。<br>"),
                       trace->nrows, covered, trace->uncovered, changed, program->nrules, program->ntests);
    onex_buffer_printf(b,
                       onex_tr("rules <span class=\"hash\">%.16s</span>", "规则集 <span class=\"hash\">%.16s</span>"),
                       program->hash);
    if (laws->now.nclauses)
        onex_buffer_printf(
            b, onex_tr(" · text <span class=\"hash\">%.16s</span>", " · 文本 <span class=\"hash\">%.16s</span>"),
            laws->now.hash);
    else
        onex_buffer_text(b, onex_tr(" · no text is loaded", " · 尚未载入文本"));
    onex_buffer_text(b, "</p>\n");
}

static int in_order(const void *a, const void *b) {
    const onex_trace_row *const *x = a, *const *y = b;
    return onex_clause_compare((*x)->clause, (*y)->clause);
}

static void chapter_put(onex_buffer *b, const onex_laws *laws, const onex_trace_row *row, int *chapter) {
    if (!row->text || row->text->chapter < 0 || row->text->chapter == *chapter) return;
    *chapter = row->text->chapter;
    const onex_law_chapter *c = &laws->now.chapters[*chapter];
    onex_buffer_printf(b, "<tr class=\"chapter\"><td colspan=\"5\">%s ", c->name);
    escaped(b, c->title);
    onex_buffer_text(b, "</td></tr>\n");
}

static void matrix_put(onex_buffer *b, const onex_trace *trace, const onex_laws *laws) {
    const onex_trace_row **rows = malloc((size_t)(trace->nrows + 1) * sizeof *rows);
    int chapter = -1;
    if (!rows) {
        b->failed = true;
        return;
    }
    for (int i = 0; i < trace->nrows; i++) rows[i] = &trace->rows[i];
    qsort(rows, (size_t)trace->nrows, sizeof *rows, in_order);
    head_put(b);
    for (int i = 0; i < trace->nrows; i++) {
        chapter_put(b, laws, rows[i], &chapter);
        row_put(b, rows[i]);
    }
    onex_buffer_text(b, "</tbody></table>\n");
    free(rows);
}

void onex_trace_page(onex_buffer *b, const onex_trace *trace, const onex_program *program, const onex_laws *laws) {
    const char *title = program->regulation.decl.title;
    const char *what = onex_tr("Clauses, rules and tests", "条款、规则与测试对照表");
    onex_buffer_printf(
        b,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title><style>%s</style>"
        "</head><body>\n<h1>",
        onex_lang_get() == ONEX_LANG_ZH ? "zh-CN" : "en", what, style);
    if (title) {
        escaped(b, title);
        onex_buffer_text(b, "<br>");
    }
    onex_buffer_printf(b, "%s</h1>\n", what);
    summary_put(b, trace, program, laws);
    if (trace->uncovered) {
        onex_buffer_printf(b, "<h2>%s</h2>\n",
                           onex_tr("Uncovered: no rule, no class", "没有着落的条款：没有规则，也没有归类"));
        head_put(b);
        for (int i = 0; i < trace->uncovered; i++) row_put(b, &trace->rows[i]);
        onex_buffer_text(b, "</tbody></table>\n");
        onex_buffer_printf(b, "<h2>%s</h2>\n", onex_tr("All clauses", "全部条款"));
    }
    matrix_put(b, trace, laws);
    onex_buffer_text(b, "</body></html>\n");
}
