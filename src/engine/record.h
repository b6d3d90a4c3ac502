/* Recording a check: its verdicts held against the last recorded ones, and what changed kept with what it rests on. */
#ifndef ONEX_ENGINE_RECORD_H
#define ONEX_ENGINE_RECORD_H

#include "engine/question.h"

typedef struct onex_record_options {
    const onex_question *question;
    onex_day as_of;
    const char *actor; /* NULL: nothing is recorded, only compared (settings may be given then) */
    const onex_setting *settings;
    int nsettings;
    long *counts; /* by verdict, of all rows; NULL: not asked */
    /* Told of each row, in the order of output; `changed`: it differs from the last recorded verdict. */
    onex_status (*row)(void *ctx, const onex_check_row *row, bool changed, onex_error *err);
    void *ctx;
} onex_record_options;

typedef struct onex_record_result {
    int64_t run, event; /* 0: nothing was recorded */
    long findings;      /* verdicts that changed, those that are gone among them */
    long gone;
} onex_record_result;

/* In one transaction, read only where nothing is recorded: checks, stores the run, its findings and the rule set, and
 * appends one event "record". A check without change is a run, too. Nothing stays when it fails. */
onex_status onex_record(onex_record_result *out, onex_store *store, onex_rules *rules,
                        const onex_record_options *options, onex_error *err);

#endif
