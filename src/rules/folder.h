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
/* The same set from texts that were stored; a path that no folder would have is a problem too. (file.c) */
onex_status onex_rule_folder_take(onex_rule_folder *out, const onex_rules_text *files, int nfiles,
                                  const char **colleges, int ncolleges, onex_problems *problems, onex_error *err);
void onex_rule_folder_clear(onex_rule_folder *folder);

/* The file of that path inside the folder; NULL: none. */
const onex_rule_file *onex_rule_folder_find(const onex_rule_folder *folder, const char *path);

/* ---- for those who fill a folder (file.c) ---- */

/* A new entry behind the others; *out lives until the next one. */
onex_status onex_rule_folder_add(onex_rule_folder *folder, const char *path, const char *college, bool test,
                                 onex_rule_file **out, onex_error *err);
/* Gives the entry its bytes, which are the folder's and have room for one more; a text that is too long or no UTF-8 is
 * a problem. */
onex_status onex_rule_file_take(onex_rule_file *file, char *bytes, size_t len, onex_problems *problems,
                                onex_error *err);
/* Whether the college is one of those in the database (`colleges` NULL: not checked); a problem at `path` else. */
onex_status onex_rule_college_check(const char *name, const char *path, const char **colleges, int ncolleges,
                                    bool *known, onex_problems *problems, onex_error *err);
/* Puts the files into their order and makes the hash. */
void onex_rule_folder_seal(onex_rule_folder *folder);
/* A problem of the whole file. */
onex_status onex_rule_file_wrong(const char *path, onex_problems *problems, onex_error *err, const char *hint,
                                 const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
