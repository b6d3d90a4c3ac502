/* The worker's end of the socket: messages out, messages in, and mistakes as messages. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rules/wire.h"
#include "rules/worker_state.h"

size_t onex_worker_begin(onex_worker_state *w, onex_worker_message kind) {
    size_t start = w->out.len;
    onex_wire_put_int(&w->out, 0);
    onex_wire_put_byte(&w->out, kind);
    return start;
}

void onex_worker_end_message(onex_worker_state *w, size_t start) {
    if (w->out.failed) return;
    int64_t len = (int64_t)(w->out.len - start - sizeof len);
    memcpy(w->out.data + start, &len, sizeof len);
}

bool onex_worker_flush(onex_worker_state *w) {
    size_t at = 0;
    while (!w->out.failed && at < w->out.len) {
        ssize_t n = write(w->fd, w->out.data + at, w->out.len - at); /* no parent any more: SIGPIPE ends it */
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += (size_t)n;
    }
    w->out.len = 0;
    return !w->out.failed;
}

static bool take(int fd, char *into, size_t size) {
    while (size) {
        ssize_t n = read(fd, into, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        into += n;
        size -= (size_t)n;
    }
    return true;
}

int onex_worker_next(onex_worker_state *w, onex_buffer *in) {
    int64_t len;
    char kind;
    if (!take(w->fd, (char *)&len, sizeof len) || !take(w->fd, &kind, 1)) return 0;
    in->len = 0;
    for (len--; len > 0;) {
        char part[4096];
        size_t n = len < (int64_t)sizeof part ? (size_t)len : sizeof part;
        if (!take(w->fd, part, n)) return 0;
        onex_buffer_put(in, part, n);
        len -= (int64_t)n;
    }
    return in->failed ? 0 : kind;
}

void onex_worker_report(onex_worker_state *w, const onex_worker_place *at, const char *anchor, const char *code,
                        bool from_lua, const char *text, const char *hint) {
    if (w->nproblems++ >= ONEX_WORKER_PROBLEMS) return;
    size_t start = onex_worker_begin(w, ONEX_MSG_PROBLEM);
    onex_wire_put_text(&w->out, at->path, strlen(at->path));
    onex_wire_put_int(&w->out, at->line);
    onex_wire_put_int(&w->out, (int64_t)at->read);
    onex_wire_put_text(&w->out, anchor, strlen(anchor));
    onex_wire_put_text(&w->out, code, strlen(code));
    onex_wire_put_byte(&w->out, from_lua);
    onex_wire_put_text(&w->out, text, strlen(text));
    onex_wire_put_text(&w->out, hint ? hint : "", hint ? strlen(hint) : 0);
    onex_worker_end_message(w, start);
}

void onex_worker_problem(lua_State *L, const char *anchor, const char *code, const char *hint, const char *fmt, ...) {
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    onex_worker_place at = onex_worker_where(L);
    onex_worker_report(onex_worker_state_of(L), &at, anchor, code, false, text, hint);
}
