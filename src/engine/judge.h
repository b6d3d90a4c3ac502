/* Verdicts of rules on views: what a condition, a trigger, an attestation or an outcome says of one subject, with what
 * was measured and what is missing. */
#ifndef ONEX_ENGINE_JUDGE_H
#define ONEX_ENGINE_JUDGE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/sha256.h"
#include "engine/check.h"
#include "facts/world.h"
#include "rules/rules.h"

typedef struct onex_judge onex_judge;

typedef struct onex_judge_options { /* what is supposed: settings, and facts by fact_set */
    onex_rules *rules;
    onex_store *store; /* NULL: nothing is stored (tests with `given`) */
    onex_day day;
    const bool *asked;      /* by rule; NULL: all */
    const char *only_pilot; /* NULL: all */
    const bool *facts_asked; /* by fact: will be asked for besides; NULL: none */
    bool *facts_read, *rules_read; /* by index: set for what is worked out; NULL: not asked */
    bool name_rows;         /* for explanations */
    bool duties;            /* the trees of duties will be evaluated */
    const onex_setting *settings;
    int nsettings;
    /* tests: facts, verdicts and child verdicts that are given */
    const bool *fact_set;
    const onex_value *facts;
    const bool *verdict_set;
    const onex_verdict *verdicts;
    const bool *tally_set;
    const onex_tallies *tallies;
} onex_judge_options;

/* Opens a world with the options and prepares the rules asked; they must outlive the judge. `_close`: NULL is fine. */
onex_status onex_judge_open(onex_judge **out, const onex_judge_options *options, onex_error *err);
void onex_judge_close(onex_judge *judge);
/* What it judges by; both live as long as the judge or longer. */
onex_world *onex_judge_world(onex_judge *judge);
const onex_program *onex_judge_program(const onex_judge *judge);

/* The verdict of a rule of the view's own kind, or of its parent's. */
onex_verdict onex_judge_verdict(onex_judge *judge, onex_view *view, int rule);
/* What failed while verdicts were found (a computation that could not be run, memory), where a verdict could not say so;
 * ONEX_OK: nothing. To be asked when all are found. */
onex_status onex_judge_lost(const onex_judge *judge, onex_error *err);
/* Whether the rule has a row for the view: its kind, its college. */
bool onex_judge_applies(const onex_judge *judge, const onex_view *view, int rule);
/* The whole row; what it points at lives until the next call and while the view lives. */
onex_status onex_judge_row(onex_judge *judge, onex_view *view, int rule, onex_check_row *row, onex_error *err);

/* Appends who supplies what is missing in an unknown fact of the view, each once, joined by a comma. */
void onex_judge_suppliers(onex_judge *judge, onex_view *view, int fact, onex_buffer *out);

/* Adds what was read of the view so far: its known facts and its verdicts, by name. For the facts' hash of the record; to
 * be called once for each view, after its rows. */
void onex_judge_digest(onex_judge *judge, onex_view *view, onex_digest *digest);

#endif
