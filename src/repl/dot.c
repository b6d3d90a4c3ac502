/* The commands that begin with a point: cut into words and run. What they print is made elsewhere: pages of the command
 * line, values of Lua, help. */
#include "repl/dot.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/state.h"
#include "repl/subject.h"
#include "repl/talk.h"
#include "repl/topics.h"

enum { WORDS = 32 };

/* ---- telling ---- */

static bool wrong(onex_repl *repl, onex_status code, const char *text) {
    onex_error err;
    onex_fail(&err, code, "%s", text);
    return onex_talk_fail(repl, code, &err);
}

static bool usage(onex_repl *repl, const onex_dot *dot) {
    onex_error err;
    onex_fail(&err, ONEX_E_USAGE, onex_tr("write: %s", "写法：%s"), onex_tr(dot->usage, dot->usage_zh));
    return onex_talk_fail(repl, ONEX_E_USAGE, &err);
}

/* A text as Lua writes it. */
static void put_quoted(onex_buffer *b, const char *text) {
    onex_buffer_char(b, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || (unsigned char)*text < ' ')
            onex_buffer_printf(b, "\\%03d", (unsigned char)*text);
        else
            onex_buffer_char(b, *text);
    }
    onex_buffer_char(b, '"');
}

static bool eval(onex_repl *repl, onex_buffer *code) {
    onex_error err;
    bool ok = code->failed ? onex_talk_fail(repl, onex_no_memory(&err), &err)
                           : onex_talk_eval(repl, code->data, repl->line ? repl->line : 1);
    onex_buffer_clear(code);
    return ok;
}

/* ---- commands ---- */

static bool run_help(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    if (nwords) return onex_topic_tell(repl, words[0]);
    onex_buffer b = {0};
    onex_topics_put(&b);
    if (!b.failed && b.len) fwrite(b.data, 1, b.len, repl->o.out);
    onex_buffer_clear(&b);
    return true;
}

typedef struct variable {
    const char *name;
    onex_buffer subject; /* KIND:CODE; empty: it holds none */
} variable;

static int p_variable(lua_State *L) {
    variable *v = lua_touserdata(L, 1);
    lua_pushglobaltable(L);
    lua_pushstring(L, v->name);
    lua_rawget(L, -2);
    const onex_lua_subject *s = onex_l_subject_test(L, -1);
    if (s) onex_buffer_printf(&v->subject, "%s:%s", onex_subject_code(s->kind), s->code);
    return 0;
}

/* A page about a subject, the first word: its code, or a variable that holds it. */
static bool about(onex_repl *repl, onex_page page, const char *const *words, int nwords) {
    variable v = {.name = words[0]};
    onex_gate(repl->o.console, p_variable, &v);
    const char *const found[] = {v.subject.data, nwords > 1 ? words[1] : NULL};
    bool ok = onex_talk_page(repl, page, v.subject.len && !v.subject.failed ? found : words, nwords);
    onex_buffer_clear(&v.subject);
    return ok;
}

static bool run_why(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    return about(repl, ONEX_PAGE_WHY, words, nwords);
}

static bool run_pilot(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    return about(repl, ONEX_PAGE_PILOT, words, nwords);
}

static bool run_status(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    return about(repl, ONEX_PAGE_STATUS, words, nwords);
}

static bool run_param(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    return onex_talk_page(repl, ONEX_PAGE_PARAM, words, nwords);
}

static bool run_whatif(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)rest;
    return onex_talk_page(repl, ONEX_PAGE_WHATIF, words, nwords);
}

static bool not_a_day(onex_repl *repl, const char *word) {
    onex_error err;
    onex_fail(&err, ONEX_E_USAGE,
              onex_tr("'%s' is no date; write a day that exists, such as 2027-03-01",
                      "“%s”不是日期；请写一个存在的日子，如 2027-03-01"),
              word);
    return onex_talk_fail(repl, ONEX_E_USAGE, &err);
}

static bool run_as_of(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    onex_day day;
    char text[ONEX_DAY_TEXT];
    (void)rest;
    if (nwords) {
        if (!onex_day_parse(words[0], strlen(words[0]), &day)) return not_a_day(repl, words[0]);
        onex_console_day_set(repl->o.console, day);
    }
    fprintf(repl->o.out, onex_tr("the day asked about is %s\n", "截至 %s\n"),
            onex_day_text(onex_console_day(repl->o.console), text));
    return true;
}

static bool run_rules(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    onex_error err = {0};
    onex_rules *rules;
    (void)rest;
    if (nwords && strcmp(words[0], "reload") != 0)
        return wrong(repl, ONEX_E_USAGE, onex_tr("write: .rules, or .rules reload", "写法：.rules 或 .rules reload"));
    onex_status status = nwords ? onex_console_rules_reload(repl->o.console, &err) : ONEX_OK;
    if (!status) status = onex_console_rules(repl->o.console, &rules, &err);
    const char *folder = repl->o.folder(repl->o.ctx);
    if (status) {
        onex_error none;
        if (!folder || onex_rules_folder_hash(folder, repl->told, &none)) repl->told[0] = 0; /* told of this state */
        onex_wrap(&err, "%s", onex_tr("the former rules stay in use", "仍使用原来的规则"));
        return onex_talk_fail(repl, status, &err);
    }
    const onex_program *p = onex_rules_program(rules);
    repl->told[0] = 0;
    fprintf(repl->o.out,
            onex_tr("%d rules, %d facts, %d params, from %s\n", "%d 条规则、%d 项事实、%d 个参数，来自 %s\n"),
            p->nrules, p->nfacts, p->nparams, folder ? folder : onex_tr("the published set", "已发布的规则集"));
    return true;
}

static bool run_sql(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    onex_buffer code = {0};
    (void)words;
    (void)nwords;
    onex_buffer_text(&code, "onex.query(");
    put_quoted(&code, rest);
    onex_buffer_char(&code, ')');
    return eval(repl, &code);
}

/* The first word is the file; what follows is an expression, else the last value. */
static bool run_export(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    onex_buffer code = {0};
    const char *expression = rest + strcspn(rest, " \t");
    expression += strspn(expression, " \t");
    (void)nwords;
    const char *value = *expression ? expression : "_";
    const char *no_rows =
        onex_tr("there are no rows to export; write: .export FILE [EXPRESSION], such as .export a.csv onex.pilots()",
                "没有可写出的各行；写法：.export 文件 [表达式]，如 .export a.csv onex.pilots()");
    if (onex_talk_look(repl, value) != ONEX_CHUNK_WHOLE) return wrong(repl, ONEX_E_USAGE, no_rows);
    onex_buffer_printf(&code, "do local rows = %s if type(rows) ~= 'table' and type(rows) ~= 'userdata' then error(",
                       value);
    put_quoted(&code, no_rows);
    onex_buffer_text(&code, ", 0) end print(string.format(");
    put_quoted(&code, onex_tr("%d rows written to %s", "已把 %d 行写入 %s"));
    onex_buffer_text(&code, ", onex.csv.write(");
    put_quoted(&code, words[0]);
    onex_buffer_text(&code, ", rows), ");
    put_quoted(&code, words[0]);
    onex_buffer_text(&code, ")) end");
    return eval(repl, &code);
}

static bool run_wtf(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)words;
    (void)nwords;
    (void)rest;
    if (repl->trace.len)
        fprintf(repl->o.out, "%s\n", repl->trace.data);
    else
        fprintf(repl->o.out, "%s\n", onex_tr("there was no error of Lua", "还没有 Lua 错误"));
    return true;
}

/* .commit and .rollback are for a session at a terminal that writes. */
static bool may_end(onex_repl *repl) {
    if (!repl->o.write)
        return wrong(
            repl, ONEX_E_REFUSED,
            onex_tr("this session only reads; to write: onex repl --write", "当前只读；要写入：onex repl --write"));
    if (!repl->o.interactive)
        return wrong(repl, ONEX_E_USAGE,
                     onex_tr("without a terminal all is one transaction, committed at the end",
                             "不在终端中时全部内容是一个整体，结束时一并提交"));
    return true;
}

static bool run_commit(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    onex_error err = {0};
    (void)words;
    (void)nwords;
    (void)rest;
    if (!may_end(repl)) return false;
    bool any = onex_console_written(repl->o.console);
    onex_buffer b = {0};
    onex_console_preview(repl->o.console, false, &b);
    onex_status status = onex_console_commit(repl->o.console, &err);
    if (status)
        onex_talk_fail(repl, status, &err);
    else if (any)
        fprintf(repl->o.out, "%s\n%s", onex_tr("committed:", "已提交："), b.data && !b.failed ? b.data : "");
    else
        fprintf(repl->o.out, "%s\n", onex_tr("nothing to commit", "没有要提交的内容"));
    onex_buffer_clear(&b);
    return !status;
}

static bool run_rollback(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)words;
    (void)nwords;
    (void)rest;
    if (!may_end(repl)) return false;
    bool any = onex_console_written(repl->o.console);
    onex_console_rollback(repl->o.console);
    fprintf(repl->o.out, "%s\n",
            any ? onex_tr("undone: nothing was kept", "已撤销，未保留任何内容")
                : onex_tr("nothing to undo", "没有要撤销的内容"));
    return true;
}

static bool run_quit(onex_repl *repl, const char *const *words, int nwords, const char *rest) {
    (void)words;
    (void)nwords;
    (void)rest;
    repl->quit = true;
    return true;
}

const onex_dot onex_dots[] = {
    {".help",
     ".help [WORD]",
     ".help [词]",
     "what there is, or what a word means: a command, function, table, rule, fact or param",
     "有什么可用；或某个词的意思：命令、函数、表、规则、事实、参数",
     {ONEX_DOT_TOPIC},
     0,
     1,
     run_help},
    {".pilot",
     ".pilot CODE",
     ".pilot 代码",
     "a pilot's whole story, as onex status tells it",
     "一个试点的全部情况，同 onex status",
     {ONEX_DOT_PILOT},
     1,
     1,
     run_pilot},
    {".status",
     ".status SUBJECT",
     ".status 对象",
     "the same of any subject",
     "任一对象的全部情况",
     {ONEX_DOT_SUBJECT},
     1,
     1,
     run_status},
    {".why",
     ".why SUBJECT RULE",
     ".why 对象 规则",
     "the reasons of a verdict, as onex why tells them",
     "一个判定的理由，同 onex why",
     {ONEX_DOT_SUBJECT, ONEX_DOT_RULE},
     2,
     2,
     run_why},
    {".param",
     ".param NAME",
     ".param 名称",
     "a param's value in force, its origin and history",
     "一个参数的现行取值、出处和沿革",
     {ONEX_DOT_PARAM},
     1,
     1,
     run_param},
    {".whatif",
     ".whatif NAME=VALUE ...",
     ".whatif 名称=取值 ...",
     "which verdicts would change; nothing is written",
     "参数或解读改成这样，哪些判定会变；不写入",
     {ONEX_DOT_SETTING, ONEX_DOT_SETTING},
     1,
     WORDS,
     run_whatif},
    {".as-of",
     ".as-of [DATE]",
     ".as-of [日期]",
     "the day asked about, from here on",
     "以后各行以这一天为准",
     {ONEX_DOT_NOTHING},
     0,
     1,
     run_as_of},
    {".rules",
     ".rules [reload]",
     ".rules [reload]",
     "where the rules come from; reload takes edited files in",
     "规则来自哪里；reload 重新装入改过的文件",
     {ONEX_DOT_WORD},
     0,
     1,
     run_rules},
    {".sql",
     ".sql SELECT ...",
     ".sql SELECT ...",
     "rows of the database; read-only",
     "查询数据库，只读",
     {ONEX_DOT_SQL},
     1,
     -1,
     run_sql},
    {".export",
     ".export FILE [EXPRESSION]",
     ".export 文件 [表达式]",
     "the rows of the expression, else of the last value, as CSV",
     "把表达式（不写则为上一个结果）的各行写成 CSV 文件",
     {ONEX_DOT_NOTHING},
     1,
     -1,
     run_export},
    {".commit", ".commit", ".commit", "keep what was written", "提交写入的内容", {ONEX_DOT_NOTHING}, 0, 0, run_commit},
    {".rollback",
     ".rollback",
     ".rollback",
     "undo what was written and not yet committed",
     "撤销尚未提交的内容",
     {ONEX_DOT_NOTHING},
     0,
     0,
     run_rollback},
    {".wtf",
     ".wtf",
     ".wtf",
     "Lua's own words for the last error, and the stack",
     "上一个错误的 Lua 原文和调用栈",
     {ONEX_DOT_NOTHING},
     0,
     0,
     run_wtf},
    {".quit", ".quit", ".quit", "the end (Ctrl-D)", "结束（Ctrl-D）", {ONEX_DOT_NOTHING}, 0, 0, run_quit},
    {0},
};

/* A Chinese full stop is taken for the point, and a full-width blank for a plain one. */
static const char full_stop[] = "。", full_blank[] = "　";

static const char *behind_point(const char *line) {
    if (line[0] == '.') return line + 1;
    return strncmp(line, full_stop, sizeof full_stop - 1) == 0 ? line + sizeof full_stop - 1 : "";
}

bool onex_dot_is(const char *line) {
    char first = (char)(*behind_point(line) | 0x20);
    return first >= 'a' && first <= 'z';
}

/* The line with a plain point and plain blanks, trimmed; malloc'd. */
static char *plain(const char *line) {
    onex_buffer b = {0};
    onex_buffer_char(&b, '.');
    for (const char *at = behind_point(line); *at;) {
        bool blank = strncmp(at, full_blank, sizeof full_blank - 1) == 0;
        onex_buffer_char(&b, blank ? ' ' : *at);
        at += blank ? sizeof full_blank - 1 : 1;
    }
    char *clean = b.failed ? NULL : onex_text_clean(b.data, b.len);
    onex_buffer_clear(&b);
    return clean;
}

static bool unknown(onex_repl *repl, const char *name) {
    onex_nearest nearest;
    onex_error err;
    char text[128];
    onex_nearest_init(&nearest, name);
    for (const onex_dot *dot = onex_dots; dot->name; dot++) onex_nearest_offer(&nearest, dot->name);
    if (*onex_nearest_text(&nearest, text, sizeof text))
        onex_fail(&err, ONEX_E_USAGE, onex_tr("no command '%s'; nearest: %s", "没有命令“%s”；最接近的是：%s"), name,
                  text);
    else
        onex_fail(&err, ONEX_E_USAGE, onex_tr("no command '%s'; .help lists them", "没有命令“%s”；.help 列出全部"),
                  name);
    return onex_talk_fail(repl, ONEX_E_USAGE, &err);
}

bool onex_dot_run(onex_repl *repl, const char *line) {
    const char *words[WORDS + 1];
    char *copy = plain(line), *save = NULL;
    onex_error err;
    if (!copy) return onex_talk_fail(repl, onex_no_memory(&err), &err);
    size_t name = strcspn(copy, " \t");
    const char *rest = copy + name + strspn(copy + name, " \t");
    char *cut = strdup(copy);
    int n = 0;
    for (char *word = cut ? strtok_r(cut, " \t", &save) : NULL; word && n <= WORDS; word = strtok_r(NULL, " \t", &save))
        words[n++] = word;
    bool ok = n > 0, found = false;
    for (const onex_dot *dot = onex_dots; n > 0 && dot->name && !found; dot++) {
        if (strcmp(dot->name, words[0]) != 0) continue;
        found = true;
        bool fits = n - 1 >= dot->least && (dot->most < 0 || n - 1 <= dot->most);
        ok = fits ? dot->run(repl, words + 1, n - 1, rest) : usage(repl, dot);
    }
    if (n > 0 && !found) ok = unknown(repl, words[0]);
    if (!cut) onex_talk_fail(repl, onex_no_memory(&err), &err);
    free(cut);
    free(copy);
    return ok;
}
