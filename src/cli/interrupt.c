/* Interruption: the exit codes 130 and 143, and what was begun but not finished vanishes. An open transaction needs
 * nothing: the database undoes what was not committed. */
#include <signal.h>
#include <unistd.h>

#include "cli/command.h"
#include "io/outfile.h"

static void on_signal(int number) {
    onex_unfinished_remove();
    _exit(number == SIGINT ? 130 : 143);
}

void onex_cli_signals(void) {
    struct sigaction stop = {.sa_handler = on_signal};
    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
}
