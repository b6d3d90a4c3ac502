/* The folder "place" in which a command runs, made as a scenario wants it, compared with what it was and put back. */
#ifndef ONEX_TESTS_PLACE_H
#define ONEX_TESTS_PLACE_H

#include <stdbool.h>

/* Makes the place: "" is an empty folder, "empty" has a new database with a copy of `rules`, "school" has the rows of the
 * folder `school` too, and folders with changes to import: `changes`, `refused` (an impossible date). Ends the test when
 * it cannot. */
void place_make(const char *kind, const char *rules, const char *school);
/* Puts it back as it was made. */
void place_restore(void);

/* Whether all files are as they were made, the writer's lock aside; a write that was broken off is undone first, as the
 * next command does. `but`: a folder or file that may have come; NULL: none. NULL: as before; else what differs. */
const char *place_differs(const char *but);

/* All rows of the place's database as text, times and hashes of events aside (malloc'd); NULL: there is none. */
char *place_rows(void);

/* The bytes of a file as text (malloc'd); NULL: cannot be read. */
char *place_read(const char *path);

#endif
