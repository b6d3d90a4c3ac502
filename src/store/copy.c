/* Copies through SQLite's backup interface; durable before they get their name.
 * When a copy is made is left to the callers. */
#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

onex_status onex_copy_database(onex_store *store, sqlite3 *from, onex_error *err) {
    sqlite3_backup *copy = sqlite3_backup_init(store->db, "main", from, "main");
    if (!copy) return onex_store_fail(store, err, NULL);
    sqlite3_backup_step(copy, -1);
    return sqlite3_backup_finish(copy) == SQLITE_OK ? ONEX_OK : onex_store_fail(store, err, NULL);
}

/* fsync of a file or folder. */
static onex_status sync_path(const char *path, int flags, onex_error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool done = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0) close(fd);
    if (done) return ONEX_OK;
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("cannot make '%s' durable: %s", "无法将“%s”写入磁盘：%s"), path,
                     onex_os_text(reason));
}

onex_status onex_copy_sync_folder(const char *path, onex_error *err) {
    char *copy = strdup(path);
    if (!copy) return onex_no_memory(err);
    onex_status status = sync_path(dirname(copy), O_DIRECTORY, err);
    free(copy);
    return status;
}

/* The whole content of store's database into a new file `name`, found sound. */
static onex_status copy_to(onex_store *store, const char *name, onex_error *err) {
    onex_store target = {.path = (char *)name, .lock = -1};
    onex_status status = ONEX_OK;
    if (sqlite3_open_v2(name, &target.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        status = onex_store_fail(&target, err, NULL);
    if (!status) status = onex_copy_database(&target, store->db, err);
    int64_t sound = 0;
    if (!status)
        status = onex_sql_int(&target, "SELECT integrity_check = 'ok' FROM pragma_integrity_check", &sound, err);
    if (!status && !sound)
        status = onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is damaged; restore a backup", "“%s”已损坏；请用备份恢复"),
                           store->path);
    if (sqlite3_close(target.db) != SQLITE_OK && !status) status = onex_fail(err, ONEX_E_INTERNAL, "%s", name);
    return status ? status : sync_path(name, 0, err);
}

onex_status onex_copy_backup(onex_store *store, int version, onex_error *err) {
    size_t size = strlen(store->path) + 32;
    char *name = malloc(size), *temporary = malloc(size);
    onex_status status = ONEX_OK;
    if (!name || !temporary) {
        status = onex_no_memory(err);
    } else {
        snprintf(name, size, "%s.v%d.bak", store->path, version);
        snprintf(temporary, size, "%s.v%d.bak.tmp", store->path, version);
        unlink(temporary);
        status = copy_to(store, temporary, err);
        if (!status && rename(temporary, name) != 0)
            status = onex_fail(err, ONEX_E_INTERNAL, onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), name,
                               onex_os_text(errno));
        if (!status) status = onex_copy_sync_folder(name, err);
        if (status) {
            unlink(temporary);
            onex_wrap(err, "%s", onex_tr("backup before the upgrade", "升级前备份"));
        }
    }
    free(name);
    free(temporary);
    return status;
}
