/* The text of the file that onex set keeps for a college. For tighten.c alone. */
#ifndef ONEX_ENGINE_TIGHTEN_TEXT_H
#define ONEX_ENGINE_TIGHTEN_TEXT_H

#include "engine/tighten.h"

/* Makes t->text from t->before: the statement of t->param is put in, replaced or taken out, all else stays as it is.
 * Sets was, from and until. `old`: the college's statement in this file; NULL: none. USAGE: document or day is missing
 * or does not fit; REFUSED: something that people wrote would be lost. */
onex_status onex_tighten_text(onex_tightened *t, const onex_tighten *asked, const onex_statement *old, onex_error *err);

#endif
