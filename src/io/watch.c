/* Watching a folder by inotify: each folder below it has a watch of its own, and so has its parent, in which it may be
 * made anew. Editors that save by renaming are seen like those that write. */
#include "io/watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANGES = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF };

typedef struct watched {
    int number; /* inotify's */
    char *path; /* inside the folder, "" for itself */
} watched;

struct onex_watch {
    int fd, above; /* above: the parent's watch */
    char *dir;
    const char *name; /* the folder's, in its parent */
    watched *items;
    int n, cap;
    char changed[PATH_MAX];
};

static onex_status cannot(const onex_watch *w, int why, onex_error *err) {
    if (why == ENOSPC || why == EMFILE)
        return onex_fail(err, ONEX_E_INTERNAL,
                         onex_tr("cannot watch '%s': the system has no more watches; see fs.inotify in sysctl",
                                 "无法监视“%s”：系统的监视数已用完；参见 sysctl 的 fs.inotify"),
                         w->dir);
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("cannot watch '%s': %s", "无法监视“%s”：%s"), w->dir, onex_os_text(why));
}

static bool passed_over(const char *name) {
    size_t len = strlen(name);
    return len == 0 || name[0] == '.' || name[len - 1] == '~';
}

static const char *path_of(const onex_watch *w, int number) {
    for (int i = w->n - 1; i >= 0; i--) /* a folder that was renamed has its last path behind its first */
        if (w->items[i].number == number) return w->items[i].path;
    return NULL;
}

static onex_status remember(onex_watch *w, int number, const char *path, onex_error *err) {
    const char *known = path_of(w, number);
    if (known && strcmp(known, path) == 0) return ONEX_OK;
    if (w->n == w->cap) {
        int cap = w->cap ? w->cap * 2 : 16;
        watched *grown = realloc(w->items, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        w->items = grown;
        w->cap = cap;
    }
    watched *made = &w->items[w->n];
    made->number = number;
    made->path = strdup(path);
    if (!made->path) return onex_no_memory(err);
    w->n++;
    return ONEX_OK;
}

static void forget(onex_watch *w, int number) {
    int kept = 0;
    for (int i = 0; i < w->n; i++)
        if (w->items[i].number == number)
            free(w->items[i].path);
        else
            w->items[kept++] = w->items[i];
    w->n = kept;
}

/* A folder was moved away: what it and those below it tell is of no concern any more. Where it is still inside, it is
 * found again. */
static void leave(onex_watch *w, const char *path) {
    size_t len = strlen(path);
    for (int i = 0; i < w->n; i++) {
        const char *at = w->items[i].path;
        if (len == 0 || (strncmp(at, path, len) == 0 && (at[len] == '/' || at[len] == '\0')))
            inotify_rm_watch(w->fd, w->items[i].number);
    }
}

/* The folder `path` inside and all below it; what vanishes meanwhile is no fault. Links are not followed. */
static onex_status watch_below(onex_watch *w, const char *path, onex_error *err) {
    char full[PATH_MAX];
    if (snprintf(full, sizeof full, "%s%s%s", w->dir, *path ? "/" : "", path) >= (int)sizeof full) return ONEX_OK;
    int number = inotify_add_watch(w->fd, full, CHANGES | IN_ONLYDIR | (*path ? IN_DONT_FOLLOW : 0));
    if (number < 0) return errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == EACCES ? ONEX_OK : cannot(w, errno, err);
    onex_status status = remember(w, number, path, err);
    DIR *folder = status ? NULL : opendir(full);
    for (struct dirent *entry; folder && !status && (entry = readdir(folder));) {
        char inner[PATH_MAX], whole[PATH_MAX * 2];
        struct stat st;
        if (passed_over(entry->d_name)) continue;
        if (snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "/" : "", entry->d_name) >= (int)sizeof inner) continue;
        snprintf(whole, sizeof whole, "%s/%s", w->dir, inner);
        if (lstat(whole, &st) == 0 && S_ISDIR(st.st_mode)) status = watch_below(w, inner, err);
    }
    if (folder) closedir(folder);
    return status;
}

static onex_status watch_above(onex_watch *w, onex_error *err) {
    char parent[PATH_MAX];
    size_t len = (size_t)(w->name - w->dir);
    if (len >= sizeof parent) return cannot(w, ENAMETOOLONG, err);
    snprintf(parent, sizeof parent, "%.*s", (int)len, w->dir);
    w->above = inotify_add_watch(w->fd, len ? parent : ".", IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR);
    return w->above < 0 ? cannot(w, errno, err) : ONEX_OK;
}

onex_status onex_watch_open(onex_watch **out, const char *dir, onex_error *err) {
    onex_watch *w = calloc(1, sizeof *w);
    *out = w;
    if (!w) return onex_no_memory(err);
    w->fd = -1;
    if (!(w->dir = strdup(dir))) return onex_no_memory(err);
    for (size_t len = strlen(w->dir); len > 1 && w->dir[len - 1] == '/'; len--) w->dir[len - 1] = '\0';
    const char *slash = strrchr(w->dir, '/');
    w->name = slash ? slash + 1 : w->dir;
    w->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (w->fd < 0) return cannot(w, errno, err);
    onex_status status = watch_above(w, err);
    return status ? status : watch_below(w, "", err);
}

void onex_watch_close(onex_watch *w) {
    if (!w) return;
    if (w->fd >= 0) close(w->fd);
    for (int i = 0; i < w->n; i++) free(w->items[i].path);
    free(w->items);
    free(w->dir);
    free(w);
}

/* Whether the event is a change of what is watched; its path is kept: the last one's is the name under which a save
 * ends. */
static bool take(onex_watch *w, const struct inotify_event *event) {
    const char *name = event->len ? event->name : "";
    const char *path = path_of(w, event->wd);
    if (event->mask & IN_Q_OVERFLOW) return true;
    if (event->mask & IN_IGNORED) {
        forget(w, event->wd);
        return false;
    }
    if ((event->mask & IN_MOVE_SELF) && path) leave(w, path);
    bool itself = event->wd == w->above && strcmp(name, w->name) == 0;
    if (itself) w->changed[0] = '\0';
    if (itself || (path && !*name)) return true;
    if (!path || passed_over(name)) return false;
    snprintf(w->changed, sizeof w->changed, "%s%s%s", path, *path ? "/" : "", name);
    return true;
}

/* Reads what has come; *changed: something that matters was among it. */
static onex_status drain(onex_watch *w, bool *changed, onex_error *err) {
    union {
        struct inotify_event event;
        char bytes[16384];
    } in;
    for (;;) {
        ssize_t got = read(w->fd, in.bytes, sizeof in.bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return ONEX_OK;
        if (got <= 0) return cannot(w, got < 0 ? errno : EIO, err);
        for (char *at = in.bytes; at < in.bytes + got;) {
            const struct inotify_event *event = (const void *)at;
            if (take(w, event)) *changed = true;
            at += sizeof *event + event->len;
        }
    }
}

onex_status onex_watch_wait(onex_watch *w, int quiet, const char **path, onex_error *err) {
    bool changed = false;
    w->changed[0] = '\0';
    *path = w->changed;
    for (;;) {
        struct pollfd fd = {.fd = w->fd, .events = POLLIN};
        int ready = poll(&fd, 1, changed ? quiet : -1);
        if (ready < 0 && errno != EINTR) return cannot(w, errno, err);
        if (ready == 0) return ONEX_OK;
        if (ready < 0) continue;
        onex_status status = drain(w, &changed, err);
        if (!status && changed) status = watch_below(w, "", err); /* folders that are new */
        if (status) return status;
    }
}
