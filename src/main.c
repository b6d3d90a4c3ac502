/* The program: standard streams that are surely open, the locale, signals; then the worker of the rules or the
 * command line. */
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "rules/rules.h"

/* A file must never get the number of a standard stream that was closed. Writing to the stand-in fails, so that a
 * closed output is noticed. */
static void streams_hold(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) != fd) abort();
}

/* Chinese text is UTF-8 whatever the locale; numbers have a point in every one. */
static void locale_set(void) {
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    streams_hold();
    locale_set();
    onex_cli_signals();
    return onex_cli_main(argc, argv, stdout, stderr);
}
