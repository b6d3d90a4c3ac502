/* onex law: the regulation's own text, cut into clauses: loading it, and reading it. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/sheet.h"
#include "engine/law.h"
#include "report/quote.h"

/* ---- loading ---- */

/* The clauses that differ from the text before, or are gone; "" in *b: none. */
static void changed_put(onex_buffer *b, const onex_laws *laws) {
    const onex_law *sides[] = {&laws->now, &laws->before};
    for (int side = 0; laws->before.nclauses && side < 2; side++)
        for (int i = 0; i < sides[side]->nclauses; i++) {
            const onex_law_clause *clause = &sides[side]->clauses[i];
            if (side == 1 && onex_law_find(&laws->now, clause->clause)) continue;
            if (onex_laws_changed(laws, clause->clause))
                onex_buffer_printf(b, "%s%s", b->len ? "、" : "", clause->name);
        }
}

static onex_status tell_loaded(onex_cli *cli, onex_store *store, const onex_law_loaded *loaded, onex_error *err) {
    onex_buffer b = {0}, changed = {0};
    onex_laws laws = {0};
    onex_status status = loaded->unchanged ? ONEX_OK : onex_laws_read(&laws, store, err);
    changed_put(&changed, &laws);
    if (cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_printf(
            &b, "{\"schema\":\"onex.law/1\",\"articles\":%d,\"clauses\":%d,\"hash\":\"%s\",\"unchanged\":%s}\n",
            loaded->articles, loaded->clauses, loaded->hash, loaded->unchanged ? "true" : "false");
    } else {
        onex_buffer_printf(
            &b,
            onex_tr("%d article(s), %d clause(s) with their paragraphs and items\n", "共 %d 条，连同款、项计 %d 处\n"),
            loaded->articles, loaded->clauses);
        if (loaded->unchanged)
            onex_buffer_text(&b, onex_tr("the same text was loaded already; nothing was written\n",
                                         "该文本已经载入；未写入任何内容\n"));
        if (changed.len) onex_buffer_printf(&b, onex_tr("changed: %s\n", "有改动：%s\n"), changed.data);
    }
    if (changed.failed) b.failed = true;
    if (!status) status = onex_cli_write(cli, &b, err);
    if (!status) onex_cli_hint(cli, "onex trace");
    onex_laws_clear(&laws);
    onex_buffer_clear(&changed);
    onex_buffer_clear(&b);
    return status;
}

static onex_status load(onex_cli *cli, onex_error *err) {
    onex_store *store;
    onex_law_loaded loaded;
    onex_status status = onex_cli_open_as(cli, ONEX_OPENS_WRITE, &store, err);
    if (!status) status = onex_law_load(&loaded, store, cli->words[1], onex_cli_actor(cli), err);
    return status ? status : tell_loaded(cli, store, &loaded, err);
}

/* ---- reading ---- */

typedef struct reading {
    onex_cli *cli;
    onex_law law;
    onex_clause asked; /* article 0: the whole text */
    const onex_law_clause *found;
} reading;

static bool wanted(const reading *r, const onex_law_clause *clause) {
    if (!r->found) return true;
    if (r->found->clause.paragraph || r->found->clause.item) return clause == r->found;
    return clause->clause.article == r->found->clause.article;
}

/* Whether the article's paragraphs follow as clauses of their own. */
static bool has_paragraphs(const onex_law *law, const onex_law_clause *clause) {
    const onex_law_clause *next = clause + 1;
    return !clause->clause.paragraph && !clause->clause.item && next < law->clauses + law->nclauses &&
           next->clause.article == clause->clause.article && next->clause.paragraph && !next->clause.item;
}

static void clause_put(const reading *r, onex_buffer *b, const onex_law_clause *clause) {
    bool part = clause->clause.paragraph || clause->clause.item;
    int indent = part && !r->found ? 2 : part && clause != r->found ? 2 : 0;
    onex_buffer_printf(b, "%*s", indent, "");
    onex_style_put(r->cli, b, ONEX_STYLE_BOLD, clause->name);
    if (has_paragraphs(&r->law, clause)) {
        if (clause->title) onex_buffer_printf(b, "  %s", clause->title);
    } else if (clause->title || *clause->text) {
        onex_buffer_text(b, "  ");
        onex_law_text_put(b, clause, indent + 2);
    }
    onex_buffer_char(b, '\n');
}

static void text_put(const reading *r, onex_buffer *b) {
    int chapter = -1;
    for (int i = 0; i < r->law.nclauses; i++) {
        const onex_law_clause *clause = &r->law.clauses[i];
        if (!wanted(r, clause)) continue;
        if (!r->found && clause->chapter != chapter && clause->chapter >= 0) {
            const onex_law_chapter *c = &r->law.chapters[clause->chapter];
            onex_buffer_printf(b, "%s%s %s\n\n", b->len ? "\n" : "", c->name, c->title);
            chapter = clause->chapter;
        }
        clause_put(r, b, clause);
    }
}

static void number_json(onex_buffer *b, const char *key, int n) {
    if (n)
        onex_buffer_printf(b, ",\"%s\":%d", key, n);
    else
        onex_buffer_printf(b, ",\"%s\":null", key);
}

static void clause_json(const reading *r, onex_buffer *b, const onex_law_clause *clause) {
    const onex_law_chapter *chapter = clause->chapter >= 0 ? &r->law.chapters[clause->chapter] : NULL;
    onex_buffer_text(b, "{\"clause\":");
    onex_buffer_json_text(b, clause->name);
    number_json(b, "article", clause->clause.article);
    number_json(b, "paragraph", clause->clause.paragraph);
    number_json(b, "item", clause->clause.item);
    onex_buffer_text(b, ",\"chapter\":");
    onex_buffer_json_text(b, chapter ? chapter->name : NULL);
    onex_buffer_text(b, ",\"title\":");
    onex_buffer_json_text(b, clause->title);
    onex_buffer_text(b, ",\"text\":");
    onex_buffer_json_text(b, clause->text);
    onex_buffer_char(b, '}');
}

static void text_json(const reading *r, onex_buffer *b) {
    bool first = true;
    onex_buffer_text(b, "{\"schema\":\"onex.law/1\",\"name\":");
    onex_buffer_json_text(b, r->law.file);
    onex_buffer_printf(b, ",\"hash\":\"%s\",\"articles\":%d,\"chapters\":[", r->law.hash, r->law.articles);
    for (int i = 0; i < r->law.nchapters; i++) {
        onex_buffer_text(b, i ? ",{\"chapter\":" : "{\"chapter\":");
        onex_buffer_json_text(b, r->law.chapters[i].name);
        onex_buffer_text(b, ",\"title\":");
        onex_buffer_json_text(b, r->law.chapters[i].title);
        onex_buffer_char(b, '}');
    }
    onex_buffer_text(b, "],\"clauses\":[");
    for (int i = 0; i < r->law.nclauses; i++) {
        if (!wanted(r, &r->law.clauses[i])) continue;
        onex_buffer_text(b, first ? "\n" : ",\n");
        clause_json(r, b, &r->law.clauses[i]);
        first = false;
    }
    onex_buffer_text(b, "]}\n");
}

static onex_status find(reading *r, onex_error *err) {
    char name[ONEX_CLAUSE_TEXT];
    if (!r->law.nclauses)
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("no text of the regulation is loaded; onex law load FILE loads one",
                                 "尚未载入办法文本；onex law load 文件 可载入"));
    if (!r->asked.article || (r->found = onex_law_find(&r->law, r->asked))) return ONEX_OK;
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("the text has no '%s'; it has %d articles", "办法文本没有“%s”；共 %d 条"),
                     onex_clause_text(r->asked, name), r->law.articles);
}

static onex_status read_back(onex_cli *cli, onex_clause asked, onex_error *err) {
    reading r = {.cli = cli, .asked = asked};
    onex_store *store;
    onex_buffer b = {0};
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_law_read(&r.law, store, 0, err);
    if (!status) status = find(&r, err);
    if (!status) {
        if (cli->format == ONEX_FORMAT_JSON)
            text_json(&r, &b);
        else
            text_put(&r, &b);
        status = onex_cli_write(cli, &b, err);
    }
    if (!status) onex_cli_hint(cli, "onex trace");
    onex_buffer_clear(&b);
    onex_law_clear(&r.law);
    return status;
}

static onex_status law_run(onex_cli *cli, onex_error *err) {
    onex_clause asked = {0};
    if (cli->nwords && strcmp(cli->words[0], "load") == 0) {
        if (cli->nwords == 2) return load(cli, err);
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("which file? write: onex law load FILE", "请写明文件：onex law load 文件"));
    }
    if (cli->nwords > 1)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("one word too many: '%s'", "多余的参数“%s”"), cli->words[1]);
    if (cli->nwords && !onex_clause_parse(cli->words[0], &asked))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("'%s' names no clause; write 7, 第七条 or 第七条（二）",
                                 "“%s”不是条款名称；写作 7、第七条 或 第七条（二）"),
                         cli->words[0]);
    return read_back(cli, asked, err);
}

const onex_command onex_cmd_law = {
    .name = "law",
    .en = "the regulation's own text: load it, read it by clause",
    .zh = "办法的文本：载入，按条款查阅",
    .usage = "[CLAUSE | load FILE]",
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "FILE is plain text, UTF-8 or GB18030, cut at 第一章, 第一条 and （一）. CLAUSE: 7, 第七条, 第七条（二）.\n"
        "why, rules show and trace then quote it. Exit 3: no such file or clause, or no text is loaded;\n"
        "5: the file is no regulation, or articles or items are missing, doubled or out of order.",
    .details_zh =
        "文件为纯文本（UTF-8 或 GB18030），按“第一章”“第一条”“（一）”分章、条、项。条款写作 7、第七条、第七条（二）。\n"
        "载入后 why、rules show、trace 会引用原文。退出码 3：没有该文件或条款，或尚未载入；\n"
        "5：文件不是办法文本，或条、项有缺漏、重复、次序不对。",
    .run = law_run,
};
