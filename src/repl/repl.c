/* The loop: a prompt at a terminal, or line after line without one. */
#include "repl/repl.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/complete.h"
#include "repl/dot.h"
#include "repl/editor.h"
#include "repl/history.h"
#include "repl/meant.h"
#include "repl/names.h"
#include "repl/state.h"
#include "repl/talk.h"

/* ---- lines ---- */

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == 0;
}

/* Evaluates the block as it stands; where it is not complete, Lua says what is missing. */
static bool take_block(onex_repl *repl) {
    if (!repl->block.len) return true;
    bool ok = onex_talk_eval(repl, repl->block.data, repl->first);
    onex_buffer_clear(&repl->block);
    return ok;
}

/* One line more. False: something failed, and repl->failure says why. `last`: no other will come. */
static bool take_line(onex_repl *repl, const char *line, bool last) {
    repl->line++;
    const char *command = repl->o.interactive && !repl->block.len ? onex_meant_command(line) : NULL;
    if (command) return onex_dot_run(repl, command);
    if (!repl->block.len) {
        repl->first = repl->line;
        if (onex_dot_is(line)) return onex_dot_run(repl, line);
        if (is_blank(line)) return true;
    }
    onex_buffer_text(&repl->block, line);
    onex_buffer_char(&repl->block, '\n');
    if (repl->block.failed) {
        onex_error err = {0};
        return onex_talk_fail(repl, onex_no_memory(&err), &err);
    }
    bool goes_on = !last && onex_talk_look(repl, repl->block.data) == ONEX_CHUNK_INCOMPLETE;
    return goes_on || take_block(repl);
}

/* ---- without a terminal ---- */

static bool take_file(onex_repl *repl) {
    char *line = NULL;
    size_t cap = 0, bad;
    ssize_t n;
    bool ok = true;
    while (ok && !repl->quit && (n = getline(&line, &cap, repl->o.in)) >= 0) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
        const char *text = repl->line == 0 && strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? line + 3 : line;
        bool zero = strlen(line) != (size_t)n;
        if (zero || !onex_text_valid(line, (size_t)n, &bad)) {
            onex_error err;
            repl->line++;
            onex_fail(&err, ONEX_E_DATA,
                      zero ? onex_tr("line %d has a zero byte", "第 %d 行中有零字节")
                           : onex_tr("line %d is not UTF-8 text", "第 %d 行不是 UTF-8 文本"),
                      repl->line);
            ok = onex_talk_fail(repl, ONEX_E_DATA, &err);
            break;
        }
        ok = take_line(repl, text, false);
    }
    free(line);
    return ok && (repl->quit || take_block(repl));
}

static bool take_code(onex_repl *repl) {
    bool ok = true;
    char *code = strdup(repl->o.code), *at = code;
    size_t bad;
    onex_error err;
    if (!code) return onex_talk_fail(repl, onex_no_memory(&err), &err);
    if (!onex_text_valid(code, strlen(code), &bad)) {
        free(code);
        onex_fail(&err, ONEX_E_USAGE, "%s", onex_tr("the code is not UTF-8 text", "代码不是 UTF-8 文本"));
        return onex_talk_fail(repl, ONEX_E_USAGE, &err);
    }
    while (ok && at && !repl->quit) {
        char *feed = strchr(at, '\n');
        if (feed) *feed = 0;
        ok = take_line(repl, at, false);
        at = feed ? feed + 1 : NULL;
    }
    free(code);
    return ok && (repl->quit || take_block(repl));
}

static int run_batch(onex_repl *repl) {
    onex_error err = {0};
    bool ok = repl->o.code ? take_code(repl) : take_file(repl);
    if (ok && repl->o.write) {
        onex_status status = onex_console_commit(repl->o.console, &err);
        if (status) ok = onex_talk_fail(repl, status, &err);
    }
    if (ok) return 0;
    onex_talk_failure(repl);
    if (repl->failure.exits) return repl->failure.exit_code;
    if (repl->failure.interrupted) return repl->signal == SIGTERM ? 143 : 130;
    return repl->failure.code == ONEX_E_USAGE ? ONEX_E_GATE : (int)repl->failure.code;
}

/* ---- at a terminal ---- */

static void complete(void *ctx, const char *line, onex_editor_completion *out) {
    onex_repl *repl = ctx;
    onex_complete(repl->o.console, repl->block.len ? repl->block.data : NULL, line, out);
}

static void recall(void *ctx, const char *block) {
    (void)ctx;
    onex_editor_remember(block);
}

static void remember(onex_repl *repl, const char *text) {
    char *block = strdup(text);
    if (!block) return;
    for (size_t n = strlen(block); n > 0 && block[n - 1] == '\n'; n--) block[n - 1] = 0;
    if (!is_blank(block)) {
        onex_editor_remember(block);
        onex_history_learn(&repl->secrets, block);
        if (repl->o.history && onex_history_keeps(onex_console_store(repl->o.console), block, &repl->secrets))
            onex_history_add(repl->o.history, block);
    }
    free(block);
}

/* "onex.db 2027-06-30 read-only> "; of a block that goes on, points below. */
static void put_prompt(onex_repl *repl, onex_buffer *b) {
    const char *slash = strrchr(repl->o.db, '/');
    char day[ONEX_DAY_TEXT];
    const char *mode = !repl->o.write ? onex_tr("read-only", "只读") : onex_tr("writing", "可写");
    onex_buffer_printf(b, "%s %s %s", slash ? slash + 1 : repl->o.db,
                       onex_day_text(onex_console_day(repl->o.console), day), mode);
    if (onex_console_written(repl->o.console)) onex_buffer_text(b, onex_tr(" uncommitted", " 未提交"));
    onex_buffer_text(b, "> ");
    if (!repl->block.len) return;
    int width = onex_text_width(b->data ? b->data : "", b->len);
    onex_buffer_clear(b);
    for (int i = 4; i < width; i++) onex_buffer_char(b, ' ');
    onex_buffer_text(b, "... ");
}

/* Someone edited the rules folder: said once for each state of it. */
static void watch_folder(onex_repl *repl) {
    char hash[ONEX_SHA256_TEXT];
    onex_error err;
    const onex_rules *rules = repl->o.console->rules;
    const char *folder = repl->o.folder(repl->o.ctx);
    if (!folder || !rules || onex_rules_folder_hash(folder, hash, &err)) return;
    if (strcmp(hash, onex_rules_program(rules)->hash) == 0 || strcmp(hash, repl->told) == 0) return;
    snprintf(repl->told, sizeof repl->told, "%s", hash);
    fprintf(repl->o.err, "%s\n",
            onex_tr("the rules folder has changed; .rules reload takes the changes in",
                    "规则文件夹已有改动；输入 .rules reload 重新装入"));
}

static void first_pilot(void *ctx, const char *name, const char *title) {
    char *code = ctx;
    (void)title;
    if (!*code) snprintf(code, 64, "%s", name);
}

static void greet(onex_repl *repl) {
    char pilot[64] = "";
    if (repl->o.quiet) return;
    onex_names_codes(repl->o.console, onex_entity_find("pilot"), first_pilot, pilot);
    FILE *out = repl->o.out;
    fprintf(out, onex_tr("onex %s, Lua console of %s%s\n", "onex %s　控制台　%s%s\n"), ONEX_VERSION, repl->o.db,
            repl->o.write ? onex_tr("; what you write is kept by .commit only", "　写入的内容用 .commit 提交后才保留")
                          : "");
    if (*pilot)
        fprintf(
            out,
            onex_tr(
                "  .pilot %s      a pilot's story      p = onex.pilot \"%s\"   then p.state, p.fact.team_total\n",
                "  .pilot %s      一个试点的全部情况      p = onex.pilot \"%s\"   之后 p.state、p.fact.team_total\n"),
            pilot, pilot);
    fputs(onex_tr(
              "  .help [WORD]   what there is, and what a word means; TAB completes, Chinese titles too; Ctrl-D ends\n",
              "  .help [词]     有什么可用、某个词的意思；TAB 键补全（中文名称也可以）；Ctrl-D 结束\n"),
          out);
}

/* After a line that failed, those below it were not evaluated: they come back with it, where the user mends it. */
static void keep_rest(onex_repl *repl, const char *failed, size_t len, const char *rest) {
    onex_buffer b = {0};
    int lines = 1;
    if (repl->mended)
        onex_buffer_text(&b, repl->mended);
    else
        onex_buffer_put(&b, failed, len);
    onex_buffer_printf(&b, "\n%s", rest);
    for (const char *at = rest; (at = strchr(at, '\n')) && at[1]; at++) lines++;
    free(repl->mended);
    repl->mended = b.failed ? NULL : b.data;
    if (b.failed) onex_buffer_clear(&b);
    repl->skipped = lines;
}

/* A text with several lines that are no chunk together is taken line by line. */
static bool take_lines(onex_repl *repl, const char *text) {
    const char *start = text; /* of the block at hand */
    for (const char *at = text; at && !repl->quit;) {
        const char *feed = strchr(at, '\n');
        char *line = strndup(at, feed ? (size_t)(feed - at) : strlen(at));
        onex_error err = {0};
        if (!repl->block.len) start = at;
        bool ok = line ? take_line(repl, line, false) : onex_talk_fail(repl, onex_no_memory(&err), &err);
        free(line);
        at = feed ? feed + 1 : NULL;
        if (ok) continue;
        if (at && !is_blank(at)) keep_rest(repl, start, (size_t)(feed - start), at);
        return false;
    }
    return true;
}

/* The file of the database may have been moved, removed or replaced since: what is there now counts. */
static bool look_at_database(onex_repl *repl) {
    onex_error err = {0};
    bool written = onex_console_written(repl->o.console);
    bool gone = !onex_console_store(repl->o.console); /* already at the last look */
    if (!gone && !onex_console_displaced(repl->o.console)) return true;
    onex_status status = onex_console_reopen(repl->o.console, &err);
    if (status == ONEX_E_NOT_FOUND)
        onex_fail(&err, status,
                  onex_tr("'%s' is not there any more (moved, renamed or removed); put it back to go on",
                          "“%s”已不在原处（被移动、改名或删除）；放回原处后可继续"),
                  repl->o.db);
    if (!status)
        fprintf(repl->o.err, "%s\n",
                gone ? onex_tr("the file of the database is there again", "数据库文件又在原处了")
                     : onex_tr("the file of the database was replaced; the new one is open now",
                               "数据库文件已被换过；现在打开的是新的文件"));
    if (written) fprintf(repl->o.err, "%s\n", onex_tr("what was not committed has been undone", "未提交的内容已撤销"));
    return !status || onex_talk_fail(repl, status, &err);
}

/* What was typed at one prompt. */
static bool take_typed(onex_repl *repl, char *text) {
    onex_buffer all = {0};
    bool several = strchr(text, '\n') != NULL, gives_up = repl->block.len > 1 && is_blank(text) &&
                                                          strcmp(repl->block.data + repl->block.len - 2, "\n\n") == 0;
    if (!repl->block.len) repl->line = 0;
    if (!several) return take_line(repl, text, gives_up);
    onex_buffer_printf(&all, "%s%s", repl->block.len ? repl->block.data : "", text);
    bool whole = !onex_dot_is(text) && !all.failed && onex_talk_look(repl, all.data) != ONEX_CHUNK_WRONG;
    onex_buffer_clear(&all);
    return whole ? take_line(repl, text, false) : take_lines(repl, text);
}

/* One prompt. False: the session is at its end. */
static bool ask(onex_repl *repl) {
    onex_buffer prompt = {0}, typed = {0};
    char *text = NULL;
    put_prompt(repl, &prompt);
    fflush(repl->o.err);
    onex_editor_result got = prompt.failed ? ONEX_EDITOR_NO_MEMORY : onex_editor_read(prompt.data, &text);
    onex_buffer_clear(&prompt);
    onex_buffer_printf(&typed, "%s%s", repl->block.len ? repl->block.data : "", text ? text : "");
    bool goes_on =
        got == ONEX_EDITOR_LINE || got == ONEX_EDITOR_CANCELLED || (got == ONEX_EDITOR_END && repl->block.len);
    if (got == ONEX_EDITOR_LINE) {
        bool valid =
            !typed.failed && onex_text_valid(text, strlen(text), &(size_t){0}) && !strstr(text, ONEX_EDITOR_BROKEN);
        onex_error err;
        onex_fail(&err, ONEX_E_USAGE, "%s",
                  onex_tr("that is not UTF-8 text; set the terminal's encoding to UTF-8",
                          "这不是 UTF-8 文本；请把终端的字符编码设为 UTF-8"));
        bool ok = valid ? look_at_database(repl) && take_typed(repl, text) : onex_talk_fail(repl, ONEX_E_USAGE, &err);
        if (!ok) {
            onex_buffer_clear(&repl->block);
            onex_talk_failure(repl);
            if (repl->failure.exits) repl->quit = true;
        }
    } else {
        if (got == ONEX_EDITOR_END && repl->block.len)
            fprintf(repl->o.err, "%s\n", onex_tr("given up: what was not complete", "没有写完的内容已放弃"));
        onex_buffer_clear(&repl->block);
    }
    if (!repl->block.len && !typed.failed && typed.data) remember(repl, typed.data);
    if (repl->mended) remember(repl, repl->mended);
    free(repl->mended);
    repl->mended = NULL;
    onex_buffer_clear(&typed);
    free(text);
    return goes_on && !repl->quit;
}

static int run_terminal(onex_repl *repl) {
    onex_error err = {0};
    onex_rules *rules;
    onex_editor_open(repl->o.in, repl->o.out, complete, repl);
    if (repl->o.history) onex_history_load(repl->o.history, recall, NULL);
    if (onex_console_rules(repl->o.console, &rules, &err)) fprintf(repl->o.err, "onex: %s\n", err.text);
    greet(repl);
    do { watch_folder(repl); } while (ask(repl));
    if (onex_console_written(repl->o.console)) {
        onex_console_rollback(repl->o.console);
        fprintf(repl->o.err, "%s\n", onex_tr("what was not committed has been undone", "未提交的内容已撤销"));
    }
    if (repl->signal == SIGTERM) return 143;
    return repl->failure.exits ? repl->failure.exit_code : 0;
}

int onex_repl_run(const onex_repl_options *options) {
    onex_repl repl = {.o = *options};
    repl.name = options->code ? "-c" : options->interactive ? "console" : "stdin";
    onex_talk_begin(&repl);
    int code = options->interactive ? run_terminal(&repl) : run_batch(&repl);
    onex_talk_end(&repl);
    onex_buffer_clear(&repl.block);
    onex_buffer_clear(&repl.lines);
    onex_buffer_clear(&repl.excerpt);
    onex_buffer_clear(&repl.trace);
    onex_buffer_clear(&repl.secrets);
    free(repl.mended);
    return code;
}
