/* onex watch: lint, tests and impact at once, and again at every save, until interrupted. */
#include <stdlib.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/sheet.h"
#include "cli/watch_round.h"
#include "io/watch.h"

enum { QUIET = 80 }; /* milliseconds without a change, after which a save is over */

/* When, and what was saved. */
static onex_status tell_save(onex_cli *cli, const char *path, onex_error *err) {
    char clock[ONEX_CLOCK_TEXT];
    onex_buffer line = {0}, b = {0};
    onex_buffer_printf(&line, "%s %s", onex_clock_text((int64_t)time(NULL), clock), path);
    onex_buffer_char(&b, '\n');
    if (!line.failed) onex_style_put(cli, &b, ONEX_STYLE_BOLD, line.data);
    onex_buffer_char(&b, '\n');
    onex_status status = line.failed ? onex_no_memory(err) : onex_cli_write(cli, &b, err);
    onex_buffer_clear(&line);
    onex_buffer_clear(&b);
    return status;
}

/* A round that goes on whatever hinders it now: the folder may come back, the database be free again. */
static onex_status patient_round(onex_watching *w, onex_error *err) {
    bool good;
    onex_status status = onex_watch_round(w, &good, err);
    if (!status || status == ONEX_E_INTERNAL) return status;
    onex_cli_flush(w->cli);
    if (err->text[0]) fprintf(w->cli->err, "onex: %s\n", err->text);
    return ONEX_OK;
}

static onex_status watch_on(onex_watching *w, onex_watch *watch, onex_error *err) {
    const char *path;
    onex_status status = patient_round(w, err);
    if (!status) onex_cli_hint(w->cli, onex_tr("watching '%s'; Ctrl-C ends", "正在监视“%s”；按 Ctrl-C 结束"), w->dir);
    while (!status && !w->cli->write_error) {
        status = onex_watch_wait(watch, QUIET, &path, err);
        if (!status) status = tell_save(w->cli, *path ? path : w->dir, err);
        if (!status) status = patient_round(w, err);
    }
    return status;
}

static onex_status watch_run(onex_cli *cli, onex_error *err) {
    char *dir = onex_cli_rules_folder(cli);
    bool once = onex_cli_option(cli, "once") != NULL, good = true;
    onex_watching w = {.cli = cli, .dir = dir};
    onex_watch *watch = NULL;
    onex_status status = dir ? ONEX_OK : onex_no_memory(err);
    if (!status && !once) status = onex_watch_open(&watch, dir, err); /* before the first look, so that no save is missed */
    if (!status) status = once ? onex_watch_round(&w, &good, err) : watch_on(&w, watch, err);
    if (!status && once)
        onex_cli_hint(cli, good ? onex_tr("without --once it looks again at every save", "不加 --once 时，每次保存都再查一遍")
                                : onex_tr("onex help codes tells what each code means", "onex help codes 说明各代码的含义"));
    if (!status && !good) status = ONEX_E_GATE;
    onex_watch_close(watch);
    onex_watching_clear(&w);
    free(dir);
    return status;
}

static const onex_option options[] = {
    {"once", 0, NULL, false, "look once and end", "只检查一次即结束"},
    {0},
};

const onex_command onex_cmd_watch = {
    .name = "watch",
    .en = "lint, tests and impact at every save of a rule file",
    .zh = "每次保存规则文件时检查、测试并计算影响",
    .usage = "[--once]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMAT_TABLE,
    .details_en = "Shows at once what onex lint, onex test and onex impact say of the rules folder, then again whenever\n"
                  "something in it is saved, what is new in full; Ctrl-C ends. The impact is that against the published\n"
                  "set, or where nothing is published against the folder as it was when watching began. Works without\n"
                  "a database too, then without impact. Exit 130 when interrupted; with --once 1: an error, or a test failed.",
    .details_zh = "先显示 onex lint、onex test、onex impact 对规则文件夹的结论，此后每次保存再显示一遍，新出现的完整列出；\n"
                  "按 Ctrl-C 结束。影响是与已发布的规则集相比；尚未发布的，与开始监视时的规则相比。没有数据库也可用，\n"
                  "只是不计算影响。被中断时退出码为 130；使用 --once 时 1：有错误或测试未通过。",
    .run = watch_run,
};
