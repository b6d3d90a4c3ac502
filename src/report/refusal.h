/* Why an act was refused, as text for people. */
#ifndef ONEX_REPORT_REFUSAL_H
#define ONEX_REPORT_REFUSAL_H

#include "base/buffer.h"
#include "engine/decide.h"

/* Every reason of a refused act, a line or more each, indented by two cells. */
void onex_refusal_put(onex_buffer *b, const onex_program *program, const onex_decide_result *result);

#endif
