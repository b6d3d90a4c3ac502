/* Folders of files. A copy is made under another name and renamed when it is complete. */
#include "io/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"

enum { DEPTH_MAX = 16 };

static onex_status copy_folder(const char *from, const char *to, int depth, onex_error *err);

static char *join(const char *dir, const char *name) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s/%s", dir, name);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

static onex_status cannot_read(const char *path, onex_error *err) {
    onex_status status = errno == ENOMEM || errno == EIO ? ONEX_E_INTERNAL : ONEX_E_NOT_FOUND;
    return onex_fail(err, status, onex_tr("cannot read '%s': %s", "无法读取“%s”：%s"), path, onex_os_text(errno));
}

static onex_status cannot_write(const char *path, onex_error *err) {
    onex_status status =
        errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == ENOMEM ? ONEX_E_INTERNAL : ONEX_E_DATA;
    return onex_fail(err, status, onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), path, onex_os_text(errno));
}

static onex_status copy_bytes(int in, int out, const char *from, const char *to, onex_error *err) {
    char block[1 << 16];
    ssize_t got;
    while ((got = read(in, block, sizeof block)) > 0)
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(out, block + done, (size_t)(got - done));
            if (put < 0) return cannot_write(to, err);
            done += put;
        }
    return got < 0 ? cannot_read(from, err) : ONEX_OK;
}

static onex_status copy_file(const char *from, const char *to, onex_error *err) {
    int in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (in < 0) return cannot_read(from, err);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    onex_status status = out < 0 ? cannot_write(to, err) : copy_bytes(in, out, from, to, err);
    if (out >= 0 && close(out) != 0 && !status) status = cannot_write(to, err);
    close(in);
    return status;
}

static onex_status copy_entry(const char *from, const char *to, int depth, onex_error *err) {
    struct stat st;
    if (lstat(from, &st) != 0) return cannot_read(from, err);
    if (S_ISREG(st.st_mode)) return copy_file(from, to, err);
    if (!S_ISDIR(st.st_mode) || depth >= DEPTH_MAX)
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is neither a file nor a folder", "“%s”既不是文件也不是文件夹"),
                         from);
    if (mkdir(to, 0777) != 0) return cannot_write(to, err);
    return copy_folder(from, to, depth + 1, err);
}

static onex_status copy_folder(const char *from, const char *to, int depth, onex_error *err) {
    DIR *dir = opendir(from);
    if (!dir) return cannot_read(from, err);
    onex_status status = ONEX_OK;
    for (struct dirent *entry; !status && (entry = readdir(dir));) {
        const char *name = entry->d_name;
        if (name[0] == '.' || name[strlen(name) - 1] == '~') continue;
        char *source = join(from, name), *target = join(to, name);
        status = source && target ? copy_entry(source, target, depth, err) : onex_no_memory(err);
        free(source);
        free(target);
    }
    closedir(dir);
    return status;
}

void onex_tree_remove(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char *below = join(path, entry->d_name);
        struct stat st;
        if (below && lstat(below, &st) == 0) {
            if (S_ISDIR(st.st_mode))
                onex_tree_remove(below);
            else
                unlink(below);
        }
        free(below);
    }
    closedir(dir);
    rmdir(path);
}

onex_status onex_tree_copy(const char *from, const char *to, onex_error *err) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s.XXXXXX", to);
    if (b.failed) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    if (!mkdtemp(b.data)) {
        status = cannot_write(to, err);
    } else {
        mode_t mask = umask(0);
        umask(mask);
        chmod(b.data, 0777 & ~mask);
        status = copy_folder(from, b.data, 0, err);
        if (!status && rename(b.data, to) != 0) status = cannot_write(to, err);
        if (status) onex_tree_remove(b.data);
    }
    onex_buffer_clear(&b);
    return status;
}

onex_status onex_tree_make(const char *path, onex_error *err) {
    char *walk = strdup(path);
    if (!walk) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    for (char *at = walk + 1; !status && *walk; at++) {
        char end = *at;
        if (end && end != '/') continue;
        *at = 0;
        struct stat st;
        if (mkdir(walk, 0777) != 0 && !(errno == EEXIST && stat(walk, &st) == 0 && S_ISDIR(st.st_mode)))
            status = cannot_write(walk, err);
        *at = end;
        if (!end) break;
    }
    free(walk);
    return status;
}
