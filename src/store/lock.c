/* The writer's lock by flock(2) on NAME.lock: the kernel drops it when the holder ends, however it ends.
 * The file holds the number of the process for messages only and is never removed, as another may be opening it. */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static int patience = 10000;
static const volatile sig_atomic_t *stop;
static void (*waiting)(const char *path, const char *pid);

enum { PID = 24 };

void onex_lock_set_patience(int milliseconds) {
    patience = milliseconds;
}

void onex_lock_set_stop(const volatile sig_atomic_t *flag) {
    stop = flag;
}

void onex_lock_set_waiting(void (*fn)(const char *path, const char *pid)) {
    waiting = fn;
}

static void read_holder(int fd, char pid[PID]) {
    ssize_t n = pread(fd, pid, PID - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
}

static onex_status held(int fd, const char *path, onex_error *err) {
    char pid[PID];
    read_holder(fd, pid);
    if (!*pid)
        return onex_fail(
            err, ONEX_E_DATA,
            onex_tr("'%s' is being written by another onex; try again later", "“%s”正由另一个 onex 写入；请稍后再试"),
            path);
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("'%s' is being written by another onex (process %s); try again later",
                             "“%s”正由另一个 onex（进程 %s）写入；请稍后再试"),
                     path, pid);
}

/* Of a clock that only goes forward. */
static int64_t milliseconds(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static onex_status wait_for(int fd, const char *path, onex_error *err) {
    const int step = 20, moment = 500; /* milliseconds */
    bool told = false;
    for (int64_t start = milliseconds(); flock(fd, LOCK_EX | LOCK_NB) != 0;) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK)
            return onex_fail(err, ONEX_E_INTERNAL, onex_tr("cannot lock '%s': %s", "无法锁定“%s”：%s"), path,
                             onex_os_text(errno));
        int64_t waited = milliseconds() - start;
        if (waited >= patience || (stop && *stop)) return held(fd, path, err);
        if (!told && waiting && waited >= moment) {
            char pid[PID];
            read_holder(fd, pid);
            waiting(path, pid);
            told = true;
        }
        nanosleep(&(struct timespec){.tv_nsec = step * 1000000L}, NULL);
    }
    return ONEX_OK;
}

onex_status onex_lock_take(int *fd, const char *path, onex_error *err) {
    size_t size = strlen(path) + sizeof ".lock";
    char *name = malloc(size);
    if (!name) return onex_no_memory(err);
    snprintf(name, size, "%s.lock", path);
    *fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    onex_status status = ONEX_OK;
    if (*fd < 0) {
        status = onex_fail(err, ONEX_E_DATA, onex_tr("cannot write beside '%s': %s", "无法在“%s”所在文件夹写入：%s"),
                           path, onex_os_text(errno));
    } else {
        status = wait_for(*fd, path, err);
        if (status) {
            close(*fd);
            *fd = -1;
        }
    }
    free(name);
    if (status) return status;
    char pid[PID];
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    /* Only for messages: whether a full disk keeps it from being written does not matter. */
    bool said = ftruncate(*fd, 0) == 0 && pwrite(*fd, pid, (size_t)len, 0) == len;
    (void)said;
    return ONEX_OK;
}

void onex_lock_release(int fd) {
    if (fd >= 0) close(fd);
}
