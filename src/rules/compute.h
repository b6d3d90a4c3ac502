/* Calling compute functions in a worker. */
#ifndef ONEX_RULES_COMPUTE_H
#define ONEX_RULES_COMPUTE_H

#include "expr/program.h"
#include "rules/worker.h"

/* Calls the function of a COMPUTE fact for `n` rows of fact->ninputs arguments; results, of the fact's type, into
 * out[n]; their texts go to the program's arena. A row with an unknown argument is unknown, one with an argument in
 * error has that error; the function is not called for them. What fails otherwise is a result of kind ERROR:
 * "file:line: reason". `stopped`: that reason, of a function that is not called any more; NULL: it is. Fails only when
 * memory is gone. */
onex_status onex_worker_call(onex_worker *worker, onex_program *program, const onex_fact *fact, const char *stopped,
                             const onex_value *args, int n, onex_value *out, onex_error *err);

#endif
