/* Writes a file anew without ever leaving half of it, or another's change, behind. */
#include "io/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/outfile.h"

static onex_status cannot(onex_status code, const char *path, onex_error *err) {
    if (errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == ENOMEM) code = ONEX_E_INTERNAL;
    return onex_fail(err, code, onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), path, onex_os_text(errno));
}

/* Whether the file holds these bytes and no others (NULL: whether there is none). */
static bool holds(const char *path, const char *bytes, size_t len) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !bytes) {
        if (fd >= 0) close(fd);
        return fd < 0 && !bytes && errno == ENOENT;
    }
    char piece[4096];
    size_t at = 0;
    bool same = true;
    for (ssize_t n; same && (n = read(fd, piece, sizeof piece)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        same = n > 0 && (size_t)n <= len - at && memcmp(bytes + at, piece, (size_t)n) == 0;
        if (same) at += (size_t)n;
    }
    close(fd);
    return same && at == len;
}

/* The name of a file in the same folder that is passed over when rules are read; malloc'd. */
static char *hidden_name(const char *path) {
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    onex_buffer name = {0};
    onex_buffer_printf(&name, "%.*s.%s.XXXXXX", folder, path, path + folder);
    if (name.failed) onex_buffer_clear(&name);
    return name.data;
}

/* As a new file has it, or as the file had it. */
static mode_t mode_of(const char *path) {
    struct stat st;
    mode_t mask = umask(0);
    umask(mask);
    return stat(path, &st) == 0 ? st.st_mode & 07777 : 0666 & ~mask;
}

/* The name of the file is on disk when its folder is. */
static void folder_sync(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(folder);
}

static bool write_all(int fd, const char *data, size_t len) {
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static onex_status fill(int fd, const char *path, const char *hidden, const char *before, size_t nbefore,
                        const onex_buffer *b, onex_error *err) {
    if (fchmod(fd, mode_of(path)) != 0) return cannot(ONEX_E_DATA, path, err);
    if (!write_all(fd, b->data, b->len)) return cannot(ONEX_E_INTERNAL, path, err);
    if (!holds(path, before, nbefore))
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("'%s' was changed meanwhile; nothing was written", "“%s”刚被改动；没有写入任何内容"),
                         path);
    if (rename(hidden, path) != 0) return cannot(ONEX_E_DATA, path, err);
    folder_sync(path);
    return ONEX_OK;
}

onex_status onex_file_replace(const char *path, const char *before, size_t nbefore, const onex_buffer *b,
                              onex_error *err) {
    char *hidden = b->failed ? NULL : hidden_name(path);
    if (!hidden) return onex_no_memory(err);
    onex_status status;
    int fd = mkostemp(hidden, O_CLOEXEC);
    if (fd >= 0) {
        onex_unfinished_set(hidden);
        status = fill(fd, path, hidden, before, nbefore, b, err);
        close(fd);
        if (status) unlink(hidden);
        onex_unfinished_set(NULL);
    } else {
        status = cannot(ONEX_E_DATA, path, err);
    }
    free(hidden);
    return status;
}
