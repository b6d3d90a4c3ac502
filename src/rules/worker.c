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
    int64_t cpu_most;            /* for its answer */
    int64_t earned;              /* CPU for all computes: that of one question, and a little for each row */
    int64_t loaded;              /* CPU when the first compute was asked; 0: none was */
    int64_t looked;              /* when its socket was looked at last */
    onex_buffer in;              /* the answer so far, */
    size_t whole, heard;         /* bytes of whole messages in it, and of those that were heard */
    bool answered, closed;       /* it said all; it closed its end */
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
    bool all = w->cpu_most < w->limits.cpu_ms; /* its computes used up together what they had earned */
    double seconds = (double)(!cpu ? w->limits.wall_ms : all ? w->earned : w->limits.cpu_ms) / 1000.0;
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
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        died(w, "%s",
             onex_tr("stopped when it asked the operating system for what no rule file may have",
                     "向操作系统要求了规则文件不允许的操作，被终止"));
    else if (WIFSIGNALED(status))
        died(w, onex_tr("the process that ran it crashed (signal %d)", "运行它的进程崩溃（信号 %d）"),
             WTERMSIG(status));
    else
        died(w, onex_tr("the process that ran it ended (code %d)", "运行它的进程已退出（代码 %d）"),
             WEXITSTATUS(status));
}

void onex_worker_give_up(onex_worker *w, onex_worker_stop why, bool rubbish) {
    w->whole = w->heard; /* nothing more of it is believed, */
    w->dead[0] = '\0';   /* not even the way it ended */
    if (rubbish)
        died(w, "%s",
             onex_tr("the process that ran it gave an answer that makes no sense", "运行它的进程给出了无法理解的回答"));
    else if (why == ONEX_STOP_TIME)
        over_time(w, true);
    else if (why == ONEX_STOP_MEMORY)
        died(w, onex_tr("stopped when it wanted more than %d MB of memory", "需要的内存超过 %d MB，被终止"),
             ONEX_WORKER_MEMORY >> 20);
    else if (why == ONEX_STOP_UNCONFINED)
        died(w, "%s", onex_tr("not run", "未运行"));
    else
        died(w, "%s", onex_tr("stopped when it declared too much", "声明的内容过多，被终止"));
}

const char *onex_worker_dead(const onex_worker *w) {
    return w->dead[0] ? w->dead : NULL;
}
onex_worker_limits onex_worker_limits_of(const onex_worker *w) {
    return w->limits;
}

/* ---- listening ---- */

enum {
    ROUND_MS = 50, /* how often the CPU of a busy worker is looked at */
    ROW_MS = 1,    /* that a row of a compute earns: a hundred times what one needs */
};

/* Counts the whole messages that have come; false: they are none that a worker may send. */
static bool count_whole(onex_worker *w) {
    int64_t len;
    while (w->in.len - w->whole >= sizeof len) {
        memcpy(&len, w->in.data + w->whole, sizeof len);
        if (len < 1 || len > ONEX_WORKER_MESSAGE || w->whole + (size_t)len > ONEX_WORKER_ANSWER) return false;
        size_t end = w->whole + sizeof len + (size_t)len;
        if (end > w->in.len) break;
        int kind = (unsigned char)w->in.data[w->whole + sizeof len];
        w->whole = end;
        if (kind == ONEX_MSG_LOADED || kind == ONEX_MSG_RESULTS || kind == ONEX_MSG_STOPPED) w->answered = true;
        if (w->answered && w->in.len > end) return false; /* it says more than it was asked */
    }
    return true;
}

/* Takes what lies in the socket. */
static void take_in(onex_worker *w) {
    char part[65536];
    while (!w->dead[0] && !w->closed) {
        ssize_t n = recv(w->fd, part, sizeof part, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) {
            w->closed = true;
            break;
        }
        onex_buffer_put(&w->in, part, (size_t)n);
        if (w->in.failed)
            died(w, "%s", onex_tr("out of memory", "内存不足"));
        else if (!count_whole(w))
            onex_worker_give_up(w, ONEX_STOP_NONE, true);
    }
}

static int64_t time_left(const onex_worker *w, int64_t now) {
    return w->wall_from + w->limits.wall_ms - now;
}

/* False: the worker broke its time, and is dead. */
static bool in_time(onex_worker *w) {
    bool cpu = cpu_of(w) - w->cpu_from >= w->cpu_most;
    if (!cpu && time_left(w, milliseconds(CLOCK_MONOTONIC)) > 0) return true;
    over_time(w, cpu);
    return false;
}

bool onex_worker_silent(const onex_worker *w) {
    return !w->answered && !w->closed && !w->dead[0];
}

void onex_worker_watch(onex_worker *const *workers, int n) {
    struct pollfd fds[ONEX_WORKERS_WATCHED];
    int64_t now = milliseconds(CLOCK_MONOTONIC), wait = ROUND_MS;
    for (int i = 0; i < n; i++) {
        onex_worker *w = workers[i];
        w->wall_from += now - w->looked; /* it may have waited for its parent, which was busy elsewhere */
        fds[i] = (struct pollfd){.fd = w->fd, .events = POLLIN};
        if (time_left(w, now) < wait) wait = time_left(w, now);
    }
    (void)poll(fds, (nfds_t)n, wait > 0 ? (int)wait : 0); /* a signal or want of memory: just another round */
    for (int i = 0; i < n; i++) {
        take_in(workers[i]);
        if (onex_worker_silent(workers[i])) in_time(workers[i]);
        workers[i]->looked = milliseconds(CLOCK_MONOTONIC);
    }
}

/* ---- talking ---- */

/* Waits until there is room for more of a question; false: the worker broke its time, and is dead. */
static bool room(onex_worker *w) {
    for (;;) {
        struct pollfd fd = {.fd = w->fd, .events = POLLOUT};
        int n = poll(&fd, 1, ROUND_MS);
        if (n > 0) return true;
        if (!in_time(w)) return false;
    }
}

static bool send_all(onex_worker *w, const char *data, size_t len) {
    while (len) {
        if (!room(w)) return false;
        ssize_t n = send(w->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) {
            take_in(w); /* what it said before it went is heard all the same */
            if (w->heard == w->whole && !w->dead[0]) ended(w);
            return w->heard < w->whole;
        }
        data += n;
        len -= (size_t)n;
    }
    return true;
}

bool onex_worker_ask(onex_worker *w, onex_worker_message kind, const onex_buffer *message) {
    if (w->dead[0]) return false;
    w->wall_from = milliseconds(CLOCK_MONOTONIC);
    w->cpu_from = cpu_of(w);
    if (kind != ONEX_MSG_CALL) w->cpu_most = w->limits.cpu_ms;
    w->in.len = w->whole = w->heard = 0;
    w->answered = false;
    int64_t len = (int64_t)message->len + 1;
    char head[sizeof len + 1];
    memcpy(head, &len, sizeof len);
    head[sizeof len] = (char)kind;
    bool sent = send_all(w, head, sizeof head) && send_all(w, message->data, message->len);
    w->looked = milliseconds(CLOCK_MONOTONIC);
    return sent;
}

int onex_worker_grant(onex_worker *w, int rows) {
    int64_t now = cpu_of(w);
    if (!w->loaded) {
        w->loaded = now ? now : 1;
        w->earned = w->limits.cpu_ms;
    }
    w->earned += rows * ROW_MS;
    int64_t left = w->loaded + w->earned - now;
    w->cpu_most = left < w->limits.cpu_ms ? left : w->limits.cpu_ms;
    if (w->cpu_most <= 0 && !w->dead[0]) over_time(w, true);
    return w->dead[0] ? 0 : (int)w->cpu_most;
}

/* The next message is delivered even from a worker that died after it: its reports are true. */
int onex_worker_hear(onex_worker *w, onex_wire *message) {
    *message = (onex_wire){.bad = true};
    while (w->heard == w->whole && onex_worker_silent(w)) onex_worker_watch(&w, 1);
    if (w->heard == w->whole) {
        if (!w->dead[0]) ended(w);
        message->no_memory = w->in.failed;
        return 0;
    }
    int64_t len;
    const char *at = w->in.data + w->heard;
    memcpy(&len, at, sizeof len);
    at += sizeof len;
    w->heard += sizeof len + (size_t)len;
    *message = (onex_wire){.at = at + 1, .end = at + len};
    return *at > 0 ? *at : -1;
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
    w->cpu_most = limits.cpu_ms;
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
