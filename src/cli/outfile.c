/* Writes a finished text to a file by way of PATH.part, so that an interrupted command leaves no half of it. */
#include "cli/outfile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"

static onex_status cannot(onex_status code, const char *path, onex_error *err) {
    return onex_fail(err, code, onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), path, onex_os_text(errno));
}

static onex_status put(FILE *out, const char *path, const onex_buffer *b, bool special, onex_error *err) {
    if (fwrite(b->data, 1, b->len, out) != b->len || fflush(out) != 0 || (!special && fsync(fileno(out)) != 0))
        return cannot(ONEX_E_INTERNAL, path, err);
    return ONEX_OK;
}

onex_status onex_outfile_write(const char *path, const onex_buffer *b, onex_error *err) {
    struct stat st;
    bool special = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
    onex_buffer part = {0};
    onex_buffer_printf(&part, special ? "%s" : "%s.part", path);
    if (part.failed || b->failed) {
        onex_buffer_clear(&part);
        return onex_no_memory(err);
    }
    onex_status status;
    FILE *out = fopen(part.data, "we");
    if (out) {
        if (!special) onex_cli_unfinished(part.data);
        status = put(out, path, b, special, err);
        fclose(out);
        if (!special && !status && rename(part.data, path) != 0) status = cannot(ONEX_E_DATA, path, err);
        if (!special && status) unlink(part.data);
        onex_cli_unfinished(NULL);
    } else {
        status = cannot(ONEX_E_DATA, path, err);
    }
    onex_buffer_clear(&part);
    return status;
}
