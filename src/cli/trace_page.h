/* The matrix of clauses, rules and tests as a page to read and print. */
#ifndef ONEX_CLI_TRACE_PAGE_H
#define ONEX_CLI_TRACE_PAGE_H

#include "base/buffer.h"
#include "engine/trace.h"

/* The class as a word for people: "computed", 计算. */
const char *onex_trace_class_text(const char *class);
/* One self-contained page of HTML, without script, in the language that is set. */
void onex_trace_page(onex_buffer *b, const onex_trace *trace, const onex_program *program, const onex_laws *laws);

#endif
