/* onex.decide, onex.waive, onex.import, onex.export: as the commands. */
#include "repl/act.h"

#include <string.h>

#include "engine/act.h"
#include "engine/asked.h"
#include "engine/decide.h"
#include "engine/export.h"
#include "engine/import.h"
#include "engine/waive.h"
#include "io/outfile.h"
#include "io/source.h"
#include "model/entity_name.h"
#include "repl/field.h"
#include "repl/journal.h"
#include "repl/judging.h"
#include "repl/options.h"
#include "repl/owned.h"
#include "repl/subject.h"
#include "report/refusal.h"

/* Results of the engine, in userdata that free them. */
#define RESULT "onex.result"

typedef struct result {
    onex_decide_result decide;
    onex_import_result import;
    bool decided, imported;
    onex_buffer text;
} result;

static int l_free(lua_State *L) {
    result *r = luaL_checkudata(L, 1, RESULT);
    if (r->decided) onex_decide_result_clear(&r->decide);
    if (r->imported) onex_import_result_clear(&r->import);
    onex_buffer_clear(&r->text);
    *r = (result){0};
    return 0;
}

/* The store for writing and the rules; the rows written so far have their event before the act. */
static onex_rules *open_act(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_rules *rules = NULL;
    onex_error err = {0};
    onex_status status = onex_session_write(c, &err);
    if (!status) status = onex_console_rules(c, &rules, &err);
    onex_judging_forget(c);
    if (!status) status = onex_journal_flush(c, &err);
    onex_l_check(L, status, &err);
    return rules;
}

static void note(lua_State *L, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void note(lua_State *L, const char *fmt, ...) {
    char text[512];
    onex_error err = {0};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    onex_l_check(L, onex_journal_act(onex_console_of(L), text, &err), &err);
}

static void set_number(lua_State *L, const char *key, int64_t n) {
    lua_pushinteger(L, n);
    lua_setfield(L, -2, key);
}

/* ---- decide ---- */

static int refused(lua_State *L, result *r, const onex_program *p, const char *pilot, onex_status status,
                   onex_error *err) {
    if (status == ONEX_E_REFUSED && r->decide.transition >= 0) {
        char day[ONEX_DAY_TEXT];
        onex_buffer_printf(
            &r->text, onex_tr("'%s' of pilot '%s' on %s is refused\n", "“%s”被拒绝（试点项目“%s”，%s）\n"),
            p->transitions[r->decide.transition].decl.name, pilot, onex_day_text(onex_console_of(L)->day, day));
        onex_refusal_put(&r->text, p, &r->decide);
        size_t len = r->text.len;
        while (len && r->text.data[len - 1] == '\n') len--;
        if (!r->text.failed) onex_fail(err, status, "%.*s", (int)len, r->text.data);
    }
    onex_l_check(L, status, err);
    return 0;
}

static const char *pilot_at(lua_State *L, int at) {
    const onex_lua_subject *s = onex_l_subject_test(L, at);
    if (s && s->kind != ONEX_PILOT) onex_l_throw_text(L, onex_tr("'%s' is no pilot", "“%s”不是试点项目"), s->code);
    return s ? s->code : luaL_checkstring(L, at);
}

static int l_decide(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    bool college;
    lua_settop(L, 3);
    onex_l_options(L, 3, (const char *const[]){"actor", "document", "reason", NULL});
    onex_decide_options o = {.pilot = pilot_at(L, 1), .transition = luaL_checkstring(L, 2), .day = c->day};
    o.actor = onex_l_option(L, 3, "actor");
    o.document = onex_l_option(L, 3, "document");
    o.reason = onex_l_option(L, 3, "reason");
    if (!o.actor)
        onex_l_throw_text(L, "%s",
                          onex_tr("decide: say who acts: { actor = ... }", "decide：请写明由谁办理：{ actor = ... }"));
    result *r = onex_l_owned(L, sizeof *r, RESULT, l_free);
    onex_rules *rules = open_act(L);
    const onex_program *p = onex_rules_program(rules);
    onex_status status = onex_act_actor(c->store, o.actor, &college, &err);
    if (!status) {
        status = onex_decide(&r->decide, c->store, rules, &o, &err);
        r->decided = true;
    }
    if (status) return refused(L, r, p, o.pilot, status, &err);
    const char *name = p->transitions[r->decide.transition].decl.name;
    note(L, onex_tr("decision %lld: %s %s", "决定 %lld：%s %s"), (long long)r->decide.decision, o.pilot, name);
    lua_createtable(L, 0, 5);
    set_number(L, "decision", r->decide.decision);
    onex_l_set_text(L, "pilot", o.pilot);
    onex_l_set_text(L, "transition", name);
    onex_l_set_text(L, "from", r->decide.from);
    onex_l_set_text(L, "to", r->decide.to);
    return 1;
}

/* ---- waive ---- */

static int l_waive(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    bool college;
    onex_waive_result done = {0};
    lua_settop(L, 3);
    onex_l_options(L, 3, (const char *const[]){"reason", "granted_by", "document", "until_on", "until", NULL});
    const onex_lua_subject *s = lua_type(L, 1) == LUA_TSTRING ? NULL : onex_l_subject_at(L, 1);
    const char *text = lua_tostring(L, 1), *rule = luaL_checkstring(L, 2);
    onex_waive_options o = {.day = c->day, .until = ONEX_DAY_NONE};
    if (s) o.subject = (onex_subject_ref){s->kind, s->code};
    o.reason = onex_l_option(L, 3, "reason");
    o.granted_by = onex_l_option(L, 3, "granted_by");
    o.document = onex_l_option(L, 3, "document");
    const char *until = onex_l_option(L, 3, "until_on");
    if (!until) until = onex_l_option(L, 3, "until"); /* a word of Lua: written ["until"] */
    if (!o.reason || !o.granted_by || !o.document)
        onex_l_throw_text(
            L, "%s",
            onex_tr("waive: reason, granted_by and document are needed", "waive：须写明 reason、granted_by、document"));
    if (until && !onex_day_parse(until, strlen(until), &o.until))
        onex_l_throw_text(L, onex_tr("waive: '%s' is no day", "waive：“%s”不是日期"), until);
    onex_rules *rules = open_act(L);
    onex_status status = onex_act_actor(c->store, o.granted_by, &college, &err);
    if (!status && s) status = onex_judging_rule(c, o.subject, rule, &o.rule, &err);
    if (!status && !s)
        status = onex_asked_rule_of(&o.rule, &o.subject, onex_rules_program(rules), c->store, text, rule, &err);
    if (!status) status = onex_waive(&done, c->store, rules, &o, &err);
    onex_l_check(L, status, &err);
    const char *name = onex_rules_program(rules)->rules[o.rule].decl.name;
    note(L, onex_tr("decision %lld: %s waived for %s", "决定 %lld：%s 以情况说明代替（%s）"), (long long)done.decision,
         name, o.subject.code);
    lua_createtable(L, 0, 3);
    set_number(L, "decision", done.decision);
    onex_l_set_text(L, "rule", name);
    onex_l_set_text(L, "before", onex_verdict_code(done.before));
    if (done.replaces) set_number(L, "replaces", done.replaces);
    return 1;
}

/* ---- import ---- */

static onex_status program_of(void *ctx, const onex_program **out, onex_error *err) {
    return onex_judging_program(ctx, out, err);
}

/* What is wrong, a line each as far as it fits. */
static int import_refused(lua_State *L, result *r, onex_status status, onex_error *err) {
    const onex_import_result *im = &r->import;
    onex_buffer_printf(&r->text, "%s", err->text);
    for (int i = 0; i < im->nproblems; i++) {
        const onex_import_problem *p = &im->problems[i];
        if (p->warning) continue;
        onex_buffer_printf(&r->text, "\n%s:", p->file ? p->file : "");
        if (p->row) onex_buffer_printf(&r->text, "%ld:", p->row);
        if (p->column) onex_buffer_printf(&r->text, "%s:", p->column);
        onex_buffer_printf(&r->text, " %s", p->message);
    }
    if (!r->text.failed) onex_fail(err, status, "%s", r->text.data);
    onex_l_check(L, status, err);
    return 0;
}

static void push_counts(lua_State *L, const onex_import_result *im) {
    lua_newtable(L);
    for (int i = 0; i < onex_nentities; i++) {
        if (!im->used[i]) continue;
        lua_createtable(L, 0, 3);
        set_number(L, "new", im->counts[i].created);
        set_number(L, "updated", im->counts[i].updated);
        set_number(L, "unchanged", im->counts[i].unchanged);
        lua_setfield(L, -2, onex_entities[i].name);
    }
}

static int l_import(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    lua_settop(L, 2);
    onex_l_options(L, 2, (const char *const[]){"table", "encoding", "initial", "dry_run", NULL});
    const char *path = luaL_checkstring(L, 1);
    onex_import_options o = {
        .paths = &path, .npaths = 1, .as_of = c->day, .actor = c->options.actor, .program = program_of, .ctx = c};
    o.table = onex_l_option(L, 2, "table");
    o.encoding = onex_l_option(L, 2, "encoding");
    o.initial = onex_l_switch(L, 2, "initial");
    o.dry_run = onex_l_switch(L, 2, "dry_run");
    result *r = onex_l_owned(L, sizeof *r, RESULT, l_free);
    onex_status status = onex_encoding_check(o.encoding, &err);
    if (!status) status = onex_session_write(c, &err);
    onex_judging_forget(c);
    if (!status) status = onex_journal_flush(c, &err);
    onex_l_check(L, status, &err);
    status = onex_import(&r->import, c->store, &o, &err);
    r->imported = true;
    if (status) return import_refused(L, r, status, &err);
    if (r->import.event) note(L, onex_tr("import of %s", "导入 %s"), path);
    push_counts(L, &r->import);
    return 1;
}

/* ---- export ---- */

static const char *format_code(int i) {
    return i ? "json" : "csv";
}

static const char *lang_code(int i) {
    return i ? "en" : "zh";
}

static int l_export(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    const onex_entity *entity = NULL;
    onex_outfile out;
    lua_settop(L, 3);
    onex_l_check(L, onex_entity_named(&entity, luaL_checkstring(L, 1), &err), &err);
    onex_l_options(L, 3, (const char *const[]){"format", "lang", NULL});
    const char *path = luaL_checkstring(L, 2), *format = onex_l_choice(L, 3, "format", format_code, 2),
               *lang = onex_l_choice(L, 3, "lang", lang_code, 2);
    onex_export how = {.json = format && strcmp(format, "json") == 0, .zh = lang && strcmp(lang, "zh") == 0};
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_outfile_open(&out, path, &err);
    if (!status) {
        status = onex_export_table(out.file, c->store, entity, &how, &err);
        status = onex_outfile_close(&out, status, &err);
    }
    onex_l_check(L, status, &err);
    return 0;
}

static const onex_api_word words[] = {
    {"onex.decide", "onex.decide(pilot, transition, { actor = ..., document = ..., reason = ... })",
     "a step of the procedure on onex.as_of, guarded by the rules, as onex decide: gives decision, pilot, transition, "
     "from, to. Refused with every reason (code 6). Needs --write",
     "在 onex.as_of 之日办理一步程序，由规则把关，同 onex decide；返回 "
     "decision、pilot、transition、from、to。条件不具备则拒绝并列出全部理由（code 为 6）。须加 --write",
     "print(pcall(onex.decide, \"P-2027-02\", \"declare\", { actor = \"anime\" }))", l_decide},
    {"onex.waive", "onex.waive(subject, rule, { reason = ..., granted_by = ..., document = ..., until_on = ... })",
     "excuses a shortfall of what is asked in principle, as onex waive: gives decision, rule, before, replaces. The "
     "subject "
     "may be its code. Needs "
     "--write",
     "对“原则上”要求的偏离以情况说明代替，同 onex waive；对象也可以写代码；返回 decision、rule、before、replaces。须加 "
     "--write",
     "print(pcall(onex.waive, onex.pilot \"P-2027-02\", \"dual_qualified\", { reason = \"说明\", granted_by = "
     "\"academic_affairs\", document = \"教〔2026〕1号\" }))",
     l_waive},
    {"onex.import", "onex.import(path, { initial = true, dry_run = true, table = ..., encoding = ... })",
     "a file or folder of rows, all or none, as onex import: gives for each table new, updated, unchanged. Refused "
     "with every error (code 5). Needs --write",
     "导入文件或文件夹，要么全部写入，要么一行不写，同 onex import；按表返回 "
     "new、updated、unchanged。有错误则拒绝并列出全部（code 为 5）。须加 --write",
     "onex.export(\"office\", \"office.csv\")\nprint(onex.import(\"office.csv\").office.unchanged)", l_import},
    {"onex.export", "onex.export(table, path, { format = \"json\", lang = \"zh\" })",
     "a table as a file that import takes back, as onex export", "把一个表导出为可再导入的文件，同 onex export",
     "onex.export(\"office\", \"office.csv\", { lang = \"zh\" })", l_export},
    {0},
};

const onex_api_noun onex_api_acts = {"acts", "onex", "Acts, import and export", "办理、导入、导出", words};
