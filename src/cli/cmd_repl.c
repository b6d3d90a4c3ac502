/* onex repl: the console of the administrator, at a terminal, from a pipe, or for some lines of the command line. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/console_host.h"
#include "cli/console_page.h"
#include "repl/history.h"

typedef struct session {
    onex_cli *cli;
    char *folder; /* of rules; NULL: memory was gone */
} session;

static onex_status page(void *ctx, onex_page which, const onex_page_of *of, const char *const *words, int nwords,
                        onex_error *err) {
    return onex_cli_console_page(((session *)ctx)->cli, which, of, words, nwords, err);
}

static const char *folder(void *ctx) {
    const session *s = ctx;
    return s->cli->published ? NULL : s->folder;
}

static int stopped(void *ctx) {
    (void)ctx;
    return onex_cli_stopped();
}

static onex_status talk(session *s, onex_console *console, bool interactive, onex_error *err) {
    onex_cli *cli = s->cli;
    char *history = interactive ? onex_history_path(cli->db, getenv("XDG_STATE_HOME"), getenv("HOME")) : NULL;
    const onex_repl_options options = {
        .console = console,
        .in = stdin,
        .out = cli->out,
        .err = cli->err,
        .code = onex_cli_option(cli, "code"),
        .interactive = interactive,
        .write = onex_cli_option(cli, "write") != NULL,
        .quiet = cli->quiet,
        .db = cli->db,
        .history = history,
        .ctx = s,
        .page = page,
        .folder = folder,
        .stopped = stopped,
    };
    int code = onex_repl_run(&options);
    free(history);
    if (!code) return ONEX_OK;
    cli->ended = true;
    cli->exit_code = code;
    err->text[0] = 0;
    return ONEX_E_GATE;
}

static onex_status repl_run(onex_cli *cli, onex_error *err) {
    session s = {cli, onex_cli_rules_folder(cli)};
    onex_console_options options;
    onex_console *console = NULL;
    bool terminal = isatty(STDIN_FILENO) == 1 && isatty(fileno(cli->out)) == 1;
    bool interactive = terminal && !onex_cli_option(cli, "code");
    cli->format = ONEX_FORMAT_TABLE;
    onex_status status = onex_cli_console_options(cli, &options, err);
    options.write = onex_cli_option(cli, "write") != NULL;
    options.lines = interactive;
    options.script = "repl";
    if (!status) status = onex_console_open(&console, &options, err);
    if (!status) {
        onex_cli_console(console);
        status = talk(&s, console, interactive, err);
        onex_cli_console(NULL);
        if (status && options.write && !interactive && onex_console_written(console))
            onex_cli_note(cli, "%s", onex_tr("nothing was written", "未写入任何数据"));
    }
    onex_console_close(console);
    free(s.folder);
    return status;
}

static const onex_option options[] = {
    {"write", 0, NULL, false, "lines may write; at a terminal .commit keeps it, else all is committed at a good end",
     "允许写入；在终端中用 .commit 提交，否则正常结束时一并提交"},
    {"code", 'c', "CODE", false, "run these lines and end", "执行这些代码后结束"},
    {0},
};

const onex_command onex_cmd_repl = {
    .name = "repl",
    .en = "the interactive Lua console",
    .zh = "交互式 Lua 控制台",
    .usage = "[--write] [-c CODE]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .details_en = "Type an expression and it is printed; .help tells what there is, TAB completes names and Chinese "
                  "titles, Ctrl-C\n"
                  "stops what runs, Ctrl-D ends. Without --write anything that writes is refused; with it what a line "
                  "wrote is shown\n"
                  "and kept by .commit only. What is typed is kept for the next session in $XDG_STATE_HOME/onex (else\n"
                  "~/.local/state/onex), a file for each database; lines with names or numbers of persons are not.\n"
                  "Piped input and CODE are taken line by line as one transaction, up to the first error, which gives "
                  "the exit code.",
    .details_zh =
        "输入表达式即显示结果；.help 列出可用内容，TAB 键补全名称和中文标题，Ctrl-C 停止正在执行的操作，Ctrl-D 结束。\n"
        "不加 --write 时拒绝一切写入；加了之后每行写入的内容会列出，用 .commit 提交后才保留。输入过的内容按数据库分别\n"
        "存入 $XDG_STATE_HOME/onex（否则 ~/.local/state/onex）供下次使用；含有人员姓名或编号的行不存。\n"
        "从管道输入或用 -c 时逐行执行，作为一个整体提交；遇到第一个错误即停止，并以其退出码结束。",
    .run = repl_run,
};
