/* What a command asks about, from its words: subjects, colleges, rules. Wrong ones are answered with the
 * nearest. Shared by check, why and what else is about verdicts. */
#ifndef ONEX_ENGINE_ASKED_H
#define ONEX_ENGINE_ASKED_H

#include "engine/check.h"

/* CODE or KIND:CODE. `kind`: the only kind that may be meant, ONEX_SUBJECTS: any. USAGE when several kinds have the
 * code, NOT_FOUND with the nearest codes. out->code points into `text`. */
onex_status onex_asked_subject(onex_subject_ref *out, onex_store *store, const char *text, onex_subject kind,
                               onex_error *err);
/* NOT_FOUND with the nearest when there is no such college. */
onex_status onex_asked_college(onex_store *store, const char *code, onex_error *err);
/* The rule of that name that the subject has: the school's or its college's own; the first of the name where it has
 * none. */
onex_status onex_asked_rule_of(int *out, onex_subject_ref *subject, const onex_program *program, onex_store *store,
                               const char *code, const char *name, onex_error *err);
/* A rule by name or title; NOT_FOUND with the nearest. */
onex_status onex_asked_rule(int *out, const onex_program *program, const char *name, onex_error *err);
/* NOT_FOUND with the nearest of the rules that judge the kind; ONEX_SUBJECTS: any. */
onex_status onex_asked_no_rule(const onex_program *program, onex_subject kind, const char *name, onex_error *err);

#endif
