/* Walks the rules folder. Everything below school/ and colleges/ is read or refused; nothing is followed that leads
 * elsewhere. Which texts are accepted is file.c's, what they say is left to the lexer and the worker. */
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

#define wrong(w, path, hint, ...) onex_rule_file_wrong((path), (w)->problems, (w)->err, (hint), __VA_ARGS__)

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
    char *bytes = onex_arena_alloc(&w->folder->arena, most + 1);
    if (!bytes) return onex_no_memory(w->err);
    ssize_t len = read_bytes(fd, bytes, most);
    if (len < 0) return wrong(w, file->path, NULL, onex_tr("cannot be read: %s", "无法读取：%s"), onex_os_text(errno));
    return onex_rule_file_take(file, bytes, (size_t)len, w->problems, w->err);
}

static onex_status take_file(walk *w, int dir, const char *name, const char *path, const char *college, bool test) {
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return wrong(w, path, NULL, onex_tr("cannot be read: %s", "无法读取：%s"), onex_os_text(errno));
    onex_rule_file *file = NULL;
    onex_status status = onex_rule_folder_add(w->folder, path, college, test, &file, w->err);
    struct stat st;
    if (status == ONEX_OK && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)))
        status = wrong(w, path, NULL, "%s", onex_tr("not a regular file", "不是普通文件"));
    else if (status == ONEX_OK)
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
        return onex_fail(w->err, ONEX_E_INTERNAL, "%s", onex_os_text(errno));
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
        listed < 0 ? onex_fail(w->err, ONEX_E_INTERNAL, "%s", onex_os_text(errno)) : list_names(w, listed, &names);
    for (int i = 0; status == ONEX_OK && names && names[i]; i++) {
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
    bool known = true;
    onex_status status = onex_rule_college_check(name, path, w->colleges, w->ncolleges, &known, w->problems, w->err);
    if (status != ONEX_OK || !known) return status;
    return each(w, dir, name, path, strrchr(path, '/') + 1, visit_layer);
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
    if (status == ONEX_OK) onex_rule_folder_seal(out);
    return status;
}
