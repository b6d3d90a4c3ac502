/* The open world of facts and verdicts. */
#include "repl/judging.h"

void onex_judging_forget(onex_console *c) {
    (void)c;
}
