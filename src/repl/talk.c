/* A line is evaluated and answered: Chinese typing looked for first, the value printed, what was written shown, what
 * went wrong told in plain words. */
#include "repl/talk.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "repl/explain.h"
#include "repl/meant.h"
#include "repl/piece.h"
#include "repl/state.h"
#include "repl/typing.h"

/* ---- interruption ---- */

/* Ctrl-C means something while a line is evaluated, and to the editor; between them it waits. */
static void hold_interrupts(bool hold) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

void onex_talk_begin(onex_repl *repl) {
    if (repl->o.interactive) hold_interrupts(true);
}

void onex_talk_end(onex_repl *repl) {
    if (repl->o.interactive) hold_interrupts(false);
}

static void busy(onex_repl *repl) {
    if (repl->o.interactive) hold_interrupts(false);
}

static void idle(onex_repl *repl) {
    if (repl->o.interactive) hold_interrupts(true);
    repl->signal = repl->o.stopped(repl->o.ctx);
    if (repl->signal == SIGTERM) repl->quit = true;
}

/* ---- what a text is ---- */

typedef struct chunk {
    const char *text;
    onex_chunk is;
    char why[512]; /* WRONG, INCOMPLETE: what Lua says */
} chunk;

static bool ends_early(lua_State *L, int at) {
    size_t len;
    const char *message = lua_tolstring(L, at, &len);
    return message && len >= 5 && strcmp(message + len - 5, "<eof>") == 0;
}

/* What begins like an expression that is none of a statement's beginnings is meant as one. */
static bool meant_as_expression(const char *text) {
    onex_piece p = {0};
    for (size_t at = 0; onex_piece_next(&p, text, strlen(text), &at);)
        if (p.kind != ONEX_PIECE_BLANK && p.kind != ONEX_PIECE_COMMENT) break;
    return p.kind != ONEX_PIECE_NAME || (p.end - p.start == 3 && strncmp(text + p.start, "not", 3) == 0);
}

static int p_look(lua_State *L) {
    chunk *c = lua_touserdata(L, 1);
    lua_settop(L, 1);
    const char *expression = lua_pushfstring(L, "return %s", c->text);
    c->is = ONEX_CHUNK_WHOLE;
    if (luaL_loadbufferx(L, expression, strlen(expression), "=", "t") == LUA_OK) return 0;
    if (luaL_loadbufferx(L, c->text, strlen(c->text), "=", "t") == LUA_OK) return 0;
    bool early = ends_early(L, 3), as_expression = early || meant_as_expression(c->text);
    c->is = early || ends_early(L, 4) ? ONEX_CHUNK_INCOMPLETE : ONEX_CHUNK_WRONG;
    snprintf(c->why, sizeof c->why, "%s", lua_tostring(L, as_expression && !ends_early(L, 4) ? 3 : 4));
    return 0;
}

/* "=expr" is "expr". */
static const char *without_equals(const char *text) {
    const char *at = text + strspn(text, " \t");
    return *at == '=' && at[1] != '=' ? at + 1 : text;
}

onex_chunk onex_talk_look(onex_repl *repl, const char *text) {
    chunk c = {without_equals(text), ONEX_CHUNK_WRONG, ""};
    onex_gate(repl->o.console, p_look, &c);
    return c.is;
}

/* A name that a line declares with `local` would end with the line; in a console it stays. */
static void keep_locals(char *text) {
    onex_piece p = {0}, next = {0};
    size_t len = strlen(text), at = 0, from;
    do {
        from = at;
        if (!onex_piece_next(&p, text, len, &at)) return;
    } while (p.kind == ONEX_PIECE_BLANK || p.kind == ONEX_PIECE_COMMENT);
    if (p.end - p.start != 5 || strncmp(text + from, "local", 5) != 0) return;
    bool wants_equals = false;
    while (onex_piece_next(&next, text, len, &at)) {
        if (next.kind == ONEX_PIECE_BLANK) continue;
        bool function = next.end - next.start == 8 && strncmp(text + next.start, "function", 8) == 0;
        if (function && !wants_equals) break;
        if (next.kind == ONEX_PIECE_NAME)
            wants_equals = true;
        else if (text[next.start] == '=')
            break;
        else if (text[next.start] != ',')
            return;
    }
    if (at < len || text[next.start] == '=') memset(text + p.start, ' ', 5);
}

/* ---- answers ---- */

bool onex_talk_fail(onex_repl *repl, onex_status code, const onex_error *err) {
    repl->failure = (onex_failure){.code = code};
    snprintf(repl->failure.message, sizeof repl->failure.message, "%s", err->text);
    return false;
}

/* Full-width characters: told with carets; the line as it was meant is kept. */
static bool typed_well(onex_repl *repl, const char *text, int first) {
    onex_typing typing = {0};
    onex_typing_look(&typing, text);
    bool well = typing.count == 0;
    if (!well) {
        onex_error err;
        onex_fail(&err, ONEX_E_GATE, "%s", typing.message.data ? typing.message.data : "");
        onex_talk_fail(repl, ONEX_E_GATE, &err);
        snprintf(repl->failure.file, sizeof repl->failure.file, "%s", repl->name);
        repl->failure.line = first + typing.line - 1;
        onex_buffer_clear(&repl->excerpt);
        onex_buffer_text(&repl->excerpt, typing.excerpt.data ? typing.excerpt.data : "");
        free(repl->mended);
        repl->mended = typing.right.failed || !typing.right.data ? NULL : strdup(typing.right.data);
        for (size_t n = repl->mended ? strlen(repl->mended) : 0; n > 0 && repl->mended[n - 1] == '\n'; n--)
            repl->mended[n - 1] = 0;
        if (repl->mended && onex_talk_look(repl, repl->mended) == ONEX_CHUNK_WRONG) { /* other mistakes stay */
            free(repl->mended);
            repl->mended = NULL;
        }
    }
    onex_typing_clear(&typing);
    return well;
}

static void print(onex_repl *repl, const onex_buffer *b) {
    if (b->len && !b->failed) fwrite(b->data, 1, b->len, repl->o.out);
    if (b->len && b->data[b->len - 1] != '\n') fputc('\n', repl->o.out);
}

/* What the line wrote, so that it can be looked at before it is committed. */
static void print_written(onex_repl *repl) {
    onex_buffer b = {0};
    if (!repl->o.write || !repl->o.interactive) return;
    onex_console_preview(repl->o.console, true, &b);
    if (b.len) {
        fprintf(repl->o.out, "%s\n",
                onex_tr("written, not yet committed (.commit keeps it, .rollback undoes it):",
                        "已写入、尚未提交（.commit 提交，.rollback 撤销）："));
        print(repl, &b);
    }
    onex_buffer_clear(&b);
}

/* The chunk that Lua reads: on the lines where it was typed. */
static bool make_chunk(onex_repl *repl, onex_buffer *b, const char *text, int first) {
    while (repl->lines.len < (size_t)first && !repl->lines.failed) onex_buffer_char(&repl->lines, '\n');
    if (repl->lines.failed) return false;
    size_t head = (size_t)first - 1;
    onex_buffer_put(b, repl->lines.data, head);
    text = without_equals(text);
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == '\n') len--;
    onex_buffer_put(b, text, len);
    if (!b->failed && b->data) keep_locals(b->data + head);
    return !b->failed && b->data;
}

/* The words of Lua are replaced by plain ones; its stack is kept for .wtf. What Lua cannot read was looked at before:
 * it says more of an expression then. */
static void read_failure(onex_repl *repl, const char *text) {
    chunk c = {without_equals(text), ONEX_CHUNK_WHOLE, ""};
    onex_failure failure = repl->failure; /* the gate is entered again below */
    onex_buffer_clear(&repl->trace);
    onex_buffer_text(&repl->trace, onex_console_trace(repl->o.console));
    onex_gate(repl->o.console, p_look, &c);
    onex_explain_failure(repl->o.console, &failure, *c.why ? c.why : NULL, text);
    repl->failure = failure;
}

/* A name alone that stands for nothing: that is said, not only "nil". */
static void explain_nil(onex_repl *repl, const char *text, onex_buffer *value) {
    char name[64];
    size_t start = strspn(text, " \t\n="), len = strcspn(text + start, " \t\n");
    bool alone = len > 0 && len < sizeof name && text[start + len + strspn(text + start + len, " \t\n")] == 0;
    snprintf(name, sizeof name, "%.*s", (int)len, text + start);
    alone = alone && strcmp(name, "nil") != 0 && strcmp(name, "_") != 0;
    for (const char *at = name; *at; at++)
        alone = alone && (*at == '_' || (*at >= '0' && *at <= '9') || ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z'));
    if (!alone || !value->data || strcmp(value->data, "nil\n") != 0) return;
    value->len = 0;
    if (onex_meant_tell(repl->o.console, text, value)) return;
    onex_explain_name(repl->o.console, name, value);
}

bool onex_talk_page(onex_repl *repl, onex_page page, const char *const *words, int nwords) {
    onex_console *console = repl->o.console;
    onex_page_of of = {.day = onex_console_day(console)};
    onex_error err = {0};
    onex_status status = onex_console_rules(console, &of.rules, &err);
    of.store = onex_console_store(console);
    console->interrupted = 0;
    console->running = 1;
    busy(repl);
    if (!status) status = repl->o.page(repl->o.ctx, page, &of, words, nwords, &err);
    idle(repl);
    console->running = 0;
    bool interrupted = console->interrupted;
    console->interrupted = 0;
    lua_sethook(console->L, NULL, 0, 0);
    if (!status) return true;
    onex_talk_fail(repl, status, &err);
    repl->failure.interrupted = interrupted;
    return false;
}

bool onex_talk_eval(onex_repl *repl, const char *text, int first) {
    onex_buffer code = {0}, value = {0};
    char name[32];
    if (!typed_well(repl, text, first)) return false;
    snprintf(name, sizeof name, "=%s", repl->name);
    bool ok = false;
    if (make_chunk(repl, &code, text, first)) {
        busy(repl);
        ok = onex_console_eval(repl->o.console, code.data, code.len, name, &value, &repl->failure);
        idle(repl);
        if (!ok) read_failure(repl, text);
    } else {
        onex_error err = {0};
        onex_talk_fail(repl, onex_no_memory(&err), &err);
    }
    if (ok) {
        explain_nil(repl, text, &value);
        print(repl, &value);
        print_written(repl);
    }
    onex_buffer_clear(&code);
    onex_buffer_clear(&value);
    return ok;
}

void onex_talk_failure(onex_repl *repl) {
    const onex_failure *f = &repl->failure;
    FILE *err = repl->o.err;
    fflush(repl->o.out);
    if (f->exits) return;
    bool here = strcmp(f->file, repl->name) == 0;
    if (repl->o.interactive && here) {
        if (f->line > 1) fprintf(err, onex_tr("line %d: ", "第 %d 行："), f->line);
    } else if (f->file[0]) {
        fprintf(err, f->line ? "%s:%d: " : "%s: ", f->file, f->line);
    } else if (!repl->o.interactive) {
        fputs("onex: ", err);
    }
    const char *message = f->interrupted ? onex_tr("interrupted", "已中断") : f->message;
    for (const char *at = message; *at; at++) fputc((unsigned char)*at < ' ' && *at != '\n' ? '?' : *at, err);
    fputc('\n', err);
    if (repl->excerpt.len) fputs(repl->excerpt.data, err);
    if (repl->excerpt.len && repl->mended && repl->o.interactive && !repl->skipped)
        fputs(onex_tr("hint: the up key brings the line as it was meant\n", "提示：按 ↑ 键取改好的行\n"), err);
    else if (repl->excerpt.len && repl->mended && !strchr(repl->mended, '\n'))
        fprintf(err, onex_tr("hint: %s\n", "提示：%s\n"), repl->mended);
    if (repl->skipped)
        fprintf(err,
                onex_tr("%d lines below were not evaluated; the up key brings them back with this one\n",
                        "其后 %d 行没有执行；按 ↑ 键取回这一行和其余各行\n"),
                repl->skipped);
    repl->skipped = 0;
    onex_buffer_clear(&repl->excerpt);
}
