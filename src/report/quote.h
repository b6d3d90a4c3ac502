/* The clauses that a declaration cites, quoted from the regulation's text. */
#ifndef ONEX_REPORT_QUOTE_H
#define ONEX_REPORT_QUOTE_H

#include "base/buffer.h"
#include "engine/law.h"
#include "expr/program.h"

/* A line or more for each cited clause that the text has, indented; one that changed says so. Nothing without a text.
 */
void onex_quote_put(onex_buffer *b, const onex_laws *laws, const onex_decl *decl, int indent);
/* The same as a JSON array: [{"clause":…,"text":…,"changed":false}]. */
void onex_quote_json(onex_buffer *b, const onex_laws *laws, const onex_decl *decl);

/* A clause's own text: its heading, if it has one, and its paragraphs, a line each; `indent` before every line but the
 * first. */
void onex_law_text_put(onex_buffer *b, const onex_law_clause *clause, int indent);

#endif
