/* Walks the rules folder. Everything below school/ and colleges/ is read or refused; nothing is followed that leads
 * elsewhere. What the files say is left to the lexer and the worker. */
#include "rules/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "rules/compile.h"

typedef struct walk {
    onex_rule_folder *folder;
    const char **colleges;
    int ncolleges;
    onex_problems *problems;
    onex_error *err;
} walk;

typedef onex_status (*visit)(walk *w, int dir, const char *name, const char *path, const char *college);

static onex_status wrong(walk *w, const char *path, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static onex_status wrong(walk *w, const char *path, const char *hint, const char *fmt, ...) {
    char message[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    onex_place at = {.file = path};
    return onex_problem_add(w->problems, "E0101", false, at, 0, hint, "%s", message) == ONEX_OK
               ? ONEX_OK
               : onex_no_memory(w->err);
}

static bool passed_over(const char *name) {
    size_t len = strlen(name);
    return name[0] == '.' || (len > 0 && name[len - 1] == '~');
}

static bool is_lua(const char *name) {
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".lua") == 0;
}

static char *joined(walk *w, const char *path, const char *name) {
    size_t a = strlen(path), b = strlen(name);
    char *out = onex_arena_alloc(&w->folder->arena, a + b + 2);
    if (out) {
        memcpy(out, path, a);
        out[a] = '/';
        memcpy(out + a + 1, name, b);
    }
    return out;
}

/* ---- one file ---- */

static void hash_part(onex_buffer *hashed, const char *data, size_t len) {
    uint64_t n = len;
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(n >> (8 * i));
    onex_buffer_put(hashed, bytes, sizeof bytes);
    onex_buffer_put(hashed, data, len);
}

/* The file's bytes, one more than is allowed where it is too long; -1: it cannot be read. */
static ssize_t read_bytes(int fd, char *into, size_t size) {
    size_t len = 0;
    while (len < size) {
        ssize_t n = read(fd, into + len, size - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return -1;
        if (n == 0) break;
        len += (size_t)n;
    }
    return (ssize_t)len;
}

static onex_status take_text(walk *w, onex_rule_file *file, int fd, size_t size) {
    size_t most = ONEX_RULE_FILE_MAX + 4; /* with a byte order mark, and one byte too many */
    if (size < most) most = size;
    char *text = onex_arena_alloc(&w->folder->arena, most + 1);
    if (!text) return onex_no_memory(w->err);
    ssize_t len = read_bytes(fd, text, most);
    if (len < 0) return wrong(w, file->path, NULL, onex_tr("cannot be read: %s", "无法读取：%s"), strerror(errno));
    bool bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    if (len - (bom ? 3 : 0) > ONEX_RULE_FILE_MAX)
        return wrong(w, file->path, onex_tr("split it", "请拆分成几个文件"),
                     onex_tr("longer than 64 kB", "超过 64 kB"));
    file->bytes = text;
    file->nbytes = (size_t)len;
    if (bom) text += 3;
    len -= bom ? 3 : 0;
    text[len] = '\0';
    size_t bad;
    if (!onex_text_valid(text, (size_t)len, &bad)) {
        int line = 1;
        for (size_t i = 0; i < bad; i++) line += text[i] == '\n';
        onex_place at = {.file = file->path, .line = line};
        return onex_problem_add(w->problems, "E0102", false, at, 0,
                                onex_tr("save the file as UTF-8", "请把文件存为 UTF-8"), "%s",
                                onex_tr("the file is not UTF-8 text", "文件不是 UTF-8 文本"));
    }
    file->text = text;
    file->len = (size_t)len;
    return ONEX_OK;
}

static onex_status take_file(walk *w, int dir, const char *name, const char *path, const char *college, bool test) {
    onex_rule_folder *folder = w->folder;
    if (folder->nfiles == ONEX_RULE_FILES_MAX)
        return onex_fail(w->err, ONEX_E_RULE, onex_tr("more than %d rule files", "规则文件超过 %d 个"),
                         ONEX_RULE_FILES_MAX);
    if (folder->nfiles == folder->cap) {
        int cap = folder->cap ? folder->cap * 2 : 64;
        onex_rule_file *grown = realloc(folder->files, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(w->err);
        folder->files = grown;
        folder->cap = cap;
    }
    onex_rule_file *file = &folder->files[folder->nfiles];
    *file = (onex_rule_file){.path = path, .college = college, .test = test};
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return wrong(w, path, NULL, onex_tr("cannot be read: %s", "无法读取：%s"), strerror(errno));
    struct stat st;
    onex_status status = ONEX_OK;
    folder->nfiles++;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        status = wrong(w, path, NULL, "%s", onex_tr("not a regular file", "不是普通文件"));
    else
        status = take_text(w, file, fd, (size_t)st.st_size);
    close(fd);
    return status;
}

/* ---- folders ---- */

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted bytewise, without those passed over; NULL-terminated. */
static onex_status list_names(walk *w, int fd, char ***out) {
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return onex_fail(w->err, ONEX_E_INTERNAL, "%s", strerror(errno));
    }
    int n = 0, cap = 32;
    char **names = onex_arena_alloc(&w->folder->arena, (size_t)cap * sizeof *names);
    struct dirent *entry;
    while (names && (entry = readdir(dir))) {
        if (passed_over(entry->d_name)) continue;
        if (n + 1 == cap) {
            char **grown = onex_arena_alloc(&w->folder->arena, (size_t)(cap *= 2) * sizeof *names);
            if (grown) memcpy(grown, names, (size_t)n * sizeof *names);
            names = grown;
        }
        if (!names || !(names[n] = onex_arena_text(&w->folder->arena, entry->d_name, strlen(entry->d_name)))) break;
        n++;
    }
    closedir(dir);
    if (!names || (n && !names[n - 1])) return onex_no_memory(w->err);
    qsort(names, (size_t)n, sizeof *names, by_name);
    *out = names;
    return ONEX_OK;
}

/* Visits every name of the folder `path` below `dir`. A folder that is not there is an empty one. */
static onex_status each(walk *w, int dir, const char *name, const char *path, const char *college, visit visitor) {
    struct stat st;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) return ONEX_OK;
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return wrong(w, path, NULL, "%s", onex_tr("not a folder that can be read", "不是可以读取的文件夹"));
    int listed = dup(fd);
    char **names = NULL;
    onex_status status =
        listed < 0 ? onex_fail(w->err, ONEX_E_INTERNAL, "%s", strerror(errno)) : list_names(w, listed, &names);
    for (int i = 0; status == ONEX_OK && names[i]; i++) {
        char *inner = joined(w, path, names[i]);
        status = inner ? visitor(w, fd, names[i], inner, college) : onex_no_memory(w->err);
    }
    close(fd);
    return status;
}

static onex_status unread(walk *w, const char *path) {
    return wrong(w, path, onex_tr("only .lua files and a folder tests belong here", "这里只放 .lua 文件和文件夹 tests"),
                 "%s", onex_tr("nothing reads this", "没有程序读取它"));
}

static bool is_folder(int dir, const char *name) {
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static bool is_link(int dir, const char *name) {
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

static onex_status visit_test(walk *w, int dir, const char *name, const char *path, const char *college) {
    if (is_link(dir, name))
        return wrong(w, path, NULL, "%s", onex_tr("a link; only regular files are read", "是链接；只读取普通文件"));
    if (is_folder(dir, name) || !is_lua(name)) return unread(w, path);
    return take_file(w, dir, name, path, college, true);
}

static onex_status visit_layer(walk *w, int dir, const char *name, const char *path, const char *college) {
    if (is_link(dir, name))
        return wrong(w, path, NULL, "%s", onex_tr("a link; only regular files are read", "是链接；只读取普通文件"));
    if (is_folder(dir, name))
        return strcmp(name, "tests") == 0 ? each(w, dir, name, path, college, visit_test) : unread(w, path);
    return is_lua(name) ? take_file(w, dir, name, path, college, false) : unread(w, path);
}

static onex_status visit_college(walk *w, int dir, const char *name, const char *path, const char *college) {
    (void)college;
    if (!is_folder(dir, name))
        return wrong(w, path, NULL, "%s",
                     onex_tr("not a college's folder; nothing reads this", "不是二级学院的文件夹；没有程序读取它"));
    if (w->colleges) {
        onex_nearest nearest;
        onex_nearest_init(&nearest, name);
        bool known = false;
        for (int i = 0; i < w->ncolleges; i++) {
            known = known || strcmp(w->colleges[i], name) == 0;
            onex_nearest_offer(&nearest, w->colleges[i]);
        }
        char near[256], hint[320];
        snprintf(hint, sizeof hint, onex_tr("nearest: %s", "相近的有：%s"),
                 onex_nearest_text(&nearest, near, sizeof near));
        if (!known)
            return wrong(w, path, *near ? hint : NULL,
                         onex_tr("no college '%s' in the database", "数据库中没有二级学院“%s”"), name);
    }
    return each(w, dir, name, path, strrchr(path, '/') + 1, visit_layer);
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const onex_rule_file *)a)->path, ((const onex_rule_file *)b)->path);
}

/* Path and bytes of every file, each with its length before it, so that nothing can move between them unseen. */
static onex_status take_hash(onex_rule_folder *folder, onex_error *err) {
    onex_buffer hashed = {0};
    onex_buffer_text(&hashed, "");
    for (int i = 0; i < folder->nfiles; i++) {
        hash_part(&hashed, folder->files[i].path, strlen(folder->files[i].path));
        hash_part(&hashed, folder->files[i].bytes, folder->files[i].nbytes);
    }
    if (!hashed.failed) onex_sha256(hashed.data, hashed.len, folder->hash);
    onex_status status = hashed.failed ? onex_no_memory(err) : ONEX_OK;
    onex_buffer_clear(&hashed);
    return status;
}

onex_status onex_rule_folder_read(onex_rule_folder *out, const char *dir, const char **colleges, int ncolleges,
                                  onex_problems *problems, onex_error *err) {
    *out = (onex_rule_folder){0};
    int root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no rules folder '%s'", "没有规则文件夹“%s”"), dir);
    walk w = {.folder = out, .colleges = colleges, .ncolleges = ncolleges, .problems = problems, .err = err};
    onex_status status;
    if (!is_folder(root, "school"))
        status = onex_fail(
            err, ONEX_E_NOT_FOUND,
            onex_tr("'%s' is no rules folder: it has no folder school", "“%s”不是规则文件夹：其中没有文件夹 school"),
            dir);
    else
        status = each(&w, root, "colleges", "colleges", NULL, visit_college);
    if (status == ONEX_OK) status = each(&w, root, "school", "school", NULL, visit_layer);
    close(root);
    if (out->nfiles) qsort(out->files, (size_t)out->nfiles, sizeof *out->files, by_path);
    if (status == ONEX_OK) status = take_hash(out, err);
    return status;
}

void onex_rule_folder_clear(onex_rule_folder *folder) {
    free(folder->files);
    onex_arena_clear(&folder->arena);
    *folder = (onex_rule_folder){0};
}

const onex_rule_file *onex_rule_folder_find(const onex_rule_folder *folder, const char *path) {
    onex_rule_file wanted = {.path = path};
    return folder->nfiles ? bsearch(&wanted, folder->files, (size_t)folder->nfiles, sizeof wanted, by_path) : NULL;
}
