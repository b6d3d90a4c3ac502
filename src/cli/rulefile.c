/* Writing files of the rules folder: nothing is put in place before the whole set has loaded with it. */
#include "cli/rulefile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "engine/asked.h"
#include "engine/cell.h"
#include "io/replace.h"
#include "io/tree.h"

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder that is the user's own: what is installed belongs to everyone. */
static onex_status folder_find(onex_rulefile *f, onex_cli *cli, onex_error *err) {
    const char *env = getenv("ONEX_RULES");
    f->dir = cli->rules_dir || (env && *env) ? onex_cli_rules_folder(cli) : onex_cli_beside(cli->db, "rules");
    if (!f->dir) return onex_no_memory(err);
    for (size_t len = strlen(f->dir); len > 1 && f->dir[len - 1] == '/'; len--) f->dir[len - 1] = '\0';
    if (is_folder(f->dir)) return ONEX_OK;
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no rules folder '%s'; onex init makes one beside the database",
                             "没有规则文件夹“%s”；onex init 会在数据库旁建立"),
                     f->dir);
}

onex_status onex_rulefile_open(onex_rulefile *out, onex_cli *cli, onex_error *err) {
    *out = (onex_rulefile){0};
    onex_status status = folder_find(out, cli, err);
    if (!status) status = onex_cli_open_perhaps(cli, &out->store, err);
    if (!status) status = onex_cli_rules_other(cli, out->store, NULL, out->dir, false, &out->rules, err);
    return status;
}

void onex_rulefile_clear(onex_rulefile *f) {
    onex_rules_close(f->rules);
    free(f->dir);
    *f = (onex_rulefile){0};
}

onex_status onex_rulefile_college(const onex_rulefile *f, const char *code, onex_error *err) {
    if (f->store) return onex_asked_college(f->store, code, err);
    const onex_entity *entity = onex_entity_find("college");
    char message[ONEX_CELL_MESSAGE];
    onex_arena arena = {0};
    onex_cell cell;
    bool utf8 = onex_text_valid(code, strlen(code), NULL);
    onex_cell_status read = utf8 ? onex_cell_read_plain(&cell, entity, onex_entity_column(entity, "code"), code,
                                                        strlen(code), &arena, message)
                                 : ONEX_CELL_GOOD;
    bool same = utf8 && !read && cell.kind == ONEX_CELL_TEXT && cell.len == strlen(code);
    onex_arena_clear(&arena);
    if (read == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
    if (read == ONEX_CELL_BAD) return onex_fail(err, ONEX_E_USAGE, "%s", message);
    return same ? ONEX_OK
                : onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no code of a college", "“%s”不能作为学院代码"), code);
}

/* Cuts the last name off the path; false: there is none before it. */
static bool cut_last(char *path) {
    char *slash = strrchr(path, '/');
    if (!slash || slash == path) return false;
    *slash = '\0';
    return true;
}

/* Writes the file; the folders of the college and of all colleges come with it, and go where it could not be written.
 */
static onex_status file_write(const char *path, const char *before, size_t nbefore, const onex_buffer *text,
                              onex_error *err) {
    char *folder = strdup(path);
    if (!folder) return onex_no_memory(err);
    bool named = cut_last(folder), there = named && is_folder(folder);
    onex_status status = named && !there ? onex_tree_make(folder, err) : ONEX_OK;
    if (!status) status = onex_file_replace(path, before, nbefore, text, err);
    if (status && !there && rmdir(folder) == 0 && cut_last(folder)) rmdir(folder); /* only where it is empty */
    free(folder);
    return status;
}

onex_status onex_rulefile_put(const onex_rulefile *f, onex_cli *cli, const char *path, const char *before,
                              size_t nbefore, const onex_buffer *text, bool dry, onex_error *err) {
    onex_rules *made = NULL;
    onex_buffer whole = {0};
    onex_status status = onex_cli_rules_edited(cli, f->store, f->dir, f->rules, path, text, &made, err);
    onex_rules_close(made);
    if (status == ONEX_E_RULE)
        return onex_fail(err, ONEX_E_RULE, "%s",
                         onex_tr("with this the rules would not load; nothing was written",
                                 "这样改后规则无法加载；没有写入任何内容"));
    if (status || dry) return status;
    onex_buffer_printf(&whole, "%s/%s", f->dir, path);
    status = whole.failed ? onex_no_memory(err) : file_write(whole.data, before, nbefore, text, err);
    onex_buffer_clear(&whole);
    return status;
}
