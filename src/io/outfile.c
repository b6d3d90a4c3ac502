/* Writes files by way of PATH.part, so that an interrupted command leaves no half of them. */
#include "io/outfile.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what is not finished ---- */

static char unfinished[4096];
static volatile sig_atomic_t unfinished_set;

void onex_unfinished_set(const char *path) {
    unfinished_set = 0;
    if (!path || strlen(path) >= sizeof unfinished) return;
    strcpy(unfinished, path);
    unfinished_set = 1;
}

void onex_unfinished_remove(void) {
    if (unfinished_set) unlink(unfinished);
}

/* ---- files ---- */

static onex_status cannot(onex_status code, const char *path, onex_error *err) {
    if (errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == ENOMEM) code = ONEX_E_INTERNAL;
    return onex_fail(err, code, onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), path, onex_os_text(errno));
}

static void clear(onex_outfile *out) {
    free(out->path);
    free(out->part);
    *out = (onex_outfile){0};
}

onex_status onex_outfile_open(onex_outfile *out, const char *path, onex_error *err) {
    struct stat st;
    onex_buffer part = {0};
    *out = (onex_outfile){.path = strdup(path)};
    out->special = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
    onex_buffer_printf(&part, out->special ? "%s" : "%s.part", path);
    out->part = part.data;
    if (!out->path || part.failed) {
        clear(out);
        return onex_no_memory(err);
    }
    out->file = fopen(out->part, "we");
    if (out->file) {
        if (!out->special) onex_unfinished_set(out->part);
        return ONEX_OK;
    }
    onex_status status = cannot(ONEX_E_DATA, path, err);
    clear(out);
    return status;
}

static bool written(const onex_outfile *out) {
    return !ferror(out->file) && fflush(out->file) == 0 && (out->special || fsync(fileno(out->file)) == 0);
}

onex_status onex_outfile_close(onex_outfile *out, onex_status so_far, onex_error *err) {
    if (!out->file) return so_far;
    onex_status status = so_far;
    errno = 0;
    if (!status && !written(out)) {
        if (!errno) errno = EIO;
        status = cannot(ONEX_E_INTERNAL, out->path, err);
    }
    fclose(out->file);
    if (!out->special && !status && rename(out->part, out->path) != 0) status = cannot(ONEX_E_DATA, out->path, err);
    if (!out->special && status) unlink(out->part);
    onex_unfinished_set(NULL);
    clear(out);
    return status;
}

onex_status onex_outfile_write(const char *path, const onex_buffer *b, onex_error *err) {
    onex_outfile out;
    if (b->failed) return onex_no_memory(err);
    onex_status status = onex_outfile_open(&out, path, err);
    if (status) return status;
    if (b->len) (void)!fwrite(b->data, 1, b->len, out.file); /* the close finds what failed */
    return onex_outfile_close(&out, ONEX_OK, err);
}
