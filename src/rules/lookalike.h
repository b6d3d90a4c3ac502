/* Letters of other alphabets that look like Latin ones. */
#ifndef ONEX_RULES_LOOKALIKE_H
#define ONEX_RULES_LOOKALIKE_H

/* The ASCII letter that code point `c`, Greek or Cyrillic, looks like, as text; NULL: none. */
const char *onex_latin_of(unsigned c);

#endif
