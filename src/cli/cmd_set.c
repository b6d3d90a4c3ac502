/* onex set: a college's tightening of one value, for people who do not edit Lua. */
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/rulefile.h"
#include "engine/act.h"
#include "engine/tighten.h"

enum { CITES = 8, CITE_MOST = 100, DOCUMENT_MOST = 100, REASON_MOST = 500, VALUE_MOST = 200 };

typedef struct setting {
    onex_cli *cli;
    onex_rulefile file;
    onex_arena arena;
    onex_tighten asked;
    const char *cites[CITES];
    onex_tightened done;
    bool dry;
    onex_day today; /* the day asked about */
} setting;

/* ---- words ---- */

/* A text of the command line, clean, not blank and not too long. */
static onex_status text_take(setting *s, const char **out, const char *text, size_t most, const char *what,
                             onex_error *err) {
    onex_status status = onex_act_text(out, &s->arena, text, false, what, err);
    if (status || !text) return status;
    if (!*out) return onex_fail(err, ONEX_E_USAGE, onex_tr("%s is empty", "%s为空"), what);
    if (onex_text_chars(*out, strlen(*out)) > most)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("%s is longer than %zu characters", "%s超过 %zu 个字"), what, most);
    return ONEX_OK;
}

static onex_status cites_take(setting *s, onex_error *err) {
    const char *text;
    onex_status status = ONEX_OK;
    for (int i = 0; !status && (text = onex_cli_option_at(s->cli, "cite", i)); i++) {
        if (i == CITES)
            return onex_fail(err, ONEX_E_USAGE, onex_tr("more than %d times --cite", "--cite 多于 %d 个"), CITES);
        status = text_take(s, &s->cites[s->asked.ncites++], text, CITE_MOST, onex_tr("--cite", "--cite "), err);
    }
    s->asked.cites = s->cites;
    return status;
}

static onex_status words_take(setting *s, onex_error *err) {
    const onex_cli *cli = s->cli;
    const char *day = onex_cli_option(cli, "effective");
    bool remove = onex_cli_option(cli, "remove") != NULL;
    s->dry = onex_cli_option(cli, "dry-run") != NULL;
    s->asked.college = onex_cli_option(cli, "college");
    s->asked.param = cli->words[0];
    s->asked.effective = ONEX_DAY_NONE;
    if (!s->asked.college)
        return onex_fail(err, ONEX_E_USAGE, "%s",
                         onex_tr("--college is missing: the college's code", "缺少 --college：学院代码"));
    if (cli->nwords != (remove ? 1 : 2))
        return onex_fail(err, ONEX_E_USAGE, "%s",
                         remove ? onex_tr("--remove takes no value", "--remove 不带值")
                                : onex_tr("the value is missing; onex set PARAM VALUE --college C --cite … --reason …",
                                          "缺少值；写法：onex set 参数 值 --college 学院 --cite … --reason …"));
    if (day && !onex_day_parse(day, strlen(day), &s->asked.effective))
        return onex_fail(
            err, ONEX_E_USAGE,
            onex_tr("--effective '%s' is no day; write YYYY-MM-DD", "--effective“%s”不是日期；请写作 YYYY-MM-DD"), day);
    onex_status status = cites_take(s, err);
    if (!status && !remove)
        status = text_take(s, &s->asked.value, cli->words[1], VALUE_MOST, onex_tr("the value", "值"), err);
    if (!status)
        status = text_take(s, &s->asked.reason, onex_cli_option(cli, "reason"), REASON_MOST,
                           onex_tr("--reason", "--reason "), err);
    if (!status)
        status = text_take(s, &s->asked.document, onex_cli_option(cli, "document"), DOCUMENT_MOST,
                           onex_tr("--document", "--document "), err);
    return status;
}

/* ---- telling ---- */

static const char *day_or_null(onex_day day, char buf[ONEX_DAY_TEXT]) {
    return day == ONEX_DAY_NONE ? NULL : onex_day_text(day, buf);
}

static void put_json(onex_buffer *b, const setting *s) {
    const onex_tightened *t = &s->done;
    char day[ONEX_DAY_TEXT];
    const struct {
        const char *key, *text;
    } items[] = {{"file", t->path},
                 {"college", s->asked.college},
                 {"param", t->param->decl.name},
                 {"was", t->was ? t->was->text : NULL},
                 {"value", t->value},
                 {"school", t->school ? t->school->text : NULL},
                 {"from", day_or_null(t->from, day)}};
    onex_buffer_text(b, "{\"schema\":\"onex.set/1\"");
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        onex_buffer_printf(b, ",\"%s\":", items[i].key);
        onex_buffer_json_text(b, items[i].text);
    }
    onex_buffer_text(b, ",\"until\":");
    onex_buffer_json_text(b, day_or_null(t->until, day));
    onex_buffer_printf(b, ",\"written\":%s}\n", s->dry || t->same ? "false" : "true");
}

static void put_change(onex_buffer *b, const onex_tightened *t) {
    const onex_decl *param = &t->param->decl;
    char from[ONEX_DAY_TEXT], until[ONEX_DAY_TEXT];
    onex_day_text(t->from, from);
    onex_buffer_printf(b, onex_tr("  %s %s: ", "  %s %s："), param->name, param->title ? param->title : "");
    if (!t->value) {
        onex_buffer_printf(b, onex_tr("%s taken out; the school's value holds\n", "已去掉 %s；按学校的值\n"),
                           t->was->text);
        return;
    }
    if (t->was) onex_buffer_printf(b, "%s → ", t->was->text);
    onex_buffer_printf(b, onex_tr("%s from %s", "%s，自 %s 起"), t->value, from);
    if (t->until != ONEX_DAY_NONE)
        onex_buffer_printf(b, onex_tr(" until %s, when a later value follows", "，至 %s 由后一个值接替"),
                           onex_day_text(t->until, until));
    if (t->school) onex_buffer_printf(b, onex_tr(" (the school's: %s)", "（学校的值：%s）"), t->school->text);
    onex_buffer_char(b, '\n');
}

/* Today's verdicts do not show what holds only later. */
static void hint(const setting *s) {
    char day[ONEX_DAY_TEXT];
    if (s->dry)
        onex_cli_hint(s->cli, "%s", onex_tr("without --dry-run it is written", "去掉 --dry-run 即写入"));
    else if (s->done.from > s->today)
        onex_cli_hint(s->cli,
                      onex_tr("onex impact --as-of %s shows whom it touches then; onex publish puts it in force",
                              "onex impact --as-of %s 看届时影响哪些试点；onex publish 使之生效"),
                      onex_day_text(s->done.from, day));
    else
        onex_cli_hint(s->cli, "%s",
                      onex_tr("onex impact shows whom it touches; onex publish puts it in force",
                              "onex impact 看影响哪些试点；onex publish 使之生效"));
}

static onex_status tell(const setting *s, onex_error *err) {
    onex_buffer b = {0};
    if (s->cli->format == ONEX_FORMAT_JSON) {
        put_json(&b, s);
    } else if (!s->cli->quiet) {
        onex_buffer_printf(&b, "%s/%s", s->file.dir, s->done.path);
        if (s->done.same || s->dry)
            onex_buffer_text(&b, s->done.same ? onex_tr(": nothing changes", "：没有变化")
                                              : onex_tr(": would become", "：将成为"));
        onex_buffer_char(&b, '\n');
        put_change(&b, &s->done);
    }
    if (s->dry && s->cli->format != ONEX_FORMAT_JSON) onex_buffer_put(&b, s->done.text.data, s->done.text.len);
    onex_status status = b.len || b.failed ? onex_cli_write(s->cli, &b, err) : ONEX_OK;
    onex_buffer_clear(&b);
    if (!status) hint(s);
    return status;
}

/* ---- the command ---- */

static onex_status set(setting *s, onex_error *err) {
    onex_status status = words_take(s, err);
    if (!status) status = onex_rulefile_open(&s->file, s->cli, err);
    if (!status) status = onex_rulefile_college(&s->file, s->asked.college, err);
    if (!status) status = onex_cli_day(s->cli, s->file.store, &s->today, err);
    s->asked.dir = s->file.dir;
    if (!status) status = onex_tighten_prepare(&s->done, &s->asked, s->file.rules, err);
    if (!status && !s->done.same)
        status = onex_rulefile_put(&s->file, s->cli, s->done.path, s->done.before, s->done.nbefore, &s->done.text,
                                   s->dry, err);
    return status ? status : tell(s, err);
}

static onex_status set_run(onex_cli *cli, onex_error *err) {
    setting s = {.cli = cli};
    onex_status status = set(&s, err);
    onex_tightened_clear(&s.done);
    onex_rulefile_clear(&s.file);
    onex_arena_clear(&s.arena);
    return status;
}

static const onex_option options[] = {
    {"college", 0, "C", false, "the college's code", "学院代码"},
    {"cite", 0, "CLAUSE", true, "the clause of the college's document, such as 细则第四条",
     "学院文件的条款，如 细则第四条"},
    {"reason", 0, "TEXT", false, "why the college asks for more", "学院为何作此规定"},
    {"document", 0, "NO", false, "the number of the college's document (needed once)", "学院文件的文号（只须写一次）"},
    {"effective", 0, "DATE", false, "the day from which it holds (needed once; later: from when this value holds)",
     "施行日期（只须写一次；以后写则是本值自哪天起）"},
    {"remove", 0, NULL, false, "take the college's value out again", "去掉学院的值"},
    {"dry-run", 0, NULL, false, "only show what would be written", "只显示将写入的内容"},
    {0},
};

const onex_command onex_cmd_set = {
    .name = "set",
    .en = "tighten one value for a college, without editing Lua",
    .zh = "学院把某个值定得更严，不必编辑 Lua",
    .usage = "PARAM VALUE --college C --cite CLAUSE --reason TEXT [--document NO --effective DATE]",
    .options = options,
    .min_words = 1,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "Writes rules/colleges/C/90-set.lua and nothing else; what else stands in it stays. VALUE is written as in "
        "rule\n"
        "files: 60%, 3, \"3 weeks\", 2026-09-01. With --effective later than the document's day the earlier value "
        "holds\n"
        "until then. Nothing is written unless the whole rules folder loads with it. Works without a database too.\n"
        "Exit 2: VALUE or another word is wrong. Exit 3: no such param or college. Exit 4: the rules do not load.\n"
        "Exit 6: it would loosen, the school allows no change, the statement stands elsewhere, or something written "
        "by\n"
        "hand would be lost.",
    .details_zh =
        "只写 rules/colleges/C/90-set.lua，其中其他内容不变。值的写法同规则文件：60%、3、\"3 weeks\"、2026-09-01。\n"
        "--effective 晚于文件施行日期时，此前仍按原值。整个规则文件夹能加载才写入。没有数据库也可用。\n"
        "退出码 2：值或其他参数有误。退出码 3：没有该参数或学院。退出码 4：规则无法加载。\n"
        "退出码 6：会放宽、学校不许变更、规定写在别处，或手工写的内容会丢失。",
    .run = set_run,
};
