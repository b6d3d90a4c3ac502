/* Interruption: the exit codes 130 and 143, and what was begun but not finished vanishes. An open transaction needs
 * nothing: the database undoes what was not committed. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

static char unfinished[4096];
static volatile sig_atomic_t unfinished_set;

static void on_signal(int number) {
    if (unfinished_set) unlink(unfinished);
    _exit(number == SIGINT ? 130 : 143);
}

void onex_cli_unfinished(const char *path) {
    unfinished_set = 0;
    if (!path || strlen(path) >= sizeof unfinished) return;
    strcpy(unfinished, path);
    unfinished_set = 1;
}

void onex_cli_signals(void) {
    struct sigaction stop = {.sa_handler = on_signal};
    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
}
