/* onex impact: what would change on the real data under other rules, and the token by which publish knows that it was
 * looked at. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/impact_page.h"
#include "cli/settings.h"
#include "cli/sheet.h"
#include "engine/asked.h"
#include "engine/impact.h"
#include "engine/ruleset.h"

typedef struct looking {
    onex_cli *cli;
    onex_store *store;
    char in_force[ONEX_SHA256_TEXT]; /* "": none was published */
    onex_rules *before, *after;      /* the same where only settings differ */
    onex_setting *settings;
    onex_impact_options options;
    onex_impact impact;
} looking;

static void on_progress(void *ctx, long rows) {
    looking *l = ctx;
    if (l->cli->format == ONEX_FORMAT_TABLE) onex_cli_progress(l->cli, rows, onex_tr("verdicts", "个判定"));
}

/* Both sets: the one in force, and the folder's or that of --with. */
static onex_status load(looking *l, onex_error *err) {
    const char *with = onex_cli_option(l->cli, "with");
    char *folder = onex_cli_rules_folder(l->cli);
    if (!folder) return onex_no_memory(err);
    onex_status status = onex_cli_rules_other(l->cli, l->store, NULL, with ? with : folder, false, &l->after, err);
    if (!status && l->in_force[0])
        status = onex_cli_rules_other(l->cli, l->store, l->in_force, NULL, false, &l->before, err);
    else if (!status && with)
        status = onex_cli_rules_other(l->cli, l->store, NULL, folder, false, &l->before, err);
    else
        l->before = l->after;
    if (!status && !l->in_force[0])
        onex_cli_note(l->cli,
                      onex_tr("no rule set is published yet: the rules in '%s' are in force",
                              "尚未发布规则集：“%s”中的规则即为现行规则"),
                      folder);
    free(folder);
    return status;
}

static onex_status look(looking *l, onex_error *err) {
    onex_status status = onex_cli_open(l->cli, &l->store, err);
    if (!status) status = onex_cli_day(l->cli, l->store, &l->options.as_of, err);
    if (!status) status = onex_store_begin(l->store, err); /* one snapshot for the set in force and the rows */
    if (!status) status = onex_ruleset_in_force(l->store, l->in_force, err);
    if (!status) status = load(l, err);
    if (!status)
        status = onex_cli_settings(&l->settings, &l->options.nsettings, l->cli, onex_rules_program(l->after), err);
    l->options.settings = l->settings;
    l->options.before = l->before;
    l->options.after = l->after;
    l->options.progress = on_progress;
    l->options.ctx = l;
    if (!status) status = onex_impact_find(&l->impact, l->store, &l->options, err);
    onex_cli_progress(l->cli, 0, NULL);
    return status;
}

static void hint(const looking *l) {
    if (onex_cli_option(l->cli, "with") || onex_cli_option(l->cli, "set"))
        onex_cli_hint(l->cli,
                      onex_tr("onex why SUBJECT RULE tells a verdict of today", "onex why 对象 规则 说明当前的判定"));
    else if (!l->in_force[0])
        onex_cli_hint(l->cli, onex_tr("onex publish --actor A puts the folder in force",
                                      "onex publish --actor A 将文件夹中的规则发布为现行规则"));
    else if (strcmp(l->in_force, onex_rules_program(l->after)->hash) == 0)
        onex_cli_hint(l->cli,
                      onex_tr("the folder and the set in force are the same", "文件夹中的规则与现行规则集相同"));
    else
        onex_cli_hint(l->cli,
                      onex_tr("onex publish --actor A --impact %s adopts these rules",
                              "onex publish --actor A --impact %s 采用这些规则"),
                      l->impact.token);
}

static onex_status impact_run(onex_cli *cli, onex_error *err) {
    looking l = {.cli = cli};
    onex_status status = look(&l, err);
    if (!status)
        status = onex_impact_print(cli, &l.impact, l.options.as_of, onex_rules_program(l.before)->hash,
                                   onex_rules_program(l.after)->hash, err);
    if (!status) hint(&l);
    if (!status && onex_cli_option(cli, "exit-code") && (l.impact.nchanges || l.impact.nvalues)) status = ONEX_E_GATE;
    onex_impact_clear(&l.impact);
    if (l.before != l.after) onex_rules_close(l.before);
    onex_rules_close(l.after);
    onex_settings_free(l.settings, l.options.nsettings);
    if (l.store) onex_store_rollback(l.store); /* nothing was written: the end of the snapshot */
    return status;
}

static const onex_option options[] = {
    {"with", 0, "DIR", false, "look at the rules of this folder instead", "改看此文件夹中的规则"},
    {"set", 0, "NAME=VALUE", true, "as if this param or reading were so", "假设某参数或解读取此值"},
    {"exit-code", 'e', NULL, false, "exit 1 when anything would change", "有变化时退出码为 1"},
    {0},
};

const onex_command onex_cmd_impact = {
    .name = "impact",
    .en = "what would change if the rules of the folder were adopted",
    .zh = "若采用文件夹中的规则，哪些判定会变",
    .usage = "[--with DIR] [--set NAME=VALUE]... [-e]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMAT_TABLE | ONEX_FORMAT_TSV | ONEX_FORMAT_CSV | ONEX_FORMAT_JSON,
    .details_en =
        "Holds the set in force against the rules folder, on the data as they are now: what would be loosened,\n"
        "tightened, newly unknown, which values would be looser even where no verdict changes yet, and which\n"
        "standing decisions rest on it. The token at the end is what\n"
        "onex publish asks for. Exit 1 with -e when anything would change; 4: rule files cannot be loaded.",
    .details_zh =
        "在现有数据上比较现行规则集与规则文件夹：哪些会放宽、收紧、新成待定，哪些取值放宽（即使尚未影响判定），\n"
        "涉及哪些已作的决定。最后的编号供 onex publish 使用。使用 -e 且有变化时退出码为 1；规则文件无法加载时为 4。",
    .run = impact_run,
};
