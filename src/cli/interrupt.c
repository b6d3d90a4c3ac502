/* Interruption: the exit codes 130 and 143, and what was begun but not finished vanishes. An open transaction needs
 * nothing: the database undoes what was not committed. A console that evaluates is asked to stop first, so that it can
 * go on; one that does not within two seconds ends like everything else. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/console_host.h"
#include "io/outfile.h"

enum { SECONDS = 2 };

static onex_console *volatile console;
static volatile sig_atomic_t stopping; /* the signal that the console was asked to stop by; 0: none */

static void end(int number) {
    onex_unfinished_remove();
    _exit(number == SIGINT ? 130 : 143);
}

static void on_signal(int number) {
    if (!console || stopping || !onex_console_running(console)) end(number);
    stopping = number;
    onex_console_interrupt(console);
    alarm(SECONDS);
}

static void on_alarm(int number) {
    (void)number;
    if (!stopping) return;
    const char *text =
        onex_tr("\nonex: what was running did not stop; the program ends, and nothing uncommitted stays\n",
                "\nonex: 正在执行的操作无法停下，程序结束；未提交的内容一律不保留\n");
    (void)!write(STDERR_FILENO, text, strlen(text));
    end(stopping);
}

void onex_cli_signals(void) {
    struct sigaction stop = {.sa_handler = on_signal}, late = {.sa_handler = on_alarm};
    sigemptyset(&stop.sa_mask);
    sigemptyset(&late.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGALRM, &late, NULL);
    signal(SIGPIPE, SIG_IGN);
}

void onex_cli_console(onex_console *to) {
    console = to;
}

int onex_cli_stopped(void) {
    int number = stopping;
    alarm(0);
    stopping = 0;
    return number;
}
