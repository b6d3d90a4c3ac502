/* An import from its beginning to its end: files, one transaction, the state after all rows, one event or none. What a
 * file, a row and a cell must be is said in the other import files. */
#include "engine/import.h"

#include <stdlib.h>
#include <string.h>

#include "engine/import_work.h"

onex_status onex_import_prepare(import *im, onex_error *err) {
    onex_import_result *r = im->result;
    size_t n = (size_t)onex_nentities;
    r->counts = calloc(n, sizeof *r->counts);
    r->used = calloc(n, sizeof *r->used);
    im->tables = calloc(n, sizeof *im->tables);
    if (!r->counts || !r->used || !im->tables) return onex_no_memory(err);
    for (size_t i = 0; i < n; i++) im->tables[i].entity = &onex_entities[i];
    im->pending_end = &im->pending;
    return ONEX_OK;
}

void onex_import_release(import *im) {
    for (int i = 0; im->tables && i < onex_nentities; i++) {
        onex_table_close(im->tables[i].rows);
        onex_key_set_clear(&im->tables[i].seen);
        onex_key_set_clear(&im->tables[i].rejected);
        onex_key_set_clear(&im->tables[i].taken_back);
    }
    for (int i = 0; i < im->ninputs; i++) onex_bytes_clear(&im->inputs[i].bytes);
    free(im->tables);
    free(im->inputs);
    free(im->changes);
    onex_key_set_clear(&im->warned);
    onex_requests_clear(&im->requests);
    onex_arena_clear(&im->row_arena);
}

static bool changed_anything(const import *im) {
    for (int i = 0; i < onex_nentities; i++)
        if (im->result->counts[i].created || im->result->counts[i].updated) return true;
    return false;
}

static onex_status refused(const onex_import_result *r, onex_status as, onex_error *err) {
    return onex_fail(err, as,
                     r->nerrors == 1 ? onex_tr("%ld error; nothing was written", "%ld处错误；未写入任何数据")
                                     : onex_tr("%ld errors; nothing was written", "%ld处错误；未写入任何数据"),
                     r->nerrors);
}

/* The files lie in the order of their tables. Rules that do not load refuse the import only where nothing else does. */
static onex_status read_files(import *im, onex_error *rules, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; !status && !rules->code && i < im->ninputs; i++) {
        if (!im->inputs[i].entity) continue;
        status = onex_import_file(im, &im->inputs[i], err);
        bool last = i + 1 == im->ninputs || im->inputs[i + 1].entity != im->inputs[i].entity;
        if (!status && last) status = onex_import_settle_pending(im, err);
        if (status != ONEX_E_RULE) continue;
        *rules = *err;
        rules->code = status;
        status = ONEX_OK;
    }
    return status;
}

onex_status onex_import_read_all(import *im, onex_error *err) {
    onex_error rules = {0};
    int64_t next_decision = 1;
    onex_status status = onex_store_defer_references(im->store, false, err);
    if (!status) status = onex_event_next(im->store, &im->event, err);
    if (!status) status = onex_decision_next(im->store, &next_decision, err);
    im->decided = next_decision > 1;
    if (!status && !im->given) status = onex_requests_load(&im->requests, im->store, im->options->as_of, err);
    if (!status) status = read_files(im, &rules, err);
    if (!status) status = onex_import_settle(im, err);
    if (status) return status;
    if (im->result->nerrors > im->nmissing) return refused(im->result, ONEX_E_DATA, err);
    if (rules.code) {
        *err = rules;
        return rules.code;
    }
    return im->nmissing ? refused(im->result, ONEX_E_NOT_FOUND, err) : ONEX_OK;
}

static onex_status run(import *im, onex_error *err) {
    onex_status status = onex_import_prepare(im, err);
    if (!status) status = onex_import_paths(im, err);
    if (!status) status = onex_store_begin(im->store, err);
    if (status) return status;
    status = onex_import_read_all(im, err);
    bool write = !status && !im->options->dry_run && changed_anything(im);
    if (write) status = onex_import_event(im, err);
    if (write && !status) status = onex_store_commit(im->store, err);
    if (status) im->result->event = 0;
    onex_store_rollback(im->store);
    return status;
}

onex_status onex_import(onex_import_result *result, onex_store *store, const onex_import_options *options,
                        onex_error *err) {
    *result = (onex_import_result){0};
    struct import im = {.store = store, .options = options, .result = result};
    onex_status status = run(&im, err);
    onex_import_sort(result);
    onex_import_release(&im);
    return status;
}
