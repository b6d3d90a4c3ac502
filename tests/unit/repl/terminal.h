/* The program at a pseudo-terminal of its own: what a person types, what the screen gets. It is read until what is
 * waited for comes, so no test sleeps; the limit is for a program that hangs. Included after cmocka. */
#ifndef ONEX_UNIT_REPL_TERMINAL_H
#define ONEX_UNIT_REPL_TERMINAL_H

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { TERMINAL_SEEN = 1 << 18, TERMINAL_LIMIT = 20 }; /* bytes, seconds */

typedef struct place { /* a folder with the demo's database, for a group of tests */
    char path[200], program[PATH_MAX];
} place;

typedef struct terminal {
    pid_t pid;
    int fd;
    char seen[TERMINAL_SEEN]; /* without what steers the terminal */
    size_t len, from;         /* what was waited for ends at `from` */
} terminal;

/* ---- the place ---- */

static inline int place_unlink(const char *path, const struct stat *st, int type, struct FTW *walk) {
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

static inline int place_remove(void **state) {
    place *p = *state;
    nftw(p->path, place_unlink, 16, FTW_DEPTH | FTW_PHYS);
    free(p);
    return 0;
}

/* The program stands in the build folder, as this test does below it. */
static inline bool place_program(place *p) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return false;
    self[n] = 0;
    for (int i = 0; i < 3; i++) *strrchr(self, '/') = 0;
    return snprintf(p->program, sizeof p->program, "%s/onex", self) < (int)sizeof p->program;
}

static inline int place_make(void **state) {
    place *p = calloc(1, sizeof *p);
    const char *base = getenv("TMPDIR");
    if (!p || !place_program(p)) return -1;
    snprintf(p->path, sizeof p->path, "%s/onex-console-XXXXXX", base && *base ? base : P_tmpdir);
    if (!mkdtemp(p->path)) return -1;
    *state = p;
    pid_t pid = fork();
    if (pid == 0) {
        if (chdir(p->path) == 0) execl(p->program, "onex", "-q", "init", "--demo", (char *)NULL);
        _exit(127);
    }
    int status;
    return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

/* ---- the session ---- */

/* Starts `onex repl`, with `option` where it is not NULL. */
static inline terminal *terminal_start(const place *p, const char *locale, const char *language, const char *option) {
    terminal *t = calloc(1, sizeof *t);
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    assert_non_null(t);
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    assert_true(t->pid >= 0);
    if (t->pid == 0) {
        unsetenv("LC_ALL");
        unsetenv("LC_CTYPE");
        unsetenv("XDG_STATE_HOME");
        unsetenv("ONEX_DB");
        unsetenv("ONEX_RULES");
        setenv("LANG", locale, 1);
        setenv("ONEX_LANG", language, 1);
        setenv("HOME", p->path, 1);
        setenv("INPUTRC", "/dev/null", 1);
        setenv("TERM", "xterm", 1);
        if (chdir(p->path) == 0) execl(p->program, "onex", "repl", option, (char *)NULL);
        _exit(127);
    }
    return t;
}

static inline void terminal_put(terminal *t, const char *bytes, size_t n) {
    for (size_t i = 0; i < n && t->len + 1 < sizeof t->seen; i++) t->seen[t->len++] = bytes[i];
    /* ESC [ ... letter; carriage returns and bells */
    char *to = t->seen;
    for (char *at = t->seen; at < t->seen + t->len; at++) {
        if (*at == '\r' || *at == '\a') continue;
        if (*at == '\033' && at[1] == '[') {
            char *end = at + 2;
            while (end < t->seen + t->len && !((*end | 0x20) >= 'a' && (*end | 0x20) <= 'z')) end++;
            if (end < t->seen + t->len) {
                at = end;
                continue;
            }
        }
        *to++ = *at;
    }
    t->len = (size_t)(to - t->seen);
    t->seen[t->len] = 0;
}

/* What was seen is told whole, and what did not come. */
static inline void terminal_fail(terminal *t, const char *text) {
    fprintf(stderr, "%s\n[did not come: %s]\n", t->seen, text);
    kill(t->pid, SIGKILL);
    fail();
}

/* Reads on; false: the program has ended. */
static inline bool terminal_read(terminal *t) {
    char bytes[4096];
    struct pollfd ready = {.fd = t->fd, .events = POLLIN};
    if (poll(&ready, 1, TERMINAL_LIMIT * 1000) <= 0) terminal_fail(t, "anything more");
    ssize_t n = read(t->fd, bytes, sizeof bytes);
    if (n <= 0) return false;
    terminal_put(t, bytes, (size_t)n);
    return true;
}

/* Waits until the text comes, behind what was waited for before. */
static inline void terminal_wait(terminal *t, const char *text) {
    char *found;
    while (!(found = strstr(t->seen + t->from, text)))
        if (!terminal_read(t)) terminal_fail(t, text);
    t->from = (size_t)(found - t->seen) + strlen(text);
}

static inline void terminal_type(terminal *t, const char *text) {
    assert_int_equal(write(t->fd, text, strlen(text)), strlen(text));
}

/* The next thing that comes is the text, and nothing before it. */
static inline void terminal_next(terminal *t, const char *text) {
    size_t n = strlen(text);
    while (t->len < t->from + n)
        if (!terminal_read(t)) terminal_fail(t, text);
    if (strncmp(t->seen + t->from, text, n) != 0) terminal_fail(t, text);
    t->from += n;
}

/* Waits for the prompt (read-only, in English), types the line and Enter. */
static inline void terminal_line(terminal *t, const char *line) {
    terminal_wait(t, "read-only> ");
    terminal_type(t, line);
    terminal_type(t, "\r");
}

/* Waits for the end; gives the exit code, or -signal. */
static inline int terminal_end(terminal *t) {
    int status;
    while (terminal_read(t)) {}
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    close(t->fd);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    free(t);
    return code;
}

/* Waits for the prompt, in either language, and ends the session there with Ctrl-D. */
static inline void terminal_leave(terminal *t) {
    terminal_wait(t, "> ");
    terminal_type(t, "\004");
    assert_int_equal(terminal_end(t), 0);
}

#endif
