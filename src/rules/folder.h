/* The rules folder: which files belong to a set, their texts, and the hash that names the set. */
#ifndef ONEX_RULES_FOLDER_H
#define ONEX_RULES_FOLDER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "rules/rules.h"

#define ONEX_RULE_FILE_MAX (64 * 1024) /* bytes */
#define ONEX_RULE_FILES_MAX 4096

typedef struct onex_rule_file {
    const char *path;    /* inside the folder: school/07-eligibility.lua */
    const char *college; /* NULL: the school's */
    bool test;
    const char *text; /* without a byte order mark; NUL-terminated; NULL: cannot be read (a problem says why) */
    size_t len;
    const char *bytes; /* as in the file */
    size_t nbytes;
} onex_rule_file;

typedef struct onex_rule_folder {
    onex_arena arena;
    onex_rule_file *files; /* sorted by path, bytewise; tests included */
    int nfiles, cap;
    char hash[ONEX_SHA256_TEXT]; /* over every file's path and bytes */
} onex_rule_folder;

/* Reads all files below school/ and colleges/ of `dir`. What must not stand there, a college that is not among
 * `ncolleges` codes (`colleges` NULL: not checked) and a file that cannot be read are added to `problems`.
 * ONEX_E_NOT_FOUND: there is no such folder. */
onex_status onex_rule_folder_read(onex_rule_folder *out, const char *dir, const char **colleges, int ncolleges,
                                  onex_problems *problems, onex_error *err);
void onex_rule_folder_clear(onex_rule_folder *folder);

/* The file of that path inside the folder; NULL: none. */
const onex_rule_file *onex_rule_folder_find(const onex_rule_folder *folder, const char *path);

#endif
