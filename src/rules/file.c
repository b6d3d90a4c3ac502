/* The files of a rule set, wherever they come from: which texts are accepted, in which order they stand, and the hash
 * that names the set. Also takes a set from texts that were stored. Reading a folder is folder.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/compile.h"
#include "rules/folder.h"

onex_status onex_rule_file_wrong(const char *path, onex_problems *problems, onex_error *err, const char *hint,
                                 const char *fmt, ...) {
    char message[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    onex_place at = {.file = path};
    return onex_problem_add(problems, "E0101", false, at, 0, hint, "%s", message) == ONEX_OK ? ONEX_OK
                                                                                             : onex_no_memory(err);
}

/* ---- taking files ---- */

onex_status onex_rule_folder_add(onex_rule_folder *folder, const char *path, const char *college, bool test,
                                 onex_rule_file **out, onex_error *err) {
    if (folder->nfiles == ONEX_RULE_FILES_MAX)
        return onex_fail(err, ONEX_E_RULE, onex_tr("more than %d rule files", "规则文件超过 %d 个"),
                         ONEX_RULE_FILES_MAX);
    if (folder->nfiles == folder->cap) {
        int cap = folder->cap ? folder->cap * 2 : 64;
        onex_rule_file *grown = realloc(folder->files, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        folder->files = grown;
        folder->cap = cap;
    }
    *out = &folder->files[folder->nfiles++];
    **out = (onex_rule_file){.path = path, .college = college, .test = test};
    return ONEX_OK;
}

onex_status onex_rule_file_take(onex_rule_file *file, char *bytes, size_t len, onex_problems *problems,
                                onex_error *err) {
    char *text = bytes;
    size_t mark = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (len - mark > ONEX_RULE_FILE_MAX)
        return onex_rule_file_wrong(file->path, problems, err, onex_tr("split it", "请拆分成几个文件"), "%s",
                                    onex_tr("longer than 64 kB", "超过 64 kB"));
    file->bytes = bytes;
    file->nbytes = len;
    text += mark;
    len -= mark;
    text[len] = '\0';
    size_t bad;
    if (!onex_text_valid(text, len, &bad)) {
        int line = 1;
        for (size_t i = 0; i < bad; i++) line += text[i] == '\n';
        onex_place at = {.file = file->path, .line = line};
        return onex_problem_add(problems, "E0102", false, at, 0,
                                onex_tr("save the file as UTF-8", "请把文件存为 UTF-8"), "%s",
                                onex_tr("the file is not UTF-8 text", "文件不是 UTF-8 文本"));
    }
    file->text = text;
    file->len = len;
    return ONEX_OK;
}

onex_status onex_rule_college_check(const char *name, const char *path, const char **colleges, int ncolleges,
                                    bool *known, onex_problems *problems, onex_error *err) {
    *known = !colleges;
    if (!colleges) return ONEX_OK;
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < ncolleges; i++) {
        *known = *known || strcmp(colleges[i], name) == 0;
        onex_nearest_offer(&nearest, colleges[i]);
    }
    if (*known) return ONEX_OK;
    char near[256], hint[320];
    snprintf(hint, sizeof hint, onex_tr("nearest: %s", "相近的有：%s"), onex_nearest_text(&nearest, near, sizeof near));
    return onex_rule_file_wrong(path, problems, err, *near ? hint : NULL,
                                onex_tr("no college '%s' in the database", "数据库中没有二级学院“%s”"), name);
}

/* ---- order and hash ---- */

static int by_path(const void *a, const void *b) {
    return strcmp(((const onex_rule_file *)a)->path, ((const onex_rule_file *)b)->path);
}

/* Each part with its length before it, so that nothing can move between them unseen. */
static void hash_part(onex_digest *digest, const char *data, size_t len) {
    uint64_t n = len;
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(n >> (8 * i));
    onex_digest_put(digest, bytes, sizeof bytes);
    onex_digest_put(digest, data, len);
}

void onex_rule_folder_seal(onex_rule_folder *folder) {
    onex_digest digest;
    if (folder->nfiles) qsort(folder->files, (size_t)folder->nfiles, sizeof *folder->files, by_path);
    onex_digest_init(&digest);
    for (int i = 0; i < folder->nfiles; i++) {
        hash_part(&digest, folder->files[i].path, strlen(folder->files[i].path));
        hash_part(&digest, folder->files[i].bytes, folder->files[i].nbytes);
    }
    onex_digest_end(&digest, folder->hash);
}

const onex_rule_file *onex_rule_folder_find(const onex_rule_folder *folder, const char *path) {
    onex_rule_file wanted = {.path = path};
    return folder->nfiles ? bsearch(&wanted, folder->files, (size_t)folder->nfiles, sizeof wanted, by_path) : NULL;
}

void onex_rule_folder_clear(onex_rule_folder *folder) {
    free(folder->files);
    onex_arena_clear(&folder->arena);
    *folder = (onex_rule_folder){0};
}

/* ---- a set from stored texts ---- */

/* What the path inside the set says: school/x.lua, colleges/c/x.lua, each also below tests/. False: nothing reads it.
 */
static bool read_path(onex_arena *arena, const char *path, const char **college, bool *test) {
    const char *rest = path;
    *college = NULL;
    if (strncmp(rest, "school/", 7) == 0) {
        rest += 7;
    } else if (strncmp(rest, "colleges/", 9) == 0) {
        rest += 9;
        size_t len = strcspn(rest, "/");
        if (!len || !rest[len] || !(*college = onex_arena_text(arena, rest, len))) return false;
        rest += len + 1;
    } else
        return false;
    *test = strncmp(rest, "tests/", 6) == 0;
    if (*test) rest += 6;
    size_t len = strlen(rest);
    return !strchr(rest, '/') && len > 4 && strcmp(rest + len - 4, ".lua") == 0;
}

static onex_status take_stored(onex_rule_folder *out, const onex_rules_text *stored, const char **colleges,
                               int ncolleges, onex_problems *problems, onex_error *err) {
    char *path = onex_arena_text(&out->arena, stored->path, strlen(stored->path));
    char *bytes = onex_arena_text(&out->arena, stored->text, stored->len);
    const char *college;
    bool test, known = true;
    if (!path || !bytes) return onex_no_memory(err);
    if (!read_path(&out->arena, path, &college, &test))
        return onex_rule_file_wrong(path, problems, err, NULL, "%s", onex_tr("nothing reads this", "没有程序读取它"));
    onex_rule_file *file = NULL;
    onex_status status = ONEX_OK;
    if (college) status = onex_rule_college_check(college, path, colleges, ncolleges, &known, problems, err);
    if (status != ONEX_OK || !known) return status;
    status = onex_rule_folder_add(out, path, college, test, &file, err);
    return status == ONEX_OK ? onex_rule_file_take(file, bytes, stored->len, problems, err) : status;
}

onex_status onex_rule_folder_take(onex_rule_folder *out, const onex_rules_text *files, int nfiles,
                                  const char **colleges, int ncolleges, onex_problems *problems, onex_error *err) {
    *out = (onex_rule_folder){0};
    onex_status status = ONEX_OK;
    for (int i = 0; i < nfiles && status == ONEX_OK; i++)
        status = take_stored(out, &files[i], colleges, ncolleges, problems, err);
    if (status == ONEX_OK) onex_rule_folder_seal(out);
    return status;
}
