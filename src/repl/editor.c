/* The editor over readline's interface for callbacks: this file waits for keys and signals itself, so that Ctrl-C
 * clears a line, a resized window is drawn anew, and the terminal is left as it was however the program ends. */
#include "repl/editor.h"

#include "base/text.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef ONEX_EDIT_LIBEDIT
#include <editline/readline.h>
#else
#include <readline/history.h>
#include <readline/readline.h>
#endif

static struct {
    onex_editor_complete_fn complete;
    void *ctx;
    char *line; /* that was sent */
    bool done;
} edit;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
enum { SIGNALS = sizeof signals / sizeof *signals };
static volatile sig_atomic_t caught[SIGNALS];

static void on_signal(int number) {
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i] == number) caught[i] = 1;
}

static bool take(int number) {
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i] == number && caught[i]) {
            caught[i] = 0;
            return true;
        }
    return false;
}

/* ---- keys ---- */

static void show(const onex_buffer *list) {
    int point = rl_point;
    rl_point = rl_end; /* below the last line of a block */
    rl_redisplay();
    rl_crlf();
    fwrite(list->data, 1, list->len, rl_outstream);
    rl_point = point;
    rl_on_new_line();
    rl_forced_update_display();
}

static bool blank_before_point(void) {
    for (int i = rl_point; i > 0 && rl_line_buffer[i - 1] != '\n'; i--)
        if (rl_line_buffer[i - 1] != ' ' && rl_line_buffer[i - 1] != '\t') return false;
    return true;
}

#ifdef ONEX_EDIT_LIBEDIT
/* It counts a line in wide characters, so that its bytes cannot be cut: the line is made anew. */
static void put_in(const onex_editor_completion *found) {
    onex_buffer line = {0};
    onex_buffer_put(&line, rl_line_buffer, found->start);
    onex_buffer_text(&line, found->insert.data);
    onex_buffer_text(&line, rl_line_buffer + rl_point);
    if (!line.failed) rl_replace_line(line.data, 0);
    onex_buffer_clear(&line);
}
#else
static void put_in(const onex_editor_completion *found) {
    rl_delete_text((int)found->start, rl_point);
    rl_point = (int)found->start;
    rl_insert_text(found->insert.data);
}
#endif

static int on_tab(int count, int key) {
    (void)count;
    (void)key;
    onex_editor_completion found = {0};
    if (blank_before_point()) return rl_insert_text("  "), 0;
    char *before = strndup(rl_line_buffer, (size_t)rl_point);
    if (!before || !edit.complete) {
        free(before);
        return 0;
    }
    edit.complete(edit.ctx, before, &found);
    if (found.insert.len && !found.insert.failed) { put_in(&found); }
    if (found.list.len && !found.list.failed) show(&found.list);
    onex_buffer_clear(&found.insert);
    onex_buffer_clear(&found.list);
    free(before);
    return 0;
}

#ifndef ONEX_EDIT_LIBEDIT
/* The cursor goes a line up or down inside a block; at its edge the history goes on. */
static int on_up(int count, int key) {
    int start = rl_point;
    while (start > 0 && rl_line_buffer[start - 1] != '\n') start--;
    if (start == 0) return rl_get_previous_history(count, key);
    int above = start - 1, column = rl_point - start;
    while (above > 0 && rl_line_buffer[above - 1] != '\n') above--;
    rl_point = above + column < start - 1 ? above + column : start - 1;
    while (rl_point > above && ((unsigned char)rl_line_buffer[rl_point] & 0xC0) == 0x80) rl_point--;
    return 0;
}

static int on_down(int count, int key) {
    int start = rl_point, below = rl_point;
    while (start > 0 && rl_line_buffer[start - 1] != '\n') start--;
    while (below < rl_end && rl_line_buffer[below] != '\n') below++;
    if (below >= rl_end) return rl_get_next_history(count, key);
    int column = rl_point - start, last = ++below;
    while (last < rl_end && rl_line_buffer[last] != '\n') last++;
    rl_point = below + column < last ? below + column : last;
    while (rl_point > below && ((unsigned char)rl_line_buffer[rl_point] & 0xC0) == 0x80) rl_point--;
    return 0;
}

/* ---- bytes ---- */

/* Readline keeps a part of a character for the next key, so that it is given whole ones only: what is no UTF-8 becomes
 * ONEX_EDITOR_BROKEN. */
static struct {
    unsigned char held[4];
    int at, count;
    int next; /* read too far; -1: nothing */
} bytes = {.next = -1};

static int read_byte(FILE *in) {
    int c = bytes.next >= 0 ? bytes.next : rl_getc(in);
    bytes.next = -1;
    return c;
}

static void hold(const void *data, int count) {
    memcpy(bytes.held, data, (size_t)count);
    bytes.count = count;
    bytes.at = 0;
}

/* The rest of a character comes together with its beginning, or never. */
static bool rest_comes(FILE *in) {
    const int patience = 100; /* milliseconds */
    struct pollfd keys = {.fd = fileno(in), .events = POLLIN};
    return poll(&keys, 1, patience) > 0;
}

static int next_byte(FILE *in) {
    if (bytes.at < bytes.count) return bytes.held[bytes.at++];
    int c = read_byte(in);
    if (c < 0x80) return c; /* ASCII, or the end */
    unsigned char whole[4] = {(unsigned char)c};
    int need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1, n = 1;
    while (n < need && rest_comes(in)) {
        int more = rl_getc(in);
        if (more < 0x80 || more > 0xBF) {
            bytes.next = more;
            break;
        }
        whole[n++] = (unsigned char)more;
    }
    if (n == need && onex_text_valid((const char *)whole, (size_t)n, &(size_t){0}))
        hold(whole, n);
    else
        hold(ONEX_EDITOR_BROKEN, sizeof ONEX_EDITOR_BROKEN - 1);
    return bytes.held[bytes.at++];
}

/* The keys of what was read already, which nobody waits for. */
static void read_char(void) {
    do { rl_callback_read_char(); } while (!edit.done && (bytes.at < bytes.count || bytes.next >= 0));
}

/* At the end of the input readline ends the line itself where it had asked for bracketed pastes, and from then on at
 * every prompt unless it forgets. */
static void forget_end(void) {
    rl_eof_found = 0;
}

static bool line_was_ended(void) {
    const char *brackets = rl_variable_value("enable-bracketed-paste");
    return brackets && strcmp(brackets, "on") == 0;
}

static void bind_keys(void) {
    rl_getc_function = next_byte;
    rl_bind_key('\t', on_tab);
    rl_bind_keyseq("\033[A", on_up);
    rl_bind_keyseq("\033OA", on_up);
    rl_bind_keyseq("\033[B", on_down);
    rl_bind_keyseq("\033OB", on_down);
}
#else
static void forget_end(void) {}
static void read_char(void) {
    rl_callback_read_char();
}
static bool line_was_ended(void) {
    return false;
}
static void bind_keys(void) {
    rl_add_defun("onex-complete", on_tab, '\t');
}
#endif

static void on_line(char *line) {
    edit.line = line;
    edit.done = true;
    rl_callback_handler_remove();
}

void onex_editor_open(FILE *in, FILE *out, onex_editor_complete_fn complete, void *ctx) {
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    const char *locale = getenv("LC_ALL");
    if (!locale || !*locale) locale = getenv("LC_CTYPE");
    if (!locale || !*locale) locale = getenv("LANG");
    char *was = strdup(setlocale(LC_CTYPE, NULL));
    /* the library sets the locale anew from the environment */
    bool utf8 = setlocale(LC_CTYPE, locale && *locale ? locale : "C") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!utf8) setenv("LC_ALL", "C.UTF-8", 1);
    if (!utf8 || !was || !setlocale(LC_CTYPE, was)) setlocale(LC_CTYPE, "C.UTF-8");
    free(was);
    edit.complete = complete;
    edit.ctx = ctx;
    rl_readline_name = "onex";
    rl_instream = in;
    rl_outstream = out;
    rl_catch_signals = 0;
#ifndef ONEX_EDIT_LIBEDIT
    rl_catch_sigwinch = 0;
#endif
    rl_initialize();
    using_history();
    bind_keys();
}

void onex_editor_remember(const char *block) {
    add_history(block);
}

/* ---- waiting ---- */

/* Ctrl-Z: the shell gets the terminal as it was, and gives it back. */
static void suspend(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL}, mine;
    sigset_t stop, before;
    rl_deprep_terminal();
    sigaction(SIGTSTP, &plain, &mine);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, &before); /* stops here */
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &mine, NULL);
    rl_prep_terminal(1);
    rl_on_new_line();
    rl_redisplay();
}

/* The line is given up: its text, the cursor below it, the terminal as it was. */
static char *abandon(void) {
    char *text = strdup(rl_line_buffer ? rl_line_buffer : "");
#ifndef ONEX_EDIT_LIBEDIT
    rl_point = rl_end;
    rl_redisplay();
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_replace_line("", 0);
#endif
    fputs("^C\n", rl_outstream);
    fflush(rl_outstream);
    rl_callback_handler_remove();
    return text;
}

/* Gives the number of a signal that ends the program; 0: none. */
static int wait_for_line(const sigset_t *outside, bool *cancelled, char **text) {
    while (!edit.done) {
        struct pollfd keys = {.fd = fileno(rl_instream), .events = POLLIN};
        int ready = ppoll(&keys, 1, NULL, outside);
        bool gone = ready > 0 && keys.revents & (POLLHUP | POLLERR | POLLNVAL);
        if (gone || (ready < 0 && errno != EINTR)) { /* nobody types any more */
            rl_callback_handler_remove();
            return 0;
        }
        if (ready > 0) read_char();
        if (edit.done) break;
        if (take(SIGWINCH)) rl_resize_terminal();
        if (take(SIGTSTP)) suspend();
        if (take(SIGINT)) {
            *text = abandon();
            *cancelled = true;
            return 0;
        }
        int ending = take(SIGTERM) ? SIGTERM : take(SIGHUP) ? SIGHUP : 0;
        if (ending) {
            rl_callback_handler_remove();
            return ending;
        }
    }
    return 0;
}

onex_editor_result onex_editor_read(const char *prompt, char **text) {
    struct sigaction mine = {.sa_handler = on_signal}, before[SIGNALS];
    sigset_t block, outside, waiting;
    bool cancelled = false;
    *text = NULL;
    edit.line = NULL;
    edit.done = false;
    sigemptyset(&mine.sa_mask);
    sigemptyset(&block);
    for (int i = 0; i < SIGNALS; i++) sigaddset(&block, signals[i]);
    sigprocmask(SIG_BLOCK, &block, &outside);
    waiting = outside;
    for (int i = 0; i < SIGNALS; i++) {
        caught[i] = 0;
        sigdelset(&waiting, signals[i]);
        sigaction(signals[i], &mine, &before[i]);
    }
    forget_end();
    rl_callback_handler_install(prompt, on_line);
    int ending = wait_for_line(&waiting, &cancelled, text);
    for (int i = 0; i < SIGNALS; i++) sigaction(signals[i], &before[i], NULL);
    if (ending) raise(ending);
    sigprocmask(SIG_SETMASK, &outside, NULL);
    if (cancelled) return *text ? ONEX_EDITOR_CANCELLED : ONEX_EDITOR_NO_MEMORY;
    if (!edit.line) {
        if (!line_was_ended()) fputc('\n', rl_outstream);
        return ONEX_EDITOR_END;
    }
    *text = edit.line;
    return ONEX_EDITOR_LINE;
}
