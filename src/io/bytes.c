/* Reads a whole file into memory: a parser then works on plain bytes, and a file that shrinks meanwhile does no harm
 * (as it would under mmap). What the bytes mean is left to decode.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/source.h"

void onex_bytes_clear(onex_bytes *bytes) {
    free(bytes->data);
    *bytes = (onex_bytes){NULL, 0};
}

static onex_status read_all(onex_bytes *out, int fd, size_t expected, const char *path, onex_error *err) {
    size_t cap = expected + 1; /* one more, so that the end of the file is seen without growing */
    if (cap < 4096) cap = 4096;
    out->data = malloc(cap);
    if (!out->data) return onex_no_memory(err);
    for (;;) {
        if (out->len == cap) {
            char *grown = cap > SIZE_MAX / 2 ? NULL : realloc(out->data, cap * 2);
            if (!grown) return onex_no_memory(err);
            out->data = grown;
            cap *= 2;
        }
        ssize_t n = read(fd, out->data + out->len, cap - out->len);
        if (n == 0) return ONEX_OK;
        if (n > 0) out->len += (size_t)n;
        if (n < 0 && errno != EINTR)
            return onex_fail(err, ONEX_E_DATA, onex_tr("cannot read '%s': %s", "无法读取“%s”：%s"), path,
                             onex_os_text(errno));
    }
}

onex_status onex_bytes_read(onex_bytes *out, const char *path, bool *regular, onex_error *err) {
    *out = (onex_bytes){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no file '%s'", "没有文件“%s”"), path);
        return onex_fail(err, ONEX_E_DATA, onex_tr("cannot open '%s': %s", "无法打开“%s”：%s"), path,
                         onex_os_text(errno));
    }
    struct stat st;
    bool plain = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (regular) *regular = plain;
    onex_status status = read_all(out, fd, plain && st.st_size > 0 ? (size_t)st.st_size : 0, path, err);
    close(fd);
    if (status) onex_bytes_clear(out);
    return status;
}
