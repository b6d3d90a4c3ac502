/* Scripts by name: finding one, listing them with what they say of themselves, and where their modules stand. */
#include "cli/scripts.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "cli/sheet.h"
#include "repl/describe.h"

/* The i-th folder of scripts: beside the database (unless that is the installed one), installed; malloc'd, NULL: it is
 * not there. */
static char *folder(const onex_cli *cli, int i) {
    char *installed = onex_cli_installed("scripts");
    if (i) return installed;
    char *beside = onex_cli_beside(cli->db, "scripts"), *real = beside ? realpath(beside, NULL) : NULL;
    if (!real || (installed && strcmp(real, installed) == 0)) {
        free(beside);
        beside = NULL;
    }
    free(real);
    free(installed);
    return beside;
}

/* FOLDER/NAME and `end`, where such a file is; malloc'd. */
static char *in_folder(const char *dir, const char *name, const char *end) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s/%s%s", dir, name, end);
    if (!b.failed && access(b.data, F_OK) == 0) return b.data;
    onex_buffer_clear(&b);
    return NULL;
}

static const char ending[] = ".lua";

static int is_script(const struct dirent *entry) {
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > strlen(ending) && strcmp(entry->d_name + len - strlen(ending), ending) == 0;
}

/* Offers the names of a folder's scripts; `names` keeps them. */
static void offer_names(onex_nearest *nearest, onex_arena *names, const char *dir) {
    struct dirent **entries = NULL;
    int n = scandir(dir, &entries, is_script, alphasort);
    for (int i = 0; i < n; i++) {
        char *name = onex_arena_text(names, entries[i]->d_name, strlen(entries[i]->d_name) - strlen(ending));
        if (name) onex_nearest_offer(nearest, name);
        free(entries[i]);
    }
    free(entries);
}

static onex_status no_script(const onex_cli *cli, const char *given, onex_error *err) {
    onex_nearest nearest;
    onex_arena names = {0};
    char near[256];
    onex_nearest_init(&nearest, given);
    for (int i = 0; i < 2; i++) {
        char *dir = folder(cli, i);
        if (dir) offer_names(&nearest, &names, dir);
        free(dir);
    }
    bool any = *onex_nearest_text(&nearest, near, sizeof near) != 0;
    onex_arena_clear(&names);
    if (any)
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no script '%s'; nearest: %s", "没有脚本“%s”；最接近的是：%s"),
                         given, near);
    return onex_fail(
        err, ONEX_E_NOT_FOUND,
        onex_tr("no script '%s'; onex run --list tells what there is", "没有脚本“%s”；onex run --list 列出可用的脚本"),
        given);
}

onex_status onex_cli_script(char **out, const onex_cli *cli, const char *given, onex_error *err) {
    bool path = access(given, F_OK) == 0 || strchr(given, '/');
    *out = path ? strdup(given) : NULL;
    if (path) return *out ? ONEX_OK : onex_no_memory(err);
    for (int i = 0; i < 2 && !*out; i++) {
        char *dir = folder(cli, i);
        if (dir) *out = in_folder(dir, given, ending);
        if (dir && !*out) *out = in_folder(dir, given, "");
        free(dir);
    }
    return *out ? ONEX_OK : no_script(cli, given, err);
}

char *onex_cli_modules(const onex_cli *cli, const char *script) {
    onex_buffer b = {0};
    const char *slash = script ? strrchr(script, '/') : NULL;
    if (slash)
        onex_buffer_printf(&b, "%.*s/?.lua", (int)(slash - script), script);
    else
        onex_buffer_text(&b, "./?.lua");
    for (int i = 0; i < 2; i++) {
        char *dir = folder(cli, i);
        if (dir) onex_buffer_printf(&b, ";%s/?.lua", dir);
        free(dir);
    }
    if (!b.failed) return b.data;
    onex_buffer_clear(&b);
    return NULL;
}

/* ---- the list ---- */

typedef struct listing {
    onex_sheet sheet;
    char *beside; /* the folder beside the database; NULL: none */
    bool words;   /* origins in the language that is set, not as codes */
    int listed;
} listing;

static onex_status list_script(listing *l, const char *dir, const char *file, bool own, onex_error *err) {
    onex_buffer path = {0};
    onex_description says = {0};
    char *hidden = !own && l->beside ? in_folder(l->beside, file, "") : NULL;
    free(hidden);
    if (hidden) return ONEX_OK;
    onex_buffer_printf(&path, "%s/%s", dir, file);
    onex_status status = path.failed ? onex_no_memory(err) : onex_script_describe(&says, path.data, err);
    if (!status) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(file) - strlen(ending)), file);
        onex_sheet_cell(&l->sheet, name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&l->sheet, says.name[0] ? says.name : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&l->sheet, says.text[0] ? says.text : NULL, ONEX_STYLE_PLAIN);
        const char *word = own ? onex_tr("own", "自备") : onex_tr("installed", "随程序");
        onex_sheet_cell(&l->sheet, l->words ? word : own ? "own" : "installed", ONEX_STYLE_DIM);
        l->listed++;
    }
    onex_buffer_clear(&path);
    return status;
}

static onex_status list_folder(listing *l, const char *dir, bool own, onex_error *err) {
    struct dirent **entries = NULL;
    onex_status status = ONEX_OK;
    int n = scandir(dir, &entries, is_script, alphasort);
    for (int i = 0; i < n; i++) {
        if (!status) status = list_script(l, dir, entries[i]->d_name, own, err);
        free(entries[i]);
    }
    free(entries);
    return status;
}

onex_status onex_cli_scripts_print(onex_cli *cli, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"script", "script", "脚本", ONEX_SHEET_TEXT},
        {"name", "name", "名称", ONEX_SHEET_TEXT},
        {"description", "what it does", "用途", ONEX_SHEET_TEXT},
        {"origin", "origin", "来源", ONEX_SHEET_TEXT},
        {0},
    };
    listing l = {.beside = folder(cli, 0), .words = cli->format == ONEX_FORMAT_TABLE};
    char *installed = folder(cli, 1);
    onex_sheet_init(&l.sheet, columns);
    onex_status status = l.beside ? list_folder(&l, l.beside, true, err) : ONEX_OK;
    if (!status && installed) status = list_folder(&l, installed, false, err);
    if (!status) status = onex_sheet_print(cli, &l.sheet, NULL, "scripts", err);
    if (!status && l.listed)
        onex_cli_hint(cli, onex_tr("onex run SCRIPT --help tells the arguments of one; own scripts stand in scripts/ "
                                   "beside the database",
                                   "onex run 脚本 --help 说明其参数；自备脚本放在数据库旁的 scripts/ 中"));
    onex_sheet_clear(&l.sheet);
    free(l.beside);
    free(installed);
    return status;
}
