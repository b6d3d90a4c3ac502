/* Loading a rule set: the front half (folder, lexer, worker), then the compiler; all of it or nothing. Keeps the worker
 * for computes. */
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

#include "rules/compile.h"
#include "rules/compute.h"
#include "rules/front.h"

struct onex_rules {
    onex_front front; /* places of the program point into it */
    onex_program program;
    const char **stopped; /* of each fact: why its function is not called any more; NULL: it is */
};

/* The program's own copy of what the folder says. */
static onex_status take_folder(onex_rules *rules, onex_error *err) {
    onex_program *program = &rules->program;
    const onex_rule_folder *folder = &rules->front.folder;
    memcpy(program->hash, folder->hash, sizeof program->hash);
    program->files = onex_arena_alloc(&program->arena, ((size_t)folder->nfiles + 1) * sizeof *program->files);
    if (!program->files) return onex_no_memory(err);
    for (int i = 0; i < folder->nfiles; i++)
        if (!(program->files[program->nfiles++] =
                  onex_arena_text(&program->arena, folder->files[i].path, strlen(folder->files[i].path))))
            return onex_no_memory(err);
    return ONEX_OK;
}

onex_status onex_rules_load(onex_rules **out, const onex_rules_options *options, onex_problems *problems,
                            onex_error *err) {
    *out = NULL;
    onex_rules *rules = calloc(1, sizeof *rules);
    if (!rules) return onex_no_memory(err);
    onex_status status = onex_front_read(&rules->front, options, onex_worker_usual_limits, problems, err);
    if (status == ONEX_OK) status = take_folder(rules, err);
    if (status == ONEX_OK && rules->front.complete)
        status = onex_compile(&rules->program, &rules->front.raw, problems, err);
    size_t nfacts = (size_t)rules->program.nfacts + 1;
    if (status == ONEX_OK && !(rules->stopped = onex_arena_alloc(&rules->program.arena, nfacts * sizeof *rules->stopped)))
        status = onex_no_memory(err);
    if (status == ONEX_OK || status == ONEX_E_RULE) {
        onex_status dressed = onex_front_dress(&rules->front, options, problems, err);
        if (dressed != ONEX_OK) status = dressed;
    }
    if (status == ONEX_OK && (problems->errors || !rules->front.complete))
        status =
            onex_fail(err, ONEX_E_RULE,
                      onex_tr("the rules in '%s' cannot be loaded (errors: %d)", "无法载入“%s”中的规则（错误 %d 个）"),
                      options->dir, problems->errors);
    if (status != ONEX_OK) {
        onex_rules_close(rules);
        return status;
    }
    *out = rules;
    return ONEX_OK;
}

void onex_rules_close(onex_rules *rules) {
    if (!rules) return;
    onex_front_clear(&rules->front);
    onex_program_free(&rules->program);
    free(rules);
}

const onex_program *onex_rules_program(const onex_rules *rules) {
    return &rules->program;
}

const onex_front *onex_rules_front(const onex_rules *rules) {
    return &rules->front;
}

void onex_rules_file(const onex_rules *rules, int i, const char **path, const char **bytes, size_t *len) {
    const onex_rule_file *file = &rules->front.folder.files[i];
    *path = file->path;
    *bytes = file->bytes;
    *len = file->nbytes;
}

onex_status onex_rules_folder_hash(const char *dir, char hash[65], onex_error *err) {
    onex_rule_folder folder;
    onex_problems problems = {0};
    onex_status status = onex_rule_folder_read(&folder, dir, NULL, 0, &problems, err);
    memcpy(hash, folder.hash, sizeof folder.hash);
    onex_problems_clear(&problems);
    onex_rule_folder_clear(&folder);
    return status;
}

onex_status onex_rules_compute(onex_rules *rules, int fact, const onex_value *args, int n, onex_value *out,
                               onex_error *err) {
    const onex_fact *called = &rules->program.facts[fact];
    const char **stopped = &rules->stopped[fact];
    onex_worker *worker = onex_front_worker(&rules->front, called->decl.college);
    onex_status status = onex_worker_call(worker, &rules->program, called, *stopped, args, n, out, err);
    if (status != ONEX_OK || *stopped || !onex_worker_dead(worker)) return status;
    const char *why = onex_worker_dead(worker); /* the functions of other facts go on in a new worker */
    *stopped = onex_arena_text(&rules->program.arena, why, strlen(why));
    return *stopped ? onex_front_revive(&rules->front, called->decl.college, err) : onex_no_memory(err);
}

onex_status onex_rules_locks(unsigned *locks, int *landlock, const char *program, onex_error *err) {
    onex_worker *w = NULL;
    onex_worker_loaded loaded = {.locks = 0};
    onex_raw_set none = {0};
    onex_problems problems = {0};
    onex_arena arena = {0};
    none.arena = &arena;
    onex_status status = onex_worker_start(&w, program, onex_worker_usual_limits, err);
    if (status == ONEX_OK) status = onex_worker_load_ask(w, NULL, 0, false, err);
    if (status == ONEX_OK) status = onex_worker_load(w, NULL, NULL, 0, &none, &problems, &loaded, err);
    if (status == ONEX_OK && !loaded.complete) status = onex_fail(err, ONEX_E_INTERNAL, "%s", onex_worker_dead(w));
    *locks = loaded.locks;
    *landlock = onex_worker_landlock();
    onex_worker_end(w);
    onex_problems_clear(&problems);
    onex_arena_clear(&arena);
    return status;
}
