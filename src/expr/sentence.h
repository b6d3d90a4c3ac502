/* An expression tree as a sentence for people: Chinese with titles, English with names. */
#ifndef ONEX_EXPR_SENTENCE_H
#define ONEX_EXPR_SENTENCE_H

#include "base/buffer.h"
#include "base/error.h"
#include "expr/program.h"

/* Appends the sentence of a tree, e.g. “双师型教师占比”不低于“双师型教师占比下限”, without a full stop. */
void onex_sentence_put(onex_buffer *b, const onex_program *program, const onex_node *node, onex_lang lang);

#endif
