/* onex export: tables as files that import takes back. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "engine/export.h"
#include "io/outfile.h"
#include "model/entity_name.h"

/* ---- to a stream or a file ---- */

static onex_status put(FILE *out, onex_store *store, const onex_entity *entity, const onex_export *how,
                       onex_error *err) {
    return entity ? onex_export_table(out, store, entity, how, err) : onex_export_json(out, store, err);
}

/* What cannot be written to the program's own output is told by main. */
static onex_status to_output(onex_cli *cli, onex_store *store, const onex_entity *entity, const onex_export *how,
                             onex_error *err) {
    errno = 0;
    onex_status status = put(cli->out, store, entity, how, err);
    if (!status || !ferror(cli->out)) return status;
    cli->write_error = errno ? errno : EIO;
    return ONEX_OK;
}

/* Whether two paths are one file. */
static bool is_same(const char *a, const char *b) {
    struct stat p, q;
    return stat(a, &p) == 0 && stat(b, &q) == 0 && p.st_dev == q.st_dev && p.st_ino == q.st_ino;
}

static onex_status to_file(const char *path, onex_store *store, const onex_entity *entity, const onex_export *how,
                           onex_error *err) {
    onex_outfile out;
    onex_status status = onex_outfile_open(&out, path, err);
    if (status) return status;
    status = put(out.file, store, entity, how, err);
    return onex_outfile_close(&out, status, err);
}

/* ---- the command ---- */

static onex_status check_words(const onex_cli *cli, bool all, bool json, const onex_entity **entity, onex_error *err) {
    if (all == (cli->nwords == 1))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("name one table, or write --all", "请写一个表名，或写 --all"));
    if (all && !json && !onex_cli_option(cli, "output"))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("all tables go to a folder: -o FOLDER", "全部表须写入文件夹：-o FOLDER"));
    return all ? ONEX_OK : onex_entity_named(entity, cli->words[0], err);
}

static onex_status export_run(onex_cli *cli, onex_error *err) {
    bool all = onex_cli_option(cli, "all") != NULL;
    const char *path = onex_cli_option(cli, "output");
    onex_export how = {.json = cli->format_given && cli->format == ONEX_FORMAT_JSON,
                       .zh = cli->lang_given && cli->lang == ONEX_LANG_ZH};
    const onex_entity *entity = NULL;
    onex_store *store = NULL;
    onex_status status = check_words(cli, all, how.json, &entity, err);
    if (!status && path && is_same(path, cli->db))
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("'%s' is the database; name another file", "“%s”是数据库；请指定其他文件"), path);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_store_begin(store, err);
    if (status) return status;
    if (all && !how.json)
        status = onex_export_folder(path, store, &how, err);
    else if (path)
        status = to_file(path, store, entity, &how, err);
    else
        status = to_output(cli, store, entity, &how, err);
    onex_store_rollback(store);
    if (!status && all && !how.json)
        onex_cli_hint(cli, onex_tr("onex import --initial %s takes it back", "onex import --initial %s 可重新导入"),
                      path);
    return status;
}

static const onex_option options[] = {
    {"all", 0, NULL, false, "every table, each as a file of a folder", "全部表，各为文件夹中的一个文件"},
    {"output", 'o', "PATH", false, "the file, or with --all the folder", "文件；配合 --all 时为文件夹"},
    {0},
};

const onex_command onex_cmd_export = {
    .name = "export",
    .en = "a table, or all of them, as files that import takes back",
    .zh = "导出一个表或全部表，可原样导入",
    .usage = "TABLE|--all [-o PATH] [--format csv|json]",
    .options = options,
    .max_words = 1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMAT_CSV | ONEX_FORMAT_JSON,
    .details_en =
        "CSV is UTF-8 with BOM; with the option --lang zh its headers and words are Chinese. Text that a spreadsheet\n"
        "would take for a formula has one ' before it, which import takes off. The folder must be new or empty.\n"
        "Exit 3: no such table. Exit 5: the folder is not empty.",
    .details_zh =
        "CSV 为带 BOM 的 UTF-8；加选项 --lang zh 时表头和词用中文。电子表格会当作公式的文字前加一个 '，导入时去掉。\n"
        "文件夹须是新的或空的。\n"
        "退出码 3：没有该表。退出码 5：文件夹不是空的。",
    .run = export_run,
};
