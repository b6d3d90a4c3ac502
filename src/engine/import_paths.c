/* From the paths given to the files to be read, each with its table, in the order in which tables are filled. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/text.h"
#include "engine/import_work.h"
#include "model/entity_name.h"

static bool has_extension(const char *name, const char *extension) {
    size_t len = strlen(name), n = strlen(extension);
    return len > n && !strcasecmp(name + len - n, extension);
}

static bool is_workbook(const char *name) {
    return has_extension(name, ".xlsx");
}

static bool is_table_file(const char *name) {
    return has_extension(name, ".csv") || has_extension(name, ".tsv") || is_workbook(name);
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The path as it can be shown: valid UTF-8, U+FFFD for each byte that is none. */
static const char *shown_path(import *im, const char *path) {
    onex_buffer b = {0};
    size_t len = strlen(path), bad;
    for (size_t at = 0; at < len; at += bad + 1) {
        bool rest = onex_text_valid(path + at, len - at, &bad);
        if (rest) bad = len - at;
        onex_buffer_put(&b, path + at, bad);
        if (!rest) onex_buffer_text(&b, "\uFFFD");
    }
    const char *kept = b.failed ? NULL : onex_arena_text(&im->result->arena, b.data ? b.data : "", b.len);
    onex_buffer_clear(&b);
    return kept;
}

static onex_status add_input(import *im, const char *path, onex_error *err) {
    if (im->ninputs == im->cap_inputs) {
        int cap = im->cap_inputs ? im->cap_inputs * 2 : 16;
        input *grown = realloc(im->inputs, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        im->inputs = grown;
        im->cap_inputs = cap;
    }
    const char *kept = onex_arena_text(&im->result->arena, path, strlen(path)), *shown = shown_path(im, path);
    if (!kept || !shown) return onex_no_memory(err);
    im->inputs[im->ninputs] = (input){.path = kept, .shown = shown, .name = name_of(shown), .order = im->ninputs};
    im->ninputs++;
    return ONEX_OK;
}

/* ---- folders ---- */

static onex_status pass_over(import *im, const char *path, const char *why, onex_error *err) {
    char text[4096];
    const char *shown = shown_path(im, path);
    if (!shown) return onex_no_memory(err);
    snprintf(text, sizeof text, onex_tr("'%s' is passed over: %s", "略过“%s”：%s"), shown, why);
    return onex_import_note(im, text, err);
}

/* What has the name of a table's file is read even if it cannot be (that is told), unless it is no file at all. */
static onex_status add_named(import *im, const char *path, onex_error *err) {
    struct stat st;
    if (stat(path, &st) != 0 || S_ISREG(st.st_mode)) return add_input(im, path, err);
    return pass_over(im, path,
                     S_ISDIR(st.st_mode) ? onex_tr("a folder in the folder", "是文件夹中的文件夹")
                                         : onex_tr("no regular file", "不是普通文件"),
                     err);
}

static onex_status add_entry(import *im, const char *folder, const char *name, onex_error *err) {
    if (name[0] == '.' || !strncmp(name, "~$", 2)) return ONEX_OK;
    size_t len = strlen(folder);
    bool slash = len > 0 && folder[len - 1] == '/';
    onex_buffer path = {0};
    onex_buffer_printf(&path, "%s%s%s", folder, slash ? "" : "/", name);
    onex_status status;
    if (path.failed)
        status = onex_no_memory(err);
    else if (is_table_file(name))
        status = add_named(im, path.data, err);
    else
        status = pass_over(im, path.data, onex_tr("not *.csv, *.tsv or *.xlsx", "不是 *.csv、*.tsv 或 *.xlsx"), err);
    onex_buffer_clear(&path);
    return status;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* What is wrong with a path that was named: the others are read all the same. */
static onex_status tell_path(import *im, const char *path, const char *message, onex_error *err) {
    const char *shown = shown_path(im, path);
    if (!shown) return onex_no_memory(err);
    return onex_import_tell(im, false, (where){.input = &(input){.shown = shown, .order = im->ninputs}}, message, err);
}

static onex_status tell_missing(import *im, const char *path, const char *message, onex_error *err) {
    im->nmissing++;
    return tell_path(im, path, message, err);
}

static onex_status tell_closed(import *im, const char *folder, onex_error *err) {
    char message[300];
    if (errno == ENOMEM) return onex_no_memory(err);
    snprintf(message, sizeof message, onex_tr("cannot read the folder: %s", "无法读取该文件夹：%s"),
             onex_os_text(errno));
    return tell_path(im, folder, message, err);
}

static onex_status add_folder(import *im, const char *folder, onex_error *err) {
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, by_bytes), before = im->ninputs;
    if (n < 0) return tell_closed(im, folder, err);
    onex_status status = ONEX_OK;
    for (int i = 0; i < n; i++) {
        if (!status) status = add_entry(im, folder, entries[i]->d_name, err);
        free(entries[i]);
    }
    free(entries);
    if (status || im->ninputs > before) return status;
    return tell_missing(
        im, folder, onex_tr("no *.csv, *.tsv or *.xlsx in this folder", "该文件夹中没有 *.csv、*.tsv 或 *.xlsx"), err);
}

/* ---- tables ---- */

/* The name without its extension, in the normal form of titles (some systems write names decomposed). */
static onex_status by_name(input *in, onex_error *err) {
    const char *dot = strrchr(in->name, '.');
    size_t len = dot && dot > in->name ? (size_t)(dot - in->name) : strlen(in->name);
    if (!onex_text_valid(in->name, len, NULL)) return ONEX_OK;
    char *stem = onex_text_clean(in->name, len);
    if (!stem) return onex_no_memory(err);
    in->entity = onex_entity_find(stem);
    free(stem);
    return ONEX_OK;
}

onex_status onex_import_no_header(import *im, const input *in, onex_error *err) {
    return onex_import_tell(
        im, false, (where){.input = in, .row = 1},
        onex_tr("the file has no header; its first row must name the columns", "文件没有表头；第一行应为列名"), err);
}

static onex_status by_header(import *im, input *in, onex_error *err) {
    onex_source *source = NULL;
    onex_status status = onex_import_open(im, in, &source, err);
    if (status || !source) return status;
    onex_record record;
    onex_fault fault;
    switch (source->next(source, &record, &fault)) {
    case ONEX_SOURCE_RECORD: status = onex_import_fit(im, in, &record, err); break;
    case ONEX_SOURCE_END: status = onex_import_no_header(im, in, err); break;
    case ONEX_SOURCE_FAULT:
        status = onex_import_tell(im, false, (where){.input = in, .row = fault.row}, fault.message, err);
        break;
    case ONEX_SOURCE_NO_MEMORY: status = onex_no_memory(err); break;
    }
    source->close(source);
    return status;
}

/* Tables in the model's order, in which what is referred to mostly comes before what refers; attestations and
 * attributes, whose subjects are looked up at once, come last. */
static int rank_of(const onex_entity *entity) {
    if (!entity) return -1;
    int rank = (int)(entity - onex_entities);
    bool last = !strcmp(entity->name, "attestation") || !strcmp(entity->name, "attribute");
    return last ? rank + onex_nentities : rank;
}

static int by_rank(const void *a, const void *b) {
    const input *p = a, *q = b;
    int left = rank_of(p->entity), right = rank_of(q->entity);
    if (left != right) return left < right ? -1 : 1;
    return p->order < q->order ? -1 : 1;
}

onex_status onex_import_open(import *im, input *in, onex_source **out, onex_error *err) {
    *out = im->given;
    if (im->given) return ONEX_OK;
    if (is_workbook(in->name))
        return onex_import_tell(
            im, false, (where){.input = in},
            onex_tr("a workbook cannot be read; save its sheets as CSV", "无法读取工作簿；请将各工作表另存为 CSV"),
            err);
    onex_bytes bytes = {NULL, 0};
    bool regular = true;
    onex_status status = ONEX_OK;
    if (!in->kept) {
        status = onex_bytes_read(&bytes, in->path, &regular, err);
        if (status == ONEX_E_DATA || status == ONEX_E_NOT_FOUND) {
            in->unread = true;
            im->nmissing += status == ONEX_E_NOT_FOUND;
            return onex_import_tell(im, false, (where){.input = in}, err->text, err);
        }
        if (status) return status;
        if (!regular) {
            in->bytes = bytes;
            in->kept = true;
        }
    }
    if (in->kept) {
        bytes = (onex_bytes){malloc(in->bytes.len + 1), in->bytes.len};
        if (!bytes.data) return onex_no_memory(err);
        memcpy(bytes.data, in->bytes.data, bytes.len);
    }
    onex_sha256(bytes.data, bytes.len, in->sha256);
    onex_decoded text;
    status = onex_decode(&text, &bytes, im->options->encoding, err);
    if (!status) status = onex_csv_open(out, &text, has_extension(in->name, ".tsv"), err);
    if (status) free(text.data);
    onex_bytes_clear(&bytes);
    return status;
}

onex_status onex_import_paths(import *im, onex_error *err) {
    const onex_entity *entity = NULL;
    onex_status status = im->options->table ? onex_entity_named(&entity, im->options->table, err) : ONEX_OK;
    for (int i = 0; !status && i < im->options->npaths; i++) {
        const char *path = im->options->paths[i];
        struct stat st = {0};
        bool there = stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
        if (!there)
            status = tell_missing(im, path, onex_tr("no such file or folder", "没有该文件或文件夹"), err);
        else
            status = S_ISDIR(st.st_mode) ? add_folder(im, path, err) : add_input(im, path, err);
    }
    for (int i = 0; !status && i < im->ninputs; i++) {
        input *in = &im->inputs[i];
        in->entity = entity;
        if (!entity) status = by_name(in, err);
        if (!status && !in->entity) status = by_header(im, in, err);
    }
    if (!status && im->ninputs) qsort(im->inputs, (size_t)im->ninputs, sizeof *im->inputs, by_rank);
    return status;
}
