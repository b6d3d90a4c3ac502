/* The process at the other end: spawning it, talking within a time, ending it, and telling why it ended. What the
 * messages hold is left to worker_load.c and compute.c. */
#include "rules/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const onex_worker_limits onex_worker_usual_limits = {2000, 3000};

struct onex_worker {
    pid_t pid; /* 0: it was waited for */
    int fd;
    onex_worker_limits limits;
    int64_t wall_from, cpu_from; /* milliseconds, when the question was asked */
    size_t heard;                /* bytes of the answer so far */
    bool asked;                  /* to load; the answer was not waited for yet */
    onex_buffer in;              /* the message heard last */
    char dead[200];              /* why; "": it lives */
};

/* ---- time ---- */

static int64_t milliseconds(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t cpu_of(const onex_worker *w) {
    clockid_t clock;
    return clock_getcpuclockid(w->pid, &clock) == 0 ? milliseconds(clock) : 0;
}

/* ---- the end ---- */

static int reap(onex_worker *w) {
    int status = 0;
    while (w->pid && waitpid(w->pid, &status, 0) < 0 && errno == EINTR) continue;
    w->pid = 0;
    return status;
}

__attribute__((format(printf, 2, 3))) static void died(onex_worker *w, const char *fmt, ...) {
    if (!w->dead[0]) {
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(w->dead, sizeof w->dead, fmt, ap);
        va_end(ap);
    }
    if (w->pid) kill(w->pid, SIGKILL);
    reap(w);
}

static void over_time(onex_worker *w, bool cpu) {
    double seconds = (cpu ? w->limits.cpu_ms : w->limits.wall_ms) / 1000.0;
    if (cpu)
        died(w, onex_tr("stopped after %g s of CPU", "占用 CPU %g 秒后被终止"), seconds);
    else
        died(w, onex_tr("stopped after %g s", "运行 %g 秒后被终止"), seconds);
}

/* The other end closed: the way it ended tells why. */
static void ended(onex_worker *w) {
    int status = reap(w);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        over_time(w, true);
    else if (WIFSIGNALED(status))
        died(w, onex_tr("the process that ran it crashed (signal %d)", "运行它的进程崩溃（信号 %d）"),
             WTERMSIG(status));
    else
        died(w, onex_tr("the process that ran it ended (code %d)", "运行它的进程已退出（代码 %d）"),
             WEXITSTATUS(status));
}

void onex_worker_give_up(onex_worker *w, onex_worker_stop why, bool rubbish) {
    if (rubbish)
        died(w, "%s",
             onex_tr("the process that ran it gave an answer that makes no sense", "运行它的进程给出了无法理解的回答"));
    else if (why == ONEX_STOP_TIME)
        over_time(w, true);
    else if (why == ONEX_STOP_MEMORY)
        died(w, onex_tr("stopped when it wanted more than %d MB of memory", "需要的内存超过 %d MB，被终止"),
             ONEX_WORKER_MEMORY >> 20);
    else
        died(w, "%s", onex_tr("stopped when it declared too much", "声明的内容过多，被终止"));
}

const char *onex_worker_dead(const onex_worker *w) {
    return w->dead[0] ? w->dead : NULL;
}
onex_worker_limits onex_worker_limits_of(const onex_worker *w) {
    return w->limits;
}

/* ---- talking ---- */

/* Waits until the socket is ready; false: the worker broke its time, and is dead. */
static bool ready(onex_worker *w, short events) {
    for (;;) {
        int64_t left = w->wall_from + w->limits.wall_ms - milliseconds(CLOCK_MONOTONIC);
        struct pollfd fd = {.fd = w->fd, .events = events};
        int n = left > 0 ? poll(&fd, 1, left < 50 ? (int)left : 50) : 0;
        if (n > 0) return true;
        if (n < 0 && errno != EINTR) {
            died(w, "%s", strerror(errno));
            return false;
        }
        bool cpu = cpu_of(w) - w->cpu_from >= w->limits.cpu_ms;
        if (!cpu && left > 0) continue;
        over_time(w, cpu);
        return false;
    }
}

static bool send_all(onex_worker *w, const char *data, size_t len) {
    while (len) {
        if (!ready(w, POLLOUT)) return false;
        ssize_t n = send(w->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) {
            ended(w);
            return false;
        }
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static bool receive_all(onex_worker *w, char *into, size_t len) {
    while (len) {
        if (!ready(w, POLLIN)) return false;
        ssize_t n = recv(w->fd, into, len, MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) {
            ended(w);
            return false;
        }
        into += n;
        len -= (size_t)n;
    }
    return true;
}

bool onex_worker_asked(const onex_worker *w) {
    return w->asked;
}

void onex_worker_attend(onex_worker *w) {
    w->wall_from = milliseconds(CLOCK_MONOTONIC);
    w->asked = false;
}

bool onex_worker_ask(onex_worker *w, onex_worker_message kind, const onex_buffer *message) {
    if (w->dead[0]) return false;
    w->wall_from = milliseconds(CLOCK_MONOTONIC);
    w->cpu_from = cpu_of(w);
    w->heard = 0;
    w->asked = kind == ONEX_MSG_LOAD;
    int64_t len = (int64_t)message->len + 1;
    char head[sizeof len + 1];
    memcpy(head, &len, sizeof len);
    head[sizeof len] = (char)kind;
    return send_all(w, head, sizeof head) && send_all(w, message->data, message->len);
}

int onex_worker_hear(onex_worker *w, onex_wire *message) {
    *message = (onex_wire){.bad = true};
    if (w->dead[0]) return 0;
    int64_t len;
    char kind;
    if (!receive_all(w, (char *)&len, sizeof len)) return 0;
    if (len < 1 || len > ONEX_WORKER_MESSAGE || (w->heard += (size_t)len) > ONEX_WORKER_ANSWER) {
        onex_worker_give_up(w, ONEX_STOP_SIZE, true);
        return 0;
    }
    if (!receive_all(w, &kind, 1)) return 0;
    w->in.len = 0;
    for (int64_t left = len - 1; left > 0;) {
        char part[16384];
        size_t n = left < (int64_t)sizeof part ? (size_t)left : sizeof part;
        if (!receive_all(w, part, n)) return 0;
        onex_buffer_put(&w->in, part, n);
        left -= (int64_t)n;
    }
    if (w->in.failed) {
        died(w, "%s", onex_tr("out of memory", "内存不足"));
        message->no_memory = true;
        return 0;
    }
    *message = (onex_wire){.at = w->in.data, .end = w->in.data + w->in.len};
    return kind > 0 ? kind : -1;
}

/* ---- spawning ---- */

/* The child's descriptors: nothing but the socket; what a program expects as standard streams is /dev/null. Its process
 * group is its own, so that what interrupts the program from a terminal leaves computes to end with it. */
static int spawn(pid_t *pid, const char *program, int socket_fd) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    char *const argv[] = {(char *)program, (char *)"--rule-worker", NULL};
    char *const environment[] = {(char *)"LC_ALL=C", NULL};
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    if ((error = posix_spawnattr_init(&attributes)) == 0) {
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        error = posix_spawn_file_actions_adddup2(&actions, socket_fd, ONEX_WORKER_FD);
        for (int fd = 0; fd <= 2 && !error; fd++)
            error = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
        if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, ONEX_WORKER_FD + 1);
        if (!error) error = posix_spawn(pid, program, &actions, &attributes, argv, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

onex_status onex_worker_start(onex_worker **out, const char *program, onex_worker_limits limits, onex_error *err) {
    onex_worker *w = calloc(1, sizeof *w);
    if (!w) return onex_no_memory(err);
    w->limits = limits;
    w->fd = -1;
    int pair[2];
    int error = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0 ? 0 : errno;
    if (!error) {
        w->fd = pair[0];
        error = spawn(&w->pid, program, pair[1]);
        close(pair[1]);
    }
    if (error) {
        w->pid = 0;
        onex_worker_end(w);
        return onex_fail(err, ONEX_E_INTERNAL,
                         onex_tr("cannot start the process that runs rule files: %s", "无法启动运行规则文件的进程：%s"),
                         strerror(error));
    }
    *out = w;
    return ONEX_OK;
}

void onex_worker_end(onex_worker *w) {
    if (!w) return;
    if (w->pid) kill(w->pid, SIGKILL);
    reap(w);
    if (w->fd >= 0) close(w->fd);
    onex_buffer_clear(&w->in);
    free(w);
}
