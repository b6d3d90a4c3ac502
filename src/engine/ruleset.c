/* From the store to the loader: the texts of a stored set are copied out, then checked and compiled like a folder's. */
#include "engine/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/ruleset.h"

typedef struct copying {
    onex_arena arena;
    onex_rules_text *files;
    int nfiles, cap;
} copying;

static onex_status copy(void *ctx, const onex_ruleset_file *file, onex_error *err) {
    copying *c = ctx;
    if (c->nfiles == c->cap) {
        int cap = c->cap ? c->cap * 2 : 64;
        onex_rules_text *grown = realloc(c->files, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        c->files = grown;
        c->cap = cap;
    }
    onex_rules_text made = {.path = onex_arena_text(&c->arena, file->path, strlen(file->path)),
                            .text = onex_arena_text(&c->arena, file->text, file->len),
                            .len = file->len};
    if (!made.path || !made.text) return onex_no_memory(err);
    c->files[c->nfiles++] = made;
    return ONEX_OK;
}

onex_status onex_ruleset_load(onex_rules **out, onex_store *store, const char *hash, const onex_rules_options *options,
                              onex_problems *problems, onex_error *err) {
    copying c = {.nfiles = 0};
    *out = NULL;
    onex_status status = onex_ruleset_each_file(store, hash, copy, &c, err);
    if (status == ONEX_OK && c.nfiles == 0)
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("the stored rule set '%s' has no files", "已保存的规则集“%s”没有文件"), hash);
    if (status == ONEX_OK) {
        onex_rules_options asked = *options;
        asked.files = c.files;
        asked.nfiles = c.nfiles;
        status = onex_rules_load(out, &asked, problems, err);
    }
    if (status == ONEX_OK && strcmp(onex_rules_program(*out)->hash, hash) != 0) {
        onex_rules_close(*out);
        *out = NULL;
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("the stored files of rule set '%s' were changed; see onex log verify",
                                   "已保存的规则集“%s”的文件被改动过；见 onex log verify"),
                           hash);
    }
    free(c.files);
    onex_arena_clear(&c.arena);
    return status;
}

onex_status onex_ruleset_in_force(onex_store *store, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    onex_publication last = {.number = 0};
    onex_status status = onex_publication_last(store, 0, &last, err);
    memcpy(hash, last.ruleset, ONEX_SHA256_TEXT);
    if (status != ONEX_OK || last.number == 0) hash[0] = '\0';
    onex_publication_clear(&last);
    return status;
}
