/* Calls that fail on demand: allocation, and input and output on files. A test program that links inject.c has its own
 * malloc, write and so on, through which libraries go, too. */
#ifndef ONEX_TESTS_INJECT_H
#define ONEX_TESTS_INJECT_H

#include <stdbool.h>

typedef enum { INJECT_NOTHING, INJECT_MEMORY, INJECT_IO, INJECT_WRITE } inject_kind;

/* From now on calls of the kind (WRITE: only those of IO that change files) are counted from 1; the one numbered `at`
 * fails with `error`, and with `lasting` all that follow, too. `at` 0: none fails. */
void inject_arm(inject_kind kind, long at, bool lasting, int error);
/* No call fails any more. */
void inject_disarm(void);

/* Since the last inject_arm: how many calls were counted, and whether one failed. */
long inject_calls(void);
bool inject_fired(void);
/* Blocks that are allocated now. */
long inject_blocks(void);

/* Where the calls come from: inject_note(numbers, ways, max) has each counted call noted that comes by a new way (the
 * functions above it), with its number; inject_noted() tells how many were. Costs time. */
void inject_note(long *numbers, long max);
long inject_noted(void);

#endif
