/* onex run: a script of the administrator, in one transaction. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/console_host.h"
#include "cli/scripts.h"

static onex_status end_with(onex_cli *cli, int code, onex_error *err) {
    cli->ended = true;
    cli->exit_code = code;
    err->text[0] = '\0';
    return ONEX_E_GATE;
}

static onex_status run_script(onex_cli *cli, const char *path, onex_error *err) {
    onex_console_options options;
    onex_console *console = NULL;
    onex_failure failure;
    onex_status status = onex_cli_console_options(cli, &options, err);
    options.write = onex_cli_option(cli, "write") != NULL;
    options.script = path;
    if (!status) status = onex_console_open(&console, &options, err);
    if (status) return status;
    onex_cli_console(console);
    bool ok = onex_console_run_file(console, path, cli->words + 1, cli->nwords - 1, &failure);
    onex_cli_progress(cli, 0, NULL);
    onex_cli_flush(cli);
    if (ok)
        status = onex_console_commit(console, err);
    else
        status = end_with(cli, onex_cli_console_failed(cli, &failure), err);
    onex_cli_console(NULL);
    if (!ok && options.write && onex_console_written(console))
        onex_cli_note(cli, "%s",
                      failure.exits
                          ? onex_tr("nothing was written: os.exit commits nothing", "未写入任何数据：os.exit 不提交")
                          : onex_tr("nothing was written", "未写入任何数据"));
    onex_console_close(console);
    return status;
}

static onex_status run_run(onex_cli *cli, onex_error *err) {
    bool list = onex_cli_option(cli, "list") != NULL;
    if (list && cli->nwords)
        return onex_fail(err, ONEX_E_USAGE, "%s", onex_tr("--list takes no script", "--list 不带脚本"));
    if (list) return onex_cli_scripts_print(cli, err);
    if (cli->nwords == 0)
        return onex_fail(err, ONEX_E_USAGE, "%s",
                         onex_tr("name a script; onex run --list tells what there is",
                                 "请写明脚本；onex run --list 列出可用的脚本"));
    if (cli->format_given)
        return onex_fail(err, ONEX_E_USAGE, "%s", onex_tr("--format is for --list", "--format 只用于 --list"));
    char *path;
    onex_status status = onex_cli_script(&path, cli, cli->words[0], err);
    if (!status) status = run_script(cli, path, err);
    free(path);
    return status;
}

static const onex_option options[] = {
    {"list", 0, NULL, false, "the scripts that there are, and what each does", "列出可用的脚本及其用途"},
    {"write", 0, NULL, false, "the script may write; all that it wrote is committed at its end, or nothing is",
     "允许脚本写入；脚本正常结束时一并提交，否则全部不写入"},
    {0},
};

const onex_command onex_cmd_run = {
    .name = "run",
    .en = "a Lua script over the database, in one transaction",
    .zh = "对数据库运行 Lua 脚本，作为一个整体提交",
    .usage = "[--write] SCRIPT [ARGS...]|--list",
    .options = options,
    .max_words = -1,
    .words_end_options = true,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en =
        "SCRIPT is a file, or the name of one in the folder scripts/ beside the database, or of those installed. "
        "What\n"
        "follows it belongs to the script. Without --write anything that writes is refused. scripts/README.md tells "
        "what\n"
        "a script can do.\n"
        "Exit 1: the script failed; 3, 5, 6: no such thing, data or an act refused, and the script let it pass; 7: no "
        "memory,\n"
        "or the output was lost; 130: interrupted; or what os.exit says (which keeps nothing).",
    .details_zh = "SCRIPT 是文件，或数据库旁 scripts/ 文件夹或随程序安装的脚本中的名称。其后的内容归脚本使用。\n"
                  "不加 --write 时拒绝一切写入。脚本能做什么见 scripts/README.md。\n"
                  "退出码 1：脚本出错；3、5、6：没有该对象、数据或办理被拒绝而脚本未处理；7：内存不足或输出没有写完；\n"
                  "130：被中断；或由 os.exit 给出（不提交任何内容）。",
    .run = run_run,
};
